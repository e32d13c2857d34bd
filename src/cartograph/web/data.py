"""Answer for the IRIs of things and terms: what the graph says of them, in the format that a client likes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import DefaultGraph, NamedNode, Triple

from cartograph.terms import BASE, ONT, STATED
from cartograph.web import rdf
from cartograph.web.desk import Desk
from cartograph.web.pages.node import show_node
from cartograph.web.rdf import split
from cartograph.web.request import Request
from cartograph.web.wire import Reply

__all__ = ["about", "known", "node", "split", "thing"]

Show = Callable[[Desk, Request, NamedNode], Reply]
_VIEW = DefaultGraph()
_NOTHING = Reply(404, "text/plain", b"")


def thing(desk: Desk, request: Request, path: str, show: Show | None = None) -> Reply:
    """Return what the graph says of a thing, as a page or as data; 404 where it says nothing.

    `show` makes the page; without one the plain page of a node is shown.
    """
    name, suffix = split(path)
    exact = _iri(path) if suffix else None
    if exact and known(desk, exact):  # a name that ends like a suffix
        name, suffix = path, ""
    iri = _iri(name)
    return node(desk, request, iri, suffix, show) if iri else _NOTHING


def node(
    desk: Desk, request: Request, iri: NamedNode, suffix: str, show: Show | None, path: str = ""
) -> Reply:
    """Return what the graph says of a node in the format of the suffix, else in the one the client likes.

    `path` is the address of the node without a suffix, where it is not what its IRI says.
    """
    form = rdf.chosen(request, suffix)
    if form == "html":
        reply = (show or show_node)(desk, request, iri) if known(desk, iri) else _NOTHING
    else:
        found = list(about(desk, iri))
        reply = rdf.reply(desk, form, iri, found) if found else _NOTHING
    if reply.status != 200:
        return reply
    return rdf.linked(request, reply, iri.value, path or iri.value, named=bool(suffix))


def known(desk: Desk, iri: NamedNode) -> bool:
    """Say whether the graph says anything of a node."""
    return next(about(desk, iri), None) is not None


def about(desk: Desk, iri: NamedNode) -> Iterator[Triple]:
    """Yield what the graph says of a node, its parts and what points to it.

    Of a claim and any other graph: what it states besides. Of a term: its definition, and which terms point to it,
    but not the thousands of things that use it.
    """
    if iri.value.startswith((ONT, STATED)):
        yield from _of_term(desk, iri)
        return
    store = desk.graph.published.store
    quads = [*store.quads_for_pattern(iri, None, None, None), *store.quads_for_pattern(None, None, None, iri)]
    parts = {q.object for q in quads if isinstance(q.object, NamedNode) and _part(q.object, iri)}
    yield from (quad.triple for quad in quads)
    for part in sorted(parts, key=str):
        yield from (quad.triple for quad in store.quads_for_pattern(part, None, None, _VIEW))
    yield from (quad.triple for quad in store.quads_for_pattern(None, None, iri, _VIEW))


def _of_term(desk: Desk, iri: NamedNode) -> Iterator[Triple]:
    store = desk.graph.published.store
    yield from (quad.triple for quad in store.quads_for_pattern(iri, None, None, _VIEW))
    yield from desk.lexicon.about(iri)
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
