"""The pages about the site: what it is and how to read it, licences, limits."""

from __future__ import annotations

from cartograph.terms import Ontology, Term, ont
from cartograph.web.desk import Desk
from cartograph.web.reading import landscape, sources
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

#: What became of a query: status, code, and what it means to the one who asked.
_ERRORS = (
    (
        400,
        "refused",
        "the query does not parse, or asks for what is not allowed; the document names the place",
    ),
    (400, "too-deep", "it nests too deep"),
    (403, "read-only", "it is an update"),
    (406, "not-acceptable", "its result has none of the formats asked for"),
    (413, "too-long, too-large", "the query is too long, or its result too large"),
    (503, "timeout", "it took too long and was stopped"),
    (503, "busy", "all workers are at work: come back after the seconds that the header Retry-After says"),
    (507, "memory", "it needed too much memory and was stopped"),
)


def about(desk: Desk, request: Request) -> Reply:
    """Tell what the graph is made of, and how to read it."""
    words, published = desk.graph.ontology, desk.graph.published
    return render(
        "about.html",
        desk,
        request,
        counts=desk.keep(landscape.read).counts,
        sources=desk.keep(sources.read),
        readings=_members(words, "Reading"),
        statuses=_members(words, "StatusValue"),
        conflicts=_members(words, "ConflictType"),
        silences=_members(words, "SilenceKind"),
        quads=published.manifest["quads"],
    )


def limits(desk: Desk, request: Request) -> Reply:
    """Show the limits of this server."""
    return render("limits.html", desk, request, limits=list(desk.settings.table()), errors=_ERRORS)


def licence(desk: Desk, request: Request) -> Reply:
    """Show under which licences code and data may be used."""
    return render("licence.html", desk, request, sources=desk.keep(sources.read))


def _members(words: Ontology, scheme: str) -> list[Term]:
    """Return the terms of a scheme in the order of the ontology's file."""
    return [term for term in words.terms.values() if ont(scheme).value in term.types]
