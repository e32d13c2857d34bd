"""Hold what pages are made from: one published version in memory, its linked data, the limits of the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from cartograph.api import Graph
from cartograph.linkeddata.dataset import LinkedData
from cartograph.reading.reader import Reader
from cartograph.server.settings import Settings
from cartograph.site import search_index
from cartograph.site.search_index import Book
from cartograph.versions.store import open_version

if TYPE_CHECKING:
    from cartograph.project import Home

Made = TypeVar("Made")


@dataclass(frozen=True)
class Context:
    """Hold one version with everything that a page needs."""

    data: LinkedData
    settings: Settings
    _kept: dict[Callable[..., object], object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, home: Home, settings: Settings) -> Context:
        """Open the current version in memory, and read what every page needs once, before workers are forked.

        Raises UsageError when nothing is published.
        """
        data = LinkedData(Graph(home, open_version(home, in_memory=True)))
        data.graph.ontology  # noqa: B018  # read now, shared by all workers
        data.forms  # noqa: B018
        data.graph.published.store.bulk_extend(data.description.quads())
        return cls(data, settings)

    @property
    def graph(self) -> Graph:
        """Return the version, open for questions."""
        return self.data.graph

    @cached_property
    def names(self) -> Book:
        """Return every name that a search may find; read once, then kept."""
        return search_index.make(self.graph.published.store, self.graph.questions)

    def reader(self) -> Reader:
        """Return what reads the version for one page: it remembers what it was asked, and is let go with the page."""
        return Reader(self.graph.published.store, self.graph.ontology)

    def keep(self, make: Callable[[Reader], Made]) -> Made:
        """Return what a function reads of this version; it is read once, then kept.

        Only for what depends on nothing but the version, such as the table of the landscape: never for what a
        client asks, because nothing is ever let go.
        """
        if make not in self._kept:
            self._kept[make] = make(self.reader())
        return self._kept[make]  # type: ignore[return-value]
