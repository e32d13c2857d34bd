"""A figure in an answer keeps what bounds it: sign, condition, range of its follow-up, rounding and doubt."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from asked import ROOT, catalogue
from cartograph.api import Graph as Published
from cartograph.cli.answers import terminal
from cartograph.project import Home
from cartograph.questions.answer import Answer, AnswerRow
from cartograph.questions.header import SELECTING
from cartograph.questions.run import Graph, ask
from cartograph.questions.values import value_text
from cartograph.terms import TYPE, Ontology, local, ont
from cartograph.versions.store import open_version

ONTOLOGY = Ontology.load(ROOT / "ontology")
PRODUCT = """
@base <https://w3id.org/cartograph/> .
@prefix : <ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<agent/a> a :CARCellCandidate , :Agent ; rdfs:label "A" ; :hasConstruct <construct/a> .
<construct/a> :geneTransfer :lentiviral ; :geneTransferHolds :lentiviral , :retroviral ;
    :hasSlot <construct/a/costim-1> .
<construct/a/costim-1> :part :costimulatoryDomain ; :kind :fourOneBB .
<cohort/a> :investigationalAgent <agent/a> ; :unitScope :whole .
<report/a> :reportOf <cohort/a> ; :hasFigure <figure/a> .
<figure/a> :endpoint :completeResponseOrBetter ; :statistic :percent ; %s .
"""


def _answer(figure: str, **given: str) -> Answer:
    store = Store()
    store.load(input=PRODUCT % figure, format=RdfFormat.TURTLE)
    return ask(Graph(store, "0" * 64, ONTOLOGY), catalogue()["products-by-response"], given)


def _verdict(figure: str, above: str) -> tuple[str, str]:
    answer = _answer(figure, above=above)
    if answer.rows:
        return "met", ""
    (one,) = (*(answer.may_qualify or ()), *(answer.excluded or ()))
    verdict = one.criteria[-1]
    return verdict.verdict, (verdict.reason or "").partition(":")[0]


PRINTED = ":value 57 ; :low 57 ; :high 57"
COUNTED = PRINTED + " ; :numerator 8 ; :denominator 14"
ROUNDED = ("unknown", "rounding decides")


@pytest.mark.parametrize(
    ("figure", "above", "verdict"),
    [
        (COUNTED, "57", ("met", "")),  # 8 of 14 are 57.14 %
        (COUNTED, "57.2", ("not met", "not above the threshold")),
        (COUNTED + " ; :denominatorAssumed true", "57", ROUNDED),
        (PRINTED, "56", ("met", "")),
        (PRINTED, "56.5", ("met", "")),
        (PRINTED, "56.7", ROUNDED),
        (PRINTED, "57", ROUNDED),
        (PRINTED, "57.5", ("not met", "not above the threshold")),
        (":value 50.7 ; :low 50.7 ; :high 50.7", "50.7", ROUNDED),
        (":value 50.7 ; :low 50.7 ; :high 50.7", "50.6", ("met", "")),
        (":value 93 ; :qualifier :atLeast ; :low 93", "92", ("met", "")),
        (":value 93 ; :qualifier :atLeast ; :low 93", "93", ("unknown", "bound undecided")),
        (":value 93 ; :qualifier :moreThan ; :low 93", "93", ("met", "")),
        (":value 93 ; :qualifier :atMost ; :high 93", "93", ("not met", "not above the threshold")),
        (":value 100 ; :low 100 ; :high 100", "100", ("not met", "no share is above 100 per cent")),
        (":notReached true", "100", ("not met", "no share is above 100 per cent")),
        (PRINTED + " ; :reading :misprint", "50", ("met", "")),
        (PRINTED + " ; :reading :unclear", "50", ("unknown", "the reading is unclear")),
        (PRINTED + " ; :reading :assumedReading", "90", ("unknown", "the reading is assumed")),
    ],
)
def test_a_threshold_is_compared_with_the_count_or_with_all_that_rounds_to_the_figure(
    figure: str, above: str, verdict: tuple[str, str]
) -> None:
    assert _verdict(figure, above) == verdict


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ({"value": "93", "qualifier": "atLeast"}, "≥ 93"),
        ({"value": "2", "qualifier": "lessThan"}, "< 2"),
        ({"value": "93", "qualifier": None}, "93"),
        ({"value": None, "low": "31", "high": "92"}, "31 to 92"),
        ({"value": None, "low": "31", "high": None}, "at least 31"),
        ({"value": None, "low": None, "high": None}, ""),
    ],
)
def test_a_value_has_its_sign(row: AnswerRow, text: str) -> None:
    assert value_text(row, {}) == text


def test_what_was_found_is_a_column_of_every_selecting_question() -> None:
    selecting = [question for question in catalogue().values() if question.kind == SELECTING]
    assert len(selecting) >= 8
    for question in selecting:
        for criterion in question.criteria:
            assert set(criterion.found) <= set(question.columns), (question.name, criterion.name)


def test_what_was_found_shows_where_it_is_not_what_was_asked() -> None:
    assert [row["vector"] for row in _answer(PRINTED, vector="retroviral").rows] == ["lentiviral"]


# ------------------------------------------------------------------ on the records


@pytest.fixture(scope="module")
def graph(built: Home) -> Published:
    return Published(built, open_version(built))


def test_a_conditional_figure_names_its_condition(graph: Published) -> None:
    """Line 133 of Guo: keratopathy in 96.9 %, and 56.7 % of such patients at grades 3 and 4."""
    answer = graph.ask("adverse-events", product="belantamab mafodotin", grades=["any"])
    conditional = [row for row in answer.rows if row["among"]]
    assert conditional
    assert {answer.words[str(row["among"])] for row in conditional} == {
        "patients with keratopathy, any grade"
    }
    assert {row["population"] for row in conditional} == {"the patients named under among"}


@pytest.mark.parametrize("name", ["adverse-events", "trial-responses", "products-by-response"])
def test_every_question_with_figures_shows_what_bounds_them(name: str) -> None:
    assert {"qualifier", "among", "population", "reading"} <= set(catalogue()[name].columns)


def test_the_word_of_a_status_never_stands_for_a_value(graph: Published) -> None:
    words = {term.name for term in graph.ontology.members("StatusValue").values()}
    seen = 0
    for kind, name in (("Agent", "adverse-events"), ("Trial", "trial-responses")):
        parameter = {"Agent": "product", "Trial": "trial"}[kind]
        quads = graph.published.store.quads_for_pattern(None, TYPE, ont(kind), DefaultGraph())
        for path in sorted(local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)):
            chosen: dict[str, Any] = {parameter: path}
            answer = graph.ask(name, **chosen)
            for row in answer.rows:
                seen += 1
                assert not {row["population"], row.get("assessor")} & words
    assert seen > 200


def test_a_follow_up_keeps_its_range_and_statistic(graph: Published) -> None:
    """Lines 195 and 180 of Guo print 1 month and 1 to 6 months for PHE885."""
    rows = graph.ask("trial-responses", trial="phe885-phase-1").rows
    assert rows
    assert {row["follow_up"] for row in rows} == {"1 months; 1 to 6 months"}


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_number_is_broken_by_a_narrow_terminal(
    width: int, graph: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    answer = graph.ask("trial-responses", trial="cartitude-2")
    text = terminal(answer, lambda path: path)
    assert len(answer.rows) == 13
    assert {str(row["value"]) for row in answer.rows} <= set(re.findall(r"\d+(?:\.\d+)?", text))
    assert max(map(len, text.splitlines())) <= width
