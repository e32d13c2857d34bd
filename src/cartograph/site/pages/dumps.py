"""Write the whole version in one file; the server keeps the file."""

from __future__ import annotations

from pyoxigraph import RdfFormat, serialize

from cartograph.export.rdf import nquads, trig, turtle
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata.void import DUMPS
from cartograph.site.context import Context

STEM = "cartograph"


def dump(context: Context, _: Request, name: str) -> Reply:
    """Return the whole version in one of the formats.

    JSON-LD is expanded here: to compact ninety thousand quads takes longer than a request may. `cartograph export`
    compacts them.
    """
    stem, _dot, suffix = name.partition(".")
    if stem != STEM or suffix not in DUMPS:
        return Reply(404, "text/plain", b"")
    published = context.graph.published
    body = {
        "ttl": lambda: turtle(published),
        "trig": lambda: trig(published),
        "nq": lambda: nquads(published),
        "jsonld": lambda: serialize(published.quads(), format=RdfFormat.JSON_LD) or b"",
    }[suffix]()
    media = DUMPS[suffix][0]
    kind = f"{media}; charset=utf-8" if media.startswith("text/") else media
    return Reply(200, kind, body, {"Content-Disposition": f'attachment; filename="{name}"'})
