"""Read the reference lists of the sources, `records/publications/<source>.yaml`: one entry a printed number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from cartograph.errors import RecordError
from cartograph.records.context import ReadContext, nearest
from cartograph.records.document import Items, Map, Text, read
from cartograph.records.document import Node as Yaml
from cartograph.records.fields import Fields
from cartograph.records.model import Reference, ReferenceList

FOLDER = "publications"
#: What an entry holds, and what its `in` holds.
KEYS = frozenset({"publication", "at", "authors", "title", "address", "in", "doi", "printedDoi", "note"})
IN_KEYS = frozenset({"journal", "year", "volume", "pages"})
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: A DOI with a prefix and a suffix; that it leads anywhere is not looked up.
_DOI = re.compile(r"10\.\d{4,9}/\S+")
_NOT_PRINTED = "not printed"

Lists = Mapping[str, ReferenceList]


def lists(records: Path, context: ReadContext) -> Lists:
    """Read every reference list by its source; problems go to the context."""
    found = (_list(path, context) for path in sorted((records / FOLDER).glob("*.yaml")))
    return {each.source: each for each in found if each is not None}


def _list(path: Path, context: ReadContext) -> ReferenceList | None:
    name = f"records/{FOLDER}/{path.name}"
    try:
        tree = read(path, name)
    except RecordError as error:
        context.problems += error.problems
        return None
    return _ListReader(context, name, tree).read()


class _ListReader(Fields):
    """Read one reference list."""

    def __init__(self, context: ReadContext, name: str, tree: Map) -> None:
        super().__init__(context, name)
        self.tree = tree

    def read(self) -> ReferenceList | None:
        self.known(self.tree, frozenset({"source", "heading", "references"}), "a reference list")
        source, heading = self.text(self.tree, "source"), self.text(self.tree, "heading")
        entries = self.tree.get(Text("references"))
        if source is None or source not in self.context.sources or not isinstance(entries, Map):
            fix = nearest(source or "", self.context.sources)
            self.context.complain(
                self.mark(self.tree), f"a reference list of no known source ('{source}')", fix
            )
            return None
        if heading is None or not heading.isdigit():
            self.context.complain(
                self.mark(self.tree), "no line of the list's heading", "write 'heading: 272'"
            )
            return None
        made = {str(key): each for key, each in self._entries(str(source), entries)}
        return ReferenceList(str(source), int(heading), made, self.mark(self.tree))

    def _entries(self, source: str, entries: Map) -> Iterator[tuple[Text, Reference]]:
        for at, (key, node) in enumerate(entries.items(), 1):
            if key != str(at):
                self.context.complain(
                    self.mark(key), f"reference '{key}' stands {at}. in the list", "keep order"
                )
            made = self._reference(source, key, node)
            if made is not None:
                yield key, made

    def _reference(self, source: str, key: Text, node: Yaml) -> Reference | None:
        if not isinstance(node, Map):
            self.context.complain(self.mark(key), f"reference {key} is a mapping", "write 'publication: …' …")
            return None
        self.known(node, KEYS, "a reference")
        slug, lines = self.text(node, "publication"), tuple(self._lines(node))
        if slug is None or not _SLUG.fullmatch(slug) or not lines:
            fix = "write 'publication: raje-2019-1726' and 'at: 341'"
            self.context.complain(self.mark(key), f"reference {key} names no publication, or no line", fix)
            return None
        within = self._within(node)
        return Reference(
            source,
            str(key),
            f"publication/{slug}",
            lines,
            self.mark(key),
            title=self._title(node),
            authors=self.string(node, "authors"),
            address=self.string(node, "address"),
            journal=self.string(within, "journal"),
            year=self.string(within, "year"),
            volume=self.string(within, "volume"),
            pages=self.string(within, "pages"),
            doi=self._doi(key, node),
            printed_doi=self.string(node, "printedDoi"),
            note=self.string(node, "note"),
        )

    def _lines(self, node: Map) -> Iterator[int]:
        given = node.get(Text("at"))
        for item in given if isinstance(given, Items) else [given]:
            if isinstance(item, Text) and re.fullmatch(r"[1-9]\d*", item):
                yield int(item)

    def _title(self, node: Map) -> str | None:
        if "title" not in node and "address" not in node:
            self.context.complain(self.mark(node), "neither title nor address", "write what is printed")
        return self.string(node, "title")

    def _within(self, node: Map) -> Map:
        given = node.get(Text("in"), Map())
        if not isinstance(given, Map):
            self.context.complain(self.mark(given), "'in' is a mapping", "write 'in: {journal: …, year: …}'")
            return Map()
        self.known(given, IN_KEYS, "'in'")
        return given

    def _doi(self, key: Text, node: Map) -> str | None:
        given, broken = self.text(node, "doi"), self.text(node, "printedDoi")
        if (given is None) == (broken is None):
            fix = f"write the printed 'doi:', 'doi: {_NOT_PRINTED}', or a broken one as 'printedDoi:'"
            self.context.complain(self.mark(key), f"reference {key} does not say which DOI is printed", fix)
        elif broken is not None and "note" not in node:
            self.context.complain(
                self.mark(broken), "a broken DOI without a note", "say what is wrong with it"
            )
        elif given is not None and given != _NOT_PRINTED and not _DOI.fullmatch(given):
            fix = "write it as 'printedDoi:', with a note"
            self.context.complain(self.mark(given), f"'{given}' is no complete DOI", fix)
        return None if given == _NOT_PRINTED or given is None else str(given)
