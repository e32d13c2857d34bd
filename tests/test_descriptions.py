"""What the data and the endpoint say of themselves, to the programs that look for it."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

import httpx
import pytest
from pyoxigraph import DefaultGraph, NamedNode, QueryBoolean, RdfFormat, Store, parse

from cartograph.http.request import Request
from cartograph.linkeddata.service import FAMILIES
from cartograph.linkeddata.vocabularies import ALL, DATASET, SERVICE
from cartograph.server import jobs
from cartograph.site import routes
from cartograph.site.application import Application
from cartograph.site.context import Context
from cartograph.terms import BASE, ONT, PREFIXES
from cartograph.versions.store import GRAPH_FILE
from served import Server

#: The three queries that the README of sib-swiss/sparql-editor prints, as it prints them.
VOID = """
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype
WHERE {
    {
        ?cp void:class ?subjectClass ;
            void:propertyPartition ?pp .
        ?pp void:property ?prop .
        OPTIONAL {
            {
                ?pp  void:classPartition [ void:class ?objectClass ] .
            } UNION {
                ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] .
            }
        }
    } UNION {
        ?linkset void:subjectsTarget ?subjectClass ;
            void:linkPredicate ?prop ;
            void:objectsTarget ?objectClass .
    }
}
"""
EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query
WHERE {
    ?sq a sh:SPARQLExecutable ;
        rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq
"""
PREFIX = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace
WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
ORDER BY ?prefix
"""
ORIGIN = "http://localhost:8000/kg/"

Row = dict[str, str]


def query(context: Context, text: str, default: tuple[str, ...] = ()) -> list[Row]:
    """Ask as a client of /sparql does."""
    head = {"accept": "application/sparql-results+json", "default": default, "named": ()}
    reply = jobs.query(Application(context), head, text.encode())
    assert (reply.status, reply.headers) == (200, {}), "neither refused nor cut"
    found = json.loads(reply.body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def store_of(context: Context, path: str, accept: str = "text/turtle") -> Store:
    reply = routes.answer(context, Request(path, "", accept, root="/kg", origin="http://localhost:8000"))
    assert reply.status == 200
    store = Store()
    store.extend(parse(reply.body, format=RdfFormat.from_media_type(reply.type) or RdfFormat.TURTLE))
    return store


def rows(store: Store, text: str) -> list[list[Any]]:
    """Return what a query finds in a document."""
    found = store.query(text, prefixes=dict(ALL))
    return [[getattr(cell, "value", None) for cell in row] for row in found]  # type: ignore[union-attr]


def holds(store: Store, pattern: str) -> bool:
    found = store.query(f"ASK {{ {pattern} }}", prefixes=dict(ALL))
    assert isinstance(found, QueryBoolean)
    return bool(found)


# ------------------------------------------------------------------ the SIB's editor


def test_the_sib_editor_finds_every_class_with_its_properties(context: Context) -> None:
    found = {(row["subjectClass"], row["prop"]) for row in query(context, VOID)}
    held = query(context, "SELECT DISTINCT ?class ?property { ?thing a ?class ; ?property ?value }")
    assert len(held) > 1000
    assert found == {(row["class"], row["property"]) for row in held}


def test_the_sib_editor_finds_what_properties_lead_to(context: Context) -> None:
    found = {(row["subjectClass"], row["prop"], row.get("objectClass")) for row in query(context, VOID)}
    assert (ONT + "CARTCellProduct", ONT + "hasConstruct", ONT + "CARConstruct") in found
    typed = {(row["subjectClass"], row["prop"], row.get("objectDatatype")) for row in query(context, VOID)}
    assert (ONT + "Figure", ONT + "value", "http://www.w3.org/2001/XMLSchema#decimal") in typed


def test_the_sib_editor_finds_every_question(context: Context) -> None:
    found = query(context, EXAMPLES)
    questions = context.graph.questions
    assert [row["sq"].partition("#")[2] for row in found] == sorted(questions)
    assert {row["query"] for row in found} == {question.text for question in questions.values()}
    assert {row["comment"] for row in found} == {question.question for question in questions.values()}


def test_the_sib_editor_finds_every_prefix(context: Context) -> None:
    assert {row["prefix"]: row["namespace"] for row in query(context, PREFIX)} == PREFIXES


def test_every_example_runs_as_it_is_written(context: Context) -> None:
    for row in query(context, EXAMPLES):
        assert query(context, row["query"]), row["sq"]


# ------------------------------------------------------------------ and nobody else


def test_the_description_changes_no_other_answer(context: Context) -> None:
    (count,) = query(context, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    graphs = context.graph.published.manifest["graphs"]
    assert isinstance(graphs, dict)
    assert int(count["n"]) == graphs["default"]
    classes = {row["c"] for row in query(context, "SELECT DISTINCT ?c { ?s a ?c }")}
    assert not any("void" in name or "shacl" in name for name in classes)


def test_a_client_that_names_graphs_gets_those_alone(context: Context) -> None:
    asks = "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?d FROM <%s> { ?d a void:Dataset }"
    assert query(context, asks % (BASE + "graph/claims")) == []
    assert [row["d"] for row in query(context, asks % SERVICE.value)] == [DATASET.value]
    plain = asks.replace("FROM <%s> ", "")
    assert query(context, plain, default=(BASE + "graph/claims",)) == []
    assert [row["d"] for row in query(context, plain)] == [DATASET.value]


def test_description_and_view_share_no_triple(context: Context) -> None:
    store = context.graph.published.store
    described = {quad.triple for quad in store.quads_for_pattern(None, None, None, SERVICE)}
    view = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    assert described
    assert described & view == set()


# ------------------------------------------------------------------ VoID, DCAT, schema.org

SIZES = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o FILTER(!isLiteral(?o)) }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
}


@pytest.mark.parametrize("name", SIZES)
def test_void_counts_what_a_query_counts(context: Context, name: str) -> None:
    ((said,),) = rows(
        store_of(context, ".well-known/void"), f"SELECT ?n {{ <{DATASET.value}> void:{name} ?n }}"
    )
    (counted,) = query(context, SIZES[name])
    assert said == counted["n"]


def test_void_counts_the_members_and_triples_of_each_class(context: Context) -> None:
    store = store_of(context, ".well-known/void")
    said = rows(store, "SELECT ?c ?n { ?d void:classPartition ?x . ?x void:class ?c ; void:entities ?n }")
    counted = query(context, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert dict(said) == {row["c"]: row["n"] for row in counted}
    used = "SELECT ?c ?p ?n { ?x void:class ?c ; void:propertyPartition ?y . ?y void:property ?p ; void:triples ?n }"
    counted = query(context, "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p")
    assert {(c, p): n for c, p, n in rows(store, used)} == {(r["c"], r["p"]): r["n"] for r in counted}


def test_the_data_says_version_licence_sources_and_where_to_get_it(context: Context) -> None:
    store = store_of(context, ".well-known/void")
    dataset = f"<{DATASET.value}>"
    assert holds(store, f'{dataset} a void:Dataset , dcat:Dataset ; dcat:version "{context.graph.version}"')
    assert holds(store, f"{dataset} dcterms:license <https://creativecommons.org/licenses/by/4.0/>")
    assert holds(store, f"{dataset} void:sparqlEndpoint <{ORIGIN}sparql> ; void:uriSpace '{BASE}'")
    sources = rows(store, f"SELECT ?s {{ {dataset} dcterms:source ?s }}")
    assert sorted(one for (one,) in sources) == [BASE + "source/guo-2022", BASE + "source/vural-2025"]
    files = rows(store, f"SELECT ?a {{ {dataset} dcat:distribution ?x . ?x dcat:downloadURL ?a }}")
    assert sorted(one for (one,) in files) == [
        f"{ORIGIN}dump/cartograph.{s}" for s in ("jsonld", "nq", "trig", "ttl")
    ]
    assert sorted(files) == sorted(rows(store, f"SELECT ?a {{ {dataset} void:dataDump ?a }}"))


@pytest.mark.parametrize("path", [".well-known/void", ".well-known/sparql-examples", "sparql"])
@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_a_description_comes_in_every_format(context: Context, path: str, accept: str) -> None:
    assert len(store_of(context, path, accept)) == len(store_of(context, path))


def test_people_get_a_page(context: Context) -> None:
    page = routes.answer(context, Request(".well-known/void", accept="text/html")).body.decode()
    assert context.graph.version in page
    assert all(f"cartograph.{suffix}" in page for suffix in ("ttl", "trig", "jsonld", "nq"))


def test_the_front_page_says_it_for_search_engines(context: Context) -> None:
    asked = Request("", accept="text/html", root="/kg", origin="http://localhost:8000")
    page = routes.answer(context, asked).body.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    separate = routes.answer(context, Request("dataset.jsonld", root="/kg", origin="http://localhost:8000"))
    assert json.loads(block) == json.loads(separate.body)
    said = json.loads(block)
    assert (said["@type"], said["url"], said["version"]) == ("Dataset", ORIGIN, context.graph.version)
    assert {"name", "description", "license", "creator", "keywords", "identifier"} <= said.keys()
    assert [one["contentUrl"] for one in said["distribution"]] == [
        f"{ORIGIN}dump/cartograph.{suffix}" for suffix in ("ttl", "trig", "jsonld", "nq")
    ]
    other = routes.answer(context, Request("limits", accept="text/html")).body
    assert b"application/ld+json" in other
    assert b'<script type="application/ld+json">' not in other


# ------------------------------------------------------------------ the service: the three tests of the W3C


def test_the_endpoint_returns_rdf(server: Server) -> None:
    reply = server.get("/sparql", accept="application/rdf+xml, text/turtle;q=0.5")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/rdf+xml")
    assert list(parse(reply.content, format=RdfFormat.RDF_XML))


def test_the_endpoint_names_itself(server: Server) -> None:
    store = Store()
    store.extend(parse(server.get("/sparql", accept="text/turtle").content, format=RdfFormat.TURTLE))
    assert holds(store, f"?service a sd:Service ; sd:endpoint <{server.url}/sparql>")


#: What the vocabulary says of the properties that we use: domain and range, where these are classes of its own.
SCHEMA = {
    "endpoint": ("Service", None),
    "supportedLanguage": ("Service", None),
    "resultFormat": ("Service", None),
    "defaultDataset": ("Service", "Dataset"),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("Dataset", "NamedGraph"),
    "name": ("NamedGraph", None),
}


def test_the_description_keeps_to_its_vocabulary(context: Context) -> None:
    store = store_of(context, "sparql")
    used = {
        p.removeprefix(ALL["sd"]) for (p,) in rows(store, "SELECT DISTINCT ?p { ?s ?p ?o }") if ALL["sd"] in p
    }
    assert used == SCHEMA.keys()
    for name, (domain, range_) in SCHEMA.items():
        assert not holds(store, f"?s sd:{name} ?o FILTER NOT EXISTS {{ ?s a sd:{domain} }}")
        assert range_ is None or not holds(store, f"?s sd:{name} ?o FILTER NOT EXISTS {{ ?o a sd:{range_} }}")
    assert holds(store, "?s sd:supportedLanguage sd:SPARQL11Query")
    assert not holds(store, "?s sd:feature ?f")  # no union, no federation, nothing fetched


def test_every_named_graph_is_named(context: Context) -> None:
    said = {name for (name,) in rows(store_of(context, "sparql"), "SELECT ?n { ?g sd:name ?n }")}
    held = {quad.graph_name for quad in context.graph.published.quads()} - {DefaultGraph()}
    assert said == {name.value for name in held if isinstance(name, NamedNode)} | {SERVICE.value}


def test_every_kind_of_graph_is_explained(context: Context) -> None:
    graphs = context.graph.published.manifest["graphs"]
    assert isinstance(graphs, dict)
    kinds = {name.replace("*", "") for name in graphs} - {"default"}
    assert kinds | {"graph/service"} == FAMILIES.keys()


# ------------------------------------------------------------------ files

DUMPS = {
    "ttl": ("text/turtle; charset=utf-8", RdfFormat.TURTLE),
    "trig": ("application/trig", RdfFormat.TRIG),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
}


@pytest.mark.parametrize("suffix", DUMPS)
def test_a_dump_holds_the_version(server: Server, context: Context, suffix: str) -> None:
    media, syntax = DUMPS[suffix]
    reply = server.get(f"/dump/cartograph.{suffix}")
    assert (reply.status_code, reply.headers["content-type"]) == (200, media)
    quads = set(context.graph.published.quads())
    if suffix == "ttl":
        quads = {quad for quad in quads if isinstance(quad.graph_name, DefaultGraph)}
    assert set(parse(reply.content, format=syntax)) == quads


def test_a_dump_is_the_bytes_of_the_version_in_whole_and_in_part(server: Server, context: Context) -> None:
    released = (context.graph.published.folder / GRAPH_FILE).read_bytes()
    whole = server.get("/dump/cartograph.nq", accept_encoding="identity")
    assert whole.content == released
    assert "content-encoding" not in whole.headers
    part = server.get("/dump/cartograph.nq", accept_encoding="identity", range="bytes=100-199")
    assert (part.status_code, part.content) == (206, released[100:200])


def test_a_dump_is_sent_compressed_and_once(server: Server) -> None:
    with httpx.stream(
        "GET", f"{server.url}/dump/cartograph.trig", headers={"Accept-Encoding": "gzip"}, timeout=60
    ) as reply:
        raw = b"".join(reply.iter_raw())
    assert reply.headers["content-encoding"] == "gzip"
    plain = server.get("/dump/cartograph.trig", accept_encoding="identity")
    assert gzip.decompress(raw) == plain.content
    assert reply.headers["etag"] != plain.headers["etag"]
    for tag, coding in ((reply.headers["etag"], "gzip"), (plain.headers["etag"], "identity")):
        again = server.get("/dump/cartograph.trig", if_none_match=tag, accept_encoding=coding)
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["cartograph.csv", "other.nq", "cartograph", "cartograph.ttl.gz"])
def test_other_dumps_are_not_there(server: Server, name: str) -> None:
    assert server.get(f"/dump/{name}").status_code == 404


def test_the_context_and_robots_are_there(server: Server) -> None:
    assert "@context" in server.get("/context.jsonld").json()
    assert "Disallow: /sparql" in server.get("/robots.txt").text
