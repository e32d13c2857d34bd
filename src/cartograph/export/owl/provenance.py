"""Say of each fact where it comes from: an annotation of its axiom, as OWL 2 writes it in RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from cartograph.export.owl.content import PROVENANCE
from cartograph.terms import OWL, TYPE, local, ont

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pyoxigraph import Quad

    from cartograph.export.owl.content import Facts
    from cartograph.export.owl.labels import Names

    #: What is told of an axiom: property and value.
    Told = list[tuple[NamedNode, NamedNode | Literal]]

SOURCE = NamedNode("http://purl.org/dc/terms/source")
_AXIOM = NamedNode(OWL + "Axiom")
_ANNOTATED = tuple(NamedNode(OWL + f"annotated{part}") for part in ("Source", "Property", "Target"))
_CARRIED = {ont(name) for name in PROVENANCE}
_HAS_FIGURE = ont("hasFigure")

#: What is told of a fact that no claim states.
MADE = {
    "derived": "derived by a rule of CARTograph from facts of the agreed view",
    "inferred": "inferred by a reasoner from the ontology and the agreed view",
}


def place(quads: Iterable[Quad], names: Names) -> str:
    """Return where a statement or a figure is printed, as a reader of the source finds it."""
    said = {q.predicate: q.object for q in quads if isinstance(q.object, NamedNode | Literal)}
    claim = said.get(ont("statedIn"))
    document = names.facts.index.get(claim.value, {}) if isinstance(claim, NamedNode) else {}
    told = [names.names(document[key]) for key in ("inSource", "inPassage") if key in document]
    line = said.get(ont("line"))
    return ", ".join([*told, *([f"line {line.value}"] if isinstance(line, Literal) else [])])


def axioms(facts: Facts, names: Names) -> Iterator[Triple]:
    """Yield a node for each axiom and each claim that states it, sorted by the axiom."""
    said = sorted(_sourced(facts, names), key=lambda one: (str(one[0]), [str(pair) for pair in one[1]]))
    for number, (triple, told) in enumerate(said):
        node = BlankNode(f"axiom{number}")
        yield Triple(node, TYPE, _AXIOM)
        for predicate, value in zip(
            _ANNOTATED, (triple.subject, triple.predicate, triple.object), strict=True
        ):
            yield Triple(node, predicate, value)
        for predicate, value in told:
            yield Triple(node, predicate, value)


def _sourced(facts: Facts, names: Names) -> Iterator[tuple[Triple, Told]]:
    shown = set(facts.individuals)
    for node, triple in facts.statements:
        if triple in facts.agreed and triple.subject in shown:
            yield triple, carried(facts.view[node], names)
    for triple, kind in facts.made.items():
        if triple in facts.agreed and triple.subject in shown and triple.predicate != _HAS_FIGURE:
            yield triple, [(SOURCE, Literal(MADE[kind]))]
    for triple in facts.agreed:
        if triple.predicate == _HAS_FIGURE and isinstance(triple.object, NamedNode):
            yield triple, carried(facts.view[triple.object], names) or [(SOURCE, Literal(MADE["derived"]))]


def carried(quads: Sequence[Quad], names: Names) -> Told:
    """Return the annotations that tell where something is printed; none where it is printed nowhere."""
    found = [
        (q.predicate, q.object)
        for q in sorted(quads, key=str)
        if q.predicate in _CARRIED and isinstance(q.object, NamedNode | Literal)
    ]
    where = place(quads, names)
    return [(SOURCE, Literal(where)), *found] if where else found


def outside(facts: Facts, names: Names) -> Mapping[NamedNode, list[str]]:
    """Return by subject what claims state and the agreed view does not hold: disputed, or less precise."""
    told: dict[NamedNode, list[str]] = {}
    for node, triple in facts.statements:
        if triple not in facts.agreed and isinstance(triple.object, NamedNode | Literal):
            assert isinstance(triple.subject, NamedNode)
            words = facts.ontology.terms.get(local(triple.predicate))
            value = names.names([triple.object.value])
            where = place(facts.view[node], names)
            told.setdefault(triple.subject, []).append(
                f"Stated, and not in the agreed view: {words.label if words else 'kind'} {value} ({where})."
            )
    return told
