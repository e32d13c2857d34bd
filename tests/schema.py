"""A small validator of JSON Schema, for the keywords that the schema of records uses, and YAML as editors read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

#: Keywords that only describe.
_TOLD = {"$schema", "$id", "title", "description", "$defs"}
_KNOWN = {
    *("type", "enum", "anyOf", "properties", "required", "additionalProperties", "items", "pattern", "$ref"),
    "propertyNames",
}
_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}


class CoreLoader(yaml.SafeLoader):
    """Read the core schema of YAML 1.2, as language servers do: `no` and `5:1` are strings."""


CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", "~nN"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


def as_editors_read(path: Path) -> Any:
    """Read a YAML file as a language server does."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=CoreLoader)


def errors(value: Any, schema: Any, root: Any, at: str = "") -> Iterator[str]:
    """Yield where a value is not what a schema wants; a keyword that is not known here is an error of its own."""
    unknown = set(schema) - _TOLD - _KNOWN
    assert not unknown, f"teach this validator {unknown}"
    if "type" in schema and not any(_is(value, name) for name in _listed(schema["type"])):
        yield f"{at}: no type {schema['type']}"
        return
    yield from _words(value, schema, at)
    yield from _combined(value, schema, root, at)
    if isinstance(value, dict):
        yield from _members(value, schema, root, at)
    for n, item in enumerate(value if isinstance(value, list) else ()):
        yield from errors(item, schema.get("items", {}), root, f"{at}/{n}")


def _words(value: Any, schema: Any, at: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is not among {len(schema['enum'])} words"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not match {schema['pattern']}"


def _combined(value: Any, schema: Any, root: Any, at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from errors(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, at)
    if "anyOf" in schema:
        tried = (list(errors(value, each, root, at)) for each in schema["anyOf"])
        yield from min(
            tried, key=lambda found: (any(e.startswith(f"{at}: no type") for e in found), len(found))
        )


def _members(value: dict[str, Any], schema: Any, root: Any, at: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    yield from (f"{at}: no '{key}'" for key in schema.get("required", ()) if key not in value)
    for key, item in value.items():
        if key in properties:
            yield from errors(item, properties[key], root, f"{at}/{key}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}: unknown '{key}'"
        elif "additionalProperties" in schema:
            yield from errors(item, schema["additionalProperties"], root, f"{at}/{key}")
        yield from errors(key, schema.get("propertyNames", {}), root, f"{at}/{key}")


def _listed(types: str | list[str]) -> list[str]:
    return [types] if isinstance(types, str) else types


def _is(value: Any, name: str) -> bool:
    if name in ("number", "integer"):
        kinds: type | tuple[type, ...] = int if name == "integer" else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool)
    return isinstance(value, _TYPES[name])
