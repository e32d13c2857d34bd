"""Know the words: IRIs of the project and the terms of its ontology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from cartograph.errors import Problem, UsageError

BASE = "https://w3id.org/cartograph/"
ONT = BASE + "ontology#"
STATED = BASE + "stated#"
GRAPH = BASE + "graph/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
#: The prefixes that our documents and queries use.
PREFIXES = {
    "": ONT,
    "dcterms": "http://purl.org/dc/terms/",
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "stated": STATED,
    "xsd": XSD,
}

#: The kinds of property that OWL knows.
_PROPERTY_KINDS = {OWL + kind for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}


def ont(local: str) -> NamedNode:
    """Return the IRI of a term of the ontology by its local name.

    >>> ont("lentiviral").value
    'https://w3id.org/cartograph/ontology#lentiviral'
    """
    return NamedNode(ONT + local)


def thing(path: str) -> NamedNode:
    """Return the IRI of a thing by its path.

    >>> thing("agent/cilta-cel").value
    'https://w3id.org/cartograph/agent/cilta-cel'
    """
    return NamedNode(BASE + path)


def local(iri: NamedNode | str) -> str:
    """Return what is particular in an IRI of the project: a term's local name or a thing's path."""
    text = iri if isinstance(iri, str) else iri.value
    for prefix in (ONT, STATED, BASE):
        if text.startswith(prefix):
            return text.removeprefix(prefix)
    return text


@dataclass(frozen=True)
class Term:
    """Describe one individual, class or property of the ontology."""

    name: str
    types: frozenset[str]
    label: str
    notation: str | None
    synonyms: tuple[str, ...]
    definition: str

    @property
    def word(self) -> str:
        """Return what records write for the term: its notation, else its local name."""
        return self.notation or self.name


@dataclass(frozen=True)
class Ontology:
    """Hold the terms by local name, their hierarchy and what the files say of them.

    >>> from cartograph.project import home
    >>> words = Ontology.load(home().ontology)
    >>> words.members("GeneTransfer")["lentiviral"].label
    'lentiviral vector'
    >>> sorted(words.broader("lentiviral"))
    ['retroviral', 'viral']
    """

    terms: Mapping[str, Term]
    _parents: Mapping[str, frozenset[str]] = field(repr=False)
    _broader: Mapping[str, frozenset[str]] = field(repr=False)
    _single: frozenset[str] = field(repr=False)
    _members: dict[str, Mapping[str, Term]] = field(
        default_factory=dict, repr=False, compare=False
    )  # records ask for each value

    @classmethod
    def load(cls, folder: Path) -> Ontology:
        """Read every Turtle file of the folder; raise UsageError where one does not parse."""
        facts = _Facts()
        for path in sorted(folder.glob("*.ttl")):
            facts.read(path)
        return facts.ontology()

    def superclasses(self, name: str) -> frozenset[str]:
        """Return the class and all the classes above it."""
        return frozenset(_closure(name, self._parents))

    def subclasses(self, name: str) -> frozenset[str]:
        """Return the class and all the classes below it."""
        return frozenset(c for c in self.classes if name in self.superclasses(c))

    @cached_property
    def classes(self) -> frozenset[str]:
        """Return the local names of all the classes."""
        return frozenset(n for n, t in self.terms.items() if OWL + "Class" in t.types)

    @cached_property
    def properties(self) -> frozenset[str]:
        """Return the local names of all the properties."""
        return frozenset(n for n, t in self.terms.items() if t.types & _PROPERTY_KINDS)

    def members(self, scheme: str) -> Mapping[str, Term]:
        """Return the terms of a scheme by every word that a record may write: notation and local name."""
        if scheme not in self._members:
            below = self.subclasses(scheme)
            found = [t for t in self.terms.values() if any(local(c) in below for c in t.types)]
            self._members[scheme] = {word: t for t in found for word in (t.name, t.word)}
        return self._members[scheme]

    def class_words(self, above: str) -> Mapping[str, Term]:
        """Return the classes below one by every word that a record may write; designs are inferred, not written."""
        found = [self.terms[c] for c in self.subclasses(above) if ONT + "Design" not in self.terms[c].types]
        return {word: t for t in found for word in (t.name, t.word)}

    def broader(self, name: str) -> frozenset[str]:
        """Return every term that is broader than the term."""
        return frozenset(_closure(name, self._broader)) - {name}

    def single_valued(self, name: str) -> bool:
        """Say whether two values of the property for one thing are in dispute."""
        return name in self._single


def _closure(start: str, up: Mapping[str, frozenset[str]]) -> set[str]:
    seen, todo = {start}, [start]
    while todo:
        new = up.get(todo.pop(), frozenset()) - seen
        seen |= new
        todo += new
    return seen


class _Facts:
    """Gather what the ontology files say, subject by subject."""

    def __init__(self) -> None:
        self.said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def read(self, path: Path) -> None:
        try:
            for quad in parse(path=path, format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    self.said[quad.subject.value][quad.predicate.value].append(quad.object.value)
        except (SyntaxError, OSError) as error:
            raise UsageError(Problem(str(path), message=str(error), fix="mend the Turtle")) from error

    def ontology(self) -> Ontology:
        return Ontology(
            terms={t.name: t for t in self._terms()},
            _parents=self._links(RDFS + "subClassOf"),
            _broader=self._links(ONT + "broader"),
            _single=frozenset(
                local(s) for s, said in self.said.items() if said.get(ONT + "singleValued") == ["true"]
            ),
        )

    def _terms(self) -> Iterator[Term]:
        for subject, said in self.said.items():
            if subject.startswith(ONT):
                yield Term(
                    name=local(subject),
                    types=frozenset(said.get(RDF + "type", [])),
                    label=_first(said, RDFS + "label"),
                    notation=_first(said, SKOS + "notation") or None,
                    synonyms=tuple(said.get(SKOS + "altLabel", [])),
                    definition=_first(said, SKOS + "definition"),
                )

    def _links(self, predicate: str) -> dict[str, frozenset[str]]:
        return {
            local(s): frozenset(map(local, said[predicate]))
            for s, said in self.said.items()
            if predicate in said
        }


def _first(said: Mapping[str, list[str]], predicate: str) -> str:
    return said.get(predicate, [""])[0]
