"""Find products by target and kind, mentions without a name included, and say in what they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cartograph.names.kinds import Kind
from cartograph.terms import GRAPH, LABEL, ONT, SKOS, TYPE, local, ont, thing

_DEFAULT = DefaultGraph()
_CLAIMS = NamedNode(GRAPH + "claims")
_NOTATION = NamedNode(SKOS + "notation")
_MENTION = "CARCellMention"

#: What is compared of a construct: a heading, the property, and the part of the construct that has it, if any.
_COMPARED = (
    ("gene transfer", "geneTransfer", None),
    ("effector cell", "effectorCell", None),
    ("cell source", "cellSource", None),
    ("costimulation", "kind", "costimulatoryDomain"),
    ("safety switch", "kind", "safetySwitch"),
    ("binder", "format", "binder"),
    ("binder origin", "origin", "binder"),
)


@dataclass(frozen=True)
class Product:
    """Hold a product, or a mention of one, with the targets that sources give it."""

    path: str
    label: str
    classes: frozenset[str]
    targets: frozenset[str]

    @property
    def mention(self) -> bool:
        """Say whether a source describes the product without naming it."""
        return "Mention" in self.classes

    def fits(self, kind: Kind) -> bool:
        """Say whether the product is of a kind; a mention of CAR cells may be one of CAR T cells."""
        if kind.dual and len(self.targets) < 2:
            return False
        return (
            kind.cls is None
            or kind.cls in self.classes
            or (_MENTION in self.classes and kind.cls in _MENTIONED)
        )


_MENTIONED = frozenset({"CARCellProduct", "CARTCellProduct"})


@dataclass(frozen=True)
class Products:
    """Ask the published graph for products."""

    store: Store

    @cached_property
    def every(self) -> tuple[Product, ...]:
        """Return every agent and every mention, by label."""
        nodes = {n for cls in ("Agent", "Mention") for n in self._subjects(TYPE, ont(cls))}
        found = (self._product(node) for node in nodes)
        return tuple(sorted(found, key=lambda product: (product.mention, product.label, product.path)))

    def of(self, kind: Kind, targets: frozenset[str]) -> tuple[tuple[Product, ...], tuple[Product, ...]]:
        """Return the products of a kind against exactly these targets, and those against these and more."""
        fitting = [product for product in self.every if product.fits(kind) and targets <= product.targets]
        exact = tuple(product for product in fitting if product.targets == targets)
        return exact, tuple(product for product in fitting if product not in exact)

    def differences(self, products: Iterable[Product]) -> Mapping[str, Mapping[str, str]]:
        """Return what is stated of each product where not all are alike, by path; what is unstated is left out."""
        told = {product.path: dict(self._told(thing(product.path))) for product in products}
        headings = dict.fromkeys(heading for facts in told.values() for heading in facts)
        differing = [h for h in headings if len({facts.get(h) for facts in told.values()}) > 1]
        return {path: {h: facts[h] for h in differing if h in facts} for path, facts in told.items()}

    def trials(self, product: Product) -> frozenset[str]:
        """Return the trials that investigate a product, or that stand beside a mention of one."""
        return frozenset(map(local, self._trials(thing(product.path))))

    def label(self, node: NamedNode) -> str:
        """Return what people call a node: the notation of a term, the label of a thing."""
        words = self._texts(node, _NOTATION) if node.value.startswith(ONT) else []
        return (words or self._texts(node, LABEL) or self._texts(node, LABEL, _CLAIMS) or [local(node)])[0]

    def _product(self, node: NamedNode) -> Product:
        classes = frozenset(local(cls) for cls in self._nodes(node, TYPE))
        slots = [
            slot for c in self._nodes(node, ont("hasConstruct")) for slot in self._nodes(c, ont("hasSlot"))
        ]
        bound = {local(target) for slot in slots for target in self._nodes(slot, ont("binds"))}
        bound |= {local(target) for target in self._nodes(node, ont("targets"))}
        return Product(local(node), self.label(node), classes, frozenset(bound))

    def _told(self, node: NamedNode) -> Iterator[tuple[str, str]]:
        constructs = self._nodes(node, ont("hasConstruct"))
        for heading, name, part in _COMPARED:
            owners = constructs if part is None else [s for c in constructs for s in self._slots(c, part)]
            values = sorted(
                {self.label(value) for owner in owners for value in self._nodes(owner, ont(name))}
            )
            if values:
                yield heading, ", ".join(values)
        trials = sorted({self._registered(trial) for trial in self._trials(node)})
        if trials:
            yield "trial", ", ".join(trials)
        places = [*self._places(node)]
        if places:
            yield "printed in", "; ".join(places)
        same = sorted(self.label(other) for other in self._nodes(node, ont("mayBeSameAs")))
        if same:
            yield "may be the same as", ", ".join(same)

    def _slots(self, construct: NamedNode, part: str) -> list[NamedNode]:
        slots = self._nodes(construct, ont("hasSlot"))
        return [slot for slot in slots if Quad(slot, ont("part"), ont(part)) in self.store]

    def _trials(self, node: NamedNode) -> Iterator[NamedNode]:
        """Yield the trials that investigate an agent, or that the claim of a mention names."""
        yield from self._subjects(ont("investigates"), node)
        for claim in self._nodes(node, ont("statedIn")):
            named = self._nodes(claim, ont("names"), _CLAIMS)
            yield from (each for each in named if local(each).startswith("trial/"))

    def _registered(self, trial: NamedNode) -> str:
        return ", ".join(self._texts(trial, ont("registryId"))) or self.label(trial)

    def _places(self, node: NamedNode) -> Iterator[str]:
        for claim in self._nodes(node, ont("statedIn")):
            source = ", ".join(self.label(each) for each in self._nodes(claim, ont("inSource"), _CLAIMS))
            lines = " and ".join(self._texts(node, ont("line")))
            yield f"{source}, line {lines}"

    def _subjects(self, prop: NamedNode, value: NamedNode) -> list[NamedNode]:
        quads = self.store.quads_for_pattern(None, prop, value, _DEFAULT)
        return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]

    def _nodes(
        self, node: NamedNode, prop: NamedNode, graph: NamedNode | DefaultGraph = _DEFAULT
    ) -> list[NamedNode]:
        quads = self.store.quads_for_pattern(node, prop, None, graph)
        return sorted((q.object for q in quads if isinstance(q.object, NamedNode)), key=lambda n: n.value)

    def _texts(
        self, node: NamedNode, prop: NamedNode, graph: NamedNode | DefaultGraph = _DEFAULT
    ) -> list[str]:
        quads = self.store.quads_for_pattern(node, prop, None, graph)
        return sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))
