"""Answer for a thing of the graph: its own page for people, its data for programs."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import NamedNode

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata import things
from cartograph.site.context import Context
from cartograph.site.pages.node import show_node

#: Makes the page of a thing.
Show = Callable[[Context, Request, NamedNode], Reply]


def thing(context: Context, request: Request, path: str, show: Show | None = None) -> Reply:
    """Answer for a thing by its path; without a page of its own it has the plain page of a node."""
    return things.thing(context.data, request, path, _page(context, request, show))


def node(
    context: Context, request: Request, iri: NamedNode, suffix: str, show: Show, path: str = ""
) -> Reply:
    """Answer for a node by its IRI; `path` is its address where that is not what the IRI says."""
    return things.node(context.data, request, iri, suffix, _page(context, request, show), path)


def _page(context: Context, request: Request, show: Show | None) -> things.Page:
    return lambda iri: (show or show_node)(context, request, iri)
