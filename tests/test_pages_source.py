"""The pages of sources, passages and claims: what the source prints, in its order, and what it does not tell."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode

from cartograph.reading import entries, silences, sources
from cartograph.site.context import Context
from cartograph.terms import TYPE, local, ont, thing
from cartograph.versions.labels import CLAIMS
from pages import page, row, rows, status, words


@pytest.fixture(scope="module")
def every(context: Context) -> dict[str, list[entries.Entry]]:
    """Return what each claim states."""
    reader = context.reader()
    quads = context.graph.published.store.quads_for_pattern(None, TYPE, ont("Claim"), CLAIMS)
    found = [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]
    return {local(node): entries.of(reader, node) for node in found}


def test_nothing_that_a_claim_states_is_left_out(
    context: Context, every: dict[str, list[entries.Entry]]
) -> None:
    quads = context.graph.published.store.quads_for_pattern(None, ont("statedIn"), None, None)
    stated = {local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}
    assert {entry.path for found in every.values() for entry in found} == stated
    assert len(stated) > 2500


def test_every_entry_says_of_what_it_states_what(every: dict[str, list[entries.Entry]]) -> None:
    for claim, found in every.items():
        for entry in found:
            assert entry.subject.text, (claim, entry.path)
            assert entry.about, (claim, entry.path)
            assert entry.value.text or entry.more, (claim, entry.path)


def test_entries_come_in_the_order_of_the_source(every: dict[str, list[entries.Entry]]) -> None:
    for found in every.values():
        places = [(entry.line, entry.cell) for entry in found]
        assert places == sorted(places)


def test_a_claim_shows_words_line_cell_and_citation(context: Context) -> None:
    markup = page(context, "claim/guo-2022/table-2/ct103a")
    assert "on line 158" in words(markup)
    place = markup.split("Line 158, cell 6<")[1].split("</section>")[0]
    found = words(row(place, "CR 50.7%"))
    assert "complete response: 50.7 %" in found
    assert "[51]" in found
    assert 'href="/passage/guo-2022/table-2"' in markup
    assert 'href="/agent/ct103a"' in markup


def test_how_it_was_read_is_marked(context: Context) -> None:
    found = row(page(context, "claim/guo-2022/table-2/ct103a"), "binds: BCMA")
    assert "from a heading" in words(found)
    assert "Curator:" in words(page(context, "claim/guo-2022/section-2/expression"))


def test_a_figure_without_a_subject_names_its_candidates(context: Context) -> None:
    found = words(rows(page(context, "claim/guo-2022/section-3-5-2/karmma-crb-401"), "24.8 months")[0])
    assert "CRB-401" in found
    assert " or " in found
    assert "figure whose subject is not told" in found


def test_a_wrong_reference_number_is_shown_with_the_one_that_is_meant(context: Context) -> None:
    reader = context.reader()
    quads = context.graph.published.store.quads_for_pattern(None, ont("correctedNumber"), None, None)
    wrong = next(quad.subject for quad in quads if isinstance(quad.subject, NamedNode))
    cited = entries.cited(reader, wrong)
    claim = reader.nodes(reader.backlinks("cites", wrong)[0], "statedIn")[0]
    assert f"printed {cited.number}, meant {cited.corrected}" in words(page(context, local(claim)))


def test_a_silence_of_a_row_stands_with_it(context: Context) -> None:
    found = words(rows(page(context, "claim/guo-2022/table-1/ro7297089"), "declared silence")[0])
    assert "“" not in found
    assert "NA" in found
    assert "not applicable" in found


def test_sources_tell_citation_licence_and_counts(context: Context) -> None:
    markup = page(context, "sources")
    assert "Front. Immunol. 2022;13:839097" in words(markup)
    assert "not stated in the text" in words(markup)
    assert 'href="https://doi.org/10.3389/fimmu.2022.839097" rel="noopener noreferrer external"' in markup
    counts = {one.path: len(one.claims) for one in context.keep(sources.read)}
    assert f"{counts['source/vural-2025']} rows and sentences" in words(page(context, "source/vural-2025"))


def test_passages_and_claims_come_in_the_order_of_the_source(context: Context) -> None:
    for source in context.keep(sources.read):
        firsts = [passage.claims[0].line for passage in source.passages if passage.claims]
        assert firsts == sorted(firsts)
        for passage in source.passages:
            lines = [claim.line for claim in passage.claims]
            assert lines == sorted(lines)


def test_every_passage_has_a_page_with_its_claims(context: Context) -> None:
    found = [passage for source in context.keep(sources.read) for passage in source.passages]
    assert len(found) == 40 or len(found) > 40
    for passage in found:
        markup = page(context, passage.path)
        assert [claim.path for claim in passage.claims] == re.findall(r'<h2><a href="/(claim/[^"]+)"', markup)


def test_a_passage_tells_what_it_is_silent_on(context: Context) -> None:
    said = words(page(context, "passage/guo-2022/table-2").split('id="silences"')[1])
    assert "The table has no column for it." in said
    assert "gene transfer of the construct" in said
    of_some = words(page(context, "passage/vural-2025/approved-products").split('id="silences"')[1])
    assert "axicabtagene ciloleucel" in of_some


def test_every_silence_names_things_that_there_are(context: Context) -> None:
    reader = context.reader()
    found = [
        one for source in context.keep(sources.read) for one in silences.of_source(reader, thing(source.path))
    ]
    passages = {p.path for source in context.keep(sources.read) for p in source.passages}
    assert len(found) > 200
    for one in found:
        assert one.passage in passages or one.passage.startswith("source/")
        assert one.kind.text
        assert one.expectation.text
        for each in one.things:
            assert reader.types(thing(each.path)), each.path


def test_the_texts_are_not_on_the_site(context: Context) -> None:
    markup = page(context, "passage/vural-2025/manufacturing")
    for printed in re.findall(r"<q>([^<]*)</q>", markup):
        assert len(printed.split()) < 30


@pytest.mark.parametrize(
    "path", ["source/none", "passage/guo-2022/none", "passage/none/table-1", "claim/guo-2022/table-2/none"]
)
def test_what_is_unknown_is_not_found(context: Context, path: str) -> None:
    assert status(context, path) == 404


def test_deeper_addresses_stay_data(context: Context) -> None:
    assert status(context, "claim/guo-2022/table-2/ct103a/figure/ct103a-ash2021/objectiveResponse") == 200
