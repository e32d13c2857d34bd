"""A small published dataset for tests: read it, make a release of it, publish it."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from cartograph.build.publish import publish
from cartograph.project import Home
from cartograph.versions.release import Release, make

SMALL = Path(__file__).parent / "data" / "store" / "small.trig"
ROOT = Path(__file__).resolve().parents[1]


def small_quads() -> list[Quad]:
    """Read the quads of the small dataset."""
    return list(parse(path=SMALL, format=RdfFormat.TRIG))


def small_release(*remarks: str) -> Release:
    """Make a release of the small dataset; each remark adds a quad, so that the version is another one."""
    note = NamedNode("https://w3id.org/cartograph/ontology#note")
    agent = NamedNode("https://w3id.org/cartograph/agent/ct103a")
    quads = [*small_quads(), *(Quad(agent, note, Literal(remark)) for remark in remarks)]
    return make(quads, ontology_version="0.1.0", package_version="0.1.0")


def small_home(versions: Path) -> Home:
    """Publish the small dataset and return a home that has this checkout's words and that version."""
    publish(small_release(), versions)
    return Home(ROOT, versions)
