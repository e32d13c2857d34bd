"""The SPARQL editor, and the words that it completes from."""

from __future__ import annotations

import json

from pyoxigraph import DefaultGraph, NamedNode

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.site.context import Context
from cartograph.site.render import render
from cartograph.terms import BASE, LABEL, ONT

FIRST = """PREFIX : <https://w3id.org/cartograph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?product ?name ?vector {
  ?product a :CARTCellProduct ; rdfs:label ?name ; :hasConstruct ?construct .
  OPTIONAL { ?construct :geneTransfer ?vector }
}
ORDER BY ?name
"""
#: YASGUI styles what it draws by attributes; nothing else of the site may.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_KINDS = ("agent/", "construct/", "target/", "trial/", "cohort/", "report/", "organisation/", "source/")


def editor(context: Context, request: Request) -> Reply:
    """Show the editor, with the query of the address in it where there is one."""
    reply = render("editor.html", context, request, first=FIRST, base=BASE, questions=context.graph.questions)
    return Reply(reply.status, reply.type, reply.body, {"Content-Security-Policy": POLICY})


def words(context: Context, _: Request) -> Reply:
    """Return every word of the graph as a query writes it: terms with their prefix, things in brackets."""
    store = context.graph.published.store
    subjects = {quad.subject for quad in store.quads_for_pattern(None, LABEL, None, DefaultGraph())}
    names = {_written(subject.value) for subject in subjects if isinstance(subject, NamedNode)}
    found = [*sorted(name for name in names if name), "rdfs:label", "rdf:type", "skos:altLabel"]
    return Reply(200, "application/json", json.dumps(found, ensure_ascii=False).encode())


def _written(iri: str) -> str:
    if iri.startswith(ONT):
        return f":{iri.removeprefix(ONT)}"
    path = iri.removeprefix(BASE)
    return f"<{path}>" if path.startswith(_KINDS) else ""
