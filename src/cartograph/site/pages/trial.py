"""The list of trials, and the page of a trial: its study units, and its data cuts beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading import conflicts, cuts, facts, identifiers, statements, statuses, study_units, trials
from cartograph.reading.reader import Word
from cartograph.reading.trials import Listed
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.pages import study
from cartograph.site.render import render
from cartograph.terms import SKOS, local

_FILTERS = {"phase": "Phase", "state": "State", "target": "Target"}


def listed(context: Context, request: Request) -> Reply:
    """List the trials, those that fit what the address asks for."""
    every = context.keep(trials.read)
    chosen = {name: request.first(name) for name in _FILTERS if request.first(name)}
    found = [one for one in every if all(value in _values(one, name) for name, value in chosen.items())]
    return render(
        "trials.html",
        context,
        request,
        trials=found,
        total=len(every),
        filters=_FILTERS,
        chosen=chosen,
        options={name: _options(every, name) for name in _FILTERS},
        registered=identifiers.registered,
        address=lambda **more: f"trials?{urlencode({**chosen, **more})}",
    )


def trial(context: Context, request: Request, slug: str) -> Reply:
    """Answer for a trial."""
    return things.thing(context, request, f"trial/{slug}", _show)


def _show(context: Context, request: Request, iri: NamedNode) -> Reply:
    reader = context.reader()
    found = study_units.of_trial(reader, iri)
    parts = {one.name for unit in found for one in unit.includes}
    concerned = [iri, *study.nodes(found)]
    return render(
        "trial.html",
        context,
        request,
        iri=iri,
        trial=statements.trial(reader, iri),
        names=reader.property(iri, NamedNode(SKOS + "altLabel")),
        registry=identifiers.registered(reader.texts(iri, "registryId")),
        told=facts.of(reader, iri, ("phase", "trialState", "registryId", "investigates", "description")),
        products=[reader.word(node) for node in trials.products(reader, local(iri))],
        whole=[unit for unit in found if unit.path not in parts],
        by_path={unit.path: unit for unit in found},
        cuts=[cuts.cuts(unit) for unit in found if unit.reports],
        conflicts=conflicts.of(reader, concerned),
        findings=conflicts.findings(reader, concerned),
        statuses=statuses.grouped(reader, statuses.read(reader, [iri, *concerned[1:]])),
        comparisons=statements.comparisons(reader, [unit.node for unit in found]),
        passages=statements.naming(reader, iri),
        **study.parts(reader, found),
    )


def _words(one: Listed, name: str) -> Sequence[Word]:
    return {"phase": one.phases, "state": one.states, "target": one.targets}[name]


def _values(one: Listed, name: str) -> list[str]:
    return [word.name.rpartition("/")[2] for word in _words(one, name)] or ["none"]


def _options(every: Sequence[Listed], name: str) -> list[tuple[str, str, int]]:
    """Return the values of a filter with their words and how many trials have them, the most frequent first."""
    counts = Counter(value for one in every for value in _values(one, name))
    texts = {word.name.rpartition("/")[2]: word.text for one in every for word in _words(one, name)}
    ordered = sorted(counts, key=lambda value: (value == "none", -counts[value], value))
    return [(value, texts.get(value, "not told"), counts[value]) for value in ordered]
