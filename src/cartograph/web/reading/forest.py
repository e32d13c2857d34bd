"""Lay a forest plot out: response rates of each report with their 95 % intervals, never pooled, never averaged."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cartograph.web.reading.figures import Figure
from cartograph.web.reading.merging import merged
from cartograph.web.reading.units import Report, Unit

WIDTH = 880
LEFT, RIGHT = 292, 652  # where 0 and 100 per cent stand
_TOP, _ROW, _HEADING, _GAP, _FOOT = 30, 24, 19, 14, 26
_LABEL = 42  # characters that find room beside the plot
_TITLE = 112  # characters that find room above a group


@dataclass(frozen=True)
class Row:
    """Hold one rate: where it stands, and what is written beside it; the coordinates are those of the SVG."""

    figure: Figure
    label: str
    y: int
    x: float
    whisker: tuple[float, float] | None
    hollow: bool
    value: str
    interval: str

    @property
    def known(self) -> bool:
        """Say whether the count is known, so that an interval can be drawn."""
        return self.whisker is not None

    @property
    def spoken(self) -> str:
        """Return the row as a sentence, for whoever hovers or listens."""
        return f"{self.label}: {self.value}" + (f", 95 % interval {self.interval}" if self.known else "")


@dataclass(frozen=True)
class Group:
    """Hold the rates of one report."""

    unit: Unit
    report: Report
    heading: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Forest:
    """Hold a whole plot."""

    groups: tuple[Group, ...]
    height: int

    @property
    def rows(self) -> list[Row]:
        """Return all rows."""
        return [row for group in self.groups for row in group.rows]

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Return the marks of the axis, in per cent, with their place."""
        return [(percent, place(percent)) for percent in (0, 25, 50, 75, 100)]

    @property
    def described(self) -> str:
        """Return what the plot shows, in words."""
        known = sum(row.known for row in self.rows)
        hollow = sum(row.hollow for row in self.rows)
        return (
            f"Response rates of {len(self.groups)} reports, {len(self.rows)} rates in all. {known} have a 95 % "
            f"Clopper-Pearson interval, {hollow} of these on an assumed denominator. Nothing is pooled. "
            "The same figures stand in the table below."
        )


def place(percent: float) -> float:
    """Return where a percentage stands.

    >>> place(0), place(50), place(100)
    (292.0, 472.0, 652.0)
    """
    return round(LEFT + (RIGHT - LEFT) * percent / 100, 1)


def plot(reports: Iterable[tuple[Unit, Report]]) -> Forest:
    """Lay out the response rates of reports, in their order; a report without one is left out."""
    groups, y = [], _TOP
    for unit, report in reports:
        rates = list(shown(report))
        if rates:
            y += _GAP if groups else 0
            lines = textwrap.wrap(heading(unit, report), _TITLE)
            said = tuple((y + _HEADING * (n + 1) - 4, line) for n, line in enumerate(lines))
            y += _HEADING * len(lines)
            groups.append(Group(unit, report, said, tuple(_row(f, y, n) for n, f in enumerate(rates))))
            y += _ROW * len(rates)
    return Forest(tuple(groups), y + _FOOT)


def shown(report: Report) -> Iterator[Figure]:
    """Yield the rates of a report that a plot shows; a CR that is only read as CR or better is not shown twice."""
    for figure in merged(report.of_kind("ResponseEndpoint")):
        again = figure.rule is not None and figure.rule.name == "loneCompleteResponse"
        if figure.percent is not None and not again:
            yield figure


def heading(unit: Unit, report: Report) -> str:
    """Return how a report is headed: study unit, data cut, patients, follow-up."""
    scope = f" ({unit.scope.text})" if unit.scope and unit.scope.name not in {"whole", "scopeNotStated"} else ""
    patients = f"n = {report.participants}" if report.participants else "n not reported"
    follow_up = f"follow-up {report.follow_up}" if report.follow_up else "follow-up not reported"
    return f"{unit.label}{scope} · {report.label} · {patients} · {follow_up}"


def _row(figure: Figure, top: int, n: int) -> Row:
    interval = figure.interval
    counted = str(figure.count) if figure.count else ""
    if interval and figure.count:
        counted = f"{interval.events}/{interval.patients}{'*' if figure.count.assumed else ''}"
    value = figure.text if figure.statistic.name == "percent" else ""
    return Row(
        figure,
        textwrap.shorten(_label(figure), _LABEL, placeholder="…"),
        top + _ROW * n + _ROW // 2,
        place(figure.percent or 0),
        (place(interval.low), place(interval.high)) if interval else None,
        bool(figure.count and figure.count.assumed),
        " · ".join(filter(None, [value, counted])),
        f"{interval.low:.1f} to {interval.high:.1f}" if interval else "",
    )


def _label(figure: Figure) -> str:
    population = f", {figure.population.text}" if figure.population else ""
    marks = " (derived)" if figure.rule else ""
    return f"{figure.measures}{population}{marks}{' †' if figure.disputed else ''}"
