"""Read the nodes of a claim: shared things, their parts, figures and what else a claim holds, with their statements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from cartograph.records.context import nearest
from cartograph.records.document import Items, Map, Text
from cartograph.records.document import Node as Yaml
from cartograph.records.model import Node, Statement, Value
from cartograph.records.quotes import Frame, Quotes
from cartograph.records.shape import Kind, Range
from cartograph.records.values import Values

_NODE_KEYS = frozenset({"id", "key", "printed", "at", "under", "cites"})
#: The axes of a figure's id, in the order that the contract fixes; absent ones are left out.
_FIGURE_AXES = ("statistic", "grades", "population", "time")


class Nodes(Quotes, Values):
    """Read the nodes of one record file."""

    def _shared(self, node: Map, frame: Frame) -> Node | None:
        path, mark = self.text(node, "id"), self.mark(node)
        if path is None:
            self.context.complain(
                mark,
                "a node under 'states:' needs an 'id:'",
                "write 'id: construct/…' or another declared id",
            )
            return None
        kind = self.context.shape.kinds.get(path.split("/")[0])
        if kind is None or kind.id_rule != "thing":
            self.context.complain(
                self.mark(path),
                f"'{path}' is of no kind that a claim describes",
                f"begin with one of {', '.join(sorted(self.context.shape.things))}",
            )
            return None
        if path not in self.context.things:
            self.context.complain(
                self.mark(path), f"'{path}' is not declared", nearest(path, self.context.things)
            )
            return None
        return self._node(node, kind, str(path), frame)

    def _part(self, node: Map, kind: Kind, parent: str, frame: Frame) -> Node | None:
        slug = self.slug(node)
        if slug is None:
            self.context.complain(
                self.mark(node),
                f"a {kind.name} needs an 'id:' in kebab-case",
                "write for example 'id: binder-1'",
            )
            return None
        return self._node(node, kind, f"{parent}/{slug}", frame)

    def _own(self, node: Map, kind_name: str, frame: Frame, segment: str) -> Node | None:
        kind = self.context.shape.kinds[kind_name]
        key = self.text(node, "key")
        path = "/".join(filter(None, (frame.claim, segment, key)))
        return self._node(node, kind, self.context.mint(path, self.mark(node)), frame)

    def _figure(self, node: Map, kind: Kind, report: str, frame: Frame) -> Node | None:
        node = self._with_statistic(node)
        axes = [self._figure_axis(node, axis) for axis in ("endpoint", *_FIGURE_AXES)]
        slug = report.removeprefix("report/")
        path = "/".join(filter(None, (frame.claim, "figure", slug, *axes, self.text(node, "key"))))
        return self._node(node, kind, self.context.mint(path, self.mark(node)), frame)

    def _with_statistic(self, node: Map) -> Map:
        """Turn the shorthand `percent: 94.4` into `value: 94.4, statistic: percent`."""
        statistics = self.context.words.members("Statistic")
        short = [key for key in node if key in statistics]
        if len(short) > 1:
            self.context.complain(
                self.mark(short[1]), f"two statistics, '{short[0]}' and '{short[1]}'", "write two figures"
            )
        if not short or not isinstance(node[short[0]], Text):
            return node
        rest = {key: value for key, value in node.items() if key not in statistics}
        full = Map({**rest, _like(short[0], "value"): node[short[0]], _like(short[0], "statistic"): short[0]})
        full.line, full.column = node.line, node.column
        return full

    def _figure_axis(self, node: Map, axis: str) -> str | None:
        word = self.text(node, axis)
        if word is None:
            return None
        if axis == "time":
            unit = self.text(node, "timeUnit") or ""
            return f"{word}-{unit}".strip("-")
        scheme = {
            "endpoint": "Endpoint",
            "statistic": "Statistic",
            "grades": "GradeRange",
            "population": "Population",
        }
        term = self.context.words.members(scheme[axis]).get(word)
        name = term.name if term else str(word)
        return None if name == "percent" else name

    def _node(self, node: Map, kind: Kind, path: str, frame: Frame) -> Node:
        self.known(
            node, _NODE_KEYS | set(kind.states) | set(kind.plain) | set(kind.children), f"a {kind.name}"
        )
        self.needed(node, kind)
        # What lies below a node is cited as the node is, unless it names a number of its own.
        cites = self.citations(node) or frame.cites
        inner = self.quoted(node, replace(frame, cites=cites))
        statements = [
            s
            for key in kind.states
            if Text(key) in node
            for s in self._statements(node, kind, key, path, inner)
        ]
        return Node(
            id=path,
            kind=kind.name,
            cls=kind.cls,
            mark=self.mark(node),
            place=inner.place,
            quote=inner.quote if "printed" in node else None,
            plain={
                key: self._plain(node, key, range_) for key, range_ in kind.plain.items() if Text(key) in node
            },
            statements=tuple(statements),
            children=tuple(self._children(node, kind, path, inner)),
            cites=cites,
        )

    def _children(self, node: Map, kind: Kind, path: str, frame: Frame) -> Iterable[tuple[str, Node]]:
        for key, name in kind.children.items():
            child_kind = self.context.shape.kinds[name]
            for item in self.maps(node, key):
                child = self._child(item, child_kind, path, frame)
                if child is not None:
                    yield child_kind.link or "", child

    def _child(self, item: Map, kind: Kind, parent: str, frame: Frame) -> Node | None:
        if kind.id_rule == "part":
            return self._part(item, kind, parent, frame)
        if kind.id_rule == "terms":
            return self._figure(item, kind, parent, frame)
        return self._own(item, kind.name, frame, f"{kind.name}/{parent}")

    # ------------------------------------------------------------------ statements and values
    def _statements(self, node: Map, kind: Kind, key: str, subject: str, frame: Frame) -> Iterable[Statement]:
        range_ = kind.states[key]
        given = node[Text(key)]
        items: list[Yaml] = list(given) if isinstance(given, Items) else [given]
        if isinstance(given, Items) and not range_.many:
            self.context.complain(
                self.mark(given),
                f"'{key}' takes one value",
                "give one value, or state the others in claims of their own",
            )
        for item in items:
            made = self._statement(item, key, range_, subject, frame)
            if made is not None:
                yield made

    def _statement(self, item: Yaml, key: str, range_: Range, subject: str, frame: Frame) -> Statement | None:
        full = item if isinstance(item, Map) else None
        if full is not None:
            self.known(
                full,
                {"value", "key", "at", "under", "cites", *self.context.shape.statement},
                f"the statement '{key}'",
            )
        value = self.value(
            full.get(Text("value")) if full is not None else item, range_, key, self.mark(item)
        )
        if value is None:
            return None
        inner = self.quoted(full, frame) if full is not None else frame
        own_key = self.text(full, "key") if full is not None else None
        suffix = own_key or (slugged(value.word) if range_.many else None)
        path = "/".join(filter(None, (frame.claim, "statement", subject, key, suffix)))
        return Statement(
            id=self.context.mint(path, self.mark(item)),
            subject=subject,
            property=key,
            value=value,
            mark=self.mark(item),
            place=inner.place,
            quote=inner.quote,
            cites=(self.citations(full) if full is not None else ()) or frame.cites,
            extra=self._extra(full),
        )

    def _extra(self, node: Map | None) -> dict[str, Value]:
        if node is None:
            return {}
        found = {
            key: self.value(node[Text(key)], range_, key, self.mark(node))
            for key, range_ in self.context.shape.statement.items()
            if key != "printed" and Text(key) in node
        }
        return {key: value for key, value in found.items() if value is not None}

    def _plain(self, node: Map, key: str, range_: Range) -> tuple[Value, ...]:
        given = node[Text(key)]
        items: list[Yaml] = list(given) if isinstance(given, Items) else [given]
        if isinstance(given, Items) and not range_.many:
            self.context.complain(self.mark(given), f"'{key}' takes one value", "give one value")
        values = (self.value(item, range_, key, self.mark(item)) for item in items)
        return tuple(value for value in values if value is not None)


def slugged(word: str) -> str:
    """Return a word as one segment of a path.

    >>> slugged("target/bcma"), slugged("≥40 mg")
    ('target-bcma', '40-mg')
    """
    return re.sub(r"[^A-Za-z0-9.]+", "-", word).strip("-") or "x"


def _like(place: Text, word: str) -> Text:
    return Text.at(word, place.line, place.column)
