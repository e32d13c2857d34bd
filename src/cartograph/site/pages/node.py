"""The page of any node: what the graph says of it, where that is printed, and what points to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading.evidence import Finder, Place
from cartograph.site.context import Context
from cartograph.site.places import label
from cartograph.site.render import render
from cartograph.terms import BASE, LABEL, TYPE, local, ont, thing

_VIEW = DefaultGraph()
_SHOWN = 40  # nodes in a list of the page; the data has them all
_STATED_SHOWN = 200  # triples of a graph on its page
_BY_STATEMENT = (ont("subject"), ont("statedValue"))  # shown as statements, not as links


@dataclass(frozen=True)
class Value:
    """Hold a value: its words, the node it is, and where it is printed."""

    text: str
    iri: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Hold the values of one property, and how many more there are."""

    property: Value
    values: Sequence[Value]
    more: int = 0
    disputed: bool = False  # stated, and not in the agreed view


@dataclass(frozen=True)
class Stated:
    """Hold one statement: whose property it gives which value, and where."""

    subject: Value
    property: Value
    value: Value


def show_node(context: Context, request: Request, iri: NamedNode) -> Reply:
    """Show a node that has no page of its own."""
    reader = _Reader(context)
    return render(
        "node.html",
        context,
        request,
        iri=iri.value,
        title=named(context, iri),
        kinds=reader.kinds(iri),
        outgoing=list(reader.outgoing(iri)),
        of_it=reader.statements(iri, "subject"),
        naming_it=reader.statements(iri, "statedValue"),
        incoming=list(reader.incoming(iri)),
        inside=reader.inside(iri),
        places=reader.finder.of(iri) if _is_printed(context, iri) else (),
        path=iri.value.removeprefix(BASE),
        shown=_SHOWN,
    )


def _is_printed(context: Context, iri: NamedNode) -> bool:
    store = context.graph.published.store
    found = (store.quads_for_pattern(iri, ont(name), None, _VIEW) for name in ("statedIn", "premise"))
    return any(next(iter(one), None) is not None for one in found)


