"""Read by which gene symbols the things of the vocabulary are known: no source has to print them.

Two files join: `ontology/mappings.sssom.tsv` says which thing is which gene of HGNC, `ontology/gene-names.tsv` how
HGNC calls it. Without the mapping nothing is known by its gene.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, Quad

from cartograph.errors import Problem, UsageError
from cartograph.terms import BASE, ont, thing

MAPPINGS, NAMES = "mappings.sssom.tsv", "gene-names.tsv"
_EXACT = {"skos:exactMatch", "skos:closeMatch", "skos:relatedMatch"}
_HGNC = "hgnc:"


def gene_names(ontology: Path, declared: Mapping[str, object]) -> Iterator[Quad]:
    """Yield symbol and aliases of every declared thing that is mapped to a gene.

    Raises UsageError where a mapped gene has no names: the two files then tell of different genes.
    """
    names = {row["hgnc"].casefold(): row for row in _rows(ontology / NAMES)}
    for path, gene in _mapped(ontology / MAPPINGS):
        if gene not in names:
            fix = f"add its symbol and aliases to ontology/{NAMES}"
            raise UsageError(Problem(f"ontology/{MAPPINGS}", message=f"'{gene}' has no names", fix=fix))
        if path in declared:
            row = names[gene]
            yield Quad(thing(path), ont("geneSymbol"), Literal(row["symbol"]), DefaultGraph())
            for alias in filter(None, map(str.strip, row["aliases"].split(","))):
                yield Quad(thing(path), ont("geneAlias"), Literal(alias), DefaultGraph())


def _mapped(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each thing with the gene that it is mapped to."""
    for row in _rows(path):
        gene = row.get("object_id", "").casefold()
        if gene.startswith(_HGNC) and row.get("predicate_id") in _EXACT:
            subject = row.get("subject_id", "").removeprefix(BASE)
            yield subject.partition(":")[2] if ":" in subject else subject, gene


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        yield from csv.DictReader(lines, delimiter="\t")
