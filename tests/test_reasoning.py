"""Designs: their parts fill them, a look-alike stays out, disputes and clashes touch only their own."""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from cartograph.build.assembly import Made, assemble
from cartograph.build.run import build
from cartograph.errors import RecordError, UsageError
from cartograph.project import Home, home
from cartograph.reasoning.explain import explain, explain_all
from cartograph.reasoning.membership import Memberships
from cartograph.reasoning.world import World, seen
from cartograph.terms import BASE, ONT, TYPE, thing
from nodes import value
from parts import ROOT, designs, quads, reasoned
from test_rules import GUO, SILENT, VURAL, put

with (ROOT / "tests" / "data" / "reasoning" / "designs.csv").open(encoding="utf-8") as _file:
    CASES = {row["design"]: row for row in csv.DictReader(_file)}


@cache
def planted() -> tuple[Memberships, set[tuple[str, str]]]:
    """Reason over all the cases at once: each has constructs of its own."""
    stated = []
    for name, row in CASES.items():
        stated += [*quads(f"{name}-member", row["member"]), *quads(f"{name}-like", row["look-alike"])]
    return reasoned(stated)


def about(name: str, suffix: str) -> str:
    """Return the thing of a case that the design is a question about."""
    of_construct = designs().root(designs().designs[name]) in ("CARConstruct", "Construct")
    return f"{'construct' if of_construct else 'agent'}/{name}-{suffix}"


# ------------------------------------------------------------------ each class: filled, and not overfilled


def test_every_design_has_a_case_and_a_question() -> None:
    assert CASES.keys() == designs().designs.keys()
    assert len(CASES) > 100
    questions = [design.question for design in designs().designs.values()]
    assert all(question.endswith("?") for question in questions)
    assert all(design.definition.endswith(".") and design.source for design in designs().designs.values())


@pytest.mark.parametrize("name", CASES)
def test_a_planted_member_is_filled(name: str) -> None:
    judge, types = planted()
    assert (about(name, "member"), name) in types
    assert judge.judge(BASE + about(name, "member"), designs().designs[name]).verdict == "inferred"


@pytest.mark.parametrize("name", CASES)
def test_a_look_alike_is_not(name: str) -> None:
    judge, types = planted()
    assert (about(name, "like"), name) not in types
    verdict = judge.judge(BASE + about(name, "like"), designs().designs[name]).verdict
    assert verdict == CASES[name]["verdict"]


def test_the_engine_and_the_questions_find_the_same_members() -> None:
    judge, types = planted()
    filled = {
        (path, cls) for path, cls in types if cls in designs().designs and not path.startswith("ontology#")
    }
    assert filled == members(judge)
    assert len(filled) > 500


def members(judge: Memberships) -> set[tuple[str, str]]:
    return {
        (iri.removeprefix(BASE), design.name)
        for design in designs().designs.values()
        for iri in judge.candidates(design)
        if judge.judge(iri, design).verdict == "inferred"
    }


# ------------------------------------------------------------------ generations

GENERATIONS = {
    "costim cd28; signal cd3Zeta": "impossible possible possible possible possible",
    "costim cd28": "impossible possible possible possible possible",
    "signal cd3Zeta": "possible possible possible possible possible",
    "": "possible possible possible possible possible",
    "signal cd3Zeta; full": "inferred impossible impossible impossible impossible",
    "costim cd28; signal cd3Zeta; full": "impossible inferred impossible impossible impossible",
    "costim cd28; costim cd28; signal cd3Zeta; full": "impossible impossible inferred impossible impossible",
    "costim cd28; costim icos; costim ox40": "impossible impossible impossible possible possible",
    "costim cd28; signal cd3Zeta; payload; full": "impossible possible impossible possible impossible",
    "costim cd28; signal cd3Zeta; payload interleukin12": "impossible impossible impossible inferred possible",
    "costim cd28; full": "impossible impossible impossible impossible impossible",
}


@pytest.mark.parametrize("parts", GENERATIONS)
def test_what_the_parts_say_of_the_generations(parts: str) -> None:
    judge, _ = reasoned(quads("case", parts))
    assert " ".join(generations(judge, "construct/case")) == GENERATIONS[parts]


ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth")


def generations(judge: Memberships, path: str) -> list[str]:
    named = (designs().designs[f"{ordinal}GenerationCAR"] for ordinal in ORDINALS)
    return [judge.judge(BASE + path, design).verdict.value for design in named]