class _Reader:
    """Read what the page of a node shows."""

    def __init__(self, context: Context) -> None:
        self.context, self.store = context, context.graph.published.store
        self.finder = Finder(self.store)

    def kinds(self, iri: NamedNode) -> list[Value]:
        """Return the classes of a node."""
        found = self.store.quads_for_pattern(iri, TYPE, None, None)
        classes = {quad.object for quad in found if isinstance(quad.object, NamedNode)}
        return sorted((self.value(one) for one in classes), key=lambda value: value.text)

    def outgoing(self, iri: NamedNode) -> Iterator[Facts]:
        """Yield what is said of a node, property by property, each value with where it is printed."""
        quads = list(self._about(iri)) or list(self.store.quads_for_pattern(iri, None, None, None))
        places = self._places(iri)
        said = {(q.predicate, q.object) for q in quads if q.predicate not in (TYPE, LABEL)}
        for predicate, group in _grouped(said):
            values = [self.value(one, places.get((predicate, one), ())) for one in group]
            yield Facts(self.value(predicate), values)
        held = {predicate for predicate, _ in said} | {TYPE}
        for predicate, group in _grouped(key for key in places if key[0] not in held):
            values = [self.value(one, places[predicate, one]) for one in group]
            yield Facts(self.value(predicate), values, disputed=True)

    def _about(self, iri: NamedNode) -> Iterable[Quad]:
        return self.store.quads_for_pattern(iri, None, None, _VIEW)

    def incoming(self, iri: NamedNode) -> Iterator[Facts]:
        """Yield what points to a node, property by property; what statements say is shown as statements."""
        quads = self.store.quads_for_pattern(None, None, iri, _VIEW)
        said = {(q.predicate, q.subject) for q in quads if q.predicate not in _BY_STATEMENT}
        for predicate, group in _grouped(said):
            nodes = list(group)
            yield Facts(self.value(predicate), list(map(self.value, nodes[:_SHOWN])), len(nodes) - _SHOWN)

    def statements(self, iri: NamedNode, role: str) -> list[Stated]:
        """Return the statements in which a node is the subject, or the value."""
        quads = self.store.quads_for_pattern(None, ont(role), iri, _VIEW)
        nodes = sorted((q.subject for q in quads if isinstance(q.subject, NamedNode)), key=str)
        found = [one for one in map(self._statement, nodes) if one is not None]
        return sorted(found, key=lambda one: (one.subject.text, one.property.text, one.value.text))

    def _statement(self, node: NamedNode) -> Stated | None:
        parts = {q.predicate: q.object for q in self._about(node)}
        if Quad(node, TYPE, ont("Statement"), _VIEW) not in self.store:
            return None
        subject, prop, value = (parts.get(ont(name)) for name in ("subject", "property", "statedValue"))
        if subject is None or prop is None or value is None:
            return None
        return Stated(self.value(subject), self.value(prop), self.value(value, tuple(self.finder.of(node))))

    def inside(self, iri: NamedNode) -> tuple[list[tuple[Value, Value, Value]], int]:
        """Return what a graph states, as much of it as a page holds, and how many triples more there are."""
        quads = sorted(self.store.quads_for_pattern(None, None, None, iri), key=str)
        shown = islice(quads, _STATED_SHOWN)
        rows = [(self.value(q.subject), self.value(q.predicate), self.value(q.object)) for q in shown]
        return rows, max(0, len(quads) - _STATED_SHOWN)

    def _places(self, iri: NamedNode) -> dict[tuple[NamedNode, object], tuple[Place, ...]]:
        """Return where each value that is stated of a node is printed."""
        found: dict[tuple[NamedNode, object], tuple[Place, ...]] = {}
        for quad in self.store.quads_for_pattern(None, ont("subject"), iri, _VIEW):
            if not isinstance(quad.subject, NamedNode):
                continue
            parts = {q.predicate: q.object for q in self._about(quad.subject)}
            prop, value = parts.get(ont("property")), parts.get(ont("statedValue"))
            if isinstance(prop, NamedNode) and value is not None:  # a silence is about a property too
                key = prop, value
                found[key] = (*found.get(key, ()), *self.finder.of(quad.subject))
        return found

    def value(self, node: object, places: tuple[Place, ...] = ()) -> Value:
        """Return a node with its name, or a literal."""
        if isinstance(node, Literal):
            return Value(node.value, places=places)
        assert isinstance(node, NamedNode)
        known = node.value.startswith(BASE)
        return Value(named(self.context, node), node.value if known else "", places)


def named(context: Context, iri: NamedNode) -> str:
    """Return the name of a node; of a part without a label, which part of what it is."""
    found = label(context, iri)
    if found != local(iri):
        return found
    return _part(context, found) if iri.value.startswith(BASE) else _last(found)


def _part(context: Context, path: str) -> str:
    whole = path.rpartition("/")[0]
    while whole:
        name = label(context, thing(whole))
        if name != whole:
            return f"{path.removeprefix(whole).strip('/')} of {name}"
        whole = whole.rpartition("/")[0]
    return path


def _last(iri: str) -> str:
    """Return the end of a foreign IRI.

    >>> _last("http://www.w3.org/2000/01/rdf-schema#label")
    'label'
    """
    return iri.replace("#", "/").rpartition("/")[2]


def _grouped(said: Iterable[tuple[NamedNode, object]]) -> Iterator[tuple[NamedNode, Iterator[object]]]:
    """Yield properties with their values, sorted."""
    ordered = sorted(said, key=lambda pair: (local(pair[0]), str(pair[1])))
    for predicate, pairs in groupby(ordered, key=lambda pair: pair[0]):
        yield predicate, (value for _, value in pairs)
