"""Judge what a mention describes: a row without a product's name is judged by its construct, as a product would be.

A mention is no product, so no reasoner puts it into a class of products. What its construct makes it is told
beside: `:describedDesign` where its parts make the design, else as for products whether that is possible,
disputed or excluded. Without this, a question would take what nobody judged for what is excluded.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from cartograph.reasoning.membership import PROPERTIES, Memberships
from cartograph.reasoning.verdict import Verdict
from cartograph.reasoning.world import World
from cartograph.terms import GRAPH, ONT, RDF, ont

#: What a mention of each class would be, if it named what it describes.
_DESCRIBED = {"CARCellMention": "CARCellProduct"}
_TYPE = NamedNode(RDF + "type")


def open_(judge: Memberships) -> Iterator[Quad]:
    """Yield for graph/derived what every mention describes, which designs it may be of, and which not."""
    described = Memberships(judge.world.extended(_as_products(judge)), judge.designs)
    properties = {**PROPERTIES, Verdict.INFERRED: "describedDesign"}
    for mention in _mentions(judge.world):
        for design, verdict in described.verdicts(mention):
            graph = NamedNode(GRAPH + "derived")
            yield Quad(NamedNode(mention), ont(properties[verdict]), ont(design.name), graph)


def _mentions(world: World) -> Iterator[str]:
    return (mention for cls in _DESCRIBED for mention in world.instances(cls))


def _as_products(judge: Memberships) -> Iterator[Quad]:
    """Yield the classes and the targets that the mentions would have as products."""
    for cls, product in _DESCRIBED.items():
        for mention in judge.world.instances(cls):
            node = NamedNode(mention)
            for above in sorted(judge.designs.words.superclasses(product)):
                yield Quad(node, _TYPE, ont(above))
            for target in _targets(judge.world, mention):
                yield Quad(node, ont("targets"), NamedNode(target))


def _targets(world: World, mention: str) -> Iterator[str]:
    for construct in world.values(mention, "hasConstruct"):
        for slot in world.slots(construct, ONT + "binder"):
            yield from world.values(slot, "binds")
