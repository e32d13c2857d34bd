"""Put the description together: for a client of this server, and for queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from cartograph.api import Graph
from cartograph.linkeddata.examples import examples
from cartograph.linkeddata.service import service
from cartograph.linkeddata.statistics import Statistics
from cartograph.linkeddata.vocabularies import SERVICE
from cartograph.linkeddata.void import dataset, partitions
from cartograph.terms import BASE


@dataclass(frozen=True)
class Description:
    """Describe one version; `site` is where a client reaches the server."""

    graph: Graph
    statistics: Statistics

    @classmethod
    def of(cls, graph: Graph) -> Description:
        """Count the version and describe it."""
        return cls(graph, Statistics.of(graph.published.store))

    def data(self, site: str) -> Iterator[Triple]:
        """Yield the description of the data."""
        yield from dataset(self.graph.published, self.statistics, site)
        yield from partitions(self.statistics)

    def endpoint(self, site: str) -> Iterator[Triple]:
        """Yield the description of the endpoint, and in short that of the data."""
        yield from service(self.graph.published, self.statistics, site)
        yield from dataset(self.graph.published, self.statistics, site)

    def examples(self, site: str) -> Iterator[Triple]:
        """Yield the questions."""
        yield from examples(self.graph.questions, site)

    def quads(self) -> Iterator[Quad]:
        """Yield all of it for the graph that queries see; its addresses are the persistent ones."""
        for triples in (self.data(BASE), self.endpoint(BASE), self.examples(BASE)):
            for triple in triples:
                yield Quad(triple.subject, triple.predicate, triple.object, SERVICE)
