"""Find best responses that contradict each other: sets of categories that are out of order, or do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground, Share, exact, rounded, share
from cartograph.rules.reports import Figure, Report
from cartograph.terms import ONT, local

#: What everybody has: the categories of the response criteria (IMWG), best first.
_EVERYBODY = frozenset(f"category{name}" for name in ("SCR", "CR", "VGPR", "PR", "MR", "SD", "PD", "NE"))


@dataclass(frozen=True)
class _Response:
    """Hold a response figure with the categories that it counts and the patients that it counts over."""

    figure: Figure
    categories: frozenset[str]
    n: int | None


def responses_out_of_order(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find response figures that break sCR <= CR or better <= VGPR or better <= ORR.

    Problem: a response is printed more often than one that counts all of its categories and more.
    Why: one of the two is a misprint, or they count over different patients.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    for part, whole in combinations(_responses(ground, report), 2):
        lower, upper = (part, whole) if part.categories < whole.categories else (whole, part)
        if lower.categories < upper.categories and _same_patients(lower, upper):
            one, two = _shares((lower, upper))
            if one > two:
                yield Finding(
                    "responses-out-of-order",
                    "impossible",
                    f"'{lower.figure.label}' exceeds '{upper.figure.label}'",
                    (lower.figure.iri, upper.figure.iri),
                )


def categories_do_not_add_up(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find rows of best responses whose parts are more than the whole, or less although they are all of it.

    Problem: categories that exclude each other add up to more than the objective response, or than all patients;
    or they are every category of it and add up to less. Counts where n gives them, else printed rounding.
    Why: one of the figures is a misprint, or they count over different patients.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    found = _responses(ground, report)
    wholes = [r for r in found if r.figure.endpoint == "objectiveResponse"]
    for whole in wholes:
        yield from _first(_judged(parts, whole) for parts in _families(found, whole.categories))
    yield from _first(_judged(parts, None) for parts in _families(found, _EVERYBODY))


def _first(found: Iterator[Finding | None]) -> Iterator[Finding]:
    """Yield the first finding only: a misprint shows in every family that holds it."""
    yield from [each for each in found if each is not None][:1]


def _judged(parts: Sequence[_Response], whole: _Response | None) -> Finding | None:
    every = [*parts, whole] if whole else list(parts)
    if not all(_same_patients(one, other) for one, other in combinations(every, 2)):
        return None
    *shares, limit = [*_shares(every), Share(Fraction(100), Fraction(100))][: len(parts) + 1]
    total = reduce(Share.__add__, shares)
    complete = frozenset().union(*(p.categories for p in parts)) == (
        whole.categories if whole else _EVERYBODY
    )
    if not total > limit and not (limit > total and complete):
        return None
    says = " + ".join(f"'{p.figure.label}'" for p in parts)
    against = f"'{whole.figure.label}'" if whole else "all patients"
    more = "more" if total > limit else "less"
    about = tuple(r.figure.iri for r in every)
    message = f"{says} is {more} than {against}"
    return Finding("categories-do-not-add-up", _severity(parts, more), message, about)


def _severity(parts: Sequence[_Response], more: str) -> str:
    """Return weak where it turns on the meaning of a printed CR: whether it counts stringent ones is not told."""
    printed = {part.figure.endpoint for part in parts}
    both = {"completeResponse", "stringentCompleteResponse"} <= printed
    lone = "completeResponse" in printed and not both
    return "weak" if (both if more == "more" else lone) else "impossible"


def _families(found: Sequence[_Response], within: frozenset[str]) -> Iterator[tuple[_Response, ...]]:
    """Yield the sets of responses that exclude each other and lie within a whole, small ones first."""
    inside = [r for r in found if r.categories < within and r.figure.endpoint != "objectiveResponse"]
    if within == _EVERYBODY:
        inside = [r for r in found if r.categories < within]
    for size in range(2, min(len(inside), 6) + 1):
        for chosen in combinations(inside, size):
            if all(not one.categories & other.categories for one, other in combinations(chosen, 2)):
                yield chosen


def _responses(ground: Ground, report: Report) -> list[_Response]:
    """Return the responses of a report over all its patients, an endpoint once where it prints one value of it."""
    found: dict[str, list[Figure]] = {}
    for figure in report.figures:
        if exact(figure) and not figure.conditional and _categories(ground, figure.endpoint):
            found.setdefault(figure.endpoint, []).append(figure)
    lone = "stringentCompleteResponse" not in found and "completeResponse" in found
    return [
        _Response(figure, _categories(ground, endpoint, lone), ground.n(report, figure)[0])
        for endpoint, figures in sorted(found.items())
        for figure in _distinct(figures)
        if figure.statistic in ("percent", "count")
    ]


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    return list({(f.statistic, f.value): f for f in reversed(figures)}.values())


def _categories(ground: Ground, endpoint: str, lone: bool = False) -> frozenset[str]:
    """Return what an endpoint counts; a lone printed CR is read as CR or better (docs/response-figures.md)."""
    if endpoint == "completeResponse":
        return frozenset({"categoryCR", "categorySCR"} if lone else {"categoryCR"})
    return frozenset(local(c) for c in ground.world.values(ONT + endpoint, "counts"))


def _same_patients(one: _Response, other: _Response) -> bool:
    if one.figure.population != other.figure.population:
        return False
    return one.n == other.n or None in (one.n, other.n)


def _shares(responses: Sequence[_Response]) -> list[Share]:
    """Return the shares by counts where n gives every one of them, else as printed."""
    counted = [share(r.figure, r.n) for r in responses]
    whole = all(c is not None and c.low == c.high for c in counted)
    printed = [rounded(r.figure) or c for r, c in zip(responses, counted, strict=True)]
    return [
        s if s is not None else Share(Fraction(0), Fraction(100)) for s in (counted if whole else printed)
    ]
