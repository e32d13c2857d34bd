"""The class hierarchy that the definitions entail: `make hierarchy` writes it to `ontology/hierarchy.ttl`.

The engine of the build knows the profile RL, in which a definition does not become a subclass of another. So a judge
computes the hierarchy of the named classes once, ahead of the build, and what no file asserts is checked in.
"""

from __future__ import annotations

import io
from collections import defaultdict
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, parse, serialize

from cartograph.reasoning.judges import words
from cartograph.terms import ONT, RDFS, local
from owlapi import open_bytes, subclass_pairs

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "ontology"
FILE = FOLDER / "hierarchy.ttl"

Pairs = set[tuple[str, str]]

HEAD = """\
# Made by `make hierarchy`: what the definitions entail about the order of the named classes, and no file asserts.
@prefix : <https://w3id.org/cartograph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/cartograph/ontology/hierarchy> a owl:Ontology ;
    owl:versionIRI <https://w3id.org/cartograph/ontology/{version}/hierarchy> ;
    dcterms:title "CARTograph class hierarchy, as entailed"@en ;
    dcterms:creator "The CARTograph developers" ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> .

dcterms:title a owl:AnnotationProperty . dcterms:creator a owl:AnnotationProperty .
dcterms:license a owl:AnnotationProperty .
"""


def source(folder: Path = FOLDER) -> bytes:
    """Return the ontology without what is computed from it, as one document."""
    return serialize(words(folder, without=FILE.name), format=RdfFormat.RDF_XML) or b""


def asserted(folder: Path = FOLDER) -> Pairs:
    """Return the subclass links that the other files state between named classes."""
    return {
        (quad.subject.value, quad.object.value)
        for path in sorted(folder.glob("*.ttl"))
        if path.name != FILE.name
        for quad in parse(path=path, format=RdfFormat.TURTLE)
        if quad.predicate.value == RDFS + "subClassOf"
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    }


def kept(path: Path = FILE) -> Pairs:
    """Return the subclass links that are checked in."""
    return {
        (q.subject.value, q.object.value)
        for q in parse(path=path, format=RdfFormat.TURTLE)
        if q.predicate.value == RDFS + "subClassOf"
    }


def closed(pairs: Pairs) -> Pairs:
    """Return every pair that follows from the pairs."""
    up: dict[str, set[str]] = defaultdict(set)
    for below, above in pairs:
        up[below].add(above)
    found: Pairs = set()
    for start in list(up):
        seen, todo = set(up[start]), list(up[start])
        while todo:
            new = up.get(todo.pop(), set()) - seen
            seen |= new
            todo += new
        found |= {(start, above) for above in seen - {start}}
    return found


def missing(entailed: Pairs, stated: Pairs) -> Pairs:
    """Return the entailed pairs that nothing else gives, the direct ones only.

    >>> sorted(missing({("a", "b"), ("b", "c"), ("a", "c")}, {("b", "c")}))
    [('a', 'b')]
    """
    new = entailed - closed(stated)
    return {(below, above) for below, above in new if not _between(below, above, entailed)}


def _between(below: str, above: str, entailed: Pairs) -> bool:
    """Say whether a class lies strictly between two."""
    over = {b for a, b in entailed if a == below and (b, below) not in entailed}
    return any((one, above) in entailed and (above, one) not in entailed for one in over)


def version() -> str:
    """Return the version of the ontology."""
    said = [t.object for t in words(FOLDER) if t.predicate.value.endswith("#versionInfo")]
    (found,) = said
    assert isinstance(found, Literal)
    return found.value


def text(pairs: Pairs) -> str:
    """Write the pairs as a module of the ontology."""
    names = sorted({name for pair in pairs for name in pair})
    declared = "".join(f":{local(name)} a owl:Class .\n" for name in names)
    links = "".join(f":{local(below)} rdfs:subClassOf :{local(above)} .\n" for below, above in sorted(pairs))
    out = io.StringIO()
    out.write(HEAD.replace("{version}", version()))
    for part in (declared, links):
        out.write(f"\n{part}" if part else "")
    return out.getvalue()


def made(judge: str = "HermiT") -> str:
    """Return what the file should say, as the judge finds it."""
    entailed = subclass_pairs(judge, open_bytes(source()))
    return text(missing({pair for pair in entailed if pair[1].startswith(ONT)}, asserted()))


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
