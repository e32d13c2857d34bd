"""Rows fold into three lists that add up: met by one combination, possible for one, or failed by all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartograph.questions.folding import Cell, Folded, Lists, Row, fold
from cartograph.questions.header import Candidates, Criterion, Question, QuestionError

CONSTRUCT = Criterion("vector", "vector_verdict", "vector_reason", ("construct",), found=("vector",))
UNIT = Criterion(
    "response",
    "response_verdict",
    "response_reason",
    ("cohort", "report"),
    found=("low", "high"),
    scope="unit_scope",
    value="value",
)
QUESTION = Question(
    name="made",
    place="queries/made.rq",
    title="",
    question="",
    kind="selecting",
    text="",
    columns={"agent": ""},
    per=("agent", "figure"),
    candidates=Candidates(("CARCellCandidate",), "products"),
    criteria=(CONSTRUCT, UNIT),
)
WITHOUT_UNITS = Question(**{**QUESTION.__dict__, "criteria": (CONSTRUCT,), "per": ("agent", "construct")})


def row(
    agent: str, vector: str, response: str, scope: str | None = "whole", /, **more: Cell
) -> dict[str, Cell]:
    """Make a row; `scope` None stands for a candidate without any figure."""
    reported = scope is not None
    return {
        "agent": f"agent/{agent}",
        "label": agent.upper(),
        "mention": None,
        "construct": "construct/a",
        "vector": "lentiviral",
        "vector_verdict": vector,
        "vector_reason": "" if vector == "met" else f"vector {vector}",
        "cohort": f"cohort/{agent}-{scope}" if reported else None,
        "report": f"report/{agent}-{scope}" if reported else None,
        "figure": f"figure/{agent}-{scope}" if reported else None,
        "unit_scope": scope,
        "value": "55" if reported else None,
        "low": "55" if reported else None,
        "high": "55" if reported else None,
        "response_verdict": response,
        "response_reason": "" if response == "met" else f"response {response}",
    } | more


def folded(*rows: Row, units: str = "eligible") -> Lists:
    return fold(rows, QUESTION, units).products


def members(lists: Lists) -> tuple[list[str], list[str], list[str]]:
    return (
        list(dict.fromkeys(hit.candidate.removeprefix("agent/") for hit in lists.rows)),
        [one.candidate.removeprefix("agent/") for one in lists.may_qualify],
        [one.candidate.removeprefix("agent/") for one in lists.excluded],
    )


CASES: list[tuple[list[Row], str]] = [
    ([row("a", "met", "met")], "rows"),
    ([row("a", "unknown", "met")], "may_qualify"),
    ([row("a", "met", "unknown", None)], "may_qualify"),
    ([row("a", "not met", "met")], "excluded"),
    ([row("a", "not met", "unknown", None)], "excluded"),
    # some combination is enough
    ([row("a", "met", "not met", report="r1"), row("a", "met", "met", report="r2")], "rows"),
    ([row("a", "met", "not met", report="r1"), row("a", "met", "unknown", report="r2")], "may_qualify"),
    # but one combination has to do it all
    ([row("a", "met", "not met"), row("a", "not met", "met")], "excluded"),
    ([row("a", "unknown", "not met"), row("a", "not met", "met")], "excluded"),
    # whole units decide, pooled ones where no whole one reports, others never
    ([row("a", "met", "met", "pooled")], "rows"),
    ([row("a", "met", "met", "subgroup")], "may_qualify"),
    ([row("a", "met", "not met", "doseLevel")], "may_qualify"),
    ([row("a", "met", "met", "scopeNotStated")], "may_qualify"),
    ([row("a", "met", "met", "whole", unit_scope=None)], "may_qualify"),
    ([row("a", "not met", "met", "subgroup")], "excluded"),
    ([row("a", "met", "not met"), row("a", "met", "met", "pooled")], "excluded"),
    ([row("a", "met", "not met"), row("a", "met", "met", "subgroup")], "excluded"),
    ([row("a", "met", "not met", "pooled"), row("a", "met", "met", "subgroup")], "excluded"),
    # a bound that a rule derived from another endpoint is no report of the endpoint
    ([row("a", "met", "unknown", value=None), row("a", "met", "met", "pooled")], "rows"),
    ([row("a", "met", "not met", value=None)], "excluded"),
]


@pytest.mark.parametrize(("rows", "where"), CASES)
def test_a_candidate_is_in_the_list_where_it_belongs(rows: list[Row], where: str) -> None:
    names = ("rows", "may_qualify", "excluded")
    assert dict(zip(names, members(folded(*rows)), strict=True)) == {
        n: ["a"] if n == where else [] for n in names
    }


@pytest.mark.parametrize("scope", ["subgroup", "doseLevel", "scopeNotStated", "pooled"])
def test_all_units_decide_when_asked_to(scope: str) -> None:
    rows = [row("a", "met", "not met"), row("a", "met", "met", scope)]
    assert members(folded(*rows, units="all")) == (["a"], [], [])


def test_the_reason_is_that_of_the_best_combination() -> None:
    worst, best = row("a", "not met", "unknown"), row("a", "not met", "met", vector="piggyBac")
    (one,) = folded(worst, best).excluded
    assert [(j.criterion.name, j.verdict, j.reasons, j.found) for j in one.judgements] == [
        ("vector", "not met", ("vector not met",), ("piggyBac",)),
        ("response", "met", (), ("55",)),
    ]


def test_a_unit_that_does_not_decide_is_the_reason() -> None:
    (one,) = folded(row("a", "met", "met", "doseLevel")).may_qualify
    assert one.judgements[1].reasons == ("doseLevel",)
    assert one.judgements[1].rows[0]["figure"] == "figure/a-doseLevel"


def test_a_range_is_found_as_one_text() -> None:
    (one,) = folded(row("a", "met", "unknown", value=None, low="0", high="92")).may_qualify
    assert one.judgements[1].found == ("0 to 92",)


def test_each_figure_is_a_row_whatever_else_differs() -> None:
    rows = [row("a", "met", "met", trial=trial, figure=figure) for trial in "xy" for figure in ("f1", "f2")]
    hits = folded(*rows).rows
    assert [(hit.rows[0]["figure"], [one["trial"] for one in hit.rows]) for hit in hits] == [
        ("f1", ["x", "y"]),
        ("f2", ["x", "y"]),
    ]


def test_figures_that_do_not_decide_are_listed_beside_those_that_do() -> None:
    hits = folded(row("a", "met", "met"), row("a", "met", "met", "subgroup")).rows
    assert [hit.rows[0]["unit_scope"] for hit in hits] == ["whole", "subgroup"]


def test_contrary_figures_stand_with_every_row() -> None:
    against = [row("a", "met", "not met", "subgroup"), row("a", "met", "not met", "whole", figure="f2")]
    (hit,) = folded(row("a", "met", "met"), *against).rows
    assert [rows[0]["figure"] for rows in hit.contrary] == ["f2", "figure/a-subgroup"]


def test_fewest_unknowns_come_first_and_names_decide_among_equals() -> None:
    rows = [row("a", "unknown", "unknown"), row("c", "met", "unknown"), row("b", "unknown", "met")]
    assert members(folded(*rows))[1] == ["b", "c", "a"]


def test_mentions_have_their_own_lists() -> None:
    found = fold([row("a", "met", "met"), row("m", "met", "unknown", None, mention="Mention")], QUESTION)
    assert members(found.products) == (["a"], [], [])
    assert members(found.mentions) == ([], ["m"], [])


def test_a_question_without_study_units_folds_too() -> None:
    rows = [row("a", "met", "not met"), row("b", "not met", "met")]
    assert members(fold(rows, WITHOUT_UNITS).products) == (["a"], [], ["b"])


@pytest.mark.parametrize("verdict", [None, "maybe", ""])
def test_a_row_without_a_verdict_is_an_error_of_the_question(verdict: str | None) -> None:
    with pytest.raises(QuestionError, match=r"queries/made\.rq: no verdict on 'vector' for agent/a"):
        folded(row("a", "met", "met", vector_verdict=verdict))


def test_a_listing_question_does_not_fold() -> None:
    with pytest.raises(QuestionError, match="only a selecting question"):
        fold([], Question(**{**QUESTION.__dict__, "candidates": None}))


# ------------------------------------------------------------------ what holds for all rows

_verdicts = st.sampled_from(["met", "unknown", "not met"])
_scopes = st.sampled_from(["whole", "pooled", "subgroup", "doseLevel"])


@st.composite
def _figures(draw: st.DrawFn) -> tuple[str, str, bool]:
    """Draw a figure: its scope, its verdict, whether it is a value or only a bound."""
    return draw(_scopes), draw(_verdicts), draw(st.booleans())


@st.composite
def _products(draw: st.DrawFn) -> list[Row]:
    """Draw the rows of up to four candidates: each construct with each figure, as a SELECT joins them."""
    rows: list[Row] = []
    for agent in "abcd"[: draw(st.integers(0, 4))]:
        constructs = draw(st.lists(_verdicts, min_size=1, max_size=3))
        figures: Sequence[tuple[str, str, bool] | None] = draw(st.lists(_figures(), max_size=4)) or [None]
        mention = draw(st.sampled_from([None, "Mention"]))
        for c, vector in enumerate(constructs):
            for f, figure in enumerate(figures):
                scope, verdict, valued = figure or (None, "unknown", False)
                more = {"construct": f"construct/{c}", "mention": mention}
                if scope:
                    more |= {"report": f"r{f}", "figure": f"f{f}", "value": "55" if valued else None}
                rows.append(row(agent, vector, verdict, scope, **more))
    return rows


@given(_products(), st.sampled_from(["eligible", "all"]))
def test_the_lists_add_up_to_the_candidates(rows: list[Row], units: str) -> None:
    found = fold(rows, QUESTION, units)
    for lists, mention in ((found.products, None), (found.mentions, "Mention")):
        listed = [name for part in members(lists) for name in part]
        assert sorted(listed) == sorted({str(r["agent"])[6:] for r in rows if r["mention"] == mention})
        assert lists.candidates == len(listed)


@given(_products(), st.sampled_from(["eligible", "all"]), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(rows: list[Row], units: str, random: object) -> None:
    shuffled = [*rows, *rows[:5]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled, QUESTION, units) == fold(rows, QUESTION, units)


@given(_products(), st.sampled_from(["eligible", "all"]))
def test_every_list_keeps_its_promise(rows: list[Row], units: str) -> None:
    for lists in _both(fold(rows, QUESTION, units)):
        for hit in lists.rows:
            assert all({one["vector_verdict"], one["response_verdict"]} == {"met"} for one in hit.rows)
        for judged in lists.may_qualify:
            assert {j.verdict for j in judged.judgements} in ({"unknown"}, {"met", "unknown"})
        assert all("not met" in {j.verdict for j in judged.judgements} for judged in lists.excluded)
        unknowns = [judged.unknowns for judged in lists.may_qualify]
        assert unknowns == sorted(unknowns)


@given(_products())
def test_what_qualifies_does_so_by_a_unit_that_decides(rows: list[Row]) -> None:
    for lists in _both(fold(rows, QUESTION)):
        for name in members(lists)[0]:
            own = [r for r in rows if r["agent"] == f"agent/{name}"]
            met = {r["unit_scope"] for r in own if {r["vector_verdict"], r["response_verdict"]} == {"met"}}
            whole_reports = any(r["unit_scope"] == "whole" and r["value"] is not None for r in own)
            assert "whole" in met or ("pooled" in met and not whole_reports)


@given(_products())
def test_what_no_deciding_unit_reports_is_neither_met_nor_failed(rows: list[Row]) -> None:
    undecided = [{**r, "unit_scope": r["unit_scope"] and "subgroup"} for r in rows]
    for lists in _both(fold(undecided, QUESTION)):
        assert lists.rows == ()
        for judged in (*lists.may_qualify, *lists.excluded):
            assert judged.judgements[1].verdict in {"unknown"} | {
                r["response_verdict"] for r in rows if r["agent"] == judged.candidate and r["figure"] is None
            }


@given(_products(), _verdicts)
def test_a_further_construct_that_meets_everything_never_hurts(rows: list[Row], verdict: str) -> None:
    before = fold(rows, QUESTION)
    better = [*rows, *({**r, "construct": "construct/new", "vector_verdict": verdict} for r in rows)]
    after = fold(better, QUESTION)
    for was, now in zip(_both(before), _both(after), strict=True):
        assert set(members(was)[0]) <= set(members(now)[0])
        assert set(members(now)[2]) <= set(members(was)[2])


def _both(found: Folded) -> tuple[Lists, Lists]:
    return found.products, found.mentions
