"""The SPARQL 1.1 Protocol: every case of the W3C suite, and what it leaves open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import yaml

from cartograph.project import Home
from served import Server, project_folder, serving

CASES = yaml.safe_load((Path(__file__).parent / "data/protocol/cases.yaml").read_text("utf-8"))
TABULAR = {
    "application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"
}  # fmt: skip
FORMATS = {
    "tabular": TABULAR,
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "RDF": {"text/turtle", "application/rdf+xml", "application/n-triples"},
}


def test_every_case_is_there() -> None:
    assert len(CASES["cases"]) == 34


@pytest.fixture(scope="module")
def scratch(built: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = project_folder(tmp_path_factory.mktemp("scratch") / "project", built)
    with serving(folder, "--scratch") as running:
        yield running


def _graph(number: str) -> str:
    return f"http://kasei.us/2009/09/sparql/data/data{number}.rdf"


def _named(text: str) -> str:
    return re.sub(r"<(\d)>", lambda found: f"<{_graph(found[1])}>", text)


def _send(server: Server, request: Mapping[str, Any]) -> httpx.Response:
    path = re.sub(r"\{(\d)\}", lambda found: quote(_graph(found[1]), safe=""), request.get("path", ""))
    query = f"?query={quote(_named(request['query']), safe='')}" if "query" in request else ""
    headers = {"Content-Type": request["type"]} if "type" in request else {}
    body = _named(request.get("body", "")).encode(request.get("encoding", "utf-8"))
    return httpx.request(
        request["method"], f"{server.url}/sparql/{query}{path}", content=body, headers=headers
    )


@pytest.mark.parametrize("name", CASES["cases"])
def test_w3c_protocol(scratch: Server, name: str) -> None:
    seeded = _send(scratch, {"method": "POST", "type": "application/sparql-update", "body": CASES["seed"]})
    assert seeded.status_code == 204, seeded.text
    for request in CASES["cases"][name]:
        response = _send(scratch, request)
        assert response.status_code // 100 == request.get("status", 2), response.text
        if "boolean" in request:
            assert response.json()["boolean"] is request["boolean"]
        if "format" in request:
            assert response.headers["content-type"].partition(";")[0] in FORMATS[request["format"]]
        if "iri_but" in request:
            (row,) = response.json()["results"]["bindings"]
            assert row["o"]["type"] == "uri"
            assert row["o"]["value"] != request["iri_but"]


UPDATES = {
    "direct": {"method": "POST", "type": "application/sparql-update", "body": "CLEAR ALL"},
    "form": {"method": "POST", "type": "application/x-www-form-urlencoded", "body": "update=CLEAR+ALL"},
    "get": {"method": "GET", "path": "?update=CLEAR%20ALL"},
    "query that updates": {"method": "POST", "type": "application/sparql-query", "body": "CLEAR ALL"},
    "put": {"method": "PUT", "type": "text/turtle", "body": "<x:a> <x:b> <x:c> ."},
    "delete": {"method": "DELETE"},
    "patch": {"method": "PATCH", "type": "application/sparql-update", "body": "CLEAR ALL"},
}


@pytest.mark.parametrize(
    ("name", "status"), list(zip(UPDATES, [403, 403, 405, 400, 405, 405, 405], strict=True))
)
def test_an_update_is_refused_and_changes_nothing(server: Server, name: str, status: int) -> None:
    before = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()
    assert _send(server, UPDATES[name]).status_code == status
    assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json() == before


PRODUCT = "SELECT ?a { ?a a :CARTCellProduct } LIMIT 1"
ACCEPTED = [
    (PRODUCT, "text/csv", "text/csv; charset=utf-8"),
    (PRODUCT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    (PRODUCT, "application/sparql-results+xml", "application/sparql-results+xml"),
    (PRODUCT, "image/png;q=0.9, */*;q=0.1", "application/sparql-results+json"),
    ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
    ("DESCRIBE <agent/ct103a>", "application/rdf+xml", "application/rdf+xml"),
    ("DESCRIBE <agent/ct103a>", "application/ld+json", "application/ld+json"),
    ("DESCRIBE <agent/ct103a>", "application/n-triples", "application/n-triples"),
    ("DESCRIBE <agent/ct103a>", "", "text/turtle; charset=utf-8"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "accept", "type_"), ACCEPTED)
def test_the_format_is_the_one_that_the_client_likes_best(
    server: Server, query: str, accept: str, type_: str
) -> None:
    response = server.query(query, accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == type_
    assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(("query", "accept"), [("ASK {}", "image/png"), ("DESCRIBE <x:a>", "text/csv")])
def test_a_format_that_nobody_writes_is_refused(server: Server, query: str, accept: str) -> None:
    response = server.query(query, accept)
    assert response.status_code == 406
    assert response.json()["code"] == "not-acceptable"


def test_a_foreign_page_may_read_but_sends_no_credentials(server: Server) -> None:
    response = server.get("/sparql?query=ASK%20%7B%7D", origin="https://example.org")
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers
    preflight = {"origin": "https://example.org", "access-control-request-method": "PUT"}
    assert httpx.options(f"{server.url}/sparql", headers=preflight).status_code == 400


def test_head_and_options_answer_without_a_body(server: Server) -> None:
    head = httpx.head(f"{server.url}/sparql?query=ASK%20%7B%7D")
    assert (head.status_code, head.content) == (200, b"")
    options = httpx.options(f"{server.url}/sparql")
    assert options.status_code == 204
    assert options.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_large_result_is_compressed_for_those_who_take_it(server: Server) -> None:
    path = "/sparql?query=" + quote("SELECT * { ?s ?p ?o } LIMIT 100")
    assert server.get(path, accept_encoding="gzip").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in server.get(path, accept_encoding="identity").headers


def test_a_bare_get_describes_the_service(server: Server) -> None:
    response = server.get("/sparql", accept="text/turtle")
    assert response.headers["content-type"].startswith("text/turtle")
    assert f"<{server.url}/sparql>" in response.text
    assert "sd:supportedLanguage sd:SPARQL11Query" in response.text
