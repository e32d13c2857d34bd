"""Describe the questions as executable examples, as the SIB's editors look for them (SHACL, SPARQL-based)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode, Triple

from cartograph.export import PREFIXES
from cartograph.questions.header import Question
from cartograph.terms import BASE, RDF, RDFS
from cartograph.web.describing import words
from cartograph.web.describing.words import SCHEMA, SH

DOCUMENT = BASE + ".well-known/sparql-examples"
_PREFIXES = NamedNode(DOCUMENT + "#prefixes")


def examples(questions: Mapping[str, Question], site: str) -> Iterator[Triple]:
    """Yield each question with its words and its SPARQL, and the prefixes that queries use."""
    for name, question in sorted(questions.items()):
        node = NamedNode(f"{DOCUMENT}#{name}")
        yield words.linked(node, RDF + "type", SH + "SPARQLExecutable")
        yield words.linked(node, RDF + "type", SH + "SPARQLSelectExecutable")
        yield words.said(node, RDFS + "label", question.title, "en")
        yield words.said(node, RDFS + "comment", question.question, "en")
        yield words.said(node, SH + "select", question.text)
        yield words.linked(node, SH + "prefixes", _PREFIXES)
        yield words.linked(node, SCHEMA + "target", site + "sparql")
        yield words.linked(node, SCHEMA + "url", f"{site}questions/{name}")
    for prefix, namespace in PREFIXES.items():
        declared = NamedNode(f"{DOCUMENT}#prefix-{prefix}")
        yield words.linked(_PREFIXES, SH + "declare", declared)
        yield words.said(declared, SH + "prefix", prefix)
        yield words.typed(declared, SH + "namespace", namespace, "anyURI")
