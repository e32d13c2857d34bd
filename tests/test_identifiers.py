"""Identifiers: each with the label it was verified under, each of something that we have, none firmer than it is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from cartograph.curation import mappings
from cartograph.curation.mappings import MATCHES, Row
from cartograph.errors import RecordError, UsageError
from cartograph.records.shape import Shape
from cartograph.records.vocabulary import things
from cartograph.terms import OWL, Ontology, local

ROOT = Path(__file__).parents[1]
#: Rows of the tables that the identifiers were verified in, with the columns that are used.
VERIFIED = Path(__file__).parent / "data" / "identifiers"
MADE = mappings.read(ROOT / "ontology")


def rows(name: str) -> list[dict[str, str]]:
    with (VERIFIED / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def verified() -> set[tuple[str, str]]:
    """Return each verified identifier with the label of its row."""
    found = {(row["hgnc"], row["symbol"]) for row in rows("genes")}
    found |= {(f"UniProtKB:{row['uniprot']}", row["symbol"]) for row in rows("genes") if row["uniprot"]}
    found |= {(row["mondo"], row["label"]) for row in rows("diseases")}
    found |= {(row["mesh"], row["label"]) for row in rows("drugs-and-terms")}
    found |= {(row["chebi"], row["label"]) for row in rows("drugs-and-terms") if row["chebi"]}
    return found | {(row["id"], row["label"]) for row in rows("others")}


def labels() -> dict[str, str]:
    """Return the label of everything that we name, by its compact form."""
    words = Ontology.load(ROOT / "ontology")
    files = {path.name: path for path in (ROOT / "records" / "vocabulary").glob("*.yaml")}
    declared = things(files, Shape.load(ROOT / "records"), [])
    return {
        **{f"cartographo:{name}": term.label for name, term in words.terms.items()},
        **{f"cartograph:{path}": thing.label for path, thing in declared.items()},
    }


def unverified(found: tuple[Row, ...]) -> list[str]:
    known = verified()
    return [
        f"{row.object} {row.object_label}" for row in found if (row.object, row.object_label) not in known
    ]


def unknown(found: tuple[Row, ...]) -> list[str]:
    known = labels()
    return [
        f"{row.subject} {row.subject_label}" for row in found if known.get(row.subject) != row.subject_label
    ]


def test_every_identifier_and_label_was_verified_together() -> None:
    assert len(MADE.rows) >= 100
    assert unverified(MADE.rows) == []


def test_every_subject_is_ours_under_that_label() -> None:
    assert unknown(MADE.rows) == []


@pytest.mark.parametrize(
    ("identifier", "label"),
    [
        ("MONDO:0009693", "multiple myeloma"),  # MONDO's label is another
        ("HGNC:11913", "BCMA"),
        ("NCIT:C15986", "Pharmacotherapy"),  # too general
        ("MESH:C599209", "isatuximab"),  # three digits short
    ],
)
def test_a_wrong_label_or_identifier_is_found(identifier: str, label: str) -> None:
    row = Row("cartograph:target/bcma", "BCMA", "skos:exactMatch", identifier, label, "semapv:x", "", 1)
    assert unverified((row,)) == [f"{identifier} {label}"]


@pytest.mark.parametrize(
    ("subject", "label"),
    [
        ("cartograph:target/none", "none"),
        ("cartograph:target/bcma", "TNFRSF17"),
        ("cartographo:Nothing", "nothing"),
    ],
)
def test_a_subject_that_we_do_not_have_is_found(subject: str, label: str) -> None:
    row = Row(subject, label, "skos:exactMatch", "HGNC:11913", "TNFRSF17", "semapv:x", "", 1)
    assert unknown((row,)) == [f"{subject} {label}"]


def test_a_gene_is_the_exact_match_of_a_gene_alone() -> None:
    exact = [
        row for row in MADE.rows if row.object.startswith("HGNC:") and row.predicate == "skos:exactMatch"
    ]
    assert len(exact) >= 3
    assert all(row.subject.startswith("cartograph:gene/") for row in exact)


def test_one_identifier_is_the_exact_match_of_one_thing() -> None:
    exact = [row.object for row in MADE.rows if row.predicate == "skos:exactMatch"]
    assert sorted(set(exact)) == sorted(exact)


def test_the_module_says_nothing_that_a_reasoner_acts_on() -> None:
    quads = list(parse(path=ROOT / "ontology" / "mappings.ttl", format=RdfFormat.TURTLE))
    assert sum(quad.predicate.value in MATCHES for quad in quads) == len(MADE.rows)
    assert not [quad for quad in quads if local(quad.predicate) in ("sameAs", "equivalentClass")]
    classes = {
        q.object.value for q in quads if isinstance(q.object, NamedNode) and q.object.value.startswith(OWL)
    }
    assert classes == {OWL + "Ontology", OWL + "AnnotationProperty"}


# ------------------------------------------------------------------ the file

HEAD = "#mapping_set_id: https://x.example/set\n#license: https://x.example/licence\n#curie_map:\n"
PREFIXES = "#  a: https://x.example/\n#  skos: http://www.w3.org/2004/02/skos/core#\n"
COLUMNS = "\t".join(mappings.COLUMNS) + "\n"
GOOD = "a:one\tone\tskos:exactMatch\ta:1\tOne\ta:by-hand\t\n"


def put(folder: Path, text: str) -> Path:
    (folder / mappings.NAME).write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (row,) = mappings.read(put(tmp_path, HEAD + PREFIXES + COLUMNS + GOOD)).rows
    assert (row.subject, row.object, row.line) == ("a:one", "a:1", 7)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (COLUMNS + GOOD, "the header lacks mapping_set_id, license, curie_map"),
        ("#a: b: c\n" + COLUMNS, "the header is no YAML"),
        (HEAD + PREFIXES + "subject\tobject\n", ":6: other columns than expected"),
        (HEAD + PREFIXES + COLUMNS + GOOD.replace("\n", "\tmore\n"), ":7: 8 cells in 7 columns"),
        (HEAD + PREFIXES + COLUMNS + GOOD + GOOD, ":8: a:one to a:1 twice"),
        (HEAD + PREFIXES + COLUMNS + GOOD.replace("a:1", "b:1"), ":7: 'b:1' has no known prefix"),
        (
            HEAD + PREFIXES + COLUMNS + GOOD.replace("skos:exactMatch", "skos:same"),
            "'skos:same' is no mapping",
        ),
        (HEAD + PREFIXES + COLUMNS + GOOD.replace("\tOne\t", "\t\t"), "an identifier without its label"),
        (HEAD + PREFIXES + COLUMNS + GOOD.replace("exact", "close"), "not exact, without a comment"),
        (HEAD + PREFIXES + COLUMNS + GOOD.replace("a:one", "a:two") + GOOD, "the mappings are not sorted"),
    ],
)
def test_a_bad_file_is_refused(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError) as caught:
        mappings.read(put(tmp_path, text))
    assert message in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        mappings.read(tmp_path)
