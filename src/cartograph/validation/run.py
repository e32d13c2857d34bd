"""Judge a dataset by every constraint: the core ones with pySHACL, the sh:sparql ones as set queries."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Store

from cartograph.errors import RecordError
from cartograph.terms import BASE, GRAPH, Ontology, local, ont
from cartograph.validation.compile import SetQuery, compiled
from cartograph.validation.core import core_violations
from cartograph.validation.lint import lint
from cartograph.validation.report import Violation, claim_of
from cartograph.validation.shapes import SHAPES, Shapes

if TYPE_CHECKING:
    from cartograph.project import Home

#: What the shapes judge (CONTRACTS, 'SHACL'); claim graphs say what was printed, contradictions and all.
JUDGED = (DefaultGraph(), NamedNode(GRAPH + "status"), NamedNode(GRAPH + "claims"))


def validate(dataset: Store | Iterable[Quad], home: Home) -> tuple[Violation, ...]:
    """Return everything that the shapes of the project find in a dataset, sorted; nothing when it conforms.

    Judged are the default graph, `graph/status` and `graph/claims` as one; the ontology must be part of them.
    Raises UsageError where the shapes cannot be read, RecordError where they are wrong themselves.
    """
    shapes = sound_shapes(home)
    store = judged(dataset)
    found = [*core_violations(shapes, store), *query_violations(shapes, store)]
    return tuple(sorted({_placed(violation, store) for violation in found}))


def sound_shapes(home: Home) -> Shapes:
    """Read the shapes of a project; raise RecordError with everything that is wrong with them."""
    shapes = Shapes.load(home.shapes)
    problems = lint(shapes, Ontology.load(home.ontology))
    if problems:
        raise RecordError(problems)
    return shapes


def judged(dataset: Store | Iterable[Quad]) -> Store:
    """Return a store that holds what the shapes judge, merged into its default graph."""
    store = Store()
    store.bulk_extend(
        Quad(quad.subject, quad.predicate, quad.object)
        for quad in (iter(dataset) if isinstance(dataset, Store) else dataset)
        if quad.graph_name in JUDGED
    )
    return store


def query_violations(shapes: Shapes, store: Store, without: Container[str] = ()) -> Iterator[Violation]:
    """Yield what the sh:sparql constraints find in the default graph of the store, but for those named `without`."""
    for query in compiled(shapes):
        if query.name.value.removeprefix(SHAPES) in without:
            continue
        solutions = store.query(query.text)
        assert isinstance(solutions, QuerySolutions)
        columns = {variable.value for variable in solutions.variables}
        yield from {_violation(shapes, query, row, columns) for row in solutions}


def _violation(shapes: Shapes, query: SetQuery, row: QuerySolution, columns: set[str]) -> Violation:
    bound = {name: row[name] for name in columns if row[name] is not None}
    told = {
        name: term.value for name, term in bound.items() if isinstance(term, NamedNode | Literal | BlankNode)
    }
    wrong, fix = shapes.message(query.name)
    return Violation(
        focus=told["this"],
        shape=query.name.value.removeprefix(SHAPES),
        component="SPARQL",
        path=told.get("path", ""),
        value=told.get("value", ""),
        severity=shapes.severity(query.name),
        message=_filled(wrong, told),
        fix=_filled(fix, told),
    )


def _filled(message: str, told: dict[str, str]) -> str:
    """Put what a row found into a message: `{?value}` (SHACL, section 5.3.2)."""
    for name, value in told.items():
        for mark in "?$":
            message = message.replace(f"{{{mark}{name}}}", local(value))
    return message


def _placed(violation: Violation, store: Store) -> Violation:
    """Add the claim that made a focus node, and the line of the text that the node quotes."""
    if not violation.focus.startswith(BASE):
        return violation
    focus = NamedNode(violation.focus)
    lines = [int(value) for value in _values(store, focus, "line") if value.isdigit()]
    claim = min(_values(store, focus, "statedIn"), default=claim_of(violation.focus))
    return replace(violation, line=min(lines, default=0), claim=claim)


def _values(store: Store, subject: NamedNode, name: str) -> list[str]:
    terms = (quad.object for quad in store.quads_for_pattern(subject, ont(name), None))
    return [term.value for term in terms if isinstance(term, NamedNode | Literal)]
