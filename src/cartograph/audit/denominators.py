"""Find rates that no number of patients gives: of the number that is printed, or of any that they could share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground, exact
from cartograph.rules.reports import Figure, Report
from cartograph.rules.responses import count
from cartograph.terms import local

#: Where no number of patients is printed, so many are tried; beyond, any two rates of one decimal have a number.
_TRIED = 100
_NAMED = 3  # numbers of patients that a message names one by one


@dataclass(frozen=True)
class _Over:
    """Hold the numbers of patients that a rate may count over, and what says so."""

    numbers: tuple[int, ...]
    told: str  # empty where the figure itself is printed with the number

    @property
    def largest(self) -> int:
        return max(self.numbers)

    @property
    def limit(self) -> int:
        """Return the most patients that there can be; the number of some of them bounds nothing."""
        return max(_TRIED, self.largest) if self.told in (_SOME, _OTHERS) else self.largest


_COHORT, _AMONG = "n is taken from the cohort", "n of those among whom it counts"
_SOME, _OTHERS = "n of a part of the cohort", "n of other rates"
#: Populations that hold every patient of whom something can be counted.
_WHOLE = (None, "enrolled", "infused")


def impossible_for_denominator(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find percentages that no count of their denominator rounds to.

    Problem: no whole number of the n patients gives the printed percentage, within half a unit of its last place. Where
    a figure prints no n, it is the cohort's, under whatever name of a population; else that of the claim's other rates.
    Why: another denominator was counted over, or a figure is a misprint; either misleads whoever computes with n. It is
    impossible where n is printed with the figure, or no smaller n gives it; else it may be counted over fewer, and is
    weak, as is a figure within one unit of its last place. The message looks for the n that gives all rates of the row.
    Fix: record the population that the figure counts over, where the passage tells it; else accept the finding.
    """
    rates = [(f, _over(ground, report, f)) for f in report.figures if _rate(f)]
    wrong: dict[_Over, list[Figure]] = defaultdict(list)
    for figure, over in rates:
        if over is not None and not any(_fits(figure, n) for n in over.numbers):
            wrong[over].append(figure)
    for over, figures in sorted(wrong.items(), key=lambda pair: pair[1][0].iri):
        row = [f for f, its in rates if its == over and _alike(ground, f, figures)]
        about = tuple(f.iri for f in figures)
        key = f"{local(report.iri).removeprefix('report/')}-{'-or-'.join(map(str, over.numbers))}"
        message = f"{_none_of(over, figures)}; {_what_fits(row, over.limit)}"
        severity = _severity(figures, over)
        yield Finding("impossible-for-denominator", severity, message, about, _name(key, figures))


