"""Hold the triples of the view while rules add to it: a store for SPARQL rules, and reports for rules that count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cartograph.rules.readings import DOUBTFUL
from cartograph.terms import ONT, local, ont

Subject = str
Index = Mapping[Subject, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Figure:
    """Hold what rules need of one figure; `value` keeps the decimals that were printed."""

    iri: str
    endpoint: str
    statistic: str
    value: Decimal | None
    qualifier: str | None
    population: str | None
    conditional: bool
    grades: str | None
    attribution: str | None
    time: str | None
    unit: str | None
    threshold: str | None
    numerator: int | None
    denominator: int | None
    not_reached: bool
    reading: str | None
    label: str
    method: str | None = None
    context: str | None = None
    serious: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    range_low: Decimal | None = None
    range_high: Decimal | None = None
    time_unit: str | None = None
    among: str | None = None
    denominator_assumed: bool = False
    assessor: str | None = None
    set_aside: bool = False

    @property
    def derived(self) -> bool:
        """Say whether a rule made the figure; printed figures lie under their claim."""
        return "/derived/" in self.iri

    @property
    def claim(self) -> str:
        """Return the path of the claim that prints the figure.

        >>> Figure.of_value("94.4").claim
        'figure'
        """
        return local(self.iri).partition("/figure/")[0]

    @property
    def half_unit(self) -> Fraction:
        """Return half a unit of the last printed place.

        >>> Figure.of_value("94.4").half_unit
        Fraction(1, 20)
        """
        exponent = self.value.as_tuple().exponent if self.value is not None else 0
        return Fraction(1, 2) * Fraction(10) ** int(exponent)

    @property
    def exact(self) -> Fraction:
        """Return the value without rounding; only for figures that have one."""
        assert self.value is not None
        return Fraction(self.value)

    @classmethod
    def of_value(cls, value: str) -> Figure:
        """Make a bare percentage, for examples and tests."""
        return _figure("figure", {"value": (value,), "statistic": (ONT + "percent",)})


@dataclass(frozen=True)
class Report:
    """Hold one data cut with its study unit and figures."""

    iri: str
    unit: str
    figures: tuple[Figure, ...]

    def without(self, lost: Container[str]) -> Report:
        """Return the report with the figures set aside that a settled conflict decided against."""
        return replace(self, figures=tuple(replace(f, set_aside=f.iri in lost) for f in self.figures))

    def percent(self, endpoint: str) -> Figure | None:
        """Return the unconditional percentage of an endpoint, where the report prints just one value of it."""
        found = {f.value: f for f in self.percentages() if f.endpoint == endpoint}
        return next(iter(found.values())) if len(found) == 1 else None

    def percentages(self) -> Iterator[Figure]:
        """Yield the percentages over all patients of the report, but those from which nothing is computed."""
        return (
            f
            for f in self.figures
            if f.statistic == "percent" and f.value is not None and not f.conditional and f.population is None
            if not f.set_aside and f.reading not in DOUBTFUL
        )

    @property
    def n(self) -> int | None:
        """Return the number of patients, where the report prints just one."""
        counts = {
            int(f.value)
            for f in self.figures
            if f.endpoint == "participants" and f.value is not None and f.population is None
            if not f.set_aside
        }
        return counts.pop() if len(counts) == 1 else None


def index(quads: Iterable[Quad]) -> Index:
    """Index quads by subject and predicate; IRIs and literals as plain strings."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            found[quad.subject.value][_name(quad.predicate.value)].append(quad.object.value)
    return {s: {p: tuple(dict.fromkeys(o)) for p, o in said.items()} for s, said in found.items()}


@cache
def _name(predicate: str) -> str:
    """Return the local name of a predicate; there are few of them, and each stands in many quads."""
    return local(predicate)


def reports(facts: Index) -> list[Report]:
    """Return every report with its figures, in a stable order."""
    return [
        Report(
            iri,
            said["reportOf"][0],
            tuple(_figure(f, facts.get(f, {})) for f in sorted(said.get("hasFigure", ()))),
        )
        for iri, said in sorted(facts.items())
        if said.get("reportOf")
    ]


def _figure(iri: str, said: Mapping[str, tuple[str, ...]]) -> Figure:
    def one(key: str) -> str | None:
        return said[key][0] if said.get(key) else None

    def term(key: str) -> str | None:
        value = one(key)
        return local(value) if value else None

    def whole(key: str) -> int | None:
        value = one(key)
        return int(value) if value else None

    def number(key: str) -> Decimal | None:
        value = one(key)
        return Decimal(value) if value is not None else None

    return Figure(
        iri=iri,
        endpoint=term("endpoint") or "",
        statistic=term("statistic") or "",
        value=number("value"),
        qualifier=term("qualifier"),
        population=term("population"),
        conditional="among" in said,
        grades=term("grades"),
        attribution=term("attribution"),
        time=one("time"),
        unit=term("unit"),
        threshold=one("threshold"),
        numerator=whole("numerator"),
        denominator=whole("denominator"),
        not_reached=one("notReached") == "true",
        reading=term("reading"),
        label=one("printed") or "",
        method=one("method"),
        context=one("context"),
        serious=one("serious"),
        low=number("low"),
        high=number("high"),
        range_low=number("rangeLow"),
        range_high=number("rangeHigh"),
        time_unit=term("timeUnit"),
        among=one("among"),
        denominator_assumed=one("denominatorAssumed") == "true",
        assessor=one("assessor"),
        set_aside=one("setAside") == "true",
    )


def add(store: Store, quads: Iterable[Quad]) -> None:
    """Put quads into the default graph of a store, whatever graph they name."""
    store.extend([Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads])


def triple(subject: str, predicate: str, value: NamedNode | Literal, graph: NamedNode) -> Quad:
    """Make a quad of a property of the ontology."""
    return Quad(NamedNode(subject), ont(predicate), value, graph)
