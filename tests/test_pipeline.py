"""The steps of a build: their order is checked, each can be run alone, is timed, and is left out where it is given."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from cartograph.build.pipeline import CLAIMS, VIEW, Clock, Pipeline, Results, Step
from cartograph.build.steps import STEPS
from cartograph.project import Home
from conftest import ROOT


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def made(clock: Clock) -> Results:
    return STEPS.run({"home": Home(ROOT, ROOT / "build")}, clock=clock)


#: The steps that add quads and read nothing of what was added before: they can be run again at any time.
LOCAL = [step for step in STEPS.steps if step.adds and VIEW not in step.needs]


_GRAPHS = ("derived", "inferred", "audit", "status")


def test_the_steps_are_collected() -> None:
    assert len(STEPS.steps) >= 25
    assert len(LOCAL) >= 10
    assert {step.does for step in STEPS.steps if len(step.does) < 8} == set()


@pytest.mark.parametrize("step", LOCAL, ids=lambda step: step.name)
def test_a_step_makes_the_same_of_the_same_results(step: Step, made: Results) -> None:
    again = list(step.run(*(made[name] for name in step.needs)))
    assert set(again) == set(made[step.name])
    assert again, "a step that adds nothing to the real graph is not needed"


def test_each_step_is_timed_once_in_its_order(made: Results, clock: Clock) -> None:
    assert [one.name for one in clock.timings] == [step.name for step in STEPS.steps]
    assert all(one.seconds >= 0 for one in clock.timings)
    added = {one.name for one in clock.timings if one.quads}
    assert added == {step.name for step in STEPS.steps if step.adds}
    assert made["claims"]
    assert made[VIEW].quads


@pytest.mark.parametrize("step", [step for step in STEPS.steps if step.adds], ids=lambda step: step.name)
def test_a_step_adds_to_the_graphs_that_it_names_and_to_no_other(step: Step, made: Results) -> None:
    named = {str(quad.graph_name).rpartition("/")[2].strip(">") for quad in made[step.name]}
    found = {f"graph/{name}" if name in _GRAPHS else name for name in named}
    if step.adds == CLAIMS:
        assert len(found) > 100
    elif step.adds == "agreed view":
        assert found == {"DEFAULT"}
    else:
        assert found == {*step.adds.split(", ")}


def test_what_is_given_is_added_to_the_view_too() -> None:
    quad = Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/b"), Literal("c"))
    step = Step("added", "what all agree on", list, (), "agreed view")
    assert len(Pipeline((step,), ()).run({"added": [quad]})[VIEW].store) == 1


def test_a_step_that_needs_what_comes_later_is_refused() -> None:
    early = Step("early", "reads late", lambda late: late, ("late",))
    late = Step("late", "comes last", lambda: 1)
    with pytest.raises(ValueError, match="step 'early' needs late"):
        Pipeline((early, late), given=())
    assert Pipeline((late, early), given=()).run({})["early"] == 1


def test_two_steps_cannot_make_one_name() -> None:
    step = Step("one", "makes one", lambda: 1)
    with pytest.raises(ValueError, match="two steps make 'one'"):
        Pipeline((step, step), given=())
    with pytest.raises(ValueError, match="two steps make 'home'"):
        Pipeline((Step("home", "makes a home", lambda: 1),), given=("home",))


def test_what_is_given_stands_and_nothing_runs_behind_what_is_wanted() -> None:
    ran: list[str] = []

    def step(name: str, *needs: str) -> Step:
        def run(*_: object) -> str:
            ran.append(name)
            return name

        return Step(name, f"makes {name}", run, needs)

    pipeline = Pipeline((step("a"), step("b", "a"), step("c", "b")), given=())
    assert pipeline.run({"a": "given"}, until="b")["b"] == "b"
    assert ran == ["b"]


def test_claims_are_kept_apart_from_the_agreed_view() -> None:
    graph = NamedNode("https://example.org/claim")
    quad = Quad(NamedNode("https://example.org/a"), NamedNode("https://example.org/b"), graph, graph)
    kept = Step("kept", "a claim's own", lambda: [quad], (), CLAIMS)
    added = Step("added", "what all agree on", lambda: [quad], (), "graph/derived")
    assert len(Pipeline((kept,), ()).run({})[VIEW].store) == 0
    assert len(Pipeline((added,), ()).run({})[VIEW].store) == 1
