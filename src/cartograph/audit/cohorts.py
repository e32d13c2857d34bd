"""Find study units whose parts are larger than the whole, and patients who do not fit their description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground, exact, patients
from cartograph.rules.lines import lines
from cartograph.rules.reports import Figure
from cartograph.terms import local

_TREATED = re.compile(r"\bRRMM\b|relaps|refractory", re.IGNORECASE)


def part_larger_than_whole(ground: Ground) -> Iterator[Finding]:
    """Find a part of a cohort that has more patients than the cohort.

    Problem: a subgroup, dose level or phase has more patients than the whole that includes it, in one source.
    Why: a number is a misprint, or the part is one of another data cut.
    Fix: record the part under its own whole, where the passage tells it; else accept the finding.
    """
    for whole, parts in ground.parts():
        sizes = _sizes(ground, whole)
        for part in parts:
            for one, other in product(_sizes(ground, part), sizes):
                if _source(one) == _source(other) and one.exact > other.exact:
                    message = f"{_name(ground, part)}, '{one.label}', is more than '{other.label}'"
                    yield Finding("part-larger-than-whole", "impossible", message, (one.iri, other.iri))


def parts_do_not_add_up(ground: Ground) -> Iterator[Finding]:
    """Find parts of a cohort, printed with it, whose patients do not add up to its own.

    Problem: the parts that a claim prints beside the whole add up to another number. More than the whole is impossible
    for dose levels, which exclude each other; else a patient may be in two parts, or in none, and it is weak.
    Why: a number is a misprint, or a part is left out.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    for whole, parts in ground.parts():
        for size in _sizes(ground, whole):
            beside = [f for part in parts for f in _sizes(ground, part) if f.claim == size.claim]
            total = sum(f.exact for f in beside)
            if len(beside) > 1 and total != size.exact:
                levels = all("doseLevel" in _scope(ground, f) for f in beside)
                severity = "impossible" if levels and total > size.exact else "weak"
                says = " + ".join(f"'{f.label}'" for f in beside)
                about = (size.iri, *sorted(f.iri for f in beside))
                message = f"{says} is {total}, not '{size.label}'"
                yield Finding("parts-do-not-add-up", severity, message, about)


def count_of_part_exceeds_whole(ground: Ground) -> Iterator[Finding]:
    """Find more events in a part of a cohort, or in its dose levels together, than in the whole.

    Problem: of one source, a part counts more patients with a response or event than the cohort that includes it.
    Why: a count is a misprint, or the two count at different times.
    Fix: record the data cut that tells them apart, where the passage prints it; else accept the finding.
    """
    for whole, parts in ground.parts():
        for all_ in _counts(ground, whole):
            same = [f for part in parts for f in _counts(ground, part) if _measures_alike(f, all_)]
            levels = [f for f in same if "doseLevel" in _scope(ground, f)]
            groups: list[list[Figure]] = [[f] for f in same] + ([levels] if _apart(ground, levels) else [])
            for group in groups:
                if sum(_count(f) for f in group) > _count(all_):
                    says = " + ".join(f"'{f.label}'" for f in group)
                    about = (*sorted(f.iri for f in group), all_.iri)
                    message = f"{says} is more than '{all_.label}'"
                    yield Finding("count-of-part-exceeds-whole", "impossible", message, about)


def median_outside_parts(ground: Ground) -> Iterator[Finding]:
    """Find a time of a whole that is shorter, or longer, than those of all its parts.

    Problem: a median, or a time without a statistic, of a cohort lies below or above those of every part that is
    printed for the same measure, of two or more.
    Why: the median of a whole lies between the medians of parts that make it up. The parts may leave patients out, and
    a time without a unit is read in that of the others, hence weak; else one of the numbers is a misprint.
    Fix: record each under its own data cut or unit, where the passage tells it; else accept the finding.
    """
    for whole, parts in ground.parts():
        for time in _times(ground, whole):
            same = [f for part in parts for f in _times(ground, part) if _times_alike(f, time)]
            values = [f.exact for f in same]
            if len({_unit(ground, f) for f in same}) > 1 and not min(values) <= time.exact <= max(values):
                says = " and ".join(f"{f.value} ({_name(ground, _unit(ground, f))})" for f in same)
                message = f"'{time.label}': {time.value} of {_name(ground, whole)} lies outside {says}"
                about = (time.iri, *sorted(f.iri for f in same))
                yield Finding("median-outside-parts", "weak", message, about)


