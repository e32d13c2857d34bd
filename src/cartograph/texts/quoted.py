"""Say what of a record is compared with a text: the words it quotes, the numbers and roles they must show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cartograph.records.model import Mark, Quote
from cartograph.texts.normalise import normalise
from cartograph.texts.role import Role


class Thing(Enum):
    """Tell what the words were quoted for; only figures are tried for whether two can be swapped."""

    FIGURE = "figure"
    NUMBER = "number"  # a statement with a number (a dose, a year), a figure that belongs to nobody
    TERM = "term"
    TEXT = "text"


class Skip(Enum):
    """Close the list of reasons for which a quotation is not compared, each with its sentence."""

    REASONED = "reasoned"

    @property
    def sentence(self) -> str:
        """Return why nothing is compared."""
        return {
            Skip.REASONED: "a decision of the curator: the record gives its reason, the text no words",
        }[self]


@dataclass(frozen=True)
class Quoted:
    """Hold one quotation: a figure or statement of a claim with all that its printed words must bear out.

    `numbers` are decimal strings, the value first, then what belongs to it (numerator, denominator, ends of a
    range); of a misprint the number that is printed, not the one that is meant. `axes` are numbers that tell
    figures apart (the time of a landmark rate, a threshold): they may also stand in the words that govern the
    snippet, and stay with their figure when two are swapped.
    """

    claim: str
    mark: Mark
    source: str
    quote: Quote | None
    thing: Thing
    numbers: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    skip: Skip | None = None

    @property
    def printed(self) -> str:
        """Return the quoted words."""
        return self.quote.printed if self.quote else ""

    @property
    def words(self) -> str:
        """Return the quoted words as they are compared, all fragments in one."""
        return " ".join(normalise(words) for words, _ in self.quote.fragments) if self.quote else ""