# ------------------------------------------------------------------ the real records


@pytest.fixture(scope="module")
def made() -> Made:
    return assemble(home(ROOT))


@pytest.fixture(scope="module")
def real(made: Made) -> Memberships:
    return Memberships(World.of(made.quads), designs())


def typed(made: Made) -> set[tuple[str, str]]:
    return {
        (value(q.subject).removeprefix(BASE), value(q.object).removeprefix(ONT))
        for q in made.quads
        if isinstance(q.graph_name, DefaultGraph)
        and q.predicate == TYPE
        and value(q.subject).startswith(BASE)
    }


def test_the_build_fills_what_the_questions_infer(made: Made, real: Memberships) -> None:
    ours = {(path, cls) for path, cls in typed(made) if cls in designs().designs and seen(thing(path))}
    assert ours == {(path, cls) for path, cls in members(real) if seen(thing(path))}
    assert len(ours) > 400


def test_only_named_things_get_classes_of_ours(made: Made) -> None:
    inferred = [q for q in made.quads if value(q.graph_name) == BASE + "graph/inferred"]
    assert all(q.predicate == TYPE and isinstance(q.subject, NamedNode) for q in inferred)
    assert all(value(q.object).startswith(ONT) for q in inferred)


def table() -> dict[str, list[str]]:
    """Read the hand-checked verdicts of docs/designs.md."""
    text = (ROOT / "docs" / "designs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(construct/[^`]+)` \| (.*) \|$", text, re.MULTILINE)
    return {path: [cell.strip() for cell in cells.split("|")[:5]] for path, cells in rows}


def test_the_generation_of_every_construct_is_as_the_hand_table_says(real: Memberships) -> None:
    constructs = [iri.removeprefix(BASE) for iri in real.world.instances("CARConstruct")]
    assert {path: generations(real, path) for path in constructs} == table()


def test_a_statement_of_a_source_is_never_a_type(real: Memberships) -> None:
    """What a source prints as a generation, or lists under a heading, decides nothing."""
    stated = [s for s in real.world.instances("CARConstruct") if real.world.values(s, "statedGeneration")]
    assert stated
    assert any("inferred" not in generations(real, iri.removeprefix(BASE)) for iri in stated)


# ------------------------------------------------------------------ disputes stay where they are


def product(name: str, *lines: str) -> str:
    body = "".join(f"        {line}\n" for line in lines)
    return (
        f"  - id: {name}\n    row: {name}\n    at: {{line: 107, cell: 2}}\n    states:\n"
        f"      - id: agent/{name}\n        type: [{{value: CAR T-cell product, printed: {name}}}]\n"
        f"        hasConstruct: construct/{name}\n      - id: construct/{name}\n{body}"
    )


def binder(origin: str) -> str:
    return f"slots: [{{id: binder-1, part: binder, origin: {{value: {origin}, printed: {origin}}}}}]"


def test_a_disputed_origin_is_disputed_and_touches_nothing_else(project: Home) -> None:
    put(
        project,
        "vural-2025/a",
        VURAL + SILENT + "claims:\n" + product("ct103a", binder("human")) + product("ct053", binder("human")),
    )
    before = typed(assemble(project))
    put(project, "guo-2022/a", GUO + SILENT + "claims:\n" + product("ct103a", binder("murine")))
    made = assemble(project)
    after, judge = typed(made), Memberships(World.of(made.quads), designs())
    lost = {("agent/ct103a", "HumanBinderProduct"), ("construct/ct103a", "HumanBinderCAR")}
    assert {pair for pair in before - after if pair[1] in designs().designs} == lost
    assert {pair for pair in after - before if pair[1] in designs().designs} == set()
    verdicts = {
        name: judge.judge(BASE + "agent/ct103a", designs().designs[f"{name}BinderProduct"]).verdict.value
        for name in ("Human", "Murine", "Humanised")
    }
    assert verdicts == {"Human": "disputed", "Murine": "disputed", "Humanised": "possible"}
    text = "\n".join(explain(judge, "agent/ct103a", "human-binder-product").lines())
    assert "is in dispute" in text
    assert "human against murine" in text
    assert "“human”" in text
    assert "“murine”" in text


# ------------------------------------------------------------------ clashes


