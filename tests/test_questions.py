"""A question file says all that is needed to ask it; each gives the same rows on two engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, Store
from rdflib.query import ResultRow

from asked import ROOT, asked, catalogue, made_question, small_graph, small_view
from cartograph.errors import UsageError
from cartograph.project import Home
from cartograph.questions.binding import Given, bind, choices
from cartograph.questions.catalogue import Catalogue
from cartograph.questions.header import ADDED, Parameter, QuestionError
from cartograph.questions.run import Graph, ask
from cartograph.sparql import rebind
from cartograph.terms import BASE, TYPE, local, ont
from expected import QUERIES, SMALL_ANSWERS, record_answers, small_answers

NAMES = list(catalogue())

#: What the flagship and the other questions must cover.
REQUIRED = {
    "adverse-events",
    "allogeneic-products",
    "approvals",
    "conflicts",
    "constructs-by-binder",
    "dual-target-products",
    "evidence",
    "mentions",
    "non-viral-products",
    "products-by-response",
    "products-by-target",
    "property-status",
    "safety-switches",
    "trial-responses",
}

# ------------------------------------------------------------------ the questions of the checkout


def test_the_questions_are_all_there() -> None:
    assert set(NAMES) >= REQUIRED


def test_no_question_file_has_a_problem() -> None:
    assert catalogue().problems() == []


@pytest.mark.parametrize("name", NAMES)
def test_people_see_columns_that_exist(name: str) -> None:
    question = catalogue()[name]
    assert question.table
    assert set(question.table) <= set(question.columns)
    assert question.question.endswith("?")
    assert "evidence" in question.columns or name == "identifiers"  # which rest on no passage


@pytest.mark.parametrize("name", NAMES)
def test_the_file_as_it_lies_asks_with_the_defaults(name: str) -> None:
    question = catalogue()[name]
    bound = bind(question, {}, small_graph().ontology, small_graph().store)
    as_it_lies = set(_rows(question.text))
    assert set(_rows(rebind(question.text, bound.terms))) == as_it_lies


# ------------------------------------------------------------------ the same rows on two engines


def _rows(text: str) -> list[tuple[str | None, ...]]:
    found = small_graph().store.query(text)
    assert isinstance(found, QuerySolutions)
    return [tuple(_plain(getattr(term, "value", None)) for term in row) for row in found]


def _rows_elsewhere(text: str) -> list[tuple[str | None, ...]]:
    found = [row for row in small_view().query(text) if isinstance(row, ResultRow)]
    return [tuple(_plain(_text_of(term)) for term in row) for row in found]


def _text_of(term: object) -> str | None:
    """Return the characters of a term of rdflib, whose rows hold None where a variable is not bound."""
    return None if term is None else str(term)


def _plain(text: str | None) -> str | None:
    """Write a number in one way: each engine has its own."""
    if text is None or not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return text
    return str(Decimal(text).normalize())


def _choices(parameter: Parameter) -> list[str]:
    """Return every choice of a parameter; for numbers, those at and around the figures of the dataset."""
    if parameter.kind == "term":
        return list(choices(parameter, small_graph().ontology))
    if parameter.kind in {"decimal", "integer"}:
        return (
            ["0", "31", "50", "50.7", "92", "100"]
            if parameter.kind == "decimal"
            else ["2021", "2022", "2100"]
        )
    if parameter.kind == "grades":
        return ["any", "3", "3-4", "3+", "grades not stated"]
    kind = parameter.scheme or "Figure"  # a text is the id of a figure, or a name that nothing has
    quads = small_graph().store.quads_for_pattern(None, TYPE, ont(kind), DefaultGraph())
    return sorted(local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode))


def _calls(name: str) -> Iterator[Mapping[str, Given]]:
    """Yield the defaults, then each parameter's choices with the others at their defaults."""
    yield {}
    for parameter in catalogue()[name].parameters.values():
        for choice in _choices(parameter):
            yield {parameter.name: [choice] if parameter.many else choice}


