"""Ask an endpoint again that says it is busy, as often and as late as it and the user's patience allow."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.error import HTTPError

#: What an endpoint answers that is busy (RFC 6585, 4; RFC 9110, 15.6.4).
_BUSY = (429, 503)
_TRIES = 4
_FIRST_WAIT = 0.5  # seconds, where the endpoint names none; doubled each time

Result = TypeVar("Result")


def patiently(ask: Callable[[], Result], seconds: float) -> Result:
    """Return what `ask` returns; where it raises that the endpoint is busy, wait and ask again.

    There are four tries, and all of them end within so many seconds: a wait that would end later is not begun.
    Raises HTTPError where the endpoint stays busy, and whatever else `ask` raises.
    """
    until = time.monotonic() + seconds
    for tried in range(1, _TRIES):
        try:
            return ask()
        except HTTPError as error:
            wait = waiting(error.headers, tried)
            if error.code not in _BUSY or time.monotonic() + wait >= until:
                raise
        time.sleep(wait)
    return ask()


def waiting(headers: Message | Mapping[str, str], tried: int) -> float:
    """Return how many seconds to wait: as the header Retry-After says, in seconds or as a date (RFC 9110, 10.2.3).

    >>> waiting({"Retry-After": "3"}, 1), waiting({}, 1), waiting({}, 3), waiting({"Retry-After": "soon"}, 2)
    (3.0, 0.5, 2.0, 1.0)
    """
    named = headers.get("Retry-After") or ""
    if named.strip().isdecimal():
        return float(named)
    try:
        when = parsedate_to_datetime(named)
    except ValueError:
        return float(_FIRST_WAIT * 2 ** (tried - 1))
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
