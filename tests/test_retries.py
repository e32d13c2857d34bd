"""An endpoint that is busy is asked again, as it says and no longer than the user waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from cartograph.cli.endpoint import ask_endpoint
from cartograph.cli.results import table
from cartograph.cli.retries import waiting
from cartograph.errors import UsageError

_ANSWER = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "1"}}]}}'

Told = tuple[int, str]  # a status, and what the header Retry-After says


@contextmanager
def endpoint(*told: Told) -> Iterator[tuple[str, list[int]]]:
    """Serve on this machine: the given statuses in turn, then rows; tell what was answered."""
    answered: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            status, after = told[len(answered)] if len(answered) < len(told) else (200, "")
            answered.append(status)
            self.send_response(status)
            if after:
                self.send_header("Retry-After", after)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            if status == 200:
                self.wfile.write(_ANSWER)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql", answered
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the waits that were begun; none of them takes time."""
    begun: list[float] = []
    monkeypatch.setattr("cartograph.cli.retries.time.sleep", begun.append)
    return begun


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_endpoint_is_asked_again_when_it_says(status: int, waits: list[float]) -> None:
    with endpoint((status, "2"), (status, "")) as (url, answered):
        found, cut_off = ask_endpoint(url, "SELECT * { ?x ?y ?z }", None, 30)
    assert answered == [status, status, 200]
    assert waits == [2.0, 1.0]
    assert (found, cut_off) == (table(_ANSWER), False)


def test_one_that_stays_busy_is_told_so_after_four_tries(waits: list[float]) -> None:
    with (
        endpoint(*[(503, "")] * 9) as (url, answered),
        pytest.raises(UsageError, match="Service Unavailable"),
    ):
        ask_endpoint(url, "SELECT * { ?x ?y ?z }", None, 30)
    assert (len(answered), len(waits)) == (4, 3)


def test_no_wait_is_begun_that_would_end_too_late(waits: list[float]) -> None:
    with endpoint((429, "3600")) as (url, answered), pytest.raises(UsageError, match="Too Many Requests"):
        ask_endpoint(url, "SELECT * { ?x ?y ?z }", None, 5)
    assert (answered, waits) == ([429], [])


@pytest.mark.parametrize("status", [400, 500, 502])
def test_what_is_wrong_is_not_asked_again(status: int, waits: list[float]) -> None:
    with endpoint((status, "1")) as (url, answered), pytest.raises(UsageError):
        ask_endpoint(url, "SELECT * { ?x ?y ?z }", None, 5)
    assert (answered, waits) == ([status], [])


def test_a_date_is_understood_and_one_that_has_passed_is_no_wait() -> None:
    later = datetime.now(UTC) + timedelta(seconds=40)
    assert 35 < waiting({"Retry-After": format_datetime(later, usegmt=True)}, 1) <= 40
    assert waiting({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 1) == 0
