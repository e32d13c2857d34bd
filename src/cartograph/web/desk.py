"""Hold what a worker answers from: one published version in memory, its questions, the limits, the templates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from cartograph.api import Graph
from cartograph.store import open_version
from cartograph.web.describing.whole import Description
from cartograph.web.fingerprint import fingerprint
from cartograph.web.lexicon import Lexicon
from cartograph.web.literals import Forms
from cartograph.web.settings import Settings
from cartograph.web.thesaurus import Thesaurus

if TYPE_CHECKING:
    from cartograph.project import Home

Made = TypeVar("Made")


@dataclass(frozen=True)
class Desk:
    """Hold one version with everything that an answer needs."""

    graph: Graph
    settings: Settings
    _kept: dict[Callable[..., object], object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def open(cls, home: Home, settings: Settings) -> Desk:
        """Open the current version in memory, and read what every worker needs once, before it is forked.

        Raises UsageError when nothing is published.
        """
        desk = cls(Graph(home, open_version(home, in_memory=True)), settings)
        desk.graph.ontology  # noqa: B018  # read now, shared by all workers
        desk.known  # noqa: B018
        desk.forms  # noqa: B018
        desk.graph.published.store.bulk_extend(desk.description.quads())
        return desk

    @cached_property
    def known(self) -> frozenset[str]:
        """Return the digests of the project's own questions, whose cost is known."""
        return frozenset(fingerprint(question.text) for question in self.graph.questions.values())

    def keep(self, make: Callable[[Desk], Made]) -> Made:
        """Return what a function makes of this version; it is made once, then kept.

        Only for what depends on nothing but the version, such as the table of the landscape: never for what a
        client asks, because nothing is ever let go.
        """
        if make not in self._kept:
            self._kept[make] = make(self)
        return self._kept[make]  # type: ignore[return-value]

    @cached_property
    def description(self) -> Description:
        """Return the description of the data and the endpoint."""
        return Description.of(self.graph)

    @cached_property
    def forms(self) -> Forms:
        """Return the literals that the store rewrote, as they were published."""
        return Forms.read(self.graph.published)

    @cached_property
    def lexicon(self) -> Lexicon:
        """Return the ontology's files."""
        return Lexicon.read(self.graph.home.ontology)

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """Return the words of the ontology in their order."""
        return Thesaurus(self.graph.published.store, self.graph.ontology)
