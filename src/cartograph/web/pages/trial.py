"""The list of trials, and the page of a trial: its study units, and its data cuts beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from cartograph.terms import SKOS, local
from cartograph.web import data
from cartograph.web.desk import Desk
from cartograph.web.pages import study
from cartograph.web.reading import beside, disputes, facts, identifiers, said, statuses, trials, units
from cartograph.web.reading.look import Look, Word
from cartograph.web.reading.trials import Listed
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

_FILTERS = {"phase": "Phase", "state": "State", "target": "Target"}


def listed(desk: Desk, request: Request) -> Reply:
    """List the trials, those that fit what the address asks for."""
    every = desk.keep(trials.read)
    chosen = {name: request.first(name) for name in _FILTERS if request.first(name)}
    found = [one for one in every if all(value in _values(one, name) for name, value in chosen.items())]
    return render(
        "trials.html",
        desk,
        request,
        trials=found,
        total=len(every),
        filters=_FILTERS,
        chosen=chosen,
        options={name: _options(every, name) for name in _FILTERS},
        registered=identifiers.registered,
        address=lambda **more: f"trials?{urlencode({**chosen, **more})}",
    )


def trial(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for a trial."""
    return data.thing(desk, request, f"trial/{slug}", _show)


def _show(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    look = Look.at(desk)
    found = units.of_trial(look, iri)
    parts = {one.name for unit in found for one in unit.includes}
    concerned = [iri, *study.nodes(found)]
    return render(
        "trial.html",
        desk,
        request,
        iri=iri,
        trial=said.trial(look, iri),
        names=look.property(iri, NamedNode(SKOS + "altLabel")),
        registry=identifiers.registered(look.texts(iri, "registryId")),
        told=facts.of(look, iri, ("phase", "trialState", "registryId", "investigates", "description")),
        products=[look.word(node) for node in trials.products(desk, local(iri))],
        whole=[unit for unit in found if unit.path not in parts],
        by_path={unit.path: unit for unit in found},
        cuts=[beside.cuts(unit) for unit in found if unit.reports],
        conflicts=disputes.conflicts(look, concerned),
        findings=disputes.findings(look, concerned),
        statuses=statuses.grouped(look, statuses.read(look, [iri, *concerned[1:]])),
        comparisons=said.comparisons(look, [unit.node for unit in found]),
        passages=said.naming(look, iri),
        **study.parts(look, found),
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
