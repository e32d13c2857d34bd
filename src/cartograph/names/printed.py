"""Check that an alias is one: each synonym of the vocabulary stands in a text, or the graph knows it from nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cartograph.errors import Problem
from cartograph.names.index import NAMED
from cartograph.records.model import Records
from cartograph.texts import read_texts
from cartograph.texts.normalise import normalise
from cartograph.texts.place import spans


def unprinted(records: Records, texts: Path) -> Iterator[Problem]:
    """Yield a problem for each synonym that no text prints; raise UsageError where a text cannot be read.

    Of studies and reports the synonyms are no names, but words by which a passage tells them apart.
    """
    windows = [
        line.text for text in read_texts(sorted(records.sources), texts).values() for line in text.lines
    ]
    for thing in records.things.values():
        for name in thing.synonyms if thing.path.split("/")[0] in NAMED else ():
            wanted = normalise(name)
            if not any(spans(window, wanted) for window in windows if wanted in window):
                message = f"no text prints the synonym '{name}' of '{thing.path}'"
                fix = "delete it, or copy it as a text prints it"
                yield Problem(thing.mark.file, thing.mark.line, thing.mark.column, message, fix)
