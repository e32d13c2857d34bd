"""Read pages as a reader does: words, sections, rows."""

from __future__ import annotations

import re
from html import unescape

from cartograph.http.request import Request
from cartograph.site.context import Context
from cartograph.site.routes import answer


def page(context: Context, address: str) -> str:
    """Return the markup of a page that must be there."""
    path, _, query = address.partition("?")
    reply = answer(context, Request(path, query, accept="text/html"))
    assert reply.status == 200, address
    markup: str = reply.body.decode()
    return markup


def status(context: Context, path: str) -> int:
    """Return how a request for a page is answered."""
    found: int = answer(context, Request(path, accept="text/html")).status
    return found


def words(markup: str) -> str:
    """Return what a reader sees, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def rows(markup: str, *said: str) -> list[str]:
    """Return the table rows that say all of this."""
    found: list[str] = re.findall(r"<tr.*?</tr>", markup, re.DOTALL)
    return [row for row in found if all(text in words(row) for text in said)]


def row(markup: str, *said: str) -> str:
    """Return the one table row that says all of this."""
    found = rows(markup, *said)
    assert len(found) == 1, [words(one) for one in found]
    return found[0]
