"""What a server serves: the pages, the linked data, and the graph that pasted queries are asked of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Store

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata.vocabularies import SERVICE, asks_for_description
from cartograph.server.settings import Settings
from cartograph.site import render, routes
from cartograph.site.context import Context
from cartograph.sparql import chooses_graphs

if TYPE_CHECKING:
    from cartograph.project import Home

#: The files that every page loads.
STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Application:
    """Answer from one open version; it knows nothing of processes."""

    context: Context

    @classmethod
    def open(cls, home: Home, settings: Settings) -> Application:
        """Open the current version and compile the templates; raise UsageError when nothing is published."""
        context = Context.open(home, settings)
        render.warm()
        return cls(context)

    @property
    def version(self) -> str:
        """Return the version that is open."""
        return self.context.graph.version

    @property
    def settings(self) -> Settings:
        """Return the limits under which it answers."""
        return self.context.settings

    @property
    def store(self) -> Store:
        """Return the store that holds it."""
        return self.context.graph.published.store

    @property
    def queries(self) -> Sequence[str]:
        """Return the project's own questions as SPARQL: their cost is known."""
        return [question.text for question in self.context.graph.questions.values()]

    def default_graphs(self, query: str) -> Sequence[NamedNode | DefaultGraph]:
        """Return what a query that names no graph is asked of; one that asks for the description sees that too."""
        described = asks_for_description(query) and not chooses_graphs(query)
        return [DefaultGraph(), SERVICE] if described else []

    def page(self, request: Request) -> Reply:
        """Answer a request for a page, a thing, a question or a file of the site."""
        return routes.answer(self.context, request)
