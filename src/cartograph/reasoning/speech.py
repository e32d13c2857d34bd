"""Put things, values and disputes into words that a biologist reads."""

from __future__ import annotations

from dataclasses import dataclass

from cartograph.reasoning.world import World
from cartograph.terms import ONT


@dataclass(frozen=True)
class Speech:
    """Name what one world holds."""

    world: World

    def name(self, thing: str) -> str:
        """Return what a sentence calls a thing; a construct goes by its product, a part by what it is and whose."""
        parts = self.world.values(thing, "part")
        if parts:
            construct = thing.rpartition("/")[0]
            same = self.world.slots(construct, parts[0])
            number_ = f" {same.index(thing) + 1}" if len(same) > 1 and thing in same else ""
            return f"the {self.world.label(parts[0])}{number_} of {self._owner(construct)}"
        owned = thing in self.world.makers
        return f"the construct of {self._owner(thing)}" if owned else self.world.label(thing)

    def _owner(self, construct: str) -> str:
        makers = self.world.makers.get(construct, ())
        return self.world.label(makers[0]) if makers else self.world.label(construct)

    def property(self, name: str) -> str:
        """Return the label of a property."""
        return self.world.label(ONT + name)

    def list(self, values: tuple[str, ...]) -> str:
        """Return several values in a row."""
        return " and ".join(sorted(map(self.world.word, values)))

    def differ(self, property_: str, thing: str, options: tuple[str, ...]) -> str:
        """Return the sentence that tells a dispute."""
        known = " against ".join(sorted(map(self.world.word, options)))
        return f"claims differ on the {self.property(property_)} of {self.name(thing)}: {known}"


def article(label: str) -> str:
    """Put the indefinite article before a label.

    >>> article("agent"), article("VHH")
    ('an agent', 'a VHH')
    """
    return f"{'an' if label[0] in 'aeiouAEIO' else 'a'} {label}"


def number(count: int, zero: str = "no") -> str:
    """Return a small number as a word.

    >>> number(2), number(0), number(0, "none"), number(12)
    ('two', 'no', 'none', '12')
    """
    return (zero, "one", "two", "three", "four")[count] if count < 5 else str(count)


def plural(count: int, word: str) -> str:
    """Return a number of things.

    >>> plural(1, "binder"), plural(2, "binder")
    ('one binder', 'two binders')
    """
    return f"{number(count)} {word}{'' if count == 1 else 's'}"
