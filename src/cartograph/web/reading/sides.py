"""Read what stands behind conflicts and findings: each side with what it says, where, and which is preferred."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.questions.evidence import Place
from cartograph.terms import BASE, TYPE, local, ont
from cartograph.web.reading import disputes, figures
from cartograph.web.reading.disputes import Conflict, Finding
from cartograph.web.reading.look import Look, Word

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
class Dispute:
    """Hold a conflict with its sides: those that say the same beside each other."""

    conflict: Conflict
    subject: Word
    kinds: tuple[str, ...]
    sides: tuple[tuple[str, tuple[Side, ...]], ...]
    because: str


@dataclass(frozen=True)
class Ground:
    """Hold a finding with what it is about, and why the curators accept it, where the graph says so."""

    finding: Finding
    about: tuple[Side, ...]
    because: str


def conflicts(look: Look) -> list[Dispute]:
    """Return every conflict, the unexplained first."""
    found = (disputes.of_conflict(look, node) for node in _all(look, "Conflict"))
    return [_dispute(look, one) for one in sorted(found, key=lambda one: one.sort_key)]


def findings(look: Look) -> list[tuple[str, list[Ground]]]:
    """Return every finding by its rule, the impossible first."""
    found = sorted((disputes.of_finding(look, node) for node in _all(look, "AuditFinding")), key=_gravest)
    groups: dict[str, list[Ground]] = {}
    for finding in found:
        node = NamedNode(BASE + finding.path)
        about = tuple(side(look, NamedNode(BASE + path)) for path in finding.figures)
        groups.setdefault(finding.rule, []).append(Ground(finding, about, look.text(node, "because")))
    return list(groups.items())


def side(look: Look, node: NamedNode, preferred: bool = False) -> Side:
    """Return what a figure, a statement or anything else says."""
    told = next(filter(None, (read(look, node) for read in (_figure, _statement, _approval))), None)
    said, measures, of = told or (look.label(node), "", look.word(node))
    aside = look.texts(node, "setAside") == ["true"]
    reading = look.one(node, "reading")
    return Side(local(node), said, measures, of, reading, preferred, aside, look.places(node))


_Told = tuple[str, str, Word]  # the value, what it is of, whose it is


def _figure(look: Look, node: NamedNode) -> _Told | None:
    if not look.nodes(node, "endpoint"):
        return None
    figure = figures.read(look, node)
    reports = [look.word(report) for report in look.about("hasFigure", node)]
    return figure.text, figure.measures, reports[0] if reports else _NOBODY


def _statement(look: Look, node: NamedNode) -> _Told | None:
    stated, subjects = look.one(node, "statedValue"), look.nodes(node, "subject")
    measures = ", ".join(look.word(one).text for one in look.nodes(node, "property"))
    return (stated.text, measures, whole(look, subjects[0]) if subjects else _NOBODY) if stated else None


def _approval(look: Look, node: NamedNode) -> _Told | None:
    state, as_of = look.one(node, "regulatoryState"), look.text(node, "asOf")
    measures = f"as of {as_of}" if as_of else ""
    return (state.text, measures, look.one(node, "ofAgent") or _NOBODY) if state else None


def _dispute(look: Look, conflict: Conflict) -> Dispute:
    node = NamedNode(BASE + conflict.path)
    chosen = set(look.nodes(node, "preferred"))
    groups: dict[str, list[Side]] = {}
    for premise in look.nodes(node, "premise"):
        one = side(look, premise, premise in chosen)
        groups.setdefault(one.text, []).append(one)
    return Dispute(
        conflict,
        whole(look, subjects[0]) if (subjects := look.nodes(node, "subject")) else conflict.subject,
        tuple(look.word(kind).text for kind in look.nodes(node, "conflictKind")),
        tuple((text, tuple(found)) for text, found in groups.items()),
        look.text(node, "because"),
    )


def whole(look: Look, node: NamedNode) -> Word:
    """Return a thing as people see it; of a part, such as a slot, the thing that has it and the part's name."""
    path = local(node).split("/")
    thing = NamedNode(BASE + "/".join(path[:2]))
    part = f", {path[-1]}" if len(path) > 2 else ""
    return Word(local(thing), look.label(thing) + part, local(thing))


def _all(look: Look, kind: str) -> list[NamedNode]:
    quads = look.store.quads_for_pattern(None, TYPE, ont(kind), None)
    return sorted({quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}, key=str)


def _gravest(finding: Finding) -> tuple[int, str, str]:
    known = ("impossible", "weak", "note")
    rank = known.index(finding.severity) if finding.severity in known else len(known)
    return rank, finding.rule, finding.path
