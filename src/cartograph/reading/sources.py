"""Read the curated sources: their passages, and the claims of each in the order of the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from cartograph.reading.reader import Reader, Word
from cartograph.reading.select import rows
from cartograph.terms import local, ont, thing
from cartograph.versions.labels import CLAIMS

_CLAIMS = """
SELECT ?claim ?source ?passage ?row ?line WHERE {
  GRAPH <graph/claims> { ?claim a :Claim ; :inSource ?source ; :inPassage ?passage .
                         OPTIONAL { ?claim :row ?row } OPTIONAL { ?claim :line ?line } }
}
"""
_COUNTS = """
SELECT ?claim ?kind (COUNT(DISTINCT ?node) AS ?n) WHERE {
  VALUES ?kind { :Statement :Figure :MechanisticAssertion :Mention :RegulatoryStatus :Comparison :DoseDesignation }
  ?node :statedIn ?claim ; a ?kind
} GROUP BY ?claim ?kind
"""
_SILENT = """
SELECT ?source (COUNT(?silence) AS ?n) WHERE {
  GRAPH <graph/claims> { ?silence a :Silence ; :inSource ?source }
} GROUP BY ?source
"""
_PASSAGES = """
SELECT ?passage ?source ?label WHERE {
  GRAPH <graph/claims> { ?passage a :Passage ; :inSource ?source ; rdfs:label ?label }
}
"""
#: What a claim may state, as a page counts it.
COUNTED = {
    "Figure": "figures",
    "Statement": "facts",
    "MechanisticAssertion": "assertions",
    "Comparison": "comparisons",
    "RegulatoryStatus": "approvals",
    "DoseDesignation": "doses",
    "Mention": "mentions",
}


@dataclass(frozen=True)
class Claim:
    """Hold one row or sentence, and how much it states."""

    path: str
    row: str
    line: int
    counts: Mapping[str, int]

    @property
    def sort_key(self) -> tuple[int, str]:
        """Return what orders claims as the source has them."""
        return (self.line, self.path)


@dataclass(frozen=True)
class Passage:
    """Hold a passage with its claims in their order."""

    path: str
    label: str
    claims: tuple[Claim, ...]

    @property
    def lines(self) -> str:
        """Return the first and the last line with a claim."""
        found = [claim.line for claim in self.claims if claim.line]
        if not found:
            return ""
        return f"{min(found)}" if min(found) == max(found) else f"{min(found)} to {max(found)}"

    @property
    def counts(self) -> Counter[str]:
        """Return how much the claims state."""
        return total(self.claims)

    @property
    def sort_key(self) -> tuple[bool, int, str]:
        """Return what orders passages as the source has them; those that state nothing come last."""
        lines = [claim.line for claim in self.claims]
        return (not lines, min(lines, default=0), self.label)


@dataclass(frozen=True)
class Source:
    """Hold a source with its passages."""

    path: str
    label: str
    citation: str
    doi: str
    licence: str
    year: str
    passages: tuple[Passage, ...]
    silences: int

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return every claim of the source."""
        return tuple(claim for passage in self.passages for claim in passage.claims)

    @property
    def counts(self) -> Counter[str]:
        """Return how much the claims state."""
        return total(self.claims)


def total(claims: tuple[Claim, ...]) -> Counter[str]:
    """Return how much several claims state together."""
    counts: Counter[str] = Counter()
    for claim in claims:
        counts.update(claim.counts)
    return counts


def read(reader: Reader) -> tuple[Source, ...]:
    """Return every source of a version."""
    claims, silent = (
        _claims(reader.store),
        {row["source"]: int(row["n"]) for row in rows(reader.store, _SILENT)},
    )
    passages: dict[str, list[Passage]] = {}
    for row in rows(reader.store, _PASSAGES):
        found = sorted(claims.get(row["passage"], []), key=lambda claim: claim.sort_key)
        passages.setdefault(row["source"], []).append(Passage(row["passage"], row["label"], tuple(found)))
    return tuple(_source(reader, one["id"], passages, silent) for one in reader.finder.sources())


def _claims(store: Store) -> dict[str, list[Claim]]:
    counts: dict[str, dict[str, int]] = {}
    for row in rows(store, _COUNTS):
        counts.setdefault(row["claim"], {})[row["kind"]] = int(row["n"])
    found: dict[str, list[Claim]] = {}
    for row in rows(store, _CLAIMS):
        path = row["claim"]
        name = row["row"] or path.rpartition("/")[2].replace("-", " ")
        found.setdefault(row["passage"], []).append(
            Claim(path, name, int(row["line"] or 0), counts.get(path, {}))
        )
    return found


def _source(
    reader: Reader, path: str, passages: Mapping[str, list[Passage]], silent: Mapping[str, int]
) -> Source:
    node = thing(path)
    said = {name: reader.store_text(node, name, CLAIMS) for name in ("citation", "doi", "licenceOf", "year")}
    return Source(
        path,
        reader.label(node, CLAIMS),
        said["citation"],
        said["doi"],
        said["licenceOf"],
        said["year"],
        tuple(sorted(passages.get(path, []), key=lambda one: one.sort_key)),
        silent.get(path, 0),
    )


def named(reader: Reader, claim: NamedNode) -> list[Word]:
    """Return the things that a claim names."""
    quads = reader.store.quads_for_pattern(claim, ont("names"), None, CLAIMS)
    words = [reader.word(quad.object) for quad in quads if isinstance(quad.object, NamedNode)]
    return sorted(words, key=lambda word: word.path)


def passage_of(reader: Reader, claim: NamedNode) -> str:
    """Return the path of the passage that a claim belongs to."""
    for quad in reader.store.quads_for_pattern(claim, ont("inPassage"), None, CLAIMS):
        if isinstance(quad.object, NamedNode):
            return local(quad.object)
    return ""
