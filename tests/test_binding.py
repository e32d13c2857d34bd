"""What a reader gives for a parameter becomes a term, a thing, a number or a literal; never query text."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from asked import catalogue, made_question, small_graph
from cartograph.errors import UsageError
from cartograph.questions.binding import Bound, Given, bind, choices, literal
from cartograph.sparql import rebind

HEADER = """#+ title: Made
#+ question: Which?
#+ kind: listing
#+ columns: {found: what was given}
#+ parameters:
#+   vector: {variable: vector, type: term GeneTransfer, default: lentiviral, help: h}
#+   grades: {variable: grades, type: list of term GradeRange, default: [any, ">=3"], help: h}
#+   above: {variable: above, type: decimal, default: "50", minimum: "0", maximum: "100", help: h}
#+   year: {variable: year, type: integer, default: "2022", help: h}
#+   product: {variable: product, type: agent, default: ct103a, help: h}
#+   trial: {variable: trial, type: trial, default: cuts, help: h}
#+   target: {variable: target, type: target, default: bcma, help: h}
#+   words: {variable: words, type: text, default: nothing, help: h}
SELECT ?found WHERE {
  VALUES ?vector { 0 } VALUES ?grades { 0 } VALUES ?above { 0 } VALUES ?year { 0 }
  VALUES ?product { 0 } VALUES ?trial { 0 } VALUES ?target { 0 } VALUES ?words { 0 }
  BIND(?words AS ?found)
}
"""
QUESTION = made_question(HEADER)
ONT = "https://w3id.org/cartograph/ontology#"
BASE = "https://w3id.org/cartograph/"


def bound(**given: Given) -> Bound:
    return bind(QUESTION, given, small_graph().ontology, small_graph().store)


def test_the_defaults_fill_in() -> None:
    assert bound().values == {
        "vector": "lentiviral",
        "grades": "any, >=3",
        "above": "50",
        "year": "2022",
        "product": "agent/ct103a",
        "trial": "trial/cuts",
        "target": "target/bcma",
        "words": "nothing",
    }


@pytest.mark.parametrize(
    ("name", "written", "value", "term"),
    [
        ("vector", "gamma-retroviral", "gamma-retroviral", f"<{ONT}gammaRetroviral>"),  # notation
        ("vector", "gammaRetroviral", "gamma-retroviral", f"<{ONT}gammaRetroviral>"),  # local name
        ("vector", "Gamma-Retroviral  Vector", "gamma-retroviral", f"<{ONT}gammaRetroviral>"),  # label
        ("vector", "γ-retroviral vector", "gamma-retroviral", f"<{ONT}gammaRetroviral>"),  # synonym
        ("above", 62.5, "62.5", '"62.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("above", " 050 ", "50", '"50"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("year", 2021, "2021", '"2021"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("product", "CT103A", "agent/ct103a", f"<{BASE}agent/ct103a>"),  # slug or label
        ("product", "agent/ct103a", "agent/ct103a", f"<{BASE}agent/ct103a>"),  # id
        ("product", "Equecabtagene autoleucel", "agent/ct103a", f"<{BASE}agent/ct103a>"),  # synonym
        ("trial", "CUTS-1", "trial/cuts", f"<{BASE}trial/cuts>"),
        ("target", "B-cell maturation antigen", "target/bcma", f"<{BASE}target/bcma>"),
        ("words", "a b", "a b", '"a b"'),
    ],
)
def test_a_value_is_found_by_any_of_its_names(name: str, written: Given, value: str, term: str) -> None:
    found = bound(**{name: written})
    assert (found.values[name], list(found.terms[name])) == (value, [term])


def test_several_values_bind_where_the_header_says_so() -> None:
    assert bound(grades=["3", "grade 4"]).terms["grades"] == [f"<{ONT}grade3>", f"<{ONT}grade4>"]
    assert bound(grades="3").terms["grades"] == [f"<{ONT}grade3>"]


@pytest.mark.parametrize(
    ("name", "written", "message"),
    [
        ("vector", "lentiviraal", "vector: unusable value 'lentiviraal': write 'lentiviral'"),
        ("vector", "", "vector: unusable value '': known are Sleeping Beauty, gamma-retroviral"),
        ("vector", "4-1BB", "vector: unusable value '4-1BB': known are"),
        ("vector", ":lentiviral } #", "vector: unusable value ':lentiviral } #': write 'lentiviral'"),
        ("vector", f"<{ONT}lentiviral>", "vector: unusable value"),
        ("vector", ["lentiviral", "viral"], "vector: several values: give one"),
        ("product", "ct103", "product: unusable value 'ct103': write 'ct103a'"),
        ("product", "trial/cuts", "product: unusable value 'trial/cuts'"),
        (
            "product",
            "one name",
            "unusable value 'one name': several have that name: write 'agent/drug-a' or 'agent/drug-b'",
        ),
        ("above", "fifty", "above: unusable value 'fifty': write digits, such as 50 or 62.5"),
        ("above", "5e1", "above: unusable value '5e1': write digits"),
        ("above", "٥٠", "above: unusable value '٥٠': write digits"),
        ("above", "50 } VALUES ?x { 1", "above: unusable value"),
        ("above", "nan", "above: unusable value 'nan': write digits"),
        ("above", True, "above: unusable value 'True': write digits"),
        ("above", "-1", "above: unusable value '-1': the least is 0"),
        ("above", "140", "above: unusable value '140': the greatest is 100"),
        ("above", "0." + "1" * 19, "write at most 18 digits on either side of the point"),
        ("year", "2021.5", "year: unusable value '2021.5': write digits, such as 50"),
        ("words", "\ud800", "words: unusable value"),
        ("vectr", "lentiviral", "vectr: 'made' has no parameter 'vectr': write 'vector'"),
        ("colour", "red", "colour: 'made' has no parameter 'colour': known are above, grades"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_remedy(name: str, written: Given, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        bound(**{name: written})
    assert message in str(caught.value).encode("utf-8", "replace").decode()
    assert len(caught.value.problems) == 1


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        bound(vector="x", above="y", product="z", colour="red")
    assert [problem.place for problem in caught.value.problems] == ["colour", "vector", "above", "product"]


def test_choices_are_the_words_of_the_scheme() -> None:
    words = choices(QUESTION.parameters["vector"], small_graph().ontology)
    assert {"lentiviral", "gamma-retroviral", "piggyBac"} <= set(words)
    assert "gammaRetroviral" not in words
    assert choices(QUESTION.parameters["above"], small_graph().ontology) == ()
    assert choices(QUESTION.parameters["product"], small_graph().ontology) == ()


def test_every_parameter_of_every_question_has_choices_or_takes_anything() -> None:
    parameters = [p for question in catalogue().values() for p in question.parameters.values()]
    assert len(parameters) >= 10
    for parameter in parameters:
        assert bool(choices(parameter, small_graph().ontology)) == (parameter.kind == "term")


# ------------------------------------------------------------------ a text stays a text

_HOSTILE = [
    '"',
    "'",
    "\\",
    "}",
    "{",
    "#",
    "\n",
    "\r",
    "\t",
    "\\u0022",
    "\\U00000022",
    "u",
    "?x",
    "<",
    ">",
    " ",
    '"""',
    "0022",
]
_texts = st.one_of(
    st.lists(st.sampled_from(_HOSTILE), max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)


@given(_texts)
def test_a_text_stays_its_value_here(text: str) -> None:
    query = rebind(QUESTION.text, bound(words=text).terms)
    found = Store().query(query)
    assert isinstance(found, QuerySolutions)
    rows = list(found)
    assert {row["found"].value for row in rows} == {text}
    assert len(rows) == 2  # the two grades: nothing was added to the query, nothing fell out


# rdflib's grammar reads no carriage return, form feed and the like inside a literal as they are written here.
@given(_texts.filter(lambda text: all(character >= " " for character in text)))
def test_a_text_stays_its_value_elsewhere(text: str) -> None:
    rows = list(rdflib.Graph().query(f"SELECT ?found WHERE {{ VALUES ?found {{ {literal(text)} }} }}"))
    assert [str(row[0]) for row in rows] == [text]  # type: ignore[index]


@given(_texts)
def test_a_text_never_changes_what_the_query_is(text: str) -> None:
    with pytest.raises(UsageError):
        bound(vector=f"{text}?", above=f"{text}x")
