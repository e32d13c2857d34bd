"""Put the ontology, the individuals and what annotates them into one document, always in the same order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from cartograph.export.owl.content import PROVENANCE, Facts
from cartograph.export.owl.labels import Names
from cartograph.export.owl.provenance import axioms, carried, outside
from cartograph.reasoning.judges import words
from cartograph.terms import BASE, LABEL, OWL, PREFIXES, RDFS, TYPE, Ontology, ont

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cartograph.versions.store import Published

_ONTOLOGY = NamedNode(BASE + "ontology")
_EXPORT = NamedNode(BASE + "export")
_INDIVIDUAL = NamedNode(OWL + "NamedIndividual")
_ANNOTATION = NamedNode(OWL + "AnnotationProperty")
_COMMENT = NamedNode(RDFS + "comment")
_DESCRIPTION = NamedNode("http://purl.org/dc/terms/description")
_PROVENANCE = {ont(name) for name in PROVENANCE}

#: What makes a property more than an annotation: gone from those that say where a fact comes from.
_LOGICAL = {TYPE.value, RDFS + "domain", RDFS + "range", RDFS + "subPropertyOf"}


def owl(published: Published, folder: Path) -> bytes:
    """Return the version as RDF/XML, with the ontology of the folder inside; it imports nothing.

    The same version gives the same bytes.
    """
    facts = Facts(tuple(published.quads()), Ontology.load(folder))
    triples = [*header(published.version, folder), *vocabulary(folder), *individuals(facts)]
    document = dict.fromkeys([*triples, *axioms(facts, Names(facts))])
    return serialize(document, format=RdfFormat.RDF_XML, prefixes=PREFIXES) or b""


def header(version: str, folder: Path) -> Iterator[Triple]:
    """Yield who made the document, from what."""
    yield Triple(_EXPORT, TYPE, NamedNode(OWL + "Ontology"))
    yield Triple(_EXPORT, NamedNode(OWL + "versionIRI"), NamedNode(f"{BASE}export/{version[:16]}"))
    for triple in words(folder):
        if triple.subject == _ONTOLOGY and isinstance(triple.object, Literal):
            yield Triple(_EXPORT, triple.predicate, triple.object)
    made = f"The agreed view of the published version {version}, with the ontology that describes it."
    yield Triple(_EXPORT, _DESCRIPTION, Literal(made))


def vocabulary(folder: Path) -> Iterator[Triple]:
    """Yield the ontology's own triples, its nodes without a name numbered as they come."""
    numbers: dict[BlankNode, BlankNode] = {}
    for triple in words(folder):
        if triple.subject == _ONTOLOGY or _too_logical(triple):
            continue
        subject, value = triple.subject, triple.object
        yield Triple(
            _numbered(subject, numbers) if isinstance(subject, BlankNode) else subject,
            triple.predicate,
            _numbered(value, numbers) if isinstance(value, BlankNode) else value,
        )
    for node in sorted(_PROVENANCE, key=lambda node: node.value):
        yield Triple(node, TYPE, _ANNOTATION)


def _too_logical(triple: Triple) -> bool:
    return triple.subject in _PROVENANCE and triple.predicate.value in _LOGICAL


def _numbered(node: BlankNode, numbers: dict[BlankNode, BlankNode]) -> BlankNode:
    return numbers.setdefault(node, BlankNode(f"node{len(numbers)}"))


def individuals(facts: Facts) -> Iterator[Triple]:
    """Yield the things of the agreed view, each named and described."""
    names = Names(facts)
    aside = outside(facts, names)
    for node in facts.individuals:
        yield Triple(node, TYPE, _INDIVIDUAL)
        yield Triple(node, LABEL, Literal(names.name(node.value)))
        yield Triple(node, _COMMENT, Literal(names.sentences(node.value)))
        yield from (Triple(node, _COMMENT, Literal(text)) for text in aside.get(node, ()))
        yield from (Triple(node, predicate, value) for predicate, value in carried(facts.view[node], names))
        yield from sorted((q.triple for q in facts.view[node]), key=str)
