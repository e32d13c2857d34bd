"""Find things by name, from the published graph: ids, labels, aliases, misspellings, registry ids, gene symbols.

This is the one way in which commands, questions and drawings turn a name into a thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cartograph.names.spelling import fold, key
from cartograph.terms import BASE, LABEL, ONT, SKOS, TYPE, local, ont, thing

_DEFAULT = DefaultGraph()
_SYNONYM, _HIDDEN = NamedNode(SKOS + "altLabel"), NamedNode(SKOS + "hiddenLabel")

#: Kinds of thing whose names are names; of the others only id and label are, the rest tells them apart in a passage.
NAMED = ("agent", "target", "gene", "trial", "organisation", "technology", "instrument")
_TOLD_APART = ("construct", "cohort", "experiment", "report")


class How(IntEnum):
    """Say in which way a name belongs to a thing; an earlier way wins over a later one."""

    ID = 0
    SLUG = 1
    LABEL = 2
    ALIAS = 3
    MISSPELLING = 4
    REGISTRY = 5
    GENE = 6


_PROPERTIES = {
    LABEL: How.LABEL,
    _SYNONYM: How.ALIAS,
    _HIDDEN: How.MISSPELLING,
    ont("registryId"): How.REGISTRY,
    ont("geneSymbol"): How.GENE,
    ont("geneAlias"): How.GENE,
}


@dataclass(frozen=True, order=True)
class Name:
    """Hold one name of one thing; `variant` says that the text spells it in another way."""

    how: How
    path: str
    text: str
    variant: bool = False

    @property
    def node(self) -> NamedNode:
        """Return the thing."""
        return thing(self.path) if "/" in self.path else ont(self.path)


@dataclass(frozen=True)
class Index:
    """Hold names, and find them: by their characters, then without case, then by their spelling key."""

    names: tuple[Name, ...]
    targets: tuple[str, ...] = ()  # what a name that only describes is made of, beside words of kinds

    @classmethod
    def of_class(cls, store: Store, kind: str) -> Index:
        """Index the things of a class."""
        quads = store.quads_for_pattern(None, TYPE, ont(kind), _DEFAULT)
        things = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        names = (name for node in things for name in _names(store, node))
        return cls(tuple(sorted(names)), tuple(_target_names(store)))

    @classmethod
    def of_things(cls, store: Store) -> Index:
        """Index all the things that a reader may name."""
        found: list[Name] = []
        for predicate, how in _PROPERTIES.items():
            for path, text in _literals(store, predicate):
                kind = path.split("/")[0]
                if kind in NAMED or kind == "construct" or (kind in _TOLD_APART and how is How.LABEL):
                    found.append(Name(how, path, text))
        paths = {name.path for name in found}
        found += [Name(How.ID, path, path) for path in paths]
        found += [Name(How.SLUG, p, p.partition("/")[2]) for p in paths if p.split("/")[0] in NAMED]
        return cls(tuple(sorted(set(found))), tuple(_target_names(store)))

    @classmethod
    def of_words(cls, store: Store) -> Index:
        """Index the words of the ontology: terms and classes, by local name, notation, label and synonym."""
        found = [
            Name(how, local(subject), text)
            for predicate, how in (*_PROPERTIES.items(), (NamedNode(SKOS + "notation"), How.LABEL))
            for subject, text in _said(store, predicate)
            if subject.startswith(ONT)
        ]
        found += [Name(How.ID, path, path) for path in {name.path for name in found}]
        return cls(tuple(sorted(set(found))))

    def find(self, text: str) -> tuple[Name, ...]:
        """Return the names that a text stands for: none, one, or one for each thing that shares it.

        Case decides nothing between two things; of the names of one it shows which one is meant.
        """
        plain = " ".join(text.split())
        found = self._folded.get(fold(text), ()) or self._spelled(text)
        return tuple(
            replace(name, variant=name.text != plain and name.how not in (How.ID, How.SLUG))
            for name in best(found, plain)
        )

    def labelled(self, text: str) -> tuple[Name, ...]:
        """Return the names of the things whose id or label a text is, whatever its case."""
        found = self._folded.get(fold(text), ())
        paths = sorted({name.path for name in found if name.how <= How.LABEL})
        own = ([name for name in found if name.path == path] for path in paths)
        return tuple(
            min(names, key=lambda name: (name.text != text, name.how is How.SLUG, name)) for names in own
        )

    def _spelled(self, text: str) -> Sequence[Name]:
        wanted = key(text)
        return self.keyed.get(wanted, ()) if wanted else ()

    @cached_property
    def _folded(self) -> Mapping[str, Sequence[Name]]:
        return _grouped((fold(name.text), name) for name in self.names)

    @cached_property
    def keyed(self) -> Mapping[str, Sequence[Name]]:
        """Return the names by spelling key, without those that only describe: `CD138-CAR-T` is anybody's CAR T cell."""
        from cartograph.names.describing import only_describes  # only for names that nobody writes so

        targets = frozenset(map(key, self.targets))
        return _grouped(
            (key(name.text), name)
            for name in self.names
            if name.how is not How.ID and not only_describes(name.text, targets)
        )

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """Return what people write for the things: their ids without the kind."""
        return tuple(sorted({name.path.rpartition("/")[2] for name in self.names}))


def best(found: Sequence[Name], plain: str = "") -> Iterator[Name]:
    """Yield one name for each thing that has it in the best way: that which is written so, a slug last."""
    first = min((name.how for name in found), default=How.ID)
    for path in sorted({name.path for name in found if name.how == first}):
        yield min(
            (name for name in found if name.path == path),
            key=lambda n: (n.text != plain, n.how is How.SLUG, n),
        )


def _grouped(pairs: Iterable[tuple[str, Name]]) -> Mapping[str, Sequence[Name]]:
    groups: dict[str, list[Name]] = defaultdict(list)
    for text, name in pairs:
        groups[text].append(name)
    return groups


def _names(store: Store, node: NamedNode) -> Iterator[Name]:
    path = local(node)
    yield Name(How.ID, path, path)
    yield Name(How.SLUG, path, path.rpartition("/")[2])
    for predicate, how in _PROPERTIES.items():
        for quad in store.quads_for_pattern(node, predicate, None, _DEFAULT):
            if isinstance(quad.object, Literal):
                yield Name(how, path, quad.object.value)


def _literals(store: Store, predicate: NamedNode) -> Iterator[tuple[str, str]]:
    """Yield path and text of the things that have a property; other nodes have longer paths, or none."""
    for subject, text in _said(store, predicate):
        path = subject.removeprefix(BASE)
        if path != subject and path.count("/") == 1:
            yield path, text


def _said(store: Store, predicate: NamedNode) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, predicate, None, _DEFAULT):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield quad.subject.value, quad.object.value


def _target_names(store: Store) -> Iterator[str]:
    for quad in store.quads_for_pattern(None, TYPE, ont("Target"), _DEFAULT):
        if isinstance(quad.subject, NamedNode):
            yield from (name.text for name in _names(store, quad.subject) if name.how > How.ID)
