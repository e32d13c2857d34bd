"""Turn the rows of an answer into what a page shows: words, ranges, links, and the printed places behind each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cartograph.questions.answer import Answer, AnswerRow, cell_text
from cartograph.questions.values import count, count_marks, follow_up_text, notes, shown, value_text
from cartograph.reading.evidence import Place
from cartograph.site.context import Context

_HEADINGS = {
    "label": "product",
    "denominator": "n",
    "derived_by": "derived by",
    "evidence": "printed in",
    "contrary": "against it",
}
_THINGS = (
    "agent/",
    "cohort/",
    "trial/",
    "report/",
    "construct/",
    "target/",
    "claim/",
    "figure/",
    "conflict/",
)


@dataclass(frozen=True)
class Cell:
    """Hold one cell: each of its values with the thing that it links to, and printed places."""

    values: tuple[tuple[str, str], ...] = ()  # text, path of a thing or nothing
    places: tuple[Place, ...] = ()
    number: bool = False
    mark: str = ""


@dataclass(frozen=True)
class Cells:
    """Make the cells of one answer."""

    context: Context
    answer: Answer

    @property
    def columns(self) -> Sequence[str]:
        """Return the columns that people see."""
        mentions = self.answer.mentions.rows if self.answer.mentions else ()
        return shown(self.answer, [*self.answer.rows, *mentions])

    def heading(self, column: str) -> str:
        """Return a column's heading."""
        return _HEADINGS.get(column, column.replace("_", " "))

    def cell(self, row: AnswerRow, column: str) -> Cell:
        """Return a row's cell."""
        value = row.get(column)
        if isinstance(value, tuple):
            return Cell(places=tuple(place for place in value if isinstance(place, Place)))
        if column == "label":
            return Cell(((cell_text(value), str(row.get("agent") or "")),))
        if column == "value":
            return Cell(((self.value(row), ""),), number=True, mark="†" * bool(row.get("disputed")))
        if column == "follow_up":
            return Cell(((follow_up_text(row, self.answer.words), ""),))
        if column == "denominator" and value is not None:
            return Cell(((count(row), ""),), number=True, mark=count_marks(row))
        return Cell(self._linked(cell_text(value)), number=column in self.answer.numeric)

    def value(self, row: AnswerRow) -> str:
        """Return the value, or the bounds of a figure of which only these are known."""
        return value_text(row, self.answer.words)

    def notes(self, rows: Sequence[AnswerRow]) -> list[str]:
        """Return what the marks of the counts mean, as far as the rows bear them."""
        return notes(rows)

    def contrary(self, row: AnswerRow) -> list[AnswerRow]:
        """Return the other figures of the same product that fail the criterion."""
        found = row.get("contrary")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, tuple) else []

    def _linked(self, text: str) -> tuple[tuple[str, str], ...]:
        parts = text.split("; ") if text else []
        return tuple((self._words(part), part if part.startswith(_THINGS) else "") for part in parts)

    def _words(self, text: str) -> str:
        return self.answer.words.get(text, text)
