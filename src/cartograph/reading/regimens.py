"""Read what a study unit was given: steps in their order, each with agents, roles, doses and schedules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from cartograph.reading.evidence import Place
from cartograph.reading.reader import Reader, Word
from cartograph.terms import local


@dataclass(frozen=True)
class Component:
    """Hold one agent in a step, in one role."""

    agent: Word
    role: Word
    dose: str
    schedule: str
    route: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Step:
    """Hold one step of a regimen."""

    name: str
    order: int
    interval: str
    components: tuple[Component, ...]


def read(reader: Reader, unit: NamedNode) -> list[Step]:
    """Return the steps of a study unit, in their order."""
    return sorted(
        (_step(reader, node) for node in reader.nodes(unit, "hasStep")), key=lambda s: (s.order, s.name)
    )


def given(reader: Reader, agent: NamedNode) -> list[tuple[NamedNode, Word]]:
    """Return every study unit that was given an agent, with the role that it had there."""
    return sorted(
        {
            (unit, reader.one(component, "role") or Word("roleNotStated", "role not stated"))
            for component in reader.backlinks("agent", agent)
            for step in reader.backlinks("hasComponent", component)
            for unit in reader.backlinks("hasStep", step)
        },
        key=lambda pair: (pair[0].value, pair[1].text),
    )


def _step(reader: Reader, node: NamedNode) -> Step:
    components = [_component(reader, one) for one in reader.nodes(node, "hasComponent")]
    name = local(node).rpartition("/")[2].replace("-", " ")
    order = reader.texts(node, "order")
    return Step(name, int(order[0]) if order else 0, reader.told(node, "interval"), tuple(components))


def _component(reader: Reader, node: NamedNode) -> Component:
    statements = reader.backlinks("subject", node)
    return Component(
        reader.one(node, "agent") or Word("", "agent not named"),
        reader.one(node, "role") or Word("roleNotStated", "role not stated"),
        dose(reader, node),
        reader.told(node, "schedule"),
        (reader.one(node, "route") or Word("", "")).text,
        reader.all_places(statements),
    )


def dose(reader: Reader, node: NamedNode) -> str:
    """Return the dose as a person writes it: one, several levels, a range, or a target with its tolerance."""
    unit = _unit(reader, node)
    low, high = reader.texts(node, "doseLow"), reader.texts(node, "doseHigh")
    levels = listed(sorted(map(Decimal, reader.texts(node, "dose"))))
    ranged = f"{number(low[0])} to {number(high[0])}" if low and high else ""
    if bool(low) != bool(high):
        ranged = f"from {number(low[0])}" if low else f"up to {number(high[0])}"
    tolerance = reader.texts(node, "doseTolerance")
    within = f"± {tolerance[0]} %" if tolerance else ""
    said = "; ".join(filter(None, [levels, ranged]))
    return " ".join(filter(None, [said, within, unit if said else ""]))


def _unit(reader: Reader, node: NamedNode) -> str:
    """Return the unit of a dose; behind one that only an uncertain reading gives stands how it was read."""
    agreed = [reader.word(unit).short for unit in reader.nodes(node, "doseUnit")]
    doubted = [f"{reader.word(unit).short} ({how.text})" for unit, how in reader.uncertain(node, "doseUnit")]
    return next(iter([*agreed, *doubted]), "")


def listed(numbers: Iterable[Decimal]) -> str:
    """Return doses as a list that shares its power of ten.

    >>> listed([Decimal(150000000), Decimal(300000000)])
    '1.5 × 10⁸, 3 × 10⁸'
    """
    return ", ".join(number(str(one)) for one in numbers)


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LARGE = 5  # digits after the first from which people write a power of ten


def number(text: str) -> str:
    """Write a number as clinicians do.

    >>> number("750000"), number("150000000"), number("1600"), number("1.5")
    ('7.5 × 10⁵', '1.5 × 10⁸', '1,600', '1.5')
    """
    value = Decimal(text)
    if value.adjusted() < _LARGE:
        return f"{value:,f}"
    power = value.adjusted()
    return f"{format(value.scaleb(-power).normalize(), 'f')} × 10{str(power).translate(_RAISED)}"
