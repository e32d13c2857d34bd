"""Read who is who: the things that claims describe, each declared once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cartograph.errors import Problem, RecordError
from cartograph.records.document import Items, Map, Text, read
from cartograph.records.document import Node as Yaml
from cartograph.records.misspellings import misspellings
from cartograph.records.model import Mark, Thing
from cartograph.records.shape import Shape

#: Kinds of thing that claims use as values but never describe, with their classes.
VALUES_ONLY = {
    "target": "Target",
    "gene": "Gene",
    "organisation": "Organisation",
    "instrument": "Instrument",
}
_PATH = re.compile(r"[a-z]+/[a-z0-9]+(-[a-z0-9]+)*")
_KEYS = ("label", "synonyms", "misspellings", "note")


def things(files: Mapping[str, Path], shape: Shape, problems: list[Problem]) -> dict[str, Thing]:
    """Read vocabulary files, each under the name people know it by; an id declared twice is a problem."""
    found: dict[str, Thing] = {}
    classes = {**VALUES_ONLY, **{name: shape.kinds[name].cls for name in shape.things}}
    for name, path in files.items():
        try:
            tree = read(path, name)
        except RecordError as error:
            problems += error.problems
            continue
        for key, node in tree.items():
            thing = _thing(name, key, node, classes, problems)
            if thing is not None:
                _add(found, thing, problems)
    return found


def _add(found: dict[str, Thing], thing: Thing, problems: list[Problem]) -> None:
    if thing.path in found:
        first = found[thing.path].mark
        problems.append(
            _problem(
                thing.mark,
                f"'{thing.path}' is declared a second time (first in {first.file}:{first.line})",
                "keep one",
            )
        )
    found.setdefault(thing.path, thing)


def _thing(
    file: str, key: Text, node: Yaml, classes: Mapping[str, str], problems: list[Problem]
) -> Thing | None:
    mark = Mark(file, key.line, key.column)
    kind = key.split("/")[0]
    if not _PATH.fullmatch(key) or kind not in classes:
        problems.append(
            _problem(
                mark,
                f"'{key}' is no id",
                f"write <kind>/<kebab-case>, the kind one of {', '.join(sorted(classes))}",
            )
        )
        return None
    full = node if isinstance(node, Map) else Map({Text.at("label", key.line, key.column): node})
    problems += [
        _problem(Mark(file, k.line, k.column), f"unknown key '{k}'", f"use {', '.join(_KEYS)}")
        for k in full
        if k not in _KEYS
    ]
    label = full.get(Text("label"))
    if not isinstance(label, Text):
        problems.append(_problem(mark, f"'{key}' has no label", "write 'label: …'"))
        return None
    note = full.get(Text("note"))
    return Thing(
        str(key),
        classes[kind],
        str(label),
        _words(full, "synonyms"),
        misspellings(file, key, full.get(Text("misspellings")), problems),
        mark,
        str(note) if note else None,
    )


def _words(node: Map, key: str) -> tuple[str, ...]:
    given = node.get(Text(key), Items())
    return tuple(str(word) for word in given) if isinstance(given, Items) else (str(given),)


def _problem(mark: Mark, message: str, fix: str) -> Problem:
    return Problem(mark.file, mark.line, mark.column, message, fix)
