"""Choose the media type that a client likes best among those we can write (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header


def best(accept: str, offered: Iterable[str]) -> str | None:
    """Return the best of the offered types, the first of them for a client that takes anything, or nothing.

    >>> best("text/csv;q=0.5, application/json", ["text/csv", "application/json"])
    'application/json'
    >>> best("*/*", ["text/turtle", "text/html"]), best("image/png", ["text/turtle"])
    ('text/turtle', None)
    """
    offers = list(offered)
    return parse_accept_header(accept or "*/*", MIMEAccept).best_match(offers)
