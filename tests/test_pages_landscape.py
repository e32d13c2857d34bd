"""The front page and the pages of targets: every product once, its best figure as printed, choices as links."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cartograph.reading import landscape
from cartograph.reading.landscape import Landscape, Product
from cartograph.reading.select import rows as select
from cartograph.site.context import Context
from cartograph.site.facets import HEADINGS, PER_PAGE, SORTS, Choice, Chooser
from cartograph.site.pages import landscape as shown
from pages import page, row, status, words


@pytest.fixture(scope="module")
def whole(context: Context) -> Landscape:
    return context.keep(landscape.read)


@pytest.fixture(scope="module")
def chooser(context: Context, whole: Landscape) -> Chooser:
    return Chooser(whole, context.graph.ontology)


def product(whole: Landscape, slug: str) -> Product:
    return next(one for one in whole.products if one.path == f"agent/{slug}")


def best(whole: Landscape, slug: str, endpoint: str = "objectiveResponse") -> tuple[str, str, str]:
    found = product(whole, slug).best[endpoint].response
    assert found is not None
    return found.figure.text, str(found.figure.count), found.unit.path


# ------------------------------------------------------------------ what a product's row says


def test_the_best_figure_is_the_printed_one_with_its_patients_and_unit(whole: Landscape) -> None:
    assert best(whole, "ct103a") == ("94.4 %", "67/71*‡", "cohort/ct103a-all")
    assert best(whole, "ct103a", "completeResponseOrBetter") == ("50.7 %", "36/71*", "cohort/ct103a-all")
    assert best(whole, "regn5458", "completeResponseOrBetter") == ("19.1 %", "13/68", "cohort/regn5458-all")


def test_dose_levels_and_pools_never_stand_for_the_whole(whole: Landscape) -> None:
    found = product(whole, "regn5458").best["objectiveResponse"]  # 73.3 % is of its two highest doses
    assert found.response is None
    assert found.others == 1
    assert product(whole, "ct053").best["objectiveResponse"].response is None  # 92.1 % is of a pool


def test_no_printed_figure_of_a_whole_unit_is_higher_than_the_best(
    context: Context, whole: Landscape
) -> None:
    query = """SELECT ?agent (MAX(?value) AS ?best) WHERE {
      ?unit :unitScope :whole ; :hasStep/:hasComponent ?component . ?component :agent ?agent ; :role :investigational .
      ?report :reportOf ?unit ; :hasFigure ?figure .
      ?figure :endpoint :objectiveResponse ; :statistic :percent ; :value ?value } GROUP BY ?agent"""
    highest = {found["agent"]: float(found["best"]) for found in select(context.graph.published.store, query)}
    shares = {one.path: one.best["objectiveResponse"].share for one in whole.products}
    assert highest == {path: share for path, share in shares.items() if share >= 0}
    assert len(highest) > 8


def test_a_silence_is_said_in_words(context: Context, whole: Landscape) -> None:
    assert product(whole, "auto2").best["objectiveResponse"].absent == "not reported in the 2 sources curated"
    assert product(whole, "bcma-car-nk-92").best["objectiveResponse"].absent == "undisclosed"
    assert product(whole, "hdp-101").best["objectiveResponse"].absent == "none recorded"
    found = row(page(context, "?target=taci&kind=CARTCellProduct"), "AUTO2")
    assert words(found).count("not reported") == 2
    assert 'href="/ontology?term=ox40"' in found


def test_the_page_shows_the_figure_with_its_line(context: Context) -> None:
    found = row(page(context, "?sort=orr"), "C-CAR088", "96.4")
    assert "96.4 %" in words(found)
    assert "n not printed" in words(found)
    assert "line 157" in words(found) or "line 156" in words(found) or "cell" in words(found)
    assert 'href="/claim/guo-2022/table-2/c-car088"' in found
    assert "derived" in words(found)


def test_a_disputed_figure_is_marked(context: Context) -> None:
    assert "disputed" in words(row(page(context, "?sort=cr"), "JNJ-4528"))


def test_a_later_source_decides_what_is_said_of_an_approval(whole: Landscape) -> None:
    approved = product(whole, "cilta-cel").approved
    assert approved is not None
    assert (approved.word.name, approved.as_of) == (
        "approved",
        "2025",
    )  # not approved, said the source of 2022


# ------------------------------------------------------------------ choices


def test_every_product_has_a_value_of_each_facet_that_applies(chooser: Chooser, whole: Landscape) -> None:
    for one in whole.products:
        for facet in HEADINGS:
            applies = one.cells or facet not in landscape.DESIGN
            assert bool(chooser.pairs(one, facet)) == applies, (one.path, facet)


@pytest.mark.parametrize("facet", HEADINGS)
def test_each_count_is_the_number_of_products_that_its_link_leaves(chooser: Chooser, facet: str) -> None:
    empty = Choice.of({})
    options = chooser.options(facet, empty)
    assert options
    for option in options:
        assert len(chooser.products(empty.toggled(facet, option.value))) == option.count


def test_counts_know_the_other_choices(chooser: Chooser) -> None:
    chosen = Choice.of({"target": ["bcma"], "kind": ["CARTCellProduct"]})
    found = {option.value: option.count for option in chooser.options("costimulation", chosen)}
    assert found["fourOneBB"] == len(chooser.products(chosen.toggled("costimulation", "fourOneBB")))
    assert found["fourOneBB"] < len(chooser.products(chosen))


def test_values_of_one_facet_add_up_and_facets_narrow(chooser: Chooser) -> None:
    one, other = (len(chooser.products(Choice.of({"target": [slug]}))) for slug in ("gprc5d", "cd56"))
    assert len(chooser.products(Choice.of({"target": ["gprc5d", "cd56"]}))) == one + other
    assert not chooser.products(Choice.of({"target": ["gprc5d"], "kind": ["Antibody"]}))


def test_a_broader_vector_holds_the_narrower(chooser: Chooser) -> None:
    lentiviral = {p.path for p in chooser.products(Choice.of({"vector": ["lentiviral"]}))}
    viral = {p.path for p in chooser.products(Choice.of({"vector": ["viral"]}))}
    assert lentiviral < viral


def test_pages_and_orders_show_every_product_once(context: Context, whole: Landscape) -> None:
    for sort in SORTS:
        found: list[str] = []
        for number in range(1, -(-len(whole.products) // PER_PAGE) + 1):
            markup = (
                page(context, f"?sort={sort}&page={number}")
                .split('class="products"', 1)[1]
                .split("</table>")[0]
            )
            found += re.findall(r'<th scope="row"><a href="/(agent/[\w-]+)"', markup)
        assert sorted(found) == sorted(one.path for one in whole.products)


def test_a_chip_takes_its_choice_away(context: Context) -> None:
    markup = page(context, "?target=bcma&kind=CARTCellProduct")
    chips = re.findall(r'<a class="chip accent" href="([^"]+)" aria-label="([^"]+)"', markup)
    assert chips == [
        ("/?kind=CARTCellProduct", "Remove Target: BCMA"),
        ("/?target=bcma", "Remove Kind: CAR T-cell product"),
    ]


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=99999999", "page=x", "sort=x", "page=%C2%B2", "x=1"]
)
def test_a_strange_address_shows_the_usual_page(context: Context, query: str) -> None:
    assert "Engineered immunotherapies" in page(context, f"?{query}")


def test_hostile_choices_stay_text(context: Context) -> None:
    markup = page(context, "?target=%3Cscript%3Ealert(1)%3C/script%3E&kind=%22onload=%22x")
    assert "<script>alert" not in markup
    assert '"onload="' not in markup
    assert "No product has all of these" in markup


# ------------------------------------------------------------------ targets and kinds


def test_the_table_counts_every_product_under_its_targets(chooser: Chooser, whole: Landscape) -> None:
    found = shown.matrix(chooser, Choice.of({}))
    total = sum(cell.products for _, _, cells in found.rows for cell in cells if cell)
    assert total == sum(max(1, len(one.targets)) for one in whole.products)


def test_a_cell_shows_the_highest_and_never_an_average(chooser: Chooser) -> None:
    found = shown.matrix(chooser, Choice.of({}))
    cells = next(cells for text, _, cells in found.rows if text == "BCMA")
    best_ = cells[found.kinds.index("bispecific antibody")]
    assert best_ is not None
    assert best_.best is not None
    assert best_.best.figure.text == "65 %"
    assert best_.by is not None
    assert best_.by.path == "agent/teclistamab"


def test_shades_follow_the_figure(chooser: Chooser) -> None:
    cell = next(cell for _, _, cells in shown.matrix(chooser, Choice.of({})).rows for cell in cells if cell)
    assert cell.shade == 5
    assert replace(cell, best=None).shade == 0


# ------------------------------------------------------------------ the page of a target


def test_a_target_has_its_products_constructs_and_what_is_said(context: Context) -> None:
    markup = page(context, "target/bcma")
    said = words(markup)
    assert "B-cell maturation antigen" in said
    assert "94.4 %" in words(row(markup, "CT103A", "50.7 %"))
    assert 'href="/construct/ct103a"' in markup
    assert "MCL1" in said or "Mcl-1" in said  # of its own, as an actor
    assert "BAFF" in said  # of another, in words that name it
    assert 'href="/passage/guo-2022/section-2"' in markup


def test_a_target_without_products_says_so(context: Context) -> None:
    bare = "target/nkg2d-ligands"
    assert "is reported in the 2 sources curated" in words(page(context, bare))


def test_identifiers_lead_to_public_vocabularies(context: Context) -> None:
    markup = page(context, "target/bcma")
    assert "hgnc:11913" in words(markup)
    assert 'rel="noopener noreferrer external"' in markup


def test_a_misprinted_name_is_told(context: Context) -> None:
    told = words(page(context, "target/gprc5d")).split("Misprinted as")[1]
    assert "GPCR5D" in told.split("Products")[0]


def test_unknown_targets_are_not_found(context: Context) -> None:
    assert status(context, "target/none-such") == 404
    assert status(context, "target/%3Cscript%3E") == 404


def test_the_front_page_counts_as_the_summary_does(context: Context, whole: Landscape) -> None:
    told = context.graph.summary()
    assert (whole.counts["Figure"], whole.counts["Claim"]) == (told.figures, told.claims)
    assert whole.counts["Conflict"] == sum(told.conflicts.values())
