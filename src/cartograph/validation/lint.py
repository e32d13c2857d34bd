"""Judge the shapes themselves: a shape with a misspelt class or parameter accepts everything, silently.

pySHACL passes over an unknown `sh:` term, and a class that no node has gives no focus nodes. So a shape uses
only what is listed here and what the ontology declares; every constraint has a name, and tells what to write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Triple

from cartograph.errors import Problem
from cartograph.sparql import Query
from cartograph.terms import ONT, local
from cartograph.validation.compile import targets
from cartograph.validation.shapes import SH, SHAPES, Node, Select, Shapes, sh

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from cartograph.terms import Ontology

#: The parameters of SHACL core that a constraint may have: each is proven to bite, none nests another shape.
PARAMETERS = (
    *("class", "datatype", "nodeKind", "minCount", "maxCount", "minLength", "maxLength", "pattern"),
    *("minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "lessThanOrEquals", "disjoint"),
)
_OTHERS = (
    *("NodeShape", "targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode", "property", "sparql"),
    *("PropertyShape", "path", "inversePath", "alternativePath", "IRI", "Literal", "message", "severity"),
    *("SPARQLConstraint", "select", "prefixes", "declare", "prefix", "namespace"),
    *("Violation", "Warning", "Info"),
)
_KNOWN = frozenset(SH + name for name in (*PARAMETERS, *_OTHERS))
_OF_CLASSES = {sh("targetClass"), sh("class")}
_OF_PROPERTIES = {
    sh(n) for n in ("path", "inversePath", "targetSubjectsOf", "targetObjectsOf", "lessThanOrEquals")
}
_NAME_IT = "give it an IRI shape:<entity>-<what>"


def lint(shapes: Shapes, words: Ontology) -> tuple[Problem, ...]:
    """Return everything that is wrong with the shapes, sorted."""
    found = [problem for triple in shapes.triples for problem in _triple(shapes, words, triple)]
    found += [problem for node in shapes.nodes for problem in _node(shapes, node)]
    found += [problem for select in shapes.selects for problem in _select(shapes, words, select)]
    return tuple(sorted(set(found)))


def constraints(shapes: Shapes) -> tuple[NamedNode, ...]:
    """Return what can be violated: property shapes, sh:sparql constraints, node shapes with a parameter."""
    return tuple(node for node in shapes.nodes if isinstance(node, NamedNode) and _demands(shapes, node))


def _demands(shapes: Shapes, node: Node) -> bool:
    return not {sh("path"), sh("select"), *map(sh, PARAMETERS)}.isdisjoint(shapes.said[node])


def _triple(shapes: Shapes, words: Ontology, triple: Triple) -> Iterator[Problem]:
    for term in (triple.predicate, triple.object):
        if isinstance(term, NamedNode) and term.value.startswith(SH) and term.value not in _KNOWN:
            message = f"sh:{term.value.removeprefix(SH)} is not among the terms that shapes use"
            yield _problem(shapes, triple.subject, message, "correct it, or write a sh:sparql constraint")
    if isinstance(triple.object, NamedNode) and triple.object.value.startswith(ONT):
        what, known = _expected(words, triple.predicate)
        if local(triple.object) not in known:
            yield _unknown(shapes, triple.subject, f":{local(triple.object)} is no {what} of the ontology")


def _expected(words: Ontology, predicate: NamedNode) -> tuple[str, Container[str]]:
    if predicate in _OF_CLASSES:
        return "class", words.classes
    if predicate in _OF_PROPERTIES:
        return "property", words.properties
    return "term", words.terms


def _select(shapes: Shapes, words: Ontology, select: Select) -> Iterator[Problem]:
    for token in Query(select.text).tokens:
        if token.kind == "word" and token.text.startswith(":") and token.text[1:] not in words.terms:
            yield _unknown(shapes, select.name, f"{token.text} is no term of the ontology")


def _node(shapes: Shapes, node: Node) -> Iterator[Problem]:
    if not isinstance(node, NamedNode) or not node.value.startswith(SHAPES):
        yield _problem(shapes, node, "has no name of ours", _NAME_IT)
        return
    if _demands(shapes, node) and not all(shapes.message(node)):
        yield _problem(
            shapes, node, "has no message to follow", "write sh:message 'what is wrong: what to write'"
        )
    if _demands(shapes, node) and not any(
        _looks(shapes, shape) for shape in (node, *shapes.links.get(node, ()))
    ):
        yield _problem(
            shapes, node, "judges nothing", "give it a target, or link it from a shape that has one"
        )


def _looks(shapes: Shapes, shape: Node) -> bool:
    """Say whether a shape has targets of its own."""
    return isinstance(shape, NamedNode) and bool(
        targets(shapes, shape) or shapes.objects(shape, sh("targetNode"))
    )


def _unknown(shapes: Shapes, node: object, message: str) -> Problem:
    return _problem(shapes, node, message, "correct it, or declare it there")


def _problem(shapes: Shapes, node: object, message: str, fix: str) -> Problem:
    name = node.value.removeprefix(SHAPES) if isinstance(node, NamedNode) else "a shape"
    file = shapes.files[node] if isinstance(node, Node) else "shapes"
    return Problem(file, message=f"{name}: {message}", fix=fix)
