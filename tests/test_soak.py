"""Everything at once for a while: questions, pages, hostile queries, clients that leave, new versions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from cartograph.project import Home
from served import ROOT, free_port, project_folder

#: On a CI machine two minutes of what `benchmarks/soak.py` does for an hour; elsewhere long enough for its versions.
MINUTES = "2" if os.environ.get("CI") else "0.3"


def test_a_server_under_everything_gives_no_wrong_answer(built: Home, tmp_path: Path) -> None:
    project = project_folder(tmp_path / "project", built)
    command = [sys.executable, str(ROOT / "benchmarks" / "soak.py"), "--minutes", MINUTES, "--pause", "0.2"]
    command += ["--port", str(free_port()), "--project", str(project)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr[-3000:]
    assert "Wrong answers: 0." in ended.stdout
    assert "| versions published | 3 |" in ended.stdout
    assert "never restarted" in ended.stdout
