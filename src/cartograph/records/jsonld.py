"""Turn the model into JSON-LD, and JSON-LD into quads: one named graph a claim, and one that describes the claims.

The mapping of keys to RDF is `records/context.jsonld`, a flat JSON-LD 1.1 context that `cartograph.generate` makes
from the shape. This module adds ids, classes, source and passage; it adds no knowledge.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from cartograph.records.model import (
    Citation,
    Claim,
    Misspelling,
    Node,
    Quote,
    Records,
    Silence,
    Source,
    Statement,
    Thing,
    Value,
)
from cartograph.terms import GRAPH, LABEL, ONT, SKOS, TYPE, XSD, ont, thing

Json = dict[str, Any]
CLAIMS = NamedNode(GRAPH + "claims")


def quads(records: Records, folder: Path) -> Iterator[Quad]:
    """Yield the claim graphs and `graph/claims`, parsed from JSON-LD with the context of the records folder."""
    context = json.loads((folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    document = {"@context": context, "@graph": list(graphs(records))}
    yield from parse(json.dumps(document).encode(), format=RdfFormat.JSON_LD)


def graphs(records: Records) -> Iterator[Json]:
    """Yield a JSON-LD graph object for each claim, then the one that describes them all."""
    for claim in records.claims:
        yield {"@id": claim.id, "@graph": [_node(node, claim) for node in claim.nodes]}
    yield {"@id": CLAIMS.value, "@graph": list(_descriptions(records))}


def vocabulary(things: Iterable[Thing]) -> Iterator[Quad]:
    """Yield label, names and class of every declared thing, for the default graph."""
    for each in things:
        subject = thing(each.path)
        yield Quad(subject, TYPE, ont(each.cls), DefaultGraph())
        yield Quad(subject, LABEL, Literal(each.label), DefaultGraph())
        for name in each.synonyms:
            yield Quad(subject, NamedNode(SKOS + "altLabel"), Literal(name), DefaultGraph())
        if each.note:
            yield Quad(subject, ont("note"), Literal(each.note), DefaultGraph())


def misspelt(found: Iterable[Misspelling]) -> Iterator[Quad]:
    """Yield the misspellings of things and terms as hidden labels, for the default graph."""
    for each in found:
        yield Quad(_misspelt(each), NamedNode(SKOS + "hiddenLabel"), Literal(each.text), DefaultGraph())


def _misspelt(each: Misspelling) -> NamedNode:
    return thing(each.of) if "/" in each.of else ont(each.of)


# ---------------------------------------------------------------------- what a claim states
def _node(node: Node, claim: Claim, parent: str | None = None) -> Json:
    made: Json = {"@id": node.id, "@type": [node.cls, *(v.word for v in node.plain.get("type", ()))]}
    made |= {key: [_plain(v) for v in values] for key, values in node.plain.items() if key != "type"}
    for statement in node.statements:
        made.setdefault("stated:" + statement.property, []).append(_statement(statement, claim))
    if "among" in made:
        made["among"] = [f"{_figures_of(node)}/{path}" for path in made["among"]]
    for link, child in node.children:
        made.setdefault(link or "@included", []).append(_node(child, claim, node.id))
    if node.kind in ("regulatory", "designation") and parent:
        made["ofAgent"] = parent
    if _belongs_to_claim(node):
        made |= _provenance(claim, node.quote, node.place.line, node.place.cell) | _cites(
            node.cites, node.id, claim
        )
    if node.kind == "mention":
        made["label"] = claim.row
    return made


def _figures_of(node: Node) -> str:
    """Return the path under which the figures of the node's report lie in its claim."""
    claim, _, rest = node.id.partition("/figure/")
    return f"{claim}/figure/{rest.split('/')[0]}"


def _belongs_to_claim(node: Node) -> bool:
    return node.id.startswith("claim/")


def _statement(statement: Statement, claim: Claim) -> Json:
    made: Json = {
        "@id": statement.id,
        "@type": "Statement",
        "subject": statement.subject,
        "property": _property(statement.property),
        "statedValue": _stated(statement.value),
    }
    made |= {key: _plain(value) for key, value in statement.extra.items()}
    made |= _provenance(claim, statement.quote, statement.place.line, statement.place.cell)
    return made | _cites(statement.cites, statement.id, claim)


def _property(name: str) -> Json:
    return {"@id": TYPE.value if name == "type" else ONT + name}


