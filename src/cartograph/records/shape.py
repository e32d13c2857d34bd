"""Know what a node of a record may hold, from `records/shape.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cartograph.records.document import Items, Map, Node, Text, read


@dataclass(frozen=True)
class Range:
    """Say what a value may be: `term Endpoint`, `class Agent`, `thing cohort report`, `text`, `decimal` ….

    >>> Range.parse("list of thing cohort experiment")
    Range(kind='thing', names=('cohort', 'experiment'), many=True)
    """

    kind: str
    names: tuple[str, ...] = ()
    many: bool = False

    @classmethod
    def parse(cls, words: str) -> Range:
        """Read a range as shape.yaml writes it."""
        many = words.startswith("list of ")
        kind, *names = words.removeprefix("list of ").split()
        return cls(kind, tuple(names), many)

    def __str__(self) -> str:
        return ("list of " if self.many else "") + " ".join((self.kind, *self.names))


@dataclass(frozen=True)
class Kind:
    """Describe one kind of node."""

    name: str
    cls: str
    id_rule: str
    link: str | None
    needs: frozenset[str]
    states: Mapping[str, Range]
    plain: Mapping[str, Range]
    children: Mapping[str, str]

    def range_of(self, key: str) -> Range | None:
        """Return the range of a property of the kind."""
        return self.states.get(key) or self.plain.get(key)


@dataclass(frozen=True)
class Shape:
    """Hold every kind of node, and what a statement may carry beside its value."""

    kinds: Mapping[str, Kind]
    statement: Mapping[str, Range]

    @classmethod
    def load(cls, records: Path) -> Shape:
        """Read shape.yaml in the records folder."""
        tree = read(records / "shape.yaml", "records/shape.yaml")
        kinds = {str(name): _kind(str(name), _map(node)) for name, node in _map(tree[Text("kinds")]).items()}
        return cls(kinds, _ranges(_map(tree[Text("statement")]), "plain"))

    @property
    def things(self) -> frozenset[str]:
        """Return the kinds that the vocabulary declares, by the first part of their path."""
        return frozenset(k.name for k in self.kinds.values() if k.id_rule == "thing")


def _map(node: Node) -> Map:
    assert isinstance(node, Map), "shape.yaml: a mapping was expected"
    return node


def _kind(name: str, node: Map) -> Kind:
    def text(key: str) -> str | None:
        value = node.get(Text(key))
        return str(value) if isinstance(value, Text) else None

    children = _map(node.get(Text("children"), Map()))
    needs = node.get(Text("needs"), Items())
    return Kind(
        name=name,
        cls=text("class") or "",
        id_rule=text("id") or "none",
        link=text("link"),
        needs=frozenset(str(key) for key in needs),
        states=_ranges(node, "states"),
        plain=_ranges(node, "plain"),
        children={str(key): str(kind) for key, kind in children.items()},
    )


def _ranges(node: Map, key: str) -> dict[str, Range]:
    return {str(name): Range.parse(str(words)) for name, words in _map(node.get(Text(key), Map())).items()}
