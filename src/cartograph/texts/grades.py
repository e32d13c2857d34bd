"""Read the severity grades that words name, and which govern a list: `G3-4 neutropenia (95%), anemia`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from cartograph.texts.normalise import normalise

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_LEVEL = "(?:[1-5]|III|II|IV|I|V)"
_TOKEN = re.compile(
    rf"""(?<!\w)(?P<sign>[≥≤]?)
    (?:Gr?\.?(?=\ ?[≥≤]?[1-5])|[Gg]rade[sd]?|rated\ level)\ ?   # 'GI toxicity' names no grade
    (?P<later>[≥≤]?)(?P<low>{_LEVEL})
    (?:\ ?(?:-|/|to|or|and)\ ?(?P<high>{_LEVEL}))?(?!\w|\.\d)
    (?P<worse>\ (?:or|and)\ (?:higher|worse|above|greater))?""",
    re.VERBOSE,
)
_ENDS = re.compile(r";|\.\s|\bwithout\b|\bwith no\b")


@dataclass(frozen=True)
class Grades:
    """Hold a range of grades, both ends included."""

    low: int
    high: int

    def __str__(self) -> str:
        if (self.low, self.high) == (1, 5):
            return "any grade"
        if self.high == 5:
            return f"grade {self.low} or worse"
        return f"grade {self.low}" if self.low == self.high else f"grades {self.low}-{self.high}"


@dataclass(frozen=True)
class Token:
    """Hold the words that name grades, with their place in a stretch of text."""

    start: int
    end: int
    grades: Grades


@lru_cache(maxsize=16384)
def tokens(text: str) -> tuple[Token, ...]:
    r"""Return where a normalised text names grades.

    >>> text = normalise(r"G3-4 CRS (10%), \geq G3 anemia, Gr ≥3: 5%, CRS (grades 1–4), graded 3 or 4")
    >>> [str(token.grades) for token in tokens(text)]
    ['grades 3-4', 'grade 3 or worse', 'grade 3 or worse', 'grades 1-4', 'grades 3-4']
    """
    return tuple(Token(found.start(), found.end(), _grades(found)) for found in _TOKEN.finditer(text))


def grades(phrase: str) -> Grades | None:
    """Return the grades that a phrase names first, if it names any."""
    found = tokens(normalise(phrase))
    return found[0].grades if found else None


def governing(text: str, start: int) -> Token | None:
    """Return the token that governs words which begin at `start`: a list shares its first member's grade.

    It governs up to the next token, `;`, `without`, the end of the sentence or of its bracket;
    with a colon it speaks of one figure alone (`Gr ≥3: 32%, serious AEs: 22%`).

    >>> text = "G3-4 neutropenia (95%), anemia (45%); CRS (95%)"
    >>> str(governing(text, text.index("anemia")).grades), governing(text, text.index("CRS"))
    ('grades 3-4', None)
    """
    last = next((token for token in reversed(tokens(text)) if token.end <= start), None)
    return last if last and _reaches(text, last.end, start) else None


def _reaches(text: str, end: int, start: int) -> bool:
    between, first = text[end:start], re.match(r"\w*", text[start:])
    if _ENDS.search(between + (first[0] if first else "")) or _leaves_bracket(between):
        return False
    return not (between.startswith(":") and re.search(r"[,)]", between))


def _leaves_bracket(between: str) -> bool:
    depth = 0
    for character in between:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return True
    return False


def _grades(found: re.Match[str]) -> Grades:
    low = _level(found["low"])
    high = _level(found["high"]) if found["high"] else low
    sign = found["sign"] or found["later"]
    if sign == "≥" or found["worse"]:
        return Grades(low, 5)
    return Grades(1, high) if sign == "≤" else Grades(low, high)


def _level(word: str) -> int:
    return _ROMAN.get(word) or int(word)
