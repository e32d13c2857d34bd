"""Hold what the agreed view says of agents and constructs, and beside it who states what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, NamedNode, Quad

from cartograph.records.jsonld import CLAIMS
from cartograph.rules.readings import weakest
from cartograph.rules.reports import Index, index
from cartograph.terms import BASE, ONT, RDF, RDFS, local

_TYPE, _LABEL = RDF + "type", RDFS + "label"

#: Which things of the agreed view a reasoner sees: not the outcomes, which no design turns on.
SEEN = ("agent/", "construct/", "gene/", "organisation/", "target/", "technology/")


@dataclass(frozen=True, order=True)
class Said:
    """Hold one statement: who says what of a thing, and the printed words."""

    iri: str
    value: str
    claim: str
    line: int
    printed: str
    reading: str = ""  # how it was read, where that leaves open what is meant


@dataclass(frozen=True)
class World:
    """Answer what is agreed and what is stated of a thing, by the IRIs of things and the local names of properties."""

    facts: Index
    stated: Mapping[tuple[str, str], tuple[Said, ...]]
    status: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> World:
        """Read the agreed view, with the descriptions of the claims, from quads of a build or of a version."""
        known = index(q for q in quads if isinstance(q.graph_name, DefaultGraph) or q.graph_name == CLAIMS)
        stated: dict[tuple[str, str], list[Said]] = defaultdict(list)
        status: dict[tuple[str, str], str] = {}
        for iri, said in known.items():
            if "statedValue" in said:
                stated[said["subject"][0], local(said["property"][0])].append(_said(iri, said))
            elif "statusValue" in said:
                status[said["subject"][0], local(said["expectation"][0])] = local(said["statusValue"][0])
        return cls(known, {key: tuple(sorted(found)) for key, found in stated.items()}, status)

    def extended(self, quads: Iterable[Quad]) -> World:
        """Return the world with further facts, which are no statements and no statuses."""
        facts = dict(self.facts)
        for iri, said in index(quads).items():
            both = dict(facts.get(iri, {}))
            for name, values in said.items():
                both[name] = tuple(dict.fromkeys((*both.get(name, ()), *values)))
            facts[iri] = both
        return World(facts, self.stated, self.status)

    def values(self, thing: str, property_: str) -> tuple[str, ...]:
        """Return the agreed values of a property of a thing."""
        return self.facts.get(thing, {}).get(property_, ())

    def statements(self, thing: str, property_: str) -> tuple[Said, ...]:
        """Return what claims state of a property of a thing, agreed or not."""
        return self.stated.get((thing, property_), ())

    def types(self, thing: str) -> frozenset[str]:
        """Return the local names of the classes of a thing."""
        return frozenset(local(cls) for cls in self.values(thing, _TYPE) if cls.startswith(ONT))

    def instances(self, cls: str) -> tuple[str, ...]:
        """Return the things of a class, sorted; not those that the ontology itself declares."""
        return self._by_class.get(cls, ())

    @cached_property
    def _by_class(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(self.facts):
            if iri.startswith(BASE) and not iri.startswith(ONT):
                for cls in self.types(iri):
                    found[cls].append(iri)
        return {cls: tuple(iris) for cls, iris in found.items()}

    @cached_property
    def makers(self) -> Mapping[str, tuple[str, ...]]:
        """Return the agents that are made with each construct."""
        found: dict[str, list[str]] = defaultdict(list)
        for iri in self.instances("Agent"):
            for construct in self.values(iri, "hasConstruct"):
                found[construct].append(iri)
        return {construct: tuple(agents) for construct, agents in found.items()}

    def slots(self, construct: str, part: str) -> tuple[str, ...]:
        """Return the slots of a construct that hold a part, given by its IRI."""
        held = sorted(self.values(construct, "hasSlot"))
        return tuple(slot for slot in held if part in self.values(slot, "part"))

    def complete(self, construct: str) -> bool:
        """Say whether it is agreed that a source means its description of the construct to be complete."""
        return "true" in self.values(construct, "fullyDescribed")

    def label(self, thing: str) -> str:
        """Return the label of a thing or term, else its local name."""
        return next(iter(self.values(thing, _LABEL)), local(thing))

    def word(self, value: str) -> str:
        """Return a value for people: the label of a thing or term, a literal as it is."""
        return self.label(value) if value.startswith(BASE) else value

    def place(self, said: Said) -> str:
        """Return where a statement is printed, as a reader of the source finds it."""
        passage = next(iter(self.values(said.claim, "inPassage")), "")
        source = next(iter(self.values(said.claim, "inSource")), "")
        names = [self.label(node) for node in (source, passage) if node]
        at = ", ".join(names) if names else local(said.claim).removeprefix("claim/")
        line = f", line {said.line}" if said.line else ""
        return f"{at}{line}: “{said.printed}”" if said.printed else f"{at}{line}"


def _said(iri: str, said: Mapping[str, tuple[str, ...]]) -> Said:
    def one(key: str) -> str:
        return said[key][0] if said.get(key) else ""

    words = " … ".join(said.get("printed", ()))
    reading = weakest(map(local, said.get("reading", ())))
    return Said(iri, one("statedValue"), one("statedIn"), int(one("line") or 0), words, reading)


def seen(node: object) -> bool:
    """Say whether a reasoner sees what is said of a node."""
    return isinstance(node, NamedNode) and local(node).startswith(SEEN)
