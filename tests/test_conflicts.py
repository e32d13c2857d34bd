"""Conflicts: of figures and of statements, typed by what explains them and by where their sides are printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartograph.build.assembly import Made, assemble
from cartograph.errors import RecordError
from cartograph.project import Home
from cartograph.rules.disputes import Dispute
from cartograph.rules.kinds import kind
from cartograph.rules.patients import same_patients
from cartograph.terms import BASE, local
from test_rules import put, status, values

ROOT = Path(__file__).resolve().parents[1]
CONSTRUCT, BINDER = "construct/ct103a", "construct/ct103a/binder-1"
ORIGIN = "conflict/construct/ct103a/binder-1/origin/human.humanised"


def passage(source: str, label: str, *states: str) -> str:
    """Return a record file with one claim that states nodes."""
    nodes = "".join(f"      - {{{node}}}\n" for node in states)
    head = f"source: {source}\npassage: {label}\nclaims:\n  - id: one\n    row: one\n    at: {{line: 107}}\n"
    return f"{head}    states:\n{nodes}"


def origin(word: str) -> str:
    return f"id: {CONSTRUCT}, slots: [{{id: binder-1, part: binder, origin: {{value: {word}, printed: {word}}}}}]"


def phase(word: str) -> str:
    return f"id: trial/ct103a-phase-1-2, phase: {{value: {word}, printed: {word}}}"


def eligibility(words: str) -> str:
    return f"id: cohort/ct103a-all, eligibility: {{value: {words}, printed: {words}}}"


def figures(*entries: str, report: str = "report/cartitude-1-18m") -> str:
    every = ", ".join(f"{{{entry}}}" for entry in entries)
    return f"id: {report}, reportOf: cohort/cartitude-1-all, figures: [{every}]"


def approval(state: str) -> str:
    return f"id: agent/ct103a, regulatory: [{{regulatoryState: {state}, asOf: 2022, printed: x}}]"


def name(**said: str) -> str:
    return ", ".join(
        ["id: agent/ct103a", *(f"{key}: {{value: {value}, printed: x}}" for key, value in said.items())]
    )


TABLE, PROSE, LEGEND = ("guo-2022", "Table 2"), ("guo-2022", '"Section 3.5.3"'), ("guo-2022", "Figure 2")
OTHER_PROSE, OTHER_TABLE = ("guo-2022", '"Section 3.5.1"'), ("guo-2022", "Table 1")
OTHER_LEGEND, REVIEW = ("guo-2022", "Figure 1"), ("vural-2025", "Table 1")


@pytest.fixture(autouse=True)
def _unreasoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the reasoner, on which no conflict turns: it takes half the time of a small project."""
    monkeypatch.setattr("cartograph.reasoning.engine.inferred", lambda *_: [])


def made(project: Home, *passages: tuple[tuple[str, str], str]) -> Made:
    """Assemble a project in which each passage makes one statement, in one claim."""
    (project.records / "guo-2022").mkdir(exist_ok=True)
    for number, ((source, label), node) in enumerate(passages):
        put(project, f"{source}/p{number}", passage(source, label, node))
    return assemble(project)


def told(found: Made) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.type, c.axes, c.kinds) for c in found.conflicts]


# ---------------------------------------------------------------------- kinds
PLACES = [
    (TABLE, PROSE, "tableAgainstProse"),
    (TABLE, LEGEND, "tableAgainstLegend"),
    (LEGEND, PROSE, "legendAgainstProse"),
    (TABLE, OTHER_TABLE, "tableAgainstTable"),
    (PROSE, OTHER_PROSE, "proseAgainstProse"),
    (LEGEND, OTHER_LEGEND, "legendAgainstLegend"),
    (TABLE, REVIEW, "reviewAgainstReview"),
]


@pytest.mark.parametrize(("one", "other", "expected"), PLACES, ids=[p[2] for p in PLACES])
def test_a_conflict_of_statements_tells_where_its_sides_are_printed(
    project: Home, one: tuple[str, str], other: tuple[str, str], expected: str
) -> None:
    ((_, _, kinds),) = told(made(project, (one, phase("phase 2")), (other, phase("phase 3"))))
    assert kinds == (expected,)


