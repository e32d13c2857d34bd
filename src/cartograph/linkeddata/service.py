"""Describe the endpoint (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from cartograph.linkeddata import vocabularies
from cartograph.linkeddata.vocabularies import DATASET, DCAT, DCTERMS, FORMATS, SD, SERVICE, VOID, part
from cartograph.terms import BASE, RDF

if TYPE_CHECKING:
    from cartograph.linkeddata.statistics import Statistics
    from cartograph.versions.store import Published

_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "RDF_XML",
    "JSON-LD",
)
#: What the graphs hold, by the part of the IRI behind the base.
FAMILIES = {
    "graph/claims": "source, passage, place and curator of each claim",
    "graph/derived": "what rules computed, each with its premises",
    "graph/inferred": "the classes that the reasoner added",
    "graph/status": "for each thing and expected property: stated, derived, disputed, not reported …",
    "graph/audit": "conflicts and findings",
    "graph/service": "this description; only the server has it",
    "claim/": "what one row or sentence of a source states, as printed",
}


def service(published: Published, statistics: Statistics, site: str) -> Iterator[Triple]:
    """Yield what the endpoint at the site speaks, and which graphs it holds."""
    endpoint, dataset = NamedNode(site + "sparql"), part("graphs")
    yield vocabularies.linked(endpoint, RDF + "type", SD + "Service")
    yield vocabularies.linked(endpoint, RDF + "type", DCAT + "DataService")
    yield vocabularies.linked(endpoint, SD + "endpoint", endpoint)
    yield vocabularies.linked(endpoint, DCAT + "endpointURL", endpoint)
    yield vocabularies.linked(endpoint, DCAT + "servesDataset", DATASET)
    yield vocabularies.linked(endpoint, SD + "supportedLanguage", SD + "SPARQL11Query")
    for name in _RESULTS:
        yield vocabularies.linked(endpoint, SD + "resultFormat", FORMATS + name)
    yield vocabularies.linked(endpoint, SD + "defaultDataset", dataset)
    yield vocabularies.linked(dataset, RDF + "type", SD + "Dataset")
    yield vocabularies.linked(dataset, SD + "defaultGraph", DATASET)
    yield vocabularies.linked(DATASET, RDF + "type", SD + "Graph")
    yield vocabularies.counted(DATASET, VOID + "triples", statistics.triples)
    for graph in sorted(_named(published), key=str):
        yield from _graph(dataset, graph)


def _named(published: Published) -> set[NamedNode]:
    graphs = {*published.store.named_graphs(), SERVICE}
    return {name for name in graphs if isinstance(name, NamedNode)}


def _graph(dataset: NamedNode, name: NamedNode) -> Iterator[Triple]:
    path = name.value.removeprefix(BASE)
    node, held = part(path), FAMILIES.get(path)
    yield vocabularies.linked(dataset, SD + "namedGraph", node)
    yield vocabularies.linked(node, RDF + "type", SD + "NamedGraph")
    yield vocabularies.linked(node, SD + "name", name)
    if held:
        yield vocabularies.said(node, DCTERMS + "description", held, "en")
