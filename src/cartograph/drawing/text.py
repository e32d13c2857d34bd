"""Measure and break text without a font: safe widths, so that what fits here fits in any sans-serif."""

from __future__ import annotations

import re
import unicodedata

# Advances in em, rounded up from DejaVu Sans, the widest of the usual sans-serif fonts.
_NARROW = frozenset("ijl'|!.,:;·I ")
_MIDDLE = frozenset('frt()[]{}/\\-"*°“”')
_WIDE = frozenset("mwMW@%—…")
_BOLD = 1.1
#: What XML cannot hold, and marks that would turn the writing direction of what follows.
_UNWELCOME = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str) -> str:
    r"""Return the text on one line, without what XML cannot hold or what would mirror it.

    >>> clean(" two\n words\x00")
    'two words\ufffd'
    """
    return " ".join(_UNWELCOME.sub("\ufffd", text).split())


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line may become at a font size."""
    return sum(map(_advance, text)) * size * (_BOLD if bold else 1)


def _advance(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _MIDDLE:
        return 0.48
    if character in _WIDE or unicodedata.east_asian_width(character) in "WF":
        return 1.02
    if unicodedata.combining(character):
        return 0.0
    if character.isupper():
        return 0.76
    return 0.64 if character.isascii() else 0.8


def wrap(text: str, size: float, room: float, *, bold: bool = False, most: int = 5) -> list[str]:
    """Break a text into lines that fit the room; what is left after the last line gives way to an ellipsis.

    >>> wrap("ciltacabtagene autoleucel", 12, 120)
    ['ciltacabtagene', 'autoleucel']
    """
    lines: list[str] = []
    for word in _pieces(clean(text), size, room, bold):
        longer = f"{lines[-1]} {word}" if lines else ""
        if lines and width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if len(lines) <= most else [*lines[: most - 1], _cut(lines[most - 1], size, room, bold)]


def _pieces(text: str, size: float, room: float, bold: bool) -> list[str]:
    """Return the words; one that is wider than the room is broken at a hyphen, else anywhere."""
    pieces = []
    for word in text.split():
        rest = word
        while width(rest, size, bold=bold) > room:
            end = next(
                n for n in range(len(rest), 0, -1) if n == 1 or width(rest[:n], size, bold=bold) <= room
            )
            hyphen = rest.rfind("-", 1, end) + 1
            end = hyphen or end
            pieces.append(rest[:end])
            rest = rest[end:]
        pieces += [rest] if rest else []
    return pieces


def _cut(line: str, size: float, room: float, bold: bool) -> str:
    while line and width(line + "…", size, bold=bold) > room:
        line = line[:-1]
    return line.rstrip() + "…"