@pytest.mark.parametrize(("one", "other", "expected"), PLACES, ids=[p[2] for p in PLACES])
def test_a_conflict_of_figures_tells_where_its_sides_are_printed(
    project: Home, one: tuple[str, str], other: tuple[str, str], expected: str
) -> None:
    high, low = (figures(f"endpoint: ORR, percent: {n}, printed: x") for n in (97, 90))
    ((_, _, kinds),) = told(made(project, (one, high), (other, low)))
    assert kinds == (expected,)


def test_two_values_of_one_passage_are_within_it(project: Home) -> None:
    both = figures(
        "endpoint: ORR, percent: 97, printed: x, key: a", "endpoint: ORR, percent: 90, printed: x, key: b"
    )
    assert told(made(project, (TABLE, both))) == [("unexplained", (), ("withinPassage",))]
    assert kind("claim/a/t/one/figure/x", "claim/a/t/two/figure/x") == "withinPassage"


def test_a_side_printed_in_two_sources_gives_two_kinds(project: Home) -> None:
    found = made(project, (TABLE, phase("phase 2")), (PROSE, phase("phase 3")), (REVIEW, phase("phase 3")))
    ((_, _, kinds),) = told(found)
    assert kinds == ("reviewAgainstReview", "tableAgainstProse")


def test_every_kind_of_the_ontology_is_told_by_some_case() -> None:
    text = (ROOT / "ontology" / "terms.ttl").read_text(encoding="utf-8")
    kinds = {line[1:].split()[0] for line in text.splitlines() if " a :ConflictKind ;" in line}
    assert kinds == {*(p[2] for p in PLACES), "withinPassage", "nameAgainstRow"}


# ---------------------------------------------------------------------- types of statements
@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ([(TABLE, phase("phase 2")), (PROSE, phase("phase 3"))], ("unexplained", ())),
        ([(TABLE, phase("phase 1/2")), (PROSE, phase("phase 2"))], ("undetermined", ("part of the trial",))),
        ([(TABLE, phase("phase 1b/2")), (PROSE, phase("phase 1"))], ("undetermined", ("part of the trial",))),
        ([(TABLE, phase("phase 1/2")), (PROSE, phase("phase 3"))], ("unexplained", ())),
        ([(TABLE, phase("phase 1/2")), (REVIEW, phase("phase 2"))], ("explained", ("time of writing",))),
        ([(TABLE, origin("human")), (PROSE, origin("murine"))], ("unexplained", ())),
        ([(TABLE, origin("human")), (REVIEW, origin("murine"))], ("unexplained", ())),
        ([(TABLE, origin("human")), (PROSE, origin("humanised"))], ("explained", ("definition",))),
        ([(TABLE, origin("human")), (REVIEW, origin("humanised"))], ("undetermined", ("definition",))),
        (
            [(TABLE, eligibility("at least 3 prior lines")), (REVIEW, eligibility("1 to 3 prior lines"))],
            ("unexplained", ()),
        ),
        (
            [(TABLE, eligibility("≥ 3 prior lines")), (PROSE, eligibility("more than three prior lines"))],
            ("unexplained", ()),
        ),
        ([(TABLE, approval("approved")), (PROSE, approval("not approved"))], ("unexplained", ())),
        (
            [(TABLE, approval("not approved")), (REVIEW, approval("approved"))],
            ("explained", ("time of writing",)),
        ),
    ],
)
def test_statements_that_differ_are_typed(
    project: Home, sides: list[tuple[tuple[str, str], str]], expected: tuple[str, tuple[str, ...]]
) -> None:
    ((type_, axes, _),) = told(made(project, *sides))
    assert (type_, axes) == expected


