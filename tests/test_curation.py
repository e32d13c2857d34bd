"""The second curation: it loads, it is no part of the graph, and its page of agreement is up to date."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from cartograph.curation import agreement
from cartograph.project import Home, home
from cartograph.records.loader import load

ROOT = Path(__file__).parents[1]
CURATION = ROOT / "curation"


@pytest.fixture(scope="module")
def project() -> Home:
    return home(ROOT)


def test_every_passage_that_has_records_was_curated_twice(project: Home) -> None:
    first = {(claim.source, claim.passage) for claim in load(project).claims}
    second = {(claim.source, claim.passage) for claim in load(project, passages=CURATION / "second").claims}
    assert len(first) == 42
    assert first == second


def test_every_passage_of_a_source_has_records(project: Home) -> None:
    records = load(project)
    passages = {(s.slug, p.slug) for s in records.sources.values() for p in s.passages.values()}
    assert passages == {(claim.source, claim.passage) for claim in records.claims}


def test_the_second_set_is_no_part_of_the_records(project: Home) -> None:
    assert not {claim.mark.file for claim in load(project).claims if "second" in claim.mark.file}


def test_the_page_of_agreement_is_up_to_date(project: Home) -> None:
    lines: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    first = agreement.facts(load(project).claims, lines)
    second = agreement.facts(load(project, passages=CURATION / "second").claims, lines)
    kept = (CURATION / "agreement.md").read_text(encoding="utf-8")
    assert kept.endswith("\n".join(agreement.report(first, second, lines)) + "\n"), "run `make agreement`"


def test_no_number_that_both_sets_hold_differs() -> None:
    page = (CURATION / "agreement.md").read_text(encoding="utf-8")
    found = re.findall(r"^\* .*: (figure \w+ of .*): ([^—\n]+) / ([^—\n]+)$", page, re.MULTILINE)
    assert [about for about, *sides in found if not _one_holds_the_other(*map(_numbers, sides))] == []


def test_numbers_of_two_sets_agree_where_one_has_more_of_them() -> None:
    assert _one_holds_the_other(_numbers("22.8, 7"), _numbers("7"))
    assert not _one_holds_the_other(_numbers("22.8, 7"), _numbers("8"))
    assert not _one_holds_the_other(_numbers("22.8, 7"), _numbers("7, 22.9"))


def _numbers(side: str) -> set[str]:
    return set(side.split(", "))


def _one_holds_the_other(one: set[str], other: set[str]) -> bool:
    return one <= other or other <= one


def test_every_difference_is_settled_with_its_line() -> None:
    page = (CURATION / "agreement.md").read_text(encoding="utf-8")
    settled = "".join(
        (CURATION / f"settlement-{name}.md").read_text(encoding="utf-8")
        for name in ("guo", "vural", "constructs")
    )
    spans = [(int(first), int(last or first)) for first, last in re.findall(r"\b(\d+)(?:–(\d+))?\b", settled)]
    lines = {
        int(n)
        for found in re.findall(r"^\* .*?, line ([\d, ]+):", page, re.MULTILINE)
        for n in found.split(",")
    }
    assert len(lines) > 10
    assert sorted(n for n in lines if not any(first <= n <= last for first, last in spans)) == []


@pytest.mark.parametrize("passages", [None, CURATION / "second"], ids=["records", "second"])
def test_the_review_without_an_open_licence_is_quoted_in_few_words(
    passages: Path | None, project: Home
) -> None:
    claims = [claim for claim in load(project, passages=passages).claims if claim.source == "vural-2025"]
    nodes = [node for claim in claims for node in claim.walk()]
    found = (
        quote for node in nodes for quote in (node.quote, *(statement.quote for statement in node.statements))
    )
    quotes = [quote for quote in found if quote is not None]
    assert len(quotes) > 300
    assert [quote.printed for quote in quotes if len(quote.printed.split()) > 12] == []
