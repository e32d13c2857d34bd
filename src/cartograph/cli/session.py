"""What the commands share: the project that the user named, found when a command first needs it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cartograph.project import home
from cartograph.terms import thing

if TYPE_CHECKING:
    from pathlib import Path

    from cartograph.api import Graph
    from cartograph.project import Home
    from cartograph.questions.catalogue import Catalogue
    from cartograph.questions.header import Parameter
    from cartograph.reasoning.membership import Memberships
    from cartograph.versions.store import Published


@dataclass(frozen=True)
class Session:
    """Hold what the options before the command say."""

    project: Path | None

    @cached_property
    def home(self) -> Home:
        """Return the project's home; raise UsageError where the folder is none."""
        return home(self.project)

    @cached_property
    def questions(self) -> Catalogue:
        """Return the project's questions by name."""
        from cartograph.questions.catalogue import Catalogue

        return Catalogue(self.home.queries)

    @cached_property
    def graph(self) -> Graph:
        """Open the graph as every other caller does."""
        from cartograph.api import open as open_graph

        return open_graph(self.project)

    @cached_property
    def published(self) -> Published:
        """Open the current version; raise UsageError where there is none."""
        from cartograph.versions.store import open_version

        return open_version(self.home)

    @cached_property
    def memberships(self) -> Memberships:
        """Return what judges memberships in the current version; raise UsageError where there is none."""
        from cartograph.reasoning.designs import Designs
        from cartograph.reasoning.membership import Memberships
        from cartograph.reasoning.world import World

        return Memberships(World.of(self.published.quads()), Designs.load(self.home.ontology))

    def agent(self, name: str) -> str:
        """Return the path of an agent or construct by id, slug, label or synonym; raise UsageError for neither."""
        from cartograph.names.lookup import thing_of

        return thing_of(self.published.store, ("Agent", "Construct"), name, "AGENT")

    def label(self, path: str) -> str:
        """Return the label of a source or passage, or the end of its path where it has none."""
        from cartograph.versions.labels import CLAIMS, label

        return label(self.graph.published.store, thing(path), CLAIMS) or path.rpartition("/")[2]

    def choices(self, parameter: Parameter) -> tuple[str, ...]:
        """Return the words that a reader may give for a parameter; none where any number or text will do."""
        from cartograph.questions.binding import choices
        from cartograph.terms import Ontology

        return choices(parameter, Ontology.load(self.home.ontology))
