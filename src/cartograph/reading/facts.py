"""Read what is told of a thing: each property with its agreed or disputed values and their places, or a silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode

from cartograph.reading.evidence import Place
from cartograph.reading.reader import Reader, Word
from cartograph.terms import local, ont

_PARTS = (
    "binder", "hinge", "transmembraneDomain", "costimulatoryDomain", "signallingDomain", "safetySwitch",
    "cytokineReceptorDomain", "linker", "payload", "geneEdit",
)  # fmt: skip
_OF_SLOT = ("kind", "format", "binds", "origin", "clone", "editsGene", "effect", "tool", "description")
_OF_CONSTRUCT = (
    "geneTransfer", "cellSource", "effectorCell", "manufacturingPlatform", "additive", "logicGate",
    "usesTechnology", "statedGeneration", "listedUnder", "sharesStructureWith", "description", "fullyDescribed",
)  # fmt: skip
OF_AGENT = ("targets", "developer", "listedUnder", "description")
_NAMES = {
    "binds": "target",
    "editsGene": "gene",
    "effect": "effect",
    "tool": "tool",
    "fullyDescribed": "meant to be complete",
}


@dataclass(frozen=True)
class Value:
    """Hold one value with the places that state it; none where a rule derived it."""

    word: Word
    places: tuple[Place, ...]
    reading: str = ""


@dataclass(frozen=True)
class Fact:
    """Hold what is told of one property."""

    name: str
    label: str
    values: tuple[Value, ...]
    disputed: bool = False


@dataclass(frozen=True)
class Part:
    """Hold one slot of a construct, or the construct itself."""

    path: str
    label: str
    kind: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Design:
    """Hold a class that the parts define: inferred, possible or disputed."""

    word: Word
    verdict: str
    general: bool  # another inferred design says more


def of(reader: Reader, node: NamedNode, names: Iterable[str]) -> list[Fact]:
    """Return what is told of some properties; those of which nothing is told are left out."""
    stated = _statements(reader, node)
    found = (_fact(reader, node, name, stated.get(name, {})) for name in names)
    return [fact for fact in found if fact.values]


def parts(reader: Reader, construct: NamedNode) -> list[Part]:
    """Return the slots of a construct from the outermost to the nucleus."""
    slots = sorted((_slot(reader, node) for node in reader.nodes(construct, "hasSlot")), key=_outermost_first)
    return _numbered(slots)


def of_construct(reader: Reader, construct: NamedNode) -> list[Fact]:
    """Return what is told of a construct as a whole."""
    return of(reader, construct, _OF_CONSTRUCT)


def designs(reader: Reader, node: NamedNode) -> list[Design]:
    """Return the designs of an agent or construct, the particular before the general."""
    inferred = sorted(name for name in reader.types(node) if _is_design(reader, name))
    above = {one for name in inferred for one in reader.words.superclasses(name) - {name}}
    found = [Design(_design(reader, name), "inferred", name in above) for name in inferred]
    for prop, verdict in (("disputedDesign", "disputed"), ("possibleDesign", "possible")):
        found += [Design(_design(reader, local(one)), verdict, False) for one in reader.nodes(node, prop)]
    return sorted(found, key=lambda one: (one.verdict, one.general, one.word.text))


def _is_design(reader: Reader, name: str) -> bool:
    term = reader.words.terms.get(name)
    return term is not None and ont("Design").value in term.types


def _design(reader: Reader, name: str) -> Word:
    return reader.word(ont(name))


def _slot(reader: Reader, node: NamedNode) -> Part:
    part = reader.one(node, "part")
    kind = part.name if part else ""
    facts = of(reader, node, _OF_SLOT)
    return Part(
        local(node), "binder" if kind == "binder" else part.text if part else "part", kind, tuple(facts)
    )


def _outermost_first(part: Part) -> tuple[int, list[tuple[int, str]]]:
    place = _PARTS.index(part.kind) if part.kind in _PARTS else len(_PARTS)
    return place, _natural(part.path)


@cache
def _natural(text: str) -> list[tuple[int, str]]:
    """Order as people count: binder-2 before binder-10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", text)]


def _numbered(found: list[Part]) -> list[Part]:
    kinds = [part.label for part in found]
    return [
        Part(part.path, f"{part.label} {kinds[: n + 1].count(part.label)}", part.kind, part.facts)
        if kinds.count(part.label) > 1
        else part
        for n, part in enumerate(found)
    ]


_Stated = dict[NamedNode | Literal, list[NamedNode]]


def _statements(reader: Reader, node: NamedNode) -> dict[str, _Stated]:
    """Return the statements about a node by property and value."""
    found: dict[str, _Stated] = {}
    for statement in reader.backlinks("subject", node):
        for prop in reader.nodes(statement, "property"):
            for value in reader.values(statement, "statedValue"):
                found.setdefault(local(prop), {}).setdefault(value, []).append(statement)
    return found


def _fact(reader: Reader, node: NamedNode, name: str, stated: _Stated) -> Fact:
    """Return agreed values and those that are uncertain; of one that may be single, else every value in dispute."""
    agreed = reader.values(node, name)
    several = not reader.words.single_valued(name)
    shown = dict.fromkeys([*agreed, *(sorted(stated, key=str) if several or not agreed else ())])
    disputed = not agreed and not several and len(stated) > 1
    return Fact(name, label(reader, name), tuple(_values(reader, shown, stated)), disputed)


def _values(reader: Reader, values: Iterable[NamedNode | Literal], stated: _Stated) -> Iterator[Value]:
    for value in values:
        statements = stated.get(value, [])
        readings = {word.text for one in statements if (word := reader.one(one, "reading"))}
        yield Value(reader.word(value), reader.all_places(statements), ", ".join(sorted(readings)))


def label(reader: Reader, name: str) -> str:
    """Return what people call a property."""
    return _NAMES.get(name) or reader.words.terms[name].label
