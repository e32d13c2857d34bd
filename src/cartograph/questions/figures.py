"""Read the figures behind rows of an answer: the objects that pages show, so that both say the same of a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from cartograph.questions.folding import Cell, Row
from cartograph.questions.header import MEASURED, Evidence, Question
from cartograph.reading import figures
from cartograph.reading.figures import Figure
from cartograph.reading.merging import alike, certainty, same_patients
from cartograph.reading.reader import Reader
from cartograph.terms import thing

#: The columns that hold numbers.
NUMBERS = frozenset({"interval_low", "interval_high"})
#: The columns of the follow-up: a report that prints it twice has one row a figure, with both.
_OF_PERIOD = frozenset({"follow_up", "follow_up_unit", "follow_up_statistic", "follow_up_reading"})
_OF_COUNT = frozenset({"numerator", "denominator", "denominator_assumed"})


@dataclass(frozen=True)
class Figures:
    """Read figures for one answer, each once."""

    reader: Reader
    _read: dict[NamedNode, Figure] = field(default_factory=dict, repr=False)

    def of(self, path: Cell) -> Figure:
        """Return the figure of a path."""
        node = thing(str(path))
        if node not in self._read:
            self._read[node] = figures.read(self.reader, node)
        return self._read[node]

    def together(self, rows: Sequence[Row], question: Question) -> list[list[Row]]:
        """Return the rows in their order, those together whose figures say the same; the surest count first."""
        column = _column(question.evidence)
        if column is None or not set(MEASURED) & set(question.columns):
            return [[row] for row in rows]
        groups: dict[tuple[object, ...], list[Row]] = {}
        for row in rows:
            groups.setdefault(self._key(row, column), []).append(row)
        return [part for group in groups.values() for part in self._parts(group, column)]

    def measured(self, rows: Sequence[Row], evidence: Iterable[Evidence], column: str) -> object:
        """Return what the figure of rows says for a column: its limits in per cent, whether its count is recovered."""
        name = _column(evidence)
        path = rows[0][name] if name else None
        return _MEASURES[column](self.of(path)) if path else None

    def _key(self, row: Row, column: str) -> tuple[object, ...]:
        told = (value for name, value in row.items() if name != column and name not in _OF_COUNT | _OF_PERIOD)
        return (*told, *(alike(self.of(row[column])) if row[column] else ()))

    def _parts(self, group: list[Row], column: str) -> list[list[Row]]:
        known = [self.of(row[column]) for row in group if row[column]]
        if not same_patients(known):
            return [[row] for row in group]
        ordered = sorted(group, key=lambda row: certainty(self.of(row[column])) if known else ())
        count = {name: ordered[0][name] for name in _OF_COUNT & ordered[0].keys()}
        return [[{**row, **count} for row in ordered]]


def _column(evidence: Iterable[Evidence]) -> str | None:
    return next((one.figure for one in evidence if one.figure), None)


_MEASURES: Mapping[str, Callable[[Figure], object]] = {
    "numerator_recovered": lambda figure: bool(figure.count and figure.count.recovered),
    "interval_low": lambda figure: str(figure.interval.low) if figure.interval else None,
    "interval_high": lambda figure: str(figure.interval.high) if figure.interval else None,
}
