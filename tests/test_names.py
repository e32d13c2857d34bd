"""A name finds its thing and says why; what nobody knows stays unknown; no name of the texts goes unmodelled."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode

from cartograph.api import Graph
from cartograph.cli import command
from cartograph.curation.checking import check
from cartograph.errors import RecordError, UsageError
from cartograph.names import finder, kinds
from cartograph.names.describing import only_describes
from cartograph.names.exceptions import FILE, read_exceptions
from cartograph.names.genes import gene_names
from cartograph.names.index import NAMED
from cartograph.names.patterns import category, words
from cartograph.names.printed import unprinted
from cartograph.names.resolution import COLUMNS, Resolution
from cartograph.names.spelling import atoms, fold, key
from cartograph.project import Home, home
from cartograph.records.loader import load
from cartograph.records.model import Records
from cartograph.terms import LABEL, ONT, Ontology, local
from cartograph.versions.store import open_version
from conftest import ROOT
from nodes import value

SLAMF7 = (
    "SLAMF7 CAR-T",
    "anti-SLAMF7 CAR T cells",
    "SLAMF7-targeted CAR-T",
    "CS1 CAR-T-cell therapy",
    "CD319 CAR-T",
)


@pytest.fixture(scope="module")
def graph(built: Home) -> Graph:
    return Graph(built, open_version(built))


@cache
def records() -> Records:
    return load(home(ROOT))


@cache
def ontology() -> Ontology:
    return Ontology.load(ROOT / "ontology")


@pytest.fixture
def texts() -> Path:
    folder = os.environ.get("CARTOGRAPH_TEXTS")
    if not folder:
        pytest.skip("CARTOGRAPH_TEXTS is not set: the texts of the reviews are not part of the project")
    return Path(folder)


def entities(found: Resolution) -> set[str]:
    return {match.entity for match in found.matches}


# ------------------------------------------------------------------ when two spellings are one


@given(st.text())
def test_a_key_of_a_key_is_itself(text: str) -> None:
    assert key(key(text)) == key(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KarMMa-3", "karmma 3"),
        ("P-BCMA-101", "P-BCMA 101"),
        ("CART-ddBCMA", "cart ddbcma"),
        ("CD3ε", "CD3 epsilon"),
        ("CD3 ϵ", "CD3-epsilon"),
        ("κ light chain", "Kappa Light-Chain"),
        ("integrin β7", "integrin $\\beta7"),
        ("CD8⁺", "CD8+"),
        ("TM_PHE885", "TM-PHE885"),
        ("4‑1BB", "4-1BB"),  # a hyphen that does not break
    ],
)
def test_case_hyphens_spaces_greek_and_superscripts_tell_no_names_apart(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("CART 4-1", "CART 41"), ("CD3", "CD38"), ("bb2121", "bb21217")])
def test_digits_tell_names_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


# ------------------------------------------------------------------ every name finds its thing


def test_every_name_of_the_vocabulary_resolves_to_its_thing(graph: Graph) -> None:
    every = [
        (name, thing.path)
        for thing in records().things.values()
        for name in (thing.names if thing.path.split("/")[0] in NAMED else [thing.label])
    ]
    lost = [(name, path) for name, path in every if path not in entities(graph.resolve(name))]
    assert lost == []
    assert len(every) > 450


def test_a_label_leads_to_what_it_is_the_label_of(graph: Graph) -> None:
    quads = graph.published.store.quads_for_pattern(None, LABEL, None, DefaultGraph())
    kinds_ = (*NAMED, "construct", "cohort", "experiment", "report")
    every = [
        (quad.object.value, local(quad.subject))
        for quad in quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        if quad.subject.value.startswith(ONT)
        or (local(quad.subject).count("/") == 1 and local(quad.subject).partition("/")[0] in kinds_)
    ]
    lost = [(label, path) for label, path in every if path not in entities(graph.resolve(label))]
    assert lost == []
    assert len(every) > 1000


def test_a_label_comes_before_what_its_parts_name(graph: Graph) -> None:
    assert entities(graph.resolve("CD3-zeta")) == {"cd3Zeta"}
    assert "target/cd3" in entities(graph.resolve("CD3"))


def test_every_misspelling_says_which_line_prints_it(graph: Graph) -> None:
    found = records().misspellings
    for each in found:
        (match,) = graph.resolve(each.text).matches
        assert match.entity == each.of
        assert match.reason.startswith("misspelling printed in ")
        assert re.search(rf"line {each.place.line}\b", match.reason)
    assert len(found) > 30


@pytest.mark.parametrize("path", ["agent/ide-cel", "construct/ct103a", "cohort/cartitude-2-a"])
def test_an_id_resolves_to_its_thing(graph: Graph, path: str) -> None:
    assert graph.resolve(path).entity == path


def test_every_registry_number_resolves_to_its_trial(graph: Graph) -> None:
    numbers = {
        (statement.value.word, node.id)
        for claim in records().claims
        for node in claim.walk()
        for statement in node.statements
        if statement.property == "registryId"
    }
    assert [pair for pair in sorted(numbers) if graph.resolve(pair[0]).entity != pair[1]] == []
    assert len(numbers) > 35


#: Products as the cells and legends print them: Guo et al. 2022, Tables 1 and 2 and Figure 2, then Vural & Beksac
#: 2025, Tables 1 and 2.
PRINTED = {
    "RO7297089-GO4158 (NCT04434469)": "agent/ro7297089",
    "Teclistamab (JNJ-64007957)-MajesTEC-1 (NCT04557098)": "agent/teclistamab",
    "REGN5458 (NCT03761108)": "agent/regn5458",
    "Tnb-383B (NCT03933735)": "agent/tnb-383b",
    "Elranatamab (PF-06863135)-MagnetisMM-1 (NCT03269136)": "agent/elranatamab",
    "Ciltacabtagene autoleucl (Janssen, Xi'an, China)": "agent/cilta-cel",
    "CT053 (CARsgen, Shanghai, China)": "agent/ct053",
    "CT103A (Sana, Seattle, USA) (IASO, Nanjing, China)": "agent/ct103a",
    "C-CAR088 (CBMG, Delaware, USA)": "agent/c-car088",
    "PHE885 (Novartis, Basel, Switzerland)": "agent/phe885",
    "CART-ddBCMA (Arcellx, Maryland, USA)": "agent/cart-ddbcma",
    "bb21217 (bluebird bio, Massachusetts, USA)": "agent/bb21217",
    "Idecabtagene Vicleucel": "agent/ide-cel",
    "cilta-cel": "agent/cilta-cel",
    "SEA-BCMA": "agent/sea-bcma",
    "TNB-383B": "agent/tnb-383b",
    "elranatemab": "agent/elranatamab",
    "CRB (bb2121/Ide-cel)": "agent/ide-cel",
    "JNJ-4528 (Cilta-cel)": "agent/cilta-cel",
    "CRB402 (bb21217)": "agent/bb21217",
    "LCAR-B38M": "agent/lcar-b38m",
    "KITE-583": "agent/kite-585",
    "MCARH171": "agent/mcarh171",
    "JCARH125 (Orva-cel)": "agent/jcarh125",
    "FHVH33-CD8BBZ": "agent/fhvh33-t",
    "CT053 (Zevor-cel)": "agent/ct053",
    "P-BCMA 101": "agent/p-bcma-101",
    "ALLO-715": "agent/allo-715",
    "ddBCMA Anitocabtagene Autoleucel": "agent/cart-ddbcma",
    "BRD015": "agent/brd015",
    "DESCARTES-08": "agent/descartes-08",
    "CT103A (ChiCTR1800018137)": "agent/ct103a",
    "CTL019 (Tisa-cel, Kymriah, Novartis)": "agent/ctl019",
    "MCARH109": "agent/mcarh109",
    "AUTO2": "agent/auto2",
    "CAR2 Anti-CD38 A2 CAR-T (NCT03464916)": "agent/car2-anti-cd38",
    "ATLCAR Anti-CD138 CAR-T (NCT03672318)": "agent/atlcar-cd138",
    "CD138-CAR-T": "agent/cd138-car-t",
    "Kappa- CAR-T": "agent/kappa-car-t",
    "NY-ESO-1-CAR T": "agent/ny-eso-1-car-t",
    "CD56-CAR T": "agent/cd56-car-t",
    "CD70-CAR T": "agent/cd70-car-t",
    "Anti-TACI CAR-T (CB-P24)": "agent/anti-taci-car-t",
    "GC012": "agent/gc012f",
    "Multiantigen CARs with OR logic gate": "technology/multiantigen-or-cars",
    "On-switch CARs": "technology/on-switch-cars",
    "TRUCKs": "technology/fourth-generation-cars",
    "ARCUS (allogeneic)": "technology/arcus-allogeneic",
    "Suicide gene": "technology/suicide-gene",
}  # fmt: skip


@pytest.mark.parametrize("printed", PRINTED)
def test_a_product_resolves_as_a_table_prints_it(graph: Graph, printed: str) -> None:
    assert graph.resolve(printed).entity == PRINTED[printed]


#: Rows without a name: what they describe is found, and the mention of the row is among the candidates.
DESCRIBED = {
    "BCMA/CD38 Bispecific CAR-T cells": "table-1/bcma-cd38-bispecific",
    "BCMA/CD38 Hela cells": "table-1/bcma-cd38-hela",
    "Combined humanized anti-BCMA and anti-CD38 CAR-T cell": "table-1/bcma-cd38-combined",
    "Combined humanized anti-BCMA and anti-CD19 CAR-T cells": "table-1/bcma-cd19-combined-3",
    "Sleeping Beauty gene transfer SLAMF7 (NCT03958656)": "table-1/slamf7-sleeping-beauty",
    "BCMA/CS1 Bispecific CAR-T cells": "table-1/bcma-cs1",
}


@pytest.mark.parametrize("printed", DESCRIBED)
def test_a_row_without_a_name_is_found_by_what_it_describes(graph: Graph, printed: str) -> None:
    found = graph.resolve(printed)
    assert (found.matches, found.entity) == ((), None)
    assert f"claim/vural-2025/{DESCRIBED[printed]}/mention" in {each.entity for each in found.candidates}


@pytest.mark.parametrize(
    ("text", "entity", "reason"),
    [
        ("CT103A", "agent/ct103a", "label"),
        ("bb2121", "agent/ide-cel", "code name"),
        ("Abecma", "agent/ide-cel", "alias"),
        ("ct 103-a", "agent/ct103a", "spelling variant of the label 'CT103A'"),
        ("NCT05066646", "trial/ct103a-phase-1-2", "registry number"),
        ("P bcma 101", "agent/p-bcma-101", "spelling variant of the label 'P-BCMA-101'"),
        ("agent/ct103a", "agent/ct103a", "id"),
        ("the CT103A product", "agent/ct103a", "combination: 'CT103A' (label)"),
        ("4-1BB", "fourOneBB", "label"),
        (
            "41BB",
            "fourOneBB",
            "misspelling printed in Vural & Beksac 2025, line 114 (the hyphen is left out)",
        ),
    ],
)
def test_the_reason_is_told(graph: Graph, text: str, entity: str, reason: str) -> None:
    found = graph.resolve(text)
    assert (found.entity, found.matches[0].reason) == (entity, reason)


# ------------------------------------------------------------------ what stays ambiguous, or unknown


@pytest.mark.parametrize("text", SLAMF7)
def test_a_description_that_three_products_fit_stays_ambiguous(graph: Graph, text: str) -> None:
    found = graph.resolve(text)
    assert (found.verdict, found.entity, found.matches) == ("ambiguous", None, ())
    assert len(found.candidates) == 3
    trials = {each.differs["trial"] for each in found.candidates}
    assert trials == {"NCT03710421", "NCT03958656", "CARAMBA"}
    assert [each.label for each in found.wider] == ["BCMA/CS1"]


def test_a_trial_narrows_a_description(graph: Graph) -> None:
    found = graph.resolve("SLAMF7 CAR-T (NCT03710421)")
    assert [each.label for each in found.candidates] == ["SLAMF7 CAR T cells"]


def test_an_unknown_product_gets_its_targets_and_its_kind(graph: Graph) -> None:
    found = graph.resolve("anti-BCMA/FcRL5 CAR-T")
    assert (found.verdict, found.matches, found.candidates, found.wider) == ("described", (), (), ())
    assert [match.entity for match in found.targets] == ["target/bcma", "target/fcrl5"]
    assert [match.entity for match in found.kinds] == ["CARTCellProduct", "DualTargetProduct"]


def test_a_target_that_nobody_knows_is_not_passed_over(graph: Graph) -> None:
    found = graph.resolve("anti-BCMA/XYZ9 CAR-T")
    assert (found.verdict, found.unread, found.candidates) == ("described", ("XYZ9",), ())


def test_a_name_that_only_describes_does_not_hide_what_else_fits(graph: Graph) -> None:
    exact, loose = graph.resolve("CD138-CAR-T"), graph.resolve("anti-CD138 CAR T cells")
    assert exact.entity == "agent/cd138-car-t"
    assert [each.entity for each in exact.candidates] == ["agent/atlcar-cd138"]
    assert loose.verdict == "ambiguous"
    assert {each.entity for each in loose.candidates} == {"agent/cd138-car-t", "agent/atlcar-cd138"}


def test_a_text_may_name_several_things(graph: Graph) -> None:
    found = graph.resolve("CT103A and bb2121")
    assert (found.verdict, entities(found)) == ("several", {"agent/ct103a", "agent/ide-cel"})


@pytest.mark.parametrize("text", ["", "soup", "ABC-123", "lower", "Two of eight"])
def test_what_nobody_knows_is_unknown(graph: Graph, text: str) -> None:
    found = graph.resolve(text)
    assert (found.verdict, found.matches, found.candidates) == ("unknown", (), ())


def test_the_nearest_names_are_suggested(graph: Graph) -> None:
    assert "teclistamab" in graph.resolve("tecklistamub").suggestions
    assert graph.resolve("soup").suggestions == ()


NAMES = sorted({name for thing in records().things.values() for name in thing.names})


@given(st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=8)), max_size=3).map(" ".join))
def test_nothing_resolves_to_what_shares_no_word_with_it(graph: Graph, text: str) -> None:
    known = graph.names.things
    said = key(text).replace("-", "")
    for path in entities(graph.resolve(text)):
        own = [name.text for name in known.names if name.path == path] or [path]
        words_ = [name.text for name in graph.names.words.names if name.path == path]
        assert any(key(name).replace("-", "") in said for name in [*own, *words_] if key(name))


@pytest.mark.parametrize(
    ("text", "cls", "dual"),
    [
        ("CAR-T", "CARTCellProduct", False),
        ("bispecific CAR T cells", "CARTCellProduct", True),
        ("bispecific antibody", "BispecificAntibody", False),
        ("bispecific", "BispecificAntibody", True),
        ("BiTE", "BispecificTCellEngager", False),
        ("antibody-drug conjugates", "AntibodyDrugConjugate", False),
        ("CAR-NK", "CARNKCellProduct", False),
    ],
)
def test_words_say_a_kind(text: str, cls: str, dual: bool) -> None:
    parts, kind, at = atoms(text), kinds.Kind(), 0
    while at < len(parts):
        length, found = kinds.at(parts, at)
        kind, at = kind | found, at + max(length, 1)
    settled = kind.settled(1)
    assert (settled.cls, settled.dual) == (cls, dual)


def test_a_description_is_no_name() -> None:
    assert only_describes("NY-ESO-1-CAR T", {"nyeso1"})
    assert not only_describes("CT103A CAR-T", {"bcma"})
    assert not only_describes("BCMA", {"bcma"})


# ------------------------------------------------------------------ genes


def test_a_gene_symbol_finds_the_thing_that_is_mapped_to_it(tmp_path: Path) -> None:
    shutil.copy(ROOT / "ontology" / "gene-names.tsv", tmp_path)
    (tmp_path / "mappings.sssom.tsv").write_text(
        "# a mapping\nsubject_id\tpredicate_id\tobject_id\nagent:ct103a\tskos:exactMatch\tNCIT:C185123\n"
        "cartograph:target/cd138\tskos:exactMatch\tHGNC:10658\ncartograph:target/gone\tskos:exactMatch\thgnc:914\n"
    )
    said = {value(quad.object) for quad in gene_names(tmp_path, {"target/cd138": None})}
    assert {"SDC1", "syndecan"} <= said
    assert "B2M" not in said


def test_a_mapped_gene_without_names_is_told(tmp_path: Path) -> None:
    (tmp_path / "mappings.sssom.tsv").write_text(
        "subject_id\tpredicate_id\tobject_id\ntarget:x\tskos:exactMatch\tHGNC:1\n"
    )
    with pytest.raises(UsageError, match="'hgnc:1' has no names"):
        list(gene_names(tmp_path, {}))


# ------------------------------------------------------------------ commands and parameters


def run(built: Home, *arguments: str, text: str | None = None) -> tuple[int, str, str]:
    project = built.versions.parent / "names-project"
    if not project.exists():
        project.mkdir()
        for part in ("ontology", "shapes", "records", "rules", "queries"):
            (project / part).symlink_to(ROOT / part)
        (project / "build").symlink_to(built.versions)
    found = CliRunner().invoke(command, ["--project", str(project), *arguments], input=text)
    return found.exit_code, found.stdout, found.stderr


def test_the_command_answers_people(built: Home) -> None:
    code, shown, _ = run(built, "resolve", "SLAMF7", "CAR-T")
    assert code == 0
    assert shown.startswith("SLAMF7 CAR-T: ambiguous\n  against SLAMF7 (target/slamf7)\n")
    assert shown.count("mention of a CAR cell product") == 4


def test_the_command_answers_programs(built: Home) -> None:
    code, shown, _ = run(built, "resolve", "bb2121, soup", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(shown)))
    assert (code, tuple(rows[0])) == (0, COLUMNS)
    assert [(row["text"], row["verdict"], row["entity"]) for row in rows] == [
        ("bb2121", "resolved", "agent/ide-cel"),
        ("soup", "unknown", ""),
    ]
    _, shown, _ = run(built, "resolve", "bb2121", "--format", "json")
    (found,) = json.loads(shown)["texts"]
    assert found["matches"][0]["reason"] == "code name"
    _, shown, _ = run(built, "resolve", "bb2121", "--format", "md")
    assert shown.startswith(f"| {' | '.join(COLUMNS)} |\n")


def test_the_command_reads_names_line_by_line(built: Home) -> None:
    code, shown, _ = run(built, "resolve", "-", "--format", "csv", text="bb2121\n\nCRB-402\n")
    rows = list(csv.DictReader(io.StringIO(shown)))
    assert (code, [row["entity"] for row in rows]) == (0, ["agent/ide-cel", "trial/crb-402"])


def test_a_comma_inside_a_name_separates_nothing(graph: Graph) -> None:
    (found,) = graph.names.every("CARTITUDE-2, cohort A")
    assert found.entity == "cohort/cartitude-2-a"
    assert [each.text for each in graph.names.every("CT103A; CTL019 (Tisa-cel, Kymriah)")] == [
        "CT103A",
        "CTL019 (Tisa-cel, Kymriah)",
    ]


@pytest.mark.parametrize("name", ["JNJ-4528", "Ciltacabtagene autoleucl", "cilta cel"])
def test_parameters_and_drawings_take_every_name(built: Home, name: str) -> None:
    code, shown, _ = run(built, "ask", "property-status", "--product", name, "--format", "json")
    assert (code, json.loads(shown)["parameters"]["product"]) == (0, "agent/cilta-cel")
    code, shown, _ = run(built, "draw", name)
    assert (code, "Ciltacabtagene" in shown) == (0, True)


def test_a_name_of_several_things_is_no_parameter(built: Home) -> None:
    code, _, told = run(built, "draw", "CD138 CAR T")
    assert code == 2
    assert "nothing is called 'CD138 CAR T'" in told


# ------------------------------------------------------------------ misspellings in the records


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("misspellings: [ct103]", "1:53: the misspelling 'ct103' has no place"),
        ("misspellings: ct103", "1:52: 'misspellings' is a list"),
        ("misspellings: [{text: x}]", "1:60: the misspelling 'x' has no place"),
        ("misspellings: [{at: {source: vural-2025, line: 7}}]", "1:53: a misspelling needs 'text:'"),
        ("misspellings: [{text: x, at: {source: vural-2025}}]", "1:67: a misspelling stands in a source"),
        ("misspellings: [{text: x, at: {source: v, line: 0}}]", "1:67: a misspelling stands in a source"),
        ("misspellings: [{text: x, at: {source: v, line: 7}}]", "1:60: 'v' is no source"),
        ("misspellings: [{text: x, line: 7}]", "1:63: unknown key 'line' in a misspelling"),
        (
            "misspellings: [{text: x, at: [{source: vural-2025, line: 7}, {source: vural-2025, line: 7}]}]",
            "1:60: 'x' is given twice at one place",
        ),
    ],
)
def test_a_misspelling_without_its_place_is_refused(project: Home, entry: str, message: str) -> None:
    path = project.records / "vocabulary" / "case.yaml"
    path.write_text(f"agent/made-up-product: {{label: made, {entry}}}\n")
    with pytest.raises(RecordError) as caught:
        load(project)
    told = [str(problem) for problem in caught.value.problems]
    assert any(each.startswith(f"records/vocabulary/case.yaml:{message}") for each in told), told


def test_a_misspelt_term_must_be_a_term(project: Home) -> None:
    (project.records / "misspelt-terms.yaml").write_text(
        "cd3Zetta: [{text: x, at: {source: vural-2025, line: 7}}]\n"
    )
    with pytest.raises(RecordError, match=r"misspelt-terms\.yaml:1:1: 'cd3Zetta' is no term .*'cd3Zeta'"):
        load(project)


def test_a_misspelling_that_the_text_does_not_print_fails_the_check(texts: Path, project_copy: Path) -> None:
    path = project_copy / "records" / "vocabulary" / "agents.yaml"
    path.write_text(path.read_text("utf-8").replace("{text: idecel,", "{text: idecell,"), "utf-8")
    shown = check(home(project_copy), [path], texts, strict=False)
    assert any("'idecell' does not stand in vural-2025.txt line 54" in line for line in shown.lines)


def test_a_synonym_that_no_text_prints_is_told(texts: Path) -> None:
    assert list(unprinted(records(), texts)) == []


# ------------------------------------------------------------------ the finder


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("NCT01234567", "registry id"),
        ("ChiCTR-OPC-16009113", "registry id"),
        ("2016-003333-42", "registry id"),
        ("bb2121", "code"),
        ("P-BCMA-101", "code"),
        ("AMG 224", "code"),
        ("JNJ-64007957", "code"),
        ("KarMMa-3", "trial"),
        ("CARTITUDE-5", "trial"),
        ("MajesTEC-1", "trial"),
        ("LocoMMotion", "trial"),
        ("CD38", "gene"),
        ("IL-15", "gene"),
        ("TRAC", "capitals"),
        ("teclistamab", "drug"),
        ("tisagenlecleucel", "drug"),
        ("ixazomib", "drug"),
        ("nirogacestat", "drug"),
        ("iberdomide", None),  # an ending that names of many kinds have
        ("mezigdomide", None),
        ("pomalidomide", "drug"),
        ("patients", None),
        ("24-h", None),
        ("12th", None),
        ("3-fold", None),
        ("except", None),
        ("2021", None),
    ],
)
def test_what_a_name_looks_like(word: str, kind: str | None) -> None:
    assert (category(word), list(words(word))) == (kind, [word])


PLANTED = {
    "NCT09999999": "registry id",
    "ChiCTR2099999999": "registry id",
    "XY777": "gene",
    "zz4321": "code",
    "P-BCMA-777": "code",
    "QRS 9042": "code",
    "KarMMa-9": "trial",
    "CARTITUDE-99": "trial",
    "MajesTIC": "trial",
    "inventumab": "drug",
    "fictileucel": "drug",
    "madeupstat": "drug",
    "CD999": "gene",
    "IL-99": "gene",
    "FOXQ": "capitals",
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_name_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "vural-2025.txt").write_text("CT103A\n")
    (tmp_path / "guo-2022.txt").write_text(f"CT103A and bb2121.\nThen anti-BCMA {name}/CT053 (n = 5).\n")
    found = finder.find(records(), ontology(), ROOT / "records", tmp_path)
    lost = [problem for problem in found.failed if problem.place == "guo-2022.txt"]
    assert [problem.line for problem in lost] == [2]
    assert f"'{name}' looks like a name ({PLANTED[name]})" in lost[0].message
    assert found.missing == 1


def test_names_of_the_graph_are_known_in_every_spelling(tmp_path: Path) -> None:
    (tmp_path / "vural-2025.txt").write_text("CD319/SLAMF7, KarMMA-2, nbb21217 and AMG 224\n")
    (tmp_path / "guo-2022.txt").write_text(
        "BCMA-targeted CAR-T (LUMMICAR STUDY 1; NCT05066646)\twith 11D5-3 and TM_PHE885\n"
    )
    found = finder.find(records(), ontology(), ROOT / "records", tmp_path)
    assert (found.missing, found.total) == (0, found.known)
    assert found.total >= 5


def test_a_passage_that_says_the_word_knows_it_and_no_other_does(tmp_path: Path) -> None:
    (tmp_path / "vural-2025.txt").write_text("CT103A\n")
    lines = ["CT103A"] * 523
    lines[77] = lines[257] = "H3K36me3"  # section 2 says it, the discussion does not
    (tmp_path / "guo-2022.txt").write_text("\n".join(lines))
    assert finder.find(records(), ontology(), ROOT / "records", tmp_path).missing == 0
    lines[77] = "CT103A THE"
    (tmp_path / "guo-2022.txt").write_text("\n".join(lines))
    assert finder.find(records(), ontology(), ROOT / "records", tmp_path).missing == 1


def test_a_name_in_the_references_is_out_of_scope(tmp_path: Path) -> None:
    (tmp_path / "vural-2025.txt").write_text("CT103A\n")
    (tmp_path / "guo-2022.txt").write_text("CT103A\n" * 271 + "zz4321\n" * 144)
    assert finder.find(records(), ontology(), ROOT / "records", tmp_path).missing == 0


def test_the_texts_hold_no_name_that_nobody_modelled_or_excepted(texts: Path) -> None:
    found = finder.find(records(), ontology(), ROOT / "records", texts)
    assert [str(problem) for problem in found.failed] == []
    assert found.total == found.known + found.said + found.excepted
    assert found.total > 350


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("exceptions: [{because: x, names: [XY777]}]", "1:35: 'XY777' needs no exception: no text prints it"),
        ("exceptions: [{because: x, names: [CT103A]}]", "'CT103A' needs no exception: the graph has it"),
        ("exceptions: [{names: [zz4321]}]", "an entry of 'exceptions' is incomplete: give names, because"),
        ("exceptions: [{because: x, names: [zz4321, zz4321]}]", "'zz4321' is excepted twice"),
        ("outOfScope: [{source: guo-2022, lines: 2, because: x}]", "no range of a source"),
        ("outOfScope: [{source: guo, lines: 2-3, because: x}]", "no range of a source"),
        ("except: []", "1:1: unknown key 'except'"),
        ("exceptions: [", "not YAML"),
    ],
)
def test_an_exception_out_of_date_or_without_a_reason_is_an_error(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "vural-2025.txt").write_text("CT103A\n")
    (tmp_path / "guo-2022.txt").write_text("CT103A and zz4321\n")
    (tmp_path / Path(FILE).name).write_text(content + "\n")
    failed = finder.find(records(), ontology(), tmp_path, tmp_path).failed
    assert any(message in str(problem) for problem in failed if problem.place == FILE)


def test_an_exception_with_its_reason_is_taken(tmp_path: Path) -> None:
    (tmp_path / "vural-2025.txt").write_text("CT103A\n")
    (tmp_path / "guo-2022.txt").write_text("CT103A and zz4321\nand XY777\n")
    (tmp_path / Path(FILE).name).write_text(
        "outOfScope: [{source: guo-2022, lines: 2-2, because: made}]\n"
        "exceptions: [{because: made, names: [zz4321]}]\n"
    )
    found = finder.find(records(), ontology(), tmp_path, tmp_path)
    assert (found.failed, found.excepted) == ((), 1)
    assert read_exceptions(tmp_path / "nowhere", records().sources).names == {}


def test_the_check_counts_names(texts: Path, project_copy: Path) -> None:
    shown = check(home(project_copy), [], texts, strict=False)
    assert any(re.fullmatch(r"names: \d+ looked for, .* 0 missing", line) for line in shown.lines)
    assert not shown.failed
