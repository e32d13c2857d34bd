"""Describe the data: VoID with its partitions, DCAT with its distributions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from cartograph.linkeddata import vocabularies
from cartograph.linkeddata.vocabularies import DATASET, DCAT, DCTERMS, FOAF, LICENCE, VOID, VOID_EXT, part
from cartograph.terms import BASE, ONT, PREFIXES, RDF, STATED

if TYPE_CHECKING:
    from cartograph.linkeddata.statistics import Statistics, Use
    from cartograph.versions.store import Published

TITLE = "CARTograph: a knowledge graph of engineered immunotherapies for multiple myeloma"
DESCRIPTION = (
    "Targets, constructs, agents, trials, cohorts, outcomes and adverse events as the curated reviews print them: "
    "every figure traceable to the row that printed it, conflicts kept, and what nobody reports said."
)
CREATOR = "The CARTograph developers"

#: The files that hold the whole version: suffix, media type, name of the format, and what is inside.
DUMPS = {
    "ttl": ("text/turtle", "Turtle", "the agreed view"),
    "trig": ("application/trig", "TriG", "every graph"),
    "jsonld": ("application/ld+json", "JSON-LD", "every graph"),
    "nq": ("application/n-quads", "N-Quads", "every graph, the very bytes of the version"),
}
_MEDIA = "https://www.iana.org/assignments/media-types/"


def dataset(published: Published, statistics: Statistics, site: str) -> Iterator[Triple]:
    """Yield what the data is, how much of it there is, and where; `site` is where the server is."""
    yield vocabularies.linked(DATASET, RDF + "type", VOID + "Dataset")
    yield vocabularies.linked(DATASET, RDF + "type", DCAT + "Dataset")
    yield vocabularies.said(DATASET, DCTERMS + "title", TITLE, "en")
    yield vocabularies.said(DATASET, DCTERMS + "description", DESCRIPTION, "en")
    yield vocabularies.said(DATASET, DCTERMS + "creator", CREATOR)
    yield vocabularies.linked(DATASET, DCTERMS + "license", LICENCE)
    yield vocabularies.said(DATASET, DCAT + "version", published.version)
    yield vocabularies.linked(DATASET, FOAF + "homepage", site)
    yield vocabularies.linked(DATASET, DCAT + "landingPage", site)
    yield vocabularies.linked(DATASET, VOID + "sparqlEndpoint", site + "sparql")
    yield vocabularies.said(DATASET, VOID + "uriSpace", BASE)
    yield vocabularies.linked(DATASET, VOID + "rootResource", BASE + "ontology")
    for vocabulary in (ONT, STATED, PREFIXES["rdfs"], PREFIXES["skos"], PREFIXES["dcterms"], PREFIXES["owl"]):
        yield vocabularies.linked(DATASET, VOID + "vocabulary", vocabulary)
    yield from _sources(published)
    yield from _sizes(statistics)
    for suffix in DUMPS:
        yield from _distribution(suffix, site)
    document = NamedNode(BASE + ".well-known/void")
    yield vocabularies.linked(document, RDF + "type", VOID + "DatasetDescription")
    yield vocabularies.linked(document, FOAF + "primaryTopic", DATASET)


def _sources(published: Published) -> Iterator[Triple]:
    sources = published.manifest["sources"]
    assert isinstance(sources, list)
    for source in sources:
        yield vocabularies.linked(DATASET, DCTERMS + "source", BASE + source["id"])


def _sizes(statistics: Statistics) -> Iterator[Triple]:
    sizes = {
        "triples": statistics.triples,
        "entities": statistics.subjects,
        "distinctSubjects": statistics.subjects,
        "distinctObjects": statistics.objects,
        "classes": len(statistics.entities),
        "properties": len(statistics.properties),
    }
    for name, number in sizes.items():
        yield vocabularies.counted(DATASET, VOID + name, number)


def _distribution(suffix: str, site: str) -> Iterator[Triple]:
    media, name, held = DUMPS[suffix]
    node, address = part(f"dump-{suffix}"), f"{site}dump/cartograph.{suffix}"
    yield vocabularies.linked(DATASET, VOID + "dataDump", address)
    yield vocabularies.linked(DATASET, DCAT + "distribution", node)
    yield vocabularies.linked(node, RDF + "type", DCAT + "Distribution")
    yield vocabularies.said(node, DCTERMS + "title", f"{name}: {held}", "en")
    yield vocabularies.linked(node, DCAT + "downloadURL", address)
    yield vocabularies.linked(node, DCAT + "accessURL", address)
    yield vocabularies.linked(node, DCAT + "mediaType", _MEDIA + media)
    yield vocabularies.linked(node, DCTERMS + "license", LICENCE)


def partitions(statistics: Statistics) -> Iterator[Triple]:
    """Yield for each property its triples; for each class its members, their properties and what these lead to."""
    for predicate, triples in statistics.properties.items():
        node = part(f"property/{short(predicate)}")
        yield vocabularies.linked(DATASET, VOID + "propertyPartition", node)
        yield vocabularies.linked(node, VOID + "property", predicate)
        yield vocabularies.counted(node, VOID + "triples", triples)
    for name, entities in statistics.entities.items():
        node = part(f"class/{short(name)}")
        yield vocabularies.linked(DATASET, VOID + "classPartition", node)
        yield vocabularies.linked(node, VOID + "class", name)
        yield vocabularies.counted(node, VOID + "entities", entities)
        for predicate, use in statistics.uses[name].items():
            yield from _used(node, predicate, use)


def _used(of: NamedNode, predicate: str, use: Use) -> Iterator[Triple]:
    node = NamedNode(f"{of.value}/{short(predicate)}")
    yield vocabularies.linked(of, VOID + "propertyPartition", node)
    yield vocabularies.linked(node, VOID + "property", predicate)
    yield vocabularies.counted(node, VOID + "triples", use.triples)
    for kinds, link, what in (
        (use.classes, VOID + "classPartition", VOID + "class"),
        (use.datatypes, VOID_EXT + "datatypePartition", VOID_EXT + "datatype"),
    ):
        for kind in sorted(kinds):
            target = NamedNode(f"{node.value}/{short(kind)}")
            yield vocabularies.linked(node, link, target)
            yield vocabularies.linked(target, what, kind)


def short(iri: str) -> str:
    """Return a term's name with its prefix, as part of an IRI.

    >>> short("https://w3id.org/cartograph/ontology#Agent"), short("http://www.w3.org/2002/07/owl#Class")
    ('Agent', 'owl-Class')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}-{iri.removeprefix(namespace)}".lstrip("-")
    return iri.rpartition("/")[2].replace("#", "-")
