"""Lay a forest plot out: response rates of each report with their 95 % intervals, never pooled, never averaged."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cartograph.reading.figures import Figure
from cartograph.reading.merging import merged
from cartograph.reading.study_units import Report, Unit

_TOP, _HEADING, _GAP, _FOOT = 30, 19, 14, 26


@dataclass(frozen=True)
class Frame:
    """Hold the measures of a plot; one that is stacked writes each label above its mark, as a phone needs it."""

    name: str
    width: int
    left: int  # where 0 per cent stands
    right: int  # where 100 per cent stands
    row: int
    label: int  # characters that find room for what a rate measures
    title: int  # characters that find room above a group
    stacked: bool = False

    def place(self, percent: float) -> float:
        """Return where a percentage stands.

        >>> WIDE.place(0), WIDE.place(50), WIDE.place(100)
        (292.0, 472.0, 652.0)
        """
        return round(self.left + (self.right - self.left) * percent / 100, 1)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Return the marks of the axis, in per cent, with their place."""
        return [(percent, self.place(percent)) for percent in (0, 25, 50, 75, 100)]


WIDE = Frame("wide", 880, 292, 652, 24, 44, 122)
NARROW = Frame("narrow", 344, 10, 330, 46, 34, 44, stacked=True)


@dataclass(frozen=True)
class Row:
    """Hold one rate: where it stands, and what is written beside it; the coordinates are those of the SVG."""

    figure: Figure
    label: str
    y: int  # of the mark
    text_y: int  # of the words
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
        interval = f"95 % interval {self.interval}" if self.known else "no interval"
        assumed = ", denominator assumed" if self.hollow else ""
        return f"{self.figure.measures}: {self.value}, {interval}{assumed}"


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

    frame: Frame
    groups: tuple[Group, ...]
    height: int

    @property
    def rows(self) -> list[Row]:
        """Return all rows."""
        return [row for group in self.groups for row in group.rows]

    @property
    def described(self) -> str:
        """Return what the plot shows, in words."""
        known = sum(row.known for row in self.rows)
        hollow = sum(row.known and row.hollow for row in self.rows)
        return (
            f"{len(self.rows)} response rates of {len(self.groups)} reports. {known} have a 95 % Clopper-Pearson "
            f"interval, {hollow} of these on an assumed denominator. Nothing is pooled. "
            "The same figures stand in the table below."
        )


def plot(reports: Iterable[tuple[Unit, Report]], frame: Frame = WIDE) -> Forest:
    """Lay out the response rates of reports, in their order; a report without one is left out."""
    groups: list[Group] = []
    y = _TOP
    for unit, report in reports:
        rates = list(shown(report))
        if rates:
            y += _GAP if groups else 0
            groups.append(_group(frame, y, unit, report, rates))
            y += _HEADING * len(groups[-1].heading) + frame.row * len(rates)
    return Forest(frame, tuple(groups), y + _FOOT)


def shown(report: Report) -> Iterator[Figure]:
    """Yield the rates of a report that a plot shows; a CR that is only read as CR or better is not shown twice."""
    for figure in merged(report.of_kind("ResponseEndpoint")):
        again = figure.rule is not None and figure.rule.name == "loneCompleteResponse"
        if figure.percent is not None and not again:
            yield figure


def heading(unit: Unit, report: Report) -> str:
    """Return how a report is headed: study unit, data cut, patients, follow-up."""
    scope = (
        f" ({unit.scope.text})" if unit.scope and unit.scope.name not in {"whole", "scopeNotStated"} else ""
    )
    patients = f"n = {report.participants}" if report.participants else "n not reported"
    follow_up = f"follow-up {report.follow_up}" if report.follow_up else "follow-up not reported"
    return f"{unit.label}{scope} · {report.label} · {patients} · {follow_up}"


def _group(frame: Frame, top: int, unit: Unit, report: Report, rates: list[Figure]) -> Group:
    lines = textwrap.wrap(heading(unit, report), frame.title)
    said = tuple((top + _HEADING * (n + 1) - 4, line) for n, line in enumerate(lines))
    first = top + _HEADING * len(lines)
    return Group(
        unit, report, said, tuple(_row(frame, f, first + frame.row * n) for n, f in enumerate(rates))
    )


def _row(frame: Frame, figure: Figure, top: int) -> Row:
    interval = figure.interval
    y = top + (frame.row - 14 if frame.stacked else frame.row // 2)
    return Row(
        figure,
        _label(figure, frame.label),
        y,
        top + 16 if frame.stacked else y + 4,
        frame.place(figure.percent or 0),
        (frame.place(float(interval.low)), frame.place(float(interval.high))) if interval else None,
        bool(figure.count and figure.count.assumed),
        _value(figure),
        interval.limits if interval else "",
    )


def _value(figure: Figure) -> str:
    counted = str(figure.count) if figure.count else ""
    printed = figure.text if figure.statistic.name == "percent" else ""
    return " · ".join(filter(None, [printed, counted]))


def _label(figure: Figure, room: int) -> str:
    marks = f"{' (derived)' if figure.rule else ''}{' †' if figure.disputed else ''}"
    population = f", {figure.population.text}" if figure.population else ""
    for said in (f"{figure.measures}{population}", f"{figure.short}{population}", figure.short):
        if len(said + marks) <= room:
            return said + marks
    return textwrap.shorten(figure.short, room - len(marks), placeholder="…") + marks
