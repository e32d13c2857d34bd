"""Read from a description of patients how many lines of therapy they had before."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_N = rf"(\d+|{'|'.join(_WORDS)})"
_LINES = r"(?:prior |previous |earlier )?(?:lines?|regimens?|therap(?:y|ies)|treatments?|LOTs?)\b"
#: How descriptions bound the lines, the most telling first; group 1 is the least, group 2 the greatest.
_FORMS = (
    (re.compile(rf"\b(?:without any|no) {_LINES}", re.IGNORECASE), (0, 0)),
    (re.compile(rf"\b{_N}(?: to |[-–]){_N} {_LINES}", re.IGNORECASE), (0, 0)),
    (re.compile(rf"(?:\bmore than |> ?){_N} {_LINES}", re.IGNORECASE), (1, None)),
    (re.compile(rf"(?:\bat least |≥ ?|>= ?){_N} {_LINES}", re.IGNORECASE), (0, None)),
    (re.compile(rf"\b{_N} or more {_LINES}", re.IGNORECASE), (0, None)),
    (re.compile(rf"(?:\bat most |\bup to |≤ ?|<= ?){_N} {_LINES}", re.IGNORECASE), (None, 0)),
    (re.compile(rf"(?<!about )(?<!around )\b{_N} {_LINES}", re.IGNORECASE), (0, 0)),
)


@dataclass(frozen=True)
class Lines:
    """Hold the least and the greatest number of lines that a description allows; None where it sets no bound."""

    least: int | None
    most: int | None

    def __str__(self) -> str:
        if self.least == self.most:
            return f"{self.least}"
        if self.most is None:
            return f"at least {self.least}"
        return f"at most {self.most}" if self.least is None else f"{self.least} to {self.most}"

    def excludes(self, number: float) -> bool:
        """Say whether nobody, and so no median, can have the number of lines."""
        below = self.least is not None and number < self.least
        return below or (self.most is not None and number > self.most)


def lines(description: str) -> Lines | None:
    """Return the bounds that a description sets on prior lines of therapy, or None where it sets none.

    >>> str(lines("RRMM; received, or refractory to, at least 3 prior lines including a PI"))
    'at least 3'
    >>> str(lines("refractory after more than three prior lines")), str(lines("1 to 3 prior lines"))
    ('at least 4', '1 to 3')
    >>> lines("penta-refractory, after about 5 prior lines")
    """
    for form, (low, high) in _FORMS:
        found = form.search(description)
        if found is not None:
            numbers = [_number(word) for word in found.groups()] or [0]
            return Lines(
                None if low is None else numbers[0] + low, None if high is None else numbers[-1] + high
            )
    return None


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.index(word.lower())
