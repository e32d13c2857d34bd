"""Read the identifiers in public vocabularies, `ontology/mappings.sssom.tsv`, and write them as an ontology module.

The file is a mapping set after SSSOM (Matentzoglu et al., Database 2022, baac035; https://w3id.org/sssom): a YAML
header behind `#`, then one mapping a line. The module holds annotations, so that no reasoner takes a gene for a
target.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cartograph.errors import Problem, RecordError, UsageError
from cartograph.terms import BASE, SKOS

NAME = "mappings.sssom.tsv"
COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "comment",
)
#: What SSSOM demands of a mapping set, and what this one cannot do without.
_HEADER = ("mapping_set_id", "license", "curie_map")
PREDICATES = tuple(f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))


@dataclass(frozen=True)
class Row:
    """Hold one mapping: a thing or term of ours, how it is related, and an identifier with its label."""

    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str
    justification: str
    comment: str
    line: int


@dataclass(frozen=True)
class MappingSet:
    """Hold the mappings with the prefixes in which they are written."""

    id: str
    license: str
    prefixes: Mapping[str, str]
    rows: tuple[Row, ...]

    def iri(self, curie: str) -> str:
        """Return the IRI of a compact one; raise KeyError for a prefix that the header lacks."""
        prefix, _, name = curie.partition(":")
        return self.prefixes[prefix] + name


def read(folder: Path) -> MappingSet:
    """Read the mapping set in the ontology's folder; raise RecordError with every problem."""
    name = f"ontology/{NAME}"
    try:
        lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UsageError(Problem(name, message=f"cannot be read ({error.strerror})")) from error
    head = [line.removeprefix("#") for line in lines if line.startswith("#")]
    header = _header(head, name)
    rows = tuple(_rows(lines[len(head) :], len(head) + 1))
    made = MappingSet(header["mapping_set_id"], header["license"], header["curie_map"], rows)
    problems = list(_problems(made, name))
    if problems:
        raise RecordError(problems)
    return made


def _header(lines: list[str], name: str) -> dict[str, Any]:
    try:
        header = yaml.safe_load("\n".join(lines)) or {}
    except yaml.YAMLError as error:
        raise RecordError(Problem(name, 1, message=f"the header is no YAML ({error})")) from error
    missing = [key for key in _HEADER if key not in header]
    if missing:
        raise RecordError(
            Problem(name, 1, message=f"the header lacks {', '.join(missing)}", fix="write them")
        )
    return dict(header)


def _rows(lines: list[str], first: int) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    columns = next(reader, [])
    if tuple(columns) != COLUMNS:
        raise RecordError(
            Problem(
                f"ontology/{NAME}",
                first,
                message="other columns than expected",
                fix=f"write {', '.join(COLUMNS)}, tab separated",
            )
        )
    for at, cells in enumerate(reader, first + 1):
        if len(cells) > len(COLUMNS):
            raise RecordError(
                Problem(f"ontology/{NAME}", at, message=f"{len(cells)} cells in {len(COLUMNS)} columns")
            )
        subject, label, predicate, object_, object_label, justification, comment = (
            *cells,
            *[""] * (len(COLUMNS) - len(cells)),
        )
        yield Row(subject, label, predicate, object_, object_label, justification, comment, at)


def _problems(made: MappingSet, name: str) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for row in made.rows:
        for message, fix in _wrong(row, made.prefixes):
            yield Problem(name, row.line, message=message, fix=fix)
        if (row.subject, row.object) in seen:
            yield Problem(name, row.line, message=f"{row.subject} to {row.object} twice", fix="keep one")
        seen.add((row.subject, row.object))
    if list(made.rows) != sorted(made.rows, key=lambda row: (row.subject, row.predicate, row.object)):
        yield Problem(
            name, message="the mappings are not sorted", fix="sort by subject, predicate and object"
        )


def _wrong(row: Row, prefixes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for curie in (row.subject, row.predicate, row.object, row.justification):
        if curie.partition(":")[0] not in prefixes:
            yield f"'{curie}' has no known prefix", "add the prefix to curie_map"
    if row.predicate not in PREDICATES:
        yield f"'{row.predicate}' is no mapping", f"write one of {', '.join(PREDICATES)}"
    if not row.subject_label or not row.object_label:
        yield "an identifier without its label", "write both labels: they are checked with the identifiers"
    if row.predicate != PREDICATES[0] and not row.comment:
        yield "a mapping that is not exact, without a comment", "say how the meanings differ"


# ---------------------------------------------------------------------- the module
_HEAD = """\
# Made by `make generate` from mappings.sssom.tsv: identifiers in public vocabularies, as annotations.
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<{base}ontology/mappings> a owl:Ontology ;
    owl:versionIRI <{base}ontology/{version}/mappings> ;
    dcterms:title "CARTograph identifiers in public vocabularies"@en ;
    dcterms:creator "The CARTograph developers" ;
    dcterms:source "{id}" ;
    dcterms:license <{license}> .

dcterms:creator a owl:AnnotationProperty . dcterms:license a owl:AnnotationProperty .
dcterms:source a owl:AnnotationProperty . dcterms:title a owl:AnnotationProperty .
skos:notation a owl:AnnotationProperty .
"""


def module(made: MappingSet, version: str) -> str:
    """Return the Turtle module of the mappings: each a triple, each identifier with its label and compact form."""
    declared = " ".join(f"{predicate} a owl:AnnotationProperty ." for predicate in PREDICATES)
    head = _HEAD.format(base=BASE, version=version, id=made.id, license=made.license)
    links = (f"<{made.iri(r.subject)}> {r.predicate} <{made.iri(r.object)}> .\n" for r in made.rows)
    labels = sorted({(made.iri(r.object), r.object_label, r.object) for r in made.rows})
    names = (f'<{iri}> rdfs:label "{label}" ; skos:notation "{curie}" .\n' for iri, label, curie in labels)
    return "".join([head, declared, "\n\n", *links, "\n", *names])


#: The properties of the mappings.
MATCHES = tuple(SKOS + predicate.partition(":")[2] for predicate in PREDICATES)
