"""The texts check: quoted words stand at their place, hold their numbers and show their roles."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotations
from cartograph.errors import RecordError, UsageError
from cartograph.records.model import Mark, Place, Quote, Under
from cartograph.terms import Ontology
from cartograph.texts import (
    Kind,
    Outcome,
    Quoted,
    Role,
    Skip,
    Thing,
    check,
    grade_role,
    order,
    read_synonyms,
    role,
    swap,
)
from cartograph.texts.borders import bordered
from cartograph.texts.context import Context
from cartograph.texts.grades import governing, grades, tokens
from cartograph.texts.judge import passes
from cartograph.texts.normalise import normalise
from cartograph.texts.numbers import numbers
from cartograph.texts.place import Text, spans
from cartograph.texts.role import pattern
from quotations import TEXTS, figure, quote

GUO = Text.read(TEXTS / "guo-2022.txt")
ALL = quotations.everything()
CONTEXT, _ = bordered(Context(GUO, ALL))


def messages(*quoted: Quoted) -> str:
    return "\n".join(map(str, check(quoted, TEXTS).failed))


# ------------------------------------------------------------------ one form for both sides

SAME = [
    (r"range $0.5\text{--}1.0 \times 10^6$", "range 0.5–1.0×10⁶"),
    (r"$n = 22$", "n = 22"),
    (r"\geq G3 anemia", "≥ G3 anemia"),
    ("the 10^{-5} threshold", "the 10⁻⁵ threshold"),
    ("30 mg/m ² fludarabine", "30 mg/m² fludarabine"),
    ("CAR ⁺ viable T cells", "CAR⁺ viable T cells"),
    (r"2,150 $\mu\text{g}/\text{week}$", "2,150 µg/week"),
    ("the *in vitro* stage of **Table 2**", "the in vitro stage of Table 2"),
    ("CRS\u00a0(93\u2009%)\u200b", "CRS (93 %)"),
    ("215–1,000", "215−1,000"),
    ("<i>in vivo</i> “growth”", 'in vivo "growth"'),
    (">= 3 of <=  9", "≥3 of ≤9"),
]
DIFFERENT = [
    ("CRS", "crs"),
    ("sCR", "s CR"),
    ("5-7", "5 7"),
    ("94.4%", "94.40%"),
    ("CAR⁺", "CAR"),
    ("≥3", ">3"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_only_a_converter_changed_is_the_same(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_the_authors_wrote_differently_stays_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(alphabet="aC1 0.,;%()×≥<=-–\u2009⁺²^/*$µ"))
def test_what_is_in_one_form_stays_so(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


# ------------------------------------------------------------------ numbers

NUMBERS = [
    ("360, 1,080, 1,850 mg", "360 1080 1850"),
    ("neutropenia (94.8%)", "94.8"),
    ("0.75×10^6 cells/kg", "750000"),
    (r"1.0, 3.0, 4.5–6.0 $\times 10^6$ CAR", "1000000 3000000 4500000 6000000"),
    (r"0.5 ($n = 1$), 1.8 ($n = 1$) $\times 10^8$", "50000000 180000000 1"),
    (r"100, 300 $\times 10^6$ ($\pm 20\%$)", "100000000 300000000 20"),
    (r"320/480 \times 10⁶", "320000000 480000000"),
    ("at the 10^{-5} threshold", "0.00001"),
    ("79 (19/24)", "79 19 24"),
    ("ranged 1–7", "1 7"),
    ("in only one patient", "1"),
    ("two of eight", "2 8"),
    ("Twelve months", "12"),
    ("None of the nine", "0 9"),
    ("without fatalities", "0"),
    ("twenty-four patients", "24"),
    ("≥40mg, 24-h, 6th, a 9-month follow-up", "40 24 6 9"),
    ("the 5:1 proportion", "5 1"),
    ("283,000 copies/ μg", "283000"),
    ("CT103A, bb21217, NCT05066646, CARTITUDE-2, G3-4, 41BB, 1q21", ""),
    ("12.5 months/13.2 months", "12.5 13.2"),
    ("rimiducid ⁴³ 30 mg/m ²", "30"),
]


@pytest.mark.parametrize(("printed", "expected"), NUMBERS)
def test_numbers_are_read_as_printed(printed: str, expected: str) -> None:
    assert {f"{n.normalize():f}" for n in numbers(printed)} == set(expected.split())


@given(
    st.decimals(min_value=0, max_value=10_000_000, places=2), st.sampled_from(["{}", "({}%)", "{}–7 days"])
)
def test_every_number_is_found_with_and_without_separators(value: object, words: str) -> None:
    assert value in numbers(words.format(value))
    assert value in numbers(words.format(f"{value:,}"))


# ------------------------------------------------------------------ words

FOUND = [
    ("CR", "CR rate"),
    ("cohort A", "In Cohort A, 20"),
    ("≥VGPR", "≥ VGPR rate (%)"),
    ("better than CR", "achieved better than CR"),
    ("OR", "the OR was"),
    ("KarMMa", "KarMMa (60)"),
    ("CD3ζ", "h(CD28-CD3ζ)"),
]
NOT_FOUND = [
    ("CR", "sCR 80.4%"),
    ("CR", "CRS (93%)"),
    ("PR", "VGPR 10%"),
    ("VGPR", "≥VGPR rate"),
    ("VGPR", "\\geq VGPR"),
    ("≥VGPR", "VGPR 10%"),
    ("OR", "3 or 4"),
    ("bb2121", "bb21217"),
    ("KarMMa", "KarMMa-2"),
    ("part 1", "part 1.1"),
    ("phase 1", "Phase 1/2"),
    ("80 mg", "1,080 mg"),
    ("dose-escalation cohort", "dose-escalation and dose-expansion cohorts"),
]
UNITS = [
    ("mg", "40mg", True),
    ("mg", "30 mg/m²", False),
    ("cells", "T cells/kg", False),
    ("m", "7.5 m)", True),
]


@pytest.mark.parametrize(("phrase", "words"), FOUND)
def test_a_phrase_is_found_as_a_word(phrase: str, words: str) -> None:
    assert pattern((phrase,)).search(normalise(words))


@pytest.mark.parametrize(("phrase", "words"), NOT_FOUND)
def test_a_phrase_is_not_found_in_a_longer_word(phrase: str, words: str) -> None:
    assert not pattern((phrase,)).search(normalise(words))


@pytest.mark.parametrize(("phrase", "words", "found"), UNITS)
def test_a_unit_ends_where_it_ends(phrase: str, words: str, found: bool) -> None:
    assert bool(pattern((phrase,), unit=True).search(normalise(words))) is found


def test_a_unit_is_found_with_the_spaces_of_a_converter() -> None:
    assert pattern(("cells/μl",), unit=True).search(normalise("126.5 cells/ μ l"))


@pytest.mark.parametrize(
    ("window", "snippet", "found"),
    [
        ("ORR 97.9%; sCR 80.4%", "CR 80.4%", False),
        ("ORR 94.4%", "4.4%", False),
        ("ORR 94.4%", "ORR 94", False),
        ("≥VGPR 63%", "VGPR 63%", False),
        ("≥VGPR 63%", "≥VGPR 63%", True),
        ("1,080 mg", "080 mg", False),
        ("scFv, scFvs", "scFv", True),
    ],
)
def test_a_snippet_is_cut_out_of_no_word(window: str, snippet: str, found: bool) -> None:
    assert bool(spans(window, snippet)) is found


def test_a_longer_name_of_another_term_is_forbidden() -> None:
    assert "VGPR or better" in quotations.endpoint("veryGoodPartialResponse").forbidden
    assert "stringent complete response" in quotations.endpoint("completeResponse").forbidden
    assert quotations.endpoint("veryGoodPartialResponseOrBetter").forbidden == ()


def test_every_key_of_the_synonym_file_is_a_term_or_a_thing(root: Path) -> None:
    terms = Ontology.load(root / "ontology").terms
    keys = read_synonyms(root / "records" / "synonyms.yaml", "records/synonyms.yaml")
    assert len(keys) > 20
    assert [key for key in keys if "/" not in key and key not in terms] == []


def test_a_synonym_file_of_another_form_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.yaml"
    path.write_text("CRS: [cytokine storm]\nIRR: reaction\n")
    with pytest.raises(RecordError, match=r"synonyms\.yaml:2:1: 'IRR' is no list of phrases: write 'IRR: \["):
        read_synonyms(path, "records/synonyms.yaml")


# ------------------------------------------------------------------ grades

GRADES = [
    ("G3-4 CRS", 3, 4),
    ("Gr3/4: 56%", 3, 4),
    ("graded 3 or 4", 3, 4),
    ("grade III/IV", 3, 4),
    (r"\geq G3", 3, 5),
    ("Gr ≥3:32%", 3, 5),
    ("grade 3 or higher", 3, 5),
    ("CRS (grades 1–4)", 1, 4),
    ("G1 CRS", 1, 1),
]


@pytest.mark.parametrize(("words", "low", "high"), GRADES)
def test_grades_are_read(words: str, low: int, high: int) -> None:
    found = grades(words)
    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert grade_role(low, high).phrases
    assert grades(grade_role(low, high).phrases[0]) == found


@pytest.mark.parametrize(
    "words", ["GPR5D", "GI toxicity", "CAR-T", "dose level 3", "TNB-383B", "LEN (25 mg)", "G8"]
)
def test_what_is_no_grade_is_not_read_as_one(words: str) -> None:
    assert tokens(normalise(words)) == ()


@pytest.mark.parametrize(
    ("text", "at", "governed"),
    [
        ("G3-4 neutropenia (95%), anemia (45%)", "anemia", True),
        ("G3-4 neutropenia (95%); CRS (95%)", "CRS", False),
        ("AEs graded 3 or 4 were anemia (68%), without fatalities", "anemia", True),
        ("AEs graded 3 or 4 were anemia (68%), without fatalities", "without", False),
        ("AEs graded 3 or 4 were anemia (68%). 94.8% had CRS", "94.8%", False),
        ("CRS (grades 1-4) in 83%, and ICANS", "ICANS", False),
        ("77% (Gr ≥3: 32%, serious AEs: 22%)", "32%", True),
        ("77% (Gr ≥3: 32%, serious AEs: 22%)", "serious", False),
    ],
)
def test_a_grade_governs_its_list_and_no_more(text: str, at: str, governed: bool) -> None:
    assert bool(governing(text, text.index(at))) is governed


# ------------------------------------------------------------------ places


def test_tables_are_found_with_their_headers() -> None:
    assert [(t.rows[0].number, t.rows[-1].number) for t in GUO.tables] == [(102, 115), (153, 161), (167, 168)]
    product_column, product_row = GUO.table(108), GUO.table(156)
    assert product_column is not None
    assert product_column.column_headers(5) == ("Tnb-383B (NCT03933735)",)
    assert product_column.row_headers(108) == ("ORR (%)",)
    assert product_row is not None
    heads = product_row.row_headers(156)
    assert heads[0].startswith("Cohort B (48)")
    assert heads[1].startswith("Ciltacabtagene autoleucl")
    assert product_row.row_headers(153) == ()


def test_a_table_that_goes_on_knows_the_row_above_the_page_break() -> None:
    assert GUO.above_break(168) == 161
    assert [GUO.above_break(n) for n in (154, 161, 167, 145)] == [None] * 4


def test_a_header_may_have_two_lines() -> None:
    lines = ["Anti-X\t\t\tOther", "Standard\tHumanised\tNovel\t", "one\ttwo\tthree\tfour"]
    text = Text.of("x.txt", "\n".join(lines))
    table = text.table(3)
    assert table is not None
    assert table.column_headers(2) == ("Anti-X", "Humanised")
    assert table.column_headers(4) == ("Other",)
    assert (table.first_row, text.tables[0].row_headers(2)) == (3, ())


def test_a_sentence_goes_on_behind_a_page_break() -> None:
    assert GUO.flow(121) == (119, 121)
    assert GUO.flow(145) == (145,)


# ------------------------------------------------------------------ the excerpts pass


def test_every_quotation_of_the_excerpts_passes() -> None:
    outcome = check(ALL, TEXTS)
    assert outcome.failed == ()
    assert str(outcome) == "102 checked, 0 skipped, 0 failed"


def test_a_snippet_that_stands_twice_passes_where_one_place_satisfies_all() -> None:
    for of, prefix in (("cohort A", "In cohort A"), ("cohort B", "In cohort B")):
        place = ("0.75×10^6 cells/kg", 145, None)
        dose = figure(of, "participants", "750000", place, under=Under(prefix=prefix), unit_of="")
        assert messages(replace(dose, roles=(quotations.subject(of),))) == ""


# ------------------------------------------------------------------ two figures change places

PAIRS = list(swap.pairs(ALL))


def test_all_pairs_of_the_excerpts_are_tried() -> None:
    by_passage = Counter(first.mark.file for first, _ in PAIRS)
    assert len(PAIRS) > 1400
    assert min(by_passage.values()) >= 6
    assert len(by_passage) == 7


@pytest.mark.parametrize("passage", sorted({q.mark.file for q in ALL}))
def test_no_two_figures_of_a_passage_can_change_places(passage: str) -> None:
    pairs = [pair for pair in PAIRS if pair[0].mark.file == passage]
    assert [(a.printed, b.printed) for a, b in pairs if swap.unnoticed(a, b, CONTEXT)] == []


@settings(max_examples=25)
@given(st.data())
def test_a_swap_fails_the_whole_check(data: st.DataObject) -> None:
    pair = data.draw(st.sampled_from(PAIRS))
    swapped = data.draw(st.sampled_from(list(swap.swaps(*pair))))
    exchanged = {id(old): new for old, new in zip(pair, swapped, strict=True)}
    assert check([exchanged.get(id(one), one) for one in ALL], TEXTS).failed


@given(st.sampled_from(PAIRS))
def test_a_value_without_its_words_fails(pair: swap.Pair) -> None:
    first, second = pair
    one, other = replace(first, numbers=second.numbers), replace(second, numbers=first.numbers)
    assert not (passes(one, CONTEXT) and passes(other, CONTEXT))


def test_figures_that_nothing_tells_apart_are_reported() -> None:
    bare = [replace(one, roles=()) for one in quotations.table_1()[:2]]
    assert "could be exchanged unnoticed: nothing in the passage tells the two apart" in messages(*bare)


def test_a_prefix_of_its_own_tells_a_figure_from_another() -> None:
    levels = [
        figure("CT053", "participants", n, (f"$n = {n}$", 157, 5), under=under, unit_of="")
        for n, under in (("4", Under(prefix="1.0")), ("32", Under(prefix="1.5")))
    ]
    assert messages(*levels) == ""
    alone = [replace(level, quote=quote(((level.printed, 157, 5),))) for level in levels]
    assert "could be exchanged unnoticed" in messages(*alone)
    crossed = [
        replace(level, quote=replace(level.quote, under=Under(prefix="1.8")))
        for level in levels
        if level.quote
    ]
    assert "'1.8' does not stand before '$n = 4$' (guo-2022.txt line 157, cell 5)" in messages(*crossed)


# ------------------------------------------------------------------ each failure, by its message

CRS = "cytokineReleaseSyndrome"
ESCALATION = "(≥40 mg dose-escalation cohort)"
IN_A, IN_B = Under(prefix="In cohort A"), Under(prefix="In cohort B")
FAILURES: dict[str, tuple[Quoted, str]] = {
    "words that the passage does not print": (
        figure("CT103A", "completeResponse", "50.7", ("CR rate 50.7%", 158, 6)),
        "'CR rate 50.7%' does not stand in guo-2022.txt line 158, cell 6: there stands 'ORR 94.4%; CR",
    ),
    "the wrong line": (
        figure("CT103A", "completeResponse", "50.7", ("CR 50.7%", 159, 6)),
        "CR 57.2%; VGPR 32.1%; PR 7.1%': it stands at {line: 158, cell: 6}: correct 'at', or the words",
    ),
    "the wrong cell": (
        figure("CT103A", "completeResponse", "50.7", ("CR 50.7%", 158, 7)),
        "it stands at {line: 158, cell: 6}",
    ),
    "a cell that is not there": (
        figure("CT103A", "completeResponse", "50.7", ("CR 50.7%", 158, 9)),
        "there is no guo-2022.txt line 158, cell 9 for 'CR 50.7%': it stands at {line: 158, cell: 6}",
    ),
    "a line that is not there": (
        figure("CT103A", "completeResponse", "50.7", ("CR 50.7%", 9999, None)),
        "there is no guo-2022.txt line 9999 for 'CR 50.7%'",
    ),
    "a piece of a longer word": (
        figure("CARTITUDE-1", "completeResponse", "80.4", ("CR 80.4%", 154, 6)),
        "'CR 80.4%' stands only inside a longer word or behind a sign in guo-2022.txt line 154, cell 6: copy",
    ),
    "a number that the words do not state": (
        figure("CT103A", "completeResponse", "57.2", ("CR 50.7%", 158, 6)),
        "57.2 is no number of 'CR 50.7%' (its numbers: 50.7): correct the number, or quote the words that",
    ),
    "a number that is none": (
        figure("CT103A", "completeResponse", "fifty", ("CR 50.7%", 158, 6)),
        "'fifty' is no decimal number: write digits with at most one point",
    ),
    "another endpoint": (
        figure("CT103A", "completeResponse", "94.4", ("ORR 94.4%", 158, 6)),
        "the endpoint of 'ORR 94.4%' (guo-2022.txt line 158, cell 6): expected 'complete response', 'CR'",
    ),
    "a category for one or better": (
        figure("escalation", "veryGoodPartialResponse", "63", (f"63 (15/24) {ESCALATION}", 110, 5)),
        "nothing shows the endpoint of '63 (15/24)",
    ),
    "one or better for a category": (
        figure("CT103A", "veryGoodPartialResponseOrBetter", "26.8", ("VGPR 26.8%", 158, 6)),
        "nothing shows the endpoint of 'VGPR 26.8%'",
    ),
    "words cut off before 'or better'": (
        figure(
            "CARTITUDE-1", "veryGoodPartialResponse", "94.8", ("94.8% achieved VGPR", 141, None),
            under=Under(prefix="CARTITUDE-1"),
        ),
        "'94.8% achieved VGPR' speaks of another endpoint: 'VGPR or better' (guo-2022.txt line 141)",
    ),
    "a grade where none is printed": (
        figure("CT103A", CRS, "93", ("CRS (93%)", 158, 7), grades=(3, 3)),
        "'CRS (93%)' is recorded with grade 3, the passage names no grade for it",
    ),
    "another grade": (
        figure("C-CAR088", CRS, "25.8", ("G2 CRS (25.8%)", 159, 7), grades=(3, 3)),
        "'G2 CRS (25.8%)' is recorded with grade 3, the passage says grade 2 (guo-2022.txt line 159, cell 7)",
    ),
    "any grade for one": (
        figure("CT103A", CRS, "2.8", ("CRS (2.8%)", 158, 7), grades=(1, 5)),
        "'CRS (2.8%)' is recorded with no word of a grade, the passage says grade 3",
    ),
    "any grade where one governs the list": (
        figure("CARTITUDE-1", "anemia", "68.0", ("anemia (68.0%)", 154, 7), grades=(1, 5)),
        "'anemia (68.0%)' is recorded with no word of a grade, the passage says grades 3-4",
    ),
    "another subject's row": (
        figure("C-CAR088", "completeResponse", "50.7", ("CR 50.7%", 158, 6)),
        "nothing shows the subject of 'CR 50.7%' (guo-2022.txt line 158, cell 6): expected 'C-CAR088': quote",
    ),
    "another subject's column": (
        figure("REGN5458", "objectiveResponse", "79", (f"79 (19/24) {ESCALATION}", 108, 5)),
        "nothing shows the subject of '79 (19/24) (≥40 mg dose-escalation cohort)'",
    ),
    "a prefix that stands behind": (
        figure("cohort B", "objectiveResponse", "95", ("The ORR was 95%", 145, None), under=IN_B),
        "'In cohort B' does not stand before 'The ORR was 95%' (guo-2022.txt line 145): copy the words that",
    ),
    "a row that does not hold the words": (
        figure("cohort A", "completeResponse", "31.2", ("CR 31.2%", 156, 6), under=Under(row="Cohort A")),
        "'Cohort A' does not stand where 'under' says: expected 'cohort A'",
    ),
    "another unit": (
        figure(
            "CT103A", "followUp", "147", ("147 days median follow-up", 195, None),
            under=Under(prefix="CT103A"), unit_of="months",
        ),
        "nothing shows the unit of '147 days median follow-up'",
    ),
    "the other number of a list": (
        figure(
            "CARTITUDE-1", "overallSurvival", "66.0",
            ("rate of 18 months' PFS and OS was 66.0% and 80.9%", 141, None),
            under=Under(prefix="CARTITUDE-1"),
        ),
        "66.0 is not the number of this endpoint in the list",
    ),
    "another time": (
        figure("CT103A", "completeResponse", "50.7", ("CR 50.7%", 158, 6), axes="18"),
        "18 is no number of 'CR 50.7%' (its numbers: 50.7)",
    ),
    "a figure pieced together": (
        figure("CT103A", "completeResponse", "26.8", ("CR", 158, 6), ("26.8%", 158, 6)),
        "the fragments of 'CR … 26.8%' do not follow each other: quote one stretch of words; only",
    ),
    "fragments with words left out between": (
        figure("CART-ddBCMA", "completeResponse", "28", ("CR", 161, 6), ("28%", 168, 6)),
        "the fragments of 'CR … 28%' do not follow each other",
    ),
    "no words at all": (
        replace(figure("CT103A", "completeResponse", "50.7", ("CR 50.7%", 158, 6)), quote=None),
        "quotes no words: add 'printed' with the words that state it",
    ),
}  # fmt: skip


def test_every_kind_of_failure_has_a_case() -> None:
    assert len(FAILURES) == 26


@pytest.mark.parametrize("case", FAILURES)
def test_a_wrong_quotation_fails(case: str) -> None:
    wrong, expected = FAILURES[case]
    others = [one for one in ALL if one.mark.file.endswith("section-3-5-1.yaml")]
    told = messages(*others, wrong)
    assert expected in told
    assert told.startswith(f"{wrong.mark.file}:{wrong.mark.line}:13: ")


def test_all_findings_of_a_quotation_come_at_once() -> None:
    told = messages(figure("C-CAR088", "completeResponse", "12", ("G3 CRS (2.8%)", 158, 7), grades=(2, 2)))
    for words in ("12 is no number", "the subject of", "the endpoint of", "recorded with grade 2"):
        assert words in told


def test_a_header_does_not_show_an_endpoint_where_the_words_name_another() -> None:
    of_all = figure("REGN5458", "anyAdverseEvent", "97.1", ("97.1%", 114, 4), grades=quotations.ANY)
    fatigue = figure("REGN5458", "fatigue", "42.6", ("fatigue (42.6%)", 114, 4), grades=quotations.ANY)
    assert messages(of_all, fatigue) == ""
    wrong = figure("REGN5458", "anyAdverseEvent", "42.6", ("fatigue (42.6%)", 114, 4), grades=quotations.ANY)
    assert "nothing shows the endpoint of 'fatigue (42.6%)'" in messages(wrong, fatigue)


def test_a_header_does_not_show_a_subject_where_the_words_name_another() -> None:
    first = figure("phase 1 pts", "objectiveResponse", "65", ("65 (phase 1 pts)", 108, 3))
    every = figure("MajesTEC-1", "objectiveResponse", "65", ("65 (phase 1 pts)", 108, 3))
    assert messages(first) == ""
    assert "nothing shows the subject of '65 (phase 1 pts)'" in messages(every, first)


def test_a_column_may_be_declared() -> None:
    under = Under(column="MajesTEC-1")
    declared = figure(
        "MajesTEC-1", "completeResponseOrBetter", "40", ("40 (phase 1 pts)", 109, 3), under=under
    )
    assert messages(declared) == ""
    moved = replace(declared, quote=quote((("29 (7/24)", 109, 5),), under), numbers=("29",))
    assert "'MajesTEC-1' does not stand where 'under' says" in messages(moved)


def test_a_later_prefix_governs() -> None:
    stray = figure(
        "cohort A",
        "objectiveResponse",
        "100",
        ("the ORR reached 100%", 145, None),
        under=Under(prefix="In cohort A"),
    )
    assert messages(stray) == ""  # nobody has said that cohort B begins before
    told = messages(*quotations.section_3_5_1(), stray)
    assert "nothing shows the subject of 'the ORR reached 100%', which 'In cohort B' governs" in told


def test_a_prefix_may_stand_before_a_page_break() -> None:
    place = ("3.1 months, respectively", 121, None)
    follow_up = figure(
        "TNB", "followUp", "3.1", place, under=Under(prefix="The median follow-up time"), unit_of="months"
    )
    assert messages(replace(follow_up, roles=follow_up.roles[1:])) == ""


# ------------------------------------------------------------------ a cell that goes on behind a page break


def test_what_is_left_of_the_row_above_belongs_to_it() -> None:
    border = CONTEXT.borders[Place(168, 6)]
    line = GUO.line(168)
    assert line is not None
    assert border.above == 161
    assert line.cell(6)[: border.rest_ends] == "12.5%; VGPR 18.7%; PR 25%"
    assert line.cell(6)[border.own_begins :] == "ORR 69%; CR 28%; VGPR 30%; PR 11%"


@pytest.mark.parametrize("term", ["veryGoodPartialResponse", "partialResponse"])
def test_the_two_rows_of_a_divided_cell_cannot_change_places(term: str) -> None:
    row = list(quotations.split_row())
    one, other = [n for n, q in enumerate(row) if q.claim.endswith(f"/{term}")]
    row[one], row[other] = next(swap.swaps(row[one], row[other]))
    assert "recorded for the row above the page break, but" in messages(*row)


def test_without_a_quotation_across_the_break_the_row_is_the_line_s() -> None:
    alone = figure("CART-ddBCMA", "veryGoodPartialResponse", "18.7", ("VGPR 18.7%", 168, 6))
    assert "nothing shows the subject of 'VGPR 18.7%'" in messages(alone)


# ------------------------------------------------------------------ pairs whose groups stand elsewhere

PAIR = next(one for one in ALL if one.numbers == ("84.2",) and "3-5-7-1" in one.claim)
LISTS = [
    ('"experimental group" that received steroids and the "control group."', 2),
    ("0, 1–5, and ≥ 5 days steroids", 3),
    ("weeks 0 to 4", 2),
    ("more than VGPR after therapy had more cells compared with poor responders", 2),
    ("TTNT/PFS", 2),
    ("steroids", 0),
]


def with_order(one: Quoted, *order: str, **more: object) -> Quoted:
    assert one.quote
    return replace(one, quote=replace(one.quote, under=replace(one.quote.under, order=order)), **more)  # type: ignore[arg-type]


def in_words(one: Quoted, printed: str) -> Quoted:
    assert one.quote
    return replace(one, quote=quote(((printed, one.quote.place.line, None),), one.quote.under))


@pytest.mark.parametrize(("words", "count"), LISTS)
def test_a_list_has_members(words: str, count: int) -> None:
    assert len(order.members(words)) == count


def test_a_bare_number_of_a_list_shares_its_words() -> None:
    assert order.members("weeks 0 to 4") == ("weeks 0", "weeks 4")
    assert order.members("40, 60 and 80 mg/kg")[1] == "60 mg/kg"
    assert order.members("Part A and Part B") == ("Part A", "Part B")


@pytest.mark.parametrize("passage", ["section-3-5-7-1", "section-3-5-7-4"])
def test_members_of_a_pair_are_told_apart_by_the_groups(passage: str) -> None:
    own = [one for one in ALL if passage in one.claim]
    assert len(own) in (12, 4)
    assert messages(*own) == ""
    without = messages(*(with_order(one) for one in own))
    assert "nothing shows the subject of" in without or "could be exchanged unnoticed" in without


def test_members_of_a_pair_cannot_change_places() -> None:
    own = [one for one in ALL if "3-5-7-" in one.claim]
    same_words = [pair for pair in combinations(own, 2) if pair[0].printed == pair[1].printed]
    assert len(same_words) == 3 + 15 + 2
    for first, second in same_words:
        one, other = next(swap.swaps(first, second))
        assert not passes(one, CONTEXT), one
        assert not passes(other, CONTEXT), other


def test_a_group_s_place_counts_where_its_member_also_names_the_endpoint() -> None:
    poor = next(one for one in ALL if one.numbers == ("11",) and "3-5-7-4" in one.claim)
    assert poor.quote
    first = order.members(poor.quote.under.order[0])[0]
    assert any(role.shown(first) for role in poor.roles if role.kind is Kind.ENDPOINT)
    assert passes(poor, CONTEXT)


ORDERS: dict[str, tuple[Quoted, str]] = {
    "the other member's value": (
        replace(PAIR, numbers=("95.8",)),
        "95.8 is not what 'ORR (95.8% vs. 84.2%)' prints of this figure: '84.2%)' (guo-2022.txt line 230)",
    ),
    "a value where the member has none": (
        replace(next(one for one in ALL if one.numbers == ("26.4",)), numbers=()),
        "'not reached' is not what 'OS (not reached vs. 26.4 months)' prints of this figure",
    ),
    "half of the pair": (
        in_words(PAIR, "ORR (95.8%"),
        "'ORR (95.8%' does not print the 2 members of",
    ),
    "a list that is not there": (
        with_order(PAIR, "control group and experimental group"),
        "'control group and experimental group' does not stand in the sentence of 'ORR (95.8% vs. 84.2%)'",
    ),
    "a list of another sentence": (
        with_order(PAIR, "0, 1–5, and ≥ 5 days steroids"),
        "does not stand in the sentence of 'ORR (95.8% vs. 84.2%)'",
    ),
    "words that are no list": (
        with_order(PAIR, "control group"),
        "no one member of the list 'control group' shows what",
    ),
    "a list that does not name the group": (
        with_order(PAIR, "13.1 vs. 13.2 months"),
        "no one member of the list '13.1 vs. 13.2 months' shows what 'ORR (95.8% vs. 84.2%)' is of",
    ),
}


@pytest.mark.parametrize("case", ORDERS)
def test_a_wrong_order_fails(case: str) -> None:
    wrong, expected = ORDERS[case]
    assert expected in messages(wrong)


def test_every_kind_of_wrong_order_has_a_case() -> None:
    assert len(ORDERS) == 7


# ------------------------------------------------------------------ statements


def statement(words: str, *place: int, term: str, among: str, of: str) -> Quoted:
    synonyms = quotations.synonyms()
    others = Ontology.load(quotations.ROOT / "ontology").members(among)
    terms = [t.name for t in others.values()]
    roles = (Role(Kind.SUBJECT, (of,)), role(Kind.TERM, [term], synonyms, among=terms))
    where = Quote(((words, Place(*place)),))
    return Quoted("claim/x", Mark("records/x.yaml", 7), "x", where, Thing.TERM, roles=roles)


@pytest.fixture
def cells(tmp_path: Path) -> Path:
    """Write a table whose cells are about a product each, under headings that say what they should be."""
    lines = ["Standard\tHumanized", "AB-1 Gamma retroviral vector\tCD-2 Human scFV Lentiviral vector"]
    (tmp_path / "x.txt").write_text("\n".join(lines))
    return tmp_path


def failed(quoted: Quoted, *more: Quoted, folder: Path) -> str:
    return "\n".join(map(str, check([quoted, *more], folder).failed))


def test_a_term_is_shown_by_its_own_words(cells: Path) -> None:
    human = statement("Human scFV", 2, 2, term="human", among="BinderOrigin", of="CD-2")
    vector = statement(
        "Gamma retroviral vector", 2, 1, term="gammaRetroviral", among="GeneTransfer", of="AB-1"
    )
    assert failed(human, vector, folder=cells) == ""


def test_a_heading_does_not_show_the_value_of_a_statement(cells: Path) -> None:
    humanised = statement("Human scFV", 2, 2, term="humanised", among="BinderOrigin", of="CD-2")
    assert "nothing shows the term of 'Human scFV'" in failed(humanised, folder=cells)


def test_a_term_is_not_cut_out_of_another(cells: Path) -> None:
    cut = statement("retroviral vector", 2, 1, term="retroviral", among="GeneTransfer", of="AB-1")
    assert "speaks of another term: 'Gamma retroviral vector'" in failed(cut, folder=cells)


def test_a_cell_that_begins_with_another_name_is_not_the_row_s(cells: Path) -> None:
    own = statement("Human scFV", 2, 2, term="human", among="BinderOrigin", of="CD-2")
    stray = statement("Lentiviral vector", 2, 2, term="lentiviral", among="GeneTransfer", of="AB-1")
    assert "nothing shows the subject of 'Lentiviral vector'" in failed(stray, own, folder=cells)


def test_a_list_that_shares_a_factor_may_be_quoted_in_pieces() -> None:
    pieces = quote((("1.0 ($n = 4$)", 157, 5), (r"$\times 10^8$ CAR ⁺ viable", 157, 5)))
    dose = Quoted("claim/x", Mark("records/x.yaml", 7), "guo-2022", pieces, Thing.NUMBER, ("100000000",))
    assert messages(dose) == ""


# ------------------------------------------------------------------ the outcome


def test_the_outcome_counts_what_was_left_out_by_reason() -> None:
    decided = replace(ALL[0], quote=None, skip=Skip.REASONED)
    outcome = check([decided, ALL[1], decided], TEXTS)
    assert str(outcome) == "1 checked, 2 skipped (reasoned: 2), 0 failed"


@pytest.mark.parametrize("skip", Skip)
def test_every_reason_to_skip_has_a_sentence(skip: Skip) -> None:
    assert len(skip.sentence.split()) > 5


@pytest.mark.parametrize("quoted", [(), (replace(ALL[0], skip=Skip.REASONED),)])
def test_nothing_checked_is_a_failure(quoted: tuple[Quoted, ...]) -> None:
    outcome = check(quoted, TEXTS)
    assert str(outcome).endswith("1 failed")
    assert "nothing was checked" in str(outcome.failed[0])


def test_a_missing_folder_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"no such folder of texts: give .* \(--texts DIR, or CARTOGRAPH_TEXTS\)"
    ):
        check(ALL, tmp_path / "none")


def test_every_missing_text_is_named(tmp_path: Path) -> None:
    two = [ALL[0], replace(ALL[0], source="doe-2020", skip=Skip.REASONED)]
    with pytest.raises(UsageError) as raised:
        check(two, tmp_path)
    assert [Path(p.place).name for p in raised.value.problems] == ["doe-2020.txt", "guo-2022.txt"]
    assert "cannot be read (No such file or directory): give the folder that holds" in str(raised.value)


def test_a_text_in_another_encoding_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "guo-2022.txt").write_bytes("µg".encode("latin-1"))
    with pytest.raises(UsageError, match="not UTF-8, byte 0"):
        check(ALL, tmp_path)


def test_an_outcome_is_the_same_in_any_order() -> None:
    wrong = [case[0] for case in FAILURES.values()]
    assert check(wrong, TEXTS) == check(wrong[::-1], TEXTS)
    assert isinstance(check(wrong, TEXTS), Outcome)


# ------------------------------------------------------------------ the whole texts, where they lie


@pytest.fixture(scope="module")
def texts() -> Path:
    """Return the folder of the whole texts; a CI machine must name it."""
    folder = os.environ.get("CARTOGRAPH_TEXTS")
    if not folder:
        pytest.skip("CARTOGRAPH_TEXTS names no folder of texts")
    return Path(folder)


def test_the_excerpts_are_those_of_the_text(texts: Path) -> None:
    whole = (texts / "guo-2022.txt").read_text("utf-8").split("\n")
    excerpt = (TEXTS / "guo-2022.txt").read_text("utf-8").split("\n")
    assert [n for n, line in enumerate(excerpt, 1) if line and line != whole[n - 1]] == []
    assert check(ALL, texts).failed == ()


def test_the_tables_of_the_other_review_are_found(texts: Path) -> None:
    text = Text.read(texts / "vural-2025.txt")
    table = text.table(107)
    assert table is not None
    assert table.column_headers(2) == ("Anti-BCMA", "Humanized")
    assert (table.first_row, text.above_break(114)) == (103, 109)
    assert text.flow(75) == (66, 75)


def test_a_cell_of_the_other_review_is_about_one_product(texts: Path) -> None:
    products = {"CT103A": (107, 2), "LCAR-B38M": (107, 1), "DESCARTES-08": (107, 3)}
    cells = [
        replace(
            statement(name, *place, term="lentiviral", among="GeneTransfer", of=name),
            source="vural-2025",
            roles=(Role(Kind.SUBJECT, (name,)),),
        )
        for name, place in products.items()
    ]
    own = replace(
        statement("Lentiviral vector", 107, 2, term="lentiviral", among="GeneTransfer", of="CT103A"),
        source="vural-2025",
    )
    stray = replace(
        statement("Lentiviral vector", 107, 2, term="lentiviral", among="GeneTransfer", of="LCAR-B38M"),
        source="vural-2025",
    )
    assert failed(own, *cells, folder=texts) == ""
    assert "nothing shows the subject of 'Lentiviral vector'" in failed(stray, *cells, folder=texts)


def test_pairs_are_all_pairs_but_those_of_equal_value() -> None:
    table = quotations.table_1()
    assert len(list(swap.pairs(table))) == len(list(combinations(table, 2)))
    same = [replace(table[0], numbers=("9",)), replace(table[1], numbers=("9.0", "9"))]
    assert list(swap.pairs(same)) == []
