"""Coverage counts what is told of what is expected, worst first, and says the same in every form."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store

from cartograph.api import Graph
from cartograph.cli import command
from cartograph.errors import UsageError
from cartograph.project import Home
from cartograph.reading.coverage import BY, STATUSES, Tally, accounts, coverage
from cartograph.reading.summary import summary
from cartograph.terms import BASE, Ontology
from cartograph.versions.store import open_version
from conftest import ROOT

SMALL = f"""@base <{BASE}> . @prefix : <{BASE}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:expectsGeneTransfer skos:notation "construct/geneTransfer" . :expectsPopulation skos:notation "figure/population" .
<construct/a> rdfs:label "A" . <construct/b> rdfs:label "B" . <report/r> rdfs:label "R" .
<agent/a> :hasConstruct <construct/a> .
<report/r> :hasFigure <figure/1> , <figure/2> , <figure/derived> . <figure/derived> :derivedBy :rowCloses .
<figure/1> :statedIn <claim/one> . <figure/2> :statedIn <claim/two> . <statement/a> :statedIn <claim/one> .
<status/a> :subject <construct/a> ; :expectation :expectsGeneTransfer ; :statusValue :stated ; :premise <statement/a> .
<status/b> :subject <construct/b> ; :expectation :expectsGeneTransfer ; :statusValue :notReported .
<status/1> :subject <figure/1> ; :expectation :expectsPopulation ; :statusValue :stated .
<status/2> :subject <figure/2> , <figure/derived> ; :expectation :expectsPopulation ; :statusValue :notReported .
<graph/claims> {{
  <claim/one> :inSource <source/x> ; :names <agent/a> .
  <claim/two> :inSource <source/y> ; :names <construct/a> , <construct/b> .
}}
"""


@pytest.fixture(scope="module")
def small() -> Store:
    store = Store()
    store.load(SMALL.encode(), format=RdfFormat.TRIG)
    return store


def counted(store: Store, by: str) -> dict[str, dict[str, int]]:
    return {tally.id: dict(tally.counts) for tally in coverage(store, by).rows}


def test_figures_are_counted_with_their_report_and_derived_ones_are_not(small: Store) -> None:
    assert counted(small, "thing") == {
        "construct/b": {"notReported": 1},
        "report/r": {"stated": 1, "notReported": 1},
        "construct/a": {"stated": 1},
    }


def test_the_worst_comes_first(small: Store) -> None:
    assert [tally.percent for tally in coverage(small).rows] == ["0", "50", "100"]


def test_what_is_told_of_nothing_is_named(small: Store) -> None:
    assert {tally.id: tally.untold for tally in coverage(small).rows if tally.untold} == {
        "construct/b": ("construct/geneTransfer",)
    }


def test_properties_and_classes_are_counted_over_all_things(small: Store) -> None:
    assert counted(small, "property") == {
        "construct/geneTransfer": {"stated": 1, "notReported": 1},
        "figure/population": {"stated": 1, "notReported": 1},
    }
    assert counted(small, "class").keys() == {"construct", "figure"}


def test_a_source_that_speaks_of_a_thing_tells_its_property_or_does_not(small: Store) -> None:
    assert counted(small, "source") == {
        "source/x": {"stated": 2},
        "source/y": {"notReported": 3},
    }


def test_what_does_not_apply_is_no_failure() -> None:
    assert Tally("x", "x", Counter(notApplicable=3)).percent == ""
    assert Tally("x", "x", Counter(stated=1, disputed=1, undisclosed=2, notApplicable=3)).percent == "50"


def test_nothing_else_can_be_counted_by(small: Store) -> None:
    with pytest.raises(UsageError, match="nothing is counted by 'colour'"):
        coverage(small, "colour")


def test_every_status_of_the_ontology_is_counted() -> None:
    assert set(STATUSES) == set(Ontology.load(ROOT / "ontology").members("StatusValue")) & set(STATUSES)
    assert len(STATUSES) == 7


# ------------------------------------------------------------------ the records


def test_the_question_and_the_command_count_the_same(built: Home) -> None:
    graph = Graph(built, open_version(built))
    asked = Counter[str]()
    for row in graph.ask("coverage").rows:
        asked[str(row["status"])] += int(str(row["number"]))
    assert asked == graph.coverage().total.counts
    assert asked == Counter(account.status for account in accounts(graph.published.store))


def test_every_printed_figure_of_an_outcome_is_accounted_for(built: Home) -> None:
    by = {tally.id: tally for tally in Graph(built, open_version(built)).coverage("property").rows}
    assert by["figure/population"].expected > 250
    assert by["figure/population"].told >= 9
    assert by["figure/assessor"].told == 0  # neither review says who judged


def run(home: Home, *arguments: str) -> str:
    result = CliRunner().invoke(command, ["--project", str(home.root), "coverage", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("by", BY)
def test_the_command_counts_in_every_format(built: Home, by: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run(built, "--by", by, "--format", "csv"))))
    document = json.loads(run(built, "--by", by, "--format", "json"))
    assert [row["id"] for row in rows] == [row["id"] for row in document["rows"]]
    assert document["total"]["stated"] == sum(t.counts["stated"] for t in coverage(_store(built)).rows)
    assert run(built, "--by", by, "--format", "md").count("\n") == len(rows) + 3
    assert "total" in run(built, "--by", by)


def test_the_summary_is_what_the_graph_holds(built: Home) -> None:
    found = summary(_store(built))
    lines = run(built, "--summary").splitlines()
    assert lines == found.lines()
    assert [line.partition(" ")[0] for line in lines[1:]] == ["conflicts:", "findings:", "coverage:"]
    assert found.figures > 400
    assert set(found.conflicts) <= {"explained", "unexplained", "undetermined"}


def _store(home: Home) -> Store:
    return open_version(home).store
