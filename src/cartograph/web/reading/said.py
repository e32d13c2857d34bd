"""Read what is said of a thing beside facts and figures: approvals, doses, comparisons, mechanisms, mentions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from cartograph.questions.evidence import Place
from cartograph.terms import LABEL, local, ont
from cartograph.web.reading.look import CLAIMS, Look, Word
from cartograph.web.reading.regimen import number

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


def approvals(look: Look, agent: NamedNode) -> list[Approval]:
    """Return what is said of the approval of an agent, the latest first."""
    found = [_approval(look, node) for node in _of_agent(look, agent, "RegulatoryStatus")]
    return sorted(found, key=lambda one: (one.as_of, one.state.text), reverse=True)


def designations(look: Look, agent: NamedNode) -> list[Designation]:
    """Return the doses of an agent that have a standing."""
    return [_designation(look, node) for node in _of_agent(look, agent, "DoseDesignation")]


def comparisons(look: Look, units: Iterable[NamedNode]) -> list[Comparison]:
    """Return the comparisons in which one of the study units is a side."""
    found = {one for unit in units for side in ("leftUnit", "rightUnit") for one in look.about(side, unit)}
    read = [_comparison(look, node) for node in sorted(found, key=str)]
    return sorted(read, key=lambda one: (one.left.text, one.endpoint.text))


def assertions(look: Look, actors: Iterable[NamedNode]) -> list[Assertion]:
    """Return what the sources say that things do."""
    return [_assertion(look, node) for actor in actors for node in look.about("actor", actor)]


def mentions(look: Look, agent: NamedNode) -> list[Mention]:
    """Return the mentions that are about an agent, or that cannot be told apart from it."""
    said = [(node, True) for node in look.about("denotes", agent)]
    said += [(node, False) for node in look.about("mayBeSameAs", agent)]
    return [
        Mention(local(node), look.label(node), same, look.text(node, "because"), look.places(node))
        for node, same in said
    ]


def trials(look: Look, agent: NamedNode, others: Iterable[NamedNode] = ()) -> list[Trial]:
    """Return the trials of an agent: those that a source names as such, and those of its study units."""
    nodes = dict.fromkeys([*look.about("investigates", agent), *others])
    return sorted((trial(look, node) for node in nodes), key=lambda one: one.word.text)


def trial(look: Look, node: NamedNode) -> Trial:
    """Return a trial."""
    phases = look.nodes(node, "phase") or _disputed(look, node, "phase")
    states = [look.word(one).text for one in look.nodes(node, "trialState")]
    return Trial(
        look.word(node),
        tuple(look.texts(node, "registryId")),
        " or ".join(look.word(one).text for one in phases) + (" (disputed)" if len(phases) > 1 else ""),
        ", ".join(states),
        look.all_places(look.about("subject", node)),
    )


def naming(look: Look, node: NamedNode) -> list[tuple[str, str, list[Naming]]]:
    """Return the claims that name a thing by passage: the passage's path, its name, and its claims in order."""
    quads = look.store.quads_for_pattern(None, ont("names"), node, CLAIMS)
    groups: dict[NamedNode, list[Naming]] = {}
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and (passage := _in_claims(look, quad.subject, "inPassage")):
            groups.setdefault(passage, []).append(_naming(look, quad.subject))
    return [
        (local(passage), passage_name(look, passage), sorted(claims, key=lambda one: (one.line, one.path)))
        for passage, claims in sorted(groups.items(), key=lambda item: item[0].value)
    ]


def passage_name(look: Look, passage: NamedNode) -> str:
    """Return source and passage as people say them."""
    source = _in_claims(look, passage, "inSource")
    return ", ".join(look.label(node, CLAIMS) for node in (source, passage) if node)


def _of_agent(look: Look, agent: NamedNode, kind: str) -> list[NamedNode]:
    return [node for node in look.about("ofAgent", agent) if look.is_a(node, kind)]


def _approval(look: Look, node: NamedNode) -> Approval:
    return Approval(
        look.one(node, "regulatoryState") or _NOTHING,
        look.one(node, "agency"),
        look.text(node, "asOf"),
        look.text(node, "year"),
        look.text(node, "indication"),
        look.text(node, "note"),
        look.places(node),
    )


def _designation(look: Look, node: NamedNode) -> Designation:
    numbers = [number(one) for one in look.texts(node, "designatedDose")]
    low, high = look.texts(node, "designatedLow"), look.texts(node, "designatedHigh")
    if low and high:
        numbers.append(f"{number(low[0])} to {number(high[0])}")
    unit = look.one(node, "designatedUnit")
    dose = " ".join(filter(None, [", ".join(numbers), unit.text if unit and numbers else ""]))
    word = look.one(node, "designation") or _NOTHING
    return Designation(word, dose, look.text(node, "context"), look.places(node))


def _comparison(look: Look, node: NamedNode) -> Comparison:
    left, right, endpoint, direction, design = (
        look.one(node, name) or _NOTHING
        for name in ("leftUnit", "rightUnit", "endpoint", "direction", "design")
    )
    said = look.text(node, "significance"), look.text(node, "context")
    return Comparison(left, right, endpoint, direction, design, *said, look.places(node))


def _assertion(look: Look, node: NamedNode) -> Assertion:
    actor, relation, modality = (
        look.one(node, name) or _NOTHING for name in ("actor", "relation", "modality")
    )
    said = look.text(node, "object"), look.text(node, "context")
    return Assertion(actor, relation, *said, modality, look.places(node))


def _disputed(look: Look, node: NamedNode, name: str) -> list[NamedNode]:
    """Return the values that statements give to a property on which nobody agrees."""
    found = {
        value
        for statement in look.about("subject", node)
        if Quad(statement, ont("property"), ont(name)) in look.store
        for value in look.nodes(statement, "statedValue")
    }
    return sorted(found, key=str)


def _naming(look: Look, claim: NamedNode) -> Naming:
    quads = list(look.store.quads_for_pattern(claim, None, None, CLAIMS))
    said = {local(quad.predicate): quad.object.value for quad in quads if hasattr(quad.object, "value")}
    return Naming(local(claim), said.get("row", said.get(LABEL.value, "")), int(said.get("line", 0)))


def _in_claims(look: Look, node: NamedNode, name: str) -> NamedNode | None:
    for quad in look.store.quads_for_pattern(node, ont(name), None, CLAIMS):
        if isinstance(quad.object, NamedNode):
            return quad.object
    return None
