"""Take words, lists and marks out of a mapping, with a complaint where it holds something else."""

from __future__ import annotations

import re

from cartograph.records.context import ReadContext, nearest
from cartograph.records.document import Items, Map, Text
from cartograph.records.document import Node as Yaml
from cartograph.records.model import Mark
from cartograph.records.shape import Kind

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Fields:
    """Read the simple things of one record file; problems go to the context."""

    def __init__(self, context: ReadContext, name: str) -> None:
        self.context, self.name = context, name

    def known(self, node: Map, known: set[str] | frozenset[str], what: str) -> None:
        statistics = self.context.words.members("Statistic") if what == "a figure" else {}
        for key in node:
            if key not in known and key not in statistics:
                self.context.complain(self.mark(key), f"unknown key '{key}' in {what}", nearest(key, known))

    def needed(self, node: Map, kind: Kind) -> None:
        for key in sorted(kind.needs - {str(k) for k in node}):
            self.context.complain(self.mark(node), f"a {kind.name} needs '{key}:'", "give it")

    def maps(self, node: Map, key: str) -> list[Map]:
        given = node.get(Text(key))
        if given is None:
            return []
        if not isinstance(given, Items):
            self.context.complain(self.mark(given), f"'{key}' is a list", "begin each entry with '- '")
            return []
        for item in given:
            if not isinstance(item, Map):
                self.context.complain(
                    self.mark(item), f"an entry of '{key}' is a mapping", "write 'key: value' pairs"
                )
        return [item for item in given if isinstance(item, Map)]

    def text(self, node: Map | None, key: str) -> Text | None:
        value = node.get(Text(key)) if node is not None else None
        if value is not None and not isinstance(value, Text):
            self.context.complain(self.mark(value), f"'{key}' is a single value", "write one word or number")
            return None
        return value

    def string(self, node: Map, key: str) -> str | None:
        value = self.text(node, key)
        return None if value is None else str(value)

    def slug(self, node: Map) -> str | None:
        slug = self.text(node, "id")
        if slug is not None and not _SLUG.fullmatch(slug):
            self.context.complain(
                self.mark(slug),
                f"'{slug}' is not kebab-case",
                "use lower-case letters, digits and single hyphens",
            )
        return None if slug is None else str(slug)

    def mark(self, node: Yaml) -> Mark:
        return Mark(self.name, node.line, node.column)
