"""Search, and suggestions while somebody types."""

from __future__ import annotations

import json

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.site.context import Context
from cartograph.site.render import render
from cartograph.site.search_index import KINDS, Hit

_LATE = (
    "cohort",
    "experiment",
    "report",
    "publication",
    "passage",
    "claim",
)  # found through the things before them
_TELLING = ("resolved", "several", "ambiguous", "described")  # what a reading of a name may come to
_NAME = 200  # characters of a text that may be a name
_SHOWN = 8  # of a kind, until it is asked for


def search(context: Context, request: Request) -> Reply:
    """Show what fits the text, kind by kind, and what the text stands for if it is a name."""
    text, kind = request.first("q").strip(), request.first("kind")
    kind = kind if kind in KINDS else ""
    book = context.names
    hits = [hit for hit in book.find(text) if kind in ("", hit.name.kind)]
    stands_for = (
        context.graph.resolve(text) if 0 < len(text) <= _NAME and text.isprintable() and not kind else None
    )
    return render(
        "search.html",
        context,
        request,
        text=text,
        kind=kind,
        hits=hits,
        resolution=stands_for if stands_for and stands_for.verdict in _TELLING else None,
        address=address,
        groups=groups(hits, len(hits) if kind else _SHOWN),
        headings=KINDS,
        near=book.near(text) if text and not hits else [],
    )


def suggest(context: Context, request: Request) -> Reply:
    """Return at most ten names as JSON."""
    found = context.names.suggestions(request.first("q"))
    return Reply(200, "application/json", json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def address(entity: str) -> str:
    """Return the path of a thing that a name stands for, or of a word of the ontology.

    >>> address("agent/ide-cel"), address("lentiviral")
    ('agent/ide-cel', 'ontology?term=lentiviral')
    """
    return entity if "/" in entity else f"ontology?term={entity}"


def groups(hits: list[Hit], most: int) -> list[tuple[str, str, list[Hit], int]]:
    """Return hits by kind: the kind, its heading, the first of them, and how many there are."""
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.name.kind, []).append(hit)
    kinds = list(KINDS)
    ordered = sorted(by_kind.items(), key=lambda one: (one[0] in _LATE, one[1][0].rank, kinds.index(one[0])))
    return [(kind, KINDS[kind], found[:most], len(found)) for kind, found in ordered]
