"""An answer on a terminal shows each figure with its place, and why the others are open or excluded."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cartograph.cli.answers import terminal
from cartograph.cli.places import where
from cartograph.cli.tables import markdown_table, put, terminal_table, widths
from cartograph.questions.answer import Answer, AnswerRow, Parts, Undecided, Verdict
from cartograph.questions.header import Candidates, Question
from cartograph.reading.evidence import Place

DATA = Path(__file__).parent / "data" / "cli"
LABELS = {
    "source/guo-2022": "Guo 2022",
    "source/example-2024": "Example 2024",
    "passage/guo-2022/table-2": "Table 2",
    "passage/example-2024/table-1": "Table 1",
}
COLUMNS = (
    "label",
    "value",
    "denominator",
    "follow_up",
    "unit_scope",
    "cohort",
    "derived_by",
    "contrary",
    "evidence",
)
TABLE2 = Place(
    "claim/guo-2022/table-2/ct103a", "source/guo-2022", "passage/guo-2022/table-2", 158, 6, "CR 50.7%"
)
TABLE1 = Place(
    "claim/example-2024/table-1/x", "source/example-2024", "passage/example-2024/table-1", 7, 2, "a virus"
)


def row(label: str, **values: object) -> AnswerRow:
    """Return a row of an answer; what is not given is unknown."""
    every = (*COLUMNS, "agent", "low", "high", "numerator", "denominator_assumed", "disputed")
    given = {
        "agent": f"agent/{label}",
        "label": label,
        "evidence": (TABLE2, TABLE1),
        "contrary": (),
        **values,
    }
    return {column: given.get(column) for column in every}


def undecided(label: str, *criteria: tuple[str, str, str | None]) -> Undecided:
    """Return a candidate with a verdict and a reason for each criterion."""
    return Undecided(f"agent/{label}", label, tuple(Verdict(*criterion, ()) for criterion in criteria))


NOT_REPORTED = ("response", "unknown", "not reported in the 2 sources curated")
CILTA_CEL = "ciltacabtagene autoleucel"
ROWS = (
    row(
        CILTA_CEL,
        value="85",
        denominator="20",
        denominator_assumed=True,
        cohort="cohort A",
        follow_up="9.7 months",
        unit_scope="whole",
        contrary=(row(CILTA_CEL, value="31.2", cohort="cohort B", unit_scope="subgroup"),),
    ),
    row(
        CILTA_CEL,
        low="67",
        high="97",
        cohort="all infused patients of the phase 1b/2 trial",
        follow_up="12.4 months",
        unit_scope="whole",
        derived_by="responseBounds",
        disputed=True,
    ),
    row(
        "CT103A",
        value="50.7",
        low="50.7",
        high="50.7",
        numerator="36",
        denominator="71",
        cohort="all infused",
        follow_up="147 days",
        unit_scope="pooled",
        derived_by="rowCloses",
    ),
    row("CT053 [1]", low="98", cohort="all infused", unit_scope="whole", evidence=()),
)
MENTION = undecided(
    "a product | without a name", ("vector", "unknown", "disputed"), ("response", "met", None)
)
HEADER = Question(
    name="products",
    place="queries/products.rq",
    title="Products by response",
    question="Which products report a complete response or better in more than so many per cent of patients?",
    kind="selecting",
    text="",
    columns=dict.fromkeys(COLUMNS, ""),
    table=COLUMNS,
    candidates=Candidates(("CARCellCandidate",), "CAR cell products"),
)
SELECTING = Answer(
    question="products",
    parameters={"vector": "lentiviral", "above": "50"},
    graph_version="0123456789abcdef" * 4,
    sources=(
        {"id": "source/guo-2022", "label": "Guo 2022"},
        {"id": "source/example-2024", "label": "Example 2024"},
    ),
    candidates=9,
    columns=COLUMNS,
    rows=ROWS,
    may_qualify=(
        undecided("C-CAR088", ("vector", "met", None), NOT_REPORTED),
        undecided("MCARH171", ("vector", "met", None), NOT_REPORTED),
        undecided("GC012F", ("vector", "unknown", "disputed"), NOT_REPORTED),
    ),
    excluded=(
        undecided("bb21217", ("vector", "met", None), ("response", "not met", "not above the threshold: 28")),
        undecided("PHE885", ("vector", "met", None), ("response", "not met", "not above the threshold: 17")),
        undecided(
            "AUTO2", ("vector", "not met", "other value: gamma-retroviral"), ("response", "not met", None)
        ),
    ),
    mentions=Parts(1, (), (MENTION,), ()),
    header=HEADER,
    words={"responseBounds": "bounds", "rowCloses": "row closes to its ORR"},
    numeric=frozenset(),
)
LISTING = replace(SELECTING, candidates=None, may_qualify=None, excluded=None, mentions=None, parameters={})
CASES = {"selecting": SELECTING, "listing": LISTING, "nothing": replace(LISTING, rows=())}


def test_every_case_has_its_text_and_every_text_its_case() -> None:
    assert {path.stem for path in DATA.glob("*.txt")} == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_laid_out_as_in_its_file(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert terminal(CASES[name], LABELS.__getitem__) == (DATA / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = terminal(SELECTING, LABELS.__getitem__).splitlines()
    assert max(map(len, lines)) <= columns
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([], ""),
        ([TABLE2, replace(TABLE2, printed="ORR 94.4%")], "Guo 2022, Table 2, line 158"),
        ([TABLE1, TABLE2], "Example 2024, Table 1, line 7; Guo 2022, Table 2, line 158"),
        ([replace(TABLE2, line=n) for n in (9, 10, 2)], "Guo 2022, Table 2, lines 2, 9 and 10"),
        ([replace(TABLE2, line=None, passage=None)], "Guo 2022"),
    ],
)
def test_places_are_named_passage_by_passage(places: list[Place], text: str) -> None:
    assert where(places, LABELS.__getitem__) == text


@pytest.mark.parametrize(
    ("lines", "narrow", "room", "expected"),
    [
        ([["a", "b"], ["xx", "yyy"]], [False, False], 100, [2, 3]),  # nothing is padded
        ([["a", "b"], ["x " * 50, "y"]], [False, False], 40, [37, 1]),  # the long column gets the rest
        ([["a", "b"], ["x " * 50, "y " * 10]], [False, True], 40, [19, 19]),  # a narrow one is never folded
        ([["a"], ["https://example.org/" + "x" * 90]], [False], 50, [50]),  # an address may be
    ],
)
def test_columns_share_the_room(
    lines: list[list[str]], narrow: list[bool], room: int, expected: list[int]
) -> None:
    assert widths([[cell.strip() for cell in line] for line in lines], narrow, room) == expected


def test_what_looks_like_markup_is_text() -> None:
    assert "[bold]x[/bold] :smile:" in terminal_table(["a"], [["[bold]x[/bold] :smile:"]])
    assert (
        markdown_table(["a"], [["x | <b> `c` [d]\ne"]]).splitlines()[2]
        == "| x \\| \\<b> \\`c\\` \\[d]<br>e |"
    )


def test_an_unbuffered_stream_is_written_to_the_last_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reluctant(io.BytesIO):
        def write(self, content: Any, /) -> int:
            return super().write(bytes(content)[:3])

    buffer = Reluctant()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=buffer, encoding="ascii", flush=buffer.flush))
    put("0123456789β")
    assert buffer.getvalue() == b"0123456789?"
