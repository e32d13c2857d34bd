"""The steps of a build, from the records to everything that is published: the order, readable.

To add one, write its function where its subject lives and a `Step` here, behind what it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from cartograph.audit import finding
from cartograph.audit.designs import stated_against_inferred
from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground
from cartograph.audit.rules import audit
from cartograph.build import agreed
from cartograph.build.pipeline import CLAIMS, VIEW, Pipeline, Step, View
from cartograph.errors import Problem
from cartograph.names.genes import gene_names
from cartograph.project import Home
from cartograph.reasoning import clash, mentions
from cartograph.reasoning import engine as reasoner
from cartograph.reasoning.designs import Designs
from cartograph.reasoning.membership import Memberships
from cartograph.reasoning.world import World
from cartograph.records import jsonld, publications
from cartograph.records.loader import load
from cartograph.records.model import Records
from cartograph.rules import certainty, conflicts, contradictions, engine, figures, settled, status
from cartograph.rules.certainty import Certainty
from cartograph.rules.conflicts import Conflict
from cartograph.rules.disputes import Disputes
from cartograph.rules.figure_status import FigureLedger
from cartograph.rules.intervals import counted
from cartograph.rules.reports import Report, reports
from cartograph.rules.settled import Settled
from cartograph.rules.status import Ledger
from cartograph.terms import BASE, Ontology


@dataclass(frozen=True)
class Inference:
    """Hold what the reasoner says; where the agreed view contradicts itself, only what clashes."""

    quads: tuple[Quad, ...]
    clashes: tuple[clash.Clash, ...]


@dataclass(frozen=True)
class Accounts:
    """Hold what became of every expected property: of things, and of figures."""

    things: Ledger
    figures: FigureLedger

    def statuses(self) -> list[status.Status]:
        """Return every status."""
        return [*self.things.statuses(), *self.figures.statuses()]

    def contradicted(self) -> list[Problem]:
        """Return a problem for each silence that a claim it covers contradicts."""
        return [*self.things.contradicted(), *self.figures.contradicted()]


def _agreed(view: View, claims: Sequence[Quad], chosen: Iterable[Settled], home: Home) -> Iterator[Quad]:
    return agreed.agreed(
        view.store, claims, home.rules / "agreed.rq", [BASE + each.prefer for each in chosen]
    )


def _followed(view: View, home: Home) -> Iterator[Quad]:
    """Run the rule files in their order; each sees what those before it concluded."""
    for rule in engine.rules(home.rules):
        yield from engine.apply(rule, view.store)


def _figures(found: Sequence[Report], lost: frozenset[str]) -> Iterator[Quad]:
    yield from settled.aside(lost)
    for report in found:
        yield from figures.completed(report.without(lost))


def _ground(world: World, more: Sequence[Quad]) -> Ground:
    whole = world.extended(more)
    return Ground(whole, reports(whole.facts))


def _inference(view: View, judge: Memberships, home: Home) -> Inference:
    broken = list(clash.clashes(judge.world, judge.designs))
    inferred = [] if broken else reasoner.inferred(view.quads, home.ontology)
    broken = broken or list(clash.clashes(judge.world, judge.designs, clash.grouped(inferred)))
    open_ = () if broken else (*judge.open(), *mentions.open_(judge))
    return Inference(() if broken else (*inferred, *open_), tuple(broken))


def _audited(ground: Ground, judge: Memberships) -> list[Finding]:
    return sorted([*audit(ground), *stated_against_inferred(judge)])


def _findings(audited: list[Finding], home: Home) -> Iterator[Quad]:
    return finding.quads(audited, finding.accepted(home.records))


def _accounts(records: Records, ground: Ground, view: View, home: Home) -> Accounts:
    facts = ground.world.facts
    return Accounts(
        Ledger(records, facts, status.evidence(view.store, home.rules)), FigureLedger(records, facts)
    )


def _contradictions(differing: list[Conflict], ground: Ground) -> list[settled.Contradiction]:
    facts = ground.world.facts
    return [*differing, *Disputes(facts).found(), *contradictions.found(facts)]


def _differing(found: list[Report], world: World) -> list[Conflict]:
    return list(conflicts.conflicts(found, world.facts))


_DERIVED, _AGREED = "graph/derived", "agreed view"

#: What a build does. `home` is given.
STEPS = Pipeline(
    (
        Step("ontology", "read the words", lambda home: Ontology.load(home.ontology), ("home",)),
        Step("records", "read and check the records", load, ("home", "ontology")),
        Step(
            "settled", "read which conflicts a text decides", lambda h: settled.settled(h.records), ("home",)
        ),
        Step(
            "claims",
            "turn each claim into quads",
            lambda records, home: jsonld.quads(records, home.records),
            ("records", "home"),
            CLAIMS,
        ),
        Step(
            "words", "labels and hierarchies of terms", lambda h: agreed.words(h.ontology), ("home",), _AGREED
        ),
        Step("vocabulary", "who is who", agreed.vocabulary, ("records",), _AGREED),
        Step("publications", "what the reference lists lead to", publications.quads, ("records",), _AGREED),
        Step(
            "genes",
            "gene symbols of things",
            lambda home, records: gene_names(home.ontology, records.things),
            ("home", "records"),
            _AGREED,
        ),
        Step("beside", "nodes, parts and figures of the claims", agreed.beside, ("claims",), _AGREED),
        Step("agreed", "statements that stand", _agreed, (VIEW, "claims", "settled", "home"), _AGREED),
        Step(
            "rules",
            "what follows by the files of rules/",
            _followed,
            (VIEW, "home"),
            "graph/derived, graph/inferred",
        ),
        Step("world", "index the view by things", lambda view: World.of(view.quads), (VIEW,)),
        Step(
            "uncertain",
            "what only uncertain readings give",
            lambda world: certainty.quads(Certainty(world.facts).found()),
            ("world",),
            _DERIVED,
        ),
        Step(
            "reports", "gather the figures of each data cut", lambda world: reports(world.facts), ("world",)
        ),
        Step("differing", "find figures that differ", _differing, ("reports", "world")),
        Step(
            "lost",
            "find figures that a settled conflict sets aside",
            settled.losing,
            ("settled", "differing"),
        ),
        Step("figures", "bounds, denominators, derived responses", _figures, ("reports", "lost"), _DERIVED),
        Step("ground", "index what the audit judges", _ground, ("world", "figures")),
        Step("accounts", "hold silences against claims", _accounts, ("records", "ground", VIEW, "home")),
        Step("statuses", "decide every status", lambda accounts: accounts.statuses(), ("accounts",)),
        Step("contradictions", "find statements that differ, too", _contradictions, ("differing", "ground")),
        Step("conflicts", "type each", settled.quads, ("contradictions", "settled"), "graph/derived"),
        Step(
            "judge",
            "read which parts define which design",
            lambda ground, home: Memberships(ground.world, Designs.load(home.ontology)),
            ("ground", "home"),
        ),
        Step("inference", "reason over designs", _inference, (VIEW, "judge", "home")),
        Step(
            "designs",
            "members of each design",
            lambda found: found.quads,
            ("inference",),
            "graph/derived, graph/inferred",
        ),
        Step("audited", "audit what the sources print", _audited, ("ground", "judge")),
        Step("findings", "each finding with its figures", _findings, ("audited", "home"), "graph/audit"),
        Step(
            "counts",
            "recovered counts and intervals",
            lambda ground: counted(figure for report in ground.reports for figure in report.figures),
            ("ground",),
            _DERIVED,
        ),
        Step("status", "each status with its premises", status.quads, ("statuses",), "graph/status"),
    ),
    given=("home",),
)
