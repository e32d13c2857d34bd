"""A study unit is given the investigational agent of its regimen, a part without one that of its whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from cartograph.api import Graph
from cartograph.build.run import build
from cartograph.project import home
from cartograph.rules.engine import apply, rules
from cartograph.terms import BASE, local, ont
from cartograph.versions.store import open_version
from conftest import ROOT

RULE = next(rule for rule in rules(ROOT / "rules") if rule.path.name == "05-investigational-agents.rq")
PREFIXES = f"@base <{BASE}> . @prefix : <{BASE}ontology#> .\n"
WHOLE = "<cohort/whole> :unitScope :whole ; :hasStep [ :hasComponent [ :agent <agent/x> ; :role :investigational ] ] ."
PART = "<cohort/whole> :includes <cohort/part> . <cohort/part> :unitScope"
ARM = "<cohort/whole> :includes <cohort/arm> . <cohort/arm> :unitScope :subgroup ; :includes <cohort/part> ."
SUBGROUP = "<cohort/part> :unitScope :subgroup"


def given(turtle: str, unit: str) -> set[str]:
    """Return the agents that the rule gives a study unit."""
    store = Store()
    store.load((PREFIXES + WHOLE + turtle).encode(), format=RdfFormat.TURTLE)
    apply(RULE, store)
    found = store.quads_for_pattern(NamedNode(f"{BASE}cohort/{unit}"), ont("investigationalAgent"), None)
    return {local(quad.object) for quad in found if isinstance(quad.object, NamedNode)}


def given_to(agent: str, role: str) -> str:
    return f":hasStep [ :hasComponent [ :agent <agent/{agent}> ; :role :{role} ] ]"


@pytest.mark.parametrize(
    ("turtle", "unit", "agents"),
    [
        ("", "whole", {"agent/x"}),
        (f"{PART} :subgroup .", "part", {"agent/x"}),
        (f"{PART} :doseLevel .", "part", {"agent/x"}),
        (f"{PART} :whole .", "part", set()),
        (f"{SUBGROUP} .", "part", set()),
        (f"{PART} :subgroup ; {given_to('y', 'comparator')} .", "part", set()),
        (f"{ARM} {SUBGROUP} .", "part", {"agent/x"}),
        (f"{ARM} <cohort/arm> {given_to('y', 'investigational')} . {SUBGROUP} .", "part", {"agent/y"}),
    ],
    ids=[
        *("own regimen", "subgroup", "dose level", "no part", "included nowhere"),
        *("a comparator arm", "through another part", "nearest regimen"),
    ],
)
def test_who_is_given_what(turtle: str, unit: str, agents: set[str]) -> None:
    assert given(turtle, unit) == agents


def test_a_subgroup_without_a_regimen_is_listed_with_the_agent_of_its_whole(project_copy: Path) -> None:
    path = project_copy / "records" / "guo-2022" / "section-3-5-3.yaml"
    text = path.read_text(encoding="utf-8")
    begin = text.index("        steps:\n", text.index("      - id: cohort/ct053-emd\n"))
    end = text.index("      - id: report/ct053-emd-ash2021\n")
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    project = home(project_copy)
    build(project)
    rows = Graph(project, open_version(project)).ask("products-by-response").rows
    told = {
        (row["label"], row["unit_scope"], row["value"]) for row in rows if row["cohort"] == "cohort/ct053-emd"
    }
    assert told == {("zevorcabtagene autoleucel", "subgroup", "58.3")}