@pytest.mark.parametrize(
    "sides",
    [
        [(TABLE, phase("phase 1b/2")), (PROSE, phase("phase 1/2"))],  # the narrower of two
        [(TABLE, phase("phase 2")), (REVIEW, phase("phase 2"))],
        [
            (TABLE, eligibility("at least 3 prior lines")),
            (PROSE, eligibility("three or more lines of therapy")),
        ],
        [(TABLE, eligibility("at least 3 prior lines")), (PROSE, eligibility("triple-class refractory"))],
        [(TABLE, approval("not approved")), (PROSE, approval("not approved"))],
        [(TABLE, approval("not approved")), (PROSE, approval("discontinued"))],
    ],
    ids=["narrower", "same-phase", "same-bound", "no-number", "same-state", "not-contrary"],
)
def test_statements_that_agree_are_no_conflict(
    project: Home, sides: list[tuple[tuple[str, str], str]]
) -> None:
    assert told(made(project, *sides)) == []


# ---------------------------------------------------------------------- names
@pytest.mark.parametrize(
    ("called", "row", "expected"),
    [
        ("anti-CD19 CAR-T", name(targets="target/bcma"), True),
        ("anti-CD19 CAR-T", name(targets="target/cd19"), False),
        ("BCMA/CD19 CAR-T", name(targets="target/cd19"), True),
        ("anti-CD19 CAR-T", name(description="says nothing of it"), False),
        ("humanized CAR-T", origin("murine"), True),
        ("humanized CAR-T", origin("human"), False),
        ("murine CAR-T", origin("murine"), False),
        ("CD190-7 CAR-T", name(targets="target/bcma"), False),
    ],
)
def test_a_name_is_held_against_what_is_printed_beside_it(
    project: Home, called: str, row: str, expected: bool
) -> None:
    path = project.records / "vocabulary" / "agents.yaml"
    every = list((project.records / "vocabulary").glob("*.yaml"))
    (path,) = [p for p in every if "agent/ct103a:" in p.read_text() or "agent/ct103a," in p.read_text()]
    text = path.read_text(encoding="utf-8").replace("label: CT103A", f'label: "{called}"')
    path.write_text(text, encoding="utf-8")
    tied = f"id: agent/ct103a, hasConstruct: {CONSTRUCT}"
    found = made(project, (TABLE, row), (PROSE, tied))
    kinds = [(c.type, c.kinds) for c in found.conflicts if isinstance(c, Dispute)]
    assert kinds == ([("unexplained", ("nameAgainstRow",))] if expected else [])


