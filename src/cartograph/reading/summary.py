"""Sum up a published version: what sources state, where they disagree or err, how much of the expected they tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cartograph.reading.coverage import STATUSES, Tally, coverage
from cartograph.terms import GRAPH, TYPE, local, ont

_DEFAULT, _CLAIMS = DefaultGraph(), NamedNode(GRAPH + "claims")


@dataclass(frozen=True)
class Summary:
    """Hold the counts of a version; `coverage` tallies the expected properties of all things and printed figures."""

    claims: int
    sources: int
    statements: int
    figures: int
    silences: int
    conflicts: Mapping[str, int]  # by type
    findings: Mapping[str, int]  # by severity
    coverage: Tally

    def lines(self) -> list[str]:
        """Return the counts as people read them."""
        stated = f"{self.statements} statements, {self.figures} figures, {self.silences} declared silences"
        return [
            f"{self.claims} claims of {self.sources} sources: {stated}",
            f"conflicts: {_listed(self.conflicts) or 'none'}",
            f"findings: {_listed(self.findings) or 'none'}",
            f"coverage: {self.coverage.percent} % of {self.coverage.expected} expected properties told; "
            + _listed({status: self.coverage.counts.get(status, 0) for status in STATUSES}),
        ]


def summary(store: Store) -> Summary:
    """Count what a published version holds; figures are those that sources print."""
    return Summary(
        claims=_instances(store, "Claim", _CLAIMS),
        sources=_instances(store, "Source", _CLAIMS),
        statements=_instances(store, "Statement", _DEFAULT),
        figures=_instances(store, "Figure", _DEFAULT) - _instances(store, "DerivedFigure", _DEFAULT),
        silences=_instances(store, "Silence", _CLAIMS),
        conflicts=_values(store, "Conflict", "conflictType"),
        findings=_values(store, "AuditFinding", "severity"),
        coverage=coverage(store).total,
    )


def _instances(store: Store, cls: str, graph: DefaultGraph | NamedNode) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, TYPE, ont(cls), graph))


def _values(store: Store, cls: str, property_: str) -> Mapping[str, int]:
    """Count the values of a property of the members of a class: what a curator types bears the same property."""
    quads = store.quads_for_pattern(None, ont(property_), None, _DEFAULT)
    found = Counter(
        local(quad.object.value)
        for quad in quads
        if isinstance(quad.object, NamedNode | Literal) and Quad(quad.subject, TYPE, ont(cls)) in store
    )
    return dict(sorted(found.items()))


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {_plain(name)}" for name, n in counts.items() if n)


def _plain(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name)
