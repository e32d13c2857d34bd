"""A study unit is given the investigational agent of its regimen, a part without one that of its whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from cartograph.api import Graph
from cartograph.build import build
from cartograph.project import Home, home
from cartograph.rules.engine import apply, rules
from cartograph.store import open_version
from cartograph.terms import BASE, local, ont
from conftest import ROOT

RULE = next(rule for rule in rules(ROOT / "rules") if rule.path.name == "05-investigational-agents.rq")
PREFIXES = f"@base <{BASE}> . @prefix : <{BASE}ontology#> .\n"
WHOLE = "<cohort/whole> :unitScope :whole ; :hasStep [ :hasComponent [ :agent <agent/x> ; :role :investigational ] ] .\n"


def given(turtle: str, unit: str) -> set[str]:
    """Return the agents that the rule gives a study unit."""
    store = Store()
    store.load((PREFIXES + WHOLE + turtle).encode(), format=RdfFormat.TURTLE)
    apply(RULE, store)
    found = store.quads_for_pattern(NamedNode(f"{BASE}cohort/{unit}"), ont("investigationalAgent"), None)
    return {local(quad.object) for quad in found if isinstance(quad.object, NamedNode)}


@pytest.mark.parametrize(
    ("turtle", "unit", "agents"),
    [
        ("", "whole", {"agent/x"}),
        ("<cohort/whole> :includes <cohort/part> . <cohort/part> :unitScope :subgroup .", "part", {"agent/x"}),
        ("<cohort/whole> :includes <cohort/part> . <cohort/part> :unitScope :doseLevel .", "part", {"agent/x"}),
        ("<cohort/whole> :includes <cohort/part> . <cohort/part> :unitScope :whole .", "part", set()),
        ("<cohort/part> :unitScope :subgroup .", "part", set()),
        (
            "<cohort/whole> :includes <cohort/part> . <cohort/part> :unitScope :subgroup ;"
            " :hasStep [ :hasComponent [ :agent <agent/x> ; :role :comparator ] ] .",
            "part",
            set(),
        ),
        (
            "<cohort/whole> :includes <cohort/arm> . <cohort/arm> :includes <cohort/part> ; :unitScope :subgroup ."
            " <cohort/part> :unitScope :subgroup .",
            "part",
            {"agent/x"},
        ),
        (
            "<cohort/whole> :includes <cohort/arm> . <cohort/arm> :includes <cohort/part> ; :unitScope :subgroup ;"
            " :hasStep [ :hasComponent [ :agent <agent/y> ; :role :investigational ] ] ."
            " <cohort/part> :unitScope :subgroup .",
            "part",
            {"agent/y"},
        ),
    ],
    ids=[
        *("own regimen", "subgroup", "dose level", "no part", "included nowhere"),
        *("a comparator arm", "through another part", "nearest regimen"),
    ],
)
def test_who_is_given_what(turtle: str, unit: str, agents: set[str]) -> None:
    assert given(turtle, unit) == agents


def test_a_subgroup_without_a_regimen_is_listed_and_decides_only_when_all_units_do(project_copy: Path) -> None:
    path = project_copy / "records" / "guo-2022" / "section-3-5-3.yaml"
    text = path.read_text(encoding="utf-8")
    begin = text.index("        steps:\n", text.index("      - id: cohort/ct053-emd\n"))
    end = text.index("      - id: report/ct053-emd-ash2021\n")
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    asked = _flagship(home(project_copy), "eligible"), _flagship(home(project_copy), "all")
    listed = [{(row["cohort"], row["value"]) for row in answer if row["label"] == "zevorcabtagene autoleucel"} for answer in asked]
    assert all(("cohort/ct053-emd", "58.3") in rows for rows in listed)


def _flagship(project: Home, units: str) -> list[dict[str, object]]:
    build(project)
    answer = Graph(project, open_version(project)).ask("products-by-response", units=units)
    return [dict(row) for row in answer.rows]