# ---------------------------------------------------------------------- types of figures
REST = "printed: x"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "endpoint: ORR, percent: 97, population: infused",
            "endpoint: ORR, percent: 90, population: efficacy-evaluable",
            [("explained", ("population",))],
        ),
        (
            "endpoint: ORR, percent: 97, assessor: investigator",
            "endpoint: ORR, percent: 90, assessor: independent review",
            [("explained", ("assessor",))],
        ),
        (
            "endpoint: ORR, percent: 97, assessor: investigator",
            "endpoint: ORR, percent: 90",
            [("undetermined", ("assessor",))],
        ),
        (
            "endpoint: ORR, percent: 97, population: infused",
            "endpoint: ORR, percent: 90",
            [("undetermined", ("population",))],
        ),
        (
            "endpoint: ORR, percent: 97, assessor: investigator",
            "endpoint: ORR, percent: 97, assessor: independent review",
            [],
        ),
        (
            "endpoint: OS, rate: 89, time: 12, timeUnit: months",
            "endpoint: OS, rate: 80.9, time: 18, timeUnit: months",
            [],
        ),
        (
            "endpoint: DOR, notReached: true, statistic: median",
            "endpoint: DOR, median: 21.8, unit: months",
            [("undetermined", ("unit",))],
        ),
        (
            "endpoint: DOR, notReached: true, statistic: median, unit: months",
            "endpoint: DOR, median: 21.8, unit: months",
            [("unexplained", ())],
        ),
        ("endpoint: ORR, percent: 97.9", "endpoint: ORR, percent: 98", [("explained", ("rounding",))]),
        ("endpoint: n, count: 40, population: enrolled", "endpoint: n, count: 38, population: infused", []),
    ],
)
def test_figures_that_differ_are_typed_by_their_axes(
    project: Home, one: str, other: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = made(project, (TABLE, figures(f"{one}, {REST}")), (PROSE, figures(f"{other}, {REST}")))
    assert [(type_, axes) for type_, axes, _ in told(found)] == expected


# ---------------------------------------------------------------------- two statistics, two words
@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "endpoint: follow-up, median: 4.7, unit: months",
            "endpoint: follow-up, mean: 4.7, unit: months",
            [("unexplained", ("statistic",))],
        ),
        ("endpoint: PFS, median: 4.7, unit: months", "endpoint: PFS, mean: 5.1, unit: months", []),
        ("endpoint: PFS, median: 4, unit: months", "endpoint: PFS, mean: 4, unit: weeks", []),
        (
            "endpoint: follow-up, level: 1, unit: months",
            "endpoint: follow-up, statistic: level, low: 1, high: 6, unit: months",
            [("undetermined", ("statistic",))],
        ),
        (
            "endpoint: follow-up, statistic: level, low: 1, high: 6, unit: months",
            "endpoint: follow-up, statistic: level, low: 1, high: 6, unit: months",
            [],
        ),
        (
            "endpoint: follow-up, statistic: level, low: 1, high: 6, unit: months",
            "endpoint: follow-up, statistic: level, low: 1, high: 9, unit: months",
            [("unexplained", ())],
        ),
    ],
    ids=["mean-median", "two-means", "two-units", "one-of-a-range", "one-range", "two-ranges"],
)
def test_one_thing_under_two_statistics_is_a_conflict(
    project: Home, one: str, other: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = made(project, (TABLE, figures(f"{one}, {REST}")), (PROSE, figures(f"{other}, {REST}")))
    assert [(type_, axes) for type_, axes, _ in told(found)] == expected


@pytest.mark.parametrize(
    ("vgpr", "expected"),
    [(58, [("undetermined", ("definition",))]), (20, []), (60, [])],
    ids=["more-than-there-is-room-for", "the-category-alone", "the-same-as-or-better"],
)
def test_a_word_of_one_category_that_must_mean_more_is_held_against_or_better(
    project: Home, vgpr: int, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    row = figures(f'endpoint: ">=VGPR", percent: 60, {REST}', f'endpoint: ">=CR", percent: 40, {REST}')
    prose = figures(f"endpoint: VGPR, percent: {vgpr}, {REST}")
    found = made(project, (TABLE, row), (PROSE, prose))
    assert [(type_, axes) for type_, axes, _ in told(found)] == expected


# ---------------------------------------------------------------------- two units of the same patients
def unit(cohort: str, scope: str, trial: str, percent: int) -> str:
    """Return the nodes of a study unit with its trial and one rate."""
    scoped = f"unitScope: {{value: {scope}, printed: x}}"
    name_ = cohort.partition("/")[2]
    report = {
        "karmma-1-all": "karmma-1-13m",
        "karmma-1-ref60": "karmma-1-ref60",
        "crb-401-all": "karmma-1-9m-hrqol",
    }
    rate = (
        f"figures: [{{endpoint: ORR, percent: {percent}, {REST}}}, {{endpoint: n, count: {percent}, {REST}}}]"
    )
    return (
        f"id: {cohort}, cohortOf: [{{value: {trial}, printed: x}}], {scoped}}}\n"
        f"      - {{id: report/{report[name_]}, reportOf: {cohort}, {rate}"
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            unit("cohort/karmma-1-all", "whole", "trial/karmma-1", 81),
            unit("cohort/karmma-1-ref60", "scope not stated", "trial/karmma-1", 73),
            [("undetermined", ("data cut", "study unit"))],
        ),
        (
            unit("cohort/karmma-1-all", "whole", "trial/karmma-1", 81),
            unit("cohort/karmma-1-ref60", "subgroup", "trial/karmma-1", 73),
            [],
        ),
        (
            unit("cohort/karmma-1-all", "dose level", "trial/karmma-1", 81),
            unit("cohort/karmma-1-ref60", "scope not stated", "trial/karmma-1", 73),
            [],
        ),
        (
            unit("cohort/karmma-1-all", "whole", "trial/karmma-1", 81),
            unit("cohort/karmma-1-ref60", "scope not stated", "trial/crb-401", 73),
            [],
        ),
    ],
    ids=["whole-of-the-trial", "subgroup", "dose-level", "another-trial"],
)
def test_units_that_may_hold_the_same_patients_are_compared(
    project: Home, one: str, other: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = made(project, (TABLE, one), (REVIEW, other))
    assert [(type_, axes) for type_, axes, _ in told(found)] == expected


def test_units_without_a_trial_are_compared_by_their_product() -> None:
    facts: dict[str, dict[str, tuple[str, ...]]] = {
        "a": {"unitScope": ("whole",), "hasStep": ("s",)},
        "b": {"unitScope": ("scopeNotStated",), "hasStep": ("s",)},
        "c": {"unitScope": ("scopeNotStated",), "hasStep": ("t",)},
        "d": {"unitScope": ("scopeNotStated",)},
        "s": {"hasComponent": ("x", "y")},
        "t": {"hasComponent": ("y",)},
        "x": {"agent": ("ide-cel",), "role": ("investigational",)},
        "y": {"agent": ("fludarabine",), "role": ("lymphodepletion",)},
    }
    assert list(same_patients(facts, ["a", "b", "c", "d"])) == [("a", "b")]


def test_a_figure_that_repeats_another_takes_its_grades(project: Home) -> None:
    any_, severe = "endpoint: CRS, grades: any, percent: 95", 'endpoint: CRS, grades: "3-4", percent: 10'
    open_ = "endpoint: CRS, grades: grades not stated, percent: {}"
    table = figures(f"{any_}, {REST}", f"{severe}, {REST}")
    repeats = figures(f"{open_.format(95)}, {REST}")
    assert told(made(project, (TABLE, table), (PROSE, repeats))) == []
    differs = figures(f"{open_.format(75)}, {REST}")
    undecided = told(made(project, (TABLE, table), (PROSE, differs)))
    assert [(type_, axes) for type_, axes, _ in undecided] == [("undetermined", ("grades",))] * 2


# ---------------------------------------------------------------------- settled by a text
def settle(project: Home, *lines: str) -> None:
    (project.records / "settled-conflicts.yaml").write_text("settled:\n" + "".join(lines), encoding="utf-8")


SIDES = (TABLE, origin("human")), (REVIEW, origin("humanised"))
SAID = "claim/guo-2022/table-2/one/statement/construct/ct103a/binder-1/origin"
ENTRY = f"  - {{conflict: {ORIGIN}, prefer: {SAID}, because: the table says so twice}}\n"


def test_without_an_entry_neither_side_stands(project: Home) -> None:
    assert values(made(project, *SIDES), BINDER, "origin") == set()


def test_a_preferred_value_enters_the_agreed_view_with_its_reason(project: Home) -> None:
    settle(project, ENTRY)
    found = made(project, *SIDES)
    assert values(found, BINDER, "origin") == {"human"}
    assert values(found, ORIGIN, "preferred") == {SAID}
    assert values(found, ORIGIN, "because") == {"the table says so twice"}
    assert values(found, ORIGIN, "conflictType") == {"undetermined"}
    assert not [p for p in found.problems if p.place.endswith("settled-conflicts.yaml")]


def test_a_figure_that_lost_stays_and_nothing_is_computed_from_it(project: Home) -> None:
    sizes = [(TABLE, figures("endpoint: n, count: 97, printed: x", "endpoint: ORR, percent: 50, printed: x"))]
    sizes += [(PROSE, figures("endpoint: n, count: 40, printed: x"))]
    assert [c.type for c in made(project, *sizes).conflicts] == ["unexplained"]
    (conflict,) = made(project, *sizes).conflicts
    right, wrong = (local(node) for side in conflict.sides for node in side)
    if "table-2" not in right:
        right, wrong = wrong, right
    settle(project, f"  - {{conflict: {local(conflict.iri)}, prefer: {wrong}, because: x}}\n")
    found = made(project, *sizes)
    assert values(found, right, "setAside") == {"true"}
    assert values(found, right, "value") == {"97"}
    assert values(
        found, "claim/guo-2022/table-2/one/figure/cartitude-1-18m/objectiveResponse", "denominator"
    ) == {"40"}
    assert [c.type for c in found.conflicts] == ["unexplained"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (ENTRY.replace("human.humanised", "human.murine"), "2: '.*human.murine' is no conflict"),
        (
            ENTRY.replace("table-2", "table-3"),
            "2: '.*table-3.*' is no side of the conflict: write one of claim/",
        ),
    ],
    ids=["unknown-conflict", "unknown-side"],
)
def test_an_entry_for_nothing_is_a_problem_of_its_line(project: Home, entry: str, expected: str) -> None:
    import re

    settle(project, entry)
    told_ = [str(p) for p in made(project, *SIDES).problems if "settled" in p.place]
    assert len(told_) == 1
    assert re.search(expected, told_[0])


