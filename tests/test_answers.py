"""An answer tells what qualifies, what may and what does not, each with its printed place."""

from __future__ import annotations

import csv
import io
import json
import sys

import pandas as pd  # type: ignore[import-untyped]  # has no types of its own
import pytest

from asked import ROOT, VERSION, asked, catalogue, small_graph
from cartograph.errors import UsageError
from cartograph.questions.answer import Answer, Undecided
from cartograph.questions.run import ask
from cartograph.questions.tables import markdown, tables
from cartograph.reading.evidence import Finder, Place
from cartograph.terms import thing

FLAGSHIP = "products-by-response"
#: CONTRACTS, "JSON of `ask`".
KEYS = [
    "question",
    "parameters",
    "graph_version",
    "sources",
    "candidates",
    "columns",
    "rows",
    "may_qualify",
    "excluded",
    "mentions",
    "truncated",
]
ROW_KEYS = [
    *(
        "agent",
        "label",
        "costimulation",
        "vector",
        "value",
        "qualifier",
        "low",
        "high",
        "numerator",
        "denominator",
        "denominator_assumed",
    ),
    *("numerator_recovered", "interval_low", "interval_high"),
    *("endpoint", "cohort", "unit_scope", "trial", "report"),
    *("follow_up", "follow_up_statistic", "follow_up_reading", "population", "among", "assessor", "reading"),
    "derived_by",
    *("disputed", "contrary", "evidence"),
]
PLACE_KEYS = ["claim", "source", "passage", "line", "cell", "printed", "cites"]


def labels(found: tuple[Undecided, ...] | None) -> list[str]:
    assert found is not None
    return [one.label for one in found]


def criteria(answer: Answer, label: str) -> dict[str, tuple[str, str | None]]:
    """Return verdict and reason of each criterion for one agent that does not qualify."""
    found = [one for one in (*(answer.may_qualify or ()), *(answer.excluded or ())) if one.label == label]
    return {verdict.criterion: (verdict.verdict, verdict.reason) for verdict in found[0].criteria}


# ------------------------------------------------------------------ the flagship: every way it can turn out


def test_the_three_lists_of_the_flagship() -> None:
    answer = asked(FLAGSHIP)
    assert [row["label"] for row in answer.rows] == ["CT103A", "CUTS", "POOL"]
    may_qualify = ["BOUND", "C-CAR088", "CONTROL", "LEVEL", "RETRO", "DISPUTED", "BLANK", "IPS", "PATIENT"]
    assert labels(answer.may_qualify) == may_qualify
    assert labels(answer.excluded) == ["ALLO", "CD28-LENTI", "GAMMA", "TWIN", "WEAK"]
    assert answer.candidates == 3 + 9 + 5


@pytest.mark.parametrize(
    ("label", "criterion", "verdict", "reason"),
    [
        ("C-CAR088", "vector", "unknown", "not reported in the 2 sources curated"),
        ("DISPUTED", "vector", "unknown", "undisclosed"),
        ("DISPUTED", "costimulation", "unknown", "disputed"),
        ("RETRO", "vector", "unknown", "broader value: retroviral"),
        ("BOUND", "response", "unknown", "bound undecided: 0 to 92"),
        ("LEVEL", "response", "unknown", "reported for a dose level only: 90"),
        ("CONTROL", "response", "unknown", "not reported in the 2 sources curated"),
        ("BLANK", "vector", "unknown", "nothing stated"),
        ("GAMMA", "vector", "not met", "other value: gamma-retroviral"),
        ("CD28-LENTI", "costimulation", "not met", "other value (by description): CD28"),
        ("WEAK", "response", "not met", "not above the threshold: 0 to 31"),
        ("TWIN", "costimulation", "met", None),
        ("TWIN", "vector", "not met", "other value (by description): gamma-retroviral"),
        ("TWIN", "response", "met", None),
    ],
)
def test_each_criterion_has_its_verdict_and_reason(
    label: str, criterion: str, verdict: str, reason: str | None
) -> None:
    assert criteria(asked(FLAGSHIP), label)[criterion] == (verdict, reason)


