"""Every identifier of the project leads to what the graph says of it, in each format that a client may like."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from itertools import islice

import httpx
import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Triple, parse

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata import formats
from cartograph.linkeddata.literals import Forms
from cartograph.site import routes
from cartograph.site.context import Context
from cartograph.terms import BASE, ONT, STATED, TYPE, XSD, local, ont
from conftest import ROOT
from served import Server

#: A node of each kind; the address of a term carries its name as a parameter.
KINDS = {
    "agent": "agent/cilta-cel",
    "construct": "construct/ct103a",
    "slot": "construct/ct103a/binder-1",
    "target": "target/bcma",
    "trial": "trial/cartitude-1",
    "cohort": "cohort/cartitude-1-all",
    "component": "cohort/universal-320-480/infusion/allo-715",
    "report": "report/cartitude-1-18m",
    "derived figure": "report/universal-320-480/derived/completeResponseOrBetter",
    "claim": "claim/vural-2025/table-1/ct103a",
    "statement": "claim/vural-2025/table-1/ct103a/statement/agent/ct103a/hasConstruct",
    "figure": "claim/guo-2022/section-3-5-1/cartitude-1-18m/figure/cartitude-1-18m/anemia/grades3to4",
    "source": "source/guo-2022",
    "passage": "passage/guo-2022/table-2",
    "reference": "reference/guo-2022/10",
    "silence": "silence/guo-2022/figure-2/expectsBinderFormat/notMentioned",
    "status": "status/agent/allo-715/completeResponse",
    "conflict": "conflict/trial/regn5458-phase-1-2/phase/phase1.phase1to2",
    "finding": "audit/relapsed-without-treatment/guo-2022-section-3-1-part-a-statement-cohort-sgnbcma-001-part-a-"
    "eligibility",
    "organisation": "organisation/janssen",
    "graph": "graph/audit",
    "ontology": "ontology",
    "module": "ontology/terms",
    "term": "ontology#lentiviral",
    "class": "ontology#SecondGenerationCAR",
    "property": "ontology#geneTransfer",
    "stated property": "stated#geneTransfer",
}
RDF = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_FOREIGN = {"ttl": "turtle", "nt": "nt", "rdf": "xml"}


def address(iri: str, suffix: str = "") -> tuple[str, str]:
    """Return path and query string of an identifier on a server."""
    path, _, fragment = iri.removeprefix(BASE).partition("#")
    return f"{path}.{suffix}" if suffix else path, f"term={fragment}" if fragment else ""


def ask(context: Context, iri: str, accept: str = "", suffix: str = "") -> Reply:
    path, query = address(iri, suffix)
    return routes.answer(context, Request(path, query, accept, origin="http://localhost:8000"))


def read(reply: Reply, suffix: str) -> set[Triple]:
    return {quad.triple for quad in parse(reply.body, format=RDF[suffix])}


def test_every_kind_and_format_is_there() -> None:
    assert len(KINDS) > 24
    assert {"html", "json", *RDF} == set(formats.MEDIA)


@pytest.mark.parametrize("kind", KINDS)
def test_a_node_comes_in_every_format(context: Context, kind: str) -> None:
    node = NamedNode(BASE + KINDS[kind])
    facts = {}
    for suffix, media in formats.MEDIA.items():
        named, chosen = ask(context, KINDS[kind], suffix=suffix), ask(context, KINDS[kind], media)
        assert (named.status, chosen.status) == (200, 200)
        assert named.type.partition(";")[0] == chosen.type.partition(";")[0] == media
        if suffix in RDF:
            facts[suffix] = {t for t in read(named, suffix) if _nameless(t) == 0}
        if suffix in _FOREIGN:
            assert len(rdflib.Graph().parse(data=named.body, format=_FOREIGN[suffix])) >= len(facts[suffix])
    assert facts["ttl"] == facts["nt"] == facts["rdf"] == facts["jsonld"]
    assert any(triple.subject == node for triple in facts["ttl"]) or kind == "graph"
    assert json.loads(ask(context, KINDS[kind], suffix="json").body)["iri"] == node.value
    assert b"<h1>" in ask(context, KINDS[kind]).body


def _nameless(triple: Triple) -> int:
    """Return how many nodes without a name a triple has; their labels differ from document to document."""
    return sum(
        not isinstance(node, NamedNode) and "_:" in str(node)[:2] for node in (triple.subject, triple.object)
    )


def test_every_identifier_of_the_graph_leads_somewhere(context: Context) -> None:
    named = {node for quad in context.graph.published.quads() for node in (quad.subject, quad.graph_name)}
    ours = sorted(n.value for n in named if isinstance(n, NamedNode) and n.value.startswith(BASE))
    sample = list(islice(ours, 0, None, 37))
    assert len(sample) > 150
    assert [iri for iri in sample if ask(context, iri, "text/turtle").status != 200] == []
    assert [iri for iri in sample[::5] if ask(context, iri, "text/html").status != 200] == []


def test_every_word_leads_to_its_page(context: Context) -> None:
    words = sorted(context.graph.ontology.terms)
    assert len(words) > 600
    assert [name for name in words[::11] if ask(context, ONT + name, "text/html").status != 200] == []


def test_a_claim_comes_with_what_it_states_and_where_it_stands(context: Context) -> None:
    found = read(ask(context, KINDS["claim"], suffix="ttl"), "ttl")
    claim, agent = NamedNode(BASE + KINDS["claim"]), NamedNode(BASE + "agent/ct103a")
    assert any(t.subject == agent and t.predicate.value == STATED + "hasConstruct" for t in found)
    said = {local(t.predicate) for t in found if t.subject == claim}
    assert {"inSource", "inPassage", "line", "row"} <= said


def test_a_number_keeps_the_form_in_which_it_was_published(context: Context) -> None:
    for suffix in RDF:
        assert re.search(rb"\b68\.0\b", ask(context, KINDS["figure"], suffix=suffix).body)
    store = context.graph.published.store
    figure = NamedNode(BASE + KINDS["figure"])
    kept = [quad.object for quad in store.quads_for_pattern(figure, ont("value"), None, DefaultGraph())]
    assert kept == [Literal("68", datatype=NamedNode(XSD + "decimal"))]


def test_rewritten_literals_are_all_found(context: Context) -> None:
    written = {q.triple for q in context.graph.published.quads() if isinstance(q.graph_name, DefaultGraph)}
    kept = {
        q.triple for q in context.graph.published.store.quads_for_pattern(None, None, None, DefaultGraph())
    }
    forms = Forms.read(context.graph.published)
    assert written - kept
    assert {forms.of(triple) for triple in kept} == written


def test_a_definition_comes_with_its_parts(context: Context) -> None:
    text = ask(context, KINDS["class"], suffix="ttl").body.decode()
    assert "owl:equivalentClass _:" in text
    assert "owl:hasValue" in text


def test_a_term_comes_without_the_things_that_use_it(context: Context) -> None:
    found = read(ask(context, "ontology#Agent", suffix="ttl"), "ttl")
    assert any(t.subject.value == ONT + "Antibody" for t in found if isinstance(t.subject, NamedNode))
    assert not any(t.predicate == TYPE and str(t.subject).startswith(f"<{BASE}agent/") for t in found)


def test_the_whole_ontology_is_its_files(context: Context) -> None:
    text = ask(context, "ontology", "text/turtle").body
    files = [path.read_bytes() for path in sorted((ROOT / "ontology").glob("*.ttl"))]
    assert all(one in text for one in files)
    facts = {t for t in read(Reply(200, "", text), "ttl") if _nameless(t) == 0}
    assert facts == {t for t in read(ask(context, "ontology", suffix="nt"), "nt") if _nameless(t) == 0}


@pytest.mark.parametrize("name", ["stated", "terms", "designs", "hierarchy"])
def test_a_module_is_its_file(context: Context, name: str) -> None:
    text = (ROOT / "ontology" / f"{name}.ttl").read_bytes()
    assert ask(context, f"ontology/{name}", "text/turtle").body == text
    assert (
        ask(context, f"ontology/{context.graph.published.manifest['ontology']}/{name}", "text/turtle").body
        == text
    )


def test_compact_json_ld_needs_no_network(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a call to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    document = json.loads(ask(context, KINDS["agent"], suffix="jsonld").body)
    assert document["@context"]["@base"] == BASE
    assert any(node.get("@id") == "agent/cilta-cel" for node in document["@graph"])


def test_headers_lead_to_the_identifier_and_the_other_formats(context: Context) -> None:
    reply = ask(context, "agent/cilta-cel", "text/turtle")
    links = dict(re.findall(r'<([^>]+)>; rel="(\w+)"', reply.headers["Link"]))
    assert links[BASE + "agent/cilta-cel"] == "canonical"
    assert links["/.well-known/void"] == "describedby"
    assert [one for one, rel in links.items() if rel == "alternate"] == [
        f"/agent/cilta-cel.{suffix}" for suffix in formats.MEDIA if suffix != "ttl"
    ]
    assert reply.headers["Content-Location"] == "/agent/cilta-cel.ttl"
    assert "Content-Location" not in ask(context, "agent/cilta-cel", suffix="ttl").headers
    assert (
        ask(context, "ontology#lentiviral", "text/turtle").headers["Content-Location"]
        == "/ontology.ttl?term=lentiviral"
    )


ACCEPTED = {
    "": "text/html",
    "*/*": "text/html",
    "image/png": "text/html",
    "text/turtle;q=0.9, text/html;q=0.2": "text/turtle",
    "text/html, application/ld+json;q=0.9": "text/html",
    "application/n-triples, */*;q=0.1": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "text/html",
}


@pytest.mark.parametrize("accept", ACCEPTED)
def test_the_client_chooses(context: Context, accept: str) -> None:
    assert ask(context, "agent/cilta-cel", accept).type.partition(";")[0] == ACCEPTED[accept]


NOWHERE = [
    "agent/nobody",
    "agent/nobody.ttl",
    "ontology#noSuchTerm",
    "ontology/nothing",
    "stated#x",
    "graph/none",
]
HOSTILE = [
    "agent/a b",
    'agent/"><script>',
    "agent/{x}",
    "ontology#a b",
    "ontology#<b>",
    "claim/%zz",
    "\x00",
    "a\\b",
]


@pytest.mark.parametrize("path", [*NOWHERE, *HOSTILE])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/json"])
def test_nothing_is_nowhere(context: Context, path: str, accept: str) -> None:
    reply = ask(context, path, accept)
    assert reply.status == 404
    assert accept != "text/html" or b"<script>" not in reply.body


def test_a_head_request_gets_the_headers_alone(server: Server) -> None:
    reply = httpx.head(f"{server.url}/agent/cilta-cel", headers={"Accept": "text/turtle"}, timeout=60)
    got = server.get("/agent/cilta-cel", accept="text/turtle")
    assert (reply.status_code, reply.content) == (200, b"")
    for name in ("content-type", "etag", "link", "content-location", "vary"):
        assert reply.headers[name] == got.headers[name]
    assert "Accept" in got.headers["vary"]


# ------------------------------------------------------------------ what w3id.org is told


def rules(htaccess: str) -> Iterator[tuple[re.Pattern[str], str, set[str]]]:
    for line in htaccess.splitlines():
        if line.startswith("RewriteRule "):
            _, pattern, target, flags = line.split()
            yield re.compile(pattern), target, set(flags.strip("[]").split(","))


def redirected(htaccess: str, path: str) -> tuple[str, str] | None:
    """Return status and target as mod_rewrite does: the first rule that matches; the query string goes along."""
    name, _, query = path.partition("?")
    for pattern, target, flags in rules(htaccess):
        if match := pattern.match(name):
            found = target.replace("$1", match[1] if match.groups() else "")
            status = next(flag.removeprefix("R=") for flag in flags if flag.startswith("R="))
            return status, f"{found}?{query}" if query else found
    return None


@pytest.mark.parametrize(
    "path", ["", "agent/cilta-cel", "agent/cilta-cel.ttl", "ontology", "sparql?query=ASK%20%7B%7D"]
)
def test_w3id_leads_every_identifier_to_the_same_path(path: str) -> None:
    htaccess = (ROOT / "docs" / "w3id" / ".htaccess").read_text("utf-8")
    assert redirected(htaccess, path) == ("303", f"https://data.example.org/{path}")
    assert len(set(re.findall(r"https://data[.\w]+", htaccess))) == 1


def test_a_rule_that_loses_the_path_is_seen() -> None:
    assert redirected("RewriteRule ^(.+)$ https://x.example/ [R=303,L]", "agent/a") == (
        "303",
        "https://x.example/",
    )
    assert redirected("RewriteRule ^a$ https://x.example/ [R=303,L]", "agent/a") is None