FLAGSHIP_PAIRS = [
    {"costimulation": costimulation, "vector": vector}
    for costimulation in ("CD28", "OX40")
    for vector in ("lentiviral", "gamma-retroviral", "retroviral", "piggyBac")
]


@pytest.mark.parametrize("name", NAMES)
def test_every_choice_gives_the_same_rows_on_two_engines(name: str) -> None:
    question = catalogue()[name]
    calls = [*_calls(name), *(FLAGSHIP_PAIRS if name == "products-by-response" else [])]
    assert len(calls) >= 1 + 2 * len(question.parameters)
    for call in calls:
        bound = bind(question, call, small_graph().ontology, small_graph().store)
        text = rebind(question.text, bound.terms)
        here, elsewhere = _rows(text), _rows_elsewhere(text)
        assert set(here) == set(elsewhere), call
        assert len(set(here)) == len(here) == len(elsewhere), call


def test_an_engine_that_disagrees_would_be_caught() -> None:
    text = catalogue()["conflicts"].text
    assert set(_rows(text)) != set(
        _rows_elsewhere(text.replace("?conflict a :Conflict", "?conflict a :Statement"))
    )


# ------------------------------------------------------------------ whole answers, kept as files


RENEW = "after reading the difference: python tests/expected.py"


def _kept(folder: Path) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in folder.glob("*.expected.csv")}


def test_the_answers_from_the_small_view_are_those_kept() -> None:
    assert dict(small_answers()) == _kept(SMALL_ANSWERS), RENEW


def test_the_answers_from_the_records_are_those_kept_beside_the_questions(built: Home) -> None:
    assert dict(record_answers(built)) == _kept(QUERIES), RENEW


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_loading_does_not_show(name: str) -> None:
    store = Store()
    for quad in sorted(small_graph().store, key=str, reverse=True):
        store.add(quad)
    graph = Graph(store, small_graph().version, small_graph().ontology)
    assert ask(graph, catalogue()[name], {}).to_json() == asked(name).to_json()


# ------------------------------------------------------------------ what a header must say

HEADER = {
    "title": "#+ title: Made",
    "question": "#+ question: Which?",
    "kind": "#+ kind: selecting",
    "parameters": "#+ parameters:\n"
    "#+   vector: {variable: wanted, type: term GeneTransfer, default: lentiviral, help: the vector}",
    "columns": "#+ columns: {agent: the product, evidence: where}",
    "per": "#+ per: [agent]",
    "candidates": "#+ candidates: {class: CARCellCandidate, plural: products}",
    "criteria": "#+ criteria:\n#+   vector:\n"
    "#+     verdict: verdict\n#+     reason: reason\n#+     witness: [agent]",
}
BODY = """
PREFIX : <https://w3id.org/cartograph/ontology#>
SELECT ?agent ?mention ?verdict ?reason WHERE {
  VALUES ?wanted { :lentiviral }
  ?agent a :CARCellCandidate .
  OPTIONAL { ?agent a ?mention FILTER(?mention = :Mention) }
  OPTIONAL { ?agent :hasConstruct/:geneTransferHolds ?yes FILTER(?yes = ?wanted) }
  BIND(IF(BOUND(?yes), "met", "unknown") AS ?verdict)
  BIND("noStatus" AS ?reason)
}
"""


def _file(body: str = BODY, **parts: str) -> str:
    """Return a question file, some parts of its header replaced (or, where empty, left out)."""
    return "\n".join(part for part in {**HEADER, **parts}.values() if part) + "\n" + body


