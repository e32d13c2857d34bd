"""Lay an answer out for a terminal: what qualifies, what may, what does not and why, and what it rests on.

Markdown, CSV and JSON come from the answer itself and hold everything; a terminal shows what a person takes
in at once: of the printed places those of a row's figure, of the candidates that may qualify those with one
thing unknown.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cartograph.cli.places import Label, where
from cartograph.cli.tables import grid, indented, on_terminal
from cartograph.questions.answer import Parts, cell_text
from cartograph.questions.values import count_text, follow_up_text, notes, shown, value_text, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from cartograph.questions.answer import Answer, AnswerRow, Undecided, Verdict
    from cartograph.reading.evidence import Place

_HEADINGS = {"label": "product", "denominator": "n", "derived_by": "derived", "evidence": "printed in"}
_NARROW = {"value", "denominator"}

#: Columns that stand elsewhere: the scope beside its study unit, the contrary figures below the table.
_INSIDE = {"unit_scope": "cohort", "contrary": "label"}
_PLAIN_SCOPE = "whole"
_DISPUTED = "† contradicted by another figure of the same patients: cartograph ask conflicts"


def terminal(answer: Answer, label: Label) -> str:
    """Return the answer as text for the terminal; `label` names sources and passages."""
    return on_terminal(*_Layout(answer, label).parts())


@dataclass(frozen=True)
class _Layout:
    answer: Answer
    label: Label

    def parts(self) -> Iterator[RenderableType]:
        yield _bold(self.answer.header.question)
        if self.answer.parameters:
            yield _dim(" · ".join(f"{name} {value}" for name, value in self.answer.parameters.items()))
        yield from self._lists()
        yield ""
        yield _dim(self._colophon())

    def _lists(self) -> Iterator[RenderableType]:
        answer = self.answer
        if answer.may_qualify is None or answer.excluded is None or answer.candidates is None:
            yield from self._rows(answer.rows, counted(len(answer.rows), "row"))
            return
        plural = answer.header.candidates.plural if answer.header.candidates else "candidates"
        products = Parts(answer.candidates, answer.rows, answer.may_qualify, answer.excluded)
        yield from self._three(products, plural)
        if answer.mentions and answer.mentions.candidates:
            yield from self._three(answer.mentions, f"mentions of {plural}")

    def _three(self, parts: Parts, plural: str) -> Iterator[RenderableType]:
        qualifying = parts.candidates - len(parts.may_qualify) - len(parts.excluded)
        yield from self._rows(parts.rows, f"{qualifying} of {parts.candidates} {plural} qualify")
        yield from _may_qualify(parts.may_qualify)
        yield from _excluded(parts.excluded)

    def _rows(self, rows: Sequence[AnswerRow], title: str) -> Iterator[RenderableType]:
        yield from _headed(title)
        if not rows:
            return
        columns = [c for c in shown(self.answer, rows) if _INSIDE.get(c) not in self._columns]
        cells = [[self._cell(row, column) for column in columns] for row in rows]
        narrow = [column in _NARROW for column in columns]
        yield grid([_heading(column) for column in columns], cells, narrow, once=True)
        yield from map(_dim, notes(rows))
        if any(row.get("disputed") for row in rows):
            yield _dim(_DISPUTED)
        yield from map(_dim, dict.fromkeys(line for row in rows for line in self._against(row)))

    @property
    def _columns(self) -> Sequence[str]:
        return self.answer.header.table or self.answer.columns

    def _cell(self, row: AnswerRow, column: str) -> str:
        text = self._text(row, column)
        if column == "evidence":
            return self._printed(row)
        if column == "follow_up":
            return follow_up_text(row, self.answer.words)
        if column == "value":
            return self._value(row) + ("†" if row.get("disputed") else "")
        if column == "denominator":
            return count_text(row, self.answer.words)
        if column == "cohort" and row.get("unit_scope") not in {None, _PLAIN_SCOPE}:
            return f"{text} ({self._text(row, 'unit_scope')})"
        return text

    def _text(self, row: AnswerRow, column: str) -> str:
        """Return a value in the words that people write."""
        return words_of(cell_text(row.get(column)), self.answer.words)

    def _value(self, row: AnswerRow) -> str:
        return value_text(row, self.answer.words)

    def _printed(self, row: AnswerRow) -> str:
        """Return where the row is printed; in an answer with figures, where its figure is."""
        places = _places(row)
        if "value" in self._columns:
            places = [place for place in places if place.claim == places[0].claim]
        return where(places, self.label)

    def _against(self, row: AnswerRow) -> Iterator[str]:
        """Yield a sentence for each figure of the same product that fails the criterion."""
        contrary = row.get("contrary")
        for other in contrary if isinstance(contrary, tuple) else ():
            at = ", ".join(filter(None, [self._cell(other, "cohort"), self._printed(other)]))
            yield f"against {row['label']}: {self._value(other)} ({at})"

    def _colophon(self) -> str:
        sources = [source["label"] for source in self.answer.sources]
        named = ", ".join(sources)
        return f"{counted(len(sources), 'source')} curated: {named} · graph {self.answer.graph_version[:16]}"


def _may_qualify(found: Sequence[Undecided]) -> Iterator[RenderableType]:
    """Show the candidates with one thing unknown by what that is, and count the others."""
    if not found:
        return
    shown = [one for one in found if len(one.unknowns) == 1]
    yield from _headed(f"{len(found)} may qualify")
    yield from _grouped((one, one.unknowns) for one in shown)
    if len(found) > len(shown):
        rest = counted(len(found) - len(shown), "candidate")
        yield _dim(f"{rest} with two or more things unknown: --format md names them")


def _excluded(found: Sequence[Undecided]) -> Iterator[RenderableType]:
    """Show the candidates that do not qualify by what excludes them."""
    if found:
        yield from _headed(f"{len(found)} excluded")
        yield from _grouped((one, one.failures) for one in found)


def _grouped(found: Iterable[tuple[Undecided, Sequence[Verdict]]]) -> Iterator[RenderableType]:
    """Yield each reason and, below it, the candidates with what was found of each."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one, verdicts in found:
        instead = ", ".join(filter(None, map(_found, verdicts)))
        groups["; ".join(map(_reason, verdicts))].append(f"{one.label} ({instead})" if instead else one.label)
    for reason, which in groups.items():
        yield f"  {reason}"
        yield indented(", ".join(which), 6)


def _reason(verdict: Verdict) -> str:
    """Return why, without what was found instead: `vector: other value (by description)`."""
    reason = (verdict.reason or "").partition(": ")[0]
    return f"{verdict.criterion}: {reason}" if reason else verdict.criterion


def _found(verdict: Verdict) -> str:
    return (verdict.reason or "").partition(": ")[2]


def _places(row: AnswerRow) -> list[Place]:
    evidence = row.get("evidence")
    return list(evidence) if isinstance(evidence, tuple) else []


def _heading(column: str) -> str:
    return _HEADINGS.get(column, column.replace("_", " "))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> counted(1, "row"), counted(2, "row")
    ('1 row', '2 rows')
    """
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _headed(title: str) -> Iterator[RenderableType]:
    yield ""
    yield _bold(title)


def _bold(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text, style="bold")


def _dim(text: str) -> RenderableType:
    from rich.text import Text

    return Text(text, style="dim")
