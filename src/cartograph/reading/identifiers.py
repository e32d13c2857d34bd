"""Read the identifiers that a thing has elsewhere: mappings to public vocabularies, registries, gene symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode

from cartograph.reading.reader import Reader
from cartograph.terms import SKOS

_FIRM = ("exact", "close", "broad", "narrow", "related")
_NCT = re.compile(r"NCT\d{8}")


@dataclass(frozen=True)
class Identifier:
    """Hold an identifier elsewhere, and how firm the mapping is."""

    relation: str
    text: str
    address: str


def mapped(reader: Reader, node: NamedNode) -> list[Identifier]:
    """Return the mappings of a thing, the firmest first."""
    return [
        Identifier(relation, _compact(quad.object.value), quad.object.value)
        for relation in _FIRM
        for quad in reader.store.quads_for_pattern(
            node, NamedNode(f"{SKOS}{relation}Match"), None, DefaultGraph()
        )
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(("http://", "https://"))
    ]


def registered(numbers: list[str]) -> list[Identifier]:
    """Return registry numbers; only those of ClinicalTrials.gov tell their address.

    >>> [one.address for one in registered(["NCT03548207", "ChiCTR1800018137"])]
    ['https://clinicaltrials.gov/study/NCT03548207', '']
    """
    return [
        Identifier("registry", one, f"https://clinicaltrials.gov/study/{one}" if _NCT.fullmatch(one) else "")
        for one in numbers
    ]


def _compact(iri: str) -> str:
    """Write an identifier as people quote it.

    >>> _compact("http://purl.obolibrary.org/obo/NCIT_C185123"), _compact("http://id.nlm.nih.gov/mesh/D003520")
    ('NCIT:C185123', 'mesh:D003520')
    >>> _compact("http://identifiers.org/hgnc:11913")
    'hgnc:11913'
    """
    head, _, name = iri.rpartition("/")
    if ":" in name:
        return name
    if "_" in name:
        return name.replace("_", ":", 1)
    return f"{head.rpartition('/')[2]}:{name}"
