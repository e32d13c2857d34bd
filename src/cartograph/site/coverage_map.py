"""Lay the coverage out as a map: by class of things and expected property, the worst first, shaded by share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from cartograph.reading.coverage import STATUSES, TOLD, Tally, coverage
from cartograph.reading.heatmap import BANDS
from cartograph.reading.reader import Reader, Word

_EXPECTED = frozenset(STATUSES) - {"notApplicable"}
#: Lists the things behind a row of the map; a person may go on from it in the editor.
_LIST = """SELECT ?status ?thing ?name {{
  [] a :Status ; :expectation :{name} ; :statusValue ?status ; :subject ?thing .
  OPTIONAL {{ ?thing rdfs:label ?name }}
}}
ORDER BY ?status ?name
"""


@dataclass(frozen=True)
class Row:
    """Hold one row of the map: what is counted, and how.

    >>> counts = {"stated": 1, "notReported": 2, "notApplicable": 4}
    >>> row = Row(Word("", "vector"), Tally("construct/geneTransfer", "vector", counts))
    >>> row.percent, row.band("notReported"), row.part("stated")
    ('33 %', 'gap-3', '33 %')
    """

    word: Word
    tally: Tally

    @property
    def percent(self) -> str:
        """Return the share that is told in words."""
        return percent(self.tally.share) if self.tally.expected else "nothing expected"

    @property
    def query(self) -> str:
        """Return the query that lists the things."""
        return _LIST.format(name=self.word.name)

    def part(self, status: str) -> str:
        """Return the share with a status of all that is expected, nothing where there is none."""
        share = self._share(status)
        return percent(share) if share else ""

    def band(self, status: str) -> str:
        """Return how a cell is shaded: the stronger, the larger the share, in one colour what is told."""
        share = 100 * self._share(status)
        if not share:
            return ""
        return f"{'band' if status in TOLD else 'gap'}-{sum(share >= low for low in BANDS) - 1}"

    def _share(self, status: str) -> Fraction:
        n = self.tally.counts.get(status, 0) if status in _EXPECTED else 0
        return Fraction(n, self.tally.expected) if n else Fraction(0)


@dataclass(frozen=True)
class Group:
    """Hold the expected properties of one class of things, with all of them together."""

    total: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class CoverageMap:
    """Hold the whole map."""

    groups: tuple[Group, ...]
    total: Row


def read(reader: Reader) -> CoverageMap:
    """Return the map: the class of which least is told first, and within it the property of which least is."""
    expected = reader.words.members("ExpectedProperty")
    found = coverage(reader.store, "property")
    by_class: dict[str, list[Row]] = defaultdict(list)
    for tally in found.rows:
        term = expected.get(tally.id)
        word = Word(term.name, term.label, f"ontology?term={term.name}", term.definition) if term else None
        by_class[tally.id.partition("/")[0]].append(Row(word or Word("", tally.id), tally))
    groups = [Group(_sum(name, rows), tuple(sorted(rows, key=_worst))) for name, rows in by_class.items()]
    return CoverageMap(
        tuple(sorted(groups, key=lambda group: _worst(group.total))), Row(Word("all", "alls"), found.total)
    )


def _sum(name: str, rows: Iterable[Row]) -> Row:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.tally.counts)
    return Row(Word(name, f"{name}s"), Tally(name, name, counts))


def _worst(row: Row) -> tuple[Fraction, int, str]:
    return row.tally.share, -row.tally.expected, row.word.text


def percent(share: Fraction) -> str:
    """Write a share in whole per cent, and never round something to nothing or a part to all.

    >>> percent(Fraction(1, 3)), percent(Fraction(1, 400)), percent(Fraction(399, 400)), percent(Fraction(0))
    ('33 %', '< 1 %', '> 99 %', '0 %')
    """
    if 0 < share < Fraction(1, 100):
        return "< 1 %"
    return "> 99 %" if Fraction(99, 100) < share < 1 else f"{round(100 * share)} %"