WRONG = [
    ({"title": ""}, 1, "no key 'title' in 'header'"),
    ({"title": "#+ titel: Made"}, 1, "unknown key 'titel' in 'header': write 'title'"),
    ({"title": "#+ title: Made\n#+ title: Again"}, 2, "the key 'title' is given twice"),
    ({"title": "#+ title: [a, b]"}, 1, "the value of 'title' has the wrong form: write one value"),
    ({"title": "#+ title:"}, 1, "the value of 'title' has the wrong form: write one value"),
    ({"title": "#+ title: 'Made"}, 1, "the header is no YAML"),
    ({"title": "#+\ttitle: Made"}, 1, "the header is no YAML"),
    ({"kind": "#+ kind: selectin"}, 3, "unknown kind 'selectin': write 'selecting'"),
    ({"kind": "#+ kind: listing"}, 8, "unknown key 'candidates' in 'header'"),
    ({"criteria": ""}, 1, "no key 'criteria' in 'header'"),
    ({"columns": "#+ columns: {agent: a, vector: b}"}, 6, "the SELECT has no column ?vector"),
    (
        {"columns": "#+ columns: {agent: a, verdct: b}"},
        6,
        "the SELECT has no column ?verdct: write 'verdict'",
    ),
    (
        {"columns": "#+ columns: agent"},
        6,
        "the value of 'columns' has the wrong form: write 'key: value' lines",
    ),
    ({"per": "#+ per: [figure]"}, 7, "the SELECT has no column ?figure"),
    ({"per": "#+ per: [agent]\n#+ table: [label]"}, 8, "the SELECT has no column ?label"),
    ({"per": "#+ per: [agent]\n#+ units: {agent: unit}"}, 8, "the SELECT has no column ?unit"),
    (
        {"candidates": "#+ candidates: {class: Agent, plural: agents, column: product}"},
        8,
        "the SELECT has no column ?product",
    ),
    (
        {"criteria": HEADER["criteria"].replace("[agent]", "[construct]")},
        10,
        "the SELECT has no column ?construct",
    ),
    ({"criteria": HEADER["criteria"] + "\n#+     unit: whole"}, 14, "unknown key 'unit' in 'vector'"),
    (
        {"criteria": HEADER["criteria"] + "\n#+     evidence: {figure: agent, property: vector}"},
        14,
        "evidence is found in one of three ways: give 'figure', or 'subject' with 'property' or 'expectation'",
    ),
    (
        {"criteria": HEADER["criteria"] + "\n#+     evidence: {figure: figure}"},
        10,
        "the SELECT has no column ?figure",
    ),
    (
        {"parameters": HEADER["parameters"].replace("term GeneTransfer", "word")},
        5,
        "unknown type 'word': write 'term <Class>' or one of decimal",
    ),
    ({"parameters": HEADER["parameters"].replace(", help: the vector", "")}, 5, "no key 'help' in 'vector'"),
    (
        {"parameters": HEADER["parameters"].replace("vector:", "units:")},
        5,
        "'units' cannot be the name of a parameter",
    ),
    (
        {"parameters": HEADER["parameters"].replace("vector:", "the vector:")},
        5,
        "'the vector' cannot be the name of a parameter: give it another name",
    ),
    (
        {"parameters": HEADER["parameters"].replace("wanted", "other")},
        0,
        "no top-level VALUES block binds ?other",
    ),
]


def test_the_example_is_right() -> None:
    question = made_question(_file())
    assert question.parameters["vector"].default == ("lentiviral",)
    assert question.options == {}
    assert set(question.columns) - set(ADDED) == {"agent"}


