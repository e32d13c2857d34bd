"""Describe the questions as executable examples, as the SIB's editors look for them (SHACL, SPARQL-based)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from cartograph.linkeddata import vocabularies
from cartograph.linkeddata.vocabularies import SCHEMA, SH
from cartograph.questions.header import Question
from cartograph.terms import BASE, PREFIXES, RDF, RDFS

DOCUMENT = BASE + ".well-known/sparql-examples"
_PREFIXES = NamedNode(DOCUMENT + "#prefixes")


def examples(questions: Mapping[str, Question], site: str) -> Iterator[Triple]:
    """Yield each question with its words and its SPARQL, and the prefixes that queries use."""
    for name, question in sorted(questions.items()):
        node = NamedNode(f"{DOCUMENT}#{name}")
        yield vocabularies.linked(node, RDF + "type", SH + "SPARQLExecutable")
        yield vocabularies.linked(node, RDF + "type", SH + "SPARQLSelectExecutable")
        yield vocabularies.said(node, RDFS + "label", question.title, "en")
        yield vocabularies.said(node, RDFS + "comment", question.question, "en")
        yield vocabularies.said(node, SH + "select", question.text)
        yield vocabularies.linked(node, SH + "prefixes", _PREFIXES)
        yield vocabularies.linked(node, SCHEMA + "target", site + "sparql")
        yield vocabularies.linked(node, SCHEMA + "url", f"{site}questions/{name}")
    for prefix, namespace in PREFIXES.items():
        declared = NamedNode(f"{DOCUMENT}#prefix-{prefix}")
        yield vocabularies.linked(_PREFIXES, SH + "declare", declared)
        yield vocabularies.said(declared, SH + "prefix", prefix)
        yield vocabularies.typed(declared, SH + "namespace", namespace, "anyURI")
