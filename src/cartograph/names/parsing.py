"""Read a text part by part: the names in it, the words of a kind, what neither is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cartograph.names import kinds
from cartograph.names.index import Index, Name, best
from cartograph.names.kinds import Kind
from cartograph.names.patterns import category, words
from cartograph.names.spelling import atoms, joined
from cartograph.texts.normalise import normalise

_ATOM = re.compile(r"[^\W_]+")
_LONGEST = 12  # atoms of a name
_SHORTEST = 3  # letters: two are an abbreviation of anything

#: Kinds of thing that a part of a text may name; a technology is named by words that also say a kind.
_IN_TEXTS = ("agent", "construct", "target", "gene", "trial", "organisation")


@dataclass(frozen=True)
class Part:
    """Hold a stretch of the text with the names that it is, best first."""

    text: str
    names: tuple[Name, ...]

    def of(self, *kinds_: str) -> bool:
        """Say whether the part names a thing of these kinds."""
        return self.names[0].path.split("/")[0] in kinds_


@dataclass(frozen=True)
class Reading:
    """Hold what a text is made of."""

    parts: tuple[Part, ...]
    kind: Kind
    unread: tuple[str, ...]
    plain: bool  # nothing but one name and words that say nothing

    @property
    def strange(self) -> bool:
        """Say whether something that nobody knows looks like a name: it may be what the text is about."""
        return any(category(word) for stretch in self.unread for word in words(stretch))

    def paths(self, *kinds_: str) -> tuple[str, ...]:
        """Return the things of some kinds that the text names, in its order, each once."""
        return tuple(
            dict.fromkeys(name.path for part in self.parts if part.of(*kinds_) for name in part.names)
        )


def read(text: str, index: Index) -> Reading:
    """Take a text apart, from left to right, the longest name first."""
    reader = _Reader(text, index)
    reader.run()
    kind = Kind()
    for each in reader.kinds:
        kind |= each
    names = tuple(dict.fromkeys(reader.parts))
    describing = (
        bool(kind) or "anti" in reader.atoms or any(atom.startswith("target") for atom in reader.atoms)
    )
    return Reading(names, kind, tuple(reader.unread()), len(names) == 1 and not describing)


class _Reader:
    """Walk over the atoms of one text."""

    def __init__(self, text: str, index: Index) -> None:
        self.text = normalise(text.replace("\\epsilon", "ε")).replace("^", " ")
        self.spans = [found.span() for found in _ATOM.finditer(self.text)]
        self.atoms = atoms(text)
        if len(self.spans) != len(self.atoms):  # folding has cut a word that only Unicode knows
            self.text = " ".join(self.atoms)
            self.spans = [found.span() for found in _ATOM.finditer(self.text)]
        self.index = index
        self.parts: list[Part] = []
        self.kinds: list[Kind] = []
        self.strange: list[int] = []

    def run(self) -> None:
        at = 0
        while at < len(self.atoms):
            at += self._step(at)

    def _step(self, at: int) -> int:
        """Read what begins at an atom; return how many atoms that is."""
        named, names = self._named(at)
        length, kind = kinds.at(self.atoms, at)
        if length and length >= named:
            self.kinds.append(kind)
            return length
        if named:
            self.parts.append(Part(self._slice(at, at + named), tuple(names)))
            return named
        if not kinds.is_filler(self.atoms[at]) and not self._glued(at):
            self.strange.append(at)
        return 1

    def _named(self, at: int) -> tuple[int, Sequence[Name]]:
        for length in range(min(_LONGEST, len(self.atoms) - at), 0, -1):
            names = self._names(joined(self.atoms[at : at + length]))
            if names:
                return length, names
        return 0, ()

    def _names(self, key: str) -> Sequence[Name]:
        found = self.index.keyed.get(key, ()) if len(key) >= _SHORTEST else ()
        return tuple(best([name for name in found if name.path.split("/")[0] in _IN_TEXTS]))

    def _glued(self, at: int) -> bool:
        """Read `antiBCMA`: a name behind a prefix."""
        atom = self.atoms[at]
        names = self._names(atom.removeprefix("anti")) if atom.startswith("anti") else ()
        if names:
            self.parts.append(Part(self._slice(at, at + 1), tuple(names)))
        return bool(names)

    def _slice(self, start: int, end: int) -> str:
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]

    def unread(self) -> Iterator[str]:
        """Yield the stretches that nothing is known of."""
        start = 0
        for n, at in enumerate(self.strange):
            if n + 1 == len(self.strange) or self.strange[n + 1] != at + 1:
                yield self._slice(self.strange[start], at + 1)
                start = n + 1
