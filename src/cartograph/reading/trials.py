"""Read all trials for the list of them: registry numbers, phase, state, products and targets."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.reading import statements
from cartograph.reading.reader import Reader, Word
from cartograph.reading.select import Row, rows
from cartograph.terms import thing

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

    trial: statements.Trial
    phases: tuple[Word, ...]
    states: tuple[Word, ...]
    products: tuple[Word, ...]
    targets: tuple[Word, ...]
    units: int
    reports: int


def read(reader: Reader) -> tuple[Listed, ...]:
    """Return every trial, by name."""
    found = rows(reader.store, _PRODUCTS)
    listed = (_listed(reader, node, found) for node in reader.instances("Trial"))
    return tuple(sorted(listed, key=lambda one: one.trial.word.text.casefold()))


def products(reader: Reader, trial: str) -> list[NamedNode]:
    """Return the products of one trial: those that a source names, and those that its study units were given."""
    return [thing(row["agent"]) for row in rows(reader.store, _PRODUCTS) if row["trial"] == trial]


def _listed(reader: Reader, node: NamedNode, found: list[Row]) -> Listed:
    trial = statements.trial(reader, node)
    agents = [thing(row["agent"]) for row in found if row["trial"] == trial.word.path]
    targets = dict.fromkeys(target for agent in agents for target in reader.nodes(agent, "targets"))
    units = reader.backlinks("cohortOf", node)
    return Listed(
        trial,
        tuple(reader.word(one) for one in reader.nodes(node, "phase")),
        tuple(reader.word(one) for one in reader.nodes(node, "trialState")),
        tuple(reader.word(one) for one in agents),
        tuple(reader.word(one) for one in targets),
        len(units),
        sum(len(reader.backlinks("reportOf", unit)) for unit in units),
    )
