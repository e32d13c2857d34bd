"""What is to be drawn: the parts of a construct, each known, disputed or unknown, with its printed places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: What a reader sees where nobody printed a value.
NOT_REPORTED = "not reported"


#: The kinds of part, from the outermost to the nucleus.
KINDS = (
    "binder",
    "hinge",
    "transmembraneDomain",
    "costimulatoryDomain",
    "signallingDomain",
    "safetySwitch",
    "linker",
    "payload",
    "geneEdit",
)


class Standing(Enum):
    """Say how sure a part is, which decides how its outline is drawn."""

    KNOWN = "known"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, order=True)
class Printed:
    """Hold where a value is printed.

    >>> str(Printed("Vural & Beksac 2025", "Table 1", 107, "Lentiviral vector"))
    'Lentiviral vector — Vural & Beksac 2025, Table 1, line 107'
    """

    source: str
    passage: str
    line: int
    words: str

    def __str__(self) -> str:
        at = [self.source, self.passage, f"line {self.line}" if self.line else ""]
        return " — ".join(filter(None, [self.words, ", ".join(filter(None, at))]))


@dataclass(frozen=True)
class Value:
    """Hold one value: the term's local name, which decides the shape, and the words for people."""

    name: str
    word: str
    label: str
    printed: tuple[Printed, ...] = ()


@dataclass(frozen=True)
class Fact:
    """Hold what the graph says of one property of a part or construct.

    >>> human, humanised = (Value(name, name, name) for name in ("human", "humanised"))
    >>> Fact("origin", "origin", (human, humanised), disputed=True).text
    'disputed: human or humanised'
    >>> Fact("clone", "clone", (human,), reading="unclear").text
    'unclear: human'
    >>> Fact("origin", "origin").text
    'not reported'
    """

    name: str
    label: str
    values: tuple[Value, ...] = ()
    disputed: bool = False
    silence: str = NOT_REPORTED
    reading: str = ""  # how the values were read, where that leaves open whether they are meant

    @property
    def standing(self) -> Standing:
        """Return whether the property is known, disputed or unknown: what was only assumed nobody knows."""
        if not self.values or self.reading:
            return Standing.UNKNOWN
        return Standing.DISPUTED if self.disputed else Standing.KNOWN

    @property
    def text(self) -> str:
        """Return the values for people, or why there are none."""
        if not self.values:
            return self.silence
        words = [value.word for value in self.values]
        if self.reading:
            return f"{self.reading}: {' or '.join(words)}"
        return f"disputed: {' or '.join(words)}" if self.disputed else " and ".join(words)

    @property
    def shape(self) -> str:
        """Return the name of the one agreed value; nothing where there is none."""
        return self.values[0].name if self.standing is Standing.KNOWN else ""


@dataclass(frozen=True)
class Part:
    """Hold one part of a construct; the first of its facts names it."""

    kind: str
    label: str
    facts: tuple[Fact, ...]

    def fact(self, name: str) -> Fact | None:
        """Return what is known of one property; None where the part has no such property."""
        return next((fact for fact in self.facts if fact.name == name), None)

    @property
    def shape(self) -> str:
        """Return the name of the agreed value that names the part; nothing where there is none."""
        return self.facts[0].shape

    @property
    def form(self) -> str:
        """Return the name of the value that decides how the part looks: of an edit, what it does."""
        effect = self.fact("effect")
        return effect.shape if effect else self.shape

    @property
    def missing(self) -> bool:
        """Say whether nothing at all is known of the part."""
        return not any(fact.values for fact in self.facts)

    @property
    def standing(self) -> Standing:
        """Return disputed where any property is, else how sure the naming one is."""
        if any(fact.disputed for fact in self.facts):
            return Standing.DISPUTED
        return self.facts[0].standing


@dataclass(frozen=True)
class ConstructView:
    """Hold what is drawn of one construct: its parts from the outermost to the nucleus, and the captions."""

    name: str
    in_cell: bool  # a receptor in a membrane, not an antibody
    parts: tuple[Part, ...]
    captions: tuple[Fact, ...] = ()

    def of_kind(self, *kinds: str) -> tuple[Part, ...]:
        """Return the parts of these kinds, in the order of the construct."""
        return tuple(part for part in self.parts if part.kind in kinds)

    @property
    def others(self) -> tuple[Part, ...]:
        """Return parts of a kind that the drawing knows no place for."""
        return tuple(part for part in self.parts if part.kind not in KINDS)

    @property
    def joined(self) -> bool:
        """Say whether a linker of the construct joins its binders, not a payload to them."""
        return bool(self.of_kind("linker")) and not self.of_kind("payload")


@dataclass(frozen=True)
class FigureView:
    """Hold what one figure shows: an agent and all its constructs."""

    slug: str
    name: str
    kind: str
    constructs: tuple[ConstructView, ...]


#: Switches that an antibody finds on the surface of the cell; the others act inside. Field knowledge: rituximab
#: binds CD20 epitopes, cetuximab EGFR, both outside the membrane.
ON_SURFACE = frozenset({"truncatedEGFR", "rqr8", "rituximabSwitch"})
