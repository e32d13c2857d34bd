"""The pages of agents, constructs and cohorts: every figure with its line, nothing invented, nothing hidden."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from cartograph.api import Graph
from cartograph.drawing import draw, draw_construct
from cartograph.http.request import Request
from cartograph.linkeddata.dataset import LinkedData
from cartograph.reading import forest, heatmap, study_units
from cartograph.reading.merging import merged
from cartograph.site.context import Context
from cartograph.site.routes import answer
from cartograph.terms import LABEL, TYPE, local, ont, thing

PAGES = ("agent/cilta-cel", "agent/dexamethasone", "construct/ct053", "cohort/cartitude-1-all",
         "report/cartitude-1-18m", "experiment/car-high")  # fmt: skip


def page(context: Context, path: str) -> str:
    reply = answer(context, Request(path, accept="text/html"))
    assert reply.status == 200, path
    markup: str = reply.body.decode()
    return markup


def words(markup: str) -> str:
    """Return what a reader sees, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def section(markup: str, name: str) -> str:
    """Return the part of a page below a heading, up to the next of its rank."""
    return markup.split(f'id="{name}"', 1)[1].split("<h2", 1)[0]


def row(markup: str, *said: str) -> str:
    """Return the one table row that says all of this."""
    rows: list[str] = [
        found
        for found in re.findall(r"<tr.*?</tr>", markup, re.DOTALL)
        if all(s in words(found) for s in said)
    ]
    assert len(rows) == 1, [words(found) for found in rows]
    return rows[0]


def everything(context: Context, kind: str) -> list[str]:
    quads = context.graph.published.store.quads_for_pattern(None, TYPE, ont(kind), None)
    return sorted({local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)})


# ------------------------------------------------------------------ the agent itself


def test_the_product_stands_with_names_kind_target_developer_and_approval(context: Context) -> None:
    markup = page(context, "agent/cilta-cel")
    said = words(markup)
    assert "<h1>ciltacabtagene autoleucel</h1>" in markup
    assert "CAR T-cell product against BCMA" in said
    assert "JNJ-4528" in said
    assert 'href="/organisation/janssen"' in markup
    assert "U.S. Food and Drug Administration" in said
    assert "not approved" in said  # a source of 2022 says so, and it stays
    assert "as of 2022" in said


def test_a_figure_stands_with_its_place_and_words(context: Context) -> None:
    markup = section(page(context, "agent/ct103a"), "outcomes")
    found = row(markup, "objective response", "67/71*", "94.4 %")
    assert "86.2 to 98.4 %" in words(found)
    assert "line 158" in words(found)
    assert "<q>ORR 94.4%</q>" in found


def test_decimals_stand_as_they_are_printed(context: Context) -> None:
    assert "66.0 %" in words(section(page(context, "agent/cilta-cel"), "outcomes"))


def test_what_two_passages_print_alike_is_one_row_with_both_places(context: Context) -> None:
    reader = context.reader()
    (unit,) = [
        u
        for u in study_units.investigating(reader, thing("agent/cilta-cel"))
        if u.path == "cohort/cartitude-1-all"
    ]
    (report,) = [one for one in unit.reports if one.path == "report/cartitude-1-18m"]
    rates = [f for f in forest.shown(report) if f.endpoint.name == "objectiveResponse"]
    assert [(f.text, {p.passage for p in f.places}) for f in rates] == [
        ("97.9 %", {"passage/guo-2022/table-2", "passage/guo-2022/section-3-5-1"})
    ]


def test_data_cuts_stand_in_the_order_of_their_follow_up(context: Context) -> None:
    markup = section(page(context, "agent/cilta-cel"), "outcomes")
    places = [markup.index(f"CARTITUDE-1 at {months} months") for months in ("12.4", "18")]
    assert places == sorted(places)


def test_the_slots_of_the_construct_stand_with_their_places(context: Context) -> None:
    markup = page(context, "agent/cilta-cel")
    found = row(section(markup, "construct"), "costimulatory domain", "4-1BB (CD137)")
    assert "line" in words(found)
    assert words(row(section(markup, "construct"), "binder 2")).count("camelid") >= 1
    assert "second-generation construct" in words(markup)


def test_a_disputed_part_shows_both_values_and_is_said_to_be_disputed(context: Context) -> None:
    found = words(row(section(page(context, "agent/ct053"), "construct"), "origin", "disputed"))
    assert "human" in found
    assert "humanised" in found


