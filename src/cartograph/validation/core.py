"""Run the core constraints of the shapes with pySHACL.

The one module that imports pySHACL, with rdflib for it, and only when it runs: the import takes a quarter of
a second, and pySHACL patches rdflib globally while it works.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from cartograph.terms import RDFS, TYPE, local
from cartograph.validation.report import Violation
from cartograph.validation.shapes import SH, SHAPES, Shapes

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node as RdflibNode

_COMPONENT = "ConstraintComponent"


def core_violations(shapes: Shapes, store: Store) -> Iterator[Violation]:
    """Yield what the core constraints find in the default graph of the store."""
    read = _read_by(shapes.core)
    data = (q.triple for q in store.quads_for_pattern(None, None, None) if q.predicate in read)
    return results(shapes, shapes.core, data)


def results(shapes: Shapes, judging: Iterable[Triple], judged: Iterable[Triple]) -> Iterator[Violation]:
    """Yield what pySHACL finds when some triples judge others; `shapes` gives the messages.

    Advanced features and inference stay off: the shapes judge what the build wrote and nothing else.
    """
    import pyshacl

    _, report, _ = pyshacl.validate(
        _graph(judged), shacl_graph=_graph(judging), advanced=False, inference="none", inplace=True
    )
    yield from _violations(report, shapes)


def _read_by(triples: Iterable[Triple]) -> set[NamedNode]:
    """Return the predicates that core shapes can look at, so that the others need not be copied."""
    named = {t.object for t in triples if isinstance(t.object, NamedNode)}
    return named | {TYPE, NamedNode(RDFS + "subClassOf")}


def _graph(triples: Iterable[Triple]) -> rdflib.Graph:
    import rdflib

    graph, convert = rdflib.Graph(bind_namespaces="none"), _converter()
    for triple in triples:
        graph.add((convert(triple.subject), convert(triple.predicate), convert(triple.object)))
    return graph


def _converter() -> Callable[[object], RdflibNode]:
    """Return a function that turns terms of pyoxigraph into terms of rdflib, and remembers them."""
    import rdflib

    known: dict[object, RdflibNode] = {}

    def convert(term: object) -> RdflibNode:
        if term not in known:
            known[term] = fresh(term)
        return known[term]

    def fresh(term: object) -> RdflibNode:
        if isinstance(term, NamedNode):
            return rdflib.URIRef(term.value)
        if isinstance(term, Literal):
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
        assert isinstance(term, BlankNode)
        return rdflib.BNode(term.value)

    return convert


def _violations(report: object, shapes: Shapes) -> Iterator[Violation]:
    import rdflib

    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace(SH)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        said = {str(p).removeprefix(SH): o for p, o in report.predicate_objects(result)}
        constraint = said.get("sourceConstraint", said["sourceShape"])
        yield _violation(NamedNode(str(constraint)), said, shapes)


def _violation(name: NamedNode, said: dict[str, RdflibNode], shapes: Shapes) -> Violation:
    import rdflib

    path, focus = said.get("resultPath"), said["focusNode"]
    value = str(said["value"]) if said.get("value", focus) != focus else ""
    wrong, fix = shapes.message(name)
    return Violation(
        focus=str(focus),
        shape=name.value.removeprefix(SHAPES),
        component=str(said["sourceConstraintComponent"]).removeprefix(SH).removesuffix(_COMPONENT),
        path=str(path) if isinstance(path, rdflib.URIRef) else "",
        value=value,
        severity=shapes.severity(name),
        message=wrong + (f" (found {local(value)})" if value else ""),
        fix=fix,
    )
