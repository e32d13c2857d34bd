"""Read the conflicts that a text decides: which side is preferred, with the written reason, checked to the line.

A preferred statement enters the agreed view with its value. A figure that loses stays as printed beside the preferred
one, and nothing is computed from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad

from cartograph.errors import Problem, RecordError
from cartograph.records.document import Items, Map, Text, read
from cartograph.rules.reports import triple
from cartograph.terms import BASE, GRAPH, TYPE, local, ont

DERIVED = NamedNode(GRAPH + "derived")
_NAME = "settled-conflicts.yaml"
_FILE = f"records/{_NAME}"
_KEYS = {"conflict", "prefer", "because"}


class Contradiction(Protocol):
    """What conflicts of figures and disputes of statements have in common."""

    @property
    def iri(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def predicate(self) -> str: ...
    @property
    def sides(self) -> tuple[tuple[str, ...], ...]: ...
    @property
    def type(self) -> str: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def axes(self) -> tuple[str, ...]: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class Settled:
    """Hold a settled conflict: its path, the path of the preferred statement or figure, the reason, and the line."""

    conflict: str
    prefer: str
    because: str
    line: int


def settled(records: Path) -> tuple[Settled, ...]:
    """Read the settled conflicts; raise RecordError for an entry that lacks a conflict, a side or a reason."""
    if not (records / _NAME).is_file():
        return ()
    entries = read(records / _NAME, _FILE).get(Text("settled"), Items())
    problems = [_incomplete(item) for item in entries if not _complete(item)]
    if problems:
        raise RecordError(problems)
    return tuple(_settled(item) for item in entries if isinstance(item, Map))


def _complete(item: object) -> bool:
    return isinstance(item, Map) and {str(k) for k in item} == _KEYS and all(str(v) for v in item.values())


def _settled(item: Map) -> Settled:
    said = {str(key): str(value) for key, value in item.items()}
    return Settled(said["conflict"], said["prefer"], said["because"], item.line)


def _incomplete(item: Text | Map | Items | str) -> Problem:
    line = item.line if isinstance(item, Text | Map | Items) else 0
    return Problem(
        _FILE,
        line,
        message="a settled conflict needs 'conflict:', 'prefer:' and 'because:'",
        fix="give all three, nothing else; 'because' says which passage decides, and how",
    )


def unknown(every: Iterable[Settled], found: Sequence[Contradiction]) -> Iterator[Problem]:
    """Yield a problem for each settled conflict that is none, or that prefers what is no side of it."""
    sides = {local(c.iri): {local(node) for side in c.sides for node in side} for c in found}
    for each in every:
        if each.conflict not in sides:
            message = f"'{each.conflict}' is no conflict (any more)"
            yield Problem(_FILE, each.line, message=message, fix="delete the entry")
        elif each.prefer not in sides[each.conflict]:
            message = f"'{each.prefer}' is no side of the conflict"
            fix = "write one of " + ", ".join(sorted(sides[each.conflict]))
            yield Problem(_FILE, each.line, message=message, fix=fix)


def losing(every: Iterable[Settled], found: Sequence[Contradiction]) -> frozenset[str]:
    """Return the IRIs of the statements and figures that a settled conflict sets aside."""
    preferred = {each.conflict: BASE + each.prefer for each in every}
    return frozenset(
        node
        for conflict in found
        for side in conflict.sides
        if local(conflict.iri) in preferred and preferred[local(conflict.iri)] not in side
        for node in side
    )


def quads(found: Iterable[Contradiction], every: Iterable[Settled]) -> Iterator[Quad]:
    """Yield the conflicts as nodes, the settled ones with the preferred side and the reason."""
    preferred = {each.conflict: each for each in every}
    for conflict in found:
        iri = conflict.iri
        yield Quad(NamedNode(iri), TYPE, ont("Conflict"), DERIVED)
        yield triple(iri, "subject", NamedNode(conflict.subject), DERIVED)
        yield triple(iri, "property", ont(conflict.predicate), DERIVED)
        yield triple(iri, "conflictType", ont(conflict.type), DERIVED)
        yield triple(iri, "message", Literal(conflict.message), DERIVED)
        yield from (triple(iri, "premise", NamedNode(n), DERIVED) for side in conflict.sides for n in side)
        yield from (triple(iri, "conflictKind", ont(name), DERIVED) for name in conflict.kinds)
        yield from (triple(iri, "axis", Literal(axis), DERIVED) for axis in conflict.axes)
        chosen = preferred.get(local(iri))
        if chosen is not None:
            yield triple(iri, "preferred", NamedNode(BASE + chosen.prefer), DERIVED)
            yield triple(iri, "because", Literal(chosen.because), DERIVED)


def aside(figures: Iterable[str]) -> Iterator[Quad]:
    """Yield for each figure that lost that nothing is computed from it."""
    return (triple(iri, "setAside", Literal(True), DERIVED) for iri in sorted(figures) if "/figure/" in iri)
