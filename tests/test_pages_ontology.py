"""The ontology browser and the page of a node: every word is there, means what it says, and leads on."""

from __future__ import annotations

import re
from html import unescape

import pytest

from cartograph.http.request import Request
from cartograph.site import routes
from cartograph.site.context import Context
from cartograph.terms import BASE


def page(context: Context, path: str, query: str = "") -> str:
    reply = routes.answer(context, Request(path, query, "text/html"))
    assert reply.status == 200
    return unescape(reply.body.decode())


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_every_word_of_the_ontology_has_a_place_on_the_page(context: Context) -> None:
    html = page(context, "ontology")
    places = re.findall(r' id="([^"]+)"', html)
    assert len(places) == len(set(places))
    wanted = {name for name, term in context.graph.ontology.terms.items() if term.label}
    assert len(wanted) > 600
    assert wanted - set(places) == {"Term"}  # the class above all schemes, which are shown instead


def test_the_tree_shows_classes_below_classes(context: Context) -> None:
    html = page(context, "ontology")
    above, below = html.index('id="EngineeredCellProduct"'), html.index('id="CARTCellProduct"')
    assert above < below < html.index('id="schemes"')
    between = html[above:below]
    assert between.count("<ul") - between.count("</ul") == 2


def test_a_scheme_shows_its_terms_in_their_order(context: Context) -> None:
    html = page(context, "ontology")
    scheme = html[html.index('id="GeneTransfer"') :]
    order = [scheme.index(f'id="{name}"') for name in ("viral", "retroviral", "lentiviral")]
    assert order == sorted(order)
    assert "9 terms" in text(scheme[: order[0]])


def test_a_term_tells_what_it_means_and_where_it_is_used(context: Context) -> None:
    html = page(context, "ontology", "term=lentiviral")
    told = text(html)
    assert "Gene transfer by a replication-deficient lentivirus." in told
    assert f"{BASE}ontology#lentiviral" in told
    assert re.search(r'Broader</dt><dd><ul class="values"><li><a href="/ontology\?term=retroviral">', html)
    assert 'href="/construct/ct103a"' in html
    assert 'href="/ontology.ttl?term=lentiviral"' in html


def test_a_class_lists_its_members_and_its_definition(context: Context) -> None:
    told = text(page(context, "ontology", "term=SecondGenerationProduct"))
    assert "Members" in told
    assert "ciltacabtagene autoleucel" in told
    assert "owl:equivalentClass" in text(page(context, "ontology", "term=SecondGenerationCAR"))


def test_a_property_tells_who_has_it(context: Context) -> None:
    told = text(page(context, "ontology", "term=hasConstruct"))
    (count,) = re.findall(r"([\d,]+) triples of the agreed view", told)
    uses = context.data.description.statistics.properties[BASE + "ontology#hasConstruct"]
    assert int(count.replace(",", "")) == uses
    assert "CAR T-cell product" in told


def test_stated_properties_have_a_page_of_their_own(context: Context) -> None:
    assert 'href="/stated?term=geneTransfer"' in page(context, "stated")
    assert "stated gene transfer" in text(page(context, "stated", "term=geneTransfer"))


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("organisation/janssen", "Janssen"),
        ("technology/viral-vectors", "Statements about it"),
        ("status/agent/allo-715/completeResponse", "status"),
        ("construct/ct103a/binder-1", "Anti-BCMA"),
        ("claim/vural-2025/table-1/ct103a/statement/agent/ct103a/hasConstruct", "CT103A"),
        ("graph/status", "more in the data"),
    ],
)
def test_a_node_without_a_page_of_its_own_can_be_read(context: Context, path: str, said: str) -> None:
    html = page(context, path)
    assert said in text(html)
    assert f'href="/{path}.ttl"' in html


def test_a_node_shows_where_its_values_are_printed(context: Context) -> None:
    html = page(context, "construct/ct103a/binder-1")
    assert 'href="/claim/vural-2025/table-1/ct103a"' in html
    assert re.search(r"line 107", text(html))


def test_values_in_dispute_are_shown_as_such(context: Context) -> None:
    told = text(page(context, "construct/ct103a/binder-1").replace("<li>", " "))
    assert re.search(r"origin in dispute\s*human printed in 1\s*Human scFV .*? humanised printed in 1", told)


def test_links_to_terms_lead_to_their_pages(context: Context) -> None:
    links = set(re.findall(r'href="(/[^"#]*)', page(context, "construct/ct103a/binder-1")))
    terms = {link for link in links if link.startswith("/ontology?term=")}
    assert len(terms) > 3
    for link in terms:
        assert routes.answer(context, Request("ontology", link.partition("?")[2], "text/html")).status == 200
