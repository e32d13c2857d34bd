"""Read from the published graph what is to be drawn of an agent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cartograph.drawing.model import (
    KINDS,
    NOT_REPORTED,
    ConstructView,
    Fact,
    FigureView,
    Part,
    Printed,
    Value,
)
from cartograph.errors import Problem, UsageError
from cartograph.names.lookup import thing_of
from cartograph.terms import GRAPH, LABEL, ONT, TYPE, Ontology, local, ont, thing

_DEFAULT = DefaultGraph()
_CLAIMS = NamedNode(GRAPH + "claims")

#: The classes of agent that have constructs, the narrower first: the first that an agent has names it.
_KINDS = (
    "CARTCellProduct",
    "CARNKCellProduct",
    "CARInducedTCellProduct",
    "CARCellProduct",
    "EngineeredCellProduct",
    "BispecificTCellEngager",
    "BispecificAntibody",
    "TrispecificAntibody",
    "AntibodyDrugConjugate",
    "Antibody",
)

#: What is told of a part: the naming property first, then those also told where they are unknown.
_FACTS = {
    "binder": ("format", "binds", "origin"),
    "geneEdit": ("editsGene", "effect", "tool"),
}
_OPTIONAL = {"binder": ("clone", "description"), "payload": ("description",)}
_OTHERS = ("origin", "description")

#: The parts that every construct of a class must have, so that a missing one is drawn as unknown.
_CELL_PARTS = KINDS[:6]
_EXPECTED = {
    "BispecificTCellEngager": ("binder",) * 2,
    "BispecificAntibody": ("binder",) * 2,
    "TrispecificAntibody": ("binder",) * 3,
    "AntibodyDrugConjugate": ("binder", "linker", "payload"),
}

#: The status that says why a part or property is missing.
_EXPECTATIONS = {
    "costimulatoryDomain": "expectsCostimulation",
    "signallingDomain": "expectsSignalling",
    "safetySwitch": "expectsSafetySwitch",
    "format": "expectsBinderFormat",
    "origin": "expectsBinderOrigin",
    "binds": "expectsTarget",
    "geneTransfer": "expectsGeneTransfer",
    "cellSource": "expectsCellSource",
}
_CAPTIONS = ("geneTransfer", "cellSource")
_MORE_CAPTIONS = ("effectorCell", "manufacturingPlatform", "logicGate", "usesTechnology", "statedGeneration")
_LABELS = {
    "binds": "target",
    "editsGene": "gene",
    "usesTechnology": "technology",
    "effect": "effect",
    "tool": "tool",
}


def read(store: Store, words: Ontology, agent: str) -> FigureView:
    """Return what the figure of an agent shows.

    Raises UsageError for an agent that is not known, or of which no construct is described.
    """
    return _Reader(store, words).figure(thing(thing_of(store, ["Agent"], agent, "AGENT")))


def read_construct(store: Store, words: Ontology, construct: NamedNode) -> FigureView:
    """Return what the figure of one construct shows, whoever is made with it: an agent or a mention of one."""
    return _Reader(store, words).alone(construct)


class _Reader:
    """Ask the store about one agent at a time."""

    def __init__(self, store: Store, words: Ontology) -> None:
        self.store = store
        self.words = words

    def figure(self, agent: NamedNode) -> FigureView:
        """Return the agent with all its constructs."""
        kind = self._kind([agent])
        constructs = self._nodes(agent, ont("hasConstruct"))
        name = self._label(agent)
        if not constructs:
            fix = "choose a cell product or an engineered antibody: `cartograph ask products-by-target`"
            raise UsageError(Problem("AGENT", message=f"no construct of {name} is described", fix=fix))
        return FigureView(
            local(agent).rpartition("/")[2],
            name,
            self.words.terms[kind].label if kind else "agent",
            tuple(self.construct(node, kind) for node in constructs),
        )

    def alone(self, construct: NamedNode) -> FigureView:
        """Return one construct, drawn as those are that are made with it."""
        quads = self.store.quads_for_pattern(None, ont("hasConstruct"), construct, _DEFAULT)
        kind = self._kind([quad.subject for quad in quads if isinstance(quad.subject, NamedNode)])
        slug = local(construct).replace("/", "-")
        return FigureView(slug, self._label(construct), "construct", (self.construct(construct, kind),))

    def _kind(self, agents: list[NamedNode]) -> str:
        kinds = {local(node) for agent in agents for node in self._nodes(agent, TYPE)}
        return next((kind for kind in _KINDS if kind in kinds), "")

    def construct(self, node: NamedNode, kind: str) -> ConstructView:
        """Return one construct: its slots, and the parts that it must have and nobody printed."""
        in_cell = "EngineeredCellProduct" in self.words.superclasses(kind) if kind else False
        in_cell = in_cell or Quad(node, TYPE, ont("CARConstruct")) in self.store
        slots = sorted(self._nodes(node, ont("hasSlot")), key=_natural)
        parts = [self._part(slot, node) for slot in slots]
        expected = _CELL_PARTS if in_cell else _EXPECTED.get(kind, ("binder",))
        parts += self._missing(expected, [part.kind for part in parts], node)
        parts.sort(key=lambda part: KINDS.index(part.kind) if part.kind in KINDS else len(KINDS))
        return ConstructView(self._label(node), in_cell, tuple(parts), tuple(self._captions(node, in_cell)))

    def _missing(self, expected: tuple[str, ...], there: list[str], node: NamedNode) -> Iterator[Part]:
        for kind in dict.fromkeys(expected):
            for _ in range(expected.count(kind) - there.count(kind)):
                silence = self._silence(node, kind)
                if silence:
                    facts = [Fact(name, _fact_label(name), silence=silence) for name in _named_by(kind)]
                    yield Part(kind, self._part_label(kind), tuple(facts))

    def _part(self, slot: NamedNode, construct: NamedNode) -> Part:
        kinds = self._nodes(slot, ont("part"))
        kind = local(kinds[0]) if kinds else "payload"
        required = [self._fact(slot, name, construct) for name in _named_by(kind)]
        optional = [self._fact(slot, name, construct) for name in _OPTIONAL.get(kind, _OTHERS)]
        return Part(kind, self._part_label(kind), (*required, *(fact for fact in optional if fact.values)))

    def _captions(self, node: NamedNode, in_cell: bool) -> Iterator[Fact]:
        for name in (*_CAPTIONS, *_MORE_CAPTIONS):
            fact = self._fact(node, name, node)
            if fact.values or (in_cell and name in _CAPTIONS and fact.silence):
                yield fact

    def _fact(self, node: NamedNode, name: str, construct: NamedNode) -> Fact:
        """Return the agreed values; else the uncertain ones; else the disputed ones; else why there is none."""
        label = _fact_label(name) or self.words.terms[name].label
        stated = self._statements(node, name)
        agreed = self._objects(node, ont(name))
        if agreed:
            values = [self._value(value, stated.get(value, ())) for value in agreed]
            return Fact(name, label, tuple(values))
        reading = self._reading(node, name)
        if reading and (len(stated) == 1 or not self.words.single_valued(name)):
            doubted = tuple(self._value(value, printed) for value, printed in stated.items())
            return Fact(name, label, doubted, reading=reading)
        if len(stated) > 1:
            values = [self._value(value, printed) for value, printed in stated.items()]
            return Fact(name, label, tuple(sorted(values, key=lambda value: value.word)), disputed=True)
        return Fact(name, label, silence=self._silence(construct, name) or "not applicable")

    def _reading(self, node: NamedNode, name: str) -> str:
        """Return how the values of a property were read that only uncertain readings give."""
        about = self.store.quads_for_pattern(None, ont("subject"), node, _DEFAULT)
        facts = [q.subject for q in about if Quad(q.subject, ont("property"), ont(name)) in self.store]
        read = {r for f in facts if isinstance(f, NamedNode) for r in self._nodes(f, ont("weakestReading"))}
        return ", ".join(sorted(self.words.terms[local(one)].word for one in read))

    def _value(self, node: NamedNode | Literal, printed: tuple[Printed, ...]) -> Value:
        if isinstance(node, Literal):
            return Value(node.value, node.value, node.value, printed)
        term = self.words.terms.get(local(node)) if node.value.startswith(ONT) else None
        if term is None:
            return Value(local(node), self._label(node), self._label(node), printed)
        return Value(term.name, term.word, term.label, printed)

    def _statements(self, node: NamedNode, name: str) -> dict[NamedNode | Literal, tuple[Printed, ...]]:
        """Return the stated values, in the order of the sources, with where each is printed."""
        found: list[tuple[Printed, NamedNode | Literal]] = []
        for quad in self.store.quads_for_pattern(None, ont("subject"), node, _DEFAULT):
            statement = quad.subject
            if isinstance(statement, NamedNode) and Quad(statement, ont("property"), ont(name)) in self.store:
                printed = self._printed(statement)
                found += [(printed, value) for value in self._objects(statement, ont("statedValue"))]
        found.sort(key=lambda one: (one[0], str(one[1])))
        values = dict.fromkeys(value for _, value in found)
        return {value: tuple(dict.fromkeys(p for p, v in found if v == value)) for value in values}

    def _printed(self, statement: NamedNode) -> Printed:
        claims = self._nodes(statement, ont("statedIn"))
        lines = [
            *self._texts(statement, "line"),
            *(t for claim in claims for t in self._texts(claim, "line")),
        ]
        return Printed(
            self._of_claim(claims, "inSource"),
            self._of_claim(claims, "inPassage"),
            int(lines[0]) if lines else 0,
            " … ".join(self._texts(statement, "printed")),
        )

    def _of_claim(self, claims: list[NamedNode], name: str) -> str:
        found = [node for claim in claims for node in self._nodes(claim, ont(name), _CLAIMS)]
        return self._label(found[0], _CLAIMS) if found else ""

    def _silence(self, construct: NamedNode, name: str) -> str:
        """Return why there is no value; nothing where there cannot be one."""
        expectation = _EXPECTATIONS.get(name)
        if expectation is None:
            return NOT_REPORTED
        for quad in self.store.quads_for_pattern(None, ont("subject"), construct, _DEFAULT):
            status = quad.subject
            if (
                isinstance(status, NamedNode)
                and Quad(status, ont("expectation"), ont(expectation)) in self.store
            ):
                return _SILENCES.get(local(self._nodes(status, ont("statusValue"))[0]), NOT_REPORTED)
        return NOT_REPORTED

    def _part_label(self, kind: str) -> str:
        return "binder" if kind == "binder" else self.words.terms[kind].label

    def _label(self, node: NamedNode, graph: NamedNode | DefaultGraph = _DEFAULT) -> str:
        found = [o.value for o in self._objects(node, LABEL, graph) if isinstance(o, Literal)]
        return found[0] if found else local(node).rpartition("/")[2]

    def _texts(self, node: NamedNode, name: str) -> list[str]:
        quads = self.store.quads_for_pattern(node, ont(name), None, None)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})

    def _nodes(
        self, node: NamedNode, prop: NamedNode, graph: NamedNode | DefaultGraph = _DEFAULT
    ) -> list[NamedNode]:
        return [found for found in self._objects(node, prop, graph) if isinstance(found, NamedNode)]

    def _objects(
        self, node: NamedNode, prop: NamedNode, graph: NamedNode | DefaultGraph = _DEFAULT
    ) -> list[NamedNode | Literal]:
        quads = self.store.quads_for_pattern(node, prop, None, graph)
        return sorted((q.object for q in quads if isinstance(q.object, NamedNode | Literal)), key=str)


_SILENCES = {"undisclosed": "undisclosed", "notApplicable": ""}


def _named_by(kind: str) -> tuple[str, ...]:
    return _FACTS.get(kind, ("kind",))


def _fact_label(name: str) -> str:
    return _LABELS.get(name, name if name in {"format", "origin", "kind", "clone", "description"} else "")


def _natural(node: NamedNode) -> list[tuple[int, str]]:
    """Order slots as people count: binder-2 before binder-10."""
    return [(int(p), "") if p.isdecimal() else (0, p) for p in re.split(r"(\d+)", node.value)]
