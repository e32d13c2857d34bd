"""Find adverse events whose grades or parts are larger than the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import combinations, permutations

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground, Share, exact, share
from cartograph.rules.reports import Figure, Report
from cartograph.terms import ONT

_Grades = frozenset[int]


def subset_larger_than_whole(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find grade subsets that are larger than the whole.

    Problem: more patients had the event at some grade than had it at grades that include it.
    Why: the figure for the grade counts over those with the event, or is a misprint.
    Fix: record what it counts over (`among`), where the passage tells it; else `reading: impossible`, and accept.
    """
    for part, whole in permutations(_events(ground, report), 2):
        inner, outer = _grades(ground, part), _grades(ground, whole)
        if _same_event(part, whole) and inner and inner < outer and _more(ground, report, (part,), whole):
            yield Finding(
                "subset-larger-than-whole",
                "impossible",
                f"'{part.label}' exceeds '{whole.label}'",
                (part.iri, whole.iri),
            )


def grades_exceed_whole(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find grades that exclude each other and add up to more than the grades that include them all.

    Problem: patients by worst grade, added up, are more than the patients with the event.
    Why: a figure is a misprint, or the source counts a patient at more than one grade; hence weak.
    Fix: mark the misprint where the passage tells which; else accept the finding.
    """
    events = _events(ground, report)
    for whole in events:
        parts = [p for p in events if _same_event(p, whole) and _grades(ground, p) < _grades(ground, whole)]
        for chosen in _apart(ground, _distinct(parts)):
            if _more(ground, report, chosen, whole):
                says = " + ".join(f"'{p.label}'" for p in chosen)
                about = (*(p.iri for p in chosen), whole.iri)
                yield Finding("grades-exceed-whole", "weak", f"{says} is more than '{whole.label}'", about)
                break


def _distinct(parts: Sequence[Figure]) -> list[Figure]:
    return list({p.grades: p for p in parts}.values())


def _apart(ground: Ground, parts: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    for size in range(2, min(len(parts), 5) + 1):
        for chosen in combinations(parts, size):
            grades = [_grades(ground, p) for p in chosen]
            if all(g for g in grades) and all(not a & b for a, b in combinations(grades, 2)):
                yield chosen


def event_exceeds_any_event(ground: Ground, report: Report) -> Iterator[Finding]:
    """Find an adverse event that is more frequent than any adverse event at all.

    Problem: more patients had one event than had any event of the same attribution, at the same grades or more.
    Why: the figure for any event counts something else, such as serious events, or is a misprint; hence weak
    where the grades are not stated.
    Fix: record what the figure for any event counts, where the passage tells it; else accept the finding.
    """
    events = _events(ground, report)
    every = [f for f in events if f.endpoint == "anyAdverseEvent"]
    for one in events:
        for whole in every:
            if one.endpoint != "anyAdverseEvent" and _same_kind(one, whole) and one.grades == whole.grades:
                stated = bool(_grades(ground, whole)) and whole.reading is None
                if _more(ground, report, (one,), whole):
                    yield Finding(
                        "event-exceeds-any-event",
                        "impossible" if stated else "weak",
                        f"'{one.label}' exceeds any adverse event, '{whole.label}'",
                        (one.iri, whole.iri),
                    )


def _events(ground: Ground, report: Report) -> list[Figure]:
    """Return the adverse events of a report that count over all its patients."""
    return [
        f
        for f in report.figures
        if exact(f) and not f.conditional and f.population is None and ground.is_event(f.endpoint)
    ]


def _same_event(one: Figure, other: Figure) -> bool:
    return one.endpoint == other.endpoint and _same_kind(one, other)


def _same_kind(one: Figure, other: Figure) -> bool:
    return (one.attribution, one.serious) == (other.attribution, other.serious)


def _grades(ground: Ground, figure: Figure) -> _Grades:
    """Return the grades that a figure counts; none where the source does not tell them."""
    iri = ONT + (figure.grades or "gradesNotStated")
    low, high = ground.world.values(iri, "minGrade"), ground.world.values(iri, "maxGrade")
    return frozenset(range(int(low[0]), int(high[0]) + 1)) if low and high else frozenset()


def _more(ground: Ground, report: Report, parts: Sequence[Figure], whole: Figure) -> bool:
    """Say whether parts are surely more than the whole; figures over other numbers of patients are left."""
    if len({ground.n(report, f)[0] for f in (*parts, whole)}) > 1:
        return False
    *shares, limit = [share(f, ground.n(report, f)[0]) for f in (*parts, whole)]
    known = [s for s in shares if s is not None]
    return limit is not None and len(known) == len(parts) and reduce(Share.__add__, known) > limit
