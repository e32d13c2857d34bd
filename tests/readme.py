"""The output that the README shows: `python tests/readme.py` writes it anew.

What `make run` prints is longer than a first screen: of the answer, the README shows its head, the first rows, what may
qualify and some of what is excluded; `…` stands for the lines between.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(?<=<!-- output: make run -->\n```text\n)(.*?)(?=```\n<!-- /output -->)", re.DOTALL)
ASKED = ("ask", "products-by-response", "--costimulation", "4-1BB", "--vector", "lentiviral", "--above", "50")

#: Stretches of the output that are shown: from the line that begins so, to the one before the next that begins so.
SHOWN = (
    (r"", r"LCAR-B38M"),
    (r"\* all patients", r"against"),
    (r"\d+ may qualify", r"  costimulation"),
    (r"  response: not above", r"  vector"),
    (r"\d+ sources", r"\Z."),
)


def output() -> str:
    """Return what the commands of `make run` print, with a version of their own."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("ontology", "shapes", "records", "rules", "queries"):
            (Path(folder) / part).symlink_to(ROOT / part)
        commands = (("build",), ASKED, ("coverage", "--summary"))
        return "".join(printed(folder, *command) for command in commands)


def printed(folder: str, *arguments: str) -> str:
    """Return what a command prints on a terminal of a hundred columns."""
    command = [sys.executable, "-m", "cartograph", "--project", folder, *arguments]
    environment = {**os.environ, "COLUMNS": "100"}
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def shown(text: str) -> str:
    """Return the stretches of the output that the README shows."""
    lines = text.splitlines()
    parts = []
    for first, last in SHOWN:
        begin = next(n for n, line in enumerate(lines) if re.match(first, line))
        end = next(
            (n for n in range(begin + 1, len(lines)) if last and lines[n].startswith(last)), len(lines)
        )
        parts.append("\n".join(lines[begin:end]).rstrip("\n"))
    return "\n…\n".join(parts) + "\n"


if __name__ == "__main__":
    page = ROOT / "README.md"
    block = shown(output())
    page.write_text(BLOCK.sub(lambda _: block, page.read_text(encoding="utf-8")), encoding="utf-8")
