"""The command line, Python, HTTP and the page give the same answer to every question."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from pyoxigraph import DefaultGraph, NamedNode

import cartograph
from asked import ROOT, catalogue
from cartograph.api import Graph
from cartograph.cli import command
from cartograph.questions.answer import Answer, AnswerRow
from cartograph.questions.binding import choices
from cartograph.questions.header import Parameter
from cartograph.questions.values import shown as shown_columns
from cartograph.reading.evidence import Place
from cartograph.terms import TYPE, local, ont
from markup import Cell, Page
from served import Server

Given = dict[str, list[str]]

NAMES = sorted(catalogue())
#: What is chosen where a parameter is a number or a text: other values than the default.
_NUMBERS = {"above": ["30", "72.5"], "year": ["2022", "2026"]}
_TEXTS = {
    "of": ["claim/guo-2022/table-2/ct103a", "claim/guo-2022/table-2/cartitude-1"],
    "name": ["CAR", "gprc5d"],
    "grades": ["3+", "1-2"],
}
CASES = [(name, n) for name in NAMES for n in range(3 if catalogue()[name].parameters else 1)]


def test_every_question_is_compared() -> None:
    assert len(NAMES) == len(list((ROOT / "queries").glob("*.rq"))) >= 16
    assert len(CASES) > 2 * len(NAMES)


@pytest.fixture(scope="module")
def graph(server: Server) -> Graph:
    return cartograph.open(server.project)


@pytest.mark.parametrize(("name", "nth"), CASES)
def test_all_four_ways_give_the_same_answer(server: Server, graph: Graph, name: str, nth: int) -> None:
    given = _given(graph, name, nth)
    chosen: dict[str, Any] = {key: one if len(one) > 1 else one[0] for key, one in given.items()}
    answer = graph.ask(name, **chosen)
    told = answer.to_json()
    assert _command(server.project, name, given) == told
    address = f"/questions/{name}{{}}?{urlencode(given, doseq=True)}"
    assert server.get(address.format(".json")).text == told
    assert server.get(address.format(""), Accept="application/json").text == told
    page = server.get(address.format(""), Accept="text/html")
    assert page.status_code == 200
    _compare(answer, Page(page.text), page.text)


def test_the_choices_give_different_answers(graph: Graph) -> None:
    for name in NAMES:
        if catalogue()[name].parameters:
            assert len({str(_given(graph, name, nth)) for nth in range(3)}) == 3, name


def _command(project: Path, name: str, given: Given) -> str:
    options = [word for key, values in given.items() for v in values for word in (f"--{key}", v)]
    arguments = ["--project", str(project), "ask", name, *options, "--format", "json"]
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


# ------------------------------------------------------------------ choices


def _given(graph: Graph, name: str, nth: int) -> Given:
    """Return the defaults, or one of two other choices of every parameter."""
    question = graph.questions[name]
    if nth == 0:
        return {}
    return {key: _other(graph, parameter, nth - 1) for key, parameter in question.parameters.items()}


def _other(graph: Graph, parameter: Parameter, nth: int) -> list[str]:
    if parameter.kind == "term":
        known = [word for word in choices(parameter, graph.ontology) if [word] != [*parameter.default]]
        return known[nth : nth + 2] if parameter.many else [known[nth]]
    if parameter.scheme:
        known = [path for path in _things(graph, parameter.scheme) if path not in parameter.default]
        return [known[len(known) // 2 + nth]]
    return [{**_NUMBERS, **_TEXTS}[parameter.name][nth]]


def _things(graph: Graph, kind: str) -> Sequence[str]:
    quads = graph.published.store.quads_for_pattern(None, TYPE, ont(kind), DefaultGraph())
    paths = {local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}
    return sorted(path.partition("/")[2] for path in paths)


# ------------------------------------------------------------------ the page


def _compare(answer: Answer, page: Page, markup: str) -> None:
    """Compare every row of the answer with the table that shows it, and the lists with their counts."""
    shown = [row for table in page.tables for row in table.rows[1:]]
    rows = [*answer.rows, *(answer.mentions.rows if answer.mentions else ())]
    assert len(shown) == len(rows)
    columns = shown_columns(answer, rows)
    for row, cells in zip(rows, shown, strict=True):
        for column, cell in zip(columns, cells, strict=True):
            _compare_cell(answer, row, column, cell)
    if answer.may_qualify is not None and answer.excluded is not None and answer.candidates is not None:
        left = answer.candidates - len(answer.may_qualify) - len(answer.excluded)
        assert f"{left} of {answer.candidates} " in markup
        for one in (*answer.may_qualify, *answer.excluded):
            assert f'href="/{one.agent}"' in markup


def _compare_cell(answer: Answer, row: AnswerRow, column: str, cell: Cell) -> None:
    value = row[column]
    if isinstance(value, tuple):
        for place in _places(value):
            assert f"/{place.claim or place.passage or place.source}" in cell.links
            assert place.line is None or f"line {place.line}" in cell.text
            for words in (place.printed, place.silence):
                assert not words or " ".join(words.split()) in cell.text
    elif isinstance(value, bool):
        assert cell.text == ("yes" if value else "no")
    elif value is not None:
        text = str(value)
        for part in _parts(text):
            said = " ".join(answer.words.get(part, part).split())
            assert said in cell.text or f"/{part}" in cell.links, (column, part, cell.text)
    elif column not in ("value", "label"):  # of a figure without a value, the bounds are shown there
        assert cell.text in ("", "*", "†"), (column, cell.text)


def _parts(text: str) -> Iterator[str]:
    yield from (" ".join(part.split()) for part in text.split("; "))


def _places(value: tuple[object, ...]) -> Iterator[Place]:
    for inner in value:
        if isinstance(inner, Place):
            yield inner
        elif isinstance(inner, Mapping):
            yield from _places(tuple(inner["evidence"]))


def test_the_comparison_bites(server: Server, graph: Graph) -> None:
    answer = graph.ask("products-by-response")
    markup = server.get("/questions/products-by-response", Accept="text/html").text
    _compare(answer, Page(markup), markup)
    for wrong in (markup.replace("50.7", "51.7"), markup.replace("line 158", "line 159")):
        with pytest.raises(AssertionError):
            _compare(answer, Page(wrong), wrong)
    assert json.loads(answer.to_json())["rows"]
