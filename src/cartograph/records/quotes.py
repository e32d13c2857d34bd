"""Read what printed words a node quotes, where they stand, what governs them, and whom the source cites for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cartograph.records.document import Items, Map, Text
from cartograph.records.document import Node as Yaml
from cartograph.records.fields import Fields
from cartograph.records.model import Citation, Place, Quote, Reference, Under


@dataclass(frozen=True)
class Frame:
    """Carry what a node inherits: its claim, its place, what governs it, and its printed words."""

    file: str
    claim: str
    place: Place
    under: Under
    cites: tuple[Citation, ...] = ()
    quote: Quote | None = None


class Quotes(Fields):
    """Read places, quotations and citations of one record file."""

    #: The source that the file is about, once it is read; its reference list knows the numbers.
    source: str = ""

    def quoted(self, node: Map, frame: Frame) -> Frame:
        """Return the frame for what lies below the node: its place, governing words and printed words."""
        places = self.places(node, frame.place)
        under = self.under(node, frame.under)
        quote = frame.quote
        printed = node.get(Text("printed"))
        if printed is not None:
            words = [str(w) for w in printed] if isinstance(printed, Items) else [str(printed)]
            if len(words) != len(places) and len(places) > 1:
                self.context.complain(
                    self.mark(printed),
                    f"{len(words)} printed fragments at {len(places)} places",
                    "give one place a fragment",
                )
            pairs = zip(words, places if len(places) == len(words) else [places[0]] * len(words), strict=True)
            quote = Quote(tuple(pairs), under)
        return Frame(frame.file, frame.claim, places[0], under, frame.cites, quote)

    def places(self, node: Map, above: Place | None) -> list[Place]:
        at = node.get(Text("at"))
        items: list[Yaml] = list(at) if isinstance(at, Items) else [at] if at is not None else []
        places = [place for item in items if (place := self.place(item, above)) is not None]
        return places or ([above] if above is not None else [])

    def place(self, item: Yaml, above: Place | None) -> Place | None:
        if not isinstance(item, Map):
            self.context.complain(self.mark(item), "a place is a mapping", "write 'at: {line: 107, cell: 2}'")
            return None
        self.known(item, {"line", "cell"}, "a place")
        line = self.ordinal(item, "line")
        if line is None and above is not None:
            line = above.line
        if line is None:
            self.context.complain(self.mark(item), "a place needs a line", "write 'at: {line: 107}'")
            return None
        return Place(line, self.ordinal(item, "cell"))

    def ordinal(self, node: Map, key: str) -> int | None:
        word = self.text(node, key)
        if word is None:
            return None
        if re.fullmatch(r"[1-9]\d*", word):
            return int(word)
        self.context.complain(self.mark(word), f"'{word}' is no {key}", "count from 1")
        return None

    def under(self, node: Map, above: Under) -> Under:
        given = node.get(Text("under"))
        if given is None:
            return above
        if not isinstance(given, Map):
            self.context.complain(self.mark(given), "'under' is a mapping", "write 'under: {prefix: …}'")
            return above
        self.known(given, {"row", "column", "prefix", "order"}, "'under'")
        order = given.get(Text("order"))
        lists = list(order) if isinstance(order, Items) else [order] if order is not None else []
        return Under(
            self.string(given, "row"),
            self.string(given, "column"),
            self.string(given, "prefix"),
            tuple(str(words) for words in lists),
        )

    def citations(self, node: Map) -> tuple[Citation, ...]:
        given = node.get(Text("cites"))
        items: list[Yaml] = list(given) if isinstance(given, Items) else [given] if given is not None else []
        return tuple(c for item in items if (c := self.citation(item)) is not None)

    def citation(self, item: Yaml) -> Citation | None:
        if isinstance(item, Text):
            return self._cited(item, None, None)
        if isinstance(item, Map):
            self.known(item, {"number", "corrected", "because"}, "a citation")
            number = self.text(item, "number")
            if number is not None:
                return self._cited(number, self.text(item, "corrected"), self.string(item, "because"))
        self.context.complain(
            self.mark(item), "a citation needs its printed number", "write 'cites: {number: \"51\"}'"
        )
        return None

    def _cited(self, number: Text, corrected: Text | None, because: str | None) -> Citation:
        """Look up the number that is meant in the reference list of the source: the corrected one, if there is one."""
        entry = self._entry(number if corrected is None else corrected)
        meant = None if corrected is None else str(corrected)
        return Citation(str(number), meant, because, entry.publication if entry is not None else None)

    def _entry(self, number: Text) -> Reference | None:
        list_ = self.context.references.get(self.source)
        if list_ is None:
            fix = f"write it in records/publications/{self.source}.yaml"
            self.context.complain(self.mark(number), f"no reference list of {self.source} is known", fix)
            return None
        if number not in list_.entries:
            message = f"the reference list of {self.source} has no number '{number}', it ends at {len(list_.entries)}"
            fix = "mend it, or where the source prints it, add 'corrected:' and 'because:'"
            self.context.complain(self.mark(number), message, fix)
        return list_.entries.get(number)
