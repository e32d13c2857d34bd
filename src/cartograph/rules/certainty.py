"""Keep an uncertain reading uncertain: say which values only such readings give, and what follows from those alone.

A value that a curator assumed, or whose meaning is unclear, is no agreed value: rules, reasoner and questions would
take it for what a source says. It stands as an `:UncertainFact` beside the view. Only what belongs to what
(`:standsAssumed`) is kept on an assumed reading, because whatever hangs from it would be lost; there the uncertain fact
marks the triple. What follows has the weakest reading on the way to it, and of several ways the surest
(docs/decisions/0025).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Quad

from cartograph.rules.figures import DERIVED
from cartograph.rules.readings import CERTAIN, RANK, weakest
from cartograph.rules.reports import Index, triple
from cartograph.terms import BASE, ONT, RDFS, TYPE, local, ont

#: What rules/ close upwards, by the stated property.
_CLOSED = {"geneTransfer": "geneTransferHolds", "cellSource": "cellSourceHolds"}
#: Classes that the vocabulary gives a thing, whatever its kind is read to be.
_DECLARED = {"Thing", "Agent", "Construct"}
_LONGEST = 40  # characters of a literal that an IRI spells out
_SUPERCLASS = RDFS + "subClassOf"
_TYPE = TYPE.value


@dataclass(frozen=True)
class Support:
    """Hold one way to a fact: its weakest reading, and the statements on the way."""

    reading: str
    premises: tuple[str, ...]

    def then(self, other: Support) -> Support:
        """Return the way that goes on with another."""
        return Support(weakest((self.reading, other.reading)), (*self.premises, *other.premises))


@dataclass(frozen=True, order=True)
class Uncertain:
    """Hold a fact that no certain reading gives."""

    subject: str
    predicate: str
    value: str
    reading: str
    premises: tuple[str, ...]

    @property
    def iri(self) -> str:
        """Return the name of the fact, from the thing, the property and the value."""
        return f"{BASE}uncertain/{local(self.subject)}/{_short(self.predicate)}/{_named(self.value)}"


_Key = tuple[str, str, str]  # subject, property, value


class Certainty:
    """Work out which facts of the agreed view, and of what lies beside it, are uncertain."""

    def __init__(self, facts: Index) -> None:
        self.facts = facts
        self._ways: dict[_Key, list[Support]] = defaultdict(list)
        for iri, said in sorted(facts.items()):
            if "statedValue" in said:
                reading = weakest(map(local, said.get("reading", ())))
                key = said["subject"][0], local(said["property"][0]), said["statedValue"][0]
                self._ways[key].append(Support(reading, (iri,)))
        self.stated: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, property_, value in self._ways:
            self.stated[subject, property_].append(value)

    def found(self) -> list[Uncertain]:
        """Return every uncertain fact: stated, or following from such."""
        ways = {**self._ways, **self._following()}
        facts = ((key, min(found, key=lambda way: RANK[way.reading])) for key, found in ways.items())
        return sorted(
            Uncertain(*key, way.reading, tuple(sorted(set(way.premises))))
            for key, way in facts
            if way.reading != CERTAIN
        )

    def _following(self) -> Mapping[_Key, list[Support]]:
        """Return further ways to facts, with those that are stated."""
        further: dict[_Key, list[Support]] = defaultdict(list)
        for rule in (self._targets, self._given, self._closed, self._classes):
            for key, way in rule():
                further[key].append(way)
        return {key: [*self._ways.get(key, ()), *found] for key, found in further.items()}

    # ------------------------------------------------------------------ what follows, as rules/ conclude it
    def _targets(self) -> Iterator[tuple[_Key, Support]]:
        """Follow rules/30-targets.rq: an agent is directed against what a binder of its construct binds."""
        for agent, said in self.facts.items():
            for construct in said.get("hasConstruct", ()) if "/agent/" in agent else ():
                for slot in self.facts.get(construct, {}).get("hasSlot", ()):
                    for target in self.stated.get((slot, "binds"), ()):
                        made = self._way(agent, "hasConstruct", construct)
                        yield (agent, "targets", target), made.then(self._way(slot, "binds", target))

    def _given(self) -> Iterator[tuple[_Key, Support]]:
        """Follow rules/05-investigational-agents.rq: a study unit is given what its or its whole's regimen has."""
        for unit, said in self.facts.items():
            for agent in said.get("investigationalAgent", ()):
                for way in self._regimen(unit, agent, frozenset()):
                    yield (unit, "investigationalAgent", agent), way

    def _regimen(self, unit: str, agent: str, seen: frozenset[str]) -> Iterator[Support]:
        for step in self.facts.get(unit, {}).get("hasStep", ()):
            for component in self.facts.get(step, {}).get("hasComponent", ()):
                if agent in self.facts.get(component, {}).get("agent", ()):
                    yield self._way(component, "agent", agent)
        if "hasStep" not in self.facts.get(unit, {}):
            for whole in self._wholes.get(unit, ()):
                if whole not in seen:
                    above = self._regimen(whole, agent, seen | {unit})
                    yield from (way.then(self._way(whole, "includes", unit)) for way in above)

    @cached_property
    def _wholes(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for whole, said in self.facts.items():
            for unit in said.get("includes", ()):
                found[unit].append(whole)
        return found

    def _closed(self) -> Iterator[tuple[_Key, Support]]:
        """Follow rules/40-gene-transfer.rq and 61-cell-source.rq: a kind confirms every broader one."""
        for (subject, property_, value), _ in list(self._ways.items()):
            if property_ in _CLOSED:
                way = self._way(subject, property_, value)
                yield from (
                    ((subject, _CLOSED[property_], above), way) for above in self._up(value, "broader")
                )

    def _classes(self) -> Iterator[tuple[_Key, Support]]:
        """Follow rules/20-types.rq: a thing is also of the classes above its own."""
        for (subject, property_, value), _ in list(self._ways.items()):
            if property_ == _TYPE:
                way = self._way(subject, property_, value)
                ours = (above for above in self._up(value, _SUPERCLASS) if above.startswith(ONT))
                yield from (
                    ((subject, property_, each), way) for each in ours if local(each) not in _DECLARED
                )

    def _up(self, value: str, property_: str) -> set[str]:
        above, todo = {value}, [value]
        while todo:
            new = set(self.facts.get(todo.pop(), {}).get(property_, ())) - above
            above |= new
            todo += new
        return above

    def _way(self, subject: str, property_: str, value: str) -> Support:
        """Return the surest statement of a fact; what no statement gives was not read, and is certain."""
        return min(
            self._ways.get((subject, property_, value), ()),
            key=lambda way: RANK[way.reading],
            default=Support(CERTAIN, ()),
        )


def quads(found: Iterable[Uncertain]) -> Iterator[Quad]:
    """Yield each uncertain fact as a node of graph/derived, with its reading and the statements that it rests on."""
    for each in found:
        iri = each.iri
        yield Quad(NamedNode(iri), TYPE, ont("UncertainFact"), DERIVED)
        yield triple(iri, "subject", NamedNode(each.subject), DERIVED)
        yield triple(iri, "property", _property(each.predicate), DERIVED)
        yield triple(iri, "uncertainValue", _value(each.value), DERIVED)
        yield triple(iri, "weakestReading", ont(each.reading), DERIVED)
        for premise in each.premises:
            yield triple(iri, "premise", NamedNode(premise), DERIVED)


def _named(value: str) -> str:
    """Return a value as an IRI may end with it: a sentence by its digest.

    >>> _named(ONT + "cd3Zeta"), _named("7A8D5"), _named("secretion of immunomodulatory cytokines such as IL-12")
    ('cd3Zeta', '7A8D5', '483ff0d4')
    """
    text = local(value).replace("/", ".") if value.startswith(BASE) else value
    return quote(text, safe="") if len(text) <= _LONGEST else sha256(text.encode()).hexdigest()[:8]


def _property(name: str) -> NamedNode:
    return NamedNode(name) if name == _TYPE else ont(name)


def _value(value: str) -> NamedNode | Literal:
    return NamedNode(value) if value.startswith(BASE) else Literal(value)


def _short(property_: str) -> str:
    return "type" if property_ == _TYPE else property_
