"""Read the landscape: every product with its target, design, best reported response and approval, one row each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode

from cartograph.reading import figures, statements
from cartograph.reading.evidence import Place
from cartograph.reading.figures import Figure
from cartograph.reading.reader import Reader, Word
from cartograph.reading.select import Row, rows
from cartograph.terms import SKOS, local, ont, thing

#: The endpoints whose best figure is shown, with the status that tells why there is none.
RESPONSES = {"objectiveResponse": "expectsResponse", "completeResponseOrBetter": "expectsCompleteResponse"}
#: The parts of a design that are shown, with the status that tells why there is no value.
DESIGN = {
    "costimulation": "expectsCostimulation",
    "vector": "expectsGeneTransfer",
    "source": "expectsCellSource",
}
_SHORT = 18  # characters of a name that a narrow cell holds
_WHOLE = "whole"
_ABSENT = (
    "undisclosed",
    "uncertain",
    "disputed",
    "notReported",
    "notApplicable",
)  # the first that any construct has is told

_FIGURES = """
SELECT DISTINCT ?agent ?unit ?scope ?report ?endpoint ?figure WHERE {
  VALUES ?endpoint { :objectiveResponse :completeResponseOrBetter }
  ?figure :endpoint ?endpoint ; :statistic :percent .
  ?report :hasFigure ?figure ; :reportOf ?unit .
  ?unit :hasStep ?step . ?step :hasComponent ?component . ?component :agent ?agent ; :role :investigational .
  OPTIONAL { ?unit :unitScope ?scope }
}
"""
_DESIGN = """
SELECT DISTINCT ?agent ?part ?value WHERE {
  { ?agent :hasConstruct ?construct . ?construct :geneTransfer ?value BIND("vector" AS ?part) }
  UNION { ?agent :hasConstruct ?construct . ?construct :cellSource ?value BIND("source" AS ?part) }
  UNION { ?agent :hasConstruct ?construct . ?construct :hasSlot ?slot .
          ?slot :part :costimulatoryDomain ; :kind ?value BIND("costimulation" AS ?part) }
}
"""
_STATUS = """
SELECT DISTINCT ?agent ?expectation ?value WHERE {
  { ?agent a :Agent . ?status a :Status ; :subject ?agent ; :expectation ?expectation ; :statusValue ?value }
  UNION { ?agent a :Agent ; :hasConstruct ?construct .
          ?status a :Status ; :subject ?construct ; :expectation ?expectation ; :statusValue ?value }
}
"""
_CLAIMS = "SELECT (COUNT(?x) AS ?n) WHERE { GRAPH <graph/claims> { ?x a :Claim } }"
_SILENT = "SELECT (COUNT(?x) AS ?n) WHERE { ?x a :Status ; :statusValue :notReported }"
_KINDS = "SELECT ?kind (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ?kind } GROUP BY ?kind"


@dataclass(frozen=True)
class Response:
    """Hold a figure of a product with the study unit that it was observed in."""

    figure: Figure
    unit: Word
    report: Word
    scope: str

    @property
    def share(self) -> float:
        """Return the per cent, to sort by and to shade with; the page shows the figure as printed."""
        return float(self.figure.value or -1)

    @property
    def counts_all(self) -> bool:
        """Say whether the figure may stand for a whole study unit."""
        return bool(self.scope == _WHOLE and self.figure.value and not self.figure.among)


@dataclass(frozen=True)
class Best:
    """Hold the best figure of an endpoint, or how it is said that there is none."""

    response: Response | None
    others: int  # figures of pools, parts and doses, and bounds
    absent: str

    @property
    def share(self) -> float:
        """Return what to sort by: products without a figure come last."""
        return self.response.share if self.response else -1.0


@dataclass(frozen=True)
class Approved:
    """Hold what the latest source says of an approval."""

    word: Word
    as_of: str
    indication: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Product:
    """Hold one row of the landscape."""

    node: NamedNode
    label: str
    names: tuple[str, ...]
    kind: Word
    kinds: tuple[Word, ...]  # the kind and the wider ones
    targets: tuple[Word, ...]
    design: Mapping[str, tuple[Word, ...]]
    absent: Mapping[str, str]  # in words, why a part of the design has no value
    best: Mapping[str, Best]
    approved: Approved | None

    @property
    def short_names(self) -> tuple[str, ...]:
        """Return other names for a narrow cell: three short ones that do not only differ in capitals."""
        folded = {name.casefold(): name for name in self.names if len(name) <= _SHORT}
        folded.pop(self.label.casefold(), None)
        return tuple(sorted(folded.values(), key=lambda name: (len(name), name))[:3])

    @property
    def cells(self) -> bool:
        """Say whether the product consists of cells: an antibody has no vector and no costimulation."""
        return any(kind.name == "EngineeredCellProduct" for kind in self.kinds)

    @property
    def path(self) -> str:
        """Return the path of the product."""
        return local(self.node)


@dataclass(frozen=True)
class Landscape:
    """Hold every product, and how much else there is."""

    products: tuple[Product, ...]
    counts: Mapping[str, int]
    others: int  # agents that are no product: drugs that go with one
    sources: int


def read(reader: Reader) -> Landscape:
    """Read the landscape of a version."""
    rows_ = _Products(reader)
    agents = sorted(reader.instances("Agent"), key=lambda node: reader.label(node).casefold())
    products = tuple(rows_.product(node) for node in agents if rows_.kinds(node) or rows_.targets(node))
    return Landscape(products, counts(reader), len(agents) - len(products), reader.sources)


def counts(reader: Reader) -> dict[str, int]:
    """Return how many things of each class there are, how many claims, and how much is not reported.

    Figures are those that sources print; a derived one is counted as such only.
    """
    found = {row["kind"]: int(row["n"]) for row in rows(reader.store, _KINDS)}
    found["Figure"] = found.get("Figure", 0) - found.get("DerivedFigure", 0)
    claims, silent = (int(rows(reader.store, query)[0]["n"]) for query in (_CLAIMS, _SILENT))
    return found | {"Claim": claims, "notReported": silent, "Source": reader.sources}


def words(status: str, sources: int) -> str:
    """Say in words why there is no value.

    >>> words("notReported", 2), words("", 2)
    ('not reported in the 2 sources curated', 'none recorded')
    """
    if status == "notReported":
        return f"not reported in the {sources} sources curated"
    return {"notApplicable": "does not apply"}.get(status, status) or "none recorded"


@dataclass(frozen=True)
class _Products:
    """Read rows; what all of them need is asked once."""

    reader: Reader

    def product(self, node: NamedNode) -> Product:
        path = local(node)
        kinds = self.kinds(node)
        return Product(
            node,
            self.reader.label(node),
            tuple(self.reader.property(node, NamedNode(SKOS + "altLabel"))),
            kinds[0] if kinds else Word("", "kind not stated"),
            tuple(kinds),
            tuple(self.targets(node)),
            {part: self._design[path, part] for part in DESIGN},
            {part: self._absent(path, expected) for part, expected in DESIGN.items()},
            {endpoint: self._best(path, endpoint) for endpoint in RESPONSES},
            self._approved(node),
        )

    def kinds(self, node: NamedNode) -> list[Word]:
        """Return the kinds that a record states, the narrowest first."""
        stated = self.reader.types(node) & self._classes
        ordered = sorted(stated, key=lambda name: (-len(self.reader.words.superclasses(name)), name))
        return [self.reader.word(ont(name)) for name in ordered]

    def targets(self, node: NamedNode) -> list[Word]:
        return [self.reader.word(target) for target in self.reader.nodes(node, "targets")]

    @cached_property
    def _classes(self) -> frozenset[str]:
        found = {term.name for term in self.reader.words.class_words("Agent").values()}
        return frozenset(found - {"Agent", "SmallMolecule", "CytokineAgonist"})

    @cached_property
    def _design(self) -> Mapping[tuple[str, str], tuple[Word, ...]]:
        found = _grouped(rows(self.reader.store, _DESIGN), "agent", "part", "value")
        return defaultdict(tuple, {key: tuple(map(self._term, values)) for key, values in found.items()})

    def _term(self, name: str) -> Word:
        return self.reader.word(ont(name))

    @cached_property
    def _statuses(self) -> Mapping[tuple[str, str], list[str]]:
        return _grouped(rows(self.reader.store, _STATUS), "agent", "expectation", "value")

    def _absent(self, path: str, expectation: str) -> str:
        found = self._statuses.get((path, expectation), [])
        return words(next((status for status in _ABSENT if status in found), ""), self.reader.sources)

    @cached_property
    def _responses(self) -> Mapping[tuple[str, str], list[Response]]:
        found: dict[tuple[str, str], list[Response]] = defaultdict(list)
        for row in rows(self.reader.store, _FIGURES):
            found[row["agent"], row["endpoint"]].append(self._response(row))
        return found

    def _response(self, row: Row) -> Response:
        figure = figures.read(self.reader, thing(row["figure"]))
        unit, report = (self.reader.word(thing(row[name])) for name in ("unit", "report"))
        return Response(figure, unit, report, row["scope"])

    def _best(self, path: str, endpoint: str) -> Best:
        found = self._responses.get((path, endpoint), [])
        whole = [response for response in found if response.counts_all]
        best = max(whole, key=_best_first, default=None)
        return Best(best, len(found) - len(whole), self._absent(path, RESPONSES[endpoint]))

    def _approved(self, node: NamedNode) -> Approved | None:
        found = statements.approvals(self.reader, node)
        if not found:
            return None
        latest = [one for one in found if one.as_of == found[0].as_of]
        states = {one.state for one in latest}
        word = latest[0].state if len(states) == 1 else Word("disputed", "disputed")
        named = "; ".join(dict.fromkeys(one.indication for one in latest if one.indication))
        places = tuple(place for one in latest for place in one.places)
        return Approved(word, found[0].as_of, named, places)


def rank(best: Best) -> tuple[float, bool, int, str]:
    """Return what orders best figures among products."""
    return _best_first(best.response) if best.response else (-1.0, False, 0, "")


def _best_first(response: Response) -> tuple[float, bool, int, str]:
    """Put the highest figure first; of equal ones that which is printed and counts the most patients."""
    count = response.figure.count
    return (
        response.share,
        response.figure.rule is None,
        count.patients if count else 0,
        response.figure.path,
    )


def _grouped(found: Iterable[Row], first: str, second: str, value: str) -> dict[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in found:
        groups[row[first], row[second]].append(row[value])
    return {key: sorted(values) for key, values in groups.items()}
