"""Every selecting question, with every choice, judges every agent that the pages show, and never says no unfounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pyoxigraph import DefaultGraph

from asked import catalogue
from cartograph.api import Graph
from cartograph.project import Home
from cartograph.questions.answer import Answer, Undecided
from cartograph.questions.binding import choices
from cartograph.questions.header import SELECTING
from cartograph.reasoning.designs import Both, Design, Designs, Named, Some
from cartograph.sparql import lint
from cartograph.terms import TYPE, local, ont
from cartograph.versions.store import open_version

QUESTIONS = [name for name, question in catalogue().items() if question.kind == SELECTING]

#: Which agents the pages show for what a question asks; the others are CAR cell products.
SHOWN = {"products-by-target": ("Agent", "CARCellMention")}
CAR_CELLS = ("CARCellProduct", "CARCellMention")


@pytest.fixture(scope="module")
def graph(built: Home) -> Graph:
    return Graph(built, open_version(built))


@pytest.fixture(scope="module")
def answers(graph: Graph) -> Mapping[str, list[Answer]]:
    """Return the answers to every selecting question, with each choice of each parameter."""
    return {name: [graph.ask(name, **call) for call in _calls(graph, name)] for name in QUESTIONS}


def _instances(graph: Graph, cls: str) -> set[str]:
    quads = graph.published.store.quads_for_pattern(None, TYPE, ont(cls), DefaultGraph())
    return {local(quad.subject) for quad in quads}  # type: ignore[arg-type]


def _calls(graph: Graph, name: str) -> Iterator[dict[str, Any]]:
    yield {}
    for parameter in catalogue()[name].parameters.values():
        known = choices(parameter, graph.ontology)
        things = sorted(_instances(graph, parameter.scheme)) if parameter.scheme and not known else ()
        yield from ({parameter.name: choice} for choice in (*known, *things))


def _lists(answer: Answer) -> Iterator[tuple[str, ...]]:
    for part in (answer, answer.mentions):
        assert part is not None
        yield tuple(dict.fromkeys(str(row["agent"]) for row in part.rows))
        yield from (tuple(one.agent for one in found or ()) for found in (part.may_qualify, part.excluded))


def _excluded(answer: Answer) -> Iterator[Undecided]:
    assert answer.mentions is not None
    yield from answer.excluded or ()
    yield from answer.mentions.excluded


def test_there_are_selecting_questions() -> None:
    assert len(QUESTIONS) >= 8


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_choice_answers_for_every_agent_that_the_pages_show(
    name: str, graph: Graph, answers: Mapping[str, list[Answer]]
) -> None:
    shown = set().union(*(_instances(graph, cls) for cls in SHOWN.get(name, CAR_CELLS)))
    assert len(shown) >= 62
    for answer in answers[name]:
        answered = [agent for part in _lists(answer) for agent in part]
        assert len(answered) == len(set(answered)), answer.parameters
        assert set(answered) == shown, answer.parameters


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_not_reported_excludes_nothing(name: str, answers: Mapping[str, list[Answer]]) -> None:
    unfounded = ("not reported", "nothing stated", "undisclosed")
    for answer in answers[name]:
        for failure in (failure for one in _excluded(answer) for failure in one.failures):
            assert failure.reason
            assert not failure.reason.startswith(unfounded), (answer.parameters, failure)


def test_every_choice_was_asked(answers: Mapping[str, list[Answer]]) -> None:
    asked = sum(map(len, answers.values()))
    assert asked >= 150


def test_agents_of_unstated_kind_are_answered_with_their_target(graph: Graph) -> None:
    """Line 142 of Vural & Beksac names two drugs against CD70 and does not say what kind each is."""
    rows = {row["label"]: row["type"] for row in graph.ask("products-by-target", target="cd70").rows}
    assert rows == {
        "CD70-CAR T": "CARCellProduct",
        "SGN-75": "kind not stated",
        "BMS-936561": "kind not stated",
    }
    assert [row["agent"] for row in graph.ask("products-by-target", target="fcrl5").rows] == [
        "agent/fcrl5-antibodies"
    ]


# ------------------------------------------------------------------ a mention is judged by its construct


def _of_products(designs: Designs) -> dict[str, str]:
    """Return each design of products that only says which construct a product is made with."""
    return {design.name: made for design in designs.designs.values() if (made := _made_with(design))}


def _made_with(design: Design) -> str:
    match design.expression:
        case Both((Named("CARCellProduct"), Some("hasConstruct", Named(construct)))):
            return construct
        case _:
            return ""


def _verdicts(answer: Answer) -> dict[str, str]:
    assert answer.mentions is not None
    names = ("met", "unknown", "not met")
    parts = list(_lists(answer))[3:]
    return {agent: verdict for verdict, part in zip(names, parts, strict=True) for agent in part}


def test_a_mention_is_judged_by_its_construct(graph: Graph, built: Home) -> None:
    pairs = _of_products(Designs.load(built.ontology))
    assert len(pairs) >= 20
    for product, construct in pairs.items():
        of_product = _verdicts(graph.ask("products-by-design", design=product))
        assert of_product == _verdicts(graph.ask("products-by-design", design=construct)), product
        assert len(of_product) == 15


def test_the_row_with_cd28_is_one_of_that_design(graph: Graph) -> None:
    mentions = graph.ask("products-by-design", design="cd28-product").mentions
    assert mentions is not None
    assert [row["label"] for row in mentions.rows] == ["Murine scFV (11D5-3)"]
    assert mentions.excluded == ()


def test_a_cell_product_is_no_antibody(graph: Graph) -> None:
    """What a design starts from excludes what is of another kind: no candidate is left unjudged."""
    answer = graph.ask("products-by-design", design="BCMATCellEngager")
    assert answer.mentions is not None
    assert (len(answer.excluded or ()), len(answer.mentions.excluded)) == (47, 15)


# ------------------------------------------------------------------ a question file may not close the world


CLOSING = [
    'IF(BOUND(?a), "met", "not met")',
    'IF(?b, "unknown", IF(BOUND(?a), "met", "not met"))',
    'IF(?b, IF(?a = ?c, "met", \'not met\'), "unknown")',
    'IF(?b, "unknown", STR("not met"))',
    'IF(?b, "not met", "met")',
    'COALESCE(?a, "not met")',
    'IF(!BOUND(?a), "not met", "unknown")',
]
OPEN = [
    'IF(BOUND(?a), "met", IF(?b, "not met", "unknown"))',
    'IF(?b, IF(?a = ?c, "met", IF(?a != ?c, "not met", "unknown")), "unknown")',
    'IF(?a = "not met", "why", IF(?a = "met", "", "noStatus"))',
    'COALESCE(?a, "unknown")',
    'IF(!BOUND(?a), "unknown", IF(?b, "not met", "unknown"))',
]


def _told(expression: str) -> list[str]:
    text = f"SELECT ?v WHERE {{ ?a ?b ?c . BIND({expression} AS ?v) }}"
    return [str(problem) for problem in lint(text, [], "queries/made.rq")]


@pytest.mark.parametrize("expression", CLOSING)
def test_a_verdict_that_ends_in_a_no_is_refused(expression: str) -> None:
    assert len(_told(expression)) == 1
    assert "'unknown'" in _told(expression)[0]


@pytest.mark.parametrize("expression", OPEN)
def test_a_verdict_that_ends_in_unknown_is_taken(expression: str) -> None:
    assert _told(expression) == []
