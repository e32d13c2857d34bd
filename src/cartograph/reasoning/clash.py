"""Find what cannot be, before the engine runs: it would report nothing, and spread the error.

Two agreed values that contradict each other stop the build. What a source prints and the parts exclude is a finding of
the audit, because a source may err.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from cartograph.reasoning.designs import Designs
from cartograph.reasoning.world import Said, World, seen
from cartograph.terms import ONT, RDF, RDFS, local, thing

_TYPE = RDF + "type"
_DOMAIN, _RANGE = RDFS + "domain", RDFS + "range"
#: The product classes that say which cell they are made of.
_CELLS = {
    "CARTCellProduct": "tCell",
    "CARInducedTCellProduct": "tCell",
    "CARNKCellProduct": "naturalKillerCell",
}


@dataclass(frozen=True)
class Clash:
    """Hold a thing of which two things are agreed that cannot both be, and the statements that say so."""

    thing: str
    message: str
    statements: tuple[Said, ...]


def clashes(
    world: World, designs: Designs, more: Mapping[str, Iterable[str]] | None = None
) -> Iterator[Clash]:
    """Yield everything that is agreed and cannot be; `more` gives classes that an engine inferred."""
    for iri in sorted(world.facts):
        if not seen(thing(local(iri))):
            continue
        types = dict(_types(world, iri))
        types |= {cls: _behind(world, iri) for cls in (more or {}).get(iri, ()) if cls not in types}
        yield from _apart(world, designs, iri, types)
        yield from _cells(world, designs, iri)


def _types(world: World, iri: str) -> Iterator[tuple[str, tuple[Said, ...]]]:
    """Yield the classes of a thing by what it says, each with the statements behind it."""
    for cls in world.types(iri):
        told = world.statements(iri, _TYPE)
        yield cls, tuple(said for said in told if local(said.value) == cls) or told
    for property_ in world.facts[iri]:
        for cls in world.values(ONT + property_, _DOMAIN):
            if local(cls) not in world.types(iri):
                yield local(cls), world.statements(iri, property_)


def _apart(
    world: World, designs: Designs, iri: str, types: Mapping[str, tuple[Said, ...]]
) -> Iterator[Clash]:
    """Find a thing in two classes that have nothing in common."""
    for one, other in designs.excluded(types):
        told = (*types.get(one, ()), *types.get(other, ()))
        message = f"cannot be both {world.label(ONT + one)} and {world.label(ONT + other)}"
        yield Clash(iri, message, tuple(dict.fromkeys(told)) or _behind(world, iri))


def _behind(world: World, iri: str) -> tuple[Said, ...]:
    """Return every statement of a thing and its parts."""
    about = (iri, *world.values(iri, "hasSlot"), *world.values(iri, "hasConstruct"))
    return tuple(said for (subject, _), told in world.stated.items() if subject in about for said in told)


def _cells(world: World, designs: Designs, iri: str) -> Iterator[Clash]:
    """Find a product whose class names another cell than its construct is carried by."""
    for cls in sorted(world.types(iri) & _CELLS.keys()):
        for construct in world.values(iri, "hasConstruct"):
            for cell in world.values(construct, "effectorCell"):
                if _CELLS[cls] not in {local(cell), *designs.words.broader(local(cell))}:
                    told = [*world.statements(iri, _TYPE), *world.statements(construct, "effectorCell")]
                    message = f"cannot be {world.label(ONT + cls)} and be made of {world.label(cell)}"
                    yield Clash(iri, message, tuple(told))


def grouped(inferred: Iterable[Quad]) -> Mapping[str, Iterable[str]]:
    """Return the inferred classes of each thing, as `clashes` takes them."""
    found: dict[str, list[str]] = defaultdict(list)
    for quad in inferred:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            found[quad.subject.value].append(local(quad.object))
    return found
