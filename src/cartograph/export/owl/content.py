"""Know what of a published version goes into an ontology, and what people call it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from cartograph.rules.reports import index
from cartograph.terms import BASE, GRAPH, ONT, RDF, RDFS, STATED, ont

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cartograph.terms import Ontology

TYPE, LABEL = RDF + "type", RDFS + "label"

#: Nodes that speak about other nodes: they become annotations of what they speak about, or stay out.
ABOUT = ("Statement", "Status", "Conflict", "AuditFinding", "Silence")

#: Where a fact comes from. In the export these are annotation properties, as OWL wants for what is said about an axiom.
PROVENANCE = (
    "printed",
    "printedValue",
    "line",
    "cell",
    "reading",
    "qualifier",
    "because",
    "note",
    "cites",
    "statedIn",
)

_MADE = {NamedNode(GRAPH + "derived"): "derived", NamedNode(GRAPH + "inferred"): "inferred"}
_CLAIMS = NamedNode(GRAPH + "claims")
_DOCUMENTS = {ont(name) for name in ("Claim", "Passage", "Source")}
_SUBJECT, _PROPERTY, _VALUE = ont("subject"), ont("property"), ont("statedValue")
_ABOUT = {ont(name) for name in ABOUT}

Said = dict[NamedNode, list[Quad]]


@dataclass(frozen=True)
class Facts:
    """Hold the quads of a version by their subject: the agreed view, the claims, and what was made from them."""

    quads: tuple[Quad, ...]
    ontology: Ontology

    @cached_property
    def view(self) -> Said:
        """Return the agreed view of the things, and the documents in which they are described."""
        said: Said = defaultdict(list)
        for quad in self.quads:
            if isinstance(quad.subject, NamedNode) and _is_thing(quad.subject) and self._counts(quad):
                said[quad.subject].append(quad)
        return said

    def _counts(self, quad: Quad) -> bool:
        if quad.graph_name == _CLAIMS:
            return quad.subject in self.documents
        return isinstance(quad.graph_name, DefaultGraph)

    @cached_property
    def documents(self) -> set[object]:
        """Return the claims, passages and sources."""
        return {q.subject for q in self.quads if q.predicate.value == TYPE and q.object in _DOCUMENTS}

    @cached_property
    def about(self) -> set[NamedNode]:
        """Return the nodes that speak about other nodes."""
        return {
            node
            for node, quads in self.view.items()
            if any(q.predicate.value == TYPE and q.object in _ABOUT for q in quads)
        }

    @cached_property
    def individuals(self) -> tuple[NamedNode, ...]:
        """Return the things that the export holds, sorted."""
        typed = (n for n, quads in self.view.items() if any(q.predicate.value == TYPE for q in quads))
        return tuple(sorted(set(typed) - self.about, key=lambda node: node.value))

    @cached_property
    def agreed(self) -> set[Triple]:
        """Return the triples of the agreed view."""
        return {q.triple for q in self.quads if isinstance(q.graph_name, DefaultGraph)}

    @cached_property
    def statements(self) -> tuple[tuple[NamedNode, Triple], ...]:
        """Return the statements that claims make, sorted, each with the triple that it states."""
        found = []
        for node in sorted(self.about, key=lambda node: node.value):
            parts = {q.predicate: q.object for q in self.view[node]}
            if _VALUE in parts:
                subject, predicate = parts[_SUBJECT], parts[_PROPERTY]
                assert isinstance(subject, NamedNode)
                assert isinstance(predicate, NamedNode)
                found.append((node, Triple(subject, predicate, parts[_VALUE])))
        return tuple(found)

    @cached_property
    def made(self) -> Mapping[Triple, str]:
        """Return the triples that no claim states: derived by a rule, or inferred."""
        graphs = ((q.triple, q.graph_name) for q in self.quads)
        kinds = (
            (triple, _MADE[graph])
            for triple, graph in graphs
            if isinstance(graph, NamedNode) and graph in _MADE
        )
        stated = {triple for _, triple in self.statements}
        return {triple: kind for triple, kind in kinds if triple not in stated}

    @cached_property
    def reports(self) -> Mapping[str, str]:
        """Return the report of each figure."""
        has_figure = ont("hasFigure")
        return {
            q.object.value: q.subject.value
            for q in self.quads
            if q.predicate == has_figure
            and isinstance(q.object, NamedNode)
            and isinstance(q.subject, NamedNode)
        }

    @cached_property
    def index(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Return what is said of each node as plain strings."""
        return index(sorted((q for quads in self.view.values() for q in quads), key=str))


def _is_thing(node: NamedNode) -> bool:
    return node.value.startswith(BASE) and not node.value.startswith((ONT, STATED, BASE + "ontology"))


def literals(quads: Iterable[Quad], predicate: NamedNode) -> list[str]:
    """Return the texts of a property."""
    return [q.object.value for q in quads if q.predicate == predicate and isinstance(q.object, Literal)]
