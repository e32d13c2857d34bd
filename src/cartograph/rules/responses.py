"""Derive complete response or better from what a report prints, by the rules of docs/response-figures.md.

All arithmetic is exact: percentages are decimals with their printed number of places, counts are integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from cartograph.rules.readings import CERTAIN, weakest
from cartograph.rules.reports import Figure, Report

TARGET = "completeResponseOrBetter"
#: Endpoints that count patients by best response, all over the same denominator.
RESPONSES = frozenset(
    {
        "objectiveResponse",
        "stringentCompleteResponse",
        "completeResponse",
        TARGET,
        "veryGoodPartialResponse",
        "veryGoodPartialResponseOrBetter",
        "partialResponse",
        "noResponse",
    }
)
#: Categories whose sum is the objective response (IMWG), best first.
_CATEGORIES = ("stringentCompleteResponse", "completeResponse", "veryGoodPartialResponse", "partialResponse")


@dataclass(frozen=True)
class Derived:
    """Hold complete response or better as a rule gives it: a value, or bounds, in per cent."""

    rule: str
    low: Fraction
    high: Fraction
    premises: tuple[str, ...]
    numerator: int | None = None
    denominator: int | None = None
    reading: str = CERTAIN  # the weakest of its premises

    @property
    def known(self) -> bool:
        """Say whether the rule gives a value and not only bounds."""
        return self.low == self.high


def derive(report: Report) -> Derived | None:
    """Return complete response or better of a report, or None where it prints it or prints nothing to go by."""
    if report.percent(TARGET) is not None:
        return None
    printed = {name: f for name in _CATEGORIES if (f := report.percent(name)) is not None}
    if "completeResponse" in printed or "stringentCompleteResponse" in printed:
        return _from_categories(report, printed)
    return _bounds(report, printed)


def _from_categories(report: Report, printed: dict[str, Figure]) -> Derived | None:
    best = [printed[name] for name in _CATEGORIES[:2] if name in printed]
    n = response_n(report)
    if len(best) == 2:
        return _sum("sumOfCategories", best, best, n)
    whole = report.percent("objectiveResponse")
    if whole is not None and len(printed) > 1 and closes(list(printed.values()), whole, report.n):
        return _sum("rowCloses", best, [*printed.values(), whole], n)
    if list(printed) == ["completeResponse"]:
        return _sum("loneCompleteResponse", best, best, n)
    return _bounds(report, printed)


def _sum(rule: str, parts: Sequence[Figure], premises: Sequence[Figure], n: int | None) -> Derived:
    total = sum((part.exact for part in parts), Fraction(0))
    counts = [count(part, n) for part in parts]
    numerator = sum(c for c in counts if c is not None) if n is not None and None not in counts else None
    iris = tuple(sorted(p.iri for p in premises))
    reading = weakest(p.reading for p in premises)
    return Derived(rule, total, total, iris, numerator, n if numerator is not None else None, reading)


def _bounds(report: Report, printed: dict[str, Figure]) -> Derived | None:
    """Bound by sCR <= CR or better <= VGPR or better <= ORR."""
    floor = [printed[name] for name in _CATEGORIES[:2] if name in printed]
    roofs = [report.percent("veryGoodPartialResponseOrBetter"), report.percent("objectiveResponse")]
    ceilings = [f for f in roofs if f is not None]
    if not floor and not ceilings:
        return None
    low = max((f.exact for f in floor), default=Fraction(0))
    high = min((f.exact for f in ceilings), default=Fraction(100))
    premises = tuple(sorted(f.iri for f in [*floor, *ceilings]))
    reading = weakest(f.reading for f in [*floor, *ceilings])
    return Derived("responseBounds", low, max(low, high), premises, reading=reading)


def response_n(report: Report) -> int | None:
    """Return the report's n, unless one of its response percentages shows that responses count over others.

    C-CAR088 prints 31 patients and an objective response of 96.4 %, which is no count of 31.
    """
    shares = [f for f in report.percentages() if f.endpoint in RESPONSES and f.denominator is None]
    return None if any(count(f, report.n) is None for f in shares) else report.n


def count(figure: Figure, n: int | None) -> int | None:
    """Return the one count of n patients that rounds to the percentage, or None where there is none.

    The rounding interval is closed: 18.7 % of 16 is 3 (18.75), however the source rounds halves.

    >>> count(Figure.of_value("50.7"), 71), count(Figure.of_value("96.4"), 31)
    (36, None)
    """
    if n is None or n <= 0:
        return None
    nearest = round(figure.exact * n / 100)
    fits = abs(Fraction(100 * nearest, n) - figure.exact) <= figure.half_unit
    return nearest if fits else None


def closes(parts: Sequence[Figure], whole: Figure, n: int | None) -> bool:
    """Say whether categories add up to the whole: on counts where n gives them, else within printed rounding."""
    counts = [count(f, n) for f in [*parts, whole]]
    if None not in counts:
        return sum(c for c in counts[:-1] if c is not None) == counts[-1]
    slack = sum((f.half_unit for f in [*parts, whole]), Fraction(0))
    return abs(sum((f.exact for f in parts), Fraction(0)) - whole.exact) <= slack
