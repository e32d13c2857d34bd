"""Lay adverse events out as a heat map: a row an event, a column a grade range of a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cartograph.reading.figures import Figure
from cartograph.reading.merging import merged
from cartograph.reading.reader import Word
from cartograph.reading.study_units import Report, Unit

_NOT_STATED = Word("gradesNotStated", "grades not stated")
#: The lower ends of the bands of per cent, by which a cell is shaded.
BANDS = (0, 10, 25, 50, 75)


@dataclass(frozen=True)
class Column:
    """Hold one grade range of a report."""

    report: Report
    grades: Word
    short: str


@dataclass(frozen=True)
class Head:
    """Hold a report with its columns."""

    unit: Unit
    report: Report
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Line:
    """Hold one event with its figures column by column."""

    event: Word
    cells: tuple[tuple[Figure, ...], ...]


@dataclass(frozen=True)
class Heat:
    """Hold a whole heat map."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


def lay(reports: Iterable[tuple[Unit, Report]]) -> Heat:
    """Lay out the adverse events of reports; a report without any is left out."""
    found = [(unit, report, merged(report.of_kind("AdverseEvent"))) for unit, report in reports]
    found = [(unit, report, figures) for unit, report, figures in found if figures]
    heads = tuple(_head(unit, report, figures) for unit, report, figures in found)
    events = {figure.endpoint for _, _, figures in found for figure in figures}
    lines = [_line(event, found, heads) for event in events]
    return Heat(heads, tuple(sorted(lines, key=_most_told)))


def band(figure: Figure) -> int | None:
    """Return the band of a figure's percentage, from 0; None where it is no share of all patients counted over.

    Above 0 the bands begin at 10, 25, 50 and 75 per cent.
    """
    if figure.percent is None or figure.among is not None:
        return None
    return sum(figure.percent >= lowest for lowest in BANDS[1:])


def darkest(cell: Iterable[Figure]) -> int | None:
    """Return the highest band of a cell's figures; None where none has one."""
    return max((found for figure in cell if (found := band(figure)) is not None), default=None)


def _head(unit: Unit, report: Report, figures: list[Figure]) -> Head:
    grades = {figure.grades or _NOT_STATED for figure in figures}
    columns = (Column(report, word, _short(word)) for word in grades)
    return Head(unit, report, tuple(sorted(columns, key=lambda one: _severity(one.short))))


def _line(event: Word, found: list[tuple[Unit, Report, list[Figure]]], heads: tuple[Head, ...]) -> Line:
    by_report = {report.path: figures for _, report, figures in found}
    cells = [
        tuple(
            figure
            for figure in by_report[head.report.path]
            if figure.endpoint == event and (figure.grades or _NOT_STATED) == column.grades
        )
        for head in heads
        for column in head.columns
    ]
    return Line(event, tuple(cells))


def _most_told(line: Line) -> tuple[int, str]:
    return -sum(bool(cell) for cell in line.cells), line.event.text


def _short(grades: Word) -> str:
    return "not stated" if grades.name == "gradesNotStated" else grades.short or grades.text


def _severity(short: str) -> tuple[int, str]:
    return {"any": 0, "not stated": 2}.get(short, 1), short.replace("≥", "") + short
