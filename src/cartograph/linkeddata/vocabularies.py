"""Name the vocabularies of descriptions, and the nodes that ours are about."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from cartograph.terms import BASE, GRAPH, PREFIXES, XSD

DCAT = "http://www.w3.org/ns/dcat#"
DCTERMS = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
FORMATS = "http://www.w3.org/ns/formats/"
SCHEMA = "https://schema.org/"
SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"
VOID_EXT = "http://ldf.fi/void-ext#"

#: The prefixes of a description in Turtle.
ALL = {
    **PREFIXES,
    "dcat": DCAT,
    "foaf": FOAF,
    "formats": FORMATS,
    "schema": SCHEMA,
    "sd": SD,
    "sh": SH,
    "void": VOID,
    "void-ext": VOID_EXT,
}

#: The graph of the endpoint that holds the description.
SERVICE = NamedNode(GRAPH + "service")
DATASET = NamedNode(BASE + ".well-known/void#dataset")
LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")

_SPOKEN = (DCAT, SD, SH, VOID, VOID_EXT)


def asks_for_description(query: str) -> bool:
    """Say whether a query speaks a vocabulary that only the description uses.

    >>> asks_for_description("PREFIX void: <http://rdfs.org/ns/void#> SELECT * { ?d a void:Dataset }")
    True
    """
    return any(namespace in query for namespace in _SPOKEN)


def part(name: str) -> NamedNode:
    """Return a node of the description of the data."""
    return NamedNode(f"{BASE}.well-known/void#{name}")


def linked(subject: NamedNode, predicate: str, target: NamedNode | str) -> Triple:
    """Return a triple whose object is a node."""
    node = target if isinstance(target, NamedNode) else NamedNode(target)
    return Triple(subject, NamedNode(predicate), node)


def said(subject: NamedNode, predicate: str, text: str, language: str = "") -> Triple:
    """Return a triple whose object is a text."""
    return Triple(subject, NamedNode(predicate), Literal(text, language=language or None))


def counted(subject: NamedNode, predicate: str, number: int) -> Triple:
    """Return a triple whose object is a number."""
    return Triple(subject, NamedNode(predicate), Literal(number))


def typed(subject: NamedNode, predicate: str, text: str, datatype: str) -> Triple:
    """Return a triple whose object is a literal of a datatype of XML Schema."""
    return Triple(subject, NamedNode(predicate), Literal(text, datatype=NamedNode(XSD + datatype)))
