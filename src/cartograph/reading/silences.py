"""Read declared silences: what a source does not tell of which things, in which way, and how much of it that covers."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.reading.reader import Reader, Word
from cartograph.terms import local, ont, thing
from cartograph.versions.labels import CLAIMS


@dataclass(frozen=True)
class Silence:
    """Hold one declared silence."""

    path: str
    expectation: Word
    kind: Word
    scope: Word
    things: tuple[Word, ...]  # none: everything that the passage names
    printed: str

    @property
    def passage(self) -> str:
        """Return the path of the passage, or that of the source where it speaks for the whole of it."""
        parts = self.path.split("/")
        before = parts[1 : next(n for n, part in enumerate(parts) if part.startswith("expects"))]
        return f"passage/{'/'.join(before)}" if len(before) > 1 else f"source/{before[0]}"


def of_source(reader: Reader, source: NamedNode) -> list[Silence]:
    """Return the silences of a source that cover more than one row, by what they are silent on."""
    quads = reader.store.quads_for_pattern(None, ont("inSource"), source, CLAIMS)
    nodes = [
        q.subject
        for q in quads
        if isinstance(q.subject, NamedNode) and local(q.subject).startswith("silence/")
    ]
    return sorted(
        (read(reader, node) for node in nodes), key=lambda one: (one.kind.text, one.expectation.text)
    )


def read(reader: Reader, node: NamedNode) -> Silence:
    """Return one silence."""
    return Silence(
        local(node),
        _word(reader, node, "expectation"),
        _word(reader, node, "silenceKind"),
        _word(reader, node, "silenceScope"),
        tuple(reader.word(thing(path)) for path in _things(local(node))),
        reader.store_text(node, "printed", CLAIMS),
    )


def _word(reader: Reader, node: NamedNode, name: str) -> Word:
    for quad in reader.store.quads_for_pattern(node, ont(name), None, CLAIMS):
        if isinstance(quad.object, NamedNode):
            return reader.word(quad.object)
    return Word("", "")


def _things(path: str) -> list[str]:
    """Return the things that the path of a silence names.

    >>> _things("silence/vural-2025/table-1/expectsResponse/notMentioned/agent-axi-cel.agent-ctl019")
    ['agent/axi-cel', 'agent/ctl019']
    """
    tail = path.rpartition("/")[2]
    return [one.replace("-", "/", 1) for one in tail.split(".")] if "-" in tail else []
