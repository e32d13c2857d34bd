"""Tell which study units may hold the same patients, where a source does not say so: by trial, and by product.

A unit whose scope is not stated may be the whole of its trial, or another such unit; a subgroup and a dose level are
never taken for a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from cartograph.rules.reports import Index
from cartograph.terms import local

_OPEN = "scopeNotStated"
_ALIKE = {"whole", _OPEN}
#: Roles of what is put to the test; premedication and lymphodepletion tell no unit from another.
_TESTED = {"investigational", "combination"}


@dataclass(frozen=True)
class _Unit:
    """Hold a study unit with its scope, its trials and the products that it gives."""

    iri: str
    scope: str
    trials: frozenset[str]
    products: frozenset[str]


def same_patients(facts: Index, units: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of units that may hold the same patients, the one whose scope is stated first."""
    known = [_unit(facts, iri) for iri in sorted(set(units))]
    for one, other in combinations(known, 2):
        if _may_be_same(one, other):
            first, second = (other, one) if one.scope == _OPEN else (one, other)
            yield first.iri, second.iri


def _may_be_same(one: _Unit, other: _Unit) -> bool:
    scopes = {one.scope, other.scope}
    if _OPEN not in scopes or scopes - _ALIKE:
        return False
    if one.trials and other.trials:
        return bool(one.trials & other.trials)
    return bool(one.products) and one.products == other.products


def _unit(facts: Index, iri: str) -> _Unit:
    said = facts.get(iri, {})
    scope = next((local(scope) for scope in said.get("unitScope", ())), "")
    components = (
        facts.get(component, {})
        for step in said.get("hasStep", ())
        for component in facts.get(step, {}).get("hasComponent", ())
    )
    tested = (c for c in components if _TESTED & {local(role) for role in c.get("role", ())})
    products = frozenset(agent for component in tested for agent in component.get("agent", ()))
    return _Unit(iri, scope, frozenset(said.get("cohortOf", ())), products)
