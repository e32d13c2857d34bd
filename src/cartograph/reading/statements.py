"""Read what is said of a thing beside facts and figures: approvals, doses, comparisons, mechanisms, mentions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from cartograph.reading.evidence import Place
from cartograph.reading.reader import Reader, Word
from cartograph.reading.regimens import number
from cartograph.terms import LABEL, local, ont
from cartograph.versions.labels import CLAIMS

_NOTHING = Word("", "")


@dataclass(frozen=True)
class Approval:
    """Hold what a source of a given date says about the approval of an agent."""

    state: Word
    agency: Word | None
    as_of: str
    year: str
    indication: str
    note: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Designation:
    """Hold the standing of a dose in development."""

    designation: Word
    dose: str
    context: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Comparison:
    """Hold two study units side by side, as a source compares them."""

    left: Word
    right: Word
    endpoint: Word
    direction: Word
    design: Word
    significance: str
    context: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Assertion:
    """Hold what a source says that a thing does."""

    actor: Word
    relation: Word
    object: str
    context: str
    modality: Word
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Mention:
    """Hold a row or phrase that may be about a product, or is."""

    path: str
    label: str
    same: bool
    because: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Trial:
    """Hold a trial of an agent."""

    word: Word
    registry: tuple[str, ...]
    phase: str
    state: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Naming:
    """Hold a claim that names a thing."""

    path: str
    row: str
    line: int


def approvals(reader: Reader, agent: NamedNode) -> list[Approval]:
    """Return what is said of the approval of an agent, the latest first."""
    found = [_approval(reader, node) for node in _of_agent(reader, agent, "RegulatoryStatus")]
    return sorted(found, key=lambda one: (one.as_of, one.state.text), reverse=True)


def designations(reader: Reader, agent: NamedNode) -> list[Designation]:
    """Return the doses of an agent that have a standing."""
    return [_designation(reader, node) for node in _of_agent(reader, agent, "DoseDesignation")]


def comparisons(reader: Reader, units: Iterable[NamedNode]) -> list[Comparison]:
    """Return the comparisons in which one of the study units is a side."""
    found = {
        one for unit in units for side in ("leftUnit", "rightUnit") for one in reader.backlinks(side, unit)
    }
    read = [_comparison(reader, node) for node in sorted(found, key=str)]
    return sorted(read, key=lambda one: (one.left.text, one.endpoint.text))


def assertions(reader: Reader, actors: Iterable[NamedNode]) -> list[Assertion]:
    """Return what the sources say that things do."""
    return [_assertion(reader, node) for actor in actors for node in reader.backlinks("actor", actor)]


def mentions(reader: Reader, agent: NamedNode) -> list[Mention]:
    """Return the mentions that are about an agent, or that cannot be told apart from it."""
    said = [(node, True) for node in reader.backlinks("denotes", agent)]
    said += [(node, False) for node in reader.backlinks("mayBeSameAs", agent)]
    return [
        Mention(local(node), reader.label(node), same, reader.text(node, "because"), reader.places(node))
        for node, same in said
    ]


def trials(reader: Reader, agent: NamedNode, others: Iterable[NamedNode] = ()) -> list[Trial]:
    """Return the trials of an agent: those that a source names as such, and those of its study units."""
    nodes = dict.fromkeys([*reader.backlinks("investigates", agent), *others])
    return sorted((trial(reader, node) for node in nodes), key=lambda one: one.word.text)


def trial(reader: Reader, node: NamedNode) -> Trial:
    """Return a trial."""
    phases = reader.nodes(node, "phase") or _disputed(reader, node, "phase")
    states = [reader.word(one).text for one in reader.nodes(node, "trialState")]
    return Trial(
        reader.word(node),
        tuple(reader.texts(node, "registryId")),
        reader.told(node, "phase")
        if len(phases) < 2
        else " or ".join(reader.word(one).text for one in phases) + " (disputed)",
        ", ".join(states),
        reader.all_places(reader.backlinks("subject", node)),
    )


def naming(reader: Reader, node: NamedNode) -> list[tuple[str, str, list[Naming]]]:
    """Return the claims that name a thing by passage: the passage's path, its name, and its claims in order."""
    quads = reader.store.quads_for_pattern(None, ont("names"), node, CLAIMS)
    groups: dict[NamedNode, list[Naming]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and (passage := _in_claims(reader, quad.subject, "inPassage")):
            groups.setdefault(passage, []).append(_naming(reader, quad.subject))
    return [
        (local(passage), passage_name(reader, passage), sorted(claims, key=lambda one: (one.line, one.path)))
        for passage, claims in sorted(groups.items(), key=lambda item: item[0].value)
    ]


def passage_name(reader: Reader, passage: NamedNode) -> str:
    """Return source and passage as people say them."""
    source = _in_claims(reader, passage, "inSource")
    return ", ".join(reader.label(node, CLAIMS) for node in (source, passage) if node)


def _of_agent(reader: Reader, agent: NamedNode, kind: str) -> list[NamedNode]:
    return [node for node in reader.backlinks("ofAgent", agent) if reader.is_a(node, kind)]


def _approval(reader: Reader, node: NamedNode) -> Approval:
    return Approval(
        reader.one(node, "regulatoryState") or _NOTHING,
        reader.one(node, "agency"),
        reader.text(node, "asOf"),
        reader.text(node, "year"),
        reader.text(node, "indication"),
        reader.text(node, "note"),
        reader.places(node),
    )


def _designation(reader: Reader, node: NamedNode) -> Designation:
    numbers = [number(one) for one in reader.texts(node, "designatedDose")]
    low, high = reader.texts(node, "designatedLow"), reader.texts(node, "designatedHigh")
    if low and high:
        numbers.append(f"{number(low[0])} to {number(high[0])}")
    unit = reader.one(node, "designatedUnit")
    dose = " ".join(filter(None, [", ".join(numbers), unit.text if unit and numbers else ""]))
    word = reader.one(node, "designation") or _NOTHING
    return Designation(word, dose, reader.text(node, "context"), reader.places(node))


def _comparison(reader: Reader, node: NamedNode) -> Comparison:
    left, right, endpoint, direction, design = (
        reader.one(node, name) or _NOTHING
        for name in ("leftUnit", "rightUnit", "endpoint", "direction", "design")
    )
    said = reader.text(node, "significance"), reader.text(node, "context")
    return Comparison(left, right, endpoint, direction, design, *said, reader.places(node))


def _assertion(reader: Reader, node: NamedNode) -> Assertion:
    actor, relation, modality = (
        reader.one(node, name) or _NOTHING for name in ("actor", "relation", "modality")
    )
    said = reader.text(node, "object"), reader.text(node, "context")
    return Assertion(actor, relation, *said, modality, reader.places(node))


def _disputed(reader: Reader, node: NamedNode, name: str) -> list[NamedNode]:
    """Return the values that statements give to a property on which nobody agrees."""
    found = {
        value
        for statement in reader.backlinks("subject", node)
        if Quad(statement, ont("property"), ont(name)) in reader.store
        for value in reader.nodes(statement, "statedValue")
    }
    return sorted(found, key=str)


def _naming(reader: Reader, claim: NamedNode) -> Naming:
    quads = list(reader.store.quads_for_pattern(claim, None, None, CLAIMS))
    said = {local(quad.predicate): quad.object.value for quad in quads if hasattr(quad.object, "value")}
    return Naming(local(claim), said.get("row", said.get(LABEL.value, "")), int(said.get("line", 0)))


def _in_claims(reader: Reader, node: NamedNode, name: str) -> NamedNode | None:
    for quad in reader.store.quads_for_pattern(node, ont(name), None, CLAIMS):
        if isinstance(quad.object, NamedNode):
            return quad.object
    return None
