"""The text of a query is taken apart without an engine: strings, IRIs and comments do not deceive."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from asked import ROOT
from cartograph.errors import CartographError
from cartograph.sparql import Query, lint, network_calls, rebind

QUERIES = sorted((ROOT / "queries").rglob("*.rq"))


def test_the_columns_are_those_of_the_outer_select() -> None:
    query = Query('SELECT DISTINCT ?a ("?x" AS ?b) $c WHERE { { SELECT ?d WHERE { ?a ?p ?d } } }')
    assert query.projection == ("a", "b", "c")


@pytest.mark.parametrize("text", ["SELECT * WHERE { ?a ?b ?c }", "ASK { ?a ?b ?c }", "DESCRIBE <x:y>", ""])
def test_a_query_without_named_columns_has_none(text: str) -> None:
    assert Query(text).projection == ()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a WHERE { VALUES ?p { 1 } ?a ?b ?c }",
        "select ?a { # VALUES ?no { 1 }\n values ?p { 1 } ?a ?b '} VALUES ?no {' }",
        'SELECT ?a { VALUES ?p { "}" } ?a <x:VALUES?no{> """ VALUES ?no { """ }',
        "SELECT ?a { VALUES ?p { 1 } OPTIONAL { VALUES ?no { 1 } } { SELECT ?x { VALUES ?no { 1 } } } }",
        "SELECT ?a { VALUES ?p { 1 } VALUES (?no ?neither) { (1 2) } ?a :b.c:d.OPTIONAL ?e }",
        "SELECT ?a { VALUES ?p { 1 } FILTER(?x < ?y && ?y > ?z) }",
        "SELECT ?a { VALUES ?p { 1 } } VALUES ?no { 1 }",
    ],
)
def test_only_top_level_blocks_of_one_variable_count(text: str) -> None:
    assert set(Query(text).values) == {"p"}


def test_every_token_knows_its_line() -> None:
    query = Query('SELECT ?a\n{ ?a ?b """two\nlines""" .\n?c ?d ?e }')
    assert {token.text: token.line for token in query.tokens if token.kind == "variable"}["?c"] == 4


def test_a_block_is_rebound_and_nothing_else_changes() -> None:
    text = "SELECT ?a WHERE { VALUES ?p { :old } VALUES ?q { 1 2 } # VALUES ?p { }\n ?a ?b ?c }"
    rebound = rebind(text, {"p": ["<x:new>"], "q": ['"}"', "3"]})
    assert rebound == text.replace(":old", "<x:new>").replace("1 2", '"}" 3')


def test_a_variable_without_a_block_cannot_be_bound() -> None:
    with pytest.raises(CartographError, match=r"no top-level VALUES block binds \?q"):
        rebind("SELECT ?a WHERE { VALUES ?p { 1 } }", {"q": ["1"]})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_has_tokens_in_order(text: str) -> None:
    starts = [token.start for token in Query(text).tokens]
    assert starts == sorted(set(starts))


# ------------------------------------------------------------------ what a question may not write

_HEAD = "SELECT ?a WHERE {\n  VALUES ?p { 1 }\n"
REFUSED = [
    ("SELECT ?a WHERE {\n  ?a ?b ?c\n}", "no top-level VALUES block binds ?p", 0),
    (_HEAD + "  ?a ?b ?p\n}", "?p is a parameter", 3),
    (
        _HEAD + "  { SELECT ?a WHERE {\n ?a ?b ?c FILTER(?c = ?p) } }\n}",
        "the parameter ?p is used inside GROUP in SELECT",
        4,
    ),
    (_HEAD + "  ?a ?b ?c MINUS { ?a ?d ?e FILTER(?e = ?p) }\n}", "the parameter ?p is used inside MINUS", 3),
    (
        _HEAD + "  { ?a ?b ?c FILTER(?c = ?p) } UNION { ?a ?d ?e }\n}",
        "the parameter ?p is used inside UNION",
        3,
    ),
    (
        _HEAD + "  { ?a ?d ?e } UNION { ?a ?b ?c FILTER(?c = ?p) }\n}",
        "the parameter ?p is used inside UNION",
        3,
    ),
    (
        _HEAD + "  OPTIONAL { ?a ?b ?c\n OPTIONAL { ?a ?d ?e FILTER(?e = ?p) } }\n}",
        "inside OPTIONAL in OPTIONAL",
        4,
    ),
    (
        _HEAD + "  ?a ?b ?c FILTER NOT EXISTS { ?a ?d ?e FILTER(?e = ?p) }\n}",
        "the parameter ?p is used inside EXISTS",
        3,
    ),
    (_HEAD + "  { ?a ?b ?c FILTER(?c = ?p) }\n}", "the parameter ?p is used inside GROUP", 3),
    (_HEAD + "  OPTIONAL { VALUES ?p { 2 } ?a ?b ?c }\n}", "?p is a parameter", 3),
    (_HEAD + "  ?a ?b ?c\n} ORDER BY ?p", "?p is a parameter", 4),
    ("SELECT ?p WHERE { VALUES ?p { 1 } ?a ?b ?c }", "?p is a parameter", 1),
    (_HEAD + "  SERVICE <x:y> { ?a ?b ?c }\n}", "SERVICE in a question", 3),
    (_HEAD + "  GRAPH ?g { ?a ?b ?c }\n}", "GRAPH in a question", 3),
    ("SELECT ?a FROM <x:y> WHERE { VALUES ?p { 1 } }", "FROM in a question", 1),
    (_HEAD + "  BIND(EXISTS { ?a ?b ?c } AS ?d)\n}", "EXISTS inside BIND", 3),
    ("SELECT * WHERE { VALUES ?p { 1 } ?a ?b ?c }", "SELECT *", 1),
    ("ASK { VALUES ?p { 1 } ?a ?b ?c }", "no SELECT", 1),
]
ACCEPTED = [
    _HEAD + "  ?a ?b ?c FILTER(?c = ?p)\n}",
    _HEAD + "  ?a ?b ?c FILTER(regex(?c, ((?p))))\n}",
    _HEAD + "  ?a ?b ?c BIND(IF(?c = ?p, 1, 2 * 3) AS ?d)\n}",
    _HEAD + "  OPTIONAL { ?a ?b ?c FILTER(?c = ?p) }\n}",
    _HEAD + "  FILTER NOT EXISTS { ?a ?b ?c } OPTIONAL { ?a ?b ?c OPTIONAL { ?c ?d ?e } }\n}",
    _HEAD + '  ?a ?b "?p SERVICE" # ?p GRAPH\n}',
]


@pytest.mark.parametrize(("text", "message", "line"), REFUSED)
def test_what_differs_between_engines_is_refused(text: str, message: str, line: int) -> None:
    problems = lint(text, {"p"}, "queries/made.rq")
    assert [(p.place, p.line) for p in problems if message in p.message] == [("queries/made.rq", line)]
    assert all(problem.fix for problem in problems)


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_means_the_same_everywhere_is_accepted(text: str) -> None:
    assert lint(text, {"p"}, "queries/made.rq") == []


def test_several_problems_are_told_at_once() -> None:
    text = _HEAD + "  ?a ?b ?p MINUS { ?a ?b ?c FILTER(?c = ?p) }\n}"
    assert len(lint(text, {"p", "q"}, "queries/made.rq")) == 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("SELECT * {\n service silent <x:y> { ?a ?b ?c } }", [2]),
        ("SELECT * { { { OPTIONAL { SERVICE ?x { ?a ?b ?c } } } } }", [1]),
        ("SELECT * { ?a ?b 'SERVICE <x:y>' } # SERVICE", []),
        ("SELECT ?service { ?service :service <x:SERVICE> }", []),
    ],
)
def test_calls_into_the_network_are_found(text: str, lines: list[int]) -> None:
    assert [problem.line for problem in network_calls(text)] == lines


# ------------------------------------------------------------------ our own queries


def test_the_queries_are_found() -> None:
    assert len(QUERIES) >= 14


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_the_engine_reads_the_same_columns(path: Path) -> None:
    text = path.read_text()
    found = Store().query(text)
    if isinstance(found, QuerySolutions) and Query(text).projection:
        assert tuple(variable.value for variable in found.variables) == Query(text).projection
