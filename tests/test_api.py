"""`cartograph.open()` is all that a program needs; it imports nothing heavy before it must."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, RdfFormat, parse

import cartograph
from asked import ROOT, SMALL
from cartograph.api import Graph
from cartograph.build.publish import publish
from cartograph.errors import UsageError
from cartograph.project import PARTS, Home
from cartograph.versions.release import make
from cartograph.versions.store import open_version

HEAVY = {"rdflib", "pyshacl", "owlready2", "reasonable", "pandas", "SPARQLWrapper", "pyld", "rich"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with this checkout's words and questions, and the small dataset published."""
    folder = tmp_path_factory.mktemp("project")
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    quads = parse(path=SMALL, format=RdfFormat.TRIG)
    publish(make(quads, ontology_version="0.1.0", package_version=cartograph.__version__), folder / "build")
    return folder


@pytest.fixture(scope="module")
def graph(project: Path) -> Graph:
    return cartograph.open(project)


def test_a_question_is_asked_by_name(graph: Graph) -> None:
    answer = graph.ask("products-by-response", costimulation="4-1BB", vector="lentiviral", above=50)
    assert [row["value"] for row in answer.rows] == ["50.7", "55", "78.9"]
    assert answer.may_qualify
    assert answer.graph_version == graph.version == open_version(graph.home).version


def test_units_and_limit_are_options_of_every_call(graph: Graph) -> None:
    answer = graph.ask("products-by-response", units="all", limit=2)
    assert (len(answer.rows), answer.truncated, answer.parameters["units"]) == (2, True, "all")


def test_the_questions_can_be_read(graph: Graph) -> None:
    assert "products-by-response" in graph.questions
    assert graph.questions["products-by-response"].parameters["above"].help


def test_what_is_wrong_is_a_usage_error(graph: Graph) -> None:
    with pytest.raises(UsageError, match="no question"):
        graph.ask("products-by-colour")
    with pytest.raises(UsageError, match="has no parameter 'colour'"):
        graph.ask("products-by-response", colour="red")


def test_sparql_of_your_own_sees_the_agreed_view(graph: Graph) -> None:
    found = graph.query("SELECT ?name WHERE { <agent/ct103a> rdfs:label ?name }")
    assert isinstance(found, QuerySolutions)
    assert [row["name"].value for row in found] == ["CT103A"]
    asked = graph.query("ASK { GRAPH ?g { ?source a :Source } }")
    assert isinstance(asked, QueryBoolean)
    assert bool(asked)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?a {", "query: error at 1:"),
        ("SELECT ?a { ?a ?b ?c } ?", "query: error at 1:"),
        ("SELECT ?a { SERVICE <http://127.0.0.1:1/> { ?a ?b ?c } }", "query:1: SERVICE calls another server"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "query: error at 1:"),
    ],
)
def test_sparql_that_cannot_be_run_is_a_usage_error(graph: Graph, text: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        graph.query(text)
    assert str(caught.value).startswith(message)


def test_rdflib_sees_every_quad_as_it_was_published(graph: Graph) -> None:
    dataset = graph.rdflib()
    published = list(graph.published.quads())
    assert len(list(dataset.quads())) == len(published)
    labels = dataset.default_graph.query(
        "SELECT ?name WHERE { <https://w3id.org/cartograph/agent/ct103a> rdfs:label ?name }"
    )
    assert [str(row[0]) for row in labels] == ["CT103A"]
    assert {str(quad.object.value) for quad in published if hasattr(quad.object, "value")} == {
        str(found) for _, _, found, _ in dataset.quads()
    }


def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    for part in PARTS:
        (tmp_path / part).mkdir()
    with pytest.raises(UsageError, match="no published version: run `cartograph build`"):
        cartograph.open(tmp_path)


def test_a_graph_can_be_opened_for_any_home(project: Path) -> None:
    home = Home(ROOT, project / "build")
    assert Graph(home, open_version(home)).ask("conflicts").rows


def test_a_question_imports_nothing_heavy(project: Path) -> None:
    script = (
        "import sys, pathlib, cartograph; "
        "answer = cartograph.open(pathlib.Path(sys.argv[1])).ask('products-by-response'); "
        "assert answer.to_json() and answer.to_csv(); "
        f"print(sorted({HEAVY!r} & {{name.partition('.')[0] for name in sys.modules}}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(project)], capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")
