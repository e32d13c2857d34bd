"""Find the printed places behind rows of an answer, as the header of the question says what a row rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode

from cartograph.questions.folding import Row
from cartograph.questions.header import Evidence
from cartograph.reading.evidence import Finder, Place
from cartograph.terms import ont, thing


def places(finder: Finder, evidence: Iterable[Evidence], rows: Sequence[Row]) -> tuple[Place, ...]:
    """Return the places behind the rows, those of the first kind of evidence first, each once."""
    found = (node for one in evidence for row in _telling(one, rows) for node in nodes(finder, one, row))
    return tuple(dict.fromkeys(place for node in dict.fromkeys(found) for place in finder.of(node)))


def nodes(finder: Finder, evidence: Evidence, row: Row) -> Iterator[NamedNode]:
    """Yield the figure of the row, the statements about its thing's property, or the silences about it."""
    cell = row[_column(evidence)]
    if cell is None:
        return
    if evidence.figure:
        yield thing(str(cell))
    elif evidence.property:
        yield from finder.statements(thing(str(cell)), ont(evidence.property))
    elif evidence.expectation:
        yield from finder.silences(thing(str(cell)), ont(evidence.expectation))


def _column(evidence: Evidence) -> str:
    return evidence.figure or evidence.subject or ""


def _telling(evidence: Evidence, rows: Sequence[Row]) -> Iterable[Row]:
    """Return one row for each thing or figure of a kind of evidence; the rows of a candidate repeat them."""
    return {row[_column(evidence)]: row for row in rows}.values()
