"""Know what the quotations of one source say together: which prefixes govern, which names head cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from cartograph.records.model import Place
from cartograph.texts.grades import tokens
from cartograph.texts.normalise import normalise
from cartograph.texts.occurrence import Spot
from cartograph.texts.place import Table, Text, spans
from cartograph.texts.quoted import Quoted
from cartograph.texts.role import Kind, Role, pattern

#: Words for people stand beside figures of anything; they name no other endpoint.
_PEOPLE = frozenset({"patients", "pts", "n", "participants", "subjects"})


@dataclass(frozen=True)
class Prefix:
    """Hold governing words that quotations declare, and which roles they show."""

    words: str
    kinds: frozenset[Kind]


@dataclass(frozen=True)
class Border:
    """Divide a cell that begins with the rest of the row above a page break."""

    above: int  # the row above
    rest_ends: int
    own_begins: int

    def rows(self, spot: Spot) -> tuple[int, ...]:
        """Return the rows that words of the cell may belong to."""
        if spot.end <= self.rest_ends:
            return (self.above,)
        return (spot.line,) if spot.start >= self.own_begins else (self.above, spot.line)


@dataclass(frozen=True)
class Context:
    """Hold a source's text with what all its quotations declare about it."""

    text: Text
    quoted: tuple[Quoted, ...]
    borders: Mapping[Place, Border] = field(default_factory=dict)

    @cached_property
    def breaks(self) -> dict[Place, int]:
        """Return the cells that go on from a row above a page break, with that row.

        A quotation in fragments declares them: it ends one cell and begins another one of the same column.
        """
        found = {}
        for quoted in self.quoted:
            places = [place for _, place in quoted.quote.fragments] if quoted.quote else []
            for first, second in pairwise(places):
                if (
                    second.cell
                    and first.cell == second.cell
                    and self.text.above_break(second.line) == first.line
                ):
                    found[second] = first.line
        return found

    @cached_property
    def _prefixes(self) -> dict[int, tuple[Prefix, ...]]:
        """Return the declared prefixes by the line that is quoted, with all the roles they show."""
        kinds: dict[tuple[int, str], set[Kind]] = defaultdict(set)
        for quoted in self.quoted:
            if quoted.quote and quoted.quote.under.prefix:
                words = normalise(quoted.quote.under.prefix)
                shown = {role.kind for role in quoted.roles if role.shown(words)}
                kinds[quoted.quote.place.line, words] |= shown | ({Kind.GRADE} if tokens(words) else set())
        found: dict[int, tuple[Prefix, ...]] = {}
        for (line, words), of in kinds.items():
            found[line] = (*found.get(line, ()), Prefix(words, frozenset(of)))
        return found

    @cached_property
    def _names(self) -> dict[int, tuple[str, ...]]:
        """Return, by the first line of each table, every subject that a quotation of it has."""
        found: dict[int, dict[str, None]] = defaultdict(dict)
        for quoted in self.quoted:
            table = self.text.table(quoted.quote.place.line) if quoted.quote else None
            if table:
                subjects = (role for role in quoted.roles if role.kind is Kind.SUBJECT)
                found[table.rows[0].number].update((name, None) for role in subjects for name in role.phrases)
        return {line: tuple(names) for line, names in found.items()}

    @cached_property
    def _phrases(self) -> dict[Kind, frozenset[str]]:
        found: dict[Kind, set[str]] = defaultdict(set)
        for role in {role for quoted in self.quoted for role in quoted.roles}:
            found[role.kind].update(role.phrases)
        return {kind: frozenset(phrases) for kind, phrases in found.items()}

    def rivals(self, role: Role) -> frozenset[str]:
        """Return every phrase by which the source's quotations show roles of the same kind."""
        return self._phrases.get(role.kind, frozenset())

    def names_another(self, role: Role, words: str) -> bool:
        """Say whether words that do not show an endpoint or subject show another one of the run."""
        if (role.kind, words) not in self._named:
            others = self._others.get(role.kind)
            self._named[role.kind, words] = others is not None and others.search(words) is not None
        return self._named[role.kind, words]

    @cached_property
    def _named(self) -> dict[tuple[Kind, str], bool]:
        return {}  # the same words are asked for again with every swap

    @cached_property
    def _others(self) -> dict[Kind, re.Pattern[str]]:
        kinds = (Kind.ENDPOINT, Kind.SUBJECT)
        return {
            kind: pattern(tuple(sorted(self._phrases.get(kind, frozenset()) - _PEOPLE))) for kind in kinds
        }

    def speaks_of_another(self, role: Role, table: Table, window: str) -> bool:
        """Say whether a cell begins with the name of another subject: then no row header speaks for it."""
        names = self._names.get(table.rows[0].number, ())
        return bool(pattern(names).match(window)) and not pattern(role.phrases).match(window)

    def rows(self, spot: Spot) -> tuple[int, ...]:
        """Return the rows that words at a spot may belong to: their line, or the row above a page break."""
        place = Place(spot.line, spot.cell)
        if place in self.borders:
            return self.borders[place].rows(spot)
        above = self.breaks.get(place)
        return (spot.line,) if above is None else (above, spot.line)

    def row_headers(self, spot: Spot) -> Iterator[str]:
        """Yield what heads the row, or the two rows, that words at a spot may belong to."""
        for number in self.rows(spot):
            table = self.text.table(number)
            yield from table.row_headers(number) if table else ()

    def before(self, spot: Spot, kind: Kind) -> Iterator[tuple[str, int]]:
        """Yield what stands before a spot, nearest first, with the offset before which words must start.

        That is the paragraph, even over a page break; in a table the cell, for a subject also cells before.
        """
        yield spot.window, spot.start
        if spot.cell is None:
            earlier = [self.text.lines[number - 1].text for number in self.text.flow(spot.line)[:-1]]
        else:
            cells = self.text.lines[spot.line - 1].cells[: spot.cell - 1]
            earlier = list(cells) if kind is Kind.SUBJECT else []
        yield from ((window, len(window)) for window in reversed(earlier))

    def _declared(self, spot: Spot) -> list[Prefix]:
        lines = self.text.flow(spot.line) if spot.cell is None else (spot.line,)
        return [prefix for line in lines for prefix in self._prefixes.get(line, ())]

    def is_bare(self, words: str, spot: Spot) -> bool:
        """Say whether a prefix shows no role at all: then it only tells its figures from others."""
        return not any(prefix.kinds for prefix in self._declared(spot) if prefix.words == words)

    def governing(self, spot: Spot, kind: Kind | None) -> str | None:
        """Return the declared prefix that starts last before a spot, of those that show a role of the kind.

        Without a kind, of those that show no role at all.
        """
        declared = [p.words for p in self._declared(spot) if (kind in p.kinds if kind else not p.kinds)]
        for window, limit in self.before(spot, kind or Kind.SUBJECT):
            found = {words: last_start(window, words, limit) for words in declared}
            last = max(found, key=lambda words: (found[words], len(words)), default="")
            if last and found[last] >= 0:
                return last
        return None


def last_start(window: str, words: str, limit: int) -> int:
    """Return where words start last before the limit, -1 where they do not; they may reach beyond it."""
    return max((start for start, _ in spans(window, words) if start < limit), default=-1)


def declared_grade(window: str, start: int, prefix: str) -> str | None:
    """Return the declared prefix if it names grades that no other grade or `;` ends before `start`."""
    at = last_start(window, prefix, start)
    between = window[at + len(prefix) : start]
    return None if at < 0 or not tokens(prefix) or tokens(between) or ";" in between else prefix
