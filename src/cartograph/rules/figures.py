"""Complete figures: bounds of what is printed, assumed denominators, and derived response figures, with premises."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pyoxigraph import Literal, NamedNode, Quad

from cartograph.rules.readings import DOUBTFUL
from cartograph.rules.reports import Figure, Report, triple
from cartograph.rules.responses import RESPONSES, TARGET, Derived, count, derive, response_n
from cartograph.terms import GRAPH, TYPE, XSD, ont

DERIVED = NamedNode(GRAPH + "derived")
_LOWER = {"atLeast", "moreThan"}
_UPPER = {"atMost", "lessThan"}


def completed(report: Report) -> Iterator[Quad]:
    """Yield bounds, assumed denominators and the derived response figure of a report."""
    responding = response_n(report)
    for figure in report.figures:
        yield from _bounded(figure)
        yield from _denominated(figure, responding if figure.endpoint in RESPONSES else report.n)
    derived = derive(report)
    if derived is not None:
        yield from _derived(report, derived)


def _bounded(figure: Figure) -> Iterator[Quad]:
    if figure.value is None:
        return
    value = decimal(figure.exact)
    if figure.qualifier not in _UPPER:
        yield triple(figure.iri, "low", value, DERIVED)
    if figure.qualifier not in _LOWER:
        yield triple(figure.iri, "high", value, DERIVED)


def _denominated(figure: Figure, n: int | None) -> Iterator[Quad]:
    """Take the report's n as denominator where the figure prints none, counts over all, and n can be right.

    None is assumed for a figure that cannot be right, or whose meaning is unclear: what it counts over is part of that.
    """
    if figure.reading in DOUBTFUL:
        return
    open_ = figure.statistic == "percent" and figure.denominator is None and not figure.conditional
    if open_ and figure.population is None and figure.value is not None and count(figure, n) is not None:
        yield triple(figure.iri, "denominator", integer(n), DERIVED)
        yield triple(figure.iri, "denominatorAssumed", Literal(True), DERIVED)


def _derived(report: Report, derived: Derived) -> Iterator[Quad]:
    iri = f"{report.iri}/derived/{TARGET}"
    yield Quad(NamedNode(iri), TYPE, ont("Figure"), DERIVED)
    yield Quad(NamedNode(iri), TYPE, ont("DerivedFigure"), DERIVED)
    yield triple(report.iri, "hasFigure", NamedNode(iri), DERIVED)
    yield triple(iri, "endpoint", ont(TARGET), DERIVED)
    yield triple(iri, "statistic", ont("percent"), DERIVED)
    yield triple(iri, "derivedBy", ont(derived.rule), DERIVED)
    yield triple(iri, "low", decimal(derived.low), DERIVED)
    yield triple(iri, "high", decimal(derived.high), DERIVED)
    if derived.known:
        yield triple(iri, "value", decimal(derived.low), DERIVED)
    for premise in derived.premises:
        yield triple(iri, "premise", NamedNode(premise), DERIVED)
    if derived.reading:
        yield triple(iri, "reading", ont(derived.reading), DERIVED)
    if derived.numerator is not None:
        yield triple(iri, "numerator", integer(derived.numerator), DERIVED)
        yield triple(iri, "denominator", integer(derived.denominator), DERIVED)
        yield triple(iri, "denominatorAssumed", Literal(True), DERIVED)


def decimal(value: Fraction) -> Literal:
    """Return a number as the canonical xsd:decimal (XSD 1.1 part 2, section 3.3.3.1).

    >>> decimal(Fraction(563, 10)).value
    '56.3'
    """
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    text = format(exact.normalize(), "f")
    return Literal(text, datatype=NamedNode(XSD + "decimal"))


def integer(value: int | None) -> Literal:
    """Return a whole number as xsd:integer."""
    return Literal(str(value), datatype=NamedNode(XSD + "integer"))
