"""Count how much of what a reader expects is told: by class of things and expected property, the worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pyoxigraph import NamedNode, QuerySolutions

from cartograph.reading.heatmap import BANDS
from cartograph.reading.reader import Reader, Word
from cartograph.terms import local

#: The statuses, those that tell something first; the last does not count as expected.
STATUSES = ("stated", "derived", "disputed", "undisclosed", "notReported", "notApplicable")
TOLD = STATUSES[:3]
_EXPECTED = STATUSES[:5]

#: Figures that rules derive are left out: they tell what the figures tell on which they rest.
_COUNTS = """
PREFIX : <https://w3id.org/cartograph/ontology#>
SELECT ?expectation ?status (COUNT(DISTINCT ?subject) AS ?n) {
  ?node a :Status ; :expectation ?expectation ; :statusValue ?status ; :subject ?subject .
  MINUS { ?subject :derivedBy ?rule }
}
GROUP BY ?expectation ?status
"""
#: Lists the things behind a row of the map; a person may go on from it in the editor.
_LIST = """SELECT ?status ?thing ?name {{
  [] a :Status ; :expectation :{name} ; :statusValue ?status ; :subject ?thing .
  OPTIONAL {{ ?thing rdfs:label ?name }}
}}
ORDER BY ?status ?name
"""


@dataclass(frozen=True)
class Tally:
    """Hold how many things have which status.

    >>> tally = Tally(Word("", "vector"), {"stated": 1, "notReported": 2, "notApplicable": 4})
    >>> tally.expected, tally.told, tally.percent, tally.band("notReported")
    (3, 1, '33 %', 'gap-3')
    """

    word: Word
    counts: Mapping[str, int]

    @property
    def expected(self) -> int:
        """Return of how many things the property is expected: of all but those that it does not apply to."""
        return sum(self.counts.get(status, 0) for status in _EXPECTED)

    @property
    def told(self) -> int:
        """Return of how many it is stated, derived or disputed."""
        return sum(self.counts.get(status, 0) for status in TOLD)

    @property
    def share(self) -> Fraction:
        """Return the share that is told; all of it where nothing is expected."""
        return Fraction(self.told, self.expected) if self.expected else Fraction(1)

    @property
    def percent(self) -> str:
        """Return the share that is told in words."""
        return _percent(self.share) if self.expected else "nothing expected"

    @property
    def query(self) -> str:
        """Return the query that lists the things."""
        return _LIST.format(name=self.word.name)

    def part(self, status: str) -> str:
        """Return the share with a status of all that is expected, nothing where there is none."""
        n = self.counts.get(status, 0)
        return _percent(Fraction(n, self.expected)) if n and status in _EXPECTED else ""

    def band(self, status: str) -> str:
        """Return how a cell is shaded: the stronger, the larger the share, in one colour what is told."""
        n = self.counts.get(status, 0)
        if not n or status not in _EXPECTED:
            return ""
        share = Fraction(100 * n, self.expected)
        return f"{'band' if status in TOLD else 'gap'}-{sum(share >= low for low in BANDS) - 1}"


@dataclass(frozen=True)
class Group:
    """Hold the expected properties of one class of things, with all of them together."""

    total: Tally
    rows: tuple[Tally, ...]


@dataclass(frozen=True)
class Coverage:
    """Hold the whole map."""

    groups: tuple[Group, ...]
    total: Tally


def read(reader: Reader) -> Coverage:
    """Return the map: the class of which least is told first, and within it the property of which least is."""
    by_class: dict[str, list[Tally]] = defaultdict(list)
    for expectation, counts in _counted(reader).items():
        word = reader.word(expectation)
        by_class[_class(reader, expectation)].append(Tally(word, counts))
    groups = [Group(_sum(name, rows), tuple(sorted(rows, key=_worst))) for name, rows in by_class.items()]
    return Coverage(
        tuple(sorted(groups, key=lambda group: _worst(group.total))),
        _sum("all", (group.total for group in groups)),
    )


def _counted(reader: Reader) -> dict[NamedNode, dict[str, int]]:
    found: dict[NamedNode, dict[str, int]] = defaultdict(dict)
    solutions = reader.store.query(_COUNTS)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        expectation, status = row["expectation"], row["status"]
        if isinstance(expectation, NamedNode) and isinstance(status, NamedNode):
            found[expectation][local(status)] = int(row["n"].value)
    return found


def _class(reader: Reader, expectation: NamedNode) -> str:
    """Return what the property is expected of, as its notation says: construct, agent, report, figure."""
    term = reader.term(expectation)
    return term.notation.partition("/")[0] if term and term.notation else "thing"


def _sum(name: str, rows: Iterable[Tally]) -> Tally:
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.counts)
    return Tally(Word(name, f"{name}s"), counts)


def _worst(tally: Tally) -> tuple[Fraction, int, str]:
    return tally.share, -tally.expected, tally.word.text


def _percent(share: Fraction) -> str:
    """Write a share in whole per cent, and never round something to nothing or a part to all.

    >>> _percent(Fraction(1, 3)), _percent(Fraction(1, 400)), _percent(Fraction(399, 400)), _percent(Fraction(0))
    ('33 %', '< 1 %', '> 99 %', '0 %')
    """
    if 0 < share < Fraction(1, 100):
        return "< 1 %"
    return "> 99 %" if Fraction(99, 100) < share < 1 else f"{round(100 * share)} %"
