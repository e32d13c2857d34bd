"""The page of an agent: what it is, how it is built, what was observed with it, and what nobody reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.drawing import Drawing, draw
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading import conflicts, facts, statements, statuses, study_units
from cartograph.reading.facts import Design, Fact
from cartograph.reading.reader import Reader, Word
from cartograph.reading.study_units import Unit
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.pages import construct, study
from cartograph.site.render import render
from cartograph.terms import BASE, SKOS, local


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


def agent(context: Context, request: Request, slug: str) -> Reply:
    """Answer for an agent: its page, its data, or the drawing of its constructs."""
    if slug.endswith(".svg"):
        return construct.picture(context, NamedNode(f"{BASE}agent/{slug.removesuffix('.svg')}"))
    return things.thing(context, request, f"agent/{slug}", show)


def show(context: Context, request: Request, iri: NamedNode) -> Reply:
    """Show the page of an agent."""
    reader = context.reader()
    known = read(reader, iri)
    concerned = _concerned(reader, known)
    return render(
        "agent.html",
        context,
        request,
        agent=known,
        drawing=drawing(context, known),
        approvals=statements.approvals(reader, iri),
        designations=statements.designations(reader, iri),
        trials=statements.trials(reader, iri, study.trials_of(known.units)),
        comparisons=statements.comparisons(reader, [unit.node for unit in known.units]),
        assertions=statements.assertions(reader, [iri, *(one.node for one in known.constructs)]),
        mentions=statements.mentions(reader, iri),
        passages=statements.naming(reader, iri),
        statuses=statuses.grouped(reader, statuses.read(reader, _expected(known))),
        conflicts=conflicts.of(reader, concerned),
        findings=conflicts.findings(reader, concerned),
        **study.parts(reader, known.units),
    )


def read(reader: Reader, iri: NamedNode) -> Known:
    """Return what is known of an agent."""
    return Known(
        node=iri,
        label=reader.label(iri),
        names=_names(reader, iri),
        kinds=_kinds(reader, iri),
        facts=tuple(facts.of(reader, iri, facts.OF_AGENT)),
        constructs=tuple(construct.read(reader, one) for one in reader.nodes(iri, "hasConstruct")),
        designs=tuple(facts.designs(reader, iri)),
        units=tuple(study_units.investigating(reader, iri)),
        elsewhere=tuple(study_units.elsewhere(reader, iri)),
    )


def drawing(context: Context, known: Known) -> Drawing | None:
    """Return the drawing of the constructs, where any is described."""
    return draw(context.graph, known.path) if known.constructs else None


def _names(reader: Reader, iri: NamedNode) -> tuple[str, ...]:
    """Return the other names, those that differ only in capitals once."""
    label = reader.label(iri).casefold()
    found = {name.casefold(): name for name in reader.property(iri, NamedNode(SKOS + "altLabel"))}
    return tuple(name for folded, name in sorted(found.items()) if folded != label)


def _kinds(reader: Reader, iri: NamedNode) -> tuple[Word, ...]:
    """Return the narrowest classes of the agent that a record states, designs left out."""
    stated = reader.types(iri) & frozenset(term.name for term in reader.words.class_words("Agent").values())
    stated -= {"Agent"}
    above = {one for name in stated for one in reader.words.superclasses(name) - {name}}
    terms = [reader.words.terms[name] for name in sorted(stated - above)]
    return tuple(Word(t.name, t.label, f"ontology?term={t.name}", t.definition) for t in terms)


def _expected(known: Known) -> list[NamedNode]:
    reports = (report.node for unit in known.units for report in unit.reports)
    return [known.node, *(one.node for one in known.constructs), *reports]


def _concerned(reader: Reader, known: Known) -> Sequence[NamedNode]:
    """Return everything on the page that a conflict or finding may be about."""
    found = [known.node, *study.nodes(known.units), *study.trials_of(known.units)]
    for one in known.constructs:
        found += [one.node, *reader.nodes(one.node, "hasSlot")]
    found += reader.backlinks("investigates", known.node)
    return list(dict.fromkeys(found))
