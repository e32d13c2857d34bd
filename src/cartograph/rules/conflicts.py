"""Find figures that contradict each other, and say why they may: explained, unexplained or undetermined.

Two figures are held against each other when they measure the same endpoint of the same study unit, or of two units of
one trial or product that may hold the same patients, and no stated time, threshold, grade range or attribution tells
them apart. One number under two statistics differs too; and where a source prints no statistic, or calls what it must
count by the word of one category, that is an axis which it leaves open. The type says why the sides differ, the kind
where they are printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, permutations, product

from cartograph.rules.kinds import kind
from cartograph.rules.patients import same_patients
from cartograph.rules.reports import Figure, Index, Report
from cartograph.terms import BASE, local

#: Values that say that an axis is not stated.
_SILENT = {None, "gradesNotStated", "notStated", "populationNotStated"}
_AXES = ("population", "assessor", "time", "threshold", "grades", "attribution", "unit", "method", "context")
#: Axes that, where both sides state them, explain why the sides differ; on the others they do not speak of one thing.
_EXPLAINING = {"population", "assessor"}
_CENTRES = {"median", "mean"}
#: What two units have each of their own, whoever their patients are.
_OF_A_UNIT = {"participants", "followUp"}
_UNIT = "study unit"


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


_Placed = tuple[Report, Figure]


def conflicts(reports: list[Report], facts: Index) -> Iterator[Conflict]:
    """Yield every pair of contradicting figures: of one study unit, then of two that may hold the same patients."""
    units: dict[str, list[_Placed]] = defaultdict(list)
    for report in reports:
        units[report.unit] += [(report, f) for f in report.figures if _comparable(f)]
    for unit, found in sorted(units.items()):
        yield from _between(unit, combinations(found, 2), [figure for _, figure in found])
        yield from _loose_words(unit, found)
    for unit, other in same_patients(facts, list(units)):
        pairs = [(a, b) for a, b in product(units[unit], units[other]) if a[1].endpoint not in _OF_A_UNIT]
        yield from _between(unit, pairs, [figure for pair in pairs for _, figure in pair], (_UNIT,))


def _between(
    unit: str,
    pairs: Iterable[tuple[_Placed, _Placed]],
    figures: Sequence[Figure],
    open_: tuple[str, ...] = (),
) -> Iterator[Conflict]:
    """Yield the pairs that contradict each other; axes that are open for all of them come first."""
    for (first, one), (second, two) in pairs:
        made = _judged(unit, first, one, second, two, open_)
        if made is not None and not _repeats(made, figures):
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
    """Say whether a figure can contradict another: a printed value or range, or a median not reached."""
    said = figure.value is not None or figure.not_reached or _range(figure) is not None
    return said and not figure.conditional and not figure.derived


def _range(figure: Figure) -> tuple[Decimal, Decimal] | None:
    """Return the ends of a figure that is printed as a range and no value."""
    given = figure.value is None and figure.low is not None and figure.high is not None
    return (figure.low, figure.high) if given and figure.low is not None and figure.high is not None else None


def _judged(
    unit: str, first: Report, one: Figure, second: Report, two: Figure, open_: tuple[str, ...]
) -> Conflict | None:
    axes = {axis: (getattr(one, axis), getattr(two, axis)) for axis in _AXES}
    differing = {axis for axis, (a, b) in axes.items() if a != b and a not in _SILENT and b not in _SILENT}
    statistic = _statistic(one, two)
    if statistic is None or not _same_question(first, one, second, two) or differing - _EXPLAINING:
        return None
    if statistic.type == "unexplained":
        return Conflict(unit, one, two, "unexplained", ("statistic",))
    if _same_value(one, two):
        return None
    if differing:
        return Conflict(unit, one, two, "explained", tuple(sorted(differing)))
    if _rounds(one, two):
        return Conflict(unit, one, two, "explained", ("rounding",))
    silent = tuple(axis for axis, (a, b) in axes.items() if (a in _SILENT) != (b in _SILENT))
    return _by_data_cut(Conflict(unit, one, two, "", (*open_, *statistic.open, *silent)), first, second)


def _by_data_cut(made: Conflict, first: Report, second: Report) -> Conflict:
    """Type a conflict by the data cuts of its reports: two cuts explain it, one that is not told leaves it open."""
    unstated = made.axes
    if first.iri != second.iri:
        cuts = _follow_up(first), _follow_up(second)
        if None in cuts:
            unstated = ("data cut", *unstated)
        elif cuts[0] != cuts[1]:
            return replace(made, type="explained", axes=("data cut",))
    return replace(made, type="undetermined" if unstated else "unexplained", axes=unstated)


@dataclass(frozen=True)
class _Statistics:
    """Hold what two statistics say of a pair of figures: a type of their own, or an axis that is left open."""

    type: str = ""
    open: tuple[str, ...] = ()


def _statistic(one: Figure, two: Figure) -> _Statistics | None:
    """Compare the statistics of two figures; None where they measure two things."""
    if one.statistic == two.statistic:
        ranged = (_range(one) is None) != (_range(two) is None)
        return _Statistics(open=("statistic",) if ranged else ())
    repeated = one.value is not None and (one.value, one.unit) == (two.value, two.unit)
    if {one.statistic, two.statistic} == _CENTRES:
        return _Statistics("unexplained") if repeated else None
    return None


def _same_value(one: Figure, two: Figure) -> bool:
    return one.value == two.value and _range(one) == _range(two)


def _same_question(first: Report, one: Figure, second: Report, two: Figure) -> bool:
    if (one.endpoint, one.serious) != (two.endpoint, two.serious):
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


# ---------------------------------------------------------------------- a word of one category for it or better
_OR_BETTER = {
    "veryGoodPartialResponse": ("veryGoodPartialResponseOrBetter", "completeResponseOrBetter"),
    "completeResponse": ("completeResponseOrBetter", "stringentCompleteResponse"),
}


def _loose_words(unit: str, found: Sequence[_Placed]) -> Iterator[Conflict]:
    """Yield figures of one category that can only be it or better, and then differ from what is printed of that.

    A VGPR of 58 % beside a CR or better of 40 % and an objective response of 65 % is more than there is room for: the
    word is said of VGPR or better, of which 60 % is printed.
    """
    for (first, narrow), (second, broad) in permutations(found, 2):
        names = _OR_BETTER.get(narrow.endpoint)
        if names is not None and broad.endpoint == names[0] and _percents(narrow, broad):
            better = [f for _, f in found if f.endpoint == names[1] and _percents(narrow, f)]
            overfull = any(narrow.exact + f.exact > broad.exact + _slack(narrow, f, broad) for f in better)
            if overfull and not _rounds(narrow, broad) and narrow.value != broad.value:
                yield _by_data_cut(Conflict(unit, narrow, broad, "", ("definition",)), first, second)


def _percents(one: Figure, other: Figure) -> bool:
    values = one.value is not None and other.value is not None
    return values and one.statistic == other.statistic == "percent" and one.population == other.population


def _slack(*figures: Figure) -> Fraction:
    return sum((figure.half_unit for figure in figures), Fraction(0))
