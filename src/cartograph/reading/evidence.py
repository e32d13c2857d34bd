"""Find where a node is printed, or where sources are silent: claim, passage, line, cell and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from cartograph.terms import GRAPH, LABEL, TYPE, local, ont
from cartograph.versions.labels import label

_CLAIMS = NamedNode(GRAPH + "claims")
#: Readings that leave open what is meant, in a word.
_UNCERTAIN = {"assumedReading": "assumed", "unclear": "unclear", "impossible": "impossible"}
_RARE = ("silence", "reading")  # what few places have
_DEFAULT = DefaultGraph()
_Node = NamedNode | BlankNode | Triple


@dataclass(frozen=True)
class Cite:
    """Hold one citation of a place: the printed number, the one that is meant, and the publication it leads to.

    `doi` is nothing where no list prints a complete one; `type` is a term of the scheme PublicationType.
    """

    number: str
    corrected: str | None
    doi: str | None
    citation: str | None
    type: str | None


@dataclass(frozen=True)
class Place:
    """Hold one printed place that supports what is told, or one declared silence of a row, a passage or a source.

    >>> str(Place("claim/guo-2022/table-2/ct103a", None, "passage/guo-2022/table-2", 158, 6, "CR 50.7%"))
    'guo-2022/table-2 line 158 cell 6: CR 50.7%'
    >>> str(Place(None, None, "passage/x/t", 7, None, "rimiducid", reading="assumed"))
    'x/t line 7: rimiducid (assumed)'
    >>> str(Place(None, "source/guo-2022", "passage/guo-2022/table-2", None, None, None, silence="no such column"))
    'guo-2022/table-2: no such column'
    """

    claim: str | None
    source: str | None
    passage: str | None
    line: int | None
    cell: int | None
    printed: str | None
    cites: tuple[Cite, ...] = ()
    silence: str | None = None  # in which way nothing is told
    reading: str | None = None  # how the words were read, where that leaves open what is meant

    def __str__(self) -> str:
        return f"{self.where}: {self.words}" if self.words else self.where

    @property
    def words(self) -> str | None:
        """Return the printed words, or how a silence is one."""
        if self.silence and self.printed:
            return f"{self.silence} '{self.printed}'"
        if self.reading and self.printed:
            return f"{self.printed} ({self.reading})"
        return self.silence or self.printed

    @property
    def where(self) -> str:
        """Return passage, line and cell for people."""
        at = [
            f"{what} {number}"
            for what, number in (("line", self.line), ("cell", self.cell))
            if number is not None
        ]
        return " ".join([self._name.partition("/")[2], *at])

    @property
    def _name(self) -> str:
        return self.passage or self.claim or self.source or ""

    def to_dict(self) -> dict[str, object]:
        """Return the place as JSON holds it; the kind of a silence and an uncertain reading only where there are."""
        found = asdict(self) | {"cites": [asdict(cite) for cite in self.cites]}
        return {key: value for key, value in found.items() if value or key not in _RARE}

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Return what orders places as a reader of the source meets them."""
        return (self._name, self.line or 0, self.cell or 0, self.words or "")


def places_text(places: Iterable[Place]) -> str:
    """Return places as one text; words printed in one cell share its name.

    >>> cell = ("claim/x/t/a", "source/x", "passage/x/t", 158, 6)
    >>> places_text([Place(*cell, "CR 50.7%"), Place(*cell, "ORR 94.4%"), Place(*cell[:3], 7, None, "4-1BB")])
    'x/t line 158 cell 6: CR 50.7%, ORR 94.4%; x/t line 7: 4-1BB'
    """
    words: dict[str, list[str]] = {}
    for place in places:
        words.setdefault(place.where, []).extend([place.words] if place.words else [])
    return "; ".join(
        f"{where}: {', '.join(dict.fromkeys(printed))}" if printed else where
        for where, printed in words.items()
    )


