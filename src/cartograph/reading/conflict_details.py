"""Read what stands behind conflicts and findings: each side with what it says, where, and which is preferred."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.reading import conflicts, figures
from cartograph.reading.conflicts import Conflict, Finding
from cartograph.reading.evidence import Place
from cartograph.reading.reader import Reader, Word
from cartograph.terms import BASE, TYPE, local, ont

_NOBODY = Word("", "")


@dataclass(frozen=True)
class Side:
    """Hold what one figure, statement or passage says, and of what."""

    path: str
    text: str  # the value
    measures: str  # what the value is of: an endpoint, a property
    of: Word  # the report or thing that it belongs to
    reading: Word | None
    preferred: bool
    aside: bool
    places: tuple[Place, ...]


@dataclass(frozen=True)
class ConflictDetail:
    """Hold a conflict with its sides: those that say the same beside each other."""

    conflict: Conflict
    subject: Word
    kinds: tuple[str, ...]
    sides: tuple[tuple[str, tuple[Side, ...]], ...]
    because: str


@dataclass(frozen=True)
class FindingDetail:
    """Hold a finding with what it is about, and why the curators accept it, where the graph says so."""

    finding: Finding
    about: tuple[Side, ...]
    because: str


def every_conflict(reader: Reader) -> list[ConflictDetail]:
    """Return every conflict, the unexplained first."""
    found = (conflicts.of_conflict(reader, node) for node in _all(reader, "Conflict"))
    return [_dispute(reader, one) for one in sorted(found, key=lambda one: one.sort_key)]


def every_finding(reader: Reader) -> list[tuple[str, list[FindingDetail]]]:
    """Return every finding by its rule, the impossible first."""
    found = sorted(
        (conflicts.of_finding(reader, node) for node in _all(reader, "AuditFinding")), key=_gravest
    )
    groups: dict[str, list[FindingDetail]] = {}
    for finding in found:
        node = NamedNode(BASE + finding.path)
        about = tuple(side(reader, NamedNode(BASE + path)) for path in finding.figures)
        groups.setdefault(finding.rule, []).append(
            FindingDetail(finding, about, reader.text(node, "because"))
        )
    return list(groups.items())


def side(reader: Reader, node: NamedNode, preferred: bool = False) -> Side:
    """Return what a figure, a statement or anything else says."""
    told = next(filter(None, (read(reader, node) for read in (_figure, _statement, _approval))), None)
    said, measures, of = told or (reader.label(node), "", reader.word(node))
    aside = reader.texts(node, "setAside") == ["true"]
    reading = reader.one(node, "reading")
    return Side(local(node), said, measures, of, reading, preferred, aside, reader.places(node))


_Told = tuple[str, str, Word]  # the value, what it is of, whose it is


def _figure(reader: Reader, node: NamedNode) -> _Told | None:
    if not reader.nodes(node, "endpoint"):
        return None
    figure = figures.read(reader, node)
    reports = [reader.word(report) for report in reader.backlinks("hasFigure", node)]
    return figure.text, figure.measures, reports[0] if reports else _NOBODY


def _statement(reader: Reader, node: NamedNode) -> _Told | None:
    stated, subjects = reader.one(node, "statedValue"), reader.nodes(node, "subject")
    measures = ", ".join(reader.word(one).text for one in reader.nodes(node, "property"))
    return (stated.text, measures, whole(reader, subjects[0]) if subjects else _NOBODY) if stated else None


def _approval(reader: Reader, node: NamedNode) -> _Told | None:
    state, as_of = reader.one(node, "regulatoryState"), reader.text(node, "asOf")
    measures = f"as of {as_of}" if as_of else ""
    return (state.text, measures, reader.one(node, "ofAgent") or _NOBODY) if state else None


def _dispute(reader: Reader, conflict: Conflict) -> ConflictDetail:
    node = NamedNode(BASE + conflict.path)
    chosen = set(reader.nodes(node, "preferred"))
    groups: dict[str, list[Side]] = {}
    for premise in reader.nodes(node, "premise"):
        one = side(reader, premise, premise in chosen)
        groups.setdefault(one.text, []).append(one)
    return ConflictDetail(
        conflict,
        whole(reader, subjects[0]) if (subjects := reader.nodes(node, "subject")) else conflict.subject,
        tuple(reader.word(kind).text for kind in reader.nodes(node, "conflictKind")),
        tuple((text, tuple(found)) for text, found in groups.items()),
        reader.text(node, "because"),
    )


def whole(reader: Reader, node: NamedNode) -> Word:
    """Return a thing as people see it; of a part, such as a slot, the thing that has it and the part's name."""
    path = local(node).split("/")
    thing = NamedNode(BASE + "/".join(path[:2]))
    part = f", {path[-1]}" if len(path) > 2 else ""
    return Word(local(thing), reader.label(thing) + part, local(thing))


def _all(reader: Reader, kind: str) -> list[NamedNode]:
    quads = reader.store.quads_for_pattern(None, TYPE, ont(kind), None)
    return sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)


def _gravest(finding: Finding) -> tuple[int, str, str]:
    known = ("impossible", "weak", "note")
    rank = known.index(finding.severity) if finding.severity in known else len(known)
    return rank, finding.rule, finding.path
