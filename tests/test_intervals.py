"""Exact binomial intervals: known values, and what must hold of every count."""

from __future__ import annotations

from decimal import Decimal
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartograph.rules.intervals import clopper_pearson, recovered

#: What `binom.test` of R prints, rounded to a tenth of a per cent; the next test derives each from the definition.
KNOWN = [
    (36, 71, 38.6, 62.8),
    (0, 10, 0.0, 30.8),
    (10, 10, 69.2, 100.0),
    (1, 20, 0.1, 24.9),
    (95, 97, 92.7, 99.7),
    (5, 10, 18.7, 81.3),
]


@pytest.mark.parametrize(("events", "patients", "low", "high"), KNOWN)
def test_the_interval_is_the_one_that_others_print(
    events: int, patients: int, low: float, high: float
) -> None:
    interval = clopper_pearson(events, patients)
    assert (round(interval.low, 1), round(interval.high, 1)) == (low, high)


@pytest.mark.parametrize(("events", "patients"), [(k, n) for k, n, _, _ in KNOWN])
def test_at_each_bound_the_tail_holds_two_and_a_half_per_cent(events: int, patients: int) -> None:
    interval = clopper_pearson(events, patients)
    if events:
        assert _tail(range(events, patients + 1), patients, interval.low) == pytest.approx(0.025)
    if events < patients:
        assert _tail(range(events + 1), patients, interval.high) == pytest.approx(0.025)


def _tail(counts: range, patients: int, percent: float) -> float:
    share = percent / 100
    return sum(comb(patients, k) * share**k * (1 - share) ** (patients - k) for k in counts)


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_inside_and_the_mirror_image_is_the_same(counted: tuple[int, int]) -> None:
    events, patients = counted
    interval = clopper_pearson(events, patients)
    assert 0 <= interval.low <= interval.share <= interval.high <= 100
    mirror = clopper_pearson(patients - events, patients)
    assert mirror.low == pytest.approx(100 - interval.high)
    assert mirror.high == pytest.approx(100 - interval.low)


@given(st.integers(0, 100), st.integers(1, 6))
def test_more_patients_make_it_narrower(events: int, times: int) -> None:
    few, many = clopper_pearson(events, 100), clopper_pearson(events * times, 100 * times)
    assert many.high - many.low <= few.high - few.low + 1e-9


@pytest.mark.parametrize(("events", "patients"), [(-1, 10), (11, 10), (0, 0)])
def test_what_is_no_share_is_refused(events: int, patients: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        clopper_pearson(events, patients)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_count_is_recovered_or_left_open_but_never_another(counted: tuple[int, int]) -> None:
    events, patients = counted
    printed = f"{Decimal(100 * events) / patients:.1f}"
    assert recovered(Decimal(printed), patients) in (events, None)


@pytest.mark.parametrize(
    ("percent", "patients", "count"),
    [("50.7", 71, 36), ("18.7", 16, 3), ("31.2", 18, None), ("100", 18, 18), ("50", 1000, None), ("0", 4, 0)],
)
def test_counts_are_recovered_only_where_just_one_fits(
    percent: str, patients: int, count: int | None
) -> None:
    assert recovered(Decimal(percent), patients) == count
