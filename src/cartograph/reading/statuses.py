"""Read what became of everything that a reader may expect of a thing: stated, silent, undisclosed, not applicable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.reading.reader import Reader, Word
from cartograph.terms import local

_WORDS = {
    "notReported": "not reported",
    "undisclosed": "undisclosed",
    "notApplicable": "not applicable",
    "uncertain": "told, but the reading is uncertain",
    "disputed": "disputed",
    "derived": "derived by a rule",
    "stated": "stated",
}
#: What a page tells of: everything that is not simply stated or derived, the unknown first.
TOLD = ("undisclosed", "notReported", "uncertain", "disputed", "notApplicable")


@dataclass(frozen=True)
class Status:
    """Hold the status of one expected property of a thing."""

    subject: Word
    expectation: Word
    value: str
    silences: tuple[str, ...]  # passages that are silent, by path

    @property
    def words(self) -> str:
        """Return the status in words."""
        return said(self.value)


def said(value: str) -> str:
    """Return a status in words."""
    return _WORDS.get(value, value)


def read(reader: Reader, things: Iterable[NamedNode]) -> list[Status]:
    """Return the statuses of things that a page tells of."""
    found = [
        _status(reader, node)
        for thing in things
        for node in reader.backlinks("subject", thing)
        if _is(reader, node)
    ]
    told = [status for status in found if status.value in TOLD]
    return sorted(told, key=lambda s: (TOLD.index(s.value), s.expectation.text, s.subject.text))


def grouped(reader: Reader, statuses: Iterable[Status]) -> list[tuple[str, list[Status]]]:
    """Return the statuses by how they are said, with the number of sources where that is what they mean."""
    groups: dict[str, list[Status]] = {}
    for status in statuses:
        said = status.words
        if status.value == "notReported":
            said = f"not reported in the {reader.sources} sources curated"
        groups.setdefault(said, []).append(status)
    return list(groups.items())


def _is(reader: Reader, node: NamedNode) -> bool:
    return local(node).startswith("status/") and reader.is_a(node, "Status")


def _status(reader: Reader, node: NamedNode) -> Status:
    subject = reader.nodes(node, "subject")[0]
    value = reader.one(node, "statusValue")
    silent = [local(premise) for premise in reader.nodes(node, "premise")]
    return Status(
        reader.word(subject),
        reader.one(node, "expectation") or Word("", ""),
        value.name if value else "",
        tuple(path for path in silent if path.startswith("silence/")),
    )
