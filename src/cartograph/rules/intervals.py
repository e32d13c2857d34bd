"""Say how far a share may be from what was observed: exact binomial intervals, where the count is known.

Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
Biometrika 1934;26:404-413. The bounds are quantiles of beta distributions, which scipy computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from cartograph.errors import Problem, UsageError
from cartograph.rules.figures import DERIVED, decimal, integer
from cartograph.rules.readings import DOUBTFUL
from cartograph.rules.reports import Figure, triple
from cartograph.terms import TYPE, ont

LEVEL = Fraction(95, 100)
_SHARES = ("percent", "count")
_DIGITS = 6  # of a bound in per cent: what double precision gives on every machine


@dataclass(frozen=True)
class Interval:
    """Hold events of patients, and the bounds of their share, all in per cent."""

    events: int
    patients: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Return the observed share in per cent."""
        return 100 * self.events / self.patients

    def __str__(self) -> str:
        return f"{self.low:.1f} to {self.high:.1f} %"


def counted(figures: Iterable[Figure]) -> Iterator[Quad]:
    """Yield the recovered count and the interval of each figure that is a share of known patients.

    Raises UsageError where scipy, which the extra `build` brings, is not installed.
    """
    for figure in figures:
        events = _events(figure)
        if events is not None and figure.denominator:
            yield from _recovered(figure, events)
            yield from _interval(figure, clopper_pearson(events, figure.denominator))


def _events(figure: Figure) -> int | None:
    """Return how many patients a figure counts; None where it is no share, doubtful, or open at an end."""
    if not figure.denominator or figure.qualifier or figure.reading in DOUBTFUL or figure.not_reached:
        return None
    events = figure.numerator
    if events is None and figure.statistic == "percent" and figure.value is not None:
        events = recovered(figure.value, figure.denominator)
    share = figure.statistic in _SHARES and events is not None and events <= figure.denominator
    return events if share else None


def _recovered(figure: Figure, events: int) -> Iterator[Quad]:
    if figure.numerator is None:
        yield triple(figure.iri, "numerator", integer(events), DERIVED)
        yield triple(figure.iri, "numeratorRecovered", Literal(True), DERIVED)


def _interval(figure: Figure, interval: Interval) -> Iterator[Quad]:
    iri = f"{figure.iri}/interval"
    yield triple(figure.iri, "hasInterval", NamedNode(iri), DERIVED)
    yield Quad(NamedNode(iri), TYPE, ont("Interval"), DERIVED)
    yield triple(iri, "lowerLimit", _bound(interval.low), DERIVED)
    yield triple(iri, "upperLimit", _bound(interval.high), DERIVED)
    yield triple(iri, "confidenceLevel", decimal(100 * LEVEL), DERIVED)
    yield triple(iri, "intervalMethod", ont("clopperPearson"), DERIVED)


def _bound(percent: float) -> Literal:
    return decimal(Fraction(f"{percent:.{_DIGITS}f}"))


@cache
def clopper_pearson(events: int, patients: int, level: Fraction = LEVEL) -> Interval:
    """Return the exact interval of a share.

    Raises ValueError unless 0 <= events <= patients and patients is not zero, UsageError without scipy.

    >>> str(clopper_pearson(36, 71))
    '38.6 to 62.8 %'
    """
    if not 0 <= events <= patients or patients == 0:
        raise ValueError(f"{events} of {patients} is no share")
    try:
        from scipy.special import betaincinv
    except ImportError as error:
        fix = "pip install 'cartograph-kg[build]'"
        raise UsageError(Problem("build", message=f"{error.name} is not installed", fix=fix)) from error
    tail = float((1 - level) / 2)
    low = betaincinv(events, patients - events + 1, tail) if events else 0.0
    high = betaincinv(events + 1, patients - events, 1 - tail) if events < patients else 1.0
    return Interval(events, patients, 100 * float(low), 100 * float(high))


def recovered(percent: Decimal, patients: int) -> int | None:
    """Return the one count of patients that rounds to a printed percentage; None where none or several do.

    The rounding interval is closed: 18.7 % of 16 is 3 (18.75), however the source rounds halves.

    >>> recovered(Decimal("50.7"), 71), recovered(Decimal("96.4"), 31), recovered(Decimal("50"), 1000)
    (36, None, None)
    """
    half = Fraction(1, 2) * Fraction(10) ** int(percent.as_tuple().exponent)
    near = round(Fraction(percent) * patients / 100)
    fits = [
        k
        for k in range(max(0, near - 1), min(patients, near + 1) + 1)
        if abs(Fraction(100 * k, patients) - Fraction(percent)) <= half
    ]
    return fits[0] if len(fits) == 1 else None
