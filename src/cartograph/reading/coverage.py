"""Count what sources tell and what they do not: each property that is expected of a thing, by its status.

A figure's population and assessor are counted with the report that the figure belongs to; figures that rules derived
are not counted. "Told" is what is stated, derived, uncertain or disputed, as a share of what applies.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cartograph.errors import Problem, UsageError
from cartograph.terms import GRAPH, SKOS, local, ont, thing
from cartograph.versions.labels import label

#: The statuses, those that tell first (terms of the scheme StatusValue).
STATUSES = ("stated", "derived", "uncertain", "disputed", "undisclosed", "notReported", "notApplicable")
TOLD = frozenset(STATUSES[:4])
#: What coverage may be counted by.
BY = ("thing", "property", "class", "source")

_DEFAULT, _CLAIMS = DefaultGraph(), NamedNode(GRAPH + "claims")
_NOTATION = NamedNode(SKOS + "notation")


@dataclass(frozen=True)
class Account:
    """Say how one expected property of one thing or figure is accounted for, over all sources and in each."""

    thing: str  # its path; of a figure, that of its report
    property: str  # as silences name it, such as construct/geneTransfer
    status: str
    sources: Mapping[str, str]  # by source that speaks of the thing: its status there


@dataclass(frozen=True)
class Tally:
    """Hold how many expected properties have which status.

    >>> tally = Tally("report/x", "x", Counter(stated=1, notReported=2, notApplicable=4), ("figure/assessor",))
    >>> tally.expected, tally.told, tally.percent
    (3, 1, '33')
    """

    id: str
    label: str
    counts: Mapping[str, int]
    untold: tuple[str, ...] = ()  # the properties of which nothing is told

    @property
    def expected(self) -> int:
        """Return how many expected properties apply."""
        return sum(n for status, n in self.counts.items() if status != "notApplicable")

    @property
    def told(self) -> int:
        """Return how many are stated, derived or disputed."""
        return sum(n for status, n in self.counts.items() if status in TOLD)

    @property
    def share(self) -> Fraction:
        """Return the share that is told of what applies; 1 where nothing applies."""
        return Fraction(self.told, self.expected) if self.expected else Fraction(1)

    @property
    def percent(self) -> str:
        """Return the share in whole per cent; none where nothing applies."""
        return str(round(100 * self.share)) if self.expected else ""

    def to_dict(self) -> dict[str, object]:
        """Return the tally as JSON holds it."""
        named = {_snake(status): self.counts.get(status, 0) for status in STATUSES}
        known = {"id": self.id, "label": self.label} | named
        return known | {"told_percent": self.percent or None, "untold": list(self.untold)}


@dataclass(frozen=True)
class Coverage:
    """Hold the tallies, worst first, and the one of everything."""

    by: str
    rows: tuple[Tally, ...]
    total: Tally


def coverage(store: Store, by: str = "thing") -> Coverage:
    """Count the statuses of a published version by thing, property, class or source, worst first.

    Raises UsageError for something else to count by.
    """
    if by not in BY:
        raise UsageError(Problem("by", message=f"nothing is counted by '{by}'", fix=f"use {', '.join(BY)}"))
    found = list(accounts(store, by_source=by == "source"))
    rows = (_tally(id_, _label(store, id_), told) for id_, told in _grouped(found, by).items())
    ordered = sorted(rows, key=lambda tally: (tally.share, -tally.expected, tally.id))
    return Coverage(by, tuple(ordered), _tally("total", "total", [(a.property, a.status) for a in found]))


def _grouped(found: Iterable[Account], by: str) -> dict[str, list[tuple[str, str]]]:
    """Return for each thing, property, class or source the properties with their status."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for account in found:
        if by == "source":
            for source, status in account.sources.items():
                groups[source].append((account.property, status))
        else:
            keys = {"property": account.property, "class": account.property.partition("/")[0]}
            groups[keys.get(by, account.thing)].append((account.property, account.status))
    return groups


