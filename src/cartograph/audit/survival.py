"""Find times that the follow-up is too short for, and survival that is out of order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground, days, exact, rounded
from cartograph.rules.reports import Figure, Report

#: Nobody progresses a second time before the first, or dies before: times in the order in which they end.
_ORDER = ("progressionFreeSurvival", "secondProgressionFreeSurvival", "overallSurvival")
_TIMED = (*_ORDER, "durationOfResponse", "timeToNextTreatment", "carTCellPersistence")
#: A time, and another that goes on to a later event.
_CONTAINED = {("progressionFreeSurvival", "timeToNextTreatment")}
_CENTRES = ("median", "level")
_RATES = ("landmarkRate", "probability")


def follow_up_too_short(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find medians and landmark rates at times that the patients were not followed to.

    Problem: a median, or the time of a landmark rate, lies beyond the follow-up. Beyond the longest follow-up it is
    impossible; beyond the median follow-up it rests on the few who were followed longer, and is weak.
    Why: the estimate is immature, a figure is a misprint, or the follow-up is one of another data cut.
    Fix: record the follow-up of the figure's own data cut, where the passage tells it; else accept the finding.
    """
    followed = ground.follow_ups(report)
    for figure in report.figures:
        reached = _reached(figure)
        if reached is not None:
            beside = sorted(followed, key=lambda f: f.claim != figure.claim)
            yield from _first(figure, [f for f in beside if reached > (_longest(f) or reached)], "impossible")
            yield from _first(figure, [f for f in beside if reached > (_typical(f) or reached)], "weak")


def _first(figure: Figure, limits: Sequence[Figure], severity: str) -> Iterator[Finding]:
    """Yield one finding, against the follow-up that is printed nearest to the figure."""
    for limit in limits[:1]:
        yield _short(figure, limit, severity)


def _typical(figure: Figure) -> Fraction | None:
    """Return the median follow-up in days, or the one value that is printed for it, where no longest is told."""
    single = figure.statistic in ("median", "mean", "level") and exact(figure)
    return days(figure.exact, figure.unit) if single and _longest(figure) is None else None


def _short(figure: Figure, limit: Figure, severity: str) -> Finding:
    rate = figure.statistic in _RATES
    at = f"{figure.time} {figure.time_unit}" if rate else f"{figure.value} {figure.unit}"
    message = f"'{figure.label}': {at} lies beyond '{limit.label}'"
    return Finding("follow-up-too-short", severity, message, (figure.iri, limit.iri))


def _longest(figure: Figure) -> Fraction | None:
    """Return the longest follow-up in days, where it is printed as a range or as a maximum."""
    end = figure.range_high or (figure.high if figure.value is None else None)
    if figure.statistic == "maximum" and exact(figure):
        end = figure.value
    return days(Fraction(end), figure.unit) if end is not None else None


def _reached(figure: Figure) -> Fraction | None:
    """Return the time in days that a figure speaks of: a median time, or the time of a landmark rate."""
    if figure.endpoint not in _TIMED or not exact(figure):
        return None
    if figure.statistic in _RATES and figure.time is not None:
        return days(Fraction(figure.time), figure.time_unit)
    return days(figure.exact, figure.unit) if figure.statistic == "median" else None


def survival_repeats_follow_up(_: Ground, report: Report) -> Iterator[Finding]:
    """Find a median survival that is the same number as the median follow-up.

    Problem: one passage prints one number for the median overall survival and for the median follow-up.
    Why: the follow-up was copied as survival, or the other way round; they can agree by chance, hence weak.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    medians = [f for f in report.figures if f.statistic == "median" and exact(f)]
    for one in medians:
        for other in medians:
            same = (one.value, one.unit, one.claim) == (other.value, other.unit, other.claim)
            if one.endpoint == "overallSurvival" and other.endpoint == "followUp" and same:
                message = f"'{one.label}' repeats '{other.label}'"
                yield Finding("survival-repeats-follow-up", "weak", message, (one.iri, other.iri))


def survival_out_of_order(_: Ground, report: Report) -> Iterator[Finding]:
    """Find progression-free survival that is longer than overall survival.

    Problem: of the same patients, a time that ends earlier is printed as longer (PFS, PFS2, OS in this order).
    Why: who has died has ended each of the times before; one of the two figures is a misprint or exchanged.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    for one, other in permutations(_survival(report), 2):
        ordered = _ORDER.index(one.endpoint) < _ORDER.index(other.endpoint)
        if ordered and _same_measure(one, other) and _least(one) > _greatest(other):
            message = f"'{one.label}' exceeds '{other.label}'"
            yield Finding("survival-out-of-order", "impossible", message, (one.iri, other.iri))