def test_another_construct_makes_another_answer() -> None:
    answer = asked(FLAGSHIP, costimulation="CD28", vector="lentiviral")
    assert [row["label"] for row in answer.rows] == ["CD28-LENTI", "CUTS", "TWIN"]


def test_a_broader_vector_counts_the_narrower() -> None:
    labels_found = [row["label"] for row in asked(FLAGSHIP, vector="viral").rows]
    assert labels_found == ["CT103A", "CUTS", "GAMMA", "POOL", "RETRO", "TWIN"]


@pytest.mark.parametrize(("above", "expected"), [("50.6", True), ("50.7", False), (50, True), (100, False)])
def test_the_threshold_has_to_be_exceeded(above: str | int, expected: bool) -> None:
    assert ("CT103A" in [row["label"] for row in asked(FLAGSHIP, above=above).rows]) == expected


def test_subgroups_and_dose_levels_decide_when_asked_to() -> None:
    assert "LEVEL" in [row["label"] for row in asked(FLAGSHIP, "all").rows]
    assert asked(FLAGSHIP, "all").parameters["units"] == "all"
    assert asked(FLAGSHIP).parameters["units"] == "eligible"


def test_a_row_tells_all_that_is_needed_to_cite_it() -> None:
    rows = json.loads(asked(FLAGSHIP).to_json())["rows"]
    (row,) = [row for row in rows if row["label"] == "CT103A"]
    evidence = row.pop("evidence")
    assert row == {
        "agent": "agent/ct103a",
        "label": "CT103A",
        "costimulation": "fourOneBB",
        "vector": "lentiviral",
        "value": "50.7",
        "qualifier": None,
        "low": "50.7",
        "high": "50.7",
        "numerator": "36",
        "denominator": "71",
        "denominator_assumed": True,
        "numerator_recovered": False,
        "interval_low": None,
        "interval_high": None,
        "endpoint": "completeResponseOrBetter",
        "cohort": "cohort/ct103a-all",
        "unit_scope": "whole",
        "trial": "trial/ct103a-phase-1-2",
        "report": "report/ct103a-ash2021",
        "follow_up": "147 days",
        "follow_up_statistic": "median",
        "follow_up_reading": None,
        "population": "not reported in its source",
        "among": None,
        "assessor": None,
        "reading": None,
        "derived_by": "rowCloses",
        "disputed": False,
        "contrary": [],
    }
    assert evidence[0] == {
        "claim": "claim/guo-2022/table-2/ct103a",
        "source": "source/guo-2022",
        "passage": "passage/guo-2022/table-2",
        "line": 158,
        "cell": 6,
        "printed": "CR 50.7%",
        "cites": [],
    }
    assert evidence[1]["cites"] == [
        {
            "number": "7",
            "corrected": "8",
            "doi": None,
            "citation": "Made Up. J 2020.",
            "type": "journalArticle",
        },
        {
            "number": "51",
            "corrected": None,
            "doi": "10.1182/blood-2021-152576",
            "citation": "Li C, Wang D, Song Y. A Phase I/2 Study. Blood 2021;138(Supplement 1):547.",
            "type": "conferenceAbstract",
        },
    ]
    assert [place["printed"] for place in evidence] == [
        "CR 50.7%",
        "ORR 94.4%",
        "4-1BB",
        "a lentiviral vector",
    ]


