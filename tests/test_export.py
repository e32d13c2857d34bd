"""An export holds every quad of the version, each literal as it was published."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse

from cartograph.errors import UsageError
from cartograph.export.rdf import FORMATS, export, json_ld, read_context
from cartograph.versions.store import Published, open_version
from small import ROOT, small_home, small_quads, small_release

CONTEXT = ROOT / "records" / "context.jsonld"
DATASETS = {"trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD, "nquads": RdfFormat.N_QUADS}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return open_version(small_home(tmp_path_factory.mktemp("versions")))


def test_every_format_is_tested() -> None:
    assert {"turtle", *DATASETS} == set(FORMATS)


@pytest.mark.parametrize("name", DATASETS)
def test_a_dataset_comes_back_whole(published: Published, name: str) -> None:
    assert set(parse(export(published, name, CONTEXT), format=DATASETS[name])) == set(small_quads())


def test_turtle_is_the_agreed_view(published: Published) -> None:
    agreed = {quad for quad in small_quads() if quad.graph_name == DefaultGraph()}
    assert set(parse(export(published, "turtle", CONTEXT), format=RdfFormat.TURTLE)) == agreed


@pytest.mark.parametrize("name", FORMATS)
def test_numbers_stay_as_they_were_written(published: Published, name: str) -> None:
    text = export(published, name, CONTEXT).decode()
    assert [form for form in ("94.40", "02", "1000000.0") if form not in text] == []


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_version_gives_the_same_bytes(published: Published, name: str) -> None:
    assert export(published, name, CONTEXT) == export(published, name, CONTEXT)


def test_nquads_are_the_bytes_of_the_version(published: Published) -> None:
    assert export(published, "nquads", CONTEXT) == small_release().nquads


def test_turtle_is_good_to_read(published: Published) -> None:
    head, *nodes = export(published, "turtle", CONTEXT).decode().split("\n\n")
    assert head.startswith(f"# CARTograph {published.version}\n@base <https://w3id.org/cartograph/> .\n")
    assert nodes == sorted(nodes, key=lambda node: node.split("> ")[0])
    assert nodes[1].splitlines() == [
        "<agent/ct103a> a :Agent , :CARCellCandidate , :CARCellProduct , :CARTCellProduct , :Thing ;",
        '\trdfs:label "CT103A" ;',
        '\tskos:altLabel "equecabtagene autoleucel" ;',
        "\t:hasConstruct <construct/ct103a> .",
    ]


def test_json_ld_is_compact_and_keeps_its_context(published: Published) -> None:
    document = json.loads(export(published, "jsonld", CONTEXT))
    assert document["@context"] == read_context(CONTEXT)
    named = {node["@id"]: node for node in document["@graph"] if "@graph" not in node}
    assert "CARTCellProduct" in named["agent/ct103a"]["@type"]
    graphs = {node["@id"] for node in document["@graph"] if "@graph" in node}
    assert {"graph/claims", "graph/status", "claim/guo-2022/table-2/ct103a"} <= graphs


@pytest.mark.parametrize(
    "context", [{"@import": "https://example.org/context"}, {"x": {"@context": "https://example.org/c"}}]
)
def test_no_context_is_fetched(
    published: Published, context: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with pytest.raises(UsageError, match="context"):
        json_ld(published, {"@version": 1.1, **context})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("{", "not JSON"),
        ("[]", "no JSON-LD context"),
        ('{"@context": "https://x/"}', "no JSON-LD context"),
    ],
)
def test_a_wrong_context_file_is_named(
    published: Published, tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "context.jsonld"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=rf"context\.jsonld: {message}"):
        export(published, "jsonld", path)


def test_an_unknown_format_is_answered_with_the_known_ones(published: Published) -> None:
    with pytest.raises(UsageError, match="unknown format 'turtel': use one of turtle, trig, jsonld, nquads"):
        export(published, "turtel", CONTEXT)
