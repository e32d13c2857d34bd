"""Find figures that contradict each other, and say why they may: explained, unexplained or undetermined.

Two figures are held against each other when they measure the same endpoint of the same study unit with the same
statistic, and no stated population, time, threshold, grade range or attribution tells them apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import Literal, NamedNode, Quad

from cartograph.rules.facts import Figure, Report, triple
from cartograph.terms import GRAPH, TYPE, local, ont

DERIVED = NamedNode(GRAPH + "derived")
#: Values that say that an axis is not stated.
_SILENT = {None, "gradesNotStated", "notStated", "populationNotStated"}
_AXES = ("population", "time", "threshold", "grades", "attribution", "unit", "method", "context")


@dataclass(frozen=True)
class Conflict:
    """Hold two figures that differ, the type of their conflict, and the axes that it rests on."""

    unit: str
    one: Figure
    two: Figure
    type: str
    axes: tuple[str, ...]

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
            if made is not None:
                yield made


def _comparable(figure: Figure) -> bool:
    return figure.value is not None and not figure.conditional and not figure.derived


def _judged(unit: str, first: Report, one: Figure, second: Report, two: Figure) -> Conflict | None:
    axes = {axis: (getattr(one, axis), getattr(two, axis)) for axis in _AXES}
    if not _same_question(first, one, second, two) or one.value == two.value or _told_apart(axes):
        return None
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


def _told_apart(axes: Mapping[str, tuple[str | None, str | None]]) -> bool:
    return any(a != b and a not in _SILENT and b not in _SILENT for a, b in axes.values())


def _rounds(one: Figure, two: Figure) -> bool:
    """Say whether the coarser figure is the finer one, rounded."""
    coarse, fine = sorted((one, two), key=lambda f: f.half_unit, reverse=True)
    return coarse.half_unit > fine.half_unit and abs(coarse.exact - fine.exact) <= coarse.half_unit


def _follow_up(report: Report) -> tuple[str, str | None] | None:
    found = {
        (str(f.value), f.unit) for f in report.figures if f.endpoint == "followUp" and f.value is not None
    }
    return found.pop() if len(found) == 1 else None


def quads(found: Iterator[Conflict]) -> Iterator[Quad]:
    """Yield the conflicts as nodes; the name of a conflict comes from its two figures."""
    for conflict in found:
        iri = f"{GRAPH.removesuffix('graph/')}conflict/{local(conflict.unit)}/{_name(conflict)}"
        yield Quad(NamedNode(iri), TYPE, ont("Conflict"), DERIVED)
        yield triple(iri, "subject", NamedNode(conflict.unit), DERIVED)
        yield triple(iri, "property", ont(conflict.one.endpoint), DERIVED)
        yield triple(iri, "premise", NamedNode(conflict.one.iri), DERIVED)
        yield triple(iri, "premise", NamedNode(conflict.two.iri), DERIVED)
        yield triple(iri, "conflictType", ont(conflict.type), DERIVED)
        yield triple(iri, "message", Literal(conflict.message), DERIVED)
        for axis in conflict.axes:
            yield triple(iri, "axis", Literal(axis), DERIVED)


def _name(conflict: Conflict) -> str:
    return ".".join(
        local(f.iri).removeprefix("claim/").replace("/figure", "").replace("/", "-")
        for f in (conflict.one, conflict.two)
    )