def test_what_nobody_reports_rests_on_silences() -> None:
    found = json.loads(asked(FLAGSHIP).to_json())["may_qualify"]
    (vector,) = [
        verdict
        for one in found
        if one["label"] == "C-CAR088"
        for verdict in one["criteria"]
        if verdict["criterion"] == "vector"
    ]
    assert vector["reason"] == "not reported in the 2 sources curated"
    assert vector["evidence"] == [
        {
            "claim": "claim/example-2024/table-1/standard-1",
            "source": "source/example-2024",
            "passage": "passage/example-2024/table-1",
            "line": 5,
            "cell": None,
            "printed": "not known",
            "cites": [],
            "silence": "saidUnknown",
        },
        {
            "claim": None,
            "source": "source/guo-2022",
            "passage": "passage/guo-2022/table-2",
            "line": None,
            "cell": None,
            "printed": None,
            "cites": [],
            "silence": "columnAbsent",
        },
    ]


def test_a_row_that_qualifies_rests_on_what_is_printed() -> None:
    rows = json.loads(asked(FLAGSHIP).to_json())["rows"]
    assert len(rows) == 3
    assert not [place for row in rows for place in row["evidence"] if "silence" in place]


def test_a_figure_says_whom_it_counts_over_and_who_judged() -> None:
    rows = asked("trial-responses").rows
    told = {row["endpoint"]: (row["population"], row["assessor"]) for row in rows}
    assert told["objectiveResponse"] == ("not reported in its source", "independentReview")
    events = {row["grades"]: row["population"] for row in asked("adverse-events").rows}
    assert events == {"anyGrade": "not reported in its source", "grade3": "infused"}


def test_contrary_figures_stand_with_the_row() -> None:
    rows = json.loads(asked(FLAGSHIP).to_json())["rows"]
    (row,) = [row for row in rows if row["label"] == "CUTS"]
    (contrary,) = row["contrary"]
    assert row["disputed"] is True
    assert (contrary["value"], contrary["report"]) == ("45", "report/cuts-early")
    assert [place["printed"] for place in contrary["evidence"]] == ["≥CR 45%"]


def test_a_disputed_value_is_shown_with_both_its_places() -> None:
    found = [one for one in asked(FLAGSHIP).may_qualify or () if one.label == "DISPUTED"]
    assert [place.printed for place in found[0].criteria[0].evidence] == ["4-1BB", "CD28"]


def test_mentions_are_counted_apart() -> None:
    mentions = asked(FLAGSHIP).mentions
    assert mentions is not None
    assert (mentions.candidates, mentions.rows) == (2, ())
    assert labels(mentions.may_qualify) == ["combined humanised CARs"]
    assert labels(mentions.excluded) == ["an example scFv (1A1)"]


# ------------------------------------------------------------------ other questions


def test_format_and_origin_are_those_of_one_binder() -> None:
    answer = asked("constructs-by-binder", binder="scFv", origin="human")
    assert answer.rows == ()
    assert "TWIN" in labels(answer.excluded)


def test_a_product_that_cannot_have_a_switch_is_excluded() -> None:
    answer = asked("safety-switches")
    assert [row["label"] for row in answer.rows] == ["ALLO", "GAMMA"]
    assert criteria(answer, "C-CAR088") == {"safety switch": ("not met", "not applicable")}


def test_adverse_events_never_come_from_a_comparator_arm() -> None:
    assert [row["endpoint"] for row in asked("adverse-events", product="engager").rows] == [
        "cytokineReleaseSyndrome"
    ]
    assert asked("adverse-events", product="control").rows == ()
    rows = asked("adverse-events", grades=["3"]).rows
    assert [(row["value"], row["in_range"]) for row in rows] == [("2.8", "yes"), ("93", "may")]


def test_approvals_hold_as_of_their_year() -> None:
    assert [row["state"] for row in asked("approvals", year=2022).rows] == ["notApproved"]
    assert [row["state"] for row in asked("approvals", year=2023).rows] == ["approved", "notApproved"]
    (open_,) = asked("approvals", year=2021).rows  # said in 2022 without a year: of 2021 nobody knows
    assert (open_["state"], open_["said_as_of"], open_["by_year"]) == ("notApproved", "2022", "may")
    (event, said) = asked("approvals", year=2023).rows
    assert (event["event_year"], event["said_as_of"]) == ("2023", None)
    assert (said["event_year"], said["said_as_of"]) == (None, "2022")


