"""Read how sources misspell names: each spelling with the line that prints it, so that nobody takes it for a name.

A misspelling of a thing stands beside its synonyms in `records/vocabulary`, one of a term of the ontology in
`records/misspelt-terms.yaml`, by the term's local name:

    agent/elranatamab:
      label: elranatamab
      misspellings:
        - {text: elranatemab, at: {source: guo-2022, line: 195}}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cartograph.errors import Problem, RecordError
from cartograph.records.context import ReadContext, nearest
from cartograph.records.document import Items, Map, Text, read
from cartograph.records.document import Node as Yaml
from cartograph.records.model import Mark, Misspelling, Place

TERMS_FILE = "records/misspelt-terms.yaml"
_ENTRY = "write '- {text: elranatemab, at: {source: guo-2022, line: 195}}'"
_PLACE = "write 'at: {source: guo-2022, line: 195}', and 'cell:' in a table"


def misspellings(file: str, of: str, node: Yaml | None, problems: list[Problem]) -> tuple[Misspelling, ...]:
    """Read the list under 'misspellings:' of one thing or term; what is wrong in it goes to the problems."""
    return tuple(_Entries(file, of, problems).read(node))


def of_terms(records: Path, context: ReadContext) -> tuple[Misspelling, ...]:
    """Read the misspellings of terms; a key that is no term of the ontology is a problem."""
    path = records / Path(TERMS_FILE).name
    if not path.exists():
        return ()
    try:
        tree = read(path, TERMS_FILE)
    except RecordError as error:
        context.problems += error.problems
        return ()
    for key in tree:
        if key not in context.words.terms:
            mark = Mark(TERMS_FILE, key.line, key.column)
            context.complain(mark, f"'{key}' is no term of the ontology", nearest(key, context.words.terms))
    return tuple(
        m for key, node in tree.items() for m in misspellings(TERMS_FILE, key, node, context.problems)
    )


def unplaced(found: Iterable[Misspelling], context: ReadContext) -> None:
    """Complain of every misspelling whose source is not described, and of one that is given twice."""
    seen: set[tuple[str, str, str, Place]] = set()
    for each in found:
        if each.source not in context.sources:
            context.complain(
                each.mark, f"'{each.source}' is no source", nearest(each.source, context.sources)
            )
        key = (each.of, each.text, each.source, each.place)
        if key in seen:
            context.complain(each.mark, f"'{each.text}' is given twice at one place", "keep one")
        seen.add(key)


class _Entries:
    """Read the misspellings of one name."""

    def __init__(self, file: str, of: str, problems: list[Problem]) -> None:
        self.file, self.of, self.problems = file, of, problems

    def read(self, node: Yaml | None) -> Iterator[Misspelling]:
        if node is not None and not isinstance(node, Items):
            self._wrong(node, "'misspellings' is a list", _ENTRY)
        for item in node if isinstance(node, Items) else ():
            if isinstance(item, Map):
                yield from self._entry(item)
            else:
                self._wrong(item, f"the misspelling '{item}' has no place", _ENTRY)

    def _entry(self, item: Map) -> Iterator[Misspelling]:
        self._known(item, ("text", "at", "because"), _ENTRY)
        text, because, at = (item.get(Text(key)) for key in ("text", "because", "at"))
        if not isinstance(text, Text):
            self._wrong(item, "a misspelling needs 'text:', as the source prints it", _ENTRY)
            return
        reason = str(because) if because is not None else None
        places = at if isinstance(at, Items) else [] if at is None else [at]
        if not places:
            self._wrong(text, f"the misspelling '{text}' has no place", _PLACE)
        for place in places:
            found = self._place(place)
            if found is not None:
                mark = Mark(self.file, text.line, text.column)
                yield Misspelling(self.of, str(text), *found, mark, reason)

    def _place(self, node: Yaml) -> tuple[str, Place] | None:
        given = node if isinstance(node, Map) else Map()
        self._known(given, ("source", "line", "cell"), _PLACE)
        source, line, cell = (given.get(Text(key)) for key in ("source", "line", "cell"))
        if not isinstance(source, Text) or not _counts(line) or not (cell is None or _counts(cell)):
            self._wrong(node, "a misspelling stands in a source, on a line counted from 1", _PLACE)
            return None
        return str(source), Place(int(str(line)), int(str(cell)) if cell is not None else None)

    def _known(self, node: Map, keys: tuple[str, ...], fix: str) -> None:
        for key in node:
            if key not in keys:
                self._wrong(key, f"unknown key '{key}' in a misspelling", fix)

    def _wrong(self, node: Yaml, message: str, fix: str) -> None:
        self.problems.append(Problem(self.file, node.line, node.column, message, fix))


def _counts(node: Yaml | None) -> bool:
    return isinstance(node, Text) and re.fullmatch(r"[1-9]\d*", node) is not None
