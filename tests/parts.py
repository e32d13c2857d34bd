"""Write small constructs by their parts, and see what follows: for tests of designs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from cartograph.build import agreed
from cartograph.reasoning import engine
from cartograph.reasoning.designs import Designs
from cartograph.reasoning.membership import Memberships
from cartograph.reasoning.world import World
from cartograph.rules.engine import apply, rules
from cartograph.terms import BASE, LABEL, TYPE, XSD, ont, thing

ROOT = Path(__file__).resolve().parents[1]

#: Short words for parts, and the property that the word after them fills.
PARTS = {
    "costim": ("costimulatoryDomain", "kind"),
    "signal": ("signallingDomain", "kind"),
    "switch": ("safetySwitch", "kind"),
    "payload": ("payload", "kind"),
    "receptor": ("cytokineReceptorDomain", "kind"),
    "edit": ("geneEdit", "effect"),
}
#: Short words for what is said of the construct as a whole.
WHOLE = {"vector": "geneTransfer", "source": "cellSource", "gate": "logicGate", "cell": "effectorCell"}


def quads(name: str, text: str) -> Iterator[Quad]:
    """Yield an agent and its construct, written as `binder bcma vhh; costim cd28; full`.

    A binder lists targets, formats and origins; a part without a second word is of unknown kind.
    """
    agent, construct = thing(f"agent/{name}"), thing(f"construct/{name}")
    parts = [words.split(maxsplit=1) for words in text.split(";") if words.strip()]
    classes = [words[1] for words in parts if words[0] == "as"] or ["CARTCellProduct"]
    yield _quad(agent, TYPE, ont(classes[0]))
    yield _quad(agent, LABEL, Literal(name))
    yield _quad(agent, ont("hasConstruct"), construct)
    yield _quad(construct, TYPE, ont("Construct"))
    yield _quad(construct, LABEL, Literal(f"{name} construct"))
    for number, words in enumerate(parts):
        slot = thing(f"construct/{name}/{words[0]}-{number}")
        yield from _part(construct, slot, words[0], words[1].strip() if len(words) > 1 else "")


def _part(construct: NamedNode, slot: NamedNode, word: str, value: str) -> Iterator[Quad]:
    if word == "full":
        yield _quad(construct, ont("fullyDescribed"), Literal("true", datatype=NamedNode(XSD + "boolean")))
    elif word == "says":
        yield _quad(construct, ont("description"), Literal(value))
    elif word in WHOLE:
        yield _quad(construct, ont(WHOLE[word]), ont(value))
    elif word == "binder":
        yield from _slot(construct, slot, "binder")
        yield from (_binder(slot, each) for each in value.split())
    elif word in PARTS:
        part, property_ = PARTS[word]
        yield from _slot(construct, slot, part)
        yield from (_quad(slot, ont(property_), ont(each)) for each in value.split())
    else:
        assert word == "as", f"unknown word '{word}'"


def _slot(construct: NamedNode, slot: NamedNode, part: str) -> Iterator[Quad]:
    yield _quad(construct, ont("hasSlot"), slot)
    yield _quad(slot, TYPE, ont("Slot"))
    yield _quad(slot, ont("part"), ont(part))


def _binder(slot: NamedNode, word: str) -> Quad:
    schemes = {"format": "BinderFormat", "origin": "BinderOrigin"}
    for property_, scheme in schemes.items():
        if word in designs().words.members(scheme):
            return _quad(slot, ont(property_), ont(word))
    return _quad(slot, ont("binds"), thing(f"target/{word}"))


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, value, DefaultGraph())


@cache
def designs() -> Designs:
    """Return the designs of this checkout."""
    return Designs.load(ROOT / "ontology")


@cache
def _words() -> tuple[Quad, ...]:
    return tuple(
        Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in agreed.words(ROOT / "ontology")
    )


def reasoned(stated: Iterable[Quad]) -> tuple[Memberships, set[tuple[str, str]]]:
    """Run the rules and the engine; return what judges memberships, and every type, as (path, class)."""
    known = [*_words(), *stated]
    store = Store()
    store.extend(known)
    for rule in rules(ROOT / "rules"):
        known += [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in apply(rule, store)]
    judge = Memberships(World.of(known), designs())
    types = {(path, cls) for path in judge.world.facts for cls in judge.world.types(path)}
    for quad in engine.inferred(known, ROOT / "ontology"):
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, NamedNode)
        types.add((quad.subject.value, quad.object.value.rpartition("#")[2]))
    return judge, {(path.removeprefix(BASE), cls) for path, cls in types}
