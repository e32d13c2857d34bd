"""The page of a construct: its drawing, its parts, its designs, and who is made with it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.drawing import Drawing, draw, draw_construct
from cartograph.errors import UsageError
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata import formats
from cartograph.reading import conflicts, facts, statements, statuses
from cartograph.reading.facts import Design, Fact, Part
from cartograph.reading.reader import Reader
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.render import render
from cartograph.terms import BASE, local

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


def construct(context: Context, request: Request, slug: str) -> Reply:
    """Answer for a construct or one of its slots: the page, the data, or the drawing."""
    if slug.endswith(".svg"):
        return picture(context, NamedNode(f"{BASE}construct/{slug.removesuffix('.svg')}"))
    whole = "/" not in formats.split(slug)[0]
    return things.thing(context, request, f"construct/{slug}", show if whole else None)


def show(context: Context, request: Request, iri: NamedNode) -> Reply:
    """Show the page of a construct."""
    reader = context.reader()
    known = read(reader, iri)
    concerned = [iri, *reader.nodes(iri, "hasSlot")]
    return render(
        "construct.html",
        context,
        request,
        construct=known,
        drawing=draw_construct(context.graph, iri),
        holders=[reader.word(one) for one in reader.backlinks("hasConstruct", iri)],
        alike=[reader.word(one) for one in reader.backlinks("sharesStructureWith", iri)],
        assertions=statements.assertions(reader, [iri]),
        passages=statements.naming(reader, iri),
        statuses=statuses.grouped(reader, statuses.read(reader, [iri])),
        conflicts=conflicts.of(reader, concerned),
        findings=conflicts.findings(reader, concerned),
    )


def read(reader: Reader, iri: NamedNode) -> Known:
    """Return what is known of a construct."""
    return Known(
        iri,
        reader.label(iri),
        tuple(facts.parts(reader, iri)),
        tuple(facts.of_construct(reader, iri)),
        tuple(facts.designs(reader, iri)),
    )


def picture(context: Context, iri: NamedNode) -> Reply:
    """Return the drawing of an agent or construct as a document of its own; 404 where nothing is to be drawn."""
    reader = context.reader()
    drawn: Drawing | None = None
    if reader.is_a(iri, "Construct"):
        drawn = draw_construct(context.graph, iri)
    elif reader.is_a(iri, "Agent"):
        try:
            drawn = draw(context.graph, local(iri))
        except UsageError:  # no construct of it is described
            drawn = None
    return Reply(200, _SVG, drawn.svg.encode()) if drawn else Reply(404, "text/plain", b"")
