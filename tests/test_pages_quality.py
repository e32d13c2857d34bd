"""The quality page: its numbers are the graph's, conflicts show both sides, findings lead to what they are about."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cartograph.http.request import Request
from cartograph.reading import conflict_details
from cartograph.reading.coverage import STATUSES
from cartograph.reading.reader import Reader
from cartograph.site import coverage_map
from cartograph.site.context import Context
from cartograph.site.routes import answer
from cartograph.terms import LABEL, TYPE, local, ont, thing
from markup import Page

_VIEW = DefaultGraph()


@pytest.fixture(scope="module")
def markup(context: Context) -> str:
    reply = answer(context, Request("quality", accept="text/html"))
    assert reply.status == 200
    text: str = reply.body.decode()
    return text


@pytest.fixture(scope="module")
def reader(context: Context) -> Reader:
    return context.reader()


def _quads(context: Context, name: str) -> list[Quad]:
    return list(context.graph.published.store.quads_for_pattern(None, ont(name), None, _VIEW))


def _iri(quad: Quad) -> NamedNode:
    assert isinstance(quad.object, NamedNode)
    return quad.object


def test_the_map_counts_every_status_of_a_thing_once(context: Context, reader: Reader) -> None:
    counted: Counter[tuple[str, str]] = Counter()
    derived = {quad.subject for quad in _quads(context, "derivedBy")}
    expected = {quad.subject: local(_iri(quad)) for quad in _quads(context, "expectation")}
    value = {quad.subject: local(_iri(quad)) for quad in _quads(context, "statusValue")}
    for quad in _quads(context, "subject"):
        if quad.subject in value and quad.object not in derived:
            counted[expected[quad.subject], value[quad.subject]] += 1
    rows = [row for group in coverage_map.read(reader).groups for row in group.rows]
    shown = {(row.word.name, status): n for row in rows for status, n in row.tally.counts.items()}
    assert shown == counted
    assert sum(counted.values()) > 500


def test_what_least_is_told_of_comes_first(reader: Reader) -> None:
    found = coverage_map.read(reader)
    for rows in ([group.total for group in found.groups], *(group.rows for group in found.groups)):
        shares = [row.tally.share for row in rows]
        assert shares == sorted(shares)
    assert found.total.tally.expected == sum(group.total.tally.expected for group in found.groups)


def test_the_rows_of_the_map_stand_on_the_page(markup: str, reader: Reader) -> None:
    table = next(table for table in Page(markup).tables if table.rows[0][0].text == "Expected property")
    shown = {row[0].text.partition(" list")[0]: [cell.text for cell in row[1:]] for row in table.rows[1:]}
    for group in coverage_map.read(reader).groups:
        for row in group.rows:
            cells = shown[row.word.text]
            counts = [cell.partition(" ")[0].replace(",", "") for cell in cells[:-1]]
            assert counts == [str(row.tally.counts.get(status, 0)) for status in STATUSES]
            assert cells[-1] == row.percent


def test_every_conflict_stands_with_both_sides_and_their_lines(markup: str, reader: Reader) -> None:
    found = conflict_details.every_conflict(reader)
    assert len(found) >= 10
    links = {attributes.get("href") for name, attributes in Page(markup).elements if name == "a"}
    for dispute in found:
        assert f"/{dispute.conflict.path}" in links
        told = [side for _, group in dispute.sides for side in group]
        assert len(told) >= 2, dispute
        for side in told:
            assert side.text
            assert side.places
            for place in side.places:
                assert f"/{place.claim}" in links
                assert f"line {place.line}" in markup


def test_the_sides_of_an_approval_say_what_they_hold(reader: Reader) -> None:
    found = [
        one for one in conflict_details.every_conflict(reader) if one.conflict.about.name == "regulatoryState"
    ]
    for dispute in found:
        assert len(dispute.sides) >= 2
        assert all("approved" in text for text, _ in dispute.sides)


def test_every_finding_leads_to_what_it_is_about(markup: str, reader: Reader) -> None:
    grounds = [one for _, found in conflict_details.every_finding(reader) for one in found]
    assert len(grounds) >= 10
    links = {attributes.get("href") for name, attributes in Page(markup).elements if name == "a"}
    for ground in grounds:
        assert f"/{ground.finding.path}" in links
        assert ground.about
        assert all(f"/{side.of.path}" in links for side in ground.about)
    severities = [one.finding.severity for one in grounds]
    assert severities[0] == "impossible"


def test_a_preferred_side_stands_beside_the_other_with_its_reason(context: Context) -> None:
    """What a later version of the graph says: which side a text decides for, why, and where both are printed."""
    store = Store()
    conflict, agent = thing("conflict/agent/x/phase"), thing("agent/x")
    one, other = thing("claim/a/b/c/figure/r/e"), thing("claim/a/b/d/figure/r/e")
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (conflict, TYPE, ont("Conflict")),
        (conflict, ont("subject"), agent),
        (conflict, ont("conflictType"), ont("unexplained")),
        (conflict, ont("conflictKind"), ont("explained")),
        (conflict, ont("premise"), one),
        (conflict, ont("premise"), other),
        (conflict, ont("preferred"), other),
        (conflict, ont("because"), Literal("the table adds up")),
        (one, ont("setAside"), Literal(True)),
        (agent, LABEL, Literal("X")),
    ]
    said += [(node, ont("endpoint"), ont("participants")) for node in (one, other)]
    said += [(one, ont("value"), Literal(40)), (other, ont("value"), Literal(119))]
    store.extend(Quad(s, p, o, _VIEW) for s, p, o in said)
    (found,) = conflict_details.every_conflict(Reader(store, context.graph.ontology))
    assert found.because == "the table adds up"
    assert found.kinds == ("explained",)
    assert found.subject.text == "X"
    assert [(text, side.preferred, side.aside) for text, group in found.sides for side in group] == [
        ("40", False, True),
        ("119", True, False),
    ]


def test_a_part_is_named_with_the_thing_that_has_it(reader: Reader) -> None:
    word = conflict_details.whole(reader, thing("construct/ct053/binder-1"))
    assert (word.path, word.text.endswith(", binder-1")) == ("construct/ct053", True)


def test_the_page_is_there_for_a_graph_that_has_nothing(context: Context) -> None:
    empty = Reader(Store(), context.graph.ontology)
    assert coverage_map.read(empty).total.percent == "nothing expected"
    assert conflict_details.every_conflict(empty) == []
    assert conflict_details.every_finding(empty) == []


def test_nothing_of_ours_is_unknown_to_a_node(reader: Reader) -> None:
    side = conflict_details.side(reader, NamedNode("https://example.org/unheard-of"))
    assert side.text == "unheard-of"
