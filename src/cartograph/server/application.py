"""What a server asks of that which it serves; the two know each other by this alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.server.settings import Settings

if TYPE_CHECKING:
    from pyoxigraph import DefaultGraph, NamedNode, Store

    from cartograph.project import Home


class Application(Protocol):
    """Answer from one open version; it knows nothing of processes."""

    @property
    def version(self) -> str:
        """Return the version that is open."""

    @property
    def settings(self) -> Settings:
        """Return the limits under which it answers."""

    @property
    def store(self) -> Store:
        """Return the store that holds it."""

    @property
    def queries(self) -> Sequence[str]:
        """Return the queries whose cost is known: workers are reserved for them."""

    def default_graphs(self, query: str) -> Sequence[NamedNode | DefaultGraph]:
        """Return what a query that names no graph is asked of; nothing for the default graph alone."""

    def page(self, request: Request) -> Reply:
        """Answer a request that is no query."""


class Opener(Protocol):
    """Open the current version of a project; its pages tell the limits that the settings hold."""

    @staticmethod
    def open(home: Home, settings: Settings) -> Application:
        """Raise UsageError when nothing is published."""


@dataclass(frozen=True)
class Served:
    """Name what is served: the class that opens a version, and the folder of files that are sent as they are.

    The class is named by text (`package.module:Class`), because only the process that holds the graph imports it.
    """

    opener: str
    static: Path


def opener(name: str) -> Opener:
    """Import the class that a text names.

    >>> opener("pathlib:Path").__name__
    'Path'
    """
    module, _, attribute = name.partition(":")
    found: Opener = getattr(import_module(module), attribute)
    return found
