"""Describe the service and the data to programs: service description, VoID, context, dumps."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from cartograph.errors import CartographError
from cartograph.export import PREFIXES, export
from cartograph.terms import TYPE
from cartograph.web.desk import Desk
from cartograph.web.pages.editor import editor
from cartograph.web.request import Request
from cartograph.web.wire import Reply

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RDF = {
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/n-triples": RdfFormat.N_TRIPLES,
}


def service(desk: Desk, request: Request) -> Reply:
    """Describe the endpoint (SPARQL 1.1 Service Description), or show a person the editor."""
    wanted = request.wants([*_RDF, "text/html"])
    if wanted == "text/html":
        return editor(desk, request)
    endpoint, dataset, graph = NamedNode(request.absolute("sparql")), BlankNode(), BlankNode()
    found = [
        Triple(endpoint, TYPE, NamedNode(SD + "Service")),
        Triple(endpoint, NamedNode(SD + "endpoint"), endpoint),
        Triple(endpoint, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Query")),
        Triple(endpoint, NamedNode(SD + "defaultDataset"), dataset),
        Triple(dataset, TYPE, NamedNode(SD + "Dataset")),
        Triple(dataset, NamedNode(SD + "defaultGraph"), graph),
        Triple(graph, TYPE, NamedNode(SD + "Graph")),
        Triple(graph, NamedNode(VOID + "triples"), Literal(_default_size(desk))),
    ]
    found += [
        Triple(endpoint, NamedNode(SD + "resultFormat"), NamedNode(_FORMATS + name))
        for name in (
            "SPARQL_Results_JSON",
            "SPARQL_Results_XML",
            "SPARQL_Results_CSV",
            "SPARQL_Results_TSV",
            "Turtle",
        )
    ]
    prefixes = {**PREFIXES, "sd": SD, "void": VOID}
    syntax = _RDF[wanted]
    body = serialize(found, format=syntax, prefixes=prefixes if syntax == RdfFormat.TURTLE else None) or b""
    return Reply(200, f"{wanted}; charset=utf-8" if wanted.startswith("text/") else wanted, body)


def _default_size(desk: Desk) -> int:
    graphs = desk.graph.published.manifest["graphs"]
    return int(graphs["default"]) if isinstance(graphs, dict) else 0


def void(desk: Desk, request: Request) -> Reply:
    """Describe the dataset (VoID)."""
    return service(desk, request)


def context(desk: Desk, _: Request) -> Reply:
    """Return the JSON-LD context of the records."""
    return Reply(200, "application/ld+json", (desk.graph.home.records / "context.jsonld").read_bytes())


_DUMPS = {
    "ttl": ("turtle", "text/turtle; charset=utf-8"),
    "trig": ("trig", "application/trig"),
    "jsonld": ("jsonld", "application/ld+json"),
    "nq": ("nquads", "application/n-quads"),
}


def dump(desk: Desk, _: Request, name: str) -> Reply:
    """Return the whole version in one of the formats of `cartograph export`."""
    stem, _dot, suffix = name.partition(".")
    if stem != "cartograph" or suffix not in _DUMPS:
        return Reply(404, "text/plain", b"")
    form, media = _DUMPS[suffix]
    try:
        body = export(desk.graph.published, form, desk.graph.home.records / "context.jsonld")
    except CartographError as error:
        return Reply(500, "text/plain", str(error).encode())
    return Reply(200, media, body, {"Content-Disposition": f'attachment; filename="{name}"'})
