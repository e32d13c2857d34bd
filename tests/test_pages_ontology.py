"""The ontology browser and the page of a node: every word is there, means what it says, and leads on."""

from __future__ import annotations

import re
from html import unescape

import pytest

from cartograph.terms import BASE
from cartograph.web import site
from cartograph.web.desk import Desk
from cartograph.web.request import Request


def page(desk: Desk, path: str, query: str = "") -> str:
    reply = site.answer(desk, Request(path, query, "text/html"))
    assert reply.status == 200
    return unescape(reply.body.decode())


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_every_word_of_the_ontology_has_a_place_on_the_page(desk: Desk) -> None:
    html = page(desk, "ontology")
    places = re.findall(r' id="([^"]+)"', html)
    assert len(places) == len(set(places))
    wanted = {name for name, term in desk.graph.ontology.terms.items() if term.label}
    assert len(wanted) > 600
    assert wanted - set(places) == {"Term"}  # the class above all schemes, which are shown instead


def test_the_tree_shows_classes_below_classes(desk: Desk) -> None:
    html = page(desk, "ontology")
    above, below = html.index('id="EngineeredCellProduct"'), html.index('id="CARTCellProduct"')
    assert above < below < html.index('id="schemes"')
    between = html[above:below]
    assert between.count("<ul") - between.count("</ul") == 2


def test_a_scheme_shows_its_terms_in_their_order(desk: Desk) -> None:
    html = page(desk, "ontology")
    scheme = html[html.index('id="GeneTransfer"') :]
    order = [scheme.index(f'id="{name}"') for name in ("viral", "retroviral", "lentiviral")]
    assert order == sorted(order)
    assert "9 terms" in text(scheme[: order[0]])


def test_a_term_tells_what_it_means_and_where_it_is_used(desk: Desk) -> None:
    html = page(desk, "ontology", "term=lentiviral")
    told = text(html)
    assert "Gene transfer by a replication-deficient lentivirus." in told
    assert f"{BASE}ontology#lentiviral" in told
    assert re.search(r'Broader</dt><dd><ul class="values"><li><a href="/ontology\?term=retroviral">', html)
    assert 'href="/construct/ct103a"' in html
    assert 'href="/ontology.ttl?term=lentiviral"' in html


def test_a_class_lists_its_members_and_its_definition(desk: Desk) -> None:
    told = text(page(desk, "ontology", "term=SecondGenerationProduct"))
    assert "Members" in told
    assert "ciltacabtagene autoleucel" in told
    assert "owl:equivalentClass" in text(page(desk, "ontology", "term=SecondGenerationCAR"))


def test_a_property_tells_who_has_it(desk: Desk) -> None:
    told = text(page(desk, "ontology", "term=hasConstruct"))
    (count,) = re.findall(r"([\d,]+) triples of the agreed view", told)
    uses = desk.description.statistics.properties[BASE + "ontology#hasConstruct"]
    assert int(count.replace(",", "")) == uses
    assert "CAR T-cell product" in told


def test_stated_properties_have_a_page_of_their_own(desk: Desk) -> None:
    assert 'href="/stated?term=geneTransfer"' in page(desk, "stated")
    assert "stated gene transfer" in text(page(desk, "stated", "term=geneTransfer"))


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
def test_a_node_without_a_page_of_its_own_can_be_read(desk: Desk, path: str, said: str) -> None:
    html = page(desk, path)
    assert said in text(html)
    assert f'href="/{path}.ttl"' in html


def test_a_node_shows_where_its_values_are_printed(desk: Desk) -> None:
    html = page(desk, "construct/ct103a/binder-1")
    assert 'href="/claim/vural-2025/table-1/ct103a"' in html
    assert re.search(r"line 107", text(html))


def test_values_in_dispute_are_shown_as_such(desk: Desk) -> None:
    told = text(page(desk, "construct/ct103a/binder-1").replace("<li>", " "))
    assert re.search(r"origin in dispute\s*human printed in 1\s*Human scFV .*? humanised printed in 1", told)


def test_links_to_terms_lead_to_their_pages(desk: Desk) -> None:
    links = set(re.findall(r'href="(/[^"#]*)', page(desk, "construct/ct103a/binder-1")))
    terms = {link for link in links if link.startswith("/ontology?term=")}
    assert len(terms) > 3
    for link in terms:
        assert site.answer(desk, Request("ontology", link.partition("?")[2], "text/html")).status == 200