@pytest.mark.parametrize(
    "entry",
    [
        f"  - {{conflict: {ORIGIN}, prefer: {SAID}}}\n",
        f"  - {{conflict: {ORIGIN}, because: x}}\n",
        f"  - {{conflict: {ORIGIN}, prefer: {SAID}, because: x, when: now}}\n",
        "  - a word\n",
    ],
    ids=["no-reason", "no-side", "unknown-key", "no-entry"],
)
def test_an_entry_without_a_reason_stops_the_build(project: Home, entry: str) -> None:
    settle(project, entry)
    with pytest.raises(RecordError, match=r"settled-conflicts\.yaml:2: a settled conflict needs"):
        made(project, *SIDES)


# ---------------------------------------------------------------------- the records themselves
def test_the_settled_conflicts_of_the_records_stand(built: Home) -> None:
    found = assemble(Home(ROOT, built.versions))
    assert [p for p in found.problems if "settled" in p.place] == []
    assert len(found.settled) == 2
    assert all(len(each.because) > 60 for each in found.settled)
    assert status(found, "construct/ct053", "expectsBinderOrigin") == "disputed"
    assert {local(c.iri) for c in found.conflicts} >= {each.conflict for each in found.settled}
    assert f"{BASE}{ORIGIN}" in {c.iri for c in found.conflicts}
    assert values(found, "construct/ct053/binder-1", "origin") == set()  # explained, and left to the reader
    assert values(found, "trial/majestec-1", "phase") == {"phase1to2"}


