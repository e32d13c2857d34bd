"""Say what is wrong over HTTP: one JSON shape for every error (RFC 9457, problem details)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus

from cartograph.errors import CartographError, Problem
from cartograph.http.reply import Reply

MEDIA_TYPE = "application/problem+json"


def problem(status: int, code: str, detail: str, fix: str = "", more: Iterable[Problem] = ()) -> Reply:
    """Return an error: `code` is for programs, `detail` and `fix` are for people.

    >>> problem(503, "busy", "all workers are at work", "come back in a second").status
    503
    """
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "fix": fix,
        "problems": [_told(one) for one in more],
    }
    body = json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"
    return Reply(status, MEDIA_TYPE, body)


def refused(error: CartographError) -> Reply:
    """Return what a caller got wrong, all of it."""
    first = error.problems[0]
    return problem(400, "refused", first.message, first.fix, error.problems)


def _told(one: Problem) -> dict[str, str | int]:
    return {
        "place": one.place,
        "line": one.line,
        "column": one.column,
        "message": one.message,
        "fix": one.fix,
    }
