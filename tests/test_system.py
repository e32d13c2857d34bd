"""`make system` gets Java where it may, says what to install where it may not, and is quiet when it is there."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import ROOT

SCRIPT = ROOT / "tests" / "system.sh"


def machine(folder: Path, **commands: str) -> Path:
    """Make a folder of commands, each a line of shell; the script finds no others, but for these few."""
    for name in ("sh", "env", "cat", "mktemp", "rm"):
        (folder / name).symlink_to(str(shutil.which(name)))
    for name, line in commands.items():
        (folder / name).write_text(f"#!/bin/sh\n{line}\n")
        (folder / name).chmod(0o755)
    return folder


def run(path: Path, ci: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(path), "CI": ci, "PACKAGES": "java-package"}
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)], env=environment, check=False, capture_output=True, text=True
    )


LOGGED = 'echo "$DEBIAN_FRONTEND: $*" >> "${0%/*}/log"'


def test_root_installs_without_a_question(tmp_path: Path) -> None:
    shown = run(machine(tmp_path, **{"id": "echo 0", "apt-get": LOGGED}))
    assert (shown.returncode, shown.stdout) == (0, "")
    update, install = (tmp_path / "log").read_text().splitlines()
    assert update.startswith("noninteractive: ")
    assert update.endswith(" update")
    assert install.endswith(" install --yes --no-install-recommends java-package")


def test_another_user_installs_with_a_sudo_that_asks_nothing(tmp_path: Path) -> None:
    sudo = '[ "$1" = -n ] || exit 9; shift; exec "$@"'
    shown = run(machine(tmp_path, **{"id": "echo 1000", "true": "", "sudo": sudo, "apt-get": LOGGED}))
    assert shown.returncode == 0
    assert "java-package" in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ({"id": "echo 1000", "apt-get": LOGGED}, "neither root nor a sudo without password"),
        (
            {"id": "echo 1000", "apt-get": LOGGED, "sudo": "exit 1"},
            "neither root nor a sudo without password",
        ),
        ({"id": "echo 0"}, "this is no Debian"),
        ({"id": "echo 0", "apt-get": "echo no network; exit 100"}, "apt-get failed"),
    ],
)
@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_what_cannot_be_installed_is_told(
    tmp_path: Path, commands: dict[str, str], reason: str, ci: str, code: int
) -> None:
    shown = run(machine(tmp_path, **commands), ci)
    assert shown.returncode == code
    assert f"cannot install java-package: {reason}. Install it yourself: apt-get install" in shown.stderr
    assert ("will be skipped" in shown.stderr) is (ci == "")


BROUGHT = ("java", "chromium", "roqet", "node", "npm", "curl")
R_PACKAGE = Path("/usr/lib/R/site-library/SPARQL")


def made(path: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{path}:/usr/bin:/bin", "CI": ""}
    command = ["make", "system"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)


@pytest.mark.skipif(not R_PACKAGE.exists(), reason="needs r-cran-sparql: run `make system`")
def test_nothing_is_done_or_said_when_it_is_there(tmp_path: Path) -> None:
    shown = made(machine(tmp_path, **dict.fromkeys(BROUGHT, "")))
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, "", "")


def test_only_what_is_missing_is_installed(tmp_path: Path) -> None:
    tools = machine(tmp_path, **{"id": "echo 0", "apt-get": LOGGED})
    environment = {"PATH": str(tools), "CI": ""}
    for name in ("make", "bash", *BROUGHT[1:]):
        (tools / name).symlink_to(shutil.which(name) or "/bin/true")
    command = [str(shutil.which("make")), "system", "SHELL=/bin/sh"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    installed = (tmp_path / "log").read_text().splitlines()[-1]
    assert "default-jre-headless" in installed
    assert "chromium" not in installed
