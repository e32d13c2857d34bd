"""Hold one published version as linked data: what it says, how literals were published, how it is described."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cartograph.api import Graph
from cartograph.linkeddata.description import Description
from cartograph.linkeddata.literals import Forms
from cartograph.linkeddata.modules import Lexicon
from cartograph.linkeddata.thesaurus import Thesaurus


@dataclass(frozen=True)
class LinkedData:
    """Hold a version with what is read of it once, when it is first needed."""

    graph: Graph

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
