"""Name the places where something is printed, as a reader of the source finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cartograph.reading.evidence import Place

#: Return what people call a source or a passage, by its path.
Label = Callable[[str], str]


def where(places: Iterable[Place], label: Label) -> str:
    """Return the places passage by passage, each line once.

    >>> from cartograph.reading.evidence import Place
    >>> at = [Place("claim/g/t/a", "source/g", "passage/g/t", line, None, None) for line in (158, 141)]
    >>> where(at, {"source/g": "Guo 2022", "passage/g/t": "Table 2"}.__getitem__)
    'Guo 2022, Table 2, lines 141 and 158'
    """
    lines: dict[tuple[str | None, str | None], set[int]] = defaultdict(set)
    for place in places:
        lines[place.source, place.passage] |= {place.line} if place.line else set()
    return "; ".join(", ".join([*_names(passage, label), *_lines(at)]) for passage, at in lines.items())


def _names(passage: tuple[str | None, str | None], label: Label) -> list[str]:
    return [label(path) for path in passage if path]


def _lines(numbers: set[int]) -> list[str]:
    if not numbers:
        return []
    *others, last = map(str, sorted(numbers))
    return [f"lines {', '.join(others)} and {last}" if others else f"line {last}"]
