"""Read a YAML file as text, maps and lists that know their line: every scalar stays the string that was typed.

The usual loaders turn `94.40` into a float, `NO` into false and keep the last of two equal keys. This reader takes
the failsafe schema of YAML 1.2 (section 10.1), and refuses what a record never needs: anchors, tags, nulls.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cartograph.errors import Problem, RecordError, UsageError

#: Deeper than any record: a file that nests further is an attack or an accident.
_DEPTH = 24
#: What a scaffold leaves to be filled in; no record may hold it.
BLANK = "___"
_NULLS = {"", "~", "null", "Null", "NULL"}
_Loader: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Text(str):
    """Be a scalar that knows where it stands."""

    line: int
    column: int

    @classmethod
    def at(cls, value: str, line: int, column: int) -> Text:
        """Make a text with its place."""
        text = cls(value)
        text.line, text.column = line, column
        return text


class Map(dict[Text, "Node"]):
    """Be a mapping that knows where it begins."""

    line: int = 0
    column: int = 0


class Items(list["Node"]):
    """Be a sequence that knows where it begins."""

    line: int = 0
    column: int = 0


Node = Text | Map | Items


def read(path: Path, name: str, blanks: bool = False) -> Map:
    """Read the mapping that a file holds; raise RecordError with every problem, UsageError if it cannot be read.

    `name` is what messages call the file. Blanks are problems, unless they are allowed.
    """
    tree = _Tree(name, blanks)
    tree.grow(_content(path, name))
    if tree.problems:
        raise RecordError(tree.problems)
    if not isinstance(tree.root, Map):
        raise RecordError(
            Problem(name, 1, message="empty, or not a mapping", fix="begin with 'source:' and 'passage:'")
        )
    return tree.root


def _content(path: Path, name: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UsageError(
            Problem(name, message=f"cannot be read ({error.strerror})", fix="check the permissions")
        ) from error
    except UnicodeDecodeError as error:
        raise RecordError(
            Problem(name, message=f"not UTF-8 (byte {error.start})", fix="save the file as UTF-8")
        ) from error


@dataclass
class _Open:
    """Be a collection that is not closed yet, with the key that waits for its value."""

    node: Map | Items
    key: Text | None = None
    keys: dict[str, int] = field(default_factory=dict)


class _Tree:
    """Build nodes from the parser's events, so that no alias is ever followed."""

    def __init__(self, name: str, blanks: bool) -> None:
        self.name, self.blanks = name, blanks
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.open: list[_Open] = []

    def grow(self, content: str) -> None:
        try:
            for event in self._events(content):
                self._take(event)
        except yaml.YAMLError as error:
            self.problems.append(_syntax(self.name, error))

    def _events(self, content: str) -> Iterator[yaml.Event]:
        for event in yaml.parse(content, Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self._complain(event, "a second document", "keep one document a file")
                return
            if getattr(event, "anchor", None):
                self._complain(event, "anchors and aliases are not allowed", "write the value out")
                return
            if len(self.open) > _DEPTH:
                self._complain(event, "nested too deeply", f"nest at most {_DEPTH} levels")
                return
            yield event

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin(event, Map())
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin(event, Items())
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()

    def _begin(self, event: yaml.Event, node: Map | Items) -> None:
        node.line, node.column = _place(event)
        self._refuse_tag(event)
        self._put(event, node)
        self.open.append(_Open(node))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_tag(event)
        if not event.style and event.value in _NULLS:
            self._complain(event, "no value", "omit the key where there is nothing to say")
        if BLANK in event.value and not self.blanks:
            self._complain(event, f"a blank ({BLANK}) is left", "fill it in or delete it")
        self._put(event, Text.at(event.value, *_place(event)))

    def _put(self, event: yaml.Event, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        top = self.open[-1]
        if isinstance(top.node, Items):
            top.node.append(node)
        elif top.key is not None:
            top.node[top.key] = node
            top.key = None
        else:
            top.key = self._key(event, top, node)

    def _key(self, event: yaml.Event, top: _Open, node: Node) -> Text:
        if not isinstance(node, Text):
            self._complain(event, "a key must be a word", "write a plain key")
            return Text.at("?", *_place(event))
        if node in top.keys:
            self._complain(
                event, f"duplicate key '{node}' (first on line {top.keys[node]})", "keep one of the two"
            )
        top.keys.setdefault(node, node.line)
        return node

    def _refuse_tag(self, event: yaml.Event) -> None:
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            self._complain(event, f"tag {tag} is not allowed", "write the plain value")

    def _complain(self, event: yaml.Event, message: str, fix: str) -> None:
        self.problems.append(Problem(self.name, *_place(event), message, fix))


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (0, 0)


def _syntax(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    fix = "indent with spaces, not tabs" if "\\t" in what or "tab" in what else "mend the YAML"
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    return Problem(name, line, column, f"not YAML: {what}", fix)
