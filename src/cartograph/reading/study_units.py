"""Read study units with their reports: who was studied, what they were given, and what each data cut found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from pyoxigraph import NamedNode

from cartograph.reading import figures, regimens
from cartograph.reading.evidence import Place
from cartograph.reading.figures import Figure
from cartograph.reading.reader import Reader, Word
from cartograph.terms import local

_SCOPES = ("whole", "pooled", "scopeNotStated", "doseLevel", "subgroup")


@dataclass(frozen=True)
class Report:
    """Hold one data cut of a study unit."""

    node: NamedNode
    label: str
    figures: tuple[Figure, ...]

    @property
    def path(self) -> str:
        """Return the path of the report."""
        return local(self.node)

    @property
    def follow_up(self) -> str:
        """Return how long the patients were followed, as printed; empty where no source tells."""
        return "; ".join(dict.fromkeys(_period(f) for f in self.of("followUp")))

    @property
    def participants(self) -> str:
        """Return how many patients the report counts; several where sources differ."""
        return "; ".join(dict.fromkeys(_counted(f) for f in self.of("participants")))

    @property
    def sort_key(self) -> tuple[float, str]:
        """Return what puts data cuts in the order of their follow-up, those without one last."""
        periods = [float(f.low) for f in self.of("followUp") if f.low and f.unit in {"months", ""}]
        return (min(periods, default=inf), self.label)

    def of(self, *endpoints: str) -> list[Figure]:
        """Return the figures of some endpoints."""
        return [figure for figure in self.figures if figure.endpoint.name in endpoints]

    def of_kind(self, *kinds: str) -> list[Figure]:
        """Return the figures of some kinds of endpoint."""
        return [figure for figure in self.figures if figure.kind in kinds]

    @property
    def outcomes(self) -> list[Figure]:
        """Return every figure but adverse events, which have a table of their own."""
        return [figure for figure in self.figures if figure.kind != "AdverseEvent"]


@dataclass(frozen=True)
class Unit:
    """Hold one study unit: a cohort or an experiment."""

    node: NamedNode
    label: str
    scope: Word | None
    experiment: bool
    trials: tuple[Word, ...]
    eligibility: str
    description: str
    note: str
    includes: tuple[Word, ...]
    included_in: tuple[Word, ...]
    reports: tuple[Report, ...]
    places: tuple[Place, ...]

    @property
    def path(self) -> str:
        """Return the path of the study unit."""
        return local(self.node)

    @property
    def sort_key(self) -> tuple[bool, int, str]:
        """Return what puts whole cohorts first and experiments last."""
        scope = self.scope.name if self.scope else "scopeNotStated"
        return (self.experiment, _SCOPES.index(scope) if scope in _SCOPES else len(_SCOPES), self.label)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures of all reports."""
        return tuple(figure for report in self.reports for figure in report.figures)


def read(reader: Reader, node: NamedNode) -> Unit:
    """Return one study unit with all its reports."""
    reports = [report(reader, one) for one in reader.backlinks("reportOf", node)]
    return Unit(
        node,
        reader.label(node),
        reader.one(node, "unitScope"),
        reader.is_a(node, "Experiment"),
        tuple(reader.word(trial) for trial in reader.nodes(node, "cohortOf")),
        reader.told(node, "eligibility"),
        reader.told(node, "description"),
        reader.text(node, "note"),
        tuple(reader.word(one) for one in reader.nodes(node, "includes")),
        tuple(reader.word(one) for one in reader.backlinks("includes", node)),
        tuple(sorted(reports, key=lambda one: one.sort_key)),
        reader.all_places(reader.backlinks("subject", node)),
    )


def report(reader: Reader, node: NamedNode) -> Report:
    """Return one report with its figures."""
    return Report(node, reader.label(node), tuple(figures.read_all(reader, node)))


def investigating(reader: Reader, agent: NamedNode) -> list[Unit]:
    """Return the study units in which an agent is investigational, and the experiments that test it."""
    cohorts = [unit for unit, role in regimens.given(reader, agent) if role.name == "investigational"]
    nodes = dict.fromkeys([*cohorts, *reader.backlinks("tests", agent)])
    return sorted((read(reader, node) for node in nodes), key=lambda unit: unit.sort_key)


def elsewhere(reader: Reader, agent: NamedNode) -> list[tuple[Word, Word]]:
    """Return the study units that were given an agent in another role, with that role."""
    found = [(reader.word(unit), role) for unit, role in regimens.given(reader, agent)]
    return sorted(
        (pair for pair in found if pair[1].name != "investigational"), key=lambda p: (p[1].text, p[0].text)
    )


def of_trial(reader: Reader, trial: NamedNode) -> list[Unit]:
    """Return the study units that were drawn from a trial."""
    found = (read(reader, node) for node in reader.backlinks("cohortOf", trial))
    return sorted(found, key=lambda unit: unit.sort_key)


def reports(units: Iterable[Unit]) -> Sequence[tuple[Unit, Report]]:
    """Return every report with its unit."""
    return [(unit, one) for unit in units for one in unit.reports]


def _period(figure: Figure) -> str:
    how = figure.statistic.text if figure.statistic.name != "level" else ""
    return " ".join(filter(None, [how, figure.text]))


def _counted(figure: Figure) -> str:
    return f"{figure.text} {figure.population.text}" if figure.population else figure.text
