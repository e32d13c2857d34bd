"""Lay the data cuts of a study unit beside each other: one row a measure, one column a report."""

from __future__ import annotations

from dataclasses import dataclass

from cartograph.reading.figures import Figure
from cartograph.reading.merging import merged
from cartograph.reading.study_units import Report, Unit


@dataclass(frozen=True)
class Line:
    """Hold what each report prints for one measure; several figures where a report prints several."""

    measure: str
    cells: tuple[tuple[Figure, ...], ...]

    @property
    def differs(self) -> bool:
        """Say whether two reports print different figures."""
        return len({tuple(figure.text for figure in cell) for cell in self.cells if cell}) > 1


@dataclass(frozen=True)
class Cuts:
    """Hold the data cuts of one study unit."""

    unit: Unit
    reports: tuple[Report, ...]
    lines: tuple[Line, ...]


def cuts(unit: Unit) -> Cuts:
    """Return the data cuts of a unit in the order of their follow-up, the shortest first."""
    reports = tuple(sorted(unit.reports, key=lambda report: (_months(report), report.label)))
    return Cuts(unit, reports, tuple(_lines(reports)))


def _lines(reports: tuple[Report, ...]) -> list[Line]:
    found: dict[str, dict[str, list[Figure]]] = {}
    figures = sorted((f for r in reports for f in r.figures), key=lambda figure: figure.sort_key)
    owner = {figure.path: report.path for report in reports for figure in report.figures}
    for figure in figures:
        found.setdefault(figure.measures, {}).setdefault(owner[figure.path], []).append(figure)
    return [
        Line(measure, tuple(tuple(merged(by_report.get(r.path, []))) for r in reports))
        for measure, by_report in found.items()
    ]


def _months(report: Report) -> float:
    values = [float(figure.value) for figure in report.of("followUp") if figure.value]
    return min(values, default=float("inf"))
