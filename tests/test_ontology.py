"""The ontology: OWL 2 DL, consistent with the data, every term defined, every word unique."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pyhornedowl
import pytest
from pyhornedowl.profile import check_profile
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, parse, serialize
from reasonable import PyReasoner

from cartograph.project import home
from cartograph.records.shape import Shape
from cartograph.terms import ONT, OWL, RDF, Ontology

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "ontology").glob("*.ttl"))
DATATYPES = {"string", "integer", "decimal", "boolean"}
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def words() -> Ontology:
    return Ontology.load(ROOT / "ontology")


def merged(extra: str = "") -> str:
    """Return the ontology's files as one ontology in RDF/XML, for tools that do not follow imports."""
    triples = [
        q.triple for path in FILES for q in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
    main = NamedNode(ONT.removesuffix("#"))
    headers = {
        t.subject for t in triples if t.predicate.value == RDF + "type" and t.object.value == OWL + "Ontology"
    }
    kept = [t for t in triples if t.subject not in headers - {main} and t.predicate.value != OWL + "imports"]
    more = [q.triple for q in parse(extra.encode(), format=RdfFormat.TURTLE)] if extra else []
    return (serialize([*kept, *more], format=RdfFormat.RDF_XML) or b"").decode()


def test_there_are_six_modules() -> None:
    names = ["cartograph.ttl", "designs.ttl", "hierarchy.ttl", "mappings.ttl", "stated.ttl", "terms.ttl"]
    assert [path.name for path in FILES] == names


def test_the_ontology_is_owl_2_dl() -> None:
    ontology = pyhornedowl.open_ontology_from_string(merged(), "owl")
    assert len(ontology.get_classes()) > 90
    report = check_profile(ontology, "DL")
    assert report.conformant, report


def test_the_profile_check_bites() -> None:
    bad = f"""@prefix : <{ONT}> . @prefix owl: <{OWL}> .
    :broader a owl:FunctionalProperty ."""
    report = check_profile(pyhornedowl.open_ontology_from_string(merged(bad), "owl"), "DL")
    assert not report.conformant


def test_every_term_has_label_definition_and_source(words: Ontology) -> None:
    lacking = [
        name
        for name, term in words.terms.items()
        if not term.label or (not term.definition and OWL + "Ontology" not in term.types)
    ]
    assert lacking == []
    sourced = {
        quad.subject.value
        for path in FILES
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        if quad.predicate.value == "http://purl.org/dc/terms/source" and isinstance(quad.subject, NamedNode)
    }
    assert {ONT + name for name in words.terms} <= sourced


def test_only_four_datatypes_occur() -> None:
    found = {
        quad.object.value.removeprefix(XSD)
        for path in FILES
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(XSD)
    }
    assert found <= DATATYPES


def test_a_word_means_one_term(words: Ontology) -> None:
    counts = Counter(term.notation for term in words.terms.values() if term.notation)
    assert [word for word, n in counts.items() if n > 1] == []
    others = {term.name: term for term in words.terms.values()}
    assert [
        t.notation for t in words.terms.values() if t.notation in others and others[t.notation] is not t
    ] == []


def test_the_shape_uses_only_words_of_the_ontology(words: Ontology) -> None:
    shape = Shape.load(ROOT / "records")
    keys = {key for kind in shape.kinds.values() for key in (*kind.states, *kind.plain)} - {"type"}
    assert keys <= words.properties
    classes = {kind.cls for kind in shape.kinds.values()}
    ranges = {
        name
        for kind in shape.kinds.values()
        for range_ in (*kind.states.values(), *kind.plain.values())
        if range_.kind in ("term", "class")
        for name in range_.names
    }
    assert classes | ranges <= words.classes


def test_broader_kinds_of_gene_transfer(words: Ontology) -> None:
    assert words.broader("lentiviral") == {"retroviral", "viral"}
    assert words.broader("retroviral") == {"viral"}
    assert words.broader("piggyBac") == {"transposon", "nonViral"}


def clashes(extra: str = "") -> list[tuple[str, str, str]]:
    """Return the individuals that a Java-free reasoner puts into two disjoint classes.

    It is given one file: of several it takes blank nodes that are named alike for one.
    """
    files = [*FILES, *([Path(extra)] if extra else [])]
    known = [q.triple for f in files for q in parse(path=f, format=RdfFormat.TURTLE, rename_blank_nodes=True)]
    reasoner = PyReasoner()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "known.ttl"
        file.write_bytes(serialize(known, format=RdfFormat.N_TRIPLES) or b"")
        reasoner.load_file(str(file))
    types: dict[str, set[str]] = {}
    for subject, predicate, value in reasoner.reason():
        if str(predicate) == RDF + "type":
            types.setdefault(str(subject), set()).add(str(value))
    disjoint = _disjoint()
    return [
        (s, a, b)
        for s, held in types.items()
        for a, b in combinations(sorted(held), 2)
        if frozenset((a, b)) in disjoint
    ]


def _disjoint() -> set[frozenset[str]]:
    quads = [q for path in FILES for q in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)]
    first = {q.subject: q.object for q in quads if q.predicate.value == RDF + "first"}
    rest = {q.subject: q.object for q in quads if q.predicate.value == RDF + "rest"}
    pairs = {
        frozenset((q.subject.value, q.object.value))
        for q in quads
        if q.predicate.value == OWL + "disjointWith"
    }
    for quad in quads:
        if quad.predicate.value == OWL + "members":
            members, node = [], quad.object
            while isinstance(node, BlankNode):
                members.append(first[node].value)
                node = rest[node]
            pairs |= {frozenset(pair) for pair in combinations(members, 2)}
    return pairs


def test_no_individual_is_in_two_disjoint_classes() -> None:
    assert len(_disjoint()) > 500
    assert clashes() == []


def test_the_agreed_view_is_consistent_with_domains_ranges_and_disjointness(tmp_path: Path) -> None:
    from cartograph.build.assembly import assemble

    view = [q.triple for q in assemble(home(ROOT)).quads if isinstance(q.graph_name, DefaultGraph)]
    path = tmp_path / "view.ttl"
    path.write_bytes(serialize(view, format=RdfFormat.TURTLE) or b"")
    assert clashes(str(path)) == []


def test_the_consistency_check_bites(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text(f"<https://x.example/a> <{ONT}geneTransfer> <{ONT}fourOneBB> .")
    assert clashes(str(path)) != []
