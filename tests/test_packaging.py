"""What a user gets who installs the wheel: an own copy of the data, and answers from any folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import cartograph
from cartograph.project import PARTS
from conftest import ROOT, project_files

HEAVY = {"rdflib", "pyshacl", "owlready2", "SPARQLWrapper", "pandas", "numpy"}
FLAGSHIP = ("products-by-response", "--costimulation", "4-1BB", "--vector", "lentiviral", "--above", "50")


@dataclass(frozen=True)
class Installed:
    """Hold an environment in which the wheel lies, and the libraries of this one but not this checkout."""

    python: Path
    cache: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run this environment's Python from the top folder of the machine, where no project is near."""
        environment = {"PATH": os.defpath, "HOME": str(self.cache), "XDG_CACHE_HOME": str(self.cache)}
        return subprocess.run(
            [str(self.python), *arguments],
            cwd="/",
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )

    def cartograph(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the console script that the wheel installs."""
        return self.run(str(self.python.with_name("cartograph")), *arguments)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel by `make wheel` in a copy, with this environment in place of a new one."""
    copy = tmp_path_factory.mktemp("wheel")
    for name in project_files():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, copy / name)
    ready = [option for stamp in (".core", ".test") for option in ("--old-file", f"{sys.prefix}/{stamp}")]
    outer = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}  # of the `make test` that may have started this test
    environment = {name: value for name, value in os.environ.items() if name not in outer}
    environment["PYTHONPATH"] = str(copy / "src")  # the copy's package, not this checkout's
    command = ["make", *ready, "wheel", f"VENV={sys.prefix}"]
    made = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = (copy / "dist").glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Install the wheel alone; the libraries come by a path file, which does not follow editable installs."""
    place = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place / "venv")], check=True)
    python = place / "venv" / "bin" / "python"
    offline = ["--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", *offline, str(wheel)]
    subprocess.run(pip, check=True)
    paths = {"base": str(place / "venv"), "platbase": str(place / "venv")}
    libraries = Path(sysconfig.get_path("purelib", "venv", vars=paths)) / "libraries.pth"
    libraries.write_text(sysconfig.get_path("purelib") + "\n")
    return Installed(python, place)


def test_the_wheel_is_named_after_the_distribution(wheel: Path) -> None:
    assert wheel.name == f"cartograph_kg-{cartograph.__version__}-py3-none-any.whl"


def test_the_wheel_carries_the_project_and_its_release(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    parts = {f"cartograph/_data/{name}" for name in project_files() if name.split("/")[0] in PARTS}
    release = {"cartograph/_data/release/graph.nq", "cartograph/_data/release/manifest.json"}
    assert {name for name in names if name.startswith("cartograph/_data/")} == parts | release
    assert len(parts) > 20
    assert "cartograph/py.typed" in names


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"cartograph", f"cartograph_kg-{cartograph.__version__}.dist-info"}


def test_the_installed_package_is_the_wheels(installed: Installed) -> None:
    shown = installed.run("-c", "import cartograph; print(cartograph.__file__)")
    assert shown.stdout.startswith(str(installed.python.parents[1]))


def test_ask_lists_the_questions_from_anywhere(installed: Installed) -> None:
    listed = installed.cartograph("ask")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "products-by-response" in listed.stdout


def test_ask_answers_from_the_release_in_the_wheel(installed: Installed, wheel: Path) -> None:
    asked = installed.cartograph("ask", *FLAGSHIP, "--format", "json")
    assert (asked.returncode, asked.stderr) == (0, "")
    answer = json.loads(asked.stdout)
    assert answer["rows"]
    with zipfile.ZipFile(wheel) as archive:
        manifest = json.loads(archive.read("cartograph/_data/release/manifest.json"))
    assert answer["graph_version"] == manifest["digest"]


def test_the_readmes_python_answers_from_the_release_in_the_wheel(installed: Installed) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
    shown = installed.run("-W", "error", "-c", f"{example}print(len(answer.rows))")
    assert shown.stderr == ""
    assert int(shown.stdout) > 0


@pytest.mark.parametrize(
    "arguments",
    [("-c", "import cartograph"), ("-m", "cartograph", "ask", *FLAGSHIP)],
    ids=["import cartograph", "cartograph ask"],
)
def test_what_must_start_at_once_loads_nothing_heavy(
    installed: Installed, arguments: tuple[str, ...]
) -> None:
    loaded = modules(installed.run("-X", "importtime", *arguments).stderr)
    assert "cartograph" in loaded
    assert loaded & HEAVY == set()


def test_a_heavy_import_is_seen(installed: Installed) -> None:
    assert "rdflib" in modules(installed.run("-X", "importtime", "-c", "import rdflib").stderr)


def modules(importtime: str) -> set[str]:
    """Return the top names of the modules that `python -X importtime` reports."""
    lines = [
        line.rsplit("|", 1)[-1].strip() for line in importtime.splitlines() if line.startswith("import time:")
    ]
    return {line.split(".")[0] for line in lines}


def test_an_unknown_name_of_the_package_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'opne'"):
        _ = cartograph.opne  # type: ignore[attr-defined]