def shorter_than_contained(_: Ground, report: Report) -> Iterator[Finding]:
    """Find a time to the next treatment that is shorter than the progression-free survival that goes before it.

    Problem: of the same patients, by the same statistic, the next treatment is printed as earlier than progression.
    A unit that is not printed is read as that of the other.
    Why: the next treatment mostly follows a progression, so that its time contains the other; a death ends the one and
    not the other, and some are treated before they progress, hence weak.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    times = [f for f in report.figures if exact(f) and not f.conditional and f.statistic in _CENTRES]
    for short in times:
        longer = [
            long
            for long in times
            if _contains(short, long) and _ends(short, long, 1) < _ends(long, short, -1)
        ]
        if longer:
            says = " and ".join(dict.fromkeys(f"{_told(long)} of '{long.label}'" for long in longer))
            message = f"'{short.label}': {_told(short)} is shorter than {says}"
            about = (short.iri, *(long.iri for long in longer))
            yield Finding("shorter-than-contained", "weak", message, about)


def _contains(whole: Figure, part: Figure) -> bool:
    """Say whether a time goes on from another of the same patients, by the same statistic."""
    pair = (part.endpoint, whole.endpoint) in _CONTAINED
    return pair and (part.statistic, part.population) == (whole.statistic, whole.population)


def _told(figure: Figure) -> str:
    return f"{figure.value} {figure.unit or '(no unit)'}"


def _ends(figure: Figure, other: Figure, way: int) -> Fraction:
    """Return the greatest (way 1) or least (way -1) time that a figure was rounded from, in days where it can be."""
    end = figure.exact + way * figure.half_unit
    return days(end, figure.unit or other.unit) or end


def survival_rises(_: Ground, report: Report) -> Iterator[Finding]:
    """Find a survival rate that is higher at a later time.

    Problem: more patients are free of the event at a later time than at an earlier one, in one data cut.
    Why: a survival curve never rises; one of the two figures is a misprint, or belongs to another data cut.
    Fix: record each under its own data cut, where the passage tells it; else accept the finding.
    """
    rates = [f for f in report.figures if f.statistic in _RATES and exact(f) and _time(f) is not None]
    for early, late in permutations(rates, 2):
        same = (early.endpoint, early.population) == (late.endpoint, late.population)
        if same and (_time(early) or 0) < (_time(late) or 0):
            before, after = rounded(early), rounded(late)
            if before is not None and after is not None and after > before:
                message = f"'{late.label}' exceeds '{early.label}'"
                yield Finding("survival-rises", "impossible", message, (late.iri, early.iri))


def landmark_against_median(_: Ground, report: Report) -> Iterator[Finding]:
    """Find a landmark rate that the median of the same survival excludes.

    Problem: more than half are free of the event at a time after the median, or fewer than half at one before it.
    Why: the median is the time at which half are left; one of the two figures is a misprint.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    figures = [f for f in report.figures if f.endpoint in _TIMED and exact(f) and not f.conditional]
    for one, other in combinations(figures, 2):
        rate, median = (one, other) if one.statistic in _RATES else (other, one)
        paired = one.endpoint == other.endpoint and one.population == other.population
        if paired and rate.statistic in _RATES and median.statistic == "median" and _excluded(rate, median):
            message = f"'{rate.label}' against '{median.label}'"
            yield Finding("landmark-against-median", "impossible", message, (rate.iri, median.iri))


def _excluded(rate: Figure, median: Figure) -> bool:
    at, left = _time(rate), rounded(rate)
    if at is None or left is None or days(median.exact, median.unit) is None:
        return False
    return (left.low > 50 and at > _greatest(median)) or (left.high < 50 and at < _least(median))


def _survival(report: Report) -> list[Figure]:
    return [f for f in report.figures if f.endpoint in _ORDER and exact(f) and not f.conditional]


def _same_measure(one: Figure, other: Figure) -> bool:
    if one.population != other.population or one.statistic != other.statistic:
        return False
    if one.statistic in _RATES:
        return _time(one) is not None and _time(one) == _time(other)
    return one.statistic == "median" and None not in (
        days(one.exact, one.unit),
        days(other.exact, other.unit),
    )


def _time(figure: Figure) -> Fraction | None:
    return days(Fraction(figure.time), figure.time_unit) if figure.time is not None else None


def _least(figure: Figure) -> Fraction:
    low = figure.exact - figure.half_unit
    return low if figure.statistic in _RATES else days(low, figure.unit) or low


def _greatest(figure: Figure) -> Fraction:
    high = figure.exact + figure.half_unit
    return high if figure.statistic in _RATES else days(high, figure.unit) or high
