"""Read which names of the texts stay unmodelled, each with its reason, and which lines are not searched at all.

`records/unmodelled-names.yaml`:

    outOfScope:
      - {source: guo-2022, lines: 272-477, because: the list of references}
    exceptions:
      - because: schedules, which components hold as text
        names: [Q1W, Q2W]
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cartograph.errors import Problem, RecordError
from cartograph.records.document import Items, Map, Node, Text, read
from cartograph.records.model import Mark

FILE = "records/unmodelled-names.yaml"


@dataclass(frozen=True)
class Exceptions:
    """Hold the names that stay unmodelled with the line that says so, and the lines that are not searched."""

    names: Mapping[str, Mark] = field(default_factory=dict)
    outside: tuple[tuple[str, int, int], ...] = ()
    problems: tuple[Problem, ...] = ()

    def in_scope(self, source: str, line: int) -> bool:
        """Say whether a line is searched."""
        return not any(s == source and first <= line <= last for s, first, last in self.outside)


def read_exceptions(folder: Path, sources: Container[str]) -> Exceptions:
    """Read the file of a records folder; without one nothing is excepted. What is wrong in it is in `problems`."""
    path = folder / Path(FILE).name
    if not path.exists():
        return Exceptions()
    try:
        tree = read(path, FILE)
    except RecordError as error:
        return Exceptions(problems=error.problems)
    problems = [
        _problem(k, f"unknown key '{k}'", "use outOfScope, exceptions") for k in tree if k not in _KEYS
    ]
    outside = tuple(_outside(tree, sources, problems))
    return Exceptions(_names(tree, problems), outside, tuple(problems))


_KEYS = ("outOfScope", "exceptions")


def _outside(tree: Map, sources: Container[str], problems: list[Problem]) -> Iterator[tuple[str, int, int]]:
    for item in _maps(tree, "outOfScope", ("source", "lines", "because"), problems):
        source, lines = str(item.get(Text("source"), "")), str(item.get(Text("lines"), ""))
        given = re.fullmatch(r"([1-9]\d*)-([1-9]\d*)", lines)
        if source not in sources or given is None:
            problems.append(_problem(item, "no range of a source", "write {source: …, lines: 272-477, …}"))
        else:
            yield source, int(given[1]), int(given[2])


def _names(tree: Map, problems: list[Problem]) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for item in _maps(tree, "exceptions", ("names", "because"), problems):
        names = item.get(Text("names"))
        for name in names if isinstance(names, Items) else ():
            if str(name) in found:
                problems.append(_problem(name, f"'{name}' is excepted twice", "keep one"))
            found[str(name)] = Mark(FILE, name.line, name.column)
    return found


def _maps(tree: Map, key: str, keys: tuple[str, ...], problems: list[Problem]) -> Iterator[Map]:
    """Yield the entries of a list; one without a reason is a problem, for a name is left out for a reason."""
    given = tree.get(Text(key), Items())
    for item in given if isinstance(given, Items) else ():
        if not isinstance(item, Map) or set(map(str, item)) != set(keys):
            problems.append(_problem(item, f"an entry of '{key}' is incomplete", f"give {', '.join(keys)}"))
        else:
            yield item


def _problem(node: Node, message: str, fix: str) -> Problem:
    return Problem(FILE, node.line, node.column, message, fix)
