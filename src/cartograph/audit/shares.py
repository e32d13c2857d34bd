"""Find percentages and counts that no number of patients gives."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground, exact, sized
from cartograph.rules.reports import Figure, Report


def _rate(figure: Figure) -> bool:
    """Say whether a figure is a share of patients; landmark rates are estimates and no share."""
    return figure.statistic == "percent" and exact(figure)


def count_against_percentage(_: Ground, report: Report) -> Iterator[Finding]:
    """Find printed counts that do not give the printed percentage.

    Problem: numerator over denominator, as printed, does not round to the percentage beside it.
    Why: one of the three numbers is a misprint.
    Fix: mark the misprint in the record (`reading: misprint`), where the passage tells which; else accept the finding.
    """
    for figure in report.figures:
        if _rate(figure) and figure.numerator is not None and figure.denominator:
            off = abs(Fraction(100 * figure.numerator, figure.denominator) - figure.exact)
            if off > figure.half_unit:
                yield Finding(
                    "count-against-percentage",
                    "weak" if off <= 2 * figure.half_unit else "impossible",
                    f"{figure.label}: {figure.numerator}/{figure.denominator} is not {figure.value} %",
                    (figure.iri,),
                )


def count_exceeds_denominator(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find counts of patients that are larger than the number of patients.

    Problem: more patients are counted than there are to count.
    Why: one of the two numbers is a misprint, or the count is one of events and not of patients.
    Fix: correct the record where it counts events; else mark the misprint, or accept the finding.
    """
    for figure in report.figures:
        counted = _counted(ground, figure)
        n, _ = ground.n(report, figure)
        if counted is not None and n is not None and counted > n:
            yield Finding(
                "count-exceeds-denominator",
                "impossible",
                f"'{figure.label}': {counted} of {n} patients",
                (figure.iri,),
            )


def _counted(ground: Ground, figure: Figure) -> int | None:
    if figure.numerator is not None:
        return figure.numerator
    counts = figure.statistic == "count" and ground.counts_patients(figure.endpoint) and exact(figure)
    return int(figure.exact) if counts else None


def denominator_larger_than_cohort(_: Ground, report: Report) -> Iterator[Finding]:
    """Find figures that count over more patients than their cohort has.

    Problem: the printed denominator is larger than the printed number of patients of the same report.
    Why: the figure belongs to another cohort, or one of the two numbers is a misprint.
    Fix: record the cohort that the figure belongs to, where the passage tells it; else accept the finding.
    """
    largest = max(
        (int(f.value) for f in report.figures if f.endpoint == "participants" and f.value), default=0
    )
    for figure in report.figures:
        if figure.denominator and not figure.denominator_assumed and 0 < largest < figure.denominator:
            yield Finding(
                "denominator-larger-than-cohort",
                "impossible",
                f"'{figure.label}' counts over {figure.denominator} of {largest} patients",
                (figure.iri,),
            )


#: From all who came to those of whom least is known; each counts among those before.
_LADDER = ("enrolled", "infused", "efficacyEvaluable", "mrdTested")


def populations_out_of_order(_: Ground, report: Report) -> Iterator[Finding]:
    """Find a population that is larger than the one it is drawn from.

    Problem: more patients were infused than enrolled, evaluated than infused, or tested for MRD than evaluated.
    Why: one of the two numbers is a misprint, or belongs to another cohort.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    sizes = [(name, size) for name in _LADDER if (size := sized(report, name)) is not None]
    for (upper, more), (lower, fewer) in pairwise(sizes):
        if fewer > more:
            about = tuple(_participants(report, lower) + _participants(report, upper))
            yield Finding(
                "populations-out-of-order", "impossible", f"{fewer} {lower} of {more} {upper}", about
            )


def _participants(report: Report, population: str) -> list[str]:
    return [f.iri for f in report.figures if f.endpoint == "participants" and f.population == population]
