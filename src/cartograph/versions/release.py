"""Turn decided quads into the bytes of a release: sorted N-Quads and a manifest that describes them.

The bytes are made from parsed quads, never from a Store, which rewrites literals (`0.30` becomes `0.3`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from cartograph.errors import Problem, RecordError
from cartograph.terms import LABEL, TYPE, local, ont

#: What JSON holds of a manifest.
Manifest = Mapping[str, object]

#: What a manifest says of a source, and the property that says it.
_SOURCE_KEYS = {"label": LABEL, "citation": ont("citation"), "doi": ont("doi"), "licence": ont("licenceOf")}


@dataclass(frozen=True)
class Release:
    """Hold what a published version is made of."""

    nquads: bytes
    manifest: Manifest

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the N-Quads: the name of the version."""
        return digest(self.nquads)


def make(quads: Iterable[Quad], *, ontology_version: str, package_version: str) -> Release:
    """Make the release of the quads; the same quads and versions give the same bytes.

    Raises RecordError when a quad holds a node without a name.
    """
    distinct = set(quads)
    nquads = canonical(distinct)
    manifest = {
        "digest": digest(nquads),
        "package": package_version,
        "ontology": ontology_version,
        "sources": _sources(distinct),
        "quads": len(distinct),
        "graphs": _graph_counts(distinct),
    }
    return Release(nquads, manifest)


def canonical(quads: Iterable[Quad]) -> bytes:
    r"""Return the quads as N-Quads, each once, sorted by the bytes of the line.

    Raises RecordError when a quad holds a blank node, whose label would differ from run to run.

    >>> from pyoxigraph import parse
    >>> text = '<x:b> <x:p> "0.30" .\n<x:a> <x:p> "1" <x:g> .\n<x:b> <x:p> "0.30" .\n'
    >>> canonical(parse(text, format=RdfFormat.N_QUADS))
    b'<x:a> <x:p> "1" <x:g> .\n<x:b> <x:p> "0.30" .\n'
    """
    distinct = set(quads)
    _refuse_unnamed(distinct)
    lines = (serialize(distinct, format=RdfFormat.N_QUADS) or b"").split(b"\n")
    return b"".join(line + b"\n" for line in sorted(lines) if line)


def digest(nquads: bytes) -> str:
    """Return the SHA-256 of the bytes in hexadecimal digits."""
    return hashlib.sha256(nquads).hexdigest()


def _refuse_unnamed(quads: Iterable[Quad]) -> None:
    problems = [
        Problem("release", message=f"a node without a name in {quad}", fix="give the node an id")
        for quad in quads
        if not _is_named(quad)
    ]
    if problems:
        raise RecordError(sorted(problems))


def _is_named(quad: Quad) -> bool:
    return (
        isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode | Literal)
        and not isinstance(quad.graph_name, BlankNode)
    )


def _sources(quads: Collection[Quad]) -> list[dict[str, str]]:
    """Describe every source that a graph names, sorted by id."""
    found = {quad.subject for quad in quads if quad.predicate == TYPE and quad.object == ont("Source")}
    said = [quad for quad in quads if quad.subject in found]
    described = [_source(node, said) for node in found if isinstance(node, NamedNode)]
    return sorted(described, key=lambda source: source["id"])


def _source(node: NamedNode, quads: Iterable[Quad]) -> dict[str, str]:
    own = [(quad.predicate, quad.object) for quad in quads if quad.subject == node]
    described = {"id": local(node)}
    for key, predicate in _SOURCE_KEYS.items():
        values = [value.value for said, value in own if said == predicate and isinstance(value, Literal)]
        described |= {key: min(values)} if values else {}
    return described


def _graph_counts(quads: Iterable[Quad]) -> dict[str, int]:
    """Count the quads of each graph; the claim graphs, of which there are many, are counted together."""
    return dict(sorted(Counter(_graph_label(quad) for quad in quads).items()))


def _graph_label(quad: Quad) -> str:
    if isinstance(quad.graph_name, DefaultGraph):
        return "default"
    name = local(str(quad.graph_name.value))
    return "claim/*" if name.startswith("claim/") else name
