"""Read the shapes: their triples, and of each constraint its message, its targets and its query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from cartograph.errors import Problem, UsageError
from cartograph.terms import BASE, TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

SH = "http://www.w3.org/ns/shacl#"
SHAPES = BASE + "shapes#"

Node = NamedNode | BlankNode
Term = NamedNode | BlankNode | Literal | Triple


def sh(name: str) -> NamedNode:
    """Return a term of SHACL."""
    return NamedNode(SH + name)


#: What the shapes files describe; only the first two are shapes.
KINDS = (sh("NodeShape"), sh("PropertyShape"), sh("SPARQLConstraint"))


@dataclass(frozen=True)
class Select:
    """Hold one sh:sparql constraint: the shape that has it, its prefixes, and its text with `$this`."""

    name: NamedNode
    shape: NamedNode
    prefixes: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True)
class Shapes:
    """Hold what the files of a shapes folder say."""

    triples: tuple[Triple, ...]
    files: Mapping[Node, str]  # the file that describes a node

    @classmethod
    def load(cls, folder: Path) -> Shapes:
        """Read every Turtle file of a folder.

        Raises UsageError for a file that cannot be read, and for a folder without shapes.
        """
        found = [
            (quad.triple, f"shapes/{path.name}")
            for path in sorted(folder.glob("*.ttl"))
            for quad in _read(path)
        ]
        if not found:
            raise UsageError(
                Problem(str(folder), message="holds no shapes", fix="give a project with shapes")
            )
        files = {t.subject: file for t, file in found if isinstance(t.subject, NamedNode | BlankNode)}
        return cls(tuple(triple for triple, _ in found), files)

    @cached_property
    def said(self) -> Mapping[Node, Mapping[NamedNode, Sequence[Term]]]:
        """Return the triples by subject and predicate."""
        found: dict[Node, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in self.triples:
            if isinstance(triple.subject, NamedNode | BlankNode):
                found[triple.subject][triple.predicate].append(triple.object)
        return found

    def objects(self, subject: Term, predicate: NamedNode) -> Sequence[Term]:
        """Return what is said of a node by one predicate."""
        return self.said.get(subject, {}).get(predicate, ()) if isinstance(subject, Node) else ()

    def text(self, subject: Term, predicate: NamedNode) -> str:
        """Return the string that is said of a node by one predicate, else nothing."""
        return next(
            (term.value for term in self.objects(subject, predicate) if isinstance(term, Literal)), ""
        )

    def message(self, name: NamedNode) -> tuple[str, str]:
        """Return what is wrong, and what to write, where the constraint is violated."""
        wrong, _, fix = self.text(name, sh("message")).partition(": ")
        return wrong, fix

    def severity(self, name: NamedNode) -> str:
        """Return the severity of a constraint, Violation where it gives none (SHACL, section 2.1.4)."""
        given = [term.value for term in self.objects(name, sh("severity")) if isinstance(term, NamedNode)]
        return given[0].removeprefix(SH) if given else "Violation"

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Return every shape and every sh:sparql constraint."""
        return tuple(node for node, said in self.said.items() if set(KINDS) & set(said.get(TYPE, ())))

    @cached_property
    def links(self) -> Mapping[Term, Sequence[Node]]:
        """Return the shapes that have a constraint, by the constraint."""
        found: dict[Term, list[Node]] = defaultdict(list)
        for shape in self.nodes:
            for name in (*self.objects(shape, sh("property")), *self.objects(shape, sh("sparql"))):
                found[name].append(shape)
        return found

    @cached_property
    def selects(self) -> tuple[Select, ...]:
        """Return every sh:sparql constraint, sorted by name."""
        found = [
            Select(name, shape, tuple(self._prefixes(name)), self.text(name, sh("select")))
            for shape in self.nodes
            for name in self.objects(shape, sh("sparql"))
            if isinstance(shape, NamedNode) and isinstance(name, NamedNode)
        ]
        return tuple(sorted(found, key=lambda select: select.name.value))

    @cached_property
    def core(self) -> tuple[Triple, ...]:
        """Return the shapes without their sh:sparql constraints: what pySHACL judges by."""
        queries = {select.name for select in self.selects}
        return tuple(t for t in self.triples if t.predicate != sh("sparql") and t.subject not in queries)

    def _prefixes(self, name: NamedNode) -> Iterator[tuple[str, str]]:
        for ontology in self.objects(name, sh("prefixes")):
            for declared in self.objects(ontology, sh("declare")):
                yield self.text(declared, sh("prefix")), self.text(declared, sh("namespace"))


def _read(path: Path) -> Iterator[Quad]:
    place = f"shapes/{path.name}"
    try:
        yield from parse(path=path, format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise UsageError(
            Problem(place, error.lineno or 0, message=error.msg, fix="mend the Turtle")
        ) from error
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise UsageError(Problem(place, message=message, fix="check the permissions")) from error
