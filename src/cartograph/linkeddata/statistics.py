"""Count what the agreed view holds: which classes there are, and what their members say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cartograph.terms import TYPE

_VIEW = DefaultGraph()
_Kind = tuple[
    frozenset[str], str, frozenset[str], str
]  # classes, property, classes or datatype of the object


@dataclass(frozen=True)
class Use:
    """Hold how often the members of a class use a property, and what they point to with it."""

    triples: int
    classes: frozenset[str]
    datatypes: frozenset[str]


@dataclass(frozen=True)
class Statistics:
    """Hold the counts of the agreed view; classes and properties by IRI, sorted."""

    triples: int
    subjects: int
    objects: int
    entities: Mapping[str, int]  # members of each class
    properties: Mapping[str, int]  # triples of each property
    uses: Mapping[str, Mapping[str, Use]]  # by class, by property

    @classmethod
    def of(cls, store: Store) -> Statistics:
        """Count the default graph of a store: a tenth of a second for fifty thousand triples."""
        members = _members(store)
        counts: Counter[_Kind] = Counter()
        subjects, objects, nobody = set(), set(), frozenset[str]()
        for quad in store.quads_for_pattern(None, None, None, _VIEW):
            subject, target = str(quad.subject), quad.object
            subjects.add(subject)
            if isinstance(target, Literal):
                key = members.get(subject, nobody), quad.predicate.value, nobody, target.datatype.value
            else:
                name = str(target)
                objects.add(name)
                key = members.get(subject, nobody), quad.predicate.value, members.get(name, nobody), ""
            counts[key] += 1
        return cls(
            triples=counts.total(),
            subjects=len(subjects),
            objects=len(objects),
            entities=_sorted(Counter(one for classes in members.values() for one in classes)),
            properties=_sorted(_by_property(counts)),
            uses=_uses(counts),
        )


def _members(store: Store) -> dict[str, frozenset[str]]:
    """Return the classes of each node."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, TYPE, None, _VIEW):
        if isinstance(quad.object, NamedNode):
            found[str(quad.subject)].add(quad.object.value)
    shared: dict[frozenset[str], frozenset[str]] = {}  # equal sets are one object, whose hash is known
    return {name: shared.setdefault(one := frozenset(classes), one) for name, classes in found.items()}


def _by_property(counts: Mapping[_Kind, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (_, predicate, _, _), number in counts.items():
        found[predicate] += number
    return found


def _uses(counts: Mapping[_Kind, int]) -> dict[str, dict[str, Use]]:
    triples: Counter[tuple[str, str]] = Counter()
    classes: dict[tuple[str, str], set[str]] = defaultdict(set)
    datatypes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (subject, predicate, target, datatype), number in counts.items():
        for one in subject:
            triples[one, predicate] += number
            classes[one, predicate] |= target
            datatypes[one, predicate] |= {datatype} - {""}
    found: dict[str, dict[str, Use]] = defaultdict(dict)
    for key in sorted(triples):
        found[key[0]][key[1]] = Use(triples[key], frozenset(classes[key]), frozenset(datatypes[key]))
    return found


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items()))
