"""Severity grades are ranges: a question takes every figure whose grades lie in those asked for, whatever the words."""

from __future__ import annotations

from itertools import chain, combinations
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from asked import ROOT, catalogue
from cartograph.questions.binding import bind
from cartograph.questions.grades import NOT_STATED, read, word
from cartograph.questions.run import Graph, ask
from cartograph.terms import RDFS, TYPE, Ontology, ont, thing

ONTOLOGY = Ontology.load(ROOT / "ontology")
RANGES = ONTOLOGY.members("GradeRange")
GRADES = "12345"
WANTED = ["".join(c) for n in range(1, 6) for c in combinations(GRADES, n)]


@pytest.mark.parametrize(
    ("written", "grades"),
    [
        ("3+", "345"),
        ("≥3", "345"),
        (">= 3", "345"),
        (">2", "345"),
        ("grade 3 or worse", "345"),
        ("at least 3", "345"),
        ("3-5", "345"),
        ("3–4", "34"),
        ("G3-4", "34"),
        ("grades 3 to 4", "34"),
        ("3 or 4", "34"),
        ("<=2", "12"),
        ("<3", "12"),
        ("4", "4"),
        ("1, 4+", "145"),
        ("any grade", GRADES),
        ("grades not stated", "0"),
        ("not stated, 5", "05"),
    ],
)
def test_grades_are_read_as_people_write_them(written: str, grades: str) -> None:
    assert read(written) == grades
    assert read(word(grades)) == grades


@pytest.mark.parametrize("written", ["0", "6", "4-3", "3++", ">=3-4", ">5", "<1", "severe", "3 4", "٣"])
def test_what_is_no_grade_is_told_with_what_to_write(written: str) -> None:
    with pytest.raises(ValueError, match="write grades from 1 to 5, such as 3, 3-4, 3\\+"):
        read(written)


def test_every_word_of_the_ontology_is_read() -> None:
    terms = {term.name: term for term in RANGES.values()}
    assert len(terms) >= 11
    for term in terms.values():
        assert read(term.word) == read(term.label) == _counted(term.name)


def _counted(name: str) -> str:
    """Return the grades of a term by its limits in the ontology."""
    store = _ontology()
    limits = [
        int(quad.object.value)
        for limit in ("minGrade", "maxGrade")
        for quad in store.quads_for_pattern(ont(name), ont(limit), None)
        if isinstance(quad.object, Literal)
    ]
    return GRADES[limits[0] - 1 : limits[1]] if limits else "0"


def _ontology() -> Store:
    store = Store()
    store.load(path=Path(ROOT / "ontology" / "terms.ttl"))
    return store


def _dataset() -> Graph:
    """Make a product with one figure for each range of grades."""
    store = _ontology()
    agent, unit, report = thing("agent/ct103a"), thing("cohort/c"), thing("report/r")
    label = NamedNode(RDFS + "label")
    quads = [
        Quad(agent, TYPE, ont("Agent")),
        Quad(agent, label, Literal("CT103A")),
        Quad(unit, ont("investigationalAgent"), agent),
        Quad(report, ont("reportOf"), unit),
    ]
    for name in {term.name for term in RANGES.values()}:
        figure = thing(f"figure/{name}")
        quads += [
            Quad(report, ont("hasFigure"), figure),
            Quad(figure, ont("endpoint"), ont("anemia")),
            Quad(figure, ont("grades"), ont(name)),
        ]
    store.extend(quads)
    return Graph(store, "0" * 64, ONTOLOGY)


def test_a_wanted_range_takes_what_lies_in_it_and_names_what_may() -> None:
    graph, judged = _dataset(), 0
    for wanted in chain(WANTED, ["0", "0345"]):
        rows = ask(graph, catalogue()["adverse-events"], {"grades": word(wanted)}).rows
        found = {str(row["grades"]): row["in_range"] for row in rows}
        for name in {term.name for term in RANGES.values()}:
            assert found.get(name, "no") == _expected(set(_counted(name)), set(wanted)), (name, wanted)
            judged += 1
    assert judged >= 33 * 11


def _expected(counted: set[str], wanted: set[str]) -> str:
    if counted <= wanted or set(GRADES) <= wanted:
        return "yes"
    overlap = counted & wanted or (counted == {"0"} and wanted != {"0"})
    return "may" if overlap else "no"


def test_several_ranges_are_one_set() -> None:
    graph = _dataset()
    bound = bind(catalogue()["adverse-events"], {"grades": ["3", "4-5"]}, ONTOLOGY, graph.store)
    assert bound.values["grades"] == "3-5"
    assert bound.terms["wanted_grades"] == ['"345"']
    assert word("0") == NOT_STATED
