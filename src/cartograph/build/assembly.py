"""Assemble the whole dataset from the records: claims, agreed view, what follows, what is missing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Quad, Store

from cartograph.audit import finding as findings_
from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground
from cartograph.audit.rules import audit
from cartograph.build import agreed as views
from cartograph.errors import Problem
from cartograph.names.genes import gene_names
from cartograph.project import Home
from cartograph.reasoning import clash
from cartograph.reasoning import engine as reasoner
from cartograph.reasoning.designs import Designs
from cartograph.reasoning.membership import Memberships
from cartograph.reasoning.world import World
from cartograph.records import jsonld, publications
from cartograph.records.jsonld import named
from cartograph.records.loader import load
from cartograph.records.model import Claim, Mark, Records
from cartograph.rules import conflicts as conflicts_
from cartograph.rules import contradictions, engine, figures
from cartograph.rules import settled as settled_
from cartograph.rules import status as statuses_
from cartograph.rules.contradictions import Curated
from cartograph.rules.disputes import Dispute, Disputes
from cartograph.rules.figure_status import FigureLedger
from cartograph.rules.reports import reports
from cartograph.rules.status import Ledger, Status
from cartograph.terms import BASE, Ontology, local


@dataclass(frozen=True)
class Made:
    """Hold everything that one run makes, before anything is published."""

    records: Records
    quads: list[Quad]
    store: Store
    findings: list[Finding]
    conflicts: list[conflicts_.Conflict | Dispute | Curated]
    statuses: list[Status]
    problems: list[Problem]
    settled: tuple[settled_.Settled, ...] = ()

    @property
    def default_graph(self) -> list[Quad]:
        """Return the agreed view."""
        return [quad for quad in self.quads if isinstance(quad.graph_name, DefaultGraph)]


@dataclass
class View:
    """Grow the view while its rules run, and keep what goes into each graph."""

    store: Store = field(default_factory=Store)
    quads: set[Quad] = field(default_factory=set)

    def add(self, found: Iterable[Quad]) -> None:
        """Put quads into the default graph, and into the graph that they name."""
        new = list(found)
        merged = [Quad(q.subject, q.predicate, q.object) for q in new]
        self.store.extend(merged)
        self.quads.update(new)
        self.quads.update(merged)


def assemble(home: Home) -> Made:
    """Make the whole dataset from the records; raise RecordError with every problem of the records.

    Problems that only show in the assembled graph (silences that lie) are in `problems`.
    """
    records = load(home, Ontology.load(home.ontology))
    chosen = settled_.settled(home.records)
    view = viewed(records, home, chosen)
    differing, ground = completed(view, chosen)
    world = ground.world
    contradictory: list[conflicts_.Conflict | Dispute | Curated] = [
        *differing,
        *Disputes(world.facts).found(),
        *contradictions.found(world.facts),
    ]
    view.add(settled_.quads(contradictory, chosen))
    judge = Memberships(world, Designs.load(home.ontology))
    broken = _reasoned(view, judge, home)
    audited = sorted([*audit(ground), *clash.stated_against_inferred(judge)])
    view.add(findings_.quads(audited, findings_.accepted(home.records)))
    ledger = Ledger(records, world.facts, statuses_.evidence(view.store, home.rules))
    of_figures = FigureLedger(records, world.facts)
    statuses = [*ledger.statuses(), *of_figures.statuses()]
    view.add(statuses_.quads(statuses))
    lying = {*ledger.contradicted(), *of_figures.contradicted(), *settled_.unknown(chosen, contradictory)}
    lost = contradictions.unknown(records, world.facts)
    problems = sorted({*lying, *gaps(statuses), *_unused(records), *_clashing(broken, records), *lost})
    return Made(records, list(view.quads), view.store, audited, contradictory, statuses, problems, chosen)


def viewed(records: Records, home: Home, chosen: Sequence[settled_.Settled]) -> View:
    """Make the agreed view of the records, before anything is concluded from their figures."""
    claims = list(jsonld.quads(records, home.records))
    view = View(quads=set(claims))
    view.add(views.words(home.ontology))
    view.add(views.vocabulary(records))
    view.add(publications.quads(records))
    view.add(gene_names(home.ontology, records.things))
    view.add(views.beside(claims))
    preferred = [BASE + each.prefer for each in chosen]
    view.add(views.agreed(view.store, claims, home.rules / "agreed.rq", preferred))
    for rule in engine.rules(home.rules):
        view.add(engine.apply(rule, view.store))
    return view


def completed(view: View, chosen: Sequence[settled_.Settled]) -> tuple[list[conflicts_.Conflict], Ground]:
    """Add what follows from figures alone; return where they differ, and the ground that the audit judges."""
    world = World.of(view.quads)
    found = reports(world.facts)
    differing = list(conflicts_.conflicts(found, world.facts))
    lost = settled_.losing(chosen, differing)
    kept = [report.without(lost) for report in found]
    more = [*settled_.aside(lost), *(quad for report in kept for quad in figures.completed(report))]
    view.add(more)
    world = world.extended(more)
    return differing, Ground(world, reports(world.facts))


def _reasoned(view: View, judge: Memberships, home: Home) -> list[clash.Clash]:
    """Fill the defined classes; where the agreed view contradicts itself, infer nothing and return what clashes."""
    broken = list(clash.clashes(judge.world, judge.designs))
    if not broken:
        inferred = reasoner.inferred(view.quads, home.ontology)
        broken = list(clash.clashes(judge.world, judge.designs, clash.grouped(inferred)))
        view.add([*inferred, *judge.open()] if not broken else ())
    return broken


def _clashing(broken: list[clash.Clash], records: Records) -> Iterable[Problem]:
    """Yield a problem for each clash, at the first record that takes part, naming every claim that does."""
    locator = Locator(records)
    for each in broken:
        places = [place for said in each.statements if (place := locator.locate(said.iri))]
        file, line = min(places, default=("ontology", 0))
        claims = "; ".join(dict.fromkeys(f"{local(said.claim)}: {said.printed}" for said in each.statements))
        message = f"{local(each.thing)} {each.message} ({claims})"
        yield Problem(file, line, message=message, fix="correct the record that misreads its source")


def _unused(records: Records) -> Iterable[Problem]:
    used = {path for claim in records.claims for path in named(claim)} | _guessed(records)
    for path, declared in records.things.items():
        if path not in used:
            mark = declared.mark
            yield Problem(
                mark.file, mark.line, mark.column, f"'{path}' is declared, and no claim names it", "delete it"
            )


def _guessed(records: Records) -> set[str]:
    """Return the things that mentions may be the same as: declared to say so, named by no claim."""
    nodes = (node for claim in records.claims for node in claim.walk())
    return {value.word for node in nodes for value in node.plain.get("mayBeSameAs", ())}


def gaps(statuses: Iterable[Status], files: Container[str] = ()) -> Iterable[Problem]:
    """Yield a problem for each expected property without a status, where something should have been said.

    Of several claims that could have said it one of the files given is told, else the first.
    """
    for status in statuses:
        if status.value is None:
            ours = [mark for mark in status.gaps if mark.file in files]
            mark = next(iter([*ours, *status.gaps]), Mark("records/vocabulary", 0))
            yield Problem(
                mark.file,
                mark.line,
                mark.column,
                f"nothing is said about {_words(status.expectation)} of {_short(status.thing)}",
                "state it, or declare a silence {property: …, kind: …} in the row, the passage or the source",
            )


def _short(path: str) -> str:
    """Return a thing, or a figure as silences name it."""
    claim, figure, rest = path.partition("/figure/")
    return f"figure/{rest}" if figure else claim


def _words(expectation: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in expectation.removeprefix("expects")).strip()


class Locator:
    """Find the record line that a node of the graph comes from."""

    def __init__(self, records: Records) -> None:
        self.marks = {thing.path: thing.mark for thing in records.things.values()}
        for claim in records.claims:
            self.marks |= self._of(claim)

    def _of(self, claim: Claim) -> dict[str, Mark]:
        found = {claim.id: claim.mark}
        for node in claim.walk():
            found.setdefault(node.id, node.mark)
            found |= {statement.id: statement.mark for statement in node.statements}
        return found

    def locate(self, iri: str) -> tuple[str, int] | None:
        """Return file and line of a node, or of the nearest node above it."""
        path = iri.removeprefix(BASE)
        while path:
            if path in self.marks:
                return self.marks[path].file, self.marks[path].line
            path = path.rpartition("/")[0]
        return None
