"""Know how a literal was published where the store writes it otherwise (`68.0` becomes `68`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from cartograph.terms import XSD
from cartograph.versions.store import GRAPH_FILE, Published, load

_NUMBERS = [f'"^^<{XSD}{kind}>'.encode() for kind in ("decimal", "integer")]
_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Forms:
    """Hold the literals that the store rewrote, each with its form as published.

    The store has one form of a number, so a node's property that is published in two forms shows the first.
    """

    published: Mapping[_Key, Literal]

    @classmethod
    def read(cls, published: Published) -> Forms:
        """Find the rewritten literals in the bytes of the version: a handful among thousands."""
        lines = b"\n".join(_odd((published.folder / GRAPH_FILE).read_bytes()))
        forms: dict[_Key, Literal] = {}
        for quad in parse(lines, format=RdfFormat.N_QUADS):
            kept = _kept(quad)
            if isinstance(quad.object, Literal) and kept != quad.object:
                forms.setdefault((str(quad.subject), quad.predicate.value, kept.value), quad.object)
        return cls(forms)

    def of(self, triple: Triple) -> Triple:
        """Return the triple with its literal as it was published."""
        if not self.published or not isinstance(triple.object, Literal):
            return triple
        form = self.published.get((str(triple.subject), triple.predicate.value, triple.object.value))
        return Triple(triple.subject, triple.predicate, form) if form else triple


def _odd(nquads: bytes) -> Iterator[bytes]:
    """Yield the lines whose number is not in canonical form, or may not be."""
    for mark in _NUMBERS:
        end = nquads.find(mark)
        while end >= 0:
            start = nquads.rfind(b'"', 0, end) + 1
            if _is_odd(nquads[start:end]):
                yield nquads[nquads.rfind(b"\n", 0, start) + 1 : nquads.find(b"\n", end)]
            end = nquads.find(mark, end + 1)


def _is_odd(number: bytes) -> bool:
    """Say whether a number has a sign or zeros that it does not need.

    >>> [number for number in (b"68.0", b"68", b"0.5", b"02", b"+1", b"94.40") if _is_odd(number)]
    [b'68.0', b'02', b'+1', b'94.40']
    """
    return (
        number[:1] in (b"+", b".")
        or (number.lstrip(b"-")[:1] == b"0" and number.lstrip(b"-")[:2] not in (b"0", b"0."))
        or (b"." in number and number[-1:] in (b"0", b"."))
    )


def _kept(quad: Quad) -> Literal | NamedNode:
    """Return the object as the store keeps it."""
    (kept,) = load([quad])
    assert isinstance(kept.object, Literal | NamedNode)
    return kept.object
