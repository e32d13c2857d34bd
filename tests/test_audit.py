"""The audit: each rule finds the defects that are planted, leaves what only looks like one, and says what to do.

The cases are data, `data/audit/*.yaml`: a rule, what it `finds` with the severity, and what it `leaves`.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from cartograph.audit.designs import stated_against_inferred
from cartograph.audit.finding import Finding
from cartograph.audit.ground import days
from cartograph.audit.rules import OF_REPORTS, OF_THE_WHOLE, audit, name
from cartograph.rules.lines import Lines, lines
from grounds import ground

DATA = Path(__file__).parent / "data" / "audit"
EVERY: tuple[Callable[..., object], ...] = (*OF_REPORTS, *OF_THE_WHOLE)
RULES = {name(rule): rule for rule in EVERY}


@dataclass(frozen=True)
class Case:
    rule: str
    finds: bool
    said: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.rule}: {'finds' if self.finds else 'leaves'} {self.said['case']}"


def cases() -> Iterator[Case]:
    for path in sorted(DATA.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            for key in ("finds", "leaves"):
                yield from (Case(entry["rule"], key == "finds", said) for said in entry[key])


CASES = list(cases())


def found(said: dict[str, Any], rule: str) -> list[Finding]:
    return [finding for finding in audit(ground(said)) if finding.rule == rule]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_finds_what_is_planted_and_leaves_what_looks_like_it(case: Case) -> None:
    severities = {finding.severity for finding in found(case.said, case.rule)}
    assert severities == ({case.said["severity"]} if case.finds else set())


def test_every_rule_has_both_kinds_of_cases() -> None:
    assert len(RULES) == len(OF_REPORTS) + len(OF_THE_WHOLE) == 35
    assert {case.rule for case in CASES} == set(RULES)
    counted = Counter((case.rule, case.finds) for case in CASES)
    assert [rule for rule in RULES if not counted[rule, True] or not counted[rule, False]] == []
    assert (sum(case.finds for case in CASES), sum(not case.finds for case in CASES)) == (102, 148)
    assert len({str(case) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("rule", [*RULES.values(), stated_against_inferred], ids=lambda r: r.__name__)
def test_a_rule_says_problem_why_and_fix(rule: object) -> None:
    said = inspect.getdoc(rule) or ""
    assert [word for word in ("Problem: ", "Why: ", "Fix: ") if f"\n{word}" not in said] == []


def test_a_finding_names_what_it_is_about() -> None:
    for case in CASES:
        for finding in found(case.said, case.rule) if case.finds else ():
            assert finding.message
            assert finding.about
            assert finding.id.startswith(f"audit/{case.rule}/")


# ---------------------------------------------------------------------- what holds for all numbers
def share(percent: str, n: int) -> list[Finding]:
    said = {"figures": [{"endpoint": "objectiveResponse", "percent": percent, "denominator": n}]}
    return found(said, "impossible-for-denominator")


@given(st.integers(1, 400), st.data())
def test_a_percentage_that_was_computed_is_never_impossible(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    places = data.draw(st.sampled_from([0, 1, 2]))
    assert share(format(float(Fraction(100 * k, n)), f".{places}f"), n) == []


@given(st.integers(1, 90), st.integers(0, 1000))
def test_a_percentage_far_from_every_count_is_impossible(n: int, tenths: int) -> None:
    value = Fraction(tenths, 10)
    assume(all(abs(Fraction(100 * k, n) - value) > Fraction(1, 10) for k in range(n + 1)))
    assert [f.severity for f in share(f"{tenths / 10:.1f}", n)] == ["impossible"]


@given(st.integers(1, 60), st.data())
def test_best_responses_that_were_counted_always_add_up(n: int, data: st.DataObject) -> None:
    cr, vgpr, pr = (data.draw(st.integers(0, n // 3)) for _ in range(3))
    names = {"completeResponse": cr, "veryGoodPartialResponse": vgpr, "partialResponse": pr}
    counts = {**names, "objectiveResponse": cr + vgpr + pr, "noResponse": n - cr - vgpr - pr}
    figures = [{"endpoint": e, "percent": f"{100 * k / n:.1f}", "denominator": n} for e, k in counts.items()]
    assert audit(ground({"figures": figures})) == []


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_a_ratio_that_was_computed_fits_its_figures(one: int, other: int) -> None:
    ratio = max(one, other) / min(one, other)
    figures = [
        {"endpoint": "targetDensity", "median": one},
        {"endpoint": "targetDensity", "median": other},
        {"endpoint": "targetDensity", "fold": f"{ratio:.1f}"},
    ]
    assert found({"figures": figures}, "ratio-against-figures") == []


@given(st.integers(0, 30), st.integers(0, 30))
def test_bounds_of_lines_hold_for_the_lines_between(low: int, high: int) -> None:
    assume(low < high)
    assert lines(f"{low} to {high} prior lines") == Lines(low, high)
    assert [n for n in range(40) if not Lines(low, high).excludes(n)] == list(range(low, high + 1))
    assert lines(f"at least {low} prior lines") == Lines(low, None)
    assert lines(f"more than {low} prior lines") == Lines(low + 1, None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("up to 3 prior lines", Lines(None, 3)),
        ("≥ 3 prior lines", Lines(3, None)),
        ("1 prior line", Lines(1, 1)),
        ("without any prior treatments", Lines(0, 0)),
        ("at least 3 prior regimens", Lines(3, None)),
        ("early relapse", None),
        ("relapse within 12 months of a transplantation", None),
    ],
)
def test_descriptions_bound_the_lines(said: str, expected: Lines | None) -> None:
    assert lines(said) == expected


def test_times_are_compared_in_days() -> None:
    assert days(Fraction(1), "years") == 12 * (days(Fraction(1), "months") or 0)
    assert days(Fraction(1), "lines") is None
