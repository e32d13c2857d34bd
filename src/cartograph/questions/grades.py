"""Read the severity grades that a reader asks for: `3`, `3-4`, `3+`, `≥3`, `any`, `grades not stated`.

A figure counts a range of grades, and so does a question: what is compared are the grades, never the words.
"""

from __future__ import annotations

import re
from itertools import groupby

#: CTCAE v5.0 has five grades; 0 stands for figures of which no source states the grades.
_LOWEST, _HIGHEST = 1, 5
NOT_STATED = "grades not stated"
ANY = "any"
FIX = f"write grades from {_LOWEST} to {_HIGHEST}, such as 3, 3-4, 3+, >=3 or {ANY}, or '{NOT_STATED}'"

_ALL = {"any", "all", "any grade", "all grades", ""}
_UNTOLD = {"not stated", NOT_STATED}
_RANGE = re.compile(
    r"""
    (?: grades? | g ) ? \s*
    (?P<sign> >= | ≥ | > | <= | ≤ | < | at \s least | at \s most ) ? \s*
    (?P<low> [1-5] ) \s*
    (?: (?P<up> \+ | (?:or|and) \s (?:worse|higher|more|above) | and \s up )
      | (?: - | – | — | to | or ) \s* (?P<high> [1-5] ) ) ?
    """,
    re.VERBOSE,
)


def read(text: str) -> str:
    """Return the grades that a text names, lowest first, 0 for figures without; raise ValueError with the remedy.

    >>> read("3+"), read("grade 1-2"), read("≥3"), read("any"), read("2, 4"), read("grades not stated")
    ('345', '12', '345', '12345', '24', '0')
    """
    parts = [_part(part.strip()) for part in text.casefold().split(",")]
    return "".join(sorted(set("".join(parts))))


def word(grades: str) -> str:
    """Return grades as people write them.

    >>> word("345"), word("12345"), word("014"), word("0")
    ('3-5', 'any', 'grades not stated, 1, 4', 'grades not stated')
    """
    told = [NOT_STATED] if "0" in grades else []
    stated = grades.replace("0", "")
    if len(stated) == _HIGHEST:
        return ", ".join([*told, ANY])
    runs = groupby(enumerate(map(int, stated)), key=lambda entry: entry[1] - entry[0])
    ends = [[grade for _, grade in run] for _, run in runs]
    return ", ".join([*told, *("-".join(map(str, dict.fromkeys((run[0], run[-1])))) for run in ends)])


def _part(text: str) -> str:
    if text in _ALL | _UNTOLD:
        return "12345" if text in _ALL else "0"
    match = _RANGE.fullmatch(text)
    if match is None or (match["sign"] and (match["up"] or match["high"])):
        raise ValueError(FIX)
    low, high = _ends(int(match["low"]), match)
    if low > high:
        raise ValueError(FIX)
    return "".join(str(grade) for grade in range(low, high + 1))


def _ends(grade: int, match: re.Match[str]) -> tuple[int, int]:
    sign = match["sign"] or ""
    if match["up"] or sign in {">=", "≥", "at least"}:
        return grade, _HIGHEST
    if sign:
        below = {">": (grade + 1, _HIGHEST), "<": (_LOWEST, grade - 1)}
        return below.get(sign, (_LOWEST, grade))
    return grade, int(match["high"] or grade)
