"""Find figures that contradict each other, and say why they may: explained, unexplained or undetermined.

Two figures are held against each other when they measure the same endpoint of the same study unit with the same
statistic, and no stated time, threshold, grade range or attribution tells them apart. The type says why they differ,
the kind where they are printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from cartograph.rules.kinds import kind
from cartograph.rules.reports import Figure, Report
from cartograph.terms import BASE, local

#: Values that say that an axis is not stated.
_SILENT = {None, "gradesNotStated", "notStated", "populationNotStated"}
_AXES = ("population", "assessor", "time", "threshold", "grades", "attribution", "unit", "method", "context")
#: Axes that, where both sides state them, explain why the sides differ; on the others they do not speak of one thing.
_EXPLAINING = {"population", "assessor"}


@dataclass(frozen=True)
class Conflict:
    """Hold two figures that differ, the type of their conflict, and the axes that it rests on."""

    unit: str
    one: Figure
    two: Figure
    type: str
    axes: tuple[str, ...]

    @property
    def iri(self) -> str:
        """Return the name of the conflict, which comes from its two figures."""
        return f"{BASE}conflict/{local(self.unit)}/{_name(self)}"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return where the two figures are printed."""
        return (kind(local(self.one.iri), local(self.two.iri)),)

    @property
    def subject(self) -> str:
        """Return the study unit that the figures measure."""
        return self.unit

    @property
    def predicate(self) -> str:
        """Return the endpoint that the figures measure."""
        return self.one.endpoint

    @property
    def sides(self) -> tuple[tuple[str, ...], ...]:
        """Return what stands against what: the two figures."""
        return (self.one.iri,), (self.two.iri,)

    @property
    def message(self) -> str:
        """Return the conflict in a sentence."""
        on = f" ({', '.join(self.axes)})" if self.axes else ""
        return f"'{self.one.label}' against '{self.two.label}': {self.type}{on}."


def conflicts(reports: list[Report]) -> Iterator[Conflict]:
    """Yield every pair of contradicting figures, a study unit at a time."""
    units: dict[str, list[tuple[Report, Figure]]] = defaultdict(list)
    for report in reports:
        units[report.unit] += [(report, f) for f in report.figures if _comparable(f)]
    for unit, found in sorted(units.items()):
        for (first, one), (second, two) in combinations(found, 2):
            made = _judged(unit, first, one, second, two)
            if made is not None and not _repeats(made, [figure for _, figure in found]):
                yield made


def _repeats(made: Conflict, found: Sequence[Figure]) -> bool:
    """Say whether the side that leaves an axis open repeats a figure that states it, and so is no other value.

    "CRS was 95 %" repeats the table's "CRS (95 %)" of any grade, and does not contradict its 10 % of grades 3 to 4.
    """
    for silent, spoken in ((made.one, made.two), (made.two, made.one)):
        for axis in made.axes if made.type == "undetermined" else ():
            if axis in _AXES and getattr(silent, axis) in _SILENT:
                taken = (getattr(spoken, axis), *_SILENT)
                same = (f for f in found if _measure(f) == _measure(silent) and f.value == silent.value)
                if any(getattr(f, axis) not in taken for f in same):
                    return True
    return False


def _measure(figure: Figure) -> tuple[str, ...]:
    return figure.endpoint, figure.statistic


def _comparable(figure: Figure) -> bool:
    """Say whether a figure can contradict another: a printed value over all patients, or a median not reached."""
    said = figure.value is not None or figure.not_reached
    return said and not figure.conditional and not figure.derived


def _judged(unit: str, first: Report, one: Figure, second: Report, two: Figure) -> Conflict | None:
    axes = {axis: (getattr(one, axis), getattr(two, axis)) for axis in _AXES}
    differing = {axis for axis, (a, b) in axes.items() if a != b and a not in _SILENT and b not in _SILENT}
    if not _same_question(first, one, second, two) or one.value == two.value or differing - _EXPLAINING:
        return None
    if differing:
        return Conflict(unit, one, two, "explained", tuple(sorted(differing)))
    if _rounds(one, two):
        return Conflict(unit, one, two, "explained", ("rounding",))
    unstated = tuple(axis for axis, (a, b) in axes.items() if (a in _SILENT) != (b in _SILENT))
    if first.iri != second.iri:
        cuts = _follow_up(first), _follow_up(second)
        if None in cuts:
            unstated = ("data cut", *unstated)
        elif cuts[0] != cuts[1]:
            return Conflict(unit, one, two, "explained", ("data cut",))
    return Conflict(unit, one, two, "undetermined" if unstated else "unexplained", unstated)


def _same_question(first: Report, one: Figure, second: Report, two: Figure) -> bool:
    if (one.endpoint, one.statistic, one.serious) != (two.endpoint, two.statistic, two.serious):
        return False
    if one.endpoint == "followUp":  # another follow-up is what makes it another data cut
        return first.iri == second.iri
    return (
        one.endpoint != "participants" or one.population == two.population
    )  # else two sizes of two populations


def _rounds(one: Figure, two: Figure) -> bool:
    """Say whether the coarser figure is the finer one, rounded."""
    if one.value is None or two.value is None:
        return False
    coarse, fine = sorted((one, two), key=lambda f: f.half_unit, reverse=True)
    return coarse.half_unit > fine.half_unit and abs(coarse.exact - fine.exact) <= coarse.half_unit


def _follow_up(report: Report) -> tuple[str, str | None] | None:
    found = {
        (str(f.value), f.unit) for f in report.figures if f.endpoint == "followUp" and f.value is not None
    }
    return found.pop() if len(found) == 1 else None


def _name(conflict: Conflict) -> str:
    return ".".join(
        local(f.iri).removeprefix("claim/").replace("/figure/", "/").replace("/", "-")
        for f in (conflict.one, conflict.two)
    )