def test_the_drawing_stands_in_the_page_in_the_colours_of_the_page(context: Context) -> None:
    markup = page(context, "agent/allo-715")
    drawing = re.findall(r'<svg xmlns.*?class="cartograph-drawing".*?</svg>', markup, re.DOTALL)
    assert len(drawing) == 1
    assert "<style" not in markup
    assert draw(context.graph, "allo-715").alternative in unescape(markup)


def test_the_drawing_is_a_document_of_its_own_too(context: Context) -> None:
    for path in ("agent/cilta-cel.svg", "construct/cilta-cel.svg"):
        reply = answer(context, Request(path))
        assert (reply.status, reply.type) == (200, "image/svg+xml")
        assert b"<style>" in reply.body
    assert answer(context, Request("agent/dexamethasone.svg")).status == 404
    assert answer(context, Request("construct/nobody.svg")).status == 404


def test_a_construct_of_a_mention_is_drawn(context: Context) -> None:
    assert "CAR" in draw_construct(context.graph, thing("construct/vural-caramba")).alternative
    assert "SLAMF7" in page(context, "construct/vural-caramba")


# ------------------------------------------------------------------ silence, conflict, doubt


def test_what_is_not_reported_is_said_in_words(context: Context) -> None:
    said = words(section(page(context, "agent/allo-715"), "missing"))
    assert "Not reported in the 2 sources curated" in said
    assert "developer of the agent" in said


def test_conflicts_and_findings_stand_with_both_sides(context: Context) -> None:
    said = words(section(page(context, "agent/cilta-cel"), "disputes"))
    assert "'ORR was 97%' against 'ORR was 97.9%': explained (data cut)." in said
    assert "no count of 18 patients (n is taken from the cohort) rounds to 31.2, 75, 25 and 43.8 %" in said


def test_an_impossible_figure_is_marked_and_has_no_interval(context: Context) -> None:
    said = words(section(page(context, "agent/phe885"), "events"))
    assert "100 %" in said
    assert "impossible" in said


def test_a_figure_of_another_arm_never_counts(context: Context) -> None:
    markup = page(context, "agent/dexamethasone")
    assert "comparator" in words(section(markup, "elsewhere"))
    assert 'id="outcomes"' not in markup
    assert "no outcome counts for it" in words(markup)


def test_an_agent_of_which_almost_nothing_is_known_says_so(context: Context) -> None:
    said = words(page(context, "agent/g-csf"))
    assert "of a kind that no curated source states" in said
    assert "No study unit of" in said
    assert "none named in the 2 sources curated" in said


def test_mentions_that_may_be_the_same_are_named(context: Context) -> None:
    assert "may be the same" in words(section(page(context, "agent/nci-anti-bcma-car"), "mentions"))


# ------------------------------------------------------------------ forest plot and heat map


def _forest(context: Context, slug: str, frame: forest.Frame = forest.WIDE) -> forest.Forest:
    reader = context.reader()
    return forest.plot(study_units.reports(study_units.investigating(reader, thing(f"agent/{slug}"))), frame)


def test_the_plot_draws_an_interval_only_where_the_count_is_known(context: Context) -> None:
    rows = _forest(context, "cilta-cel").rows
    printed = [
        one for one in rows if one.figure.endpoint.name == "minimalResidualDiseaseNegative" and one.known
    ]
    assert [(one.value, one.interval, one.hollow) for one in printed] == [
        ("91.8 % · 56/61‡", "81.9 to 97.3", False),
        ("92.3 % · 12/13‡", "64.0 to 99.8", False),
    ]
    assert {one.known for one in rows if one.figure.text == "31.2 %"} == {False}
    assert all(one.hollow for one in rows if "*" in one.value)


@pytest.mark.parametrize("frame", [forest.WIDE, forest.NARROW], ids=lambda frame: frame.name)
def test_marks_stand_inside_their_whiskers_and_the_plot_inside_its_frame(
    context: Context, frame: forest.Frame
) -> None:
    tried = 0
    for path in everything(context, "Agent"):
        for row_ in _forest(context, path.removeprefix("agent/"), frame).rows:
            tried += 1
            low, high = row_.whisker or (row_.x, row_.x)
            assert frame.left <= low <= row_.x + 0.5, row_
            assert row_.x - 0.5 <= high <= frame.right, row_
            assert len(row_.label) <= frame.label, row_
    assert tried > 80