def _times(ground: Ground, unit: str) -> list[Figure]:
    """Return the medians of a unit that are times, and times that are printed without a statistic."""
    return [
        f
        for report in ground.of_unit(unit)
        for f in report.figures
        if f.statistic in ("median", "level")
        and exact(f)
        and not f.conditional
        and ground.is_time(f.endpoint)
    ]


def _times_alike(one: Figure, other: Figure) -> bool:
    """Say whether two times are of one measure; a unit that is not printed may be that of the other."""
    axes = ("endpoint", "statistic", "population")
    units = {one.unit, other.unit} - {None}
    same = all(getattr(one, axis) == getattr(other, axis) for axis in axes)
    return _source(one) == _source(other) and same and len(units) < 2


def lines_outside_eligibility(ground: Ground) -> Iterator[Finding]:
    """Find a median of prior lines that the description of the patients excludes.

    Problem: patients had to have at least so many lines of therapy, and the median of the cohort is lower (or higher
    than they were allowed).
    Why: if all patients meet the criterion, so does their median; the criterion or the median is of another cohort.
    Fix: record each under its own cohort, where the passage tells it; else accept the finding.
    """
    for (unit, property_), told in sorted(ground.world.stated.items()):
        bounded = [(said, lines(said.value)) for said in told if property_ == "eligibility"]
        for figure in _prior_lines(ground, unit) if bounded else ():
            against = [(said, its) for said, its in bounded if its and its.excludes(float(figure.exact))]
            if against:
                says = " and ".join(f"'{said.printed or said.value}' ({its} lines)" for said, its in against)
                about = (figure.iri, *(said.iri for said, _ in against))
                message = f"'{figure.label}' against {says}"
                yield Finding("lines-outside-eligibility", "impossible", message, about)


def relapsed_without_treatment(ground: Ground) -> Iterator[Finding]:
    """Find patients who relapsed, and had no treatment before.

    Problem: a description says relapsed or refractory, and that there was no prior line of therapy.
    Why: a relapse is one after a treatment; the passage may mean without a certain treatment.
    Fix: quote the passage in full; accept the finding where it is printed so.
    """
    for (_, property_), told in sorted(ground.world.stated.items()):
        for said in told if property_ == "eligibility" else ():
            bounds = lines(said.value)
            if bounds is not None and bounds.most == 0 and _TREATED.search(said.value):
                message = f"'{said.printed or said.value}': relapsed, and never treated"
                yield Finding("relapsed-without-treatment", "impossible", message, (said.iri,))


def _prior_lines(ground: Ground, unit: str) -> Iterator[Figure]:
    for report in ground.of_unit(unit):
        for figure in report.figures:
            if figure.endpoint == "priorLines" and figure.statistic == "median" and exact(figure):
                yield figure


def _sizes(ground: Ground, unit: str) -> list[Figure]:
    """Return the printed numbers of patients of a unit, of no population in particular."""
    return [
        f
        for report in ground.of_unit(unit)
        for f in report.figures
        if f.endpoint == "participants" and f.population is None and exact(f) and not f.set_aside
    ]


def _counts(ground: Ground, unit: str) -> list[Figure]:
    """Return the figures of a unit that count patients with a response or event, by a printed count."""
    return [
        f
        for report in ground.of_unit(unit)
        for f in report.figures
        if ground.counts_patients(f.endpoint) and not f.conditional and exact(f) and _is_count(f)
    ]


def _is_count(figure: Figure) -> bool:
    return figure.statistic == "count" or figure.numerator is not None


def _count(figure: Figure) -> int:
    return patients(figure, None) or 0


def _measures_alike(one: Figure, other: Figure) -> bool:
    axes = ("endpoint", "population", "grades", "attribution", "serious", "time", "threshold")
    return _source(one) == _source(other) and all(getattr(one, a) == getattr(other, a) for a in axes)


def _apart(ground: Ground, levels: Sequence[Figure]) -> bool:
    """Say whether figures are of dose levels that none includes another of, each once."""
    units = [_unit(ground, f) for f in levels]
    inside = {part for whole, parts in ground.parts() if whole in units for part in parts}
    return len(levels) > 1 and len(set(units)) == len(units) and not inside & set(units)


def _unit(ground: Ground, figure: Figure) -> str:
    return next(report.unit for report in ground.reports if figure in report.figures)


def _scope(ground: Ground, figure: Figure) -> set[str]:
    return {local(s) for s in ground.world.values(_unit(ground, figure), "unitScope")}


def _source(figure: Figure) -> str:
    return figure.claim.split("/")[1] if figure.claim.count("/") else figure.claim


def _name(ground: Ground, unit: str) -> str:
    return ground.world.label(unit)
