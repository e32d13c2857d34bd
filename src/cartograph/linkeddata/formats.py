"""Write triples in the format that a client likes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from cartograph.export.rdf import compact, read_context
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata.dataset import LinkedData
from cartograph.terms import BASE, LABEL, PREFIXES, TYPE, local

#: The formats of a thing by suffix, with their media types; the page first, for those who do not care.
MEDIA = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "json": "application/json",
}
_COMPACTED = 3000  # triples; compacting takes a millisecond for each four, so more are written expanded
_SYNTAX = {"nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
_FIRST = {TYPE: 0, LABEL: 1}


def split(path: str) -> tuple[str, str]:
    """Take a suffix that names a format off a path.

    >>> split("agent/cilta-cel.ttl"), split("agent/p-bcma-101"), split("claim/a/b.c")
    (('agent/cilta-cel', 'ttl'), ('agent/p-bcma-101', ''), ('claim/a/b.c', ''))
    """
    suffix = PurePosixPath(path).suffix.removeprefix(".")
    return (path.removesuffix(f".{suffix}"), suffix) if suffix in MEDIA else (path, "")


def chosen(request: Request, suffix: str) -> str:
    """Return the suffix of the address, else that of the format which the client likes best."""
    offered = {media: name for name, media in MEDIA.items()}
    return suffix or offered[request.wants(list(offered))]


def reply(
    data: LinkedData,
    form: str,
    node: NamedNode,
    found: Iterable[Triple],
    prefixes: Mapping[str, str] = PREFIXES,
) -> Reply:
    """Return triples about a node in a format: the node first, each literal as it was published."""
    ordered = sorted(dict.fromkeys(data.forms.of(triple) for triple in found), key=_order(node))
    media = MEDIA[form]
    if form == "json":
        return Reply(200, media, _json(node, ordered))
    if form == "jsonld" and len(ordered) > _COMPACTED:
        return Reply(200, media, serialize(ordered, format=RdfFormat.JSON_LD) or b"")
    if form == "jsonld":
        context = read_context(data.graph.home.records / "context.jsonld")
        return Reply(200, media, compact(ordered, context))
    if form == "ttl":
        base = BASE if prefixes is PREFIXES else None  # relative names are for ours
        body = serialize(ordered, format=RdfFormat.TURTLE, prefixes=dict(prefixes), base_iri=base)
        return Reply(200, f"{media}; charset=utf-8", body or b"")
    return Reply(200, media, serialize(ordered, format=_SYNTAX[form]) or b"")


def linked(request: Request, reply_: Reply, iri: str, path: str, *, named: bool) -> Reply:
    """Add to a reply what it is about and where its other formats are.

    `path` is the address without a suffix, its parameters behind `?`; `named` says that the address named the format.
    """
    base, _, query = path.partition("?")
    parameters = f"?{query}" if query else ""
    media = reply_.type.partition(";")[0]
    own = next((suffix for suffix, one in MEDIA.items() if one == media), "html")
    found = [f'<{iri}>; rel="canonical"', f'<{request.link(".well-known/void")}>; rel="describedby"']
    found += [
        f'<{request.link(f"{base}.{suffix}{parameters}")}>; rel="alternate"; type="{one}"'
        for suffix, one in MEDIA.items()
        if suffix != own
    ]
    headers = {"Link": ", ".join(found)}
    if not named:
        headers["Content-Location"] = request.link(f"{base}.{own}{parameters}")
    return Reply(reply_.status, reply_.type, reply_.body, {**headers, **reply_.headers})


def _order(node: NamedNode) -> Any:
    """Return a key that sorts as people read: the node first, of each node its class and its name first."""

    def key(triple: Triple) -> tuple[bool, str, int, str, str]:
        first = _FIRST.get(triple.predicate, 2)
        return triple.subject != node, str(triple.subject), first, str(triple.predicate), str(triple.object)

    return key


def _json(node: NamedNode, found: Iterable[Triple]) -> bytes:
    """Return the facts of the node itself as plain JSON: each property with its values."""
    facts: dict[str, list[str]] = {}
    for triple in found:
        if triple.subject == node and isinstance(triple.object, NamedNode | Literal):
            facts.setdefault(_key(triple.predicate), []).append(local(triple.object.value))
    document = {
        "id": local(node),
        "iri": node.value,
        **{key: sorted(set(facts[key])) for key in sorted(facts)},
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _key(predicate: NamedNode) -> str:
    """Return a property's name: ours as it is, another with its prefix."""
    for prefix, namespace in PREFIXES.items():
        if predicate.value.startswith(namespace):
            return f"{prefix}:{predicate.value.removeprefix(namespace)}".lstrip(":")
    return predicate.value