@pytest.mark.parametrize(("parts", "line", "message"), WRONG)
def test_a_wrong_header_is_told_with_file_and_line(parts: dict[str, str], line: int, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        made_question(_file(**parts))
    place = "queries/made.rq" + (f":{line}" if line else "")
    assert [str(p) for p in caught.value.problems if str(p).startswith(f"{place}: {message}")] != [], (
        caught.value
    )


def test_a_file_without_a_header_is_told() -> None:
    with pytest.raises(
        QuestionError, match=r"queries/made\.rq:1: no header: begin the file with lines '#\+ key: value'"
    ):
        made_question(BODY)


def test_all_the_problems_of_a_file_are_told_at_once() -> None:
    with pytest.raises(QuestionError) as caught:
        made_question(
            _file(title="", kind="#+ kind: selecting\n#+ colour: red", per="#+ per: [figure]")
            + "\nGRAPH ?wanted {}"
        )
    assert len(caught.value.problems) == 5
    assert list(caught.value.problems) == sorted(caught.value.problems)


def test_the_header_may_stand_below_a_licence() -> None:
    with pytest.raises(QuestionError) as caught:
        made_question("# a licence\n\n" + _file(title="#+ titel: Made"))
    assert {problem.line for problem in caught.value.problems} == {3}


# ------------------------------------------------------------------ a folder of questions


def _folder(tmp_path: Path, **files: str) -> Catalogue:
    for name, text in files.items():
        (tmp_path / f"{name}.rq").write_text(text)
    return Catalogue(tmp_path)


def test_an_unknown_question_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no question 'product-by-response': write 'products-by-response'"):
        catalogue().find("product-by-response")
    with pytest.raises(KeyError):
        catalogue()["product-by-response"]


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    found = _folder(tmp_path, bad=BODY, good=_file(), worse=_file(title=""))
    assert list(found) == ["bad", "good", "worse"]
    assert found["good"].title == "Made"
    assert [problem.place for problem in found.problems()] == [
        f"{tmp_path.name}/bad.rq",
        f"{tmp_path.name}/worse.rq",
    ]


def test_a_file_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.rq").write_bytes("#+ title: é".encode("latin-1"))
    with pytest.raises(QuestionError, match=r"latin\.rq: not UTF-8"):
        Catalogue(tmp_path).find("latin")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.rq").mkdir()
    with pytest.raises(UsageError, match=r"folder\.rq: cannot be read"):
        Catalogue(tmp_path).find("folder")


# ------------------------------------------------------------------ a question that is asked


def test_a_query_that_does_not_parse_is_told_with_its_file() -> None:
    question = made_question(_file(BODY + "}"))
    with pytest.raises(QuestionError, match=r"queries/made\.rq: error at"):
        ask(small_graph(), question, {})


def test_a_query_that_loses_candidates_is_refused() -> None:
    body = BODY.replace(
        "?agent a :CARCellCandidate .", "?agent a :CARCellCandidate ; :hasConstruct ?construct ."
    )
    with pytest.raises(
        QuestionError,
        match="the query answers 18 of 19 candidates: put what a candidate may lack into OPTIONAL",
    ):
        ask(small_graph(), made_question(_file(body)), {})


@pytest.mark.parametrize(
    ("name", "units"), [("products-by-response", "every"), ("conflicts", "all"), ("conflicts", "x")]
)
def test_units_are_chosen_where_study_units_decide(name: str, units: str) -> None:
    with pytest.raises(UsageError, match=f"units: '{name}' takes no '{units}'"):
        asked(name, units)


def test_the_base_is_that_of_the_things() -> None:
    for name in NAMES:
        things = re.findall(r"<(https://w3id\.org/[^>]*)>", catalogue()[name].text)
        assert all(iri.startswith(BASE) for iri in things)


def test_terms_of_the_queries_are_terms_of_the_ontology() -> None:
    known = small_graph().ontology.terms.keys() | {""}
    for path in sorted((ROOT / "queries").glob("*.rq")):
        body = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("#"))
        assert set(re.findall(r"(?<![\w:]):([A-Za-z]\w*)", body)) - known == set(), path.name


def test_the_dataset_uses_terms_of_the_ontology_only() -> None:
    known = small_graph().ontology.terms.keys()
    nodes = {node for quad in small_graph().store for node in (quad.predicate, quad.object)}
    used = {
        local(node)
        for node in nodes
        if isinstance(node, NamedNode) and node.value.startswith(f"{BASE}ontology#")
    }
    assert used - known == set()
    assert len(used) > 50
