"""Read the conflicts and audit findings that concern things and their figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.reading.evidence import Place
from cartograph.reading.reader import Reader, Word
from cartograph.terms import local

_TYPES = ("unexplained", "undetermined", "explained")


@dataclass(frozen=True)
class Conflict:
    """Hold claims that differ although they speak of the same thing."""

    path: str
    type: str
    subject: Word
    about: Word
    axes: tuple[str, ...]
    message: str
    places: tuple[Place, ...]

    @property
    def sort_key(self) -> tuple[int, str, str]:
        """Return what puts the unexplained first."""
        return (_TYPES.index(self.type) if self.type in _TYPES else len(_TYPES), self.subject.text, self.path)


@dataclass(frozen=True)
class Finding:
    """Hold something that a source prints and that cannot be right, or needs an explanation."""

    path: str
    rule: str
    severity: str
    message: str
    figures: tuple[str, ...]
    places: tuple[Place, ...]


def of(reader: Reader, nodes: Iterable[NamedNode]) -> list[Conflict]:
    """Return the conflicts about things, or that rest on figures."""
    found = {
        one
        for node in nodes
        for name in ("subject", "premise")
        for one in reader.backlinks(name, node)
        if local(one).startswith("conflict/")
    }
    return sorted((of_conflict(reader, node) for node in found), key=lambda one: one.sort_key)


def findings(reader: Reader, nodes: Iterable[NamedNode]) -> list[Finding]:
    """Return the audit findings that rest on figures or things."""
    found = {
        one for node in nodes for one in reader.backlinks("premise", node) if local(one).startswith("audit/")
    }
    return sorted((of_finding(reader, node) for node in found), key=lambda one: (one.severity, one.path))


def of_conflict(reader: Reader, node: NamedNode) -> Conflict:
    """Return one conflict."""
    kind = reader.one(node, "conflictType")
    nothing = Word("", "")
    return Conflict(
        local(node),
        kind.name if kind else "",
        reader.one(node, "subject") or nothing,
        reader.one(node, "property") or nothing,
        tuple(reader.texts(node, "axis")),
        reader.text(node, "message"),
        reader.all_places(reader.nodes(node, "premise")),
    )


def of_finding(reader: Reader, node: NamedNode) -> Finding:
    """Return one audit finding."""
    premises = reader.nodes(node, "premise")
    return Finding(
        local(node),
        reader.text(node, "auditRule").replace("-", " "),
        reader.text(node, "severity"),
        reader.text(node, "message"),
        tuple(local(one) for one in premises),
        reader.all_places(premises),
    )
