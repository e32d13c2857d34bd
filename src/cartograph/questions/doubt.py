"""Doubt verdicts that rest on an uncertain reading: what was assumed, or is unclear, decides nothing.

The agreed view leaves uncertain values out, so most questions find nothing there and say *unknown* by themselves. Two
ways remain: a figure of uncertain reading, or of patients only assumed to have had the product, decides nothing; and a
product to which other values are certain is not excluded where the wanted one is uncertain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cartograph.questions.folding import NOT_MET, UNKNOWN, Row
from cartograph.questions.header import Criterion, Question
from cartograph.terms import TYPE, local, ont

_READINGS = ("assumedReading", "unclear", "impossible")


@dataclass(frozen=True)
class Doubts:
    """Know what of one version is uncertain."""

    store: Store

    def raised(self, rows: Sequence[Row], question: Question, wanted: Iterable[str]) -> list[Row]:
        """Return the rows with each verdict unknown that rests on an uncertain reading, which is its reason."""
        chosen = frozenset(wanted)
        return [self._judged(row, question.criteria, chosen) for row in rows]

    def _judged(self, row: Row, criteria: Sequence[Criterion], wanted: frozenset[str]) -> Row:
        for criterion in criteria:
            reading = self._figure(row, criterion) or self._other(row, criterion, wanted)
            if reading:
                row = {**row, criterion.verdict: UNKNOWN, criterion.reason: reading}
        return row

    def _figure(self, row: Row, criterion: Criterion) -> str:
        """Return the reading of the figure that decides, or of the way from its patients to the product."""
        for one in criterion.evidence:
            if one.figure and row[one.figure]:
                given = str(row.get("cohort")), "investigationalAgent"
                doubted = self._facts.get(given, {})
                return self._readings.get(str(row[one.figure]), "") or doubted.get(str(row.get("agent")), "")
        return ""

    def _other(self, row: Row, criterion: Criterion, wanted: frozenset[str]) -> str:
        """Return the reading of an uncertain value that would keep the candidate from being excluded."""
        if row[criterion.verdict] != NOT_MET:
            return ""
        found = (
            self._facts.get((str(row[one.subject]), one.property), {})
            for one in criterion.evidence
            if one.subject and one.property
        )
        return next(
            (how for facts in found for value, how in facts.items() if value in wanted or not wanted), ""
        )

    @cached_property
    def _facts(self) -> Mapping[tuple[str, str], Mapping[str, str]]:
        """Return the uncertain values by thing and property, each with its reading."""
        found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        for quad in self.store.quads_for_pattern(None, TYPE, ont("UncertainFact"), DefaultGraph()):
            assert isinstance(quad.subject, NamedNode)
            said = dict(self._said(quad.subject))
            found[said["subject"], said["property"]][said["uncertainValue"]] = said["weakestReading"]
        return found

    def _said(self, node: NamedNode) -> Iterator[tuple[str, str]]:
        for quad in self.store.quads_for_pattern(node, None, None, DefaultGraph()):
            value = quad.object
            yield (
                local(quad.predicate),
                value.value if isinstance(value, Literal) else local(str(value)[1:-1]),
            )

    @cached_property
    def _readings(self) -> Mapping[str, str]:
        """Return the uncertain readings of figures, by their path."""
        quads = (
            (quad, reading)
            for reading in _READINGS
            for quad in self.store.quads_for_pattern(None, ont("reading"), ont(reading), DefaultGraph())
        )
        return {
            local(quad.subject): reading for quad, reading in quads if isinstance(quad.subject, NamedNode)
        }
