"""The page that says how good the graph is: what is told, where sources differ, what cannot be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pyoxigraph import DefaultGraph, NamedNode

from cartograph.terms import TYPE, ont
from cartograph.web.desk import Desk
from cartograph.web.reading import coverage, sides
from cartograph.web.reading.look import CLAIMS, Look
from cartograph.web.reading.statuses import said
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply


def quality(desk: Desk, request: Request) -> Reply:
    """Show the coverage map, the conflicts and the audit findings."""
    look = Look.at(desk)
    conflicts, findings = sides.conflicts(look), sides.findings(look)
    grounds = [ground for _, found in findings for ground in found]
    return render(
        "quality.html",
        desk,
        request,
        holdings=_holdings(look),
        coverage=coverage.read(look),
        statuses={status: said(status).removesuffix(" by a rule") for status in coverage.STATUSES},
        conflicts=conflicts,
        types=_counted(one.conflict.type for one in conflicts),
        findings=findings,
        severities=_counted(one.finding.severity for one in grounds),
        sources=look.sources,
    )


def _holdings(look: Look) -> Mapping[str, int]:
    """Count what the graph holds; figures are those that sources print."""
    figures = _instances(look, "Figure", DefaultGraph()) - _instances(look, "DerivedFigure", DefaultGraph())
    return {
        "sources": look.sources,
        "claims": _instances(look, "Claim", CLAIMS),
        "statements": _instances(look, "Statement", DefaultGraph()),
        "printed figures": figures,
        "declared silences": _instances(look, "Silence", CLAIMS),
    }


def _instances(look: Look, kind: str, graph: NamedNode | DefaultGraph) -> int:
    return sum(1 for _ in look.store.quads_for_pattern(None, TYPE, ont(kind), graph))


def _counted(words: Iterable[str]) -> Mapping[str, int]:
    return Counter(words)
