"""Keep the questions of a folder by name, each read when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from cartograph.errors import CartographError, Problem, UsageError
from cartograph.names.lookup import suggest
from cartograph.questions.header import Question, QuestionError, read_question


class Catalogue(Mapping[str, Question]):
    """Hold the questions of a folder: one `.rq` file a question, named by its file.

    >>> from cartograph.project import home
    >>> catalogue = Catalogue(home().queries)
    >>> catalogue["products-by-response"].parameters["vector"].default
    ('lentiviral',)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Question] = {}

    def __getitem__(self, name: str) -> Question:
        if name not in self._read:
            if name not in self._paths:
                raise KeyError(name)
            self._read[name] = read_question(name, _text(self._paths[name]), f"{self.folder.name}/{name}.rq")
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def find(self, name: str) -> Question:
        """Return the question of that name.

        Raises UsageError, with the nearest names, when there is none, QuestionError when its file is wrong.
        """
        if name not in self._paths:
            raise UsageError(
                Problem("question", message=f"no question '{name}'", fix=suggest(name, list(self)))
            )
        return self[name]

    def problems(self) -> list[Problem]:
        """Return what is wrong in any of the files."""
        found: list[Problem] = []
        for name in self:
            try:
                self.find(name)
            except CartographError as error:
                found += error.problems
        return found

    @cached_property
    def _paths(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(self.folder.glob("*.rq"))}


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise UsageError(
            Problem(str(path), message=f"cannot be read: {error.strerror}", fix="mend its rights")
        ) from error
    except UnicodeDecodeError as error:
        problem = Problem(
            f"{path.parent.name}/{path.name}", message=f"not UTF-8: {error}", fix="save it as UTF-8"
        )
        raise QuestionError(problem) from error
