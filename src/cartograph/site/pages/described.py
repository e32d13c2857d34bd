"""Describe the service and the data to programs and people: service description, VoID, examples, schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata import examples as examples_
from cartograph.linkeddata import formats
from cartograph.linkeddata.schema_org import schema_org
from cartograph.linkeddata.service import FAMILIES
from cartograph.linkeddata.vocabularies import ALL, DATASET
from cartograph.linkeddata.void import DUMPS
from cartograph.site.context import Context
from cartograph.site.pages.editor import editor
from cartograph.site.render import render
from cartograph.terms import BASE

_SERVICE = ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json", "text/html"]
_SUFFIX = {media: suffix for suffix, media in formats.MEDIA.items()}
_ROBOTS = b"User-agent: *\nDisallow: /sparql?\nDisallow: /search?\nDisallow: /questions/*?\n"


def service(context: Context, request: Request) -> Reply:
    """Describe the endpoint (SPARQL 1.1 Service Description), or show a person the editor."""
    form = _SUFFIX[request.wants(_SERVICE)]
    if form == "html":
        return editor(context, request)
    endpoint = NamedNode(request.absolute("sparql"))
    found = context.data.description.endpoint(request.absolute(""))
    return formats.reply(context.data, form, endpoint, found, ALL)


def well_known(context: Context, request: Request, name: str) -> Reply:
    """Return a document at its well-known address: `void` or `sparql-examples`."""
    stem, suffix = formats.split(name)
    if stem == "void":
        return _described(
            context, request, stem, suffix, DATASET, context.data.description.data(request.absolute(""))
        )
    if stem == "sparql-examples":
        node = NamedNode(examples_.DOCUMENT)
        found = context.data.description.examples(request.absolute(""))
        return _described(context, request, stem, suffix, node, found)
    return Reply(404, "text/plain", b"")


def _described(
    context: Context, request: Request, stem: str, suffix: str, node: NamedNode, found: Iterable[Triple]
) -> Reply:
    path, form = f".well-known/{stem}", formats.chosen(request, suffix)
    reply = _page(context, request) if form == "html" else formats.reply(context.data, form, node, found, ALL)
    return formats.linked(request, reply, BASE + path, path, named=bool(suffix))


def _page(context: Context, request: Request) -> Reply:
    return render(
        "described.html",
        context,
        request,
        statistics=context.data.description.statistics,
        manifest=context.graph.published.manifest,
        dumps=DUMPS,
        families=FAMILIES,
        site=request.absolute(""),
    )


def dataset(context: Context, request: Request) -> Reply:
    """Return the description for search engines of data sets."""
    document = schema_org(context.graph.published, request.absolute(""))
    return Reply(200, "application/ld+json", json.dumps(document, ensure_ascii=False, indent=1).encode())


def context(context: Context, _: Request) -> Reply:
    """Return the JSON-LD context of the records."""
    return Reply(200, "application/ld+json", (context.graph.home.records / "context.jsonld").read_bytes())


def robots(_desk: Context, _request: Request) -> Reply:
    """Tell robots what is computed for each caller, and better taken from the dumps."""
    return Reply(200, "text/plain; charset=utf-8", _ROBOTS)
