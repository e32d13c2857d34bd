"""Hold what the audit judges: the reports with their figures, and the agreed view that they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from cartograph.reasoning.world import World
from cartograph.rules.reports import Figure, Report
from cartograph.rules.responses import count
from cartograph.terms import ONT

#: Days in each unit of time; a month is a twelfth of 365.25 days.
_DAYS = {
    "hours": Fraction(1, 24),
    "days": Fraction(1),
    "weeks": Fraction(7),
    "months": Fraction(487, 16),
    "years": Fraction(1461, 4),
}


@dataclass(frozen=True)
class Ground:
    """Answer what rules of the audit ask about figures, study units and terms."""

    world: World
    reports: Sequence[Report]

    def n(self, report: Report, figure: Figure) -> tuple[int | None, bool]:
        """Return the number of patients that a figure counts over, and whether it is taken from elsewhere.

        A conditional figure counts over the patients of the figure that it names, where their number is known.
        """
        if figure.denominator is not None:
            return figure.denominator, figure.denominator_assumed
        if figure.among is not None:
            return self._size_of(figure.among), True
        if figure.conditional:
            return None, True
        return sized(report, figure.population), True

    def _size_of(self, iri: str) -> int | None:
        for report in self.reports:
            for figure in report.figures:
                if figure.iri == iri:
                    return patients(figure, self.n(report, figure)[0])
        return None

    def counts_patients(self, endpoint: str) -> bool:
        """Say whether a count of the endpoint is a number of patients: a response or an adverse event."""
        return bool({"ResponseEndpoint", "AdverseEvent"} & self.world.types(ONT + endpoint))

    def is_event(self, endpoint: str) -> bool:
        """Say whether the endpoint is an adverse event."""
        return "AdverseEvent" in self.world.types(ONT + endpoint)

    def is_time(self, endpoint: str) -> bool:
        """Say whether the endpoint is a time to an event of patients."""
        return "SurvivalEndpoint" in self.world.types(ONT + endpoint)

    def follow_ups(self, report: Report) -> tuple[Figure, ...]:
        """Return the follow-up of a report, else the one that its source prints for a unit that includes its unit.

        A whole with several data cuts does not tell which of them a part belongs to.
        """
        own = _follow_ups(report)
        wholes = [
            figure
            for other in self.reports
            if other.unit in self._including.get(report.unit, ()) and _source(other) == _source(report)
            for figure in _follow_ups(other)
        ]
        return own or (tuple(wholes) if len({(f.value, f.unit) for f in wholes}) == 1 else ())

    @cached_property
    def _including(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for whole, parts in self.parts():
            for part in parts:
                found.setdefault(part, set()).add(whole)
        return found

    def parts(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each study unit that includes others, with those."""
        for iri in self.world.instances("Cohort"):
            included = self.world.values(iri, "includes")
            if included:
                yield iri, tuple(sorted(included))

    def of_claim(self, claim: str) -> list[Figure]:
        """Return the figures that a claim prints, whatever reports they belong to."""
        return self._by_claim.get(claim, [])

    @cached_property
    def _by_claim(self) -> dict[str, list[Figure]]:
        found: dict[str, list[Figure]] = {}
        for report in self.reports:
            for figure in report.figures:
                found.setdefault(figure.claim, []).append(figure)
        return found

    def of_unit(self, unit: str) -> Iterator[Report]:
        """Yield the reports of a study unit."""
        return (report for report in self.reports if report.unit == unit)


def _follow_ups(report: Report) -> tuple[Figure, ...]:
    return tuple(f for f in report.figures if f.endpoint == "followUp")


def _source(report: Report) -> str | None:
    """Return the source that prints the report, where it is one."""
    found = {f.claim.split("/")[1] for f in report.figures if not f.derived}
    return found.pop() if len(found) == 1 else None


def sized(report: Report, population: str | None) -> int | None:
    """Return the number of patients of a population of a report, where it prints just one number of them."""
    found = {
        int(f.value)
        for f in report.figures
        if f.endpoint == "participants" and f.population == population and f.value is not None
        if not f.set_aside
    }
    return found.pop() if len(found) == 1 else None


def patients(figure: Figure, n: int | None) -> int | None:
    """Return how many patients a figure counts: as printed, or the one number of n that rounds to it."""
    if figure.numerator is not None:
        return figure.numerator
    if figure.statistic == "count" and figure.value is not None:
        return int(figure.value)
    return count(figure, n) if figure.statistic == "percent" and figure.value is not None else None


@dataclass(frozen=True)
class Share:
    """Hold the least and the greatest percentage that a figure can mean."""

    low: Fraction
    high: Fraction

    def __gt__(self, other: Share) -> bool:
        """Say whether even the least is more than the greatest of the other."""
        return self.low > other.high

    def __add__(self, other: Share) -> Share:
        return Share(self.low + other.low, self.high + other.high)


def share(figure: Figure, n: int | None) -> Share | None:
    """Return the percentage of a figure that is printed exactly: by its count where n gives it, else as rounded."""
    if not exact(figure):
        return None
    counted = patients(figure, n)
    if counted is not None and n:
        return Share(Fraction(100 * counted, n), Fraction(100 * counted, n))
    return rounded(figure)


def rounded(figure: Figure) -> Share | None:
    """Return the interval that a printed percentage was rounded from, closed at both ends."""
    if figure.statistic not in ("percent", "landmarkRate", "probability") or figure.value is None:
        return None
    return Share(figure.exact - figure.half_unit, figure.exact + figure.half_unit)


def exact(figure: Figure) -> bool:
    """Say whether a figure is one printed value, neither derived nor qualified as more or less."""
    return figure.value is not None and not figure.derived and figure.qualifier in (None, "exactly")


def days(value: Fraction, unit: str | None) -> Fraction | None:
    """Return a time in days, or None where the unit is none of time.

    >>> days(Fraction(2), "weeks")
    Fraction(14, 1)
    """
    return value * _DAYS[unit] if unit in _DAYS else None
