"""The pages about the site: what it is and how to read it, licences, limits."""

from __future__ import annotations

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading import landscape, sources
from cartograph.site.context import Context
from cartograph.site.render import render
from cartograph.terms import Ontology, Term, ont

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


def about(context: Context, request: Request) -> Reply:
    """Tell what the graph is made of, and how to read it."""
    words, published = context.graph.ontology, context.graph.published
    return render(
        "about.html",
        context,
        request,
        counts=context.keep(landscape.read).counts,
        sources=context.keep(sources.read),
        readings=_members(words, "Reading"),
        statuses=_members(words, "StatusValue"),
        conflicts=_members(words, "ConflictType"),
        silences=_members(words, "SilenceKind"),
        quads=published.manifest["quads"],
    )


def limits(context: Context, request: Request) -> Reply:
    """Show the limits of this server."""
    return render("limits.html", context, request, limits=list(context.settings.table()), errors=_ERRORS)


def licence(context: Context, request: Request) -> Reply:
    """Show under which licences code and data may be used."""
    return render("licence.html", context, request, sources=context.keep(sources.read))


def _members(words: Ontology, scheme: str) -> list[Term]:
    """Return the terms of a scheme in the order of the ontology's file."""
    return [term for term in words.terms.values() if ont(scheme).value in term.types]