def no_common_denominator(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find rates of one group, whose number is not printed, that no number of patients gives together.

    Problem: no n up to 100 gives all rates that are printed of the group; or no n gives both a rate and the share of
    those patients that is printed behind it.
    Why: the rates count over different patients, or one of them is a misprint. Which, nothing tells, hence weak.
    Fix: record the population of each, where the passage tells it; else accept the finding.
    """
    free = {
        f.iri: f for f in report.figures if _rate(f) and not f.conditional and _unbound(ground, report, f)
    }
    loose = [f for f in free.values() if _over(ground, report, f) is None]
    groups: dict[tuple[str | None, bool], list[Figure]] = defaultdict(list)
    for figure in loose:
        groups[figure.population, ground.is_event(figure.endpoint)].append(figure)
    for figures in groups.values():
        if not any(all(_fits(f, n) for f in figures) for n in range(1, _TRIED + 1)):
            yield _together(figures)
    for figure in report.figures:
        whole = free.get(figure.among or "")
        if whole is not None and _rate(figure) and not _nested(whole, figure):
            yield _together([whole, figure])


def _together(figures: Sequence[Figure]) -> Finding:
    says = _and([f"{f.value}" for f in figures])
    message = f"{says} %: no number of patients up to {_TRIED} gives {'both' if len(figures) == 2 else 'all'}"
    return Finding("no-common-denominator", "weak", message, tuple(f.iri for f in figures))


def _unbound(ground: Ground, report: Report, figure: Figure) -> bool:
    """Say whether nothing is printed of how many patients a rate counts over."""
    over = _over(ground, report, figure)
    return over is None or over.told == _OTHERS


def _nested(whole: Figure, share: Figure) -> bool:
    """Say whether some number of patients gives a rate, and those who are counted give the share among them."""
    counted = (count(whole, n) for n in range(1, _TRIED + 1))
    return any(k and _fits(share, k) for k in counted)


# ---------------------------------------------------------------------- which n
def _over(ground: Ground, report: Report, figure: Figure) -> _Over | None:
    """Return the numbers that a rate may count over: its own, those among whom it counts, the cohort's, or others'."""
    if figure.denominator is not None and not figure.denominator_assumed:
        return _Over((figure.denominator,), "")
    if figure.conditional:
        n, _ = ground.n(report, figure)
        return _Over((n,), _AMONG) if n else None
    sizes = _sizes(report)
    if figure.population is not None:
        own = sizes.get(figure.population, [])
        return _Over((own[0],), "") if len(own) == 1 else None
    return _taken(sizes) or _others(ground, report, figure)


def _taken(sizes: Mapping[str | None, Sequence[int]]) -> _Over | None:
    """Return the number of the cohort, else its numbers under every name that a source gives its patients."""
    cohort = sizes.get(None) or sorted({n for every in sizes.values() for n in every})
    told = _COHORT if any(name in sizes for name in _WHOLE) else _SOME
    return _Over(tuple(cohort), told) if cohort else None


def _sizes(report: Report) -> dict[str | None, list[int]]:
    """Return the printed numbers of patients of a report by their population."""
    found: dict[str | None, set[int]] = defaultdict(set)
    for figure in report.figures:
        if figure.endpoint == "participants" and figure.value is not None and not figure.set_aside:
            found[figure.population].add(int(figure.value))
    return {population: sorted(sizes) for population, sizes in found.items()}


def _others(ground: Ground, report: Report, figure: Figure) -> _Over | None:
    """Return the denominators of the other rates of the claim, over whatever population, for a rate of patients."""
    beside = {
        f.denominator
        for f in report.figures
        if f.claim == figure.claim and f.denominator and not f.conditional and not f.denominator_assumed
    }
    wanted = beside and ground.counts_patients(figure.endpoint)
    return _Over(tuple(sorted(n for n in beside if n)), _OTHERS) if wanted else None


def _rate(figure: Figure) -> bool:
    """Say whether a figure is a share of patients; landmark rates are estimates and no share."""
    return figure.statistic == "percent" and exact(figure) and not figure.set_aside


def _fits(figure: Figure, n: int) -> bool:
    return count(figure, n) is not None


def _alike(ground: Ground, figure: Figure, others: Sequence[Figure]) -> bool:
    """Say whether a rate is of the kind of others: responses of one row are counted over the same patients."""
    return ground.is_event(figure.endpoint) == ground.is_event(others[0].endpoint)


# ---------------------------------------------------------------------- how far, and what is said
def _severity(figures: Sequence[Figure], over: _Over) -> str:
    if all(_near(figure, over) for figure in figures):
        return "weak"
    alone = (any(_fits(figure, n) for n in range(1, over.limit + 1)) for figure in figures)
    return "weak" if over.told and all(alone) else "impossible"


def _near(figure: Figure, over: _Over) -> bool:
    """Say whether a count lies within one unit of the last printed place."""
    nearest = (Fraction(100 * round(figure.exact * n / 100), n) for n in over.numbers)
    return any(abs(each - figure.exact) <= 2 * figure.half_unit for each in nearest)


def _none_of(over: _Over, figures: Sequence[Figure]) -> str:
    labels = _and([f"'{figure.label}'" for figure in figures])
    told = f" ({over.told})" if over.told else ""
    return f"{labels}: no count of {_or(over.numbers)} patients{told} rounds to {_percent(figures)}"


def _what_fits(row: Sequence[Figure], limit: int) -> str:
    """Say which numbers of patients give every rate of the row, or that none does and which one fails."""
    tried = range(1, limit + 1)
    fits = [n for n in tried if all(_fits(figure, n) for figure in row)]
    if not fits:
        return f"no number up to {limit} gives {_all(row)}{_but_one(row, limit)}"
    if len(fits) == 1:
        counts = _and([str(count(figure, fits[0])) for figure in _distinct(row)])
        return f"only {fits[0]}, up to {limit}, gives {_all(row)}: {counts} patients"
    named = (
        _or(fits) if len(fits) <= _NAMED else f"{len(fits)} numbers up to {limit}, {fits[-1]} the largest,"
    )
    return f"{named} would give {_all(row)}"


def _all(row: Sequence[Figure]) -> str:
    return f"{_percent(row)} {'together' if len(row) > 1 else ''}".strip()


def _but_one(row: Sequence[Figure], limit: int) -> str:
    """Name the largest number that gives all rates of a row but one."""
    for n in range(limit, 0, -1):
        left = [figure for figure in row if not _fits(figure, n)]
        if len(row) > 2 and len(left) == 1:
            return f", {n} all but {left[0].value} %"
    return ""


def _percent(figures: Sequence[Figure]) -> str:
    return _and([f"{figure.value}" for figure in _distinct(figures)]) + " %"


def _distinct(figures: Sequence[Figure]) -> list[Figure]:
    return list({figure.value: figure for figure in figures}.values())


def _and(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _or(numbers: Sequence[int]) -> str:
    words = [str(n) for n in numbers]
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _name(key: str, figures: Sequence[Figure]) -> str:
    """Return the name of a finding about several figures; one about a single figure is named by it."""
    return key if len(figures) > 1 else ""
