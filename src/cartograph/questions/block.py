"""Read the `#+` block at the top of a query file: YAML in comments, the convention of grlc.

Every scalar is the string that was written, as in records, and every node knows its line in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from cartograph.errors import Problem
from cartograph.names.lookup import suggest

MARK = "#+"
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Block:
    """Hold the YAML of a file's header, where its lines stand, and the problems found in it so far."""

    place: str
    lines: tuple[int, ...]  # the line of the file that each line of the YAML stands on
    root: yaml.Node | None
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def read(cls, text: str, place: str) -> Block:
        """Find and parse the block; what does not parse becomes a problem."""
        marked = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.startswith(MARK)]
        block = cls(place, tuple(n for n, _ in marked), None)
        if not marked:
            block.report(1, "no header", f"begin the file with lines '{MARK} key: value'")
            return block
        source = "\n".join(line.removeprefix(MARK).removeprefix(" ") for _, line in marked)
        try:
            block.root = yaml.compose(source, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            block.report(
                block.line(_line(error)),
                f"the header is no YAML: {error.problem}",
                "mend this line or the one above",
            )
        return block

    def line(self, index: int) -> int:
        """Return the line of the file for a line of the YAML, counted from 0."""
        return self.lines[min(index, len(self.lines) - 1)] if self.lines else 1

    def report(self, line: int, message: str, fix: str) -> None:
        """Take note of a problem at a line of the file."""
        self.problems.append(Problem(self.place, line, message=message, fix=fix))

    def top(self) -> Entry:
        """Return the whole header as one entry."""
        return Entry(self, "header", self.root, self.line(0))


@dataclass(frozen=True)
class Entry:
    """Hold one value of the header under its key; reading it wrongly typed is a problem, not an exception."""

    block: Block
    key: str
    node: yaml.Node | None
    line: int

    def text(self) -> str:
        """Return the scalar as it was written."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.value:
            return str(self.node.value)
        self.wrong("write one value")
        return ""

    def texts(self) -> tuple[str, ...]:
        """Return a list of scalars; a single one counts as a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            return (self.text(),)
        return tuple(self._of(item, self.key).text() for item in self.node.value)

    def entries(self) -> Sequence[Entry]:
        """Return the items of a list; a single one counts as a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            return (self,)
        return tuple(self._of(item, self.key) for item in self.node.value)

    def mapping(self) -> Mapping[str, Entry]:
        """Return the values by key; report a key that is given twice."""
        found: dict[str, Entry] = {}
        for key, entry in self._pairs():
            if key in found:
                entry.problem(f"the key '{key}' is given twice", "keep one")
            found[key] = entry
        return found

    def record(self, required: Sequence[str], optional: Sequence[str] = ()) -> Mapping[str, Entry]:
        """Return the values by key; report keys that are missing or unknown."""
        found = self.mapping()
        if not found:
            return found  # the mapping itself was missing, and reported
        for key in required:
            if key not in found:
                self.problem(f"no key '{key}' in '{self.key}'", "add it")
        for key in found.keys() - {*required, *optional}:
            found[key].problem(f"unknown key '{key}' in '{self.key}'", suggest(key, [*required, *optional]))
        return found

    def problem(self, message: str, fix: str) -> None:
        """Take note of a problem at this entry's line."""
        self.block.report(self.line, message, fix)

    def wrong(self, fix: str) -> None:
        """Take note that the value has not the form that the key asks for."""
        self.problem(f"the value of '{self.key}' has the wrong form", fix)

    def _pairs(self) -> Iterator[tuple[str, Entry]]:
        if not isinstance(self.node, yaml.MappingNode) or not self.node.value:
            self.wrong("write 'key: value' lines below it")
            return
        for key, value in self.node.value:
            yield str(key.value), self._of(value, str(key.value), key)

    def _of(self, node: yaml.Node, key: str, at: yaml.Node | None = None) -> Entry:
        return Entry(self.block, key, node, self.block.line((at or node).start_mark.line))


def _line(error: yaml.MarkedYAMLError) -> int:
    """Return where the error is; a string that nobody closed is wrong where it begins."""
    unclosed = "quoted scalar" in (error.context or "")
    mark = error.context_mark if unclosed else error.problem_mark
    return mark.line if mark else 0
