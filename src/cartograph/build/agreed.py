"""Make the agreed view: from the claims, one merged graph of what stands, with statements and figures beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from cartograph.records import jsonld
from cartograph.records.model import Records
from cartograph.terms import STATED, ont


def words(folder: Path) -> Iterator[Quad]:
    """Yield the ontology's triples about named things, so that questions find labels and hierarchies."""
    for path in sorted(folder.glob("*.ttl")):
        for quad in parse(path=path, format=RdfFormat.TURTLE):
            if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode):
                yield quad


def beside(claims: Iterable[Quad]) -> Iterator[Quad]:
    """Yield for the default graph what claims hold beside their statements: nodes, parts and figures."""
    for quad in claims:
        stated = quad.predicate.value.startswith(STATED)
        if quad.graph_name != jsonld.CLAIMS and not stated:
            yield Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def agreed(store: Store, claims: Iterable[Quad], rule: Path, preferred: Iterable[str] = ()) -> Iterator[Quad]:
    """Yield the direct triple of every statement that stands or is preferred, its value copied as it was parsed."""
    result = store.query(rule.read_text(encoding="utf-8"))
    assert isinstance(result, QuerySolutions)
    standing = {row["statement"] for row in result} | {NamedNode(iri) for iri in preferred}
    said: dict[NamedNode, dict[NamedNode, Quad]] = {}
    for quad in claims:
        if quad.subject in standing and isinstance(quad.subject, NamedNode):
            said.setdefault(quad.subject, {})[quad.predicate] = quad
    for parts in said.values():
        if ont("statedValue") not in parts:  # a preferred figure: it stands already, beside the one that lost
            continue
        subject, predicate = parts[ont("subject")].object, parts[ont("property")].object
        assert isinstance(subject, NamedNode)
        assert isinstance(predicate, NamedNode)
        yield Quad(subject, predicate, parts[ont("statedValue")].object, DefaultGraph())


def vocabulary(records: Records) -> Iterator[Quad]:
    """Yield who is who, and how sources misspell their names."""
    yield from jsonld.vocabulary(records.things.values())
    yield from jsonld.misspelt(records.misspellings)
