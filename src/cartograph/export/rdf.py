"""Write a published version in the formats of other tools, each literal as it was published.

Every format is made from the version's N-Quads; a Store would rewrite the literals.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, serialize

from cartograph.errors import Problem, UsageError
from cartograph.terms import BASE, PREFIXES, RDF, RDFS
from cartograph.versions.store import GRAPH_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import Quad, Triple

    from cartograph.versions.store import Published

#: What a reader wants to see first of a node: its class, then its name.
_FIRST = {RDF + "type": 0, RDFS + "label": 1}

#: The end of a node's description where another follows; a newline inside a literal is always escaped.
_NODE_END = re.compile(rb" \.\n(?=[^@])")


def export(published: Published, format_name: str, context: Path) -> bytes:
    """Return the version as turtle (the agreed view alone), or as trig, jsonld, nquads (every graph).

    `context` is the file of the JSON-LD context; it is written into the JSON-LD, so that nobody fetches it.
    Raises UsageError for another format, and where the context cannot be read.
    """
    match format_name:
        case "turtle":
            return turtle(published)
        case "trig":
            return trig(published)
        case "jsonld":
            return json_ld(published, read_context(context))
        case "nquads":
            return nquads(published)
    known = ", ".join(FORMATS)
    raise UsageError(
        Problem("--format", message=f"unknown format '{format_name}'", fix=f"use one of {known}")
    )


#: The formats by name, with what each is good for.
FORMATS = {
    "turtle": "the agreed view, to read and for any RDF tool",
    "trig": "every graph, to read",
    "jsonld": "every graph, compact, for programs without an RDF library",
    "nquads": "every graph, a quad a line: the very bytes of the version",
}


def turtle(published: Published) -> bytes:
    """Return the agreed view, which is the default graph."""
    agreed = [quad for quad in published.quads() if isinstance(quad.graph_name, DefaultGraph)]
    return _readable(published, (quad.triple for quad in sorted(agreed, key=_order)), RdfFormat.TURTLE)


def trig(published: Published) -> bytes:
    """Return every graph, the agreed view first."""
    return _readable(published, sorted(published.quads(), key=_order), RdfFormat.TRIG)


def nquads(published: Published) -> bytes:
    """Return the version as it was published."""
    return (published.folder / GRAPH_FILE).read_bytes()


def json_ld(published: Published, context: Mapping[str, object]) -> bytes:
    """Return every graph as compact JSON-LD with the context inside; raise UsageError for a wrong context."""
    return compact(sorted(published.quads(), key=_order), context)


def compact(facts: Iterable[Triple] | Iterable[Quad], context: Mapping[str, object]) -> bytes:
    """Return facts as compact JSON-LD with the context inside; raise UsageError for a wrong context."""
    from pyld import jsonld  # only here: 30 ms that no question needs

    expanded = json.loads(serialize(facts, format=RdfFormat.JSON_LD) or b"[]")
    options = {"documentLoader": _refuse, "skipExpansion": True}
    try:
        document = jsonld.compact(_with_types(expanded), {"@context": context}, options)
    except jsonld.JsonLdError as error:
        raise UsageError(Problem("context", message=str(error).splitlines()[0])) from error
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_context(path: Path) -> Mapping[str, object]:
    """Return what the JSON-LD context in a file says; raise UsageError where there is none."""
    try:
        document = json.loads(path.read_bytes())
    except OSError as error:
        raise UsageError(Problem(str(path), message=f"cannot be read: {error.strerror}")) from error
    except ValueError as error:
        raise UsageError(Problem(str(path), message=f"not JSON: {error}")) from error
    if not isinstance(document, dict) or not isinstance(document.get("@context"), dict):
        raise UsageError(Problem(str(path), message="no JSON-LD context", fix='write {"@context": {…}}'))
    context: Mapping[str, object] = document["@context"]
    return context


def _refuse(url: str, _options: object) -> NoReturn:
    raise UsageError(Problem(url, message="a context on the network is never fetched", fix="write it out"))


def _with_types(node: Any) -> Any:
    """Write classes as JSON-LD's own `@type`; the serialiser leaves them as a property like any other."""
    if isinstance(node, list):
        return [_with_types(item) for item in node]
    if isinstance(node, dict):
        classes = [value["@id"] for value in node.get(RDF + "type", [])]
        rest = {key: _with_types(value) for key, value in node.items() if key != RDF + "type"}
        return rest | ({"@type": classes} if classes else {})
    return node


def _readable(published: Published, facts: Iterable[Triple] | Iterable[Quad], syntax: RdfFormat) -> bytes:
    """Serialise with prefixes, and set the nodes apart by empty lines."""
    text = serialize(facts, format=syntax, prefixes=PREFIXES, base_iri=BASE) or b""
    head = f"# CARTograph {published.version}\n"
    return head.encode() + _NODE_END.sub(b" .\n\n", text)


def _order(quad: Quad) -> tuple[str, str, int, str, str]:
    """Sort as people read: the agreed view first, node by node, the class and the name of a node first."""
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
    predicate = quad.predicate.value
    return graph, _iri(quad.subject), _FIRST.get(predicate, 2), predicate, str(quad.object)


def _iri(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
