"""What each module of the ontology uses and another declares: `make hierarchy` writes it into the module's head.

OWL API, and Protégé with it, reads an import before the file that imports it. A property that it has not yet seen
declared there becomes an annotation property, and a class an individual, so each module declares what it uses.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from cartograph.terms import ONT, OWL, SKOS, STATED, TYPE

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "ontology"
#: Each module that another imports, with the file in which its head is written. `hierarchy.ttl` writes its own.
HEADS = {
    "designs.ttl": FOLDER / "designs.ttl",
    "stated.ttl": ROOT / "src" / "cartograph" / "curation" / "stated-head.ttl",
    "terms.ttl": FOLDER / "terms.ttl",
}
TITLE = (
    "# Declared in another module, and here for tools that read this file alone (made by `make hierarchy`).\n"
)

_PREFIXES = {ONT: ":", STATED: "stated:", SKOS: "skos:", "http://purl.org/dc/terms/": "dcterms:"}
_KINDS = ("AnnotationProperty", "ObjectProperty", "DatatypeProperty", "Class")
_HEAD_END = re.compile(r"a owl:Ontology ;.*? \.\n\n", re.DOTALL)


def needed(module: str, folder: Path = FOLDER) -> dict[str, str]:
    """Return the kind of each entity that a module uses and only others declare."""
    own = _declared(_without_block(folder / module))
    others = {
        name: kind
        for path in sorted(folder.glob("*.ttl"))
        if path.name != module
        for name, kind in _declared(_without_block(path)).items()
    }
    text = _without_block(folder / module)
    used = {node.value for quad in _quads(text) for node in quad if isinstance(node, NamedNode)}
    return {name: others[name] for name in sorted(used & others.keys() - own.keys())}


def block(module: str, folder: Path = FOLDER) -> str:
    """Return the declarations as the module's head has them."""
    found = needed(module, folder)
    lines = [TITLE]
    for kind in _KINDS:
        axioms = [f"{_short(name)}\0a\0owl:{kind}\0." for name, held in found.items() if held == kind]
        lines += [f"{line}\n".replace("\0", " ") for line in textwrap.wrap(" ".join(axioms), 118)]
    return "".join([*lines, "\n"])


def renewed(text: str, declarations: str) -> str:
    """Return a module with its declarations in place of those it has, or after its header."""
    bare = _strip(text)
    end = _HEAD_END.search(bare)
    assert end is not None
    return bare[: end.end()] + declarations + bare[end.end() :]


def _strip(text: str) -> str:
    return re.sub(rf"^{re.escape(TITLE)}.*?\n\n", "", text, flags=re.MULTILINE | re.DOTALL)


def _without_block(path: Path) -> str:
    return _strip(path.read_text(encoding="utf-8"))


def _declared(text: str) -> dict[str, str]:
    kinds = {OWL + kind: kind for kind in _KINDS}
    return {
        quad.subject.value: kinds[quad.object.value]
        for quad in _quads(text)
        if quad.predicate == TYPE and isinstance(quad.object, NamedNode) and quad.object.value in kinds
        if isinstance(quad.subject, NamedNode)
    }


def _quads(text: str) -> Iterator[Quad]:
    return parse(text, format=RdfFormat.TURTLE)


def _short(name: str) -> str:
    for start, prefix in _PREFIXES.items():
        if name.startswith(start):
            return prefix + name.removeprefix(start)
    return f"<{name}>"


if __name__ == "__main__":
    for module, head in HEADS.items():
        head.write_text(renewed(head.read_text(encoding="utf-8"), block(module)), encoding="utf-8")
