"""The pages of sources, passages and claims: readable beside the paper, in its order, with its lines."""

from __future__ import annotations

from pyoxigraph import NamedNode

from cartograph.terms import local
from cartograph.web import data
from cartograph.web.desk import Desk
from cartograph.web.reading import disputes, entries, silence, sources
from cartograph.web.reading.look import CLAIMS, Look
from cartograph.web.reading.silence import Silence
from cartograph.web.reading.sources import Claim, Passage, Source
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

_MISSING = Reply(404, "text/plain", b"")


def listed(desk: Desk, request: Request) -> Reply:
    """List the sources."""
    return render("sources.html", desk, request, sources=desk.keep(sources.read), counted=sources.COUNTED)


def source(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for a source."""
    return data.thing(desk, request, f"source/{slug}", _show_source)


def passage(desk: Desk, request: Request, source: str, slug: str) -> Reply:
    """Answer for a passage."""
    return data.thing(desk, request, f"passage/{source}/{slug}", _show_passage)


def claim(desk: Desk, request: Request, source: str, passage: str, name: str) -> Reply:
    """Answer for a claim."""
    return data.thing(desk, request, f"claim/{source}/{passage}/{name}", _show_claim)


def _show_source(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    found = next((one for one in desk.keep(sources.read) if one.path == local(iri)), None)
    if found is None:
        return _MISSING
    silences = silence.of_source(Look.at(desk), iri)
    return render(
        "source.html",
        desk,
        request,
        source=found,
        counted=sources.COUNTED,
        silences=_together([one for one in silences if one.passage == found.path]),
        silent={p.path: sum(one.passage == p.path for one in silences) for p in found.passages},
    )


def _show_passage(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    found = _passage(desk, local(iri))
    if found is None:
        return _MISSING
    owner, one = found
    look = Look.at(desk)
    at = owner.passages.index(one)
    silences = silence.of_source(look, NamedNode(iri.value.replace(one.path, owner.path)))
    return render(
        "passage.html",
        desk,
        request,
        source=owner,
        passage=one,
        counted=sources.COUNTED,
        claims=[_read(look, iri, each) for each in one.claims],
        kinds=entries.KINDS,
        silences=_together([each for each in silences if each.passage in (one.path, owner.path)]),
        before=owner.passages[at - 1] if at else None,
        after=owner.passages[at + 1] if at + 1 < len(owner.passages) else None,
    )


def _read(look: Look, iri: NamedNode, one: Claim) -> tuple[Claim, list[entries.Place], str]:
    node = NamedNode(iri.value.replace(local(iri), one.path))
    return one, entries.by_place(entries.of(look, node)), look.store_text(node, "note", CLAIMS)


def _passage(desk: Desk, path: str) -> tuple[Source, Passage] | None:
    found = ((owner, one) for owner in desk.keep(sources.read) for one in owner.passages if one.path == path)
    return next(found, None)


def _show_claim(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    look = Look.at(desk)
    found = _passage(desk, sources.passage_of(look, iri))
    if found is None:
        return _MISSING
    owner, passage_ = found
    at = next(n for n, one in enumerate(passage_.claims) if one.path == local(iri))
    said = entries.of(look, iri)
    nodes = [NamedNode(iri.value.replace(local(iri), one.path)) for one in said]
    return render(
        "claim.html",
        desk,
        request,
        source=owner,
        passage=passage_,
        claim=passage_.claims[at],
        places=entries.by_place(said),
        kinds=entries.KINDS,
        note=look.store_text(iri, "note", CLAIMS),
        named=[word for word in sources.named(look, iri) if not word.path.startswith("report/")],
        cites=_cites(said),
        conflicts=disputes.conflicts(look, nodes),
        findings=disputes.findings(look, nodes),
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
