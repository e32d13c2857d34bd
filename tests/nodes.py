"""Read the characters of a node of a graph, whatever kind it is."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode


def value(node: object) -> str:
    """Return an IRI, or the lexical form of a literal; nothing for another kind of node."""
    return node.value if isinstance(node, NamedNode | Literal) else ""