# ---------------------------------------------------------------------- typed by curators
def contradiction(other: str, more: str = "") -> str:
    """Return a claim of an assertion that contradicts another claim's."""
    head = "source: guo-2022\npassage: Table 2\nclaims:\n  - id: two\n    row: two\n    at: {line: 107}\n"
    said = "actor: target/bcma, relation: expressed on, object: plasma cells, modality: asserted, printed: mainly"
    sides = "concerns: [claim/guo-2022/table-2/two/assertion/a]"
    return (
        f"{head}    assertions:\n      - {{key: a, {said}}}\n    contradictions:\n"
        f"      - {{key: c, {sides}, contradicts: [{other}], {more}because: mainly against exclusively}}\n"
    )


OTHER = "claim/vural-2025/table-1/one/statement/construct/ct103a/binder-1/origin"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ("unexplained", (), ("reviewAgainstReview",))),
        (
            "conflictType: undetermined, axis: [tissue], ",
            ("undetermined", ("tissue",), ("reviewAgainstReview",)),
        ),
    ],
    ids=["unexplained-unless-said", "typed"],
)
def test_a_contradiction_that_a_curator_typed_is_a_conflict(
    project: Home, more: str, expected: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    put(project, "guo-2022/curated", contradiction(OTHER, more))
    found = made(project, (REVIEW, origin("human")))
    assert told(found) == [expected]
    (conflict,) = found.conflicts
    assert local(conflict.iri) == "conflict/guo-2022/table-2/two/contradiction/c"
    assert (local(conflict.subject), conflict.predicate) == ("target/bcma", "expressedOn")
    assert "mainly against exclusively" in conflict.message


def test_a_side_that_is_no_node_of_the_records_is_a_problem_of_its_line(project: Home) -> None:
    put(project, "guo-2022/curated", contradiction(OTHER.replace("origin", "clone")))
    found = made(project, (REVIEW, origin("human")))
    assert told(found) == []
    (problem,) = [str(each) for each in found.problems if "curated" in each.place]
    assert "curated.yaml:10:" in problem
    assert "clone' is no figure, statement or assertion of a claim" in problem
