"""Search, and suggestions while somebody types."""

from __future__ import annotations

import json

from cartograph.web.desk import Desk
from cartograph.web.reading import namebook
from cartograph.web.reading.namebook import KINDS, Hit
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

_LATE = ("cohort", "experiment", "report", "passage", "claim")  # found through the things before them
_SHOWN = 8  # of a kind, until it is asked for


def search(desk: Desk, request: Request) -> Reply:
    """Show what fits the text, kind by kind."""
    text, kind = request.first("q").strip(), request.first("kind")
    book = desk.keep(namebook.make)
    hits = book.find(text)
    chosen = [hit for hit in hits if hit.name.kind == kind] if kind in KINDS else hits
    return render(
        "search.html",
        desk,
        request,
        text=text,
        kind=kind if kind in KINDS else "",
        hits=chosen,
        best=best(chosen),
        groups=groups(chosen, len(chosen) if kind in KINDS else _SHOWN),
        headings=KINDS,
        near=book.near(text) if text and not hits else [],
    )


def suggest(desk: Desk, request: Request) -> Reply:
    """Return at most ten names as JSON."""
    found = desk.keep(namebook.make).suggestions(request.first("q"))
    return Reply(200, "application/json", json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def best(hits: list[Hit]) -> Hit | None:
    """Return the one thing whose whole name the text is, where no other of its kind has that name."""
    whole = [hit for hit in hits if hit.rank == 0]
    if not whole or sum(hit.name.kind == whole[0].name.kind for hit in whole) > 1:
        return None
    return whole[0]


def groups(hits: list[Hit], most: int) -> list[tuple[str, str, list[Hit], int]]:
    """Return hits by kind: the kind, its heading, the first of them, and how many there are."""
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.name.kind, []).append(hit)
    kinds = list(KINDS)
    ordered = sorted(by_kind.items(), key=lambda one: (one[0] in _LATE, one[1][0].rank, kinds.index(one[0])))
    return [(kind, KINDS[kind], found[:most], len(found)) for kind, found in ordered]
