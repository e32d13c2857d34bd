"""Account for the population and the assessor of every printed figure: stated, or covered by a declared silence.

A passage mostly tells neither, or tells them of a few figures. It declares its silence once, with those few as
exceptions (`except: [figure/cartitude-1-18m/minimalResidualDiseaseNegative]`), so that a figure that loses what it
states, or a passage that says nothing, has no status and stops the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cartograph.errors import Problem
from cartograph.records.model import Claim, Mark, Records, Silence
from cartograph.rules.reports import Index
from cartograph.rules.silence import Silences, contradiction, reaches
from cartograph.rules.status import Status, silent
from cartograph.terms import BASE, TYPE, local

#: What states an axis beside the property of its name: a conditional figure counts over the patients of another.
_ALSO = {"population": ("among",)}


@dataclass(frozen=True)
class Axis:
    """Hold an expected property of figures, and the endpoints, or classes of endpoints, that it is expected of."""

    expectation: str
    properties: tuple[str, ...]
    endpoints: frozenset[str]


@dataclass(frozen=True)
class _Printed:
    """Hold a printed figure of patients, with the claim that prints it."""

    iri: str
    claim: Claim
    mark: Mark

    @property
    def path(self) -> str:
        """Return how silences name the figure: its report, its endpoint and what else tells it apart."""
        return "figure/" + self.iri.partition("/figure/")[2]

    @property
    def family(self) -> set[str]:
        """Return every name that a silence may give the figure: its report, and its path, whole or cut short."""
        parts = self.path.split("/")
        return {f"report/{parts[1]}"} | {"/".join(parts[:n]) for n in range(2, len(parts) + 1)}


class FigureLedger:
    """Work out the statuses of figures from what they state and from silences."""

    def __init__(self, records: Records, facts: Index) -> None:
        self.facts = facts
        self.silences = Silences(records.silences)
        self.axes = tuple(_axes(facts))
        self.claims = {claim.id: claim for claim in records.claims}
        self.marks = {node.id: node.mark for claim in records.claims for node in claim.walk()}
        self.expected = list(self._expected())

    def statuses(self) -> Iterator[Status]:
        """Yield a status, or a gap, for each axis of each printed figure of patients, then of each derived one."""
        found = {}
        for axis, figure in self.expected:
            status = self._status(axis, figure)
            found[axis.expectation, status.thing] = status
            yield status
        yield from self._derived(found)

    def contradicted(self) -> Iterator[Problem]:
        """Yield a problem for each silence that a figure contradicts, or that names a figure which is not there."""
        for axis, figure in self.expected:
            if self._states(axis, figure.iri):
                for silence in self.silences.covering(figure.claim, axis.expectation, figure.family):
                    yield contradiction(silence, figure.claim, figure.path)
        for axis in self.axes:
            for silence in self.silences.about(axis.expectation):
                yield from self._astray(axis, silence)

    # ------------------------------------------------------------------ what is expected
    def _expected(self) -> Iterator[tuple[Axis, _Printed]]:
        for _, said in sorted(self.facts.items()):
            if said.get("reportOf") and "Cohort" in self._classes(said["reportOf"][0]):
                for iri in sorted(said.get("hasFigure", ())):
                    yield from self._expected_of(iri)

    def _expected_of(self, iri: str) -> Iterator[tuple[Axis, _Printed]]:
        claims = self.facts[iri].get("statedIn", ())
        for axis in self._axes_of(iri) if claims else ():
            path = local(iri)
            claim = self.claims[local(claims[0])]
            yield axis, _Printed(path, claim, self.marks.get(path, claim.mark))

    def _axes_of(self, iri: str) -> Iterator[Axis]:
        for endpoint in self.facts[iri].get("endpoint", ()):
            kinds = {local(endpoint), *self._classes(endpoint)}
            yield from (axis for axis in self.axes if axis.endpoints & kinds)

    def _classes(self, iri: str) -> set[str]:
        return {local(cls) for cls in self.facts.get(iri, {}).get(TYPE.value, ())}

    # ------------------------------------------------------------------ what is told
    def _states(self, axis: Axis, path: str) -> bool:
        said = self.facts[BASE + path]
        return any(said.get(property_) for property_ in axis.properties)

    def _status(self, axis: Axis, figure: _Printed) -> Status:
        passage = f"passage/{figure.claim.source}/{figure.claim.passage}"
        if self._states(axis, figure.iri):
            return Status(figure.iri, axis.expectation, "stated", (figure.iri,), group=passage)
        covering = self.silences.covering(figure.claim, axis.expectation, figure.family)[:1]
        if not covering:
            return Status(figure.iri, axis.expectation, None, (), gaps=(figure.mark,), group=passage)
        silence = covering[0].id
        return Status(figure.iri, axis.expectation, silent(covering), (silence,), group=silence)

    def _derived(self, found: dict[tuple[str, str], Status]) -> Iterator[Status]:
        """Yield what a derived figure does not tell, because a figure that it rests on does not."""
        for iri, said in sorted(self.facts.items()):
            if "derivedBy" in said:
                for axis in self._axes_of(iri):
                    told = [found.get((axis.expectation, local(premise))) for premise in said["premise"]]
                    silences = [s for s in told if s is not None and s.value not in (None, "stated")]
                    for one in silences[:1]:
                        yield Status(local(iri), axis.expectation, one.value, one.premises, group=one.group)

    # ------------------------------------------------------------------ silences about nothing
    def _astray(self, axis: Axis, silence: Silence) -> Iterator[Problem]:
        named = [path for path in (*silence.subjects, *silence.exceptions) if path.startswith("figure/")]
        known = {
            name
            for of, figure in self.expected
            if of is axis and named and reaches(silence, figure.claim)
            for name in figure.family
        }
        for path in named:
            if path not in known:
                message = f"'{path}' is no figure of which this is expected here"
                mark = silence.mark
                yield Problem(mark.file, mark.line, mark.column, message, "correct the path, or delete it")


def _axes(facts: Index) -> Iterator[Axis]:
    for iri, said in sorted(facts.items()):
        if "expectedOfEndpoint" in said:
            property_ = local(said["property"][0])
            endpoints = frozenset(map(local, said["expectedOfEndpoint"]))
            yield Axis(local(iri), (property_, *_ALSO.get(property_, ())), endpoints)
