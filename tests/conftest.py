"""What every test may use: the checkout, a copy of its project that may be changed, a home of its own."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from cartograph.project import PARTS, Home, home
from cartograph.server.settings import Settings
from cartograph.site.context import Context
from cartograph.versions.store import POINTER
from served import Server, project_folder, serving

ROOT = Path(__file__).resolve().parents[1]

# On a CI machine the same examples each time and no race against a clock; elsewhere new examples each run.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def project_files() -> list[str]:
    """Return the files of the project, relative to the checkout: those git knows or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the top folder of the checkout; a test reads there and never writes."""
    return ROOT


@pytest.fixture
def project_copy(tmp_path: Path) -> Path:
    """Return a copy of the project's five folders, for a test that changes one of them."""
    project = tmp_path / "project"
    for part in PARTS:
        shutil.copytree(ROOT / part, project / part)
    return project


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Home:
    """Return the real project with a version of its own, built once a run, however many processes test."""
    from cartograph.build.run import build

    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":  # each process has a folder of its own below the one of the run
        folder = folder.parent
    home_ = Home(ROOT, folder / "versions")
    with FileLock(folder / "versions.lock"):
        if not (home_.versions / POINTER).exists():
            build(home_)
    return home_


@pytest.fixture
def project(tmp_path: Path) -> Home:
    """Return a project with the words, ids and reference lists of the real one, and no passage."""
    for part in ("ontology", "shapes", "rules", "queries"):
        (tmp_path / part).symlink_to(ROOT / part)
    records = tmp_path / "records"
    for part in ("vocabulary", "publications"):
        shutil.copytree(ROOT / "records" / part, records / part)
    for name in ("shape.yaml", "context.jsonld", "accepted-findings.yaml", "synonyms.yaml"):
        shutil.copy(ROOT / "records" / name, records / name)
    (records / "sources.yaml").write_text(
        _without_silences(ROOT / "records" / "sources.yaml"), encoding="utf-8"
    )
    (records / "vural-2025").mkdir()
    return home(tmp_path)


def _without_silences(path: Path) -> str:
    """Return the sources without what they are silent about, which speaks of records that a test lacks."""
    lines, skipping = [], False
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True):
        skipping = line.startswith("  silences:") or (skipping and line.startswith("    "))
        if not skipping:
            lines.append(line)
    return "".join(lines)


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Generator[None]:
    """Keep every test, and every process that one starts, away from the user's own cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("COLUMNS", "100")  # several processes test, and a process of its own has another width
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs more than Python: `make check` leaves it out."""
    for item in items:
        if isinstance(item, pytest.Function) and needs_more(item):
            item.add_marker(pytest.mark.outside)


def needs_more(item: pytest.Function) -> bool:
    """Say whether a test needs more than Python: by its fixtures, its marks and the helpers that its module calls."""
    helpers = {
        value.__module__ if inspect.isfunction(value) else getattr(value, "__name__", "")
        for value in vars(item.module).values()
        if inspect.ismodule(value) or (inspect.isfunction(value) and value.__name__ in _STARTING)
    }
    java = any("Java" in mark.kwargs.get("reason", "") for mark in item.iter_markers("skipif"))
    return bool(
        _SERVING & {*item.fixturenames}
        or helpers & {"served", "browsing", "hostile"}
        or java
        or item.module.__name__ in _INSTALLING
    )


#: Fixtures and functions that start a server or a browser, and modules that install, or run for minutes.
_SERVING = frozenset({"server", "browser", "tight"})
_STARTING = frozenset({"serving", "chromium"})
_INSTALLING = frozenset({"test_packaging", "test_soak", "test_system"})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - the hook passes arguments by name
    call: pytest.CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that would be skipped on a CI machine: what is not checked there is checked nowhere."""
    report = yield
    return refuse_skip(report) if os.environ.get("CI") else report


def refuse_skip(report: pytest.TestReport) -> pytest.TestReport:
    """Turn the report of a skipped test into that of a failed one; one that failed as expected stays."""
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped on a CI machine: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def server(built: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server of the real graph, which tests ask and never change."""
    folder = project_folder(tmp_path_factory.mktemp("served") / "project", built)
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="session")
def context(built: Home) -> Context:
    """Return what the pages of the real graph are answered from, without a server."""
    return Context.open(built, Settings())
