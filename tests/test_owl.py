"""Protégé: the ontology opens through its catalog, the export opens alone, and both say where facts come from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

import declared
import owlapi
from cartograph.api import Graph
from cartograph.export.owl import owl
from cartograph.export.owl.content import PROVENANCE, Facts
from cartograph.export.owl.labels import Names
from cartograph.export.owl.provenance import outside
from cartograph.project import Home
from cartograph.terms import BASE, LABEL, ONT, OWL, RDFS, TYPE, Ontology
from cartograph.versions.store import Published, open_version
from conftest import ROOT
from nodes import value
from owlapi import needs_java

FOLDER = ROOT / "ontology"
MAIN = FOLDER / "cartograph.ttl"
GUIDE = (ROOT / "docs" / "protege.md").read_text("utf-8")
COMMENT = NamedNode(RDFS + "comment")
VECTOR = Triple(
    NamedNode(BASE + "construct/ct103a"), NamedNode(ONT + "geneTransfer"), NamedNode(ONT + "lentiviral")
)

# ------------------------------------------------------------------ the ontology, to edit


def imports() -> set[str]:
    return {
        q.object.value
        for q in parse(path=MAIN, format=RdfFormat.TURTLE)
        if q.predicate.value == OWL + "imports"
    }


def test_the_catalog_knows_every_import_and_nothing_else() -> None:
    known = owlapi.catalog(FOLDER)
    assert set(known) == imports()
    assert {path.name for path in [MAIN, *known.values()]} == {path.name for path in FOLDER.glob("*.ttl")}


@pytest.mark.parametrize("module", declared.HEADS)
def test_a_module_declares_what_it_uses_of_others(module: str) -> None:
    text = (FOLDER / module).read_text("utf-8")
    assert declared.renewed(text, declared.block(module)) == text, "run `make hierarchy`"


def test_declarations_are_found_and_written_once(tmp_path: Path) -> None:
    head = "@prefix : <https://w3id.org/cartograph/ontology#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n\n"
    (tmp_path / "a.ttl").write_text(
        f"{head}<x:a> a owl:Ontology ; owl:versionIRI <x:1> .\n\n:C a owl:Class .\n"
    )
    (tmp_path / "b.ttl").write_text(f"{head}<x:b> a owl:Ontology ; owl:versionIRI <x:1> .\n\n:i a :C .\n")
    assert declared.needed("b.ttl", tmp_path) == {ONT + "C": "Class"}
    once = declared.renewed((tmp_path / "b.ttl").read_text(), declared.block("b.ttl", tmp_path))
    assert ":C a owl:Class .\n\n:i a :C ." in once
    assert declared.renewed(once, declared.block("b.ttl", tmp_path)) == once


@pytest.fixture(scope="module")
def edited() -> Any:
    return owlapi.open_file(MAIN, owlapi.catalog(FOLDER))


@needs_java
def test_the_ontology_opens_offline_with_its_imports(edited: Any) -> None:
    assert len(edited.getImportsClosure()) == len(imports()) + 1
    words = Ontology.load(FOLDER)
    classes = {owlapi.named(cls) for cls in owlapi.closure(edited.getClassesInSignature, True)}
    assert {cls for cls in classes if cls.startswith(ONT)} == {ONT + name for name in words.classes}


@needs_java
def test_protege_takes_no_property_and_no_class_for_something_else(edited: Any) -> None:
    assert owlapi.violations(edited)[:3] == [], "run `make hierarchy`"


@needs_java
@pytest.mark.parametrize("name", owlapi.FACTORIES)
def test_a_reasoner_classifies_the_ontology(edited: Any, name: str) -> None:
    with owlapi.reasoner(name, edited) as asked:
        assert asked.isConsistent()
        assert owlapi.names(asked.getUnsatisfiableClasses()) == []


@needs_java
def test_a_module_that_lacks_a_declaration_is_seen(tmp_path: Path) -> None:
    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    terms = declared.renewed((FOLDER / "terms.ttl").read_text("utf-8"), "")
    (tmp_path / "terms.ttl").write_text(terms, "utf-8")
    broken = owlapi.open_file(tmp_path / "cartograph.ttl", owlapi.catalog(tmp_path))
    assert any("ontology#broader" in found for found in owlapi.violations(broken))


# ------------------------------------------------------------------ the export, to look around


@pytest.fixture(scope="module")
def published(built: Home) -> Published:
    return open_version(built)


@pytest.fixture(scope="module")
def document(published: Published) -> bytes:
    return owl(published, FOLDER)


@pytest.fixture(scope="module")
def facts(published: Published) -> Facts:
    return Facts(tuple(published.quads()), Ontology.load(FOLDER))


@pytest.fixture(scope="module")
def triples(document: bytes) -> list[Triple]:
    return [quad.triple for quad in parse(document, format=RdfFormat.RDF_XML)]


@pytest.fixture(scope="module")
def exported(document: bytes) -> Any:
    return owlapi.open_bytes(document)


@pytest.fixture(scope="module")
def hermit(document: bytes) -> Generator[Any]:
    """Start HermiT over the export, with a class for each query of the guide: it fills all of them at once."""
    ontology = owlapi.open_bytes(document)
    for number, (query, _) in enumerate(queries()):
        owlapi.define(asked(number), owlapi.expression(query, ontology), ontology)
    with owlapi.reasoner("HermiT", ontology) as started:
        yield started


def asked(number: int) -> str:
    """Return the name of the class that stands for a query of the guide."""
    return f"urn:query:{number}"


def test_the_same_version_gives_the_same_bytes(published: Published, document: bytes) -> None:
    assert owl(published, FOLDER) == document


def test_every_kind_of_thing_is_there(triples: list[Triple], published: Published) -> None:
    kinds = [
        "Agent",
        "Construct",
        "Slot",
        "Target",
        "Trial",
        "Cohort",
        "Step",
        "Component",
        "Report",
        "Figure",
        "Claim",
    ]

    def counted(found: list[Triple]) -> Counter[str]:
        typed = {t for t in found if t.predicate == TYPE}
        return Counter(kind for t in typed for kind in kinds if t.object == NamedNode(ONT + kind))

    counts = counted(triples)
    assert counts == counted([q.triple for q in published.quads()])
    assert all(counts[kind] > 10 for kind in kinds)


def test_every_node_has_a_name_and_a_sentence(triples: list[Triple], facts: Facts) -> None:
    for predicate in (LABEL, COMMENT):
        told = {t.subject for t in triples if t.predicate == predicate and isinstance(t.object, Literal)}
        assert set(facts.individuals) - told == set()


@pytest.mark.parametrize(
    ("path", "name", "sentence"),
    [
        (
            "construct/ct103a/costim-1",
            "ct103a construct: 4-1BB (CD137) costimulatory domain",
            "is a costimulatory slot",
        ),
        ("agent/ct103a", "CT103A", "It is developed by IASO and Sana."),
        ("construct/ct103a", "ct103a construct", "Its gene is transferred by lentiviral vector."),
        ("trial/ct103a-phase-1-2", "CT103A phase 1/2 trial", "It is registered as NCT05066646."),
        (
            "claim/guo-2022/table-2/ct103a/figure/ct103a-ash2021/completeResponse",
            "CT103A phase 1/2, ASH 2021: complete response: 50.7 %",
            "Printed as “CR 50.7%”. It has the 95 % interval 38.564738 to 62.783131 (Clopper-Pearson).",
        ),
        ("claim/guo-2022/table-2/ct103a", "Guo et al. 2022, Table 2, row CT103A", "is a claim."),
    ],
)
def test_names_and_sentences_are_plain_language(facts: Facts, path: str, name: str, sentence: str) -> None:
    names = Names(facts)
    assert names.name(BASE + path).casefold() == name.casefold()
    assert sentence in names.sentences(BASE + path)


def test_what_is_disputed_is_told_and_is_no_fact(facts: Facts, triples: list[Triple]) -> None:
    aside = outside(facts, Names(facts))
    told = {value(t.object) for t in triples if t.predicate == COMMENT}
    assert len(aside) > 5
    assert {text for texts in aside.values() for text in texts} <= told
    left_out = {triple for _, triple in facts.statements if triple not in facts.agreed}
    assert left_out & set(triples) == set()


def test_every_property_of_a_statement_is_carried(facts: Facts) -> None:
    used = {q.predicate.value for node, _ in facts.statements for q in facts.view[node]}
    about = {TYPE.value, *(ONT + name for name in ("subject", "property", "statedValue"))}
    assert used - about <= {ONT + name for name in PROVENANCE}


def annotated(triples: list[Triple]) -> dict[Triple, list[dict[str, str]]]:
    """Return what each annotated axiom says, an entry a place."""
    nodes: dict[Any, dict[str, Any]] = {}
    axioms = {t.subject for t in triples if t.predicate == TYPE and t.object == NamedNode(OWL + "Axiom")}
    for t in triples:
        if t.subject in axioms:
            nodes.setdefault(t.subject, {})[t.predicate.value] = t.object
    found: dict[Triple, list[dict[str, str]]] = {}
    for said in nodes.values():
        axiom = Triple(*(said[OWL + f"annotated{part}"] for part in ("Source", "Property", "Target")))
        found.setdefault(axiom, []).append({key: node.value for key, node in said.items()})
    return found


def test_each_agreed_statement_is_an_annotation_of_its_axiom(triples: list[Triple], facts: Facts) -> None:
    found = annotated(triples)
    shown = set(facts.individuals)
    stated = Counter(t for _, t in facts.statements if t in facts.agreed and t.subject in shown)
    assert len(stated) > 800
    assert {triple: len(found[triple]) for triple in stated} == stated
    assert set(found) <= set(triples)


def test_the_vector_of_ct103a_says_where_it_is_printed(triples: list[Triple]) -> None:
    said = {place["http://purl.org/dc/terms/source"]: place for place in annotated(triples)[VECTOR]}
    place = said["Vural & Beksac 2025, Table 1, line 107"]
    assert place[ONT + "printed"] == "Lentiviral vector"
    assert place[ONT + "line"] == "107"
    assert place[ONT + "statedIn"] == BASE + "claim/vural-2025/table-1/ct103a"


@needs_java
def test_the_export_is_owl_2_dl_and_imports_nothing(exported: Any) -> None:
    assert owlapi.violations(exported) == []
    assert list(exported.getImportsDeclarations()) == []


@needs_java
def test_owl_api_reads_every_individual_and_every_annotation(
    exported: Any, facts: Facts, triples: list[Triple]
) -> None:
    individuals = {owlapi.named(one) for one in owlapi.closure(exported.getIndividualsInSignature, False)}
    assert {node.value for node in facts.individuals} <= individuals
    places = sum(len(places) for places in annotated(triples).values())
    assert sum(bool(axiom.isAnnotated()) for axiom in exported.getAxioms()) == places


@needs_java
def test_owl_api_reads_where_the_vector_is_printed(exported: Any) -> None:
    construct = owlapi.factory().getOWLNamedIndividual(owlapi.iri(BASE + "construct/ct103a"))
    texts = [str(axiom.toString()) for axiom in exported.getObjectPropertyAssertionAxioms(construct)]
    (vector, *_) = [text for text in texts if "#geneTransfer>" in text and "line 107" in text]
    assert '"Lentiviral vector"' in vector


@needs_java
def test_two_reasoners_find_the_same_types_and_the_export_has_them(
    exported: Any, hermit: Any, published: Published
) -> None:
    held: dict[str, set[str]] = {}
    for quad in published.quads():
        if (
            quad.predicate == TYPE
            and quad.graph_name == DefaultGraph()
            and isinstance(quad.subject, NamedNode)
        ):
            held.setdefault(quad.subject.value, set()).add(value(quad.object))
    things = [name for name in held if name.startswith((BASE + "agent/", BASE + "construct/"))]
    assert len(things) > 200
    with owlapi.reasoner("ELK", exported) as elk:
        for judge in (elk, hermit):
            assert judge.isConsistent()
            found = {thing: owlapi.types_of(judge, thing) for thing in things}
            assert [thing for thing in things if found[thing] != held[thing]] == []


# ------------------------------------------------------------------ the guide


def queries() -> list[tuple[str, set[str]]]:
    """Return the DL queries of the guide with the ids that it says they find."""
    found = re.findall(r"^```manchester\n(.*?)^```\n\n(`.*?`)\n", GUIDE, re.MULTILINE | re.DOTALL)
    return [(" ".join(query.split()), set(re.findall(r"`([^`]+)`", answer))) for query, answer in found]


def test_the_guide_has_three_queries() -> None:
    assert len(queries()) == GUIDE.count("```manchester") == 3


@needs_java
def test_each_query_of_the_guide_finds_what_the_guide_says(hermit: Any) -> None:
    for number, (query, answer) in enumerate(queries()):
        found = owlapi.members(hermit, asked(number))
        assert {name.rpartition("/")[2] for name in found} == answer, query


def test_the_first_query_agrees_with_the_command_line(built: Home, published: Published) -> None:
    graph = Graph(built, published)
    answer = graph.ask("products-by-response", costimulation="4-1BB", vector="lentiviral", above=50)
    assert {str(row["agent"]).rpartition("/")[2] for row in answer.rows} == queries()[0][1]


def test_what_the_guide_shows_is_there(facts: Facts) -> None:
    names = Names(facts)
    shown = {names.name(node.value).casefold() for node in facts.individuals}
    assert {"ct103a construct", "ct103a phase 1/2, ash 2021"} <= shown
    for text in ("Vural & Beksac 2025, Table 1, line 107", "Lentiviral vector", "CT103A construct"):
        assert f"`{text}`" in GUIDE
