"""Read the designs: classes of constructs and products that their parts define, with the question each serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from cartograph.errors import Problem, UsageError
from cartograph.terms import OWL, RDF, RDFS, SKOS, Ontology, local

_Node = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True)
class Named:
    """Hold a class by its name."""

    name: str


@dataclass(frozen=True)
class Given:
    """Hold "the property has this value"; an IRI, or the characters of a literal."""

    property: str
    value: str


@dataclass(frozen=True)
class Some:
    """Hold "the property has something of this class"."""

    property: str
    filler: Expression


@dataclass(frozen=True)
class Both:
    """Hold "all of these"."""

    parts: tuple[Expression, ...]


Expression = Named | Given | Some | Both


@dataclass(frozen=True)
class Design:
    """Hold a class of constructs or products, with its definition for people and for the reasoner."""

    name: str
    label: str
    word: str
    definition: str
    source: str
    question: str
    expression: Expression

    @property
    def base(self) -> str:
        """Return the class that every member has to be in before its parts count."""
        parts = self.expression.parts if isinstance(self.expression, Both) else (self.expression,)
        return next((part.name for part in parts if isinstance(part, Named)), "")


@dataclass(frozen=True)
class Designs:
    """Hold the designs by name, the helper classes they are made of, and what cannot be true of one thing.

    >>> from cartograph.project import home
    >>> Designs.load(home().ontology).find("lentiviral-product").label
    'lentiviral product'
    """

    words: Ontology
    designs: Mapping[str, Design]
    helpers: Mapping[str, Expression]
    disjoint: frozenset[frozenset[str]]

    @classmethod
    def load(cls, folder: Path) -> Designs:
        """Read the ontology's files; raise UsageError where one does not parse."""
        graph = _Graph.load(folder)
        defined = dict(graph.definitions())
        designs = {name: graph.design(name, expression) for name, expression in defined.items()}
        return cls(
            words=Ontology.load(folder),
            designs={name: design for name, design in sorted(designs.items()) if design.question},
            helpers={name: defined[name] for name, design in designs.items() if not design.question},
            disjoint=frozenset(graph.disjoint()),
        )

    def find(self, name: str) -> Design:
        """Return a design by local name, word or label in any case; raise UsageError where there is none."""
        found = self._names.get(name.casefold())
        if found is None:
            fix = "`cartograph reason` lists them"
            raise UsageError(Problem("CLASS", message=f"no design is called '{name}'", fix=fix))
        return self.designs[found]

    @cached_property
    def _names(self) -> Mapping[str, str]:
        named = ((d.label, d.word, d.name) for d in self.designs.values())
        return {text.casefold(): names[2] for names in named for text in names}

    def root(self, design: Design) -> str:
        """Return the class, defined by no parts, that every member of the design is in."""
        base = design.base
        return self.root(self.designs[base]) if base in self.designs else base

    def definition(self, name: str) -> Expression | None:
        """Return what defines a class, or None for one that records give."""
        return self.designs[name].expression if name in self.designs else self.helpers.get(name)

    def excluded(self, classes: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield each pair among the classes, those above them included, that nothing can be in together."""
        every = {above for name in classes for above in self.words.superclasses(name)}
        for one, other in combinations(sorted(every), 2):
            if frozenset((one, other)) in self.disjoint:
                yield one, other


class _Graph:
    """Hold the ontology's triples by subject, blank nodes included."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.said: dict[_Node, dict[str, list[_Node]]] = {}
        for triple in triples:
            self.said.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(
                triple.object
            )

    @classmethod
    def load(cls, folder: Path) -> _Graph:
        try:
            return cls(triples(folder))
        except (SyntaxError, OSError) as error:
            raise UsageError(Problem(str(folder), message=str(error), fix="mend the Turtle")) from error

    def definitions(self) -> Iterator[tuple[str, Expression]]:
        for subject, said in self.said.items():
            for node in said.get(OWL + "equivalentClass", ()):
                if isinstance(subject, NamedNode):
                    yield local(subject), self._expression(node)

    def _expression(self, node: _Node) -> Expression:
        if isinstance(node, NamedNode):
            return Named(local(node))
        said = self.said[node]
        if OWL + "intersectionOf" in said:
            return Both(tuple(self._expression(part) for part in self._list(said[OWL + "intersectionOf"][0])))
        on = local(_text(said[OWL + "onProperty"][0]))
        if OWL + "hasValue" in said:
            return Given(on, _text(said[OWL + "hasValue"][0]))
        return Some(on, self._expression(said[OWL + "someValuesFrom"][0]))

    def _list(self, node: _Node) -> Iterator[_Node]:
        while node in self.said:
            yield self.said[node][RDF + "first"][0]
            node = self.said[node][RDF + "rest"][0]

    def design(self, name: str, expression: Expression) -> Design:
        said = next(
            said for node, said in self.said.items() if isinstance(node, NamedNode) and local(node) == name
        )

        def text(predicate: str) -> str:
            return _text(said[predicate][0]) if predicate in said else ""

        return Design(
            name=name,
            label=text(RDFS + "label"),
            word=text(SKOS + "notation") or name,
            definition=text(SKOS + "definition"),
            source=text("http://purl.org/dc/terms/source"),
            question=text(_QUESTION),
            expression=expression,
        )

    def disjoint(self) -> Iterator[frozenset[str]]:
        for subject, said in self.said.items():
            for other in said.get(OWL + "disjointWith", ()):
                yield frozenset((local(_text(subject)), local(_text(other))))
            for head in said.get(OWL + "members", ()):
                names = [local(_text(member)) for member in self._list(head)]
                yield from map(frozenset, combinations(names, 2))


_QUESTION = "https://w3id.org/cartograph/ontology#competencyQuestion"


def triples(folder: Path) -> Iterator[Triple]:
    """Yield the triples of every file of the ontology."""
    for path in sorted(folder.glob("*.ttl")):
        for quad in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True):
            yield quad.triple


def _text(node: _Node) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else ""
