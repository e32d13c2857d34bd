"""The page of a construct: its drawing, its parts, its designs, and who is made with it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.drawing import Drawing, draw, draw_construct
from cartograph.errors import UsageError
from cartograph.terms import BASE, local
from cartograph.web import data
from cartograph.web.desk import Desk
from cartograph.web.reading import disputes, facts, said, statuses
from cartograph.web.reading.facts import Design, Fact, Part
from cartograph.web.reading.look import Look
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

_SVG = "image/svg+xml"


@dataclass(frozen=True)
class Known:
    """Hold what is known of a construct."""

    node: NamedNode
    label: str
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...]
    designs: tuple[Design, ...]

    @property
    def path(self) -> str:
        """Return the path of the construct."""
        return local(self.node)


def construct(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for a construct or one of its slots: the page, the data, or the drawing."""
    if slug.endswith(".svg"):
        return picture(desk, NamedNode(f"{BASE}construct/{slug.removesuffix('.svg')}"))
    whole = "/" not in data.split(slug)[0]
    return data.thing(desk, request, f"construct/{slug}", show if whole else None)


def show(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    """Show the page of a construct."""
    look = Look.at(desk)
    known = read(look, iri)
    concerned = [iri, *look.nodes(iri, "hasSlot")]
    return render(
        "construct.html",
        desk,
        request,
        construct=known,
        drawing=draw_construct(desk.graph, iri),
        holders=[look.word(one) for one in look.about("hasConstruct", iri)],
        alike=[look.word(one) for one in look.about("sharesStructureWith", iri)],
        assertions=said.assertions(look, [iri]),
        passages=said.naming(look, iri),
        statuses=statuses.grouped(look, statuses.read(look, [iri])),
        conflicts=disputes.conflicts(look, concerned),
        findings=disputes.findings(look, concerned),
    )


def read(look: Look, iri: NamedNode) -> Known:
    """Return what is known of a construct."""
    return Known(
        iri,
        look.label(iri),
        tuple(facts.parts(look, iri)),
        tuple(facts.of_construct(look, iri)),
        tuple(facts.designs(look, iri)),
    )


def picture(desk: Desk, iri: NamedNode) -> Reply:
    """Return the drawing of an agent or construct as a document of its own; 404 where nothing is to be drawn."""
    look = Look.at(desk)
    drawn: Drawing | None = None
    if look.is_a(iri, "Construct"):
        drawn = draw_construct(desk.graph, iri)
    elif look.is_a(iri, "Agent"):
        try:
            drawn = draw(desk.graph, local(iri))
        except UsageError:  # no construct of it is described
            drawn = None
    return Reply(200, _SVG, drawn.svg.encode()) if drawn else Reply(404, "text/plain", b"")
