"""The pages of sources, passages and claims: readable beside the paper, in its order, with its lines."""

from __future__ import annotations

from pyoxigraph import NamedNode

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading import conflicts, entries, silences, sources
from cartograph.reading.reader import Reader
from cartograph.reading.silences import Silence
from cartograph.reading.sources import Claim, Passage, Source
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.render import render
from cartograph.terms import local
from cartograph.versions.labels import CLAIMS

_MISSING = Reply(404, "text/plain", b"")


def listed(context: Context, request: Request) -> Reply:
    """List the sources."""
    return render(
        "sources.html", context, request, sources=context.keep(sources.read), counted=sources.COUNTED
    )


def source(context: Context, request: Request, slug: str) -> Reply:
    """Answer for a source."""
    return things.thing(context, request, f"source/{slug}", _show_source)


def passage(context: Context, request: Request, source: str, slug: str) -> Reply:
    """Answer for a passage."""
    return things.thing(context, request, f"passage/{source}/{slug}", _show_passage)


def claim(context: Context, request: Request, source: str, passage: str, name: str) -> Reply:
    """Answer for a claim."""
    return things.thing(context, request, f"claim/{source}/{passage}/{name}", _show_claim)


def _show_source(context: Context, request: Request, iri: NamedNode) -> Reply:
    found = next((one for one in context.keep(sources.read) if one.path == local(iri)), None)
    if found is None:
        return _MISSING
    silent = silences.of_source(context.reader(), iri)
    return render(
        "source.html",
        context,
        request,
        source=found,
        counted=sources.COUNTED,
        silences=_together([one for one in silent if one.passage == found.path]),
        silent={p.path: sum(one.passage == p.path for one in silent) for p in found.passages},
    )


def _show_passage(context: Context, request: Request, iri: NamedNode) -> Reply:
    found = _passage(context, local(iri))
    if found is None:
        return _MISSING
    owner, one = found
    reader = context.reader()
    at = owner.passages.index(one)
    silent = silences.of_source(reader, NamedNode(iri.value.replace(one.path, owner.path)))
    return render(
        "passage.html",
        context,
        request,
        source=owner,
        passage=one,
        counted=sources.COUNTED,
        claims=[_read(reader, iri, each) for each in one.claims],
        kinds=entries.KINDS,
        silences=_together([each for each in silent if each.passage in (one.path, owner.path)]),
        before=owner.passages[at - 1] if at else None,
        after=owner.passages[at + 1] if at + 1 < len(owner.passages) else None,
    )


def _read(reader: Reader, iri: NamedNode, one: Claim) -> tuple[Claim, list[entries.Place], str]:
    node = NamedNode(iri.value.replace(local(iri), one.path))
    return one, entries.by_place(entries.of(reader, node)), reader.store_text(node, "note", CLAIMS)


def _passage(context: Context, path: str) -> tuple[Source, Passage] | None:
    found = (
        (owner, one) for owner in context.keep(sources.read) for one in owner.passages if one.path == path
    )
    return next(found, None)


def _show_claim(context: Context, request: Request, iri: NamedNode) -> Reply:
    reader = context.reader()
    found = _passage(context, sources.passage_of(reader, iri))
    if found is None:
        return _MISSING
    owner, passage_ = found
    at = next(n for n, one in enumerate(passage_.claims) if one.path == local(iri))
    said = entries.of(reader, iri)
    nodes = [NamedNode(iri.value.replace(local(iri), one.path)) for one in said]
    return render(
        "claim.html",
        context,
        request,
        source=owner,
        passage=passage_,
        claim=passage_.claims[at],
        places=entries.by_place(said),
        kinds=entries.KINDS,
        note=reader.store_text(iri, "note", CLAIMS),
        named=[word for word in sources.named(reader, iri) if not word.path.startswith("report/")],
        cites=_cites(said),
        conflicts=conflicts.of(reader, nodes),
        findings=conflicts.findings(reader, nodes),
        before=passage_.claims[at - 1] if at else None,
        after=passage_.claims[at + 1] if at + 1 < len(passage_.claims) else None,
    )


def _cites(said: list[entries.Entry]) -> list[entries.Cited]:
    found = {one.path: one for entry in said for one in entry.cites}
    return sorted(found.values(), key=lambda one: (len(one.number), one.number))


def _together(silences: list[Silence]) -> list[tuple[str, str, list[Silence]]]:
    """Return silences by how they are silent, with the definition of that."""
    groups: dict[str, list[Silence]] = {}
    for one in silences:
        groups.setdefault(one.kind.text, []).append(one)
    return [(text, found[0].kind.definition, found) for text, found in groups.items()]