def test_nothing_is_pooled(context: Context) -> None:
    plot = _forest(context, "cilta-cel")
    assert all(one.figure in merged(group.report.figures) for group in plot.groups for one in group.rows)


def test_adverse_events_stand_by_grade_with_their_shade_and_line(context: Context) -> None:
    found = row(section(page(context, "agent/ct103a"), "events"), "cytokine release syndrome")
    assert re.search(r'<td class="number band-4">\s*<span class="reading">.*?93 %', found, re.DOTALL)
    assert "line 158" in words(found)


@pytest.mark.parametrize(
    ("percent", "shade"), [(0, 0), (9.9, 0), (10, 1), (24.9, 1), (25, 2), (50, 3), (75, 4), (100, 4)]
)
def test_shades_begin_at_their_lowest_percentage(context: Context, percent: float, shade: int) -> None:
    figure = _forest(context, "ct103a").rows[0].figure
    assert heatmap.band(replace(figure, value=str(percent))) == shade
    assert heatmap.band(replace(figure, value=str(percent), among=figure.node)) is None


# ------------------------------------------------------------------ every page


@pytest.mark.parametrize(
    ("kind", "least"), [("Agent", 70), ("Construct", 60), ("StudyUnit", 90), ("Report", 80)]
)
def test_everything_has_a_page(context: Context, kind: str, least: int) -> None:
    paths = everything(context, kind)
    assert len(paths) >= least
    for path in paths:
        Tidy(path).check(page(context, path))


@pytest.mark.parametrize("path", PAGES)
def test_each_page_links_to_its_data(context: Context, path: str) -> None:
    markup = page(context, path)
    for suffix in ("ttl", "jsonld", "nt", "rdf", "json"):
        assert f'href="/{path}.{suffix}"' in markup
        assert answer(context, Request(f"{path}.{suffix}")).status == 200
    assert answer(context, Request(path, accept="text/turtle")).type.startswith("text/turtle")


@pytest.mark.parametrize(
    "path", ["agent/nobody", "construct/nobody", "cohort/nobody", "report/nobody", "experiment/x"]
)
def test_what_nobody_knows_is_not_found(context: Context, path: str) -> None:
    assert answer(context, Request(path, accept="text/html")).status == 404


def test_below_a_proxy_every_link_keeps_the_root(context: Context) -> None:
    reply = answer(context, Request("agent/cilta-cel", accept="text/html", root="/kg"))
    links = re.findall(r'(?:href|src|action)="([^"]*)"', reply.body.decode())
    assert len(links) > 100
    assert [link for link in links if not link.startswith(("/kg/", "#"))] == []


def test_a_hostile_label_stays_text(context: Context) -> None:
    store = Store()
    store.extend(context.graph.published.store)
    hostile = "</text><script>alert(1)</script>"
    for path in (
        "agent/cilta-cel",
        "construct/cilta-cel",
        "cohort/cartitude-1-all",
        "report/cartitude-1-18m",
    ):
        node = thing(path)
        for quad in list(store.quads_for_pattern(node, LABEL, None, None)):
            store.remove(quad)
            store.add(Quad(node, LABEL, Literal(hostile), quad.graph_name))
    published = replace(context.graph.published, store=store)
    attacked = Context(LinkedData(Graph(context.graph.home, published)), context.settings)
    for path in (
        "agent/cilta-cel",
        "construct/cilta-cel",
        "cohort/cartitude-1-all",
        "report/cartitude-1-18m",
    ):
        markup = page(attacked, path)
        assert "<script>alert" not in markup
        assert "&lt;script&gt;alert" in markup


class Tidy(HTMLParser):
    """Check what the policy and accessibility ask of every page: no inline style or script, one h1, unique ids."""

    EMPTY = frozenset({"meta", "link", "img", "input", "br", "path", "rect", "circle"})

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.inline: list[str] = []

    def check(self, markup: str) -> None:
        self.feed(markup)
        assert len(self.ids) == len(set(self.ids)), self.path
        assert self.inline == [], self.path
        assert self.headings[0] == 1, self.path
        assert self.headings.count(1) == 1, self.path
        steps = zip(self.headings, self.headings[1:], strict=False)
        assert all(later <= earlier + 1 for earlier, later in steps), (self.path, self.headings)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.inline += [f"{tag} {name}" for name in said if name == "style" or name.startswith("on")]
        self.inline += [tag] if tag == "style" or (tag == "script" and not said.get("src")) else []
