"""Clients that others wrote get the same rows from the endpoint as the engine gives here, for every question."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, QuerySolutions, Triple

from cartograph.project import Home
from cartograph.versions.store import open_version
from served import Server

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
NODE = ROOT / "tests" / "node"

Row = tuple[str, ...]


def text_of(name: str) -> str:
    """Return a question without its header, which some clients would put into an address."""
    lines = (ROOT / "queries" / f"{name}.rq").read_text("utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def canonical(value: object) -> str:
    """Return a value as every client can give it: an IRI without brackets, a number as a number."""
    text = str(value).strip("<>")
    try:
        return f"{float(text):g}"
    except ValueError:
        return {"True": "true", "False": "false", "TRUE": "true", "FALSE": "false"}.get(text, text)


def rows(found: Iterable[Iterable[object]]) -> list[Row]:
    """Return rows in an order of their own, what is not bound as nothing."""
    return sorted(tuple("" if value is None else canonical(value) for value in row) for row in found)


@pytest.fixture(scope="session")
def expected(built: Home) -> dict[str, list[Row]]:
    store = open_version(built, in_memory=True).store
    found = {}
    for name in QUESTIONS:
        result = store.query(text_of(name))
        assert isinstance(result, QuerySolutions)
        found[name] = rows([_value(term) for term in solution] for solution in result)
    return found


def _value(term: object) -> object:
    assert not isinstance(term, BlankNode | Triple)
    return getattr(term, "value", None)


def _of_json(document: Any) -> list[Row]:
    names = document["head"]["vars"]
    return rows([row.get(name, {}).get("value") for name in names] for row in document["results"]["bindings"])


def sparqlwrapper(server: Server, query: str) -> list[Row]:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(query)
    client.setMethod(POST)
    client.setReturnFormat(JSON)
    return _of_json(client.queryAndConvert())


def sparqlstore(server: Server, query: str) -> list[Row]:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(store=SPARQLStore(f"{server.url}/sparql", method="POST_FORM"))
    return rows(tuple(row) for row in graph.query(query))  # type: ignore[arg-type]  # a SELECT gives rows


def roqet(server: Server, query: str) -> list[Row]:
    _needs("roqet")
    command = ["roqet", "-q", "-p", f"{server.url}/sparql", "-r", "csv", "-e", query]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return rows(list(csv.reader(io.StringIO(told)))[1:])


_R = """
suppressPackageStartupMessages(library(SPARQL))
given <- commandArgs(trailingOnly = TRUE)
query <- paste(readLines(given[2]), collapse = "\n")
found <- SPARQL(given[1], query, curl_args = list(.encoding = "UTF-8"))$results
write.table(found, sep = "\t", row.names = FALSE, col.names = FALSE, quote = FALSE, na = "")
"""


def r_sparql(server: Server, query: str) -> list[Row]:
    _needs("Rscript")
    folder = server.project
    (folder / "query.R").write_text(_R, encoding="utf-8")
    (folder / "query.rq").write_text(query, encoding="utf-8")
    command = [
        "Rscript",
        "--vanilla",
        str(folder / "query.R"),
        f"{server.url}/sparql",
        str(folder / "query.rq"),
    ]
    utf8 = {**os.environ, "LC_ALL": "C.UTF-8"}
    told = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=utf8).stdout
    return rows(map(_without_language, line.split("\t")) for line in told.splitlines())


def _without_language(value: str) -> str:
    """Take the language off a text, which R's package leaves as SPARQL writes it."""
    return re.sub(r'^"(.*)"@[\w-]+$', r"\1", value)


def fetch_sparql_endpoint(server: Server, query: str) -> list[Row]:
    _needs("node")
    if not (NODE / "node_modules").is_dir():
        pytest.skip("the Node packages of tests/node are not installed")
    command = ["node", str(NODE / "query.mjs"), f"{server.url}/sparql", query]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return rows(json.loads(line) for line in told.splitlines())


def _needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


CLIENTS: list[Callable[[Server, str], list[Row]]] = [
    sparqlwrapper, sparqlstore, roqet, r_sparql, fetch_sparql_endpoint
]  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_gets_the_rows_of_every_question(
    server: Server, expected: dict[str, list[Row]], client: Callable[[Server, str], list[Row]], name: str
) -> None:
    assert client(server, text_of(name)) == expected[name]


def test_every_question_is_asked_by_every_client() -> None:
    assert len(QUESTIONS) >= 16
    assert len(CLIENTS) == 5
