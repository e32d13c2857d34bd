"""Read what people call a node of a published version."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cartograph.terms import GRAPH, LABEL

#: The graph that describes claims, passages and sources; all other labels are in the agreed view.
CLAIMS = NamedNode(GRAPH + "claims")


def label(store: Store, node: NamedNode, graph: NamedNode | DefaultGraph | None = None) -> str | None:
    """Return the label of a node in one graph, or in any where none is named; nothing where it has none."""
    found = store.quads_for_pattern(node, LABEL, None, graph)
    return next((quad.object.value for quad in found if isinstance(quad.object, Literal)), None)
