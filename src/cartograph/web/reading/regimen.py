"""Read what a study unit was given: steps in their order, each with agents, roles, doses and schedules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from cartograph.questions.evidence import Place
from cartograph.terms import local
from cartograph.web.reading.look import Look, Word, short


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


def read(look: Look, unit: NamedNode) -> list[Step]:
    """Return the steps of a study unit, in their order."""
    return sorted(
        (_step(look, node) for node in look.nodes(unit, "hasStep")), key=lambda s: (s.order, s.name)
    )


def given(look: Look, agent: NamedNode) -> list[tuple[NamedNode, Word]]:
    """Return every study unit that was given an agent, with the role that it had there."""
    return sorted(
        {
            (unit, look.one(component, "role") or Word("roleNotStated", "role not stated"))
            for component in look.about("agent", agent)
            for step in look.about("hasComponent", component)
            for unit in look.about("hasStep", step)
        },
        key=lambda pair: (pair[0].value, pair[1].text),
    )


def _step(look: Look, node: NamedNode) -> Step:
    components = [_component(look, one) for one in look.nodes(node, "hasComponent")]
    name = local(node).rpartition("/")[2].replace("-", " ")
    order = look.texts(node, "order")
    return Step(name, int(order[0]) if order else 0, look.text(node, "interval"), tuple(components))


def _component(look: Look, node: NamedNode) -> Component:
    statements = look.about("subject", node)
    return Component(
        look.one(node, "agent") or Word("", "agent not named"),
        look.one(node, "role") or Word("roleNotStated", "role not stated"),
        dose(look, node),
        look.text(node, "schedule"),
        (look.one(node, "route") or Word("", "")).text,
        look.all_places(statements),
    )


def dose(look: Look, node: NamedNode) -> str:
    """Return the dose as a person writes it: one, several levels, a range, or a target with its tolerance."""
    unit = look.nodes(node, "doseUnit")
    term = look.term(unit[0]) if unit else None
    low, high = look.texts(node, "doseLow"), look.texts(node, "doseHigh")
    levels = listed(sorted(map(Decimal, look.texts(node, "dose"))))
    ranged = f"{number(low[0])} to {number(high[0])}" if low and high else ""
    if bool(low) != bool(high):
        ranged = f"from {number(low[0])}" if low else f"up to {number(high[0])}"
    tolerance = look.texts(node, "doseTolerance")
    within = f"± {tolerance[0]} %" if tolerance else ""
    said = "; ".join(filter(None, [levels, ranged]))
    return " ".join(filter(None, [said, within, short(term.word) if term and said else ""]))


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
