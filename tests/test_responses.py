"""Complete response or better, derived from the rows of the two reviews' tables and from planted ones."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartograph.rules.figures import decimal
from cartograph.rules.reports import Figure, Report, reports
from cartograph.rules.responses import closes, count, derive
from cartograph.terms import ONT

NAMES = {
    "sCR": "stringentCompleteResponse",
    "CR": "completeResponse",
    "VGPR": "veryGoodPartialResponse",
    "PR": "partialResponse",
    "ORR": "objectiveResponse",
    ">=CR": "completeResponseOrBetter",
    ">=VGPR": "veryGoodPartialResponseOrBetter",
}


def row(n: int | None = None, /, **printed: str) -> Report:
    """Make a report from printed percentages."""
    facts: dict[str, dict[str, tuple[str, ...]]] = {"report": {"reportOf": ("cohort",), "hasFigure": ()}}
    values = {NAMES[key.replace("geq_", ">=")]: (value, "percent") for key, value in printed.items()}
    if n is not None:
        values["participants"] = (str(n), "count")
    for endpoint, (value, statistic) in values.items():
        facts[endpoint] = {
            "endpoint": (ONT + endpoint,),
            "statistic": (ONT + statistic,),
            "value": (value,),
            "printed": (endpoint,),
        }
    facts["report"]["hasFigure"] = tuple(values)
    return reports(facts)[0]


ROWS = [
    # n, printed, rule, value, counts; the first nine are the rows of Guo et al. 2022, Table 2
    (97, {"ORR": "97.9", "sCR": "80.4", "VGPR": "14.4", "PR": "3.1"}, "rowCloses", "80.4", (78, 97)),
    (20, {"ORR": "95", "CR": "85", "VGPR": "10"}, "rowCloses", "85", (17, 20)),
    (18, {"ORR": "100", "CR": "31.2", "VGPR": "43.8", "PR": "25"}, "rowCloses", "31.2", None),
    (38, {"ORR": "92.1", "CR": "78.9", "VGPR": "7.9", "PR": "5.3"}, "rowCloses", "78.9", (30, 38)),
    (71, {"ORR": "94.4", "CR": "50.7", "VGPR": "26.8", "PR": "16.9"}, "rowCloses", "50.7", (36, 71)),
    (31, {"ORR": "96.4", "CR": "57.2", "VGPR": "32.1", "PR": "7.1"}, "rowCloses", "57.2", None),
    (6, {"ORR": "100", "CR": "17", "VGPR": "33", "PR": "50"}, "rowCloses", "17", (1, 6)),
    (
        16,
        {"ORR": "100", "sCR": "43.8", "CR": "12.5", "VGPR": "18.7", "PR": "25"},
        "sumOfCategories",
        "56.3",
        (9, 16),
    ),
    (72, {"ORR": "69", "CR": "28", "VGPR": "30", "PR": "11"}, "rowCloses", "28", None),
    # Vural & Beksac 2025, LEGEND-2 and KarMMa
    (57, {"ORR": "88", "CR": "74"}, "loneCompleteResponse", "74", (42, 57)),
    (128, {"ORR": "81", "CR": "39"}, "loneCompleteResponse", "39", (50, 128)),
]


def test_every_row_of_the_table_is_tried() -> None:
    assert len(ROWS) == 11


@pytest.mark.parametrize(("n", "printed", "rule", "value", "counts"), ROWS)
def test_a_row_gives_complete_response_or_better(
    n: int, printed: dict[str, str], rule: str, value: str, counts: tuple[int, int] | None
) -> None:
    derived = derive(row(n, **printed))
    assert derived is not None
    assert (derived.rule, decimal(derived.low).value, derived.known) == (rule, value, True)
    assert (derived.numerator, derived.denominator) == (counts or (None, None))


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ({"ORR": "31"}, "0", "31"),
        ({"ORR": "92", "geq_VGPR": "68"}, "0", "68"),
        ({"ORR": "97", "sCR": "67"}, "67", "97"),
        (
            {"ORR": "90", "CR": "20", "VGPR": "30"},
            "20",
            "90",
        ),  # the row does not close: more than 50 may be missing
    ],
)
def test_what_is_not_printed_is_bounded(printed: dict[str, str], low: str, high: str) -> None:
    derived = derive(row(**printed))
    assert derived is not None
    assert derived.rule == "responseBounds"
    assert (decimal(derived.low).value, decimal(derived.high).value) == (low, high)


def test_a_printed_figure_is_left_alone_and_nothing_gives_nothing() -> None:
    assert derive(row(40, ORR="65", geq_CR="40")) is None
    assert derive(row(40)) is None
    assert derive(row(40, PR="20")) is None


def test_a_conditional_or_partial_population_is_never_a_premise() -> None:
    facts = {
        "report": {"reportOf": ("cohort",), "hasFigure": ("f",)},
        "f": {
            "endpoint": (ONT + "completeResponse",),
            "statistic": (ONT + "percent",),
            "value": ("80",),
            "population": (ONT + "mrdTested",),
        },
    }
    assert derive(reports(facts)[0]) is None


def test_categories_that_do_not_add_up_do_not_close() -> None:
    parts = [Figure.of_value("50.7"), Figure.of_value("26.8")]
    assert not closes(parts, Figure.of_value("94.4"), 71)
    assert closes([*parts, Figure.of_value("16.9")], Figure.of_value("94.4"), 71)


@given(st.integers(1, 400), st.data())
def test_the_count_behind_a_rounded_percentage_is_found(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    places = data.draw(st.sampled_from([1, 2]))
    printed = format(round(Fraction(100 * k, n), places).__float__(), f".{places}f")
    assert count(Figure.of_value(printed), n) == k


@given(st.integers(2, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_counts_that_add_up_always_close(n: int, a: int, b: int, c: int) -> None:
    parts = [k % (n // 3 + 1) for k in (a, b, c)]
    figures = [Figure.of_value(f"{100 * k / n:.1f}") for k in parts]
    assert closes(figures, Figure.of_value(f"{100 * sum(parts) / n:.1f}"), n)
