"""Read all trials for the list of them: registry numbers, phase, state, products and targets."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.terms import thing
from cartograph.web.desk import Desk
from cartograph.web.reading import said
from cartograph.web.reading.look import Look, Word
from cartograph.web.reading.select import Row, rows

_PRODUCTS = """
SELECT DISTINCT ?trial ?agent WHERE {
  { ?trial :investigates ?agent }
  UNION { ?unit :cohortOf ?trial ; :hasStep ?step . ?step :hasComponent ?component .
          ?component :role :investigational ; :agent ?agent }
} ORDER BY ?trial ?agent
"""


@dataclass(frozen=True)
class Listed:
    """Hold one row of the list."""

    trial: said.Trial
    phases: tuple[Word, ...]
    states: tuple[Word, ...]
    products: tuple[Word, ...]
    targets: tuple[Word, ...]
    units: int
    reports: int


def read(desk: Desk) -> tuple[Listed, ...]:
    """Return every trial, by name."""
    look = Look.at(desk)
    found = rows(desk, _PRODUCTS)
    listed = (_listed(look, node, found) for node in look.about_type("Trial"))
    return tuple(sorted(listed, key=lambda one: one.trial.word.text.casefold()))


def products(desk: Desk, trial: str) -> list[NamedNode]:
    """Return the products of one trial: those that a source names, and those that its study units were given."""
    return [thing(row["agent"]) for row in rows(desk, _PRODUCTS) if row["trial"] == trial]


def _listed(look: Look, node: NamedNode, found: list[Row]) -> Listed:
    trial = said.trial(look, node)
    agents = [thing(row["agent"]) for row in found if row["trial"] == trial.word.path]
    targets = dict.fromkeys(target for agent in agents for target in look.nodes(agent, "targets"))
    units = look.about("cohortOf", node)
    return Listed(
        trial,
        tuple(look.word(one) for one in look.nodes(node, "phase")),
        tuple(look.word(one) for one in look.nodes(node, "trialState")),
        tuple(look.word(one) for one in agents),
        tuple(look.word(one) for one in targets),
        len(units),
        sum(len(look.about("reportOf", unit)) for unit in units),
    )