def test_an_agent_in_two_disjoint_classes_stops_the_build_and_names_the_claims(project: Home) -> None:
    put(project, "vural-2025/a", VURAL + SILENT + "claims:\n" + product("ct103a", binder("human")))
    other = product("ct103a", binder("human")).replace("CAR T-cell product", "antibody")
    put(project, "guo-2022/a", GUO + SILENT + "claims:\n" + other)
    with pytest.raises(RecordError) as caught:
        build(project)
    told = [str(problem) for problem in caught.value.problems if "cannot be both" in str(problem)]
    assert len(told) == 1
    assert "agent/ct103a cannot be both monoclonal antibody and engineered cell product" in told[0]
    assert "claim/vural-2025/table-1/ct103a" in told[0]
    assert "claim/guo-2022/table-2/ct103a" in told[0]
    assert told[0].startswith("records/")


def test_a_product_of_another_cell_than_its_class_says_is_a_clash(project: Home) -> None:
    content = product("ct103a", "effectorCell: [{value: NK cell, printed: NK}]", binder("human"))
    put(project, "vural-2025/a", VURAL + SILENT + "claims:\n" + content)
    told = [str(problem) for problem in assemble(project).problems if "cannot be" in str(problem)]
    assert len(told) == 1
    assert "agent/ct103a cannot be CAR T-cell product and be made of natural killer cell" in told[0]


def test_no_clash_without_one(project: Home) -> None:
    content = product("ct103a", "effectorCell: [{value: memory-like T cell, printed: T}]", binder("human"))
    put(project, "vural-2025/a", VURAL + SILENT + "claims:\n" + content)
    assert [p for p in assemble(project).problems if "cannot be" in str(p)] == []


def costimulated(*kinds: str) -> str:
    slots = ", ".join(
        f"{{id: costim-{n}, part: costimulatoryDomain, kind: {{value: {kind}, printed: {kind}}}}}"
        for n, kind in enumerate(kinds)
    )
    return f"slots: [{slots}]"


@pytest.mark.parametrize(("kinds", "found"), [(("CD28", "4-1BB"), 1), (("CD28",), 0)])
def test_a_generation_that_the_parts_contradict_is_a_finding(
    project: Home, kinds: tuple[str, ...], found: int
) -> None:
    stated = "statedGeneration: {value: second generation, printed: second gen}"
    put(
        project,
        "vural-2025/a",
        VURAL + SILENT + "claims:\n" + product("ct103a", stated, costimulated(*kinds)),
    )
    made = assemble(project)
    findings = [f for f in made.findings if f.rule == "stated-against-inferred"]
    assert len(findings) == found
    for finding in findings:
        assert "two costimulatory domains at least" in finding.message
        assert finding.about[0].endswith("statement/construct/ct103a/statedGeneration")


# ------------------------------------------------------------------ explanations


def test_an_explanation_names_definition_fact_and_place(real: Memberships) -> None:
    text = "\n".join(explain(real, "agent/ct103a", "4-1bb-lentiviral-product").lines())
    assert text.startswith("CT103A is in the class “lentiviral product with 4-1BB costimulation”.")
    assert "The costimulatory domain of CT103A is 4-1BB (CD137)." in text
    assert "line 107: “4-1BB co-stimulatory domain”" in text
    assert "line 107: “Lentiviral vector”" in text


def test_every_verdict_has_reasons_and_every_excluded_one_says_why(real: Memberships) -> None:
    judged = 0
    for iri in [*real.world.instances("CARCellProduct"), *real.world.instances("BispecificAntibody")]:
        for each in explain_all(real, iri.removeprefix(BASE)):
            judged += 1
            assert each.reasons, f"{each.label}: {each.design.label}"
            assert all(text.strip() for text, _ in each.reasons)
    assert judged > 3000


def test_a_design_that_is_no_question_about_a_thing_is_refused(real: Memberships) -> None:
    with pytest.raises(UsageError, match="it is about every CAR construct"):
        explain(real, "agent/teclistamab", "second-generation")
    with pytest.raises(UsageError, match="no design is called 'sixth-generation'"):
        explain(real, "agent/ct103a", "sixth-generation")
    with pytest.raises(UsageError, match="nothing is called 'agent/nobody'"):
        explain(real, "agent/nobody", "second-generation")


def test_the_construct_is_explained_where_the_design_is_one_of_constructs(real: Memberships) -> None:
    assert explain(real, "agent/cilta-cel", "vhh-based").thing == BASE + "construct/cilta-cel"
