"""Name things, sources and passages as people do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.reading.evidence import Place
from cartograph.site.context import Context
from cartograph.terms import local, thing
from cartograph.versions import labels


def label(context: Context, iri: NamedNode) -> str:
    """Return the label of a node in any graph, or what is particular in its IRI."""
    return labels.label(context.graph.published.store, iri) or local(iri)


@dataclass(frozen=True)
class Names:
    """Name printed places."""

    context: Context

    def of(self, path: str) -> str:
        """Return the name of a thing by its path."""
        return label(self.context, thing(path))

    def passage(self, place: Place) -> str:
        """Return source and passage of a place."""
        return ", ".join(self.of(path) for path in (place.source, place.passage) if path)

    def where(self, place: Place) -> str:
        """Return source, passage, line and cell of a place."""
        at = (("line", place.line), ("cell", place.cell))
        return ", ".join([self.passage(place), *(f"{what} {n}" for what, n in at if n is not None)])

    def by_passage(self, places: Iterable[Place]) -> list[tuple[str, list[Place]]]:
        """Return places passage by passage."""
        found: dict[str, list[Place]] = {}
        for place in places:
            found.setdefault(self.passage(place), []).append(place)
        return list(found.items())
