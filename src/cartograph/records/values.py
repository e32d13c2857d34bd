"""Read one value as the shape asks for it: a term, a thing, a number ..., or a complaint that offers the nearest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from cartograph.records.context import nearest
from cartograph.records.document import Node as Yaml
from cartograph.records.document import Text
from cartograph.records.fields import Fields
from cartograph.records.model import Mark, Value
from cartograph.records.shape import Range

_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
#: Numbers of ClinicalTrials.gov and of the Chinese Clinical Trial Registry, old and new.
_REGISTRY = re.compile(r"NCT\d{8}|ChiCTR(-[A-Z]{3})?-?\d{8,10}")


class Values(Fields):
    """Read the typed values of one record file."""

    def value(self, item: Yaml | None, range_: Range, key: str, mark: Mark) -> Value | None:
        if not isinstance(item, Text):
            self.context.complain(mark, f"'{key}' needs a value ({range_})", "write it as 'value:'")
            return None
        return self._VALUES[range_.kind](self, item, range_, key)

    def _term(self, item: Text, range_: Range, key: str) -> Value | None:
        members = self.context.words.members(range_.names[0])
        if item in members:
            return Value("term", members[item].name, str(item))
        number = " (a number where a term belongs)" if _DECIMAL.fullmatch(item) else ""
        self.context.complain(
            self.mark(item), f"'{item}' is no {range_.names[0]} for '{key}'{number}", nearest(item, members)
        )
        return None

    def _class(self, item: Text, range_: Range, key: str) -> Value | None:
        classes = self.context.words.class_words(range_.names[0])
        if item in classes:
            return Value("class", classes[item].name, str(item))
        self.context.complain(
            self.mark(item), f"'{item}' is no kind of {range_.names[0]} for '{key}'", nearest(item, classes)
        )
        return None

    def _thing(self, item: Text, range_: Range, key: str) -> Value | None:
        kind = item.split("/")[0]
        if kind not in range_.names:
            self.context.complain(
                self.mark(item),
                f"'{key}' takes an id of {' or '.join(range_.names)}, not '{item}'",
                f"write '{range_.names[0]}/…'",
            )
            return None
        if kind != "claim" and item not in self.context.things:
            self.context.complain(
                self.mark(item), f"'{item}' is not declared", nearest(item, self.context.things)
            )
            return None
        return Value("thing", str(item), str(item))

    def _decimal(self, item: Text, _range: Range, key: str) -> Value | None:
        return self._number(item, key, _DECIMAL, "decimal", "a number with a point, such as 94.4")

    def _integer(self, item: Text, _range: Range, key: str) -> Value | None:
        return self._number(item, key, re.compile(r"-?\d+"), "integer", "a whole number")

    def _number(
        self, item: Text, key: str, pattern: re.Pattern[str], kind: str, expected: str
    ) -> Value | None:
        if pattern.fullmatch(item):
            return Value(kind, str(item), str(item))
        self.context.complain(self.mark(item), f"'{item}' is no {kind} for '{key}'", f"write {expected}")
        return None

    def _boolean(self, item: Text, _range: Range, key: str) -> Value | None:
        if item in ("true", "false"):
            return Value("boolean", str(item), str(item))
        self.context.complain(self.mark(item), f"'{item}' is no boolean for '{key}'", "write true or false")
        return None

    def _verbatim(self, item: Text, _range: Range, _key: str) -> Value | None:
        return Value("text", str(item), str(item))

    def _registry(self, item: Text, _range: Range, key: str) -> Value | None:
        if _REGISTRY.fullmatch(item):
            return Value("text", str(item), str(item))
        self.context.complain(
            self.mark(item),
            f"'{item}' is no registry number for '{key}'",
            "write it in full, such as NCT05066646 or ChiCTR1800018137",
        )
        return None

    _VALUES: Mapping[str, Callable[[Values, Text, Range, str], Value | None]] = {
        "term": _term,
        "class": _class,
        "thing": _thing,
        "decimal": _decimal,
        "integer": _integer,
        "boolean": _boolean,
        "text": _verbatim,
        "registry": _registry,
    }
