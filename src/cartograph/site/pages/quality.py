"""The page that says how good the graph is: what is told, where sources differ, what cannot be right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pyoxigraph import DefaultGraph, NamedNode

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading import conflict_details
from cartograph.reading.coverage import STATUSES
from cartograph.reading.reader import Reader
from cartograph.reading.statuses import said
from cartograph.site import coverage_map
from cartograph.site.context import Context
from cartograph.site.render import render
from cartograph.terms import TYPE, ont
from cartograph.versions.labels import CLAIMS


def quality(context: Context, request: Request) -> Reply:
    """Show the coverage map, the conflicts and the audit findings."""
    reader = context.reader()
    conflicts, findings = conflict_details.every_conflict(reader), conflict_details.every_finding(reader)
    grounds = [ground for _, found in findings for ground in found]
    return render(
        "quality.html",
        context,
        request,
        holdings=_holdings(reader),
        coverage=coverage_map.read(reader),
        statuses={status: said(status).removesuffix(" by a rule") for status in STATUSES},
        conflicts=conflicts,
        types=_counted(one.conflict.type for one in conflicts),
        findings=findings,
        severities=_counted(one.finding.severity for one in grounds),
        sources=reader.sources,
    )


def _holdings(reader: Reader) -> Mapping[str, int]:
    """Count what the graph holds; figures are those that sources print."""
    figures = _instances(reader, "Figure", DefaultGraph()) - _instances(
        reader, "DerivedFigure", DefaultGraph()
    )
    return {
        "sources": reader.sources,
        "claims": _instances(reader, "Claim", CLAIMS),
        "statements": _instances(reader, "Statement", DefaultGraph()),
        "printed figures": figures,
        "declared silences": _instances(reader, "Silence", CLAIMS),
    }


def _instances(reader: Reader, kind: str, graph: NamedNode | DefaultGraph) -> int:
    return sum(1 for _ in reader.store.quads_for_pattern(None, TYPE, ont(kind), graph))


def _counted(words: Iterable[str]) -> Mapping[str, int]:
    return Counter(words)
