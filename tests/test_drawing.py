"""A drawing shows each part that the graph has, says what it lacks, and stays a plain and legible picture."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from cartograph.api import Graph
from cartograph.cli.draw import draw as draw_command
from cartograph.cli.session import Session
from cartograph.drawing import Drawing, draw
from cartograph.drawing.alternative import describe
from cartograph.drawing.boxes import Box, Scene
from cartograph.drawing.extract import read
from cartograph.drawing.layout import COLUMN, arrange
from cartograph.drawing.model import ConstructView, Fact, FigureView, Part, Printed, Standing, Value
from cartograph.drawing.svg import render
from cartograph.drawing.text import width, wrap
from cartograph.errors import UsageError
from cartograph.project import Home
from cartograph.terms import ONT, Ontology, local, ont, thing
from cartograph.versions.store import open_version
from conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"
VOCABULARY = sorted((ROOT / "records" / "vocabulary").glob("*.yaml"))
AGENTS = sorted(
    {
        slug
        for path in VOCABULARY
        for slug in re.findall(r"^agent/([a-z0-9-]+):", path.read_text("utf-8"), re.MULTILINE)
    }
)
DRAWN = {
    *("svg", "title", "desc", "style", "defs", "pattern", "g"),
    *("rect", "circle", "ellipse", "path", "polygon", "text"),
}
SHOWN = ("allo-715", "cilta-cel", "ct053")  # in docs/drawings


@pytest.fixture(scope="module")
def graph(built: Home) -> Graph:
    return Graph(built, open_version(built))


@cache
def words() -> Ontology:
    return Ontology.load(ROOT / "ontology")


def constructs(graph: Graph, slug: str) -> list[NamedNode]:
    quads = graph.published.store.quads_for_pattern(
        thing(f"agent/{slug}"), ont("hasConstruct"), None, DefaultGraph()
    )
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode)]


def view_of(graph: Graph, agent: str) -> FigureView:
    return read(graph.published.store, graph.ontology, agent)


def root_of(drawing: Drawing | str) -> ET.Element:
    return ET.fromstring(drawing if isinstance(drawing, str) else drawing.svg)


def groups(root: ET.Element, standing: str) -> list[ET.Element]:
    return [group for group in root.iter(f"{SVG}g") if group.get("class") == standing]


def text_of(element: ET.Element) -> str:
    return " ".join("".join(text.itertext()) for text in element.iter(f"{SVG}text"))


def title_of(group: ET.Element) -> str:
    return group.findtext(f"{SVG}title") or ""


# ------------------------------------------------------------------ a construct made for a test


def fact(name: str, *values: str, disputed: bool = False, silence: str = "not reported") -> Fact:
    printed = (Printed("A 2024", "Table 1", 7, "as printed"),)
    return Fact(name, name, tuple(Value(v, v, v, printed) for v in values), disputed, silence)


def binder(form: str = "scFv", target: str = "BCMA", **more: Fact) -> Part:
    facts = {"format": fact("format", form), "binds": fact("binds", target), **more}
    return Part("binder", "binder", tuple(facts.values()))


def part(kind: str, *values: str) -> Part:
    return Part(kind, kind, (fact("kind", *values),))


def figure(
    *parts: Part, in_cell: bool = True, captions: tuple[Fact, ...] = (), name: str = "X-1"
) -> FigureView:
    return FigureView("x-1", name, "CAR T-cell product", (ConstructView("one", in_cell, parts, captions),))


def drawn(view: FigureView) -> ET.Element:
    return root_of(render(arrange(view), view.slug, view.name, describe(view)))


# ------------------------------------------------------------------ every agent of the graph


def test_every_agent_is_tried(graph: Graph) -> None:
    quads = graph.published.store.quads_for_pattern(None, ont("hasConstruct"), None, DefaultGraph())
    owners = {local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}
    agents = {path.removeprefix("agent/") for path in owners if path.startswith("agent/")}
    assert agents <= set(AGENTS)
    assert len(agents) >= 38


@pytest.mark.parametrize("slug", AGENTS)
def test_every_agent_with_a_construct_can_be_drawn(graph: Graph, slug: str) -> None:
    if not constructs(graph, slug):
        with pytest.raises(UsageError, match=r"no construct of .* is described"):
            draw(graph, slug)
        return
    drawing = draw(graph, slug)
    assert draw(graph, slug) == drawing
    assert_sound(drawing, arrange(view_of(graph, slug)))


def assert_sound(drawing: Drawing, scene: Scene) -> None:
    """Assert what holds for every drawing, whatever it shows."""
    root = root_of(drawing)
    assert_accessible(root, drawing.alternative)
    assert_self_contained(root, drawing.svg)
    assert_apart(scene)
    for group in groups(root, "unknown"):
        assert any(element.get("stroke-dasharray") == "4 3" for element in group.iter())
        assert re.search("not reported|undisclosed|not applicable|assumed|unclear", text_of(group))
    for group in groups(root, "disputed"):
        assert any((element.get("fill") or "").endswith("-disputed)") for element in group.iter())
        assert "disputed" in text_of(group)


def assert_accessible(root: ET.Element, alternative: str) -> None:
    named = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    title, desc = (root.get("aria-labelledby") or "").split()
    assert root.get("role") == "img"
    assert (named[title] or "").startswith("Construct of ")
    assert named[desc] == alternative
    assert alternative.endswith(".")
    for group in [*groups(root, "known"), *groups(root, "unknown"), *groups(root, "disputed")]:
        assert title_of(group)


def assert_self_contained(root: ET.Element, svg: str) -> None:
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= DRAWN
    assert svg.count("://") == svg.count('xmlns="http://www.w3.org/2000/svg"') == 1
    assert not re.search(r"@import|@font-face|href|\son\w+=", svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]*)\)", svg)) <= set(ids)
    assert set(re.findall(r"url\(([^#])", svg)) == set()


def assert_apart(scene: Scene) -> None:
    """Assert that no two texts share room, no shape hides a text, and nothing leaves the picture."""
    everything = Box(0, 0, scene.width, scene.height)
    texts = [line.box for line in scene.lines]
    shapes = [glyph.box for glyph in scene.glyphs]
    assert [box for box in (*texts, *shapes) if not box.within(everything)] == []
    assert [pair for pair in combinations(texts, 2) if pair[0].overlaps(pair[1])] == []
    assert [(t, s) for t in texts for s in shapes if t.overlaps(s)] == []


# ------------------------------------------------------------------ what is there is drawn


@pytest.mark.parametrize("slug", ["cilta-cel", "allo-715", "bcma-bcl2l1-car-t", "elranatamab"])
def test_each_slot_of_the_graph_is_a_part_of_the_drawing(graph: Graph, slug: str) -> None:
    store = graph.published.store
    (construct,) = constructs(graph, slug)
    slots = {quad.object for quad in store.quads_for_pattern(construct, ont("hasSlot"), None, DefaultGraph())}
    kinds = Counter(
        str(quad.object.value).removeprefix(ONT)
        for quad in store.quads_for_pattern(None, ont("part"), None, DefaultGraph())
        if quad.subject in slots and isinstance(quad.object, NamedNode)
    )
    view = view_of(graph, slug)
    shown = Counter(glyph.part for glyph in arrange(view).glyphs)
    there = Counter(part.kind for part in view.constructs[0].parts)
    assert {kind: shown[kind] for kind in kinds} == kinds
    assert there - kinds == Counter(
        {
            part.kind: 1
            for part in view.constructs[0].parts
            if part.standing is Standing.UNKNOWN and not kinds[part.kind]
        }
    )


def test_the_parts_say_where_they_are_printed(graph: Graph) -> None:
    titles = [title_of(group) for group in groups(root_of(draw(graph, "ct103a")), "known")]
    assert any("Lentiviral vector — Vural & Beksac 2025, Table 1, line 107" in title for title in titles)


def test_what_nobody_prints_is_dashed_and_said(graph: Graph) -> None:
    drawing = draw(graph, "c-car088")
    missing = [text_of(group) for group in groups(root_of(drawing), "unknown")]
    assert "hinge not reported" in missing
    assert "signalling domain not reported" in missing
    assert "the transmembrane domain" in drawing.alternative
    assert "How it is brought into the cells is not reported." in drawing.alternative


def test_what_is_disputed_is_hatched_with_both_values(graph: Graph) -> None:
    drawing = draw(graph, "ct053")
    (binder_,) = groups(root_of(drawing), "disputed")[:1]
    assert "disputed: human or humanised" in text_of(binder_)
    assert {"origin: human (disputed)", "origin: humanised (disputed)"} <= {
        line.partition(" ←")[0] for line in title_of(binder_).splitlines()
    }
    assert "its origin is disputed between human and humanised" in drawing.alternative


def test_the_words_tell_what_the_picture_shows(graph: Graph) -> None:
    told = draw(graph, "allo-715").alternative
    assert told.startswith("ALLO-715 is a CAR T-cell product. Its binder, outside the cell,")
    assert "The safety switch, on the surface of the cell, is rituximab switch." in told
    assert "A gene edit is a knockout of TRAC by TALEN." in told
    assert "The source of the cells is allogeneic." in told


def test_an_antibody_has_no_membrane(graph: Graph) -> None:
    antibody, cell = (root_of(draw(graph, agent)) for agent in ("elranatamab", "cilta-cel"))
    assert "cell membrane" not in [title_of(group) for group in antibody.iter(f"{SVG}g")]
    assert "cell membrane" in [title_of(group) for group in cell.iter(f"{SVG}g")]
    assert "how the binders are joined: not reported" in text_of(antibody)


FORMS = (
    "scFv",
    "vhh",
    "vh",
    "syntheticBinder",
    "naturalLigand",
    "naturalReceptor",
    "immunoglobulinG",
    "other",
)


def test_each_format_of_a_binder_looks_different() -> None:
    assert set(words().members("BinderFormat")) >= {form for form in FORMS if form != "other"}
    shapes = set()
    for form in FORMS:
        view = figure(binder(form), in_cell=False)
        shape = groups(drawn(view), "known")[0].find(f"{SVG}g")
        assert shape is not None
        shapes.add(ET.tostring(shape))
    assert len(shapes) == len(FORMS)


def test_a_trispecific_antibody_stands_joined_by_what_is_known() -> None:
    binders = [binder("scFv", target) for target in ("BCMA", "CD3", "serum albumin")]
    view = figure(*binders, part("linker", "Gly-Ser"), in_cell=False)
    assert [glyph.part for glyph in arrange(view).glyphs if glyph.part not in {"antigen", "key"}] == [
        *("binder", "linker", "binder", "joint", "binder"),
    ]


def test_a_conjugate_carries_its_payload_behind_its_linker() -> None:
    view = figure(binder("immunoglobulinG"), part("linker"), part("payload", "MMAF"), in_cell=False)
    glyphs = [glyph for glyph in arrange(view).glyphs if glyph.part != "antigen"]
    assert [(glyph.part, glyph.standing) for glyph in glyphs if glyph.part != "key"] == [
        ("binder", Standing.KNOWN),
        ("linker", Standing.UNKNOWN),
        ("payload", Standing.KNOWN),
    ]
    assert glyphs[2].form == "drops"


def test_a_switch_on_the_surface_stands_above_the_membrane_and_one_inside_below() -> None:
    middles = {}
    for switch in ("rqr8", "rimiducidSwitch"):
        scene = arrange(figure(binder(), part("transmembraneDomain", "CD8"), part("safetySwitch", switch)))
        cell = scene.panels[0].cell
        (glyph,) = [glyph for glyph in scene.glyphs if glyph.part == "safetySwitch"]
        assert cell is not None
        middles[switch] = glyph.box.middle[1] - cell.y
    assert middles["rqr8"] < 0 < middles["rimiducidSwitch"]


def test_edits_stand_in_the_nucleus() -> None:
    edit = Part(
        "geneEdit", "gene edit", (fact("editsGene", "TRAC"), fact("effect", "knockout"), fact("tool"))
    )
    scene = arrange(figure(binder(), edit))
    (glyph,) = [glyph for glyph in scene.glyphs if glyph.part == "geneEdit"]
    nucleus = scene.panels[0].nucleus
    assert nucleus is not None
    assert glyph.box.within(nucleus)
    assert glyph.form == "knockout"


def test_a_part_of_a_new_kind_is_drawn_too() -> None:
    for in_cell in (True, False):
        assert "mystery" in text_of(drawn(figure(binder(), part("mystery", "x"), in_cell=in_cell)))


def test_several_constructs_stand_side_by_side() -> None:
    one = figure(binder())
    both = replace(one, constructs=(*one.constructs, replace(one.constructs[0], name="two")))
    scene = arrange(both)
    assert scene.width == 2 * COLUMN
    assert [panel.box.x for panel in scene.panels] == [0, COLUMN]
    assert_apart(scene)
    assert "One of its 2 constructs is two." in describe(both)


# ------------------------------------------------------------------ what the graph says of a part

MADE = """
@prefix : <https://w3id.org/cartograph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://w3id.org/cartograph/> .
<agent/x> a :Agent, :AntibodyDrugConjugate ; rdfs:label "X" ; :hasConstruct <construct/x> .
<agent/y> a :Agent, :CARTCellProduct ; rdfs:label "Y" ; :hasConstruct <construct/y> .
<agent/twin-1> a :Agent ; rdfs:label "twin" . <agent/twin-2> a :Agent ; rdfs:label "twin" .
<construct/x> a :Construct ; rdfs:label "x" ; :hasSlot <construct/x/binder-1> .
<construct/x/binder-1> a :Slot ; :part :binder ; :format :immunoglobulinG .
<construct/y> a :Construct, :CARConstruct ; rdfs:label "y" .
<status/y/1> a :Status ; :subject <construct/y> ; :expectation :expectsSafetySwitch ; :statusValue :notApplicable .
<status/y/2> a :Status ; :subject <construct/y> ; :expectation :expectsSignalling ; :statusValue :undisclosed .
"""


@pytest.fixture(scope="module")
def made() -> Store:
    store = Store()
    store.bulk_extend(parse(MADE, format=RdfFormat.TURTLE))
    return store


def test_a_conjugate_without_a_slot_for_its_payload_lacks_it(made: Store) -> None:
    (construct,) = read(made, words(), "x").constructs
    assert [(p.kind, p.standing.value) for p in construct.parts] == [
        ("binder", "known"),
        ("linker", "unknown"),
        ("payload", "unknown"),
    ]


def test_the_status_says_why_a_part_is_missing(made: Store) -> None:
    (construct,) = read(made, words(), "y").constructs
    assert construct.of_kind("safetySwitch") == ()
    assert [p.facts[0].text for p in construct.of_kind("signallingDomain")] == ["undisclosed"]
    assert [p.facts[0].text for p in construct.of_kind("hinge")] == ["not reported"]


# ------------------------------------------------------------------ which agent


@pytest.mark.parametrize(
    "name", ["ct053", "agent/ct053", "zevorcabtagene autoleucel", "ZEVORCABTAGENE  autoleucel"]
)
def test_an_agent_goes_by_all_its_names(graph: Graph, name: str) -> None:
    assert view_of(graph, name).slug == "ct053"


def test_an_unknown_agent_is_answered_with_the_nearest_names(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"nothing is called 'cilta-cell'.*cilta-cel"):
        draw(graph, "cilta-cell")


def test_a_binder_of_which_nothing_is_known_says_so_once() -> None:
    view = figure(Part("binder", "binder", (fact("format"), fact("binds"), fact("origin"))))
    (group,) = groups(drawn(view), "unknown")[:1]
    assert text_of(group) == "binder not reported"
    assert "Its binder, outside the cell, is not reported." in describe(view)


def test_a_name_of_two_agents_is_asked_back(made: Store) -> None:
    with pytest.raises(UsageError, match="'agent/twin-1' or 'agent/twin-2'"):
        read(made, words(), "twin")


# ------------------------------------------------------------------ text, whatever it holds

HOSTILE = "</text><script>alert(1)</script>&amp;\"' ]]> <!-- \x00\u202e\ud800"


def test_a_hostile_label_stays_text() -> None:
    view = figure(
        binder(clone=fact("clone", HOSTILE)), captions=(fact("geneTransfer", HOSTILE),), name=HOSTILE
    )
    root = drawn(view)
    other = render(arrange(view), 'x"><script>', "X", "X.")
    assert_self_contained(root_of(other), other)
    assert "<script>alert(1)</script>" in (root.findtext(f"{SVG}title") or "")


@given(st.lists(st.text(max_size=200), min_size=1, max_size=3))
def test_any_text_finds_room(labels: list[str]) -> None:
    parts = [binder(target=label or "x", origin=fact("origin", *labels, disputed=True)) for label in labels]
    view = figure(*parts, part("payload", *labels), captions=(fact("cellSource", *labels),), name=labels[0])
    assert_apart(arrange(view))
    assert drawn(view) is not None


@given(st.text(max_size=300), st.floats(20, 300))
def test_lines_fit_their_room(text: str, room: float) -> None:
    assert all(width(line, 12) <= max(room, 13) for line in wrap(text, 12, room))


def test_boxes_that_touch_a_text_are_caught() -> None:
    scene = arrange(figure(binder()))
    first = scene.headings[0]
    with pytest.raises(AssertionError):
        assert_apart(replace(scene, headings=(first, replace(first, x=first.x + 3))))
    with pytest.raises(AssertionError):
        assert_apart(replace(scene, headings=(replace(first, x=COLUMN - 5),)))


# ------------------------------------------------------------------ the command and the page


def run(graph: Graph, *arguments: str) -> bytes:
    session = Session(None)
    session.__dict__["graph"] = graph  # a cached property: the version that the tests built
    result = CliRunner().invoke(draw_command, arguments, obj=session, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout_bytes


def test_the_command_writes_to_a_file_or_to_the_standard_output(graph: Graph, tmp_path: Path) -> None:
    expected = draw(graph, "cilta-cel").svg.encode()
    assert run(graph, "cilta-cel") == expected
    assert run(graph, "cilta-cel", "-o", str(tmp_path / "x.svg")) == b""
    assert (tmp_path / "x.svg").read_bytes() == expected


def pictures() -> Iterator[str]:
    yield from sorted(path.stem for path in (ROOT / "docs" / "drawings").glob("*.svg"))


def test_the_page_shows_the_pictures_that_are_there() -> None:
    page = (ROOT / "docs" / "drawings.md").read_text("utf-8")
    assert tuple(pictures()) == SHOWN
    assert sorted(re.findall(r"\(drawings/([\w-]+)\.svg\)", page)) == sorted(SHOWN)


@pytest.mark.parametrize("slug", SHOWN)
def test_the_pictures_of_the_page_are_up_to_date(graph: Graph, slug: str) -> None:
    kept = (ROOT / "docs" / "drawings" / f"{slug}.svg").read_text("utf-8")
    message = f"cartograph build && cartograph draw {slug} -o docs/drawings/{slug}.svg"
    assert kept == draw(graph, slug).svg, message
