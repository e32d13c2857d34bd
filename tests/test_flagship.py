"""The flagship answer against the truth table that was made by hand from the texts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from cartograph.api import Graph
from cartograph.project import Home
from cartograph.questions.answer import Answer
from cartograph.versions.store import open_version

ROOT = Path(__file__).parents[1]
ROW = re.compile(
    r"^\| ((?:mention )?[a-z0-9/-]+) \| (.*) \| (.*) \| (.*) \| (rows|may qualify|excluded) \|$", re.MULTILINE
)
VERDICT = re.compile(r"^(met|not met|unknown)\b")


@dataclass(frozen=True)
class Truth:
    """One row of docs/flagship-truth.md: verdicts on costimulation, vector and response, and the list."""

    name: str
    verdicts: tuple[str, ...]
    list: str
    value: str | None


def truth() -> list[Truth]:
    page = (ROOT / "docs" / "flagship-truth.md").read_text(encoding="utf-8")
    return [_truth(*found) for found in ROW.findall(page)]


def _truth(name: str, *cells: str) -> Truth:
    verdicts = tuple(match[1] for cell in cells[:3] if (match := VERDICT.match(cell)))
    value = re.search(r"(?:= |[GV]\d+ )(\d+(?:\.\d+)?)(?=[;,]|$)", cells[2])
    return Truth(name, verdicts, cells[3], value[1] if value else None)


TRUTH = truth()


def agent(name: str) -> str:
    """Return the path of the candidate that a row of the table is about."""
    kind, _, slug = name.partition(" ")
    passage = slug if "/" in slug else f"table-1/{slug}"
    return f"claim/vural-2025/{passage}/mention" if slug else f"agent/{kind}"


@pytest.fixture(scope="module")
def answer(built: Home) -> Answer:
    graph = Graph(built, open_version(built))
    return graph.ask("products-by-response", costimulation="4-1BB", vector="lentiviral", above=50)


@pytest.fixture(scope="module")
def listed(answer: Answer) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each candidate of the answer with its list and, but for those that qualify, its verdicts."""
    document = json.loads(answer.to_json())
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for part in (document, document["mentions"]):
        found |= {row["agent"]: ("rows", ()) for row in part["rows"]}
        for name in ("may_qualify", "excluded"):
            label = name.replace("_", " ")
            found |= {e["agent"]: (label, tuple(c["verdict"] for c in e["criteria"])) for e in part[name]}
    return found


def test_every_candidate_is_in_the_table(listed: dict[str, object]) -> None:
    assert len(TRUTH) == 62
    assert len([t for t in TRUTH if t.name.startswith("mention ")]) == 15
    assert all(len(t.verdicts) == 3 for t in TRUTH)
    assert {agent(t.name) for t in TRUTH} == set(listed)


@pytest.mark.parametrize("expected", TRUTH, ids=lambda t: t.name)
def test_a_candidate_is_judged_as_by_hand(
    expected: Truth, listed: dict[str, tuple[str, tuple[str, ...]]]
) -> None:
    where, verdicts = listed[agent(expected.name)]
    assert where == expected.list
    if where == "rows":
        assert expected.verdicts == ("met", "met", "met")
    else:
        assert verdicts == expected.verdicts


@pytest.mark.parametrize("expected", [t for t in TRUTH if t.list == "rows"], ids=lambda t: t.name)
def test_a_product_that_qualifies_shows_the_figure_of_the_table(expected: Truth, answer: Answer) -> None:
    values = {row["value"] for row in answer.rows if row["agent"] == agent(expected.name)}
    assert expected.value in values


def test_each_row_leads_to_the_line_that_printed_it(answer: Answer) -> None:
    row = next(r for r in json.loads(answer.to_json())["rows"] if r["agent"] == agent("ct103a"))
    places = {(e["source"], e["passage"], e["line"], e["printed"]) for e in row["evidence"]}
    assert ("guo-2022", "table-2", 158, "CR 50.7%") in {
        (s.split("/")[-1], p.split("/")[-1], n, w) for s, p, n, w in places
    }
