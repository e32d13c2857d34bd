"""Make the files that follow from others: JSON-LD context, JSON Schema, the modules of stated properties and mappings.

Run as `python -m cartograph.curation.generate` (`make generate`); a test fails when a file is out of date.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, RdfFormat, parse

from cartograph.curation import mappings
from cartograph.project import Home, home
from cartograph.records.shape import Kind, Range, Shape
from cartograph.records.vocabulary import VALUES_ONLY
from cartograph.terms import BASE, ONT, OWL, RDFS, SKOS, STATED, XSD, Ontology, Term

Json = dict[str, Any]

#: Properties that the loader writes beside those of the shape, with how their values are read.
_WRITTEN = {
    "subject": "@id",
    "property": "@vocab",
    "statedIn": "@id",
    "inSource": "@id",
    "inPassage": "@id",
    "names": "@id",
    "cites": "@id",
    "citedPublication": "@id",
    "ofAgent": "@id",
    "hasSlot": "@id",
    "hasStep": "@id",
    "hasComponent": "@id",
    "hasFigure": "@id",
    "expectation": "@vocab",
    "silenceKind": "@vocab",
    "silenceScope": "@vocab",
    "misspells": "@id",
    "among": "@id",
    "line": XSD + "integer",
    "cell": XSD + "integer",
    "year": XSD + "integer",
}
_COERCIONS = {"term": "@vocab", "class": "@vocab", "thing": "@id"}


def context(shape: Shape) -> Json:
    """Return the flat JSON-LD 1.1 context: a vocabulary, a base, and how the values of each key are read."""
    made: Json = {
        "@version": 1.1,
        "@base": BASE,
        "@vocab": ONT,
        "stated": STATED,
        "label": RDFS + "label",
        "altLabel": SKOS + "altLabel",
        "notation": SKOS + "notation",
        "definition": SKOS + "definition",
    }
    keys = dict(_WRITTEN)
    for kind in shape.kinds.values():
        for key, range_ in {**kind.states, **kind.plain}.items():
            if key != "type" and range_.kind not in ("text", "registry"):
                keys.setdefault(key, _COERCIONS.get(range_.kind, XSD + range_.kind))
    made |= {key: {"@id": ONT + key, "@type": keys[key]} for key in sorted(keys)}
    return {"@context": made}


def stated(shape: Shape, words: Ontology) -> str:
    """Return the Turtle module of the properties by which claims point to statements."""
    names = sorted({key for kind in shape.kinds.values() for key in kind.states})
    head = (Path(__file__).parent / "stated-head.ttl").read_text(encoding="utf-8")
    return head + "".join(_stated(name, words.terms.get(name)) for name in names)


def _stated(name: str, term: Term | None) -> str:
    label = term.label if term else "kind of agent"
    return (
        f'stated:{name} a owl:ObjectProperty ; rdfs:label "stated {label}"@en ; rdfs:range :Statement ;\n'
        f'    skos:definition "A claim makes a statement about the {label} of the subject."@en ; '
        'dcterms:source "CARTograph" .\n'
    )


def schema(shape: Shape, words: Ontology) -> Json:
    """Return the JSON Schema of record files, for completion in editors."""
    kinds = {kind.name: _kind_schema(kind, shape, words) for kind in shape.kinds.values()}
    things = sorted(shape.things)
    claim = {
        "type": "object",
        "required": ["id", "row", "at"],
        "additionalProperties": False,
        "properties": {
            "id": {"type": "string"},
            "row": {"type": "string"},
            "note": {"type": "string"},
            **_common(),
            "mention": {"$ref": "#/$defs/mention"},
            "states": {"type": "array", "items": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in things]}},
            "silences": {"type": "array", "items": _silence_schema(words)},
            "comparisons": {"type": "array", "items": {"$ref": "#/$defs/comparison"}},
            "assertions": {"type": "array", "items": {"$ref": "#/$defs/assertion"}},
            "unassigned": {"type": "array", "items": {"$ref": "#/$defs/unassigned"}},
            "remarks": {"type": "array", "items": {"$ref": "#/$defs/remark"}},
            "contradictions": {"type": "array", "items": {"$ref": "#/$defs/contradiction"}},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": BASE + "record.schema.json",
        "title": "A record file of CARTograph",
        "type": "object",
        "required": ["source", "passage", "claims"],
        "additionalProperties": False,
        "properties": {
            "source": {"type": "string"},
            "passage": {"type": "string"},
            "note": {"type": "string"},
            "silences": {"type": "array", "items": _silence_schema(words)},
            "claims": {"type": "array", "items": claim},
        },
        "$defs": kinds,
    }


def vocabulary_schema(shape: Shape) -> Json:
    """Return the JSON Schema of vocabulary files: who is who, under which names, misspelt where."""
    words = {"type": "string"}
    at = {
        "type": "object",
        "required": ["source", "line"],
        "properties": {"source": words, "line": {"type": "integer"}, "cell": {"type": "integer"}},
        "additionalProperties": False,
    }
    misspelling = {
        "type": "object",
        "required": ["text", "at"],
        "properties": {
            "text": words,
            "at": {"anyOf": [at, {"type": "array", "items": at}]},
            "because": words,
        },
        "additionalProperties": False,
    }
    thing = {
        "type": "object",
        "required": ["label"],
        "properties": {
            "label": words,
            "synonyms": {"anyOf": [words, {"type": "array", "items": words}]},
            "misspellings": {"type": "array", "items": misspelling},
            "note": words,
        },
        "additionalProperties": False,
    }
    kinds = "|".join(sorted({*VALUES_ONLY, *shape.things}))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": BASE + "vocabulary.schema.json",
        "title": "A vocabulary file of CARTograph",
        "type": "object",
        "propertyNames": {"pattern": f"^({kinds})/[a-z0-9]+(-[a-z0-9]+)*$"},
        "additionalProperties": {"anyOf": [words, thing]},
    }


def _silence_schema(words: Ontology) -> Json:
    return {
        "type": "object",
        "required": ["property", "kind"],
        "additionalProperties": False,
        "properties": {
            "property": _choices(words, "ExpectedProperty"),
            "kind": _choices(words, "SilenceKind"),
            "scope": _choices(words, "SilenceScope"),
            "of": {"type": ["string", "array"]},
            "except": {"type": ["string", "array"]},
            "printed": {"type": "string"},
            "note": {"type": "string"},
        },
    }


def _common() -> Json:
    place = {
        "type": "object",
        "properties": {"line": {"type": "integer"}, "cell": {"type": "integer"}},
        "additionalProperties": False,
    }
    words = {"type": "string"}
    number = {"type": ["string", "integer"]}
    citation = {
        "type": "object",
        "required": ["number"],
        "properties": {"number": number, "corrected": number, "because": words},
        "additionalProperties": False,
    }
    cited = {"anyOf": [number, citation]}
    one_or_more = {"anyOf": [words, {"type": "array", "items": words}]}
    return {
        "at": {"anyOf": [place, {"type": "array", "items": place}]},
        "under": {
            "type": "object",
            "properties": {"row": words, "column": words, "prefix": words, "order": one_or_more},
            "additionalProperties": False,
        },
        "printed": one_or_more,
        "cites": {"anyOf": [cited, {"type": "array", "items": cited}]},
    }


def _kind_schema(kind: Kind, shape: Shape, words: Ontology) -> Json:
    own: Json = {"type": "string"} | ({"pattern": f"^{kind.name}/"} if kind.id_rule == "thing" else {})
    properties: Json = {"id": own, "key": {"type": "string"}, **_common()}
    properties |= {key: _statement_schema(range_, shape, words) for key, range_ in kind.states.items()}
    properties |= {key: _value_schema(range_, words) for key, range_ in kind.plain.items()}
    properties |= {
        key: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for key, name in kind.children.items()
    }
    if kind.name == "figure":
        properties |= {word: {"type": ["number", "string"]} for word in words.members("Statistic")}
    return {
        "type": "object",
        "required": sorted(kind.needs | ({"id"} if kind.id_rule in ("thing", "part") else set())),
        "additionalProperties": False,
        "properties": properties,
    }


def _statement_schema(range_: Range, shape: Shape, words: Ontology) -> Json:
    one = Range(range_.kind, range_.names)
    value = _value_schema(one, words)
    extra = {key: _value_schema(r, words) for key, r in shape.statement.items()}
    full = {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {**extra, **_common(), "key": {"type": "string"}, "value": value},
    }
    either: Json = {"anyOf": [value, full]}
    return {"anyOf": [either, {"type": "array", "items": either}]} if range_.many else either


def _value_schema(range_: Range, words: Ontology) -> Json:
    if range_.many:
        one = _value_schema(Range(range_.kind, range_.names), words)
        return {"anyOf": [one, {"type": "array", "items": one}]}
    if range_.kind == "term":
        return _choices(words, range_.names[0])
    if range_.kind == "class":
        return {"enum": sorted(words.class_words(range_.names[0]))}
    if range_.kind == "thing":
        return {"type": "string", "pattern": f"^({'|'.join(range_.names)})/"}
    if range_.kind == "registry":
        return {"type": "string", "pattern": "^(NCT|ChiCTR)"}
    return {"type": "boolean" if range_.kind == "boolean" else ["number", "string"]}


def _choices(words: Ontology, scheme: str) -> Json:
    return {"anyOf": [{"enum": sorted(words.members(scheme))}, {"type": "number"}]}


def files(project: Home) -> dict[Path, str]:
    """Return every generated file with its content."""
    shape, words = Shape.load(project.records), Ontology.load(project.ontology)
    return {
        project.records / "context.jsonld": json.dumps(context(shape), indent=1) + "\n",
        project.records / "record.schema.json": json.dumps(schema(shape, words), indent=1) + "\n",
        project.records / "vocabulary.schema.json": json.dumps(vocabulary_schema(shape), indent=1) + "\n",
        project.ontology / "stated.ttl": stated(shape, words),
        project.ontology / "mappings.ttl": mappings.module(
            mappings.read(project.ontology), _version(project)
        ),
    }


def _version(project: Home) -> str:
    """Return the version of the ontology."""
    quads = parse(path=project.ontology / "cartograph.ttl", format=RdfFormat.TURTLE)
    (version,) = [quad.object for quad in quads if quad.predicate.value == OWL + "versionInfo"]
    assert isinstance(version, Literal)
    return version.value


def main() -> None:
    """Write every generated file."""
    for path, content in files(home()).items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