def test_a_mention_is_found_in_its_claim() -> None:
    assert [str(place) for row in asked("mentions").rows for place in row["evidence"]] == [  # type: ignore[attr-defined]
        "example-2024/table-1 line 6",
        "example-2024/table-1 line 5",
    ]


@pytest.mark.parametrize(
    ("of", "parts"),
    [
        ("report/ct103a-ash2021/derived/completeResponseOrBetter", ["asked for", "premise", "premise"]),
        ("claim/guo-2022/figure-2/ct103a/figure/ct103a-ash2021/followUp", ["asked for"]),
        ("claim/example-2024/text/ct103a", ["in the claim"]),
        ("conflict/construct/ct103a/binder-1/origin", ["asked for", "premise", "premise"]),
    ],
)
def test_evidence_follows_what_a_figure_rests_on(of: str, parts: list[str]) -> None:
    assert [row["part"] for row in asked("evidence", of=of).rows] == parts


# ------------------------------------------------------------------ formats


def test_json_has_the_keys_of_the_contract() -> None:
    document = json.loads(asked(FLAGSHIP).to_json())
    assert list(document) == KEYS
    assert document["columns"] == ROW_KEYS
    assert all(list(row) == ROW_KEYS for row in document["rows"])
    assert {tuple(place) for row in document["rows"] for place in row["evidence"]} == {tuple(PLACE_KEYS)}
    assert list(document["may_qualify"][0]) == ["agent", "label", "criteria"]
    assert list(document["may_qualify"][0]["criteria"][0]) == ["criterion", "verdict", "reason", "evidence"]
    assert list(document["mentions"]) == ["candidates", "rows", "may_qualify", "excluded"]
    assert document["parameters"] == {
        "costimulation": "4-1BB",
        "vector": "lentiviral",
        "above": "50",
        "units": "eligible",
    }
    assert (document["question"], document["graph_version"], document["truncated"]) == (
        FLAGSHIP,
        VERSION,
        False,
    )
    assert document["sources"] == [
        {"id": "source/example-2024", "label": "Example 2024"},
        {"id": "source/guo-2022", "label": "Guo 2022", "citation": "Guo et al. 2022"},
    ]


def test_json_of_a_list_has_no_three_parts() -> None:
    document = json.loads(asked("conflicts").to_json())
    assert list(document) == KEYS
    assert [document[key] for key in ("candidates", "may_qualify", "excluded", "mentions")] == [None] * 4
    assert document["columns"] == list(document["rows"][0])


def test_numbers_are_strings_and_flags_are_not() -> None:
    (row, *_) = asked(FLAGSHIP).rows
    assert {key: type(row[key]) for key in ("value", "denominator", "denominator_assumed", "disputed")} == {
        "value": str,
        "denominator": str,
        "denominator_assumed": bool,
        "disputed": bool,
    }


def test_csv_has_one_line_a_row_and_an_agent() -> None:
    answer = asked(FLAGSHIP)
    lines = list(csv.DictReader(io.StringIO(answer.to_csv())))
    assert [(line["list"], line["kind"]) for line in lines] == [
        *[("rows", "product")] * 3,
        *[("may_qualify", "product")] * 9,
        *[("excluded", "product")] * 5,
        ("may_qualify", "mention"),
        ("excluded", "mention"),
    ]
    assert lines[0]["evidence"].startswith("guo-2022/table-2 line 158 cell 6: CR 50.7%, ORR 94.4%; ")
    assert lines[4]["criteria"] == (
        "costimulation met; vector unknown: not reported in the 2 sources curated; response met"
    )
    assert (
        asked("conflicts")
        .to_csv()
        .startswith("conflict,conflict_type,kind,subject,property,axis,message,premise,value,")
    )


