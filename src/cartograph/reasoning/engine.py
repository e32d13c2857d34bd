"""Fill the defined classes without Java: OWL 2 RL over the ontology, and what is agreed on agents and constructs.

The engine never sees a disputed value, a statement or an outcome. It reports no inconsistency: `clash` looks first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize
from reasonable import PyReasoner

from cartograph.reasoning.designs import triples
from cartograph.reasoning.world import seen
from cartograph.terms import GRAPH, ONT, OWL, RDF, RDFS, TYPE

INFERRED = NamedNode(GRAPH + "inferred")
#: The words of OWL and of RDF lists: what else the files say is for people.
_LOGIC = (OWL, RDF, RDFS + "subClassOf", RDFS + "subPropertyOf", RDFS + "domain", RDFS + "range")


def inferred(view: Iterable[Quad], ontology: Path) -> list[Quad]:
    """Return the memberships that follow for agents and constructs and that the view does not hold yet."""
    known = [quad.triple for quad in view if isinstance(quad.graph_name, DefaultGraph) and seen(quad.subject)]
    held = {(t.subject, t.object) for t in known if t.predicate == TYPE}
    found = sorted(set(_types([*_logic(ontology), *known])) - held, key=str)
    return [Quad(thing, TYPE, cls, INFERRED) for thing, cls in found]


def _logic(ontology: Path) -> Iterator[Triple]:
    """Yield what the ontology says in OWL, and the classes and order of its terms."""
    for triple in triples(ontology):
        predicate = triple.predicate.value
        if predicate.startswith(_LOGIC) or not isinstance(triple.object, Literal):
            yield triple


def _types(known: list[Triple]) -> Iterator[tuple[NamedNode, NamedNode]]:
    """Yield each membership that the engine finds.

    It takes files, and of several it takes blank nodes that are named alike for one: so it is given one file.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "known.ttl"  # N-Triples are Turtle
        path.write_bytes(serialize(known, format=RdfFormat.N_TRIPLES) or b"")
        reasoner = PyReasoner()
        reasoner.load_file(str(path))
        for subject, predicate, cls in reasoner.reason():
            if str(predicate) == TYPE.value and str(cls).startswith(ONT) and _name(subject):
                yield NamedNode(str(subject)), NamedNode(str(cls))


def _name(subject: object) -> bool:
    return str(subject).startswith("http") and seen(NamedNode(str(subject)))
