"""Assemble the whole dataset from the records: claims, agreed view, what follows, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Quad, Store

from cartograph.audit.finding import Finding
from cartograph.build.gaps import clashing, gaps, unused
from cartograph.build.pipeline import VIEW, Clock, Results
from cartograph.build.steps import STEPS
from cartograph.errors import Problem
from cartograph.project import Home
from cartograph.records.model import Records
from cartograph.rules import contradictions
from cartograph.rules import settled as settled_
from cartograph.rules.settled import Contradiction, Settled
from cartograph.rules.status import Status


@dataclass(frozen=True)
class Made:
    """Hold everything that one run makes, before anything is published."""

    records: Records
    quads: list[Quad]
    store: Store
    findings: list[Finding]
    conflicts: list[Contradiction]
    statuses: list[Status]
    problems: list[Problem]
    settled: tuple[Settled, ...] = ()

    @property
    def default_graph(self) -> list[Quad]:
        """Return the agreed view."""
        return [quad for quad in self.quads if isinstance(quad.graph_name, DefaultGraph)]


def assemble(home: Home, clock: Clock | None = None) -> Made:
    """Make the whole dataset from the records; raise RecordError with every problem of the records.

    Problems that only show in the assembled graph (silences that lie) are in `problems`. The clock times each step.
    """
    made = STEPS.run({"home": home}, clock=clock)
    view = made[VIEW]
    return Made(
        made["records"],
        list(view.quads),
        view.store,
        made["audited"],
        made["contradictions"],
        made["statuses"],
        _problems(made),
        made["settled"],
    )


def _problems(made: Results) -> list[Problem]:
    records, accounts = made["records"], made["accounts"]
    lying = {*accounts.contradicted(), *settled_.unknown(made["settled"], made["contradictions"])}
    broken = clashing(made["inference"].clashes, records)
    lost = contradictions.unknown(records, made["ground"].world.facts)
    return sorted({*lying, *gaps(made["statuses"]), *unused(records), *broken, *lost})
