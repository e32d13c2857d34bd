"""Read the agreed view: what a node says, what points to it, and what people call it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cartograph.reading.evidence import Finder, Place
from cartograph.terms import ONT, TYPE, Ontology, Term, local, ont
from cartograph.versions import labels

_DEFAULT = DefaultGraph()
#: Terms that a page says in other words than the ontology's label, which stands beside other terms there.
_SAID = {"assumedReading": "reading assumed", "inferredFromHeading": "read from a heading"}


@dataclass(frozen=True)
class Word:
    """Hold a value as people see it: its path or local name, its words, and where it leads, if anywhere."""

    name: str
    text: str
    path: str = ""
    definition: str = ""
    short: str = ""  # the notation, where there is little room


def short(notation: str) -> str:
    """Write a notation of records with the signs that people know.

    >>> short(">=CR"), short("3-4"), short("ug/kg"), short("mg/m2")
    ('≥CR', '3–4', 'µg/kg', 'mg/m²')
    """
    signs = ((">=", "≥"), ("ug", "µg"), ("/ul", "/µl"), ("m2", "m²"))
    for written, sign in signs:
        notation = notation.replace(written, sign)
    return re.sub(r"(?<=\d)-(?=\d)", "–", notation)


@dataclass(frozen=True)
class Reader:
    """Read a published version; an instance remembers what it was asked, so it is made for one task and let go."""

    store: Store
    words: Ontology
    _places: dict[NamedNode, tuple[Place, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def finder(self) -> Finder:
        """Return what finds printed places."""
        return Finder(self.store)

    @cached_property
    def sources(self) -> int:
        """Return how many sources are curated."""
        return len(self.finder.sources())

    def values(self, node: NamedNode, name: str) -> list[NamedNode | Literal]:
        """Return the values of a property of the ontology in the agreed view, sorted."""
        quads = self.store.quads_for_pattern(node, ont(name), None, _DEFAULT)
        return sorted((q.object for q in quads if isinstance(q.object, NamedNode | Literal)), key=str)

    def nodes(self, node: NamedNode, name: str) -> list[NamedNode]:
        """Return the values that are things or terms."""
        return [value for value in self.values(node, name) if isinstance(value, NamedNode)]

    def texts(self, node: NamedNode, name: str) -> list[str]:
        """Return the values that are literals."""
        return [value.value for value in self.values(node, name) if isinstance(value, Literal)]

    def text(self, node: NamedNode, name: str) -> str:
        """Return the literal values as one text, empty where there are none."""
        return "; ".join(self.texts(node, name))

    def uncertain(self, node: NamedNode, name: str) -> list[tuple[NamedNode | Literal, Word]]:
        """Return the values of a property that only uncertain readings give, each with its weakest reading."""
        facts = [one for one in self.backlinks("subject", node) if self.is_a(one, "UncertainFact")]
        return [
            (value, self.one(one, "weakestReading") or Word("", ""))
            for one in facts
            if Quad(one, ont("property"), ont(name)) in self.store
            for value in self.values(one, "uncertainValue")
        ]

    def told(self, node: NamedNode, name: str) -> str:
        """Return values as one text, agreed ones first; behind an uncertain one stands how it was read."""
        agreed = [self.word(value).text for value in self.values(node, name)]
        doubted = [f"{self.word(value).text} ({how.text})" for value, how in self.uncertain(node, name)]
        return "; ".join([*agreed, *doubted])

    def store_texts(self, node: NamedNode, name: str, graph: NamedNode | None = None) -> list[str]:
        """Return literals from one graph, or from any: what is said of a claim is not in the agreed view."""
        quads = self.store.quads_for_pattern(node, ont(name), None, graph)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})

    def store_text(self, node: NamedNode, name: str, graph: NamedNode | None = None) -> str:
        """Return such literals as one text, empty where there are none."""
        return "; ".join(self.store_texts(node, name, graph))

    def backlinks(self, name: str, node: NamedNode) -> list[NamedNode]:
        """Return what points to a node by a property."""
        quads = self.store.quads_for_pattern(None, ont(name), node, _DEFAULT)
        return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=str)

    def instances(self, kind: str) -> list[NamedNode]:
        """Return every node of a class of the agreed view."""
        quads = self.store.quads_for_pattern(None, TYPE, ont(kind), _DEFAULT)
        return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=str)

    def types(self, node: NamedNode) -> frozenset[str]:
        """Return the local names of the classes of a node."""
        quads = self.store.quads_for_pattern(node, TYPE, None, _DEFAULT)
        return frozenset(local(q.object) for q in quads if isinstance(q.object, NamedNode))

    def is_a(self, node: NamedNode, kind: str) -> bool:
        """Say whether a node is of a class."""
        return Quad(node, TYPE, ont(kind), _DEFAULT) in self.store

    def property(self, node: NamedNode, predicate: NamedNode) -> list[str]:
        """Return the literals of a property that is not of our ontology, such as a synonym."""
        quads = self.store.quads_for_pattern(node, predicate, None, _DEFAULT)
        return sorted({q.object.value for q in quads if isinstance(q.object, Literal)})

    def label(self, node: NamedNode, graph: NamedNode | DefaultGraph | None = _DEFAULT) -> str:
        """Return the label of a thing, else the end of its path."""
        return labels.label(self.store, node, graph) or local(node).rpartition("/")[2]

    def term(self, node: NamedNode) -> Term | None:
        """Return the term of the ontology that a node is."""
        return self.words.terms.get(local(node)) if node.value.startswith(ONT) else None

    def word(self, value: NamedNode | Literal) -> Word:
        """Return a value as people see it."""
        if isinstance(value, Literal):
            return Word(value.value, {"true": "yes", "false": "no"}.get(value.value, value.value))
        term = self.term(value)
        if term is None:
            return Word(local(value), self.label(value), local(value))
        return Word(
            term.name,
            _SAID.get(term.name, term.label),
            f"ontology?term={term.name}",
            term.definition,
            short(term.word),
        )

    def one(self, node: NamedNode, name: str) -> Word | None:
        """Return the one value of a property, the first where there are several."""
        found = self.values(node, name)
        return self.word(found[0]) if found else None

    def places(self, node: NamedNode) -> tuple[Place, ...]:
        """Return where a node is printed."""
        if node not in self._places:
            self._places[node] = tuple(dict.fromkeys(self.finder.of(node)))
        return self._places[node]

    def all_places(self, nodes: Iterable[NamedNode]) -> tuple[Place, ...]:
        """Return where several nodes are printed, each place once, as a reader of the sources meets them."""
        found = dict.fromkeys(place for node in nodes for place in self.places(node))
        return tuple(sorted(found, key=lambda place: place.sort_key))
