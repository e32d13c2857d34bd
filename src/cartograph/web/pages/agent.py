"""The page of an agent: what it is, how it is built, what was observed with it, and what nobody reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.drawing import Drawing, draw
from cartograph.terms import BASE, SKOS, local
from cartograph.web import data
from cartograph.web.desk import Desk
from cartograph.web.pages import construct, study
from cartograph.web.reading import disputes, facts, said, statuses, units
from cartograph.web.reading.facts import Design, Fact
from cartograph.web.reading.look import Look, Word
from cartograph.web.reading.units import Unit
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply


@dataclass(frozen=True)
class Known:
    """Hold what an agent's page says of the agent itself."""

    node: NamedNode
    label: str
    names: tuple[str, ...]
    kinds: tuple[Word, ...]
    facts: tuple[Fact, ...]
    constructs: tuple[construct.Known, ...]
    designs: tuple[Design, ...]
    units: tuple[Unit, ...]
    elsewhere: tuple[tuple[Word, Word], ...]

    @property
    def path(self) -> str:
        """Return the path of the agent."""
        return local(self.node)

    def fact(self, name: str) -> Fact | None:
        """Return what is told of one property."""
        return next((fact for fact in self.facts if fact.name == name), None)


def agent(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for an agent: its page, its data, or the drawing of its constructs."""
    if slug.endswith(".svg"):
        return construct.picture(desk, NamedNode(f"{BASE}agent/{slug.removesuffix('.svg')}"))
    return data.thing(desk, request, f"agent/{slug}", show)


def show(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    """Show the page of an agent."""
    look = Look.at(desk)
    known = read(look, iri)
    concerned = _concerned(look, known)
    return render(
        "agent.html",
        desk,
        request,
        agent=known,
        drawing=drawing(desk, known),
        approvals=said.approvals(look, iri),
        designations=said.designations(look, iri),
        trials=said.trials(look, iri, study.trials_of(known.units)),
        comparisons=said.comparisons(look, [unit.node for unit in known.units]),
        assertions=said.assertions(look, [iri, *(one.node for one in known.constructs)]),
        mentions=said.mentions(look, iri),
        passages=said.naming(look, iri),
        statuses=statuses.grouped(look, statuses.read(look, _expected(known))),
        conflicts=disputes.conflicts(look, concerned),
        findings=disputes.findings(look, concerned),
        **study.parts(look, known.units),
    )


def read(look: Look, iri: NamedNode) -> Known:
    """Return what is known of an agent."""
    return Known(
        node=iri,
        label=look.label(iri),
        names=_names(look, iri),
        kinds=_kinds(look, iri),
        facts=tuple(facts.of(look, iri, facts.OF_AGENT)),
        constructs=tuple(construct.read(look, one) for one in look.nodes(iri, "hasConstruct")),
        designs=tuple(facts.designs(look, iri)),
        units=tuple(units.investigating(look, iri)),
        elsewhere=tuple(units.elsewhere(look, iri)),
    )


def drawing(desk: Desk, known: Known) -> Drawing | None:
    """Return the drawing of the constructs, where any is described."""
    return draw(desk.graph, known.path) if known.constructs else None


def _names(look: Look, iri: NamedNode) -> tuple[str, ...]:
    """Return the other names, those that differ only in capitals once."""
    label = look.label(iri).casefold()
    found = {name.casefold(): name for name in look.property(iri, NamedNode(SKOS + "altLabel"))}
    return tuple(name for folded, name in sorted(found.items()) if folded != label)


def _kinds(look: Look, iri: NamedNode) -> tuple[Word, ...]:
    """Return the narrowest classes of the agent that a record states, designs left out."""
    stated = look.types(iri) & frozenset(term.name for term in look.words.class_words("Agent").values())
    stated -= {"Agent"}
    above = {one for name in stated for one in look.words.superclasses(name) - {name}}
    terms = [look.words.terms[name] for name in sorted(stated - above)]
    return tuple(Word(t.name, t.label, f"ontology?term={t.name}", t.definition) for t in terms)


def _expected(known: Known) -> list[NamedNode]:
    reports = (report.node for unit in known.units for report in unit.reports)
    return [known.node, *(one.node for one in known.constructs), *reports]


def _concerned(look: Look, known: Known) -> Sequence[NamedNode]:
    """Return everything on the page that a conflict or finding may be about."""
    found = [known.node, *study.nodes(known.units), *study.trials_of(known.units)]
    for one in known.constructs:
        found += [one.node, *look.nodes(one.node, "hasSlot")]
    found += look.about("investigates", known.node)
    return list(dict.fromkeys(found))
