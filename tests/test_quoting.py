"""Every number of the records against the printed texts: nothing fails, and a swap of two figures would."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from cartograph.curation.quoting import Quoter, checked
from cartograph.project import home
from cartograph.records.loader import load
from cartograph.terms import Ontology
from cartograph.texts import Quoted, Thing, check

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def texts() -> Path:
    folder = os.environ.get("CARTOGRAPH_TEXTS")
    if not folder:
        pytest.skip("CARTOGRAPH_TEXTS is not set: the texts of the reviews are not part of the project")
    return Path(folder)


@pytest.fixture(scope="module")
def quoted() -> list[Quoted]:
    project = home(ROOT)
    words = Ontology.load(project.ontology)
    return list(Quoter(load(project, words), words, project.records).quoted())


def test_every_figure_and_printed_statement_is_quoted(quoted: list[Quoted]) -> None:
    figures = [one for one in quoted if one.thing is Thing.FIGURE]
    assert len(figures) > 300
    passages = {one.mark.file for one in quoted if one.claim.startswith("claim/")}
    assert len(passages) == 42
    assert all(one.quote for one in figures)
    assert all(one.numbers or one.printed for one in figures)


def test_no_number_fails_and_few_are_skipped(texts: Path) -> None:
    project = home(ROOT)
    words = Ontology.load(project.ontology)
    outcome = checked(load(project, words), words, project.records, texts)
    assert [str(problem) for problem in outcome.failed] == []
    assert outcome.checked > 1200
    assert outcome.skipped.total() <= outcome.checked * 0.02


def swapped(first: Quoted, second: Quoted) -> tuple[Quoted, Quoted]:
    """Exchange the values of two figures and the words that print them."""
    return (
        replace(first, numbers=second.numbers, quote=second.quote),
        replace(second, numbers=first.numbers, quote=first.quote),
    )


@pytest.mark.parametrize(
    "passage",
    [
        "guo-2022/table-1",
        "guo-2022/table-2",
        "guo-2022/figure-2",
        "guo-2022/section-3-5-1",
        "vural-2025/bcma-products",
    ],
)
def test_swapping_two_figures_of_a_claim_fails(passage: str, quoted: list[Quoted], texts: Path) -> None:
    of_passage = [one for one in quoted if f"/{passage}/" in f"/{one.claim}/" and one.thing is Thing.FIGURE]
    pairs = [
        (one, two)
        for one, two in combinations(of_passage, 2)
        if one.claim == two.claim and (one.numbers, one.printed) != (two.numbers, two.printed)
    ][:8]
    assert len(pairs) >= 1
    for one, two in pairs:
        others = [other for other in of_passage if other not in (one, two)]
        assert check([*others, *swapped(one, two)], texts).failed, (one.printed, two.printed)
