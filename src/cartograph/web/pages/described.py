"""Describe the service and the data to programs and people: service description, VoID, examples, schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from cartograph.terms import BASE
from cartograph.web import rdf
from cartograph.web.describing import examples as examples_
from cartograph.web.describing.schema_org import schema_org
from cartograph.web.describing.service import FAMILIES
from cartograph.web.describing.void import DUMPS
from cartograph.web.describing.words import ALL, DATASET
from cartograph.web.desk import Desk
from cartograph.web.pages.editor import editor
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

_SERVICE = ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json", "text/html"]
_SUFFIX = {media: suffix for suffix, media in rdf.MEDIA.items()}
_ROBOTS = b"User-agent: *\nDisallow: /sparql?\nDisallow: /search?\nDisallow: /questions/*?\n"


def service(desk: Desk, request: Request) -> Reply:
    """Describe the endpoint (SPARQL 1.1 Service Description), or show a person the editor."""
    form = _SUFFIX[request.wants(_SERVICE)]
    if form == "html":
        return editor(desk, request)
    endpoint = NamedNode(request.absolute("sparql"))
    found = desk.description.endpoint(request.absolute(""))
    return rdf.reply(desk, form, endpoint, found, ALL)


def well_known(desk: Desk, request: Request, name: str) -> Reply:
    """Return a document at its well-known address: `void` or `sparql-examples`."""
    stem, suffix = rdf.split(name)
    if stem == "void":
        return _described(desk, request, stem, suffix, DATASET, desk.description.data(request.absolute("")))
    if stem == "sparql-examples":
        node = NamedNode(examples_.DOCUMENT)
        found = desk.description.examples(request.absolute(""))
        return _described(desk, request, stem, suffix, node, found)
    return Reply(404, "text/plain", b"")


def _described(
    desk: Desk, request: Request, stem: str, suffix: str, node: NamedNode, found: Iterable[Triple]
) -> Reply:
    path, form = f".well-known/{stem}", rdf.chosen(request, suffix)
    reply = _page(desk, request) if form == "html" else rdf.reply(desk, form, node, found, ALL)
    return rdf.linked(request, reply, BASE + path, path, named=bool(suffix))


def _page(desk: Desk, request: Request) -> Reply:
    return render(
        "described.html",
        desk,
        request,
        statistics=desk.description.statistics,
        manifest=desk.graph.published.manifest,
        dumps=DUMPS,
        families=FAMILIES,
        site=request.absolute(""),
    )


def dataset(desk: Desk, request: Request) -> Reply:
    """Return the description for search engines of data sets."""
    document = schema_org(desk.graph.published, request.absolute(""))
    return Reply(200, "application/ld+json", json.dumps(document, ensure_ascii=False, indent=1).encode())


def context(desk: Desk, _: Request) -> Reply:
    """Return the JSON-LD context of the records."""
    return Reply(200, "application/ld+json", (desk.graph.home.records / "context.jsonld").read_bytes())


def robots(_desk: Desk, _request: Request) -> Reply:
    """Tell robots what is computed for each caller, and better taken from the dumps."""
    return Reply(200, "text/plain; charset=utf-8", _ROBOTS)
