"""Answer for the IRIs of things and terms: what the graph says of them, in the format that a client likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Triple

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata import formats
from cartograph.linkeddata.dataset import LinkedData
from cartograph.linkeddata.formats import split
from cartograph.terms import BASE, ONT, STATED

#: Makes the page of a thing.
Page = Callable[[NamedNode], Reply]
_VIEW = DefaultGraph()
_NOTHING = Reply(404, "text/plain", b"")


def thing(data: LinkedData, request: Request, path: str, page: Page) -> Reply:
    """Return what the graph says of a thing, as a page or as data; 404 where it says nothing."""
    name, suffix = split(path)
    exact = _iri(path) if suffix else None
    if exact and known(data, exact):  # a name that ends like a suffix
        name, suffix = path, ""
    iri = _iri(name)
    return node(data, request, iri, suffix, page) if iri else _NOTHING


def node(
    data: LinkedData, request: Request, iri: NamedNode, suffix: str, page: Page, path: str = ""
) -> Reply:
    """Return what the graph says of a node in the format of the suffix, else in the one the client likes.

    `path` is the address of the node without a suffix, where it is not what its IRI says.
    """
    form = formats.chosen(request, suffix)
    if form == "html":
        reply = page(iri) if known(data, iri) else _NOTHING
    else:
        found = list(about(data, iri))
        reply = formats.reply(data, form, iri, found) if found else _NOTHING
    if reply.status != 200:
        return reply
    return formats.linked(request, reply, iri.value, path or iri.value, named=bool(suffix))


def known(data: LinkedData, iri: NamedNode) -> bool:
    """Say whether the graph says anything of a node."""
    return next(about(data, iri), None) is not None


def about(data: LinkedData, iri: NamedNode) -> Iterator[Triple]:
    """Yield what the graph says of a node, its parts and what points to it.

    Of a claim and any other graph: what it states besides. Of a term: its definition, and which terms point to it,
    but not the thousands of things that use it.
    """
    if iri.value.startswith((ONT, STATED)):
        yield from _of_term(data, iri)
        return
    store = data.graph.published.store
    quads = [*store.quads_for_pattern(iri, None, None, None), *store.quads_for_pattern(None, None, None, iri)]
    parts = {q.object for q in quads if isinstance(q.object, NamedNode) and _part(q.object, iri)}
    yield from (quad.triple for quad in quads)
    for part in sorted(parts, key=str):
        yield from (quad.triple for quad in store.quads_for_pattern(part, None, None, _VIEW))
    yield from (quad.triple for quad in store.quads_for_pattern(None, None, iri, _VIEW))


def _of_term(data: LinkedData, iri: NamedNode) -> Iterator[Triple]:
    store = data.graph.published.store
    yield from (quad.triple for quad in store.quads_for_pattern(iri, None, None, _VIEW))
    yield from data.lexicon.about(iri)
    for quad in store.quads_for_pattern(None, None, iri, _VIEW):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith((ONT, STATED)):
            yield quad.triple


def _part(node: NamedNode, of: NamedNode) -> bool:
    return node.value.startswith(of.value + "/")


def _iri(path: str) -> NamedNode | None:
    """Return the IRI of a path, or nothing where no IRI can be made of it."""
    try:
        return NamedNode(BASE + path)
    except ValueError:
        return None
