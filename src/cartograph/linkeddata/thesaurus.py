"""Order the words of the ontology as a reader browses them: classes, schemes with their terms, properties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from cartograph.terms import ONT, RDFS, STATED, Ontology, Term, local, ont

_VIEW = DefaultGraph()
_SUBCLASS, _BROADER = NamedNode(RDFS + "subClassOf"), ont("broader")
_TERM = "Term"  # the class above every scheme
_USES = f"""
SELECT ?term (COUNT(*) AS ?uses) {{
  ?subject ?property ?term
  FILTER(STRSTARTS(STR(?term), "{ONT}"))
  FILTER(!STRSTARTS(STR(?subject), "{ONT}") && !STRSTARTS(STR(?subject), "{STATED}"))
  FILTER(?property NOT IN (<{ONT}statedValue>, <{ONT}property>))
}} GROUP BY ?term
"""
Links = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Branch:
    """Hold a word with those below it."""

    term: Term
    uses: int
    below: tuple[Branch, ...]
    first: bool  # whether the word stands here for the first time on the page


@dataclass(frozen=True)
class Scheme:
    """Hold a scheme with its terms as trees."""

    term: Term
    branches: tuple[Branch, ...]
    size: int
    first: bool


@dataclass(frozen=True)
class Thesaurus:
    """Hold the order of the words of one version."""

    store: Store
    ontology: Ontology

    @cached_property
    def above(self) -> Links:
        """Return the classes right above each class."""
        return _nearest(_links(self.store, _SUBCLASS))

    @cached_property
    def below(self) -> Links:
        """Return the classes right below each class."""
        return _inverse(self.above)

    @cached_property
    def broader(self) -> Links:
        """Return the terms right above each term."""
        return _nearest(_links(self.store, _BROADER))

    @cached_property
    def narrower(self) -> Links:
        """Return the terms right below each term."""
        return _inverse(self.broader)

    @cached_property
    def uses(self) -> Mapping[str, int]:
        """Return how many triples of the agreed view lead to each word: for a class, its members."""
        found = self.store.query(_USES)
        assert isinstance(found, QuerySolutions)
        return {local(_iri(row["term"])): int(_text(row["uses"])) for row in found}

    def browsed(self) -> tuple[list[Branch], list[Scheme]]:
        """Return the classes as trees, without the schemes; and the schemes, each with its terms as trees."""
        seen: set[str] = set()
        return self._classes(seen), list(self._schemes(seen))

    def _classes(self, seen: set[str]) -> list[Branch]:
        wanted = self.ontology.classes - self.ontology.subclasses(_TERM)
        roots = self.named(name for name in wanted if not self.above.get(name, frozenset()) & wanted)
        largest = sorted(roots, key=lambda term: -len(_all(self.below, term.name)))
        return list(self._grown(largest, self.below, wanted, seen))

    def _schemes(self, seen: set[str]) -> Iterator[Scheme]:
        held = {name for name in self.ontology.classes if self.terms_of(name)}
        for scheme in self.named((self.ontology.subclasses(_TERM) | held) - {_TERM}):
            first = scheme.name not in seen
            seen.add(scheme.name)
            terms = frozenset(term.name for term in self.terms_of(scheme.name))
            roots = self.named(one for one in terms if not self.broader.get(one, frozenset()) & terms)
            yield Scheme(scheme, tuple(self._grown(roots, self.narrower, terms, seen)), len(terms), first)

    def terms_of(self, scheme: str) -> list[Term]:
        """Return the terms that are in a scheme itself, not in one below it."""
        classes = self.ontology.classes
        return [
            term
            for term in self.ontology.terms.values()
            if ONT + scheme in term.types and term.name not in classes
        ]

    def schemes_of(self, term: Term) -> list[Term]:
        """Return the schemes that a term is in."""
        return self.named(local(one) for one in term.types if one.startswith(ONT))

    def properties(self) -> list[Term]:
        """Return the properties of the agreed view by label."""
        return [term for term in self.named(self.ontology.properties) if term.label]

    def named(self, names: Iterable[str]) -> list[Term]:
        """Return words by label."""
        return sorted((self.ontology.terms[one] for one in names if one in self.ontology.terms), key=_label)

    def path(self, name: str) -> list[Term]:
        """Return the words above one, the highest first, along one line where there are several."""
        found: list[str] = []
        up = self.above if name in self.ontology.classes else self.broader
        while (parents := sorted(up.get(name, frozenset()))) and parents[0] not in found:
            name = parents[0]
            found.append(name)
        return [self.ontology.terms[one] for one in reversed(found) if one in self.ontology.terms]

    def _grown(
        self, terms: Iterable[Term], down: Links, wanted: frozenset[str], seen: set[str]
    ) -> Iterator[Branch]:
        for term in terms:
            first = term.name not in seen
            seen.add(term.name)
            below = self.named(down.get(term.name, frozenset()) & wanted)
            uses = self.uses.get(term.name, 0)
            yield Branch(term, uses, tuple(self._grown(below, down, wanted, seen)), first)


def _links(store: Store, predicate: NamedNode) -> Links:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, predicate, None, _VIEW):
        lower, upper = quad.subject, quad.object
        if isinstance(lower, NamedNode) and isinstance(upper, NamedNode) and upper.value.startswith(ONT):
            found[local(lower)].add(local(upper))
    return {name: frozenset(names - {name}) for name, names in found.items()}


def _nearest(links: Links) -> Links:
    """Return links without those that a chain of others makes.

    >>> _nearest({"a": frozenset({"b", "c"}), "b": frozenset({"c"})})["a"]
    frozenset({'b'})
    """
    return {
        name: frozenset(one for one in names if not any(one in _all(links, other) for other in names - {one}))
        for name, names in links.items()
    }


def _all(links: Links, name: str) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        new = links.get(todo.pop(), frozenset()) - found
        found |= new
        todo += new
    return found


def _inverse(links: Links) -> Links:
    found: dict[str, set[str]] = defaultdict(set)
    for lower, uppers in links.items():
        for upper in uppers:
            found[upper].add(lower)
    return {name: frozenset(names) for name, names in found.items()}


def _label(term: Term) -> tuple[str, str]:
    return (term.label or term.name).lower(), term.name


def _iri(node: object) -> str:
    assert isinstance(node, NamedNode)
    return node.value


def _text(node: object) -> str:
    assert isinstance(node, Literal)
    return node.value
