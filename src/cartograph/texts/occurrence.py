"""Find where quoted words stand: one spot a fragment, in the passage's order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from cartograph.records.model import Place
from cartograph.texts.normalise import normalise
from cartograph.texts.place import Text, spans
from cartograph.texts.quoted import Quoted, Thing


@dataclass(frozen=True)
class Spot:
    """Say where one fragment stands: line, cell, and the span in the normalised cell or line."""

    line: int
    cell: int | None
    window: str
    start: int
    end: int


#: The spots of all fragments of a quotation.
Occurrence = tuple[Spot, ...]


def occurrences(quoted: Quoted, text: Text) -> Iterator[Occurrence]:
    """Yield every way in which the fragments of a quotation stand at their places."""
    fragments = quoted.quote.fragments if quoted.quote else ()
    found = product(*(list(spots(words, place, text)) for words, place in fragments)) if fragments else ()
    list_allowed = quoted.thing is not Thing.FIGURE
    for occurrence in found:
        if all(_follows(first, second, list_allowed) for first, second in pairwise(occurrence)):
            yield occurrence


def spots(words: str, place: Place, text: Text) -> Iterator[Spot]:
    """Yield every spot at a place where the words stand."""
    snippet = normalise(words)
    for cell, window in text.windows(place):
        for start, end in spans(window, snippet):
            yield Spot(place.line, cell, window, start, end)


def _follows(first: Spot, second: Spot, list_allowed: bool) -> bool:
    """Say whether two fragments are one quotation: cut by a page break, or two members of a list.

    `0.5 (n = 1), 1.0 (n = 4) ×10^8` holds a dose `0.5`, `×10^8`; nothing is quoted across `;` or a full stop,
    and no figure in pieces of one line: any word could be joined to any number.
    """
    if (first.line, first.cell) != (second.line, second.cell):
        return first.end == len(first.window) and second.start == 0
    between = first.window[first.end : second.start]
    return list_allowed and first.end <= second.start and not re.search(r";|\.\s", between)
