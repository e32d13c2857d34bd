"""The pages of trials: registry numbers, study units, data cuts beside each other, what conflicts."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode

from cartograph.reading import cuts, study_units, trials
from cartograph.site.context import Context
from cartograph.terms import TYPE, local, ont, thing
from pages import page, row, rows, status, words


@pytest.fixture(scope="module")
def cartitude(context: Context) -> str:
    return page(context, "trial/cartitude-1")


def test_the_list_has_every_trial(context: Context) -> None:
    quads = context.graph.published.store.quads_for_pattern(None, TYPE, ont("Trial"), None)
    known = {local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}
    markup = page(context, "trials")
    assert known == set(re.findall(r'<th scope="row"><a href="/(trial/[^"]+)"', markup))
    assert "NCT03548207" in words(row(markup, "CARTITUDE-1", "phase 1b/2"))


@pytest.mark.parametrize(
    ("query", "has", "lacks"),
    [
        ("phase=phase1b2", "CARTITUDE-1", "CARTITUDE-2"),
        ("state=ongoing", "CARTITUDE-2", "CARTITUDE-1"),
        ("target=cd138", "ATLCAR", "CARTITUDE"),
        ("phase=phase2&state=ongoing&target=bcma", "CARTITUDE-2", "CARTITUDE-5"),
    ],
)
def test_the_list_is_narrowed(context: Context, query: str, has: str, lacks: str) -> None:
    markup = page(context, f"trials?{query}")
    assert rows(markup, has)
    assert not rows(markup, lacks)


def test_options_count_what_they_leave(context: Context) -> None:
    markup = page(context, "trials")
    options = re.findall(r'<option value="(\w+)">[^<]+ \((\d+)\)</option>', markup.split('id="f-state"')[0])
    assert len(options) > 4
    for value, count in options:
        assert f"{count} trial" in words(page(context, f"trials?phase={value}").split("<caption>")[1])


def test_nothing_fits_is_said(context: Context) -> None:
    assert "No trial has all of these" in page(context, "trials?phase=%3Cb%3E")


def test_a_registry_number_leads_to_its_registry(cartitude: str) -> None:
    link = 'href="https://clinicaltrials.gov/study/NCT03548207" rel="noopener noreferrer external"'
    assert link in cartitude


def test_a_number_of_another_registry_is_text(context: Context) -> None:
    markup = page(context, "trial/ct103a-chictr")
    assert "ChiCTR1800018137" in words(markup)
    assert "clinicaltrials.gov" not in markup


def test_products_and_parts_are_nested(cartitude: str) -> None:
    assert 'href="/agent/cilta-cel"' in cartitude
    listed = cartitude.split('id="units"')[1].split("<h2")[0]
    assert re.search(r"cartitude-1-all.*<ul><li>.*cartitude-1-subgroups", listed, re.DOTALL)
    assert listed.count('href="/cohort/cartitude-1-subgroups"') == 1


def test_data_cuts_stand_beside_each_other(cartitude: str) -> None:
    cuts = cartitude.split('id="cuts"')[1]
    head = words(cuts.split("</thead>")[0])
    assert head.index("12.4 months") < head.index("18 months")
    found = words(row(cuts, "objective response", "97.9 %"))
    assert "97 %" in found
    assert "98 %" in found
    assert "disputed" in found


def test_every_figure_of_a_trial_is_in_a_cell(context: Context) -> None:
    reader = context.reader()
    found = [cuts.cuts(unit) for unit in study_units.of_trial(reader, thing("trial/cartitude-1"))]
    laid = [f for cut in found for line in cut.lines for cell in line.cells for f in cell]
    every = [figure for cut in found for figure in cut.unit.figures]
    assert {(f.measures, f.text) for f in laid} == {(f.measures, f.text) for f in every}
    assert len(every) > 25


def test_conflicts_are_told(cartitude: str) -> None:
    said = words(cartitude.split('id="disputes"')[1])
    assert "undetermined" in said
    assert "ORR was 97" in said


def test_silence_is_said(context: Context, cartitude: str) -> None:
    assert "not told by the 2 sources curated" in words(cartitude)
    assert "No cohort of this trial is reported in the 2 sources curated" in words(
        page(context, "trial/brd015-trial")
    )


def test_products_come_from_names_and_from_study_units(context: Context) -> None:
    assert [local(one) for one in trials.products(context.reader(), "trial/legend-2")] == ["agent/lcar-b38m"]


def test_unknown_trials_are_not_found(context: Context) -> None:
    assert status(context, "trial/none-such") == 404
