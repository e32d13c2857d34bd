"""The README's output is what the commands print; a line `…` stands for lines that are left out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from cartograph.project import Home

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"<!-- output: make run -->\n```text\n(.*?)```\n<!-- /output -->", re.DOTALL)


def printed(built: Home, *arguments: str) -> str:
    environment = {**os.environ, "COLUMNS": "100"}
    folder = built.versions.parent / "project"
    folder.mkdir(exist_ok=True)
    for part in ("ontology", "shapes", "records", "rules", "queries"):
        if not (folder / part).exists():
            (folder / part).symlink_to(ROOT / part)
    command = [sys.executable, "-m", "cartograph", "--project", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout


def matches(block: str, output: str) -> bool:
    block, output = (re.sub(r"\b[0-9a-f]{16}\b", "<version>", text) for text in (block, output))
    pattern = "".join(r"(?:.*\n)*" if line == "…" else re.escape(line) + r"\n" for line in block.splitlines())
    return re.fullmatch(pattern, output) is not None


def test_the_readme_shows_what_make_run_prints(built: Home) -> None:
    block = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert len(block) == 1
    asked = (
        "ask",
        "products-by-response",
        "--costimulation",
        "4-1BB",
        "--vector",
        "lentiviral",
        "--above",
        "50",
    )
    output = printed(built, "build") + printed(built, *asked)
    assert matches(block[0], output), output


def test_a_stale_line_would_be_seen() -> None:
    assert matches("a\n…\nd\n", "a\nb\nc\nd\n")
    assert not matches("a\n…\ne\n", "a\nb\nc\nd\n")
