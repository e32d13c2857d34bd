"""Describe the endpoint (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from cartograph.terms import BASE, RDF
from cartograph.web.describing import words
from cartograph.web.describing.words import DATASET, DCAT, DCTERMS, FORMATS, SD, SERVICE, VOID, part

if TYPE_CHECKING:
    from cartograph.store import Published
    from cartograph.web.describing.statistics import Statistics

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
    yield words.linked(endpoint, RDF + "type", SD + "Service")
    yield words.linked(endpoint, RDF + "type", DCAT + "DataService")
    yield words.linked(endpoint, SD + "endpoint", endpoint)
    yield words.linked(endpoint, DCAT + "endpointURL", endpoint)
    yield words.linked(endpoint, DCAT + "servesDataset", DATASET)
    yield words.linked(endpoint, SD + "supportedLanguage", SD + "SPARQL11Query")
    for name in _RESULTS:
        yield words.linked(endpoint, SD + "resultFormat", FORMATS + name)
    yield words.linked(endpoint, SD + "defaultDataset", dataset)
    yield words.linked(dataset, RDF + "type", SD + "Dataset")
    yield words.linked(dataset, SD + "defaultGraph", DATASET)
    yield words.linked(DATASET, RDF + "type", SD + "Graph")
    yield words.counted(DATASET, VOID + "triples", statistics.triples)
    for graph in sorted(_named(published), key=str):
        yield from _graph(dataset, graph)


def _named(published: Published) -> set[NamedNode]:
    graphs = {*published.store.named_graphs(), SERVICE}
    return {name for name in graphs if isinstance(name, NamedNode)}


def _graph(dataset: NamedNode, name: NamedNode) -> Iterator[Triple]:
    path = name.value.removeprefix(BASE)
    node, held = part(path), FAMILIES.get(path)
    yield words.linked(dataset, SD + "namedGraph", node)
    yield words.linked(node, RDF + "type", SD + "NamedGraph")
    yield words.linked(node, SD + "name", name)
    if held:
        yield words.said(node, DCTERMS + "description", held, "en")
