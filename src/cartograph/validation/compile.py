"""Compile each sh:sparql constraint into one query over all its focus nodes.

pySHACL runs the text once a focus node: minutes, where the same text as a set query takes milliseconds.
`$this` and `?this` are one variable, so the text stays as it is: what SHACL binds beforehand, a pattern for
the targets of the shape binds here, first thing inside WHERE. What a join reads differently from a variable
bound beforehand (SHACL, section 5.2.1) is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cartograph.errors import Problem, RecordError
from cartograph.sparql import Query, Token
from cartograph.terms import RDFS, TYPE
from cartograph.validation.shapes import SHAPES, Select, Shapes, sh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode

#: The target declarations of SHACL (section 2.1.3) that look into data, as patterns.
_TARGETS = {
    "targetClass": f"$this {TYPE}/<{RDFS}subClassOf>* {{}}",
    "targetSubjectsOf": "$this {} ?targetObject",
    "targetObjectsOf": "?targetSubject {} $this",
}
_REFUSED = ("MINUS", "VALUES", "SERVICE", "GRAPH", "FROM")


@dataclass(frozen=True)
class SetQuery:
    """Hold a constraint as a query: each row is a violation, with `this` and often `path` and `value`."""

    name: NamedNode
    text: str


def compiled(shapes: Shapes) -> tuple[SetQuery, ...]:
    """Return every sh:sparql constraint as a set query; raise RecordError for those that are refused."""
    problems = [problem for select in shapes.selects for problem in refused(shapes, select)]
    if problems:
        raise RecordError(problems)
    return tuple(SetQuery(select.name, _text(shapes, select)) for select in shapes.selects)


def targets(shapes: Shapes, shape: NamedNode) -> str:
    """Return the pattern that binds `$this` to the focus nodes of a shape, empty where it has no targets."""
    groups = (
        "{ " + pattern.format(term) + " }"
        for name, pattern in _TARGETS.items()
        for term in shapes.objects(shape, sh(name))
    )
    return " UNION ".join(groups)


def refused(shapes: Shapes, select: Select) -> Iterator[Problem]:
    """Yield what keeps a constraint from being compiled, with what to write instead."""
    query = Query(select.text)
    for keyword in _REFUSED:
        if any(query.uses(keyword)):
            yield _problem(
                shapes, select, f"{keyword} in a constraint", "write OPTIONAL and FILTER(!BOUND(…))"
            )
    if len(list(query.uses("SELECT"))) != 1 or "this" not in query.projection or _opening(query) is None:
        yield _problem(shapes, select, "not one SELECT of $this", "write SELECT DISTINCT $this … WHERE { … }")
    if not targets(shapes, select.shape):
        yield _problem(shapes, select, "of a shape without targets", "give the shape a sh:targetClass")


def _problem(shapes: Shapes, select: Select, message: str, fix: str) -> Problem:
    return Problem(
        shapes.files[select.name], message=f"{select.name.value.removeprefix(SHAPES)}: {message}", fix=fix
    )


def _text(shapes: Shapes, select: Select) -> str:
    opening = _opening(Query(select.text))
    inside = opening.start + 1 if opening else 0
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in select.prefixes)
    return f"{prefixes}{select.text[:inside]} {targets(shapes, select.shape)} {select.text[inside:]}"


def _opening(query: Query) -> Token | None:
    """Return the brace that opens the WHERE group."""
    pairs = zip(query.tokens, query.tokens[1:], strict=False)
    return next((brace for word, brace in pairs if word.keyword == "WHERE" and brace.text == "{"), None)
