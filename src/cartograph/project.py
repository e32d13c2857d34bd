"""Know where a project keeps its parts: a checkout, a folder that the user names, or the data a wheel carries."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cartograph.errors import Problem, UsageError

#: The folders that make a folder a project.
PARTS = ("ontology", "shapes", "records", "rules", "queries")


@dataclass(frozen=True)
class Home:
    """Name the folders of one project."""

    root: Path
    versions: Path  # where published versions go; the only folder that is ever written

    @property
    def ontology(self) -> Path:
        return self.root / "ontology"

    @property
    def shapes(self) -> Path:
        return self.root / "shapes"

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def rules(self) -> Path:
        return self.root / "rules"

    @property
    def queries(self) -> Path:
        return self.root / "queries"

    def relative(self, path: Path) -> str:
        """Return `path` as people name it: relative to the project where it lies inside."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def home(project: Path | None = None) -> Home:
    """Find the project: the folder given, else the checkout above this file, else the wheel's own data.

    Raises UsageError when the folder given lacks one of a project's parts.
    """
    if project is not None:
        _require_parts(project)
        return Home(project.resolve(), project.resolve() / "build")
    checkout = Path(__file__).resolve().parents[2]
    if (checkout / "pyproject.toml").is_file() and _missing(checkout) == []:
        return Home(checkout, checkout / "build")
    return Home(Path(__file__).resolve().parent / "_data", _cache() / "cartograph")


def _missing(root: Path) -> list[str]:
    return [part for part in PARTS if not (root / part).is_dir()]


def _require_parts(root: Path) -> None:
    problems = [
        Problem(str(root), message=f"no folder '{part}'", fix="give the top folder of a CARTograph project")
        for part in _missing(root)
    ]
    if problems:
        raise UsageError(problems)


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