def test_a_data_frame_has_numbers_for_numbers() -> None:
    frame = asked(FLAGSHIP).to_pandas()
    assert list(frame.columns) == ROW_KEYS
    assert frame["value"].tolist() == [50.7, 55, 78.9]
    assert pd.api.types.is_numeric_dtype(frame["denominator"])
    assert frame["follow_up"].tolist()[0] == "147 days"
    assert list(asked("approvals", year=1900).to_pandas().columns) == list(asked("approvals").columns)


def test_without_pandas_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pandas: is not installed: pip install 'cartograph-kg\[pandas\]'"):
        asked(FLAGSHIP).to_pandas()


def test_markdown_shows_every_candidate() -> None:
    text = markdown(asked(FLAGSHIP))
    assert text.startswith("# Products by costimulation, vector and response\n\nWhich CAR cell products")
    assert "**3 of 17 CAR cell products qualify**" in text
    assert (
        "| CT103A | 50.7 | 36/71\\* | median 147 days | whole | CT103A, all patients | row closes to its ORR |"
        in text
    )
    for label in (*labels(asked(FLAGSHIP).may_qualify), *labels(asked(FLAGSHIP).excluded)):
        assert f"\n| {label} | " in text
    assert "\\* all patients of the study unit" in text


def test_markdown_of_a_list_is_one_table() -> None:
    text = markdown(asked("approvals"))
    assert "**2 rows**" in text
    assert "| CT103A | not approved |  |  | 2022 | yes |" in text


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_question_has_tables_in_words(name: str) -> None:
    for table in tables(asked(name)):
        assert table.title
        assert all(len(row) == len(table.headings) for row in table.rows)
        texts = [text for row in table.rows for text in row]
        assert not any(text.startswith("https://") or text == "None" for text in texts)


def test_a_limit_cuts_rows_and_says_so() -> None:
    answer = asked(FLAGSHIP)
    assert answer.limited(3) is answer
    assert (len(answer.limited(1).rows), answer.limited(1).truncated) == (1, True)
    assert answer.limited(1).may_qualify == answer.may_qualify


# ------------------------------------------------------------------ places


def test_a_place_is_a_text_that_leads_there() -> None:
    place = Place("claim/s/text/x", "source/s", "passage/s/text", 31, None, None)
    assert str(place) == "s/text line 31"
    assert str(Place("claim/s/text/x", None, None, None, None, "p")) == "s/text/x: p"


def test_a_node_that_nothing_states_has_no_place() -> None:
    assert Finder(small_graph().store).of(thing("agent/blank")) == []
    assert not Finder(small_graph().store).disputed(thing("agent/blank"))


def test_the_questions_name_no_column_that_readers_would_miss() -> None:
    assert list(catalogue()[FLAGSHIP].columns) == ROW_KEYS
    assert (ROOT / "queries" / f"{FLAGSHIP}.rq").is_file()


# ------------------------------------------------------------------ what there is not is told


def test_an_id_that_nothing_has_is_told_with_the_nearest() -> None:
    wrong = "report/ct103a-ash2021/derived/completeResponseOrBeter"
    with pytest.raises(UsageError, match="write 'report/ct103a-ash2021/derived/completeResponseOrBetter'"):
        asked("evidence", of=wrong)
    for nothing in ("zzz", "claim/none", "no > thing", ""):
        with pytest.raises(UsageError, match="take an id from a column of another answer"):
            asked("evidence", of=nothing)


def test_what_is_no_costimulatory_domain_is_no_choice() -> None:
    with pytest.raises(UsageError, match="unusable value 'MMAF': known are 4-1BB, CD28, ICOS, OX40"):
        asked(FLAGSHIP, costimulation="MMAF")


@pytest.mark.parametrize("called", ["BCMA", "b-cell maturation", "TNFRSF17", "q02223", "target/bcma"])
def test_identifiers_are_found_by_any_name(called: str) -> None:
    answer = ask(small_graph(), catalogue()["identifiers"], {"name": called})
    assert {row["thing"] for row in answer.rows} == {"target/bcma"}
