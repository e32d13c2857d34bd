"""What follows from claims: the agreed view, disputes, conflicts of figures, and the status of what is expected."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, NamedNode

from cartograph.build.assembly import Made, assemble
from cartograph.errors import UsageError
from cartograph.project import Home
from cartograph.rules.engine import rules
from cartograph.terms import BASE, ONT, local
from nodes import value

VURAL = "source: vural-2025\npassage: Table 1\n"
GUO = "source: guo-2022\npassage: Table 2\n"
SILENT = """silences:
  - {property: construct/geneTransfer, kind: columnAbsent}
  - {property: construct/costimulatoryDomain, kind: columnAbsent}
  - {property: construct/signallingDomain, kind: columnAbsent}
  - {property: construct/binderFormat, kind: columnAbsent}
  - {property: construct/binderOrigin, kind: columnAbsent}
  - {property: construct/target, kind: columnAbsent}
  - {property: construct/safetySwitch, kind: columnAbsent}
  - {property: construct/cellSource, kind: columnAbsent}
  - {property: agent/developer, kind: columnAbsent}
  - {property: agent/objectiveResponse, kind: columnAbsent}
  - {property: agent/completeResponse, kind: columnAbsent}
  - {property: agent/regulatoryStatus, kind: columnAbsent}
"""


def put(project: Home, name: str, content: str) -> None:
    folder = project.records / name.rpartition("/")[0]
    folder.mkdir(exist_ok=True)
    (project.records / f"{name}.yaml").write_text(content, encoding="utf-8")


def vector(claim: str, value: str) -> str:
    return (
        f"  - id: {claim}\n    row: {claim}\n    at: {{line: 107, cell: 2}}\n    states:\n"
        f"      - id: agent/ct103a\n        type: [CAR T-cell product]\n        hasConstruct: construct/ct103a\n"
        f"      - id: construct/ct103a\n        geneTransfer: {{value: {value}, printed: {value}}}\n"
    )


def values(made: Made, subject: str, property_: str) -> set[str]:
    return {
        local(value(q.object)) if isinstance(q.object, NamedNode) else value(q.object)
        for q in made.quads
        if isinstance(q.graph_name, DefaultGraph)
        and value(q.subject) == BASE + subject
        and value(q.predicate) == ONT + property_
    }


def status(made: Made, thing: str, expectation: str) -> str | None:
    return next(s.value for s in made.statuses if (s.thing, s.expectation) == (thing, expectation))


def conflicts(made: Made) -> list[tuple[str, ...]]:
    return [(c.type, *c.axes) for c in made.conflicts]


# ---------------------------------------------------------------------- agreed values
def test_a_value_that_two_claims_share_stands_once_with_both_statements(project: Home) -> None:
    put(
        project,
        "vural-2025/a",
        VURAL + "claims:\n" + vector("one", "lentiviral") + vector("two", "lentiviral"),
    )
    made = assemble(project)
    assert values(made, "construct/ct103a", "geneTransfer") == {"lentiviral"}
    assert values(made, "construct/ct103a", "geneTransferHolds") == {"lentiviral", "retroviral", "viral"}
    statements = [
        q
        for q in made.quads
        if value(q.predicate) == ONT + "statedValue" and value(q.object) == ONT + "lentiviral"
    ]
    assert len({q.subject for q in statements}) == 2


def test_the_narrower_of_two_values_stands(project: Home) -> None:
    put(
        project,
        "vural-2025/a",
        VURAL + "claims:\n" + vector("one", "lentiviral") + vector("two", "retroviral"),
    )
    made = assemble(project)
    assert values(made, "construct/ct103a", "geneTransfer") == {"lentiviral"}
    assert status(made, "construct/ct103a", "expectsGeneTransfer") == "stated"


def test_a_broader_value_alone_leaves_the_narrower_ones_open(project: Home) -> None:
    put(project, "vural-2025/a", VURAL + "claims:\n" + vector("one", "retroviral"))
    made = assemble(project)
    assert values(made, "construct/ct103a", "geneTransferHolds") == {"retroviral", "viral"}
    assert values(made, "construct/ct103a", "geneTransferOpen") == {"lentiviral", "gammaRetroviral"}


def test_two_values_that_exclude_each_other_are_disputed_and_neither_stands(project: Home) -> None:
    put(
        project,
        "vural-2025/a",
        VURAL + "claims:\n" + vector("one", "lentiviral") + vector("two", "gamma-retroviral"),
    )
    made = assemble(project)
    assert values(made, "construct/ct103a", "geneTransfer") == set()
    assert status(made, "construct/ct103a", "expectsGeneTransfer") == "disputed"
    conflict = "conflict/construct/ct103a/geneTransfer/gammaRetroviral.lentiviral"
    assert values(made, conflict, "conflictType") == {"unexplained"}
    assert values(made, conflict, "conflictKind") == {"withinPassage"}
    assert len(values(made, conflict, "premise")) == 2


def test_a_property_that_may_have_several_values_keeps_all(project: Home) -> None:
    claim = (
        "  - id: one\n    row: one\n    at: {line: 107}\n    states:\n      - id: agent/ct103a\n"
        "        type: [CAR T-cell product]\n        developer: [organisation/iaso, organisation/sana]\n"
    )
    put(project, "vural-2025/a", VURAL + "claims:\n" + claim)
    assert values(assemble(project), "agent/ct103a", "developer") == {
        "organisation/iaso",
        "organisation/sana",
    }


# ---------------------------------------------------------------------- figures against each other
def figures(claim: str, report: str, *entries: str) -> str:
    lines = "".join(f"          - {{{entry}}}\n" for entry in entries)
    return (
        f"  - id: {claim}\n    row: {claim}\n    at: {{line: 154}}\n    states:\n"
        f"      - id: {report}\n        reportOf: cohort/cartitude-1-all\n        figures:\n{lines}"
    )


CUT = "endpoint: follow-up, median: {}, unit: months, printed: x"
ONE, TWO = "report/cartitude-1-12m", "report/cartitude-1-18m"


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        (
            figures("a", ONE, CUT.format("12.4"), "endpoint: sCR, percent: 67, printed: x")
            + figures("b", TWO, CUT.format(18), "endpoint: sCR, percent: 80.4, printed: x"),
            [("explained", "data cut")],
        ),
        (
            figures("a", ONE, CUT.format("12.4"), "endpoint: sCR, percent: 67, printed: x")
            + figures("b", TWO, "endpoint: sCR, percent: 98, printed: x"),
            [("undetermined", "data cut")],
        ),
        (
            figures("a", ONE, "endpoint: ORR, percent: 97.9, printed: x")
            + figures("b", TWO, "endpoint: ORR, percent: 98, printed: x"),
            [("explained", "rounding")],
        ),
        (
            figures("a", ONE, "endpoint: ORR, percent: 97.9, printed: x")
            + figures("b", ONE, "endpoint: ORR, percent: 94, printed: x"),
            [("unexplained",)],
        ),
        (
            figures("a", ONE, 'endpoint: anemia, grades: "3-4", percent: 45, printed: x')
            + figures("b", ONE, "endpoint: anemia, grades: grades not stated, percent: 75, printed: x"),
            [("undetermined", "grades")],
        ),
        (
            figures("a", ONE, 'endpoint: CRS, grades: "3", percent: 10, printed: x')
            + figures("b", ONE, "endpoint: CRS, grades: any, percent: 95, printed: x"),
            [],
        ),
        (
            figures("a", ONE, "endpoint: ORR, percent: 97.90, printed: x")
            + figures("b", TWO, "endpoint: ORR, percent: 97.9, printed: x"),
            [],
        ),
        (figures("a", ONE, CUT.format(12)) + figures("b", TWO, CUT.format(18)), []),
        (
            figures(
                "a",
                ONE,
                "endpoint: n, count: 97, printed: x",
                "endpoint: n, count: 61, population: MRD-tested, printed: x",
            ),
            [],
        ),
    ],
    ids=[
        "cut",
        "cut-not-stated",
        "rounding",
        "same-report",
        "grades-not-stated",
        "other-grades",
        "equal",
        "follow-up",
        "sizes",
    ],
)
def test_figures_that_differ_are_typed(project: Home, claims: str, expected: list[tuple[str, ...]]) -> None:
    put(project, "guo-2022/a", GUO + "claims:\n" + claims)
    assert conflicts(assemble(project)) == expected


# ---------------------------------------------------------------------- what is expected
def test_silence_of_every_naming_claim_is_not_reported(project: Home) -> None:
    claim = (
        "  - id: one\n    row: one\n    at: {line: 107}\n    states:\n      - id: agent/ct103a\n"
        "        type: [CAR T-cell product]\n        hasConstruct: construct/ct103a\n"
    )
    put(project, "vural-2025/a", VURAL + SILENT + "claims:\n" + claim)
    made = assemble(project)
    assert status(made, "construct/ct103a", "expectsGeneTransfer") == "notReported"
    assert status(made, "agent/ct103a", "expectsCompleteResponse") == "notReported"
    assert not [p for p in made.problems if p.place.startswith("records/vural")]


def test_a_second_source_that_is_not_declared_silent_is_a_gap(project: Home) -> None:
    claim = (
        "  - id: one\n    row: one\n    at: {line: 107}\n    states:\n      - id: agent/ct103a\n"
        "        type: [CAR T-cell product]\n        hasConstruct: construct/ct103a\n"
    )
    put(project, "vural-2025/a", VURAL + SILENT + "claims:\n" + claim)
    put(project, "guo-2022/b", GUO + "claims:\n" + claim)
    made = assemble(project)
    assert status(made, "construct/ct103a", "expectsGeneTransfer") is None
    told = [str(p) for p in made.problems if "gene transfer of construct/ct103a" in str(p)]
    assert len(told) == 1
    assert told[0].startswith("records/guo-2022/b.yaml:4:5: nothing is said about gene transfer")
    assert "declare a silence" in told[0]


def test_a_silence_that_the_source_contradicts_is_a_problem(project: Home) -> None:
    put(project, "vural-2025/a", VURAL + SILENT + "claims:\n" + vector("one", "lentiviral"))
    told = [str(p) for p in assemble(project).problems]
    assert any(
        "declared silent, but records/vural-2025/a.yaml:17 (one) states it of construct/ct103a" in line
        for line in told
    )
    assert any("except: [construct/ct103a]" in line for line in told)


def test_an_exception_lifts_a_silence(project: Home) -> None:
    lifted = SILENT.replace(
        "geneTransfer, kind: columnAbsent", "geneTransfer, kind: columnAbsent, except: [construct/ct103a]"
    )
    put(project, "vural-2025/a", VURAL + lifted + "claims:\n" + vector("one", "lentiviral"))
    assert not [p for p in assemble(project).problems if "declared silent" in str(p)]


def test_a_rule_that_names_no_graph_is_refused(project: Home) -> None:
    (project.root / "rules").unlink()
    (project.root / "rules").mkdir()
    (project.rules / "10-x.rq").write_text("CONSTRUCT {} WHERE {}")
    with pytest.raises(UsageError, match=r"10-x\.rq:1: names no graph"):
        rules(project.rules)
