"""Answer for the IRIs of things and terms: what the graph says of them, in the format that a client likes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, serialize

from cartograph.export import PREFIXES
from cartograph.terms import BASE, ONT, local
from cartograph.web.desk import Desk
from cartograph.web.names import label
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

#: The formats of a thing: suffix, media type, and how the engine calls it.
FORMATS = {
    "html": ("text/html", None),
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "json": ("application/json", None),
}
_MEDIA = {media: suffix for suffix, (media, _) in FORMATS.items()}
_POINTING = 500  # triples that point to a thing: a term may be pointed to by thousands

Show = Callable[[Desk, Request, NamedNode], Reply]


def thing(desk: Desk, request: Request, path: str, show: Show | None = None) -> Reply:
    """Return what the graph says of a thing, as a page or as data; 404 where it says nothing.

    `show` makes the page; without one the plain page of a node is shown.
    """
    name, suffix = split(path)
    return node(desk, request, NamedNode(BASE + name), suffix, show)


def ontology(desk: Desk, request: Request) -> Reply:
    """Return every term of the ontology, or the one that the parameter `term` names."""
    wanted = request.first("term")
    return node(desk, request, NamedNode(ONT + wanted) if wanted else NamedNode(BASE + "ontology"), "", None)


def split(path: str) -> tuple[str, str]:
    """Take a suffix that names a format off a path.

    >>> split("agent/cilta-cel.ttl"), split("agent/p-bcma-101"), split("claim/a/b.c")
    (('agent/cilta-cel', 'ttl'), ('agent/p-bcma-101', ''), ('claim/a/b.c', ''))
    """
    suffix = PurePosixPath(path).suffix.removeprefix(".")
    return (path.removesuffix(f".{suffix}"), suffix) if suffix in FORMATS else (path, "")


def node(desk: Desk, request: Request, iri: NamedNode, suffix: str, show: Show | None) -> Reply:
    """Return what the graph says of a node in the format of the suffix, else in the one the client likes."""
    found = list(dict.fromkeys(about(desk, iri)))
    if not found:
        return Reply(404, "text/plain", b"")
    form = suffix or _MEDIA[request.wants(list(_MEDIA))]
    media, syntax = FORMATS[form]
    if form == "html":
        return (show or _plain)(desk, request, iri)
    headers = {"Link": f'<{iri.value}>; rel="canonical"'}
    if syntax is None:
        return Reply(200, media, _json(iri, found), headers)
    prefixes = PREFIXES if syntax == RdfFormat.TURTLE else None
    body = serialize(found, format=syntax, prefixes=prefixes) or b""
    return Reply(200, f"{media}; charset=utf-8" if media.startswith("text/") else media, body, headers)


def about(desk: Desk, iri: NamedNode) -> Iterator[Triple]:
    """Yield what the view says of a node, its parts and what points to it; for a claim, what it states."""
    store = desk.graph.published.store
    quads = [*store.quads_for_pattern(iri, None, None, None), *store.quads_for_pattern(None, None, None, iri)]
    parts = {q.object for q in quads if isinstance(q.object, NamedNode) and _part(q.object, iri)}
    for part in sorted(parts, key=str):
        quads += store.quads_for_pattern(part, None, None, DefaultGraph())
    yield from (quad.triple for quad in quads)
    pointing = store.quads_for_pattern(None, None, iri, DefaultGraph())
    yield from (quad.triple for quad, _ in zip(pointing, range(_POINTING), strict=False))


def _part(node: NamedNode, of: NamedNode) -> bool:
    return node.value.startswith(of.value + "/")


def _json(iri: NamedNode, found: Iterable[Triple]) -> bytes:
    """Return the facts of the node itself as plain JSON: each property with its values."""
    facts: dict[str, list[str]] = {}
    for triple in found:
        if triple.subject == iri and isinstance(triple.object, NamedNode | Literal):
            facts.setdefault(local(triple.predicate), []).append(local(triple.object.value))
    document = {"id": local(iri), "iri": iri.value, **{key: sorted(facts[key]) for key in sorted(facts)}}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _plain(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    store = desk.graph.published.store
    outgoing = sorted(store.quads_for_pattern(iri, None, None, DefaultGraph()), key=str)
    stated = sorted(store.quads_for_pattern(None, None, None, iri), key=str)
    incoming = sorted(store.quads_for_pattern(None, None, iri, DefaultGraph()), key=str)[:_POINTING]
    return render(
        "node.html",
        desk,
        request,
        iri=iri,
        label=label(desk, iri),
        outgoing=outgoing,
        stated=stated,
        incoming=incoming,
    )
