"""Audit rules over reports: each says Problem, Why and Fix in its docstring, and yields findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from cartograph.audit.finding import Finding
from cartograph.rules.facts import Figure, Report
from cartograph.rules.responses import contradictions, count

Rule = Callable[[Report], Iterator[Finding]]


def impossible_for_denominator(report: Report) -> Iterator[Finding]:
    """Find percentages that no count of their denominator rounds to.

    Problem: no whole number of the n patients gives the printed percentage, within half a unit of its last place.
    Why: another denominator was counted over, or a figure is a misprint; either misleads whoever computes with n.
    Fix: record the population that the figure counts over, where the passage tells it; else accept the finding.
    """
    for figure in report.figures:
        n = figure.denominator or (report.n if figure.population is None else None)
        if _rate(figure) and n and count(figure, n) is None:
            yield Finding(
                "impossible-for-denominator",
                _how_far(figure, n),
                f"{figure.label}: no count of {n} patients rounds to {figure.value} %",
                (figure.iri,),
            )


def _how_far(figure: Figure, n: int) -> str:
    """Return weak where a count lies within one unit of the last printed place, else impossible."""
    nearest = Fraction(100 * round(figure.exact * n / 100), n)
    return "weak" if abs(nearest - figure.exact) <= 2 * figure.half_unit else "impossible"


def _rate(figure: Figure) -> bool:
    exact = figure.qualifier in (None, "exactly")
    printed = figure.value is not None and not figure.derived
    return figure.statistic == "percent" and printed and not figure.conditional and exact


def count_against_percentage(report: Report) -> Iterator[Finding]:
    """Find printed counts that do not give the printed percentage.

    Problem: numerator over denominator, as printed, does not round to the percentage beside it.
    Why: one of the three numbers is a misprint.
    Fix: mark the misprint in the record (`reading: misprint`), where the passage tells which; else accept the finding.
    """
    for figure in report.figures:
        if _rate(figure) and figure.numerator is not None and figure.denominator:
            share = Fraction(100 * figure.numerator, figure.denominator)
            if abs(share - figure.exact) > figure.half_unit:
                severity = "weak" if abs(share - figure.exact) <= 2 * figure.half_unit else "impossible"
                yield Finding(
                    "count-against-percentage",
                    severity,
                    f"{figure.label}: {figure.numerator}/{figure.denominator} is not {figure.value} %",
                    (figure.iri,),
                )


def subset_larger_than_whole(report: Report) -> Iterator[Finding]:
    """Find grade subsets that are larger than the whole.

    Problem: more patients had the event at some grade than had it at any grade.
    Why: the figure for the grade counts over those with the event, or is a misprint.
    Fix: record what it counts over (`among`), where the passage tells it; else `reading: impossible`, and accept.
    """
    whole = {_event(f): f for f in report.percentages() if f.grades == "anyGrade"}
    for part in report.percentages():
        total = whole.get(_event(part))
        if (
            total is not None
            and part.grades not in (None, "anyGrade", "gradesNotStated")
            and part.exact > total.exact
        ):
            yield Finding(
                "subset-larger-than-whole",
                "impossible",
                f"'{part.label}' exceeds '{total.label}'",
                (part.iri, total.iri),
            )


def _event(figure: Figure) -> tuple[str, str | None]:
    return figure.endpoint, figure.attribution


def responses_out_of_order(report: Report) -> Iterator[Finding]:
    """Find response figures that break sCR <= CR or better <= VGPR or better <= ORR.

    Problem: a deeper response is printed more often than a shallower one that includes it.
    Why: one of the two is a misprint, or they count over different patients.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    for lower, upper in contradictions(report):
        yield Finding(
            "responses-out-of-order",
            "impossible",
            f"'{lower.label}' exceeds '{upper.label}'",
            (lower.iri, upper.iri),
        )


def read_as_impossible(report: Report) -> Iterator[Finding]:
    """List the figures that a curator read as impossible.

    Problem: the curator's reading says that the figure cannot be right.
    Why: it is kept as printed, and must not be used unseen.
    Fix: none; accept it with the reason.
    """
    for figure in report.figures:
        if figure.reading == "impossible":
            yield Finding(
                "read-as-impossible", "impossible", f"'{figure.label}' cannot be right", (figure.iri,)
            )


RULES: tuple[Rule, ...] = (
    impossible_for_denominator,
    count_against_percentage,
    subset_larger_than_whole,
    responses_out_of_order,
    read_as_impossible,
)


def audit(reports: Iterable[Report]) -> list[Finding]:
    """Run every rule over every report."""
    return sorted(finding for report in reports for rule in RULES for finding in rule(report))