def _tally(id_: str, label: str, told: Iterable[tuple[str, str]]) -> Tally:
    told = list(told)
    by_property: dict[str, set[str]] = defaultdict(set)
    for property_, status in told:
        by_property[property_].add(status)
    silent = tuple(p for p, found in sorted(by_property.items()) if not found & {*TOLD, "notApplicable"})
    return Tally(id_, label, Counter(status for _, status in told), silent)


def accounts(store: Store, *, by_source: bool = True) -> Iterator[Account]:
    """Yield an account for each status of a thing or printed figure, in a stable order; without sources if told so."""
    told_by = _Sources(store) if by_source else None
    for node in sorted(_nodes(store, None, "statusValue"), key=str):
        (status,) = _objects(store, node, "statusValue")
        property_ = _text(store, _objects(store, node, "expectation")[0], _NOTATION)
        premises = _objects(store, node, "premise")
        for subject in _objects(store, node, "subject"):
            if not _objects(store, subject, "derivedBy"):
                of = local(next(iter(_nodes(store, subject, "hasFigure")), subject))
                sources = told_by.statuses(subject, local(status), premises) if told_by else {}
                yield Account(of, property_, local(status), sources)


class _Sources:
    """Know which source speaks of a thing, and which prints a statement or figure."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.source = {
            quad.subject: local(quad.object.value)
            for quad in store.quads_for_pattern(None, ont("inSource"), None, _CLAIMS)
            if isinstance(quad.object, NamedNode)
        }
        self.naming: dict[object, set[str]] = defaultdict(set)
        for quad in store.quads_for_pattern(None, ont("names"), None, _CLAIMS):
            self.naming[quad.object].add(self.source[quad.subject])

    def statuses(self, subject: NamedNode, status: str, premises: list[NamedNode]) -> dict[str, str]:
        """Return the status in each source; what only another source tells is not reported in this one."""
        claims = self._printing(subject)
        if claims:  # a figure
            return dict.fromkeys(claims, status)
        telling = {source for premise in premises for source in self._printing(premise)}
        naming = {source for each in self._family(subject) for source in self.naming.get(each, ())}
        told = status in TOLD
        return {
            source: status if not told or source in telling else "notReported" for source in sorted(naming)
        }

    def _printing(self, node: NamedNode) -> list[str]:
        """Return the sources of a statement or figure, or of what a derived figure rests on."""
        claims = _objects(self.store, node, "statedIn")
        premises = [] if claims else _objects(self.store, node, "premise")
        found = [self.source[claim] for claim in claims if claim in self.source]
        return sorted({*found, *(source for premise in premises for source in self._printing(premise))})

    def _family(self, of: NamedNode) -> list[NamedNode]:
        """Return the thing with the agents made with it, or the constructs it is made with."""
        return [of, *_objects(self.store, of, "hasConstruct"), *_nodes(self.store, of, "hasConstruct")]


def _objects(store: Store, node: NamedNode, property_: str) -> list[NamedNode]:
    quads = store.quads_for_pattern(node, ont(property_), None, _DEFAULT)
    return sorted((quad.object for quad in quads if isinstance(quad.object, NamedNode)), key=str)


def _nodes(store: Store, value: NamedNode | None, property_: str) -> list[NamedNode]:
    quads = store.quads_for_pattern(None, ont(property_), value, _DEFAULT)
    return sorted((quad.subject for quad in quads if isinstance(quad.subject, NamedNode)), key=str)


def _text(store: Store, node: NamedNode, property_: NamedNode) -> str:
    quads = store.quads_for_pattern(node, property_, None, None)
    return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), local(node))


def _label(store: Store, id_: str) -> str:
    return label(store, thing(id_)) or id_


def _snake(name: str) -> str:
    """Write a status as a key of JSON.

    >>> _snake("notReported")
    'not_reported'
    """
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
