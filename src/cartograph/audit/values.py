"""Find single values that cannot be right by what is printed beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground, Share, exact
from cartograph.rules.reports import Figure, Report

_SINGLE = {"level", "median", "mean"}


def read_as_impossible(_: Ground, report: Report) -> Iterator[Finding]:
    """List the figures that a curator read as impossible.

    Problem: the curator's reading says that the figure cannot be right.
    Why: it is kept as printed, and must not be used unseen. Where another rule says why, its finding is enough.
    Fix: none; accept it with the reason.
    """
    for figure in report.figures:
        if figure.reading == "impossible":
            yield Finding(
                "read-as-impossible", "impossible", f"'{figure.label}' cannot be right", (figure.iri,)
            )


def value_outside_range(_: Ground, report: Report) -> Iterator[Finding]:
    """Find medians, means and single values that lie outside the range printed beside them.

    Problem: a median is less than the least or more than the greatest value.
    Why: the median or an end of the range is a misprint, or they belong to different patients.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    for figure in report.figures:
        if exact(figure) and figure.statistic in _SINGLE:
            low, high = figure.range_low, figure.range_high
            below = low is not None and figure.value is not None and figure.value < low
            above = high is not None and figure.value is not None and figure.value > high
            if below or above:
                ends = f"{low if low is not None else '…'} to {high if high is not None else '…'}"
                message = f"'{figure.label}': {figure.value} lies outside {ends}"
                yield Finding("value-outside-range", "impossible", message, (figure.iri,))


def median_of_whole_numbers(_: Ground, report: Report) -> Iterator[Finding]:
    """Find medians of lines of therapy that no set of whole numbers has.

    Problem: the median is neither a whole number nor a half.
    Why: lines are counted in whole numbers, and a median is one of them or the middle of two: it is a mean or misprint.
    Fix: record it as a mean, where the passage says so; else accept the finding.
    """
    for figure in report.figures:
        lines = figure.endpoint == "priorLines" and figure.statistic == "median" and exact(figure)
        if lines and (2 * figure.exact).denominator != 1:
            message = f"'{figure.label}': no median of whole numbers is {figure.value}"
            yield Finding("median-of-whole-numbers", "impossible", message, (figure.iri,))


def ratio_against_figures(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find a stated ratio that the two figures beside it do not have.

    Problem: "twelve times", "threefold" or "by 70 %" is printed beside two values of the same measurement, in one
    report or in two (before and after), and no pair of numbers that round to them has that ratio. Weak where it is out
    by less than one unit of its last place, or said to be approximate, or where medians or means stand beside it: the
    median of ratios is not the ratio of medians.
    Why: one of the three numbers is a misprint, or the ratio is one of other values (of means, say, beside medians).
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    for stated in report.figures:
        if stated.statistic in ("fold", "percentChange") and stated.value is not None:
            beside = [f for f in ground.of_claim(stated.claim) if _is_beside(f, stated)]
            if len(beside) == 2:
                yield from _against(stated, beside)


def _is_beside(figure: Figure, stated: Figure) -> bool:
    measured = figure.statistic in _SINGLE and exact(figure) and figure.value != 0
    return measured and (figure.endpoint, figure.claim) == (stated.endpoint, stated.claim)


def _against(stated: Figure, beside: Sequence[Figure]) -> Iterator[Finding]:
    if beside[0].unit != beside[1].unit:
        return
    offs = [_off(_ratio(stated), _quotient(one, other)) for one, other in permutations(beside, 2)]
    off = min(offs)
    if off > 0:
        averages = any(f.statistic != "level" for f in beside)
        near = averages or off <= 2 * _half(stated) or stated.qualifier == "approximately"
        values = " and ".join(f"{f.value}" for f in beside)
        message = f"'{stated.label}' is not the ratio of {values}"
        about = (stated.iri, *(f.iri for f in beside))
        yield Finding("ratio-against-figures", "weak" if near else "impossible", message, about)


def _half(stated: Figure) -> Fraction:
    return stated.half_unit / (100 if stated.statistic == "percentChange" else 1)


def _ratio(stated: Figure) -> Share:
    """Return the stated ratio as an interval, open above for 'at least' and below for 'at most'."""
    value = stated.exact if stated.statistic == "fold" else 1 + stated.exact / 100
    low, high = value - _half(stated), value + _half(stated)
    if stated.qualifier in ("atLeast", "moreThan"):
        high = Fraction(10**12)
    if stated.qualifier in ("atMost", "lessThan"):
        low = Fraction(0)
    return Share(low, high)


def _quotient(one: Figure, other: Figure) -> Share:
    """Return the interval of the quotients of the numbers that round to the two figures."""
    least = (one.exact - one.half_unit) / (other.exact + other.half_unit)
    below = max(other.exact - other.half_unit, Fraction(1, 10**9))
    return Share(least, (one.exact + one.half_unit) / below)


def _off(stated: Share, found: Share) -> Fraction:
    """Return how far two intervals lie apart; 0 where they meet."""
    return max(stated.low - found.high, found.low - stated.high, Fraction(0))
