"""Say what is wrong, where, what was expected and what to do: one family of errors, all problems at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, order=True)
class Problem:
    """Hold one thing that is wrong, with its place and its remedy.

    `place` is what a person opens: a file relative to the project, or the name of a parameter.

    >>> str(Problem("records/x.yaml", 3, 5, "unknown key 'slot'", "write 'slots'"))
    "records/x.yaml:3:5: unknown key 'slot': write 'slots'"
    """

    place: str
    line: int = 0
    column: int = 0
    message: str = ""
    fix: str = ""

    def __str__(self) -> str:
        where = ":".join([self.place, *(str(n) for n in (self.line, self.column) if n)])
        return f"{where}: {self.message}" + (f": {self.fix}" if self.fix else "")


class CartographError(Exception):
    """Carry every problem that was found; the base of all errors that a user may see."""

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RecordError(CartographError):
    """Report records, shapes or texts that break a rule: nothing is published (exit code 1)."""


class UsageError(CartographError):
    """Report wrong usage, an unreadable file or folder, or a missing version (exit code 2)."""

    exit_code: ClassVar[int] = 2