def _provenance(claim: Claim, quote: Quote | None, line: int, cell: int | None) -> Json:
    place = quote.place if quote else None
    found: Json = {"statedIn": claim.id, "line": str(place.line if place else line)}
    cell = place.cell if place else cell
    if cell is not None:
        found["cell"] = str(cell)
    if quote:
        found["printed"] = quote.printed
    return found


def _cites(cites: tuple[Citation, ...], owner: str, claim: Claim) -> Json:
    return {"cites": [_citation(each, owner, claim) for each in cites]} if cites else {}


def _citation(each: Citation, owner: str, claim: Claim) -> Json:
    own = each.corrected is not None
    made: Json = {
        "@id": f"{owner}/citation/{each.number}" if own else f"reference/{claim.source}/{each.number}",
        "@type": "Citation",
        "inSource": f"source/{claim.source}",
        "printedNumber": each.number,
    }
    if each.corrected:
        made["correctedNumber"] = each.corrected
    if each.because:
        made["because"] = each.because
    if own and each.publication:  # other numbers are entries of the list, which name theirs
        made["citedPublication"] = each.publication
    return made


def _plain(value: Value) -> Any:
    return value.word


def _stated(value: Value) -> Json:
    if value.kind in ("term", "class"):
        return {"@id": ONT + value.word}
    if value.kind == "thing":
        return {"@id": value.word}
    return {"@value": value.word, "@type": XSD + {"text": "string"}.get(value.kind, value.kind)}


# ---------------------------------------------------------------------- what is said about claims
def _descriptions(records: Records) -> Iterator[Json]:
    for source in records.sources.values():
        yield _source(source)
        for passage in source.passages.values():
            yield {
                "@id": f"passage/{source.slug}/{passage.slug}",
                "@type": "Passage",
                "label": passage.label,
                "inSource": f"source/{source.slug}",
            }
    for claim in records.claims:
        yield _claim(claim)
    for silence in records.silences:
        yield _silence(silence)
    for misspelling in records.misspellings:
        yield _misspelling(misspelling)


def _source(source: Source) -> Json:
    made: Json = {
        "@id": f"source/{source.slug}",
        "@type": "Source",
        "label": source.label,
        "citation": source.citation,
        "licenceOf": source.licence,
        "year": str(source.year),
    }
    return made | ({"doi": source.doi} if source.doi else {})


def _claim(claim: Claim) -> Json:
    made: Json = {
        "@id": claim.id,
        "@type": "Claim",
        "row": claim.row,
        "line": str(claim.place.line),
        "inSource": f"source/{claim.source}",
        "inPassage": f"passage/{claim.source}/{claim.passage}",
        "names": sorted(named(claim)),
    }
    if claim.place.cell is not None:
        made["cell"] = str(claim.place.cell)
    return made | ({"note": claim.note} if claim.note else {})


def named(claim: Claim) -> set[str]:
    """Return the paths of the shared things that a claim speaks of, as subject or as value."""
    found: set[str] = set()
    for node in claim.walk():
        plain = (values for key, values in node.plain.items() if key != "mayBeSameAs")  # a guess of ours
        found |= {v.word for values in plain for v in values if v.kind == "thing"}
        found |= {s.value.word for s in node.statements if s.value.kind == "thing"}
    found |= {node.id for node in claim.nodes}
    return {path for path in found if not path.startswith("claim/")}


def _silence(silence: Silence) -> Json:
    made: Json = {
        "@id": silence.id,
        "@type": "Silence",
        "expectation": silence.expectation,
        "silenceKind": silence.kind,
        "silenceScope": silence.scope,
        "inSource": f"source/{silence.source}",
    }
    if silence.passage:
        made["inPassage"] = f"passage/{silence.source}/{silence.passage}"
    if silence.claim:
        made["statedIn"] = silence.claim
    if silence.printed:
        made["printed"] = silence.printed
    return made


def _misspelling(each: Misspelling) -> Json:
    slug = re.sub(r"[^0-9A-Za-z]+", "-", each.text).strip("-")
    made: Json = {
        "@id": f"misspelling/{each.of}/{each.source}/{each.place.line}/{slug}",
        "@type": "Misspelling",
        "misspells": _misspelt(each).value,
        "spelling": each.text,
        "inSource": f"source/{each.source}",
        "line": str(each.place.line),
    }
    if each.place.cell is not None:
        made["cell"] = str(each.place.cell)
    return made | ({"because": each.because} if each.because else {})
