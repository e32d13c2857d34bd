"""A small published dataset with one agent for each way a question can turn out: open it, and ask it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, Store

from cartograph.questions.answer import Answer
from cartograph.questions.binding import Given
from cartograph.questions.catalogue import Catalogue
from cartograph.questions.header import Question, read_question
from cartograph.questions.run import Graph, ask
from cartograph.terms import Ontology

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(__file__).parent / "data" / "questions"
SMALL = DATA / "small.trig"
VERSION = "0" * 64


@cache
def small_graph() -> Graph:
    """Load the dataset into the engine that answers."""
    store = Store()
    store.load(path=SMALL, format=RdfFormat.TRIG)
    return Graph(store, VERSION, Ontology.load(ROOT / "ontology"))


@cache
def small_view() -> rdflib.Graph:
    """Load the agreed view into the other engine."""
    ntriples = small_graph().store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    return rdflib.Graph().parse(data=ntriples, format="nt")


@cache
def catalogue() -> Catalogue:
    """Return the questions of the checkout."""
    return Catalogue(ROOT / "queries")


def asked(name: str, units: str = "eligible", **given: Given) -> Answer:
    """Ask a question of the checkout."""
    return ask(small_graph(), catalogue().find(name), given, units)


def made_question(text: str) -> Question:
    """Read a question from text."""
    return read_question("made", text, "queries/made.rq")