class Finder:
    """Look places up in the store of a published version."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._cited: dict[NamedNode, Cite] = {}
        self._silent_places: dict[NamedNode, Place] = {}  # many products are named where a source is silent

    def of(self, node: NamedNode) -> list[Place]:
        """Return where the node is printed; for a derived figure, where its premises are; for a silence, of what.

        The premise that gives a derived figure its value comes first.
        """
        if self._is_silence(node):
            return [self._silent(node)]
        claims = self._objects(node, "statedIn")
        if claims:
            return sorted((self._place(claim, node) for claim in claims), key=lambda place: place.sort_key)
        premises = self._objects(node, "premise")
        if premises:
            ordered = sorted(premises, key=lambda premise: self._premise_key(node, premise))
            return list(dict.fromkeys(place for premise in ordered for place in self.of(premise)))
        return [self._place(claim, node) for claim in self._graphs(node)]

    def disputed(self, figure: NamedNode) -> bool:
        """Say whether a conflict that nothing explains or settles rests on the figure or on one of its premises."""
        nodes = [figure, *self._objects(figure, "premise")]
        return any(
            self._is_open_conflict(quad.subject) for node in nodes for quad in self._about(node, "premise")
        )

    def sources(self) -> list[dict[str, str]]:
        """Return the curated sources with their label, citation and DOI, sorted by id."""
        found = self.store.quads_for_pattern(None, TYPE, ont("Source"), _CLAIMS)
        return [self._source(node) for node in sorted(_named(quad.subject for quad in found), key=str)]

    def _source(self, node: NamedNode) -> dict[str, str]:
        quads = self.store.quads_for_pattern(node, None, None, _CLAIMS)
        said = {quad.predicate: quad.object.value for quad in quads if isinstance(quad.object, Literal)}
        kept = {key: said[ont(key)] for key in ("citation", "doi") if ont(key) in said}
        return {"id": local(node), "label": said.get(LABEL, local(node))} | kept

    def statements(self, subject: NamedNode, prop: NamedNode) -> list[NamedNode]:
        """Return the statements that give a property of a thing a value."""
        about = _named(quad.subject for quad in self._about(subject, "subject"))
        return sorted((node for node in about if Quad(node, ont("property"), prop) in self.store), key=str)

    def silences(self, subject: NamedNode, expectation: NamedNode) -> list[NamedNode]:
        """Return the silences that the status of an expected property rests on, in the order of their passages."""
        about = _named(quad.subject for quad in self._about(subject, "subject"))
        statuses = [node for node in about if Quad(node, ont("expectation"), expectation) in self.store]
        premises = {premise for status in statuses for premise in self._objects(status, "premise")}
        return sorted(filter(self._is_silence, premises), key=lambda silence: self._silent(silence).sort_key)

    def _is_silence(self, node: NamedNode) -> bool:
        return Quad(node, TYPE, ont("Silence"), _CLAIMS) in self.store

    def _silent(self, node: NamedNode) -> Place:
        if node not in self._silent_places:
            self._silent_places[node] = self._silence(node)
        return self._silent_places[node]

    def _silence(self, node: NamedNode) -> Place:
        found = {
            quad.predicate: quad.object for quad in self.store.quads_for_pattern(node, None, None, _CLAIMS)
        }
        claim, kind = found.get(ont("statedIn")), found.get(ont("silenceKind"))
        return Place(
            claim=local(claim) if isinstance(claim, NamedNode) else None,
            source=self._of_claim(node, "inSource"),
            passage=self._of_claim(node, "inPassage"),
            line=self._number(claim, "line") if isinstance(claim, NamedNode) else None,
            cell=None,
            printed=next(iter(self._literals(node, "printed")), None),
            silence=self._label(kind) if isinstance(kind, NamedNode) else "silent",
        )

    def _label(self, node: NamedNode) -> str:
        return label(self.store, node, _DEFAULT) or local(node)

    def _about(self, node: NamedNode, prop: str) -> Iterator[Quad]:
        return self.store.quads_for_pattern(None, ont(prop), node, _DEFAULT)

    def _objects(self, node: NamedNode, prop: str) -> list[NamedNode]:
        """Return objects in an order that does not depend on the process that opened the store."""
        found = self.store.quads_for_pattern(node, ont(prop), None, _DEFAULT)
        return sorted(_named(quad.object for quad in found), key=str)

    def _literals(self, node: NamedNode, prop: str) -> list[str]:
        quads = self.store.quads_for_pattern(node, ont(prop), None, None)
        return sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})

    def _premise_key(self, derived: NamedNode, premise: NamedNode) -> tuple[bool, tuple[str, int, int, str]]:
        gives_value = self._literals(premise, "value") == self._literals(derived, "value")
        first = min((place.sort_key for place in self.of(premise)), default=("", 0, 0, ""))
        return not gives_value, first

    def _is_open_conflict(self, node: _Node) -> bool:
        return (
            isinstance(node, NamedNode)
            and Quad(node, TYPE, ont("Conflict")) in self.store
            and Quad(node, ont("conflictType"), ont("explained")) not in self.store
            and not self._objects(node, "preferred")
        )

    def _graphs(self, node: NamedNode) -> list[NamedNode]:
        """Return the claim graphs that describe a node which names no claim itself, such as a mention."""
        graphs = {quad.graph_name for quad in self.store.quads_for_pattern(node, None, None, None)}
        named = [
            graph for graph in graphs if isinstance(graph, NamedNode) and local(graph).startswith("claim/")
        ]
        return sorted(named, key=str)

    def _place(self, claim: NamedNode, node: NamedNode) -> Place:
        return Place(
            claim=local(claim),
            source=self._of_claim(claim, "inSource"),
            passage=self._of_claim(claim, "inPassage"),
            line=self._number(node, "line") or self._number(claim, "line"),
            cell=self._number(node, "cell"),
            printed=" … ".join(self._literals(node, "printed")) or None,
            cites=tuple(sorted(map(self._cite, self._objects(node, "cites")), key=_by_number)),
            reading=self._reading(node),
        )

    def _reading(self, node: NamedNode) -> str | None:
        found = [local(reading) for reading in self._objects(node, "reading")]
        return next((_UNCERTAIN[one] for one in found if one in _UNCERTAIN), None)

    def _cite(self, node: NamedNode) -> Cite:
        if node not in self._cited:
            self._cited[node] = self._looked_up(node)
        return self._cited[node]

    def _looked_up(self, node: NamedNode) -> Cite:
        found = self._objects(node, "citedPublication")
        about = found[0] if found else node

        def first(of: NamedNode, prop: str) -> str | None:
            return next(iter(self._literals(of, prop)), None)

        types = self._objects(about, "publicationType")
        return Cite(
            number=first(node, "printedNumber") or "",
            corrected=first(node, "correctedNumber"),
            doi=first(about, "doi"),
            citation=first(about, "citation"),
            type=local(types[0]) if types else None,
        )

    def _of_claim(self, claim: NamedNode, prop: str) -> str | None:
        found = _named(quad.object for quad in self.store.quads_for_pattern(claim, ont(prop), None, _CLAIMS))
        return local(found[0]) if found else None

    def _number(self, node: NamedNode, prop: str) -> int | None:
        return min(map(int, self._literals(node, prop)), default=None)


def _by_number(cite: Cite) -> tuple[int, str]:
    return (int(cite.number) if cite.number.isdigit() else 0, cite.number)


def _named(nodes: Iterable[object]) -> list[NamedNode]:
    return [node for node in nodes if isinstance(node, NamedNode)]
