"""A release is the same bytes for the same quads, in whatever order they come."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from cartograph.errors import RecordError
from cartograph.versions.release import canonical, digest, make
from small import small_quads

X, Y = NamedNode("x:x"), NamedNode("x:y")

_nodes = st.builds(NamedNode, st.from_regex(r"\Ax:[a-z]{1,3}\Z"))
_datatypes = st.sampled_from(["string", "integer", "decimal", "boolean"]).map(
    lambda name: NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
)
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_literals = st.builds(lambda text, datatype: Literal(text, datatype=datatype), _texts, _datatypes)
_tagged = st.builds(lambda text: Literal(text, language="en"), _texts)
_quads = st.lists(
    st.builds(
        Quad,
        _nodes,
        _nodes,
        st.one_of(_nodes, _literals, _tagged),
        st.one_of(_nodes, st.just(DefaultGraph())),
    ),
    max_size=20,
)


@given(_quads, st.randoms())
def test_order_and_repetition_do_not_show(quads: list[Quad], random: Random) -> None:
    shuffled = [*quads, *quads[:3]]
    random.shuffle(shuffled)
    assert canonical(shuffled) == canonical(quads)


@given(_quads)
def test_nothing_is_lost_and_nothing_rewritten(quads: list[Quad]) -> None:
    nquads = canonical(quads)
    assert set(parse(nquads, format=RdfFormat.N_QUADS)) == set(quads)
    lines = nquads.split(b"\n")[:-1]
    assert lines == sorted(set(lines))


@pytest.mark.parametrize("form", ["0.30", "94.40", "02", "+1", "1000000.0"])
def test_a_number_stays_as_it_was_written(form: str) -> None:
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    assert f'"{form}"^^'.encode() in canonical([Quad(X, Y, Literal(form, datatype=decimal))])


@pytest.mark.parametrize(
    "quad",
    [
        Quad(BlankNode("b"), X, Y),
        Quad(X, Y, BlankNode("b")),
        Quad(X, Y, X, BlankNode("b")),
        Quad(X, Y, Triple(X, Y, BlankNode("b"))),
    ],
    ids=["subject", "object", "graph", "quoted"],
)
def test_a_node_without_a_name_is_refused(quad: Quad) -> None:
    with pytest.raises(RecordError, match="a node without a name") as caught:
        make([Quad(X, Y, X), quad], ontology_version="1", package_version="1")
    assert len(caught.value.problems) == 1


def test_every_node_without_a_name_is_reported() -> None:
    with pytest.raises(RecordError) as caught:
        canonical([Quad(BlankNode("a"), X, Y), Quad(BlankNode("b"), X, Y)])
    assert len(caught.value.problems) == 2


def test_the_manifest_counts_graphs_and_names_sources() -> None:
    quads = small_quads()
    release = make(quads, ontology_version="0.1.0", package_version="9.9.9")
    assert release.digest == digest(release.nquads)
    assert release.manifest == {
        "digest": release.digest,
        "package": "9.9.9",
        "ontology": "0.1.0",
        "sources": [
            {"id": "source/example-2024", "label": "Example 2024"},
            {
                "id": "source/guo-2022",
                "label": "Guo 2022",
                "citation": "Guo et al. 2022",
                "licence": "CC BY 4.0",
            },
        ],
        "quads": len(set(quads)),
        "graphs": {"claim/*": 24, "default": 129, "graph/claims": 25, "graph/derived": 3, "graph/status": 4},
    }


def test_a_source_described_twice_is_described_the_same_way_in_any_order() -> None:
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = small_quads()
    guo = next(q.subject for q in quads if str(q.object) == '"Guo 2022"')
    quads.append(Quad(guo, label, Literal("Guo et al."), X))
    first = make(quads, ontology_version="1", package_version="1")
    second = make(reversed(quads), ontology_version="1", package_version="1")
    assert first == second
