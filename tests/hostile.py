"""A published dataset in which every text that somebody could have written tries to become code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cartograph.build.publish import publish
from cartograph.project import Home
from cartograph.terms import GRAPH, LABEL, RDFS, SKOS, TYPE, XSD, ont, thing
from cartograph.versions.release import make
from small import ROOT, small_quads

#: Each of these must be shown as it stands here, and do nothing.
TEXTS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    '"><svg onload=alert(1)>',
    "'-alert(1)-' onmouseover=alert(1) x='",
    "</textarea></title></style><script>alert(1)</script>",
    "\u202eevil\u0007 &lt;b&gt; <!--",
)
LABELLED = " ".join(TEXTS[:6])
#: Paths of things that are there: the first in its IRI, with what an IRI may hold.
ODD = "agent/'onmouseover=alert(1)//;&amp=1"
_STRING = NamedNode(XSD + "string")


def home(versions: Path) -> Home:
    """Publish the dataset."""
    quads = sorted({*map(_hostile, small_quads()), *_more()}, key=str)
    publish(make(quads, ontology_version="0.1.0", package_version="0.1.0"), versions)
    return Home(ROOT, versions)


def _hostile(quad: Quad) -> Quad:
    """Put hostile text behind every text of the small dataset."""
    value = quad.object
    if not isinstance(value, Literal) or value.datatype != _STRING:
        return quad
    return Quad(quad.subject, quad.predicate, Literal(f"{value.value} {LABELLED}"), quad.graph_name)


def _more() -> Iterator[Quad]:
    """Yield what the small dataset lacks: odd IRIs, languages, a conflict, a finding, notes."""
    agent, construct = thing("agent/ct103a"), thing("construct/ct103a")
    view, claims = DefaultGraph(), NamedNode(GRAPH + "claims")
    for kind in ("CARTCellProduct", "CARCellProduct", "CARCellCandidate", "Agent", "Thing"):
        yield Quad(thing(ODD), TYPE, ont(kind), view)
    yield Quad(thing(ODD), LABEL, Literal(LABELLED), view)
    yield Quad(agent, NamedNode(RDFS + "seeAlso"), NamedNode("javascript:alert(1)"), view)
    yield Quad(agent, ont("developer"), NamedNode("javascript:alert(2)"), view)
    yield Quad(
        agent,
        NamedNode("javascript:alert(3)"),
        NamedNode("data:text/html,%3Cscript%3Ealert(4)%3C/script%3E"),
        view,
    )
    for n, text in enumerate(TEXTS):
        yield Quad(agent, NamedNode(SKOS + "altLabel"), Literal(f"{text} {n}", language="en-x-alert"), view)
        yield Quad(agent, ont("note"), Literal(text), view)
        yield Quad(construct, ont("description"), Literal(text), view)
        yield Quad(thing("claim/guo-2022/table-2/ct103a"), ont("note"), Literal(text), claims)
    yield from _judged("conflict/construct/ct103a/geneTransfer", "Conflict")
    yield from _judged("audit/impossible-for-denominator/ct103a", "AuditFinding")


def _judged(path: str, kind: str) -> Iterator[Quad]:
    node, derived = thing(path), DefaultGraph()
    figure = thing("claim/guo-2022/table-2/ct103a/figure/ct103a-ash2021/completeResponse")
    yield Quad(node, TYPE, ont(kind), derived)
    yield Quad(node, ont("message"), Literal(LABELLED), derived)
    yield Quad(node, ont("premise"), figure, derived)
    yield Quad(node, ont("premise"), NamedNode("javascript:alert(5)"), derived)
    if kind == "Conflict":
        yield Quad(node, ont("subject"), thing("construct/ct103a"), derived)
        yield Quad(node, ont("property"), ont("geneTransfer"), derived)
        yield Quad(node, ont("conflictType"), ont("unexplained"), derived)
        yield Quad(node, ont("axis"), Literal(LABELLED), derived)
        yield Quad(node, ont("because"), Literal(LABELLED), derived)
    else:
        yield Quad(node, ont("auditRule"), Literal(LABELLED), derived)
        yield Quad(node, ont("severity"), Literal("impossible"), derived)
