"""Tell what the shapes found: which constraint, about which node, and what a curator can write to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cartograph.errors import Problem
from cartograph.terms import BASE, local

#: Find the place in the record files that made a node, by its IRI: file and line, or None.
Locate = Callable[[str], tuple[str, int] | None]

_CLAIM = BASE + "claim/"
_SEGMENTS = 3  # claim/<source>/<passage>/<id>


@dataclass(frozen=True, order=True)
class Violation:
    """Hold one result of one constraint; what a constraint does not tell is empty.

    `shape` is the local name of the constraint, `component` the kind of demand that failed (MinCount, Class,
    SPARQL …). `claim` made the focus node; `line` is the line of the source's text that it quotes, else 0.
    """

    focus: str
    shape: str
    component: str = ""
    path: str = ""
    value: str = ""
    severity: str = "Violation"
    message: str = ""
    fix: str = ""
    claim: str = ""
    line: int = 0


def claim_of(iri: str) -> str:
    """Return the claim that a node was minted from, by its IRI; nothing for a shared thing.

    >>> claim_of(BASE + "claim/guo-2022/table-2/ct103a/figure/ct103a-ash2021/age").removeprefix(BASE)
    'claim/guo-2022/table-2/ct103a'
    >>> claim_of(BASE + "agent/ct103a")
    ''
    """
    if not iri.startswith(_CLAIM):
        return ""
    return _CLAIM + "/".join(iri.removeprefix(_CLAIM).split("/")[:_SEGMENTS])


def problems(violations: Iterable[Violation], locate: Locate) -> tuple[Problem, ...]:
    """Turn violations into problems that name a file and a line, sorted as a curator goes through the files.

    A node that `locate` does not know is looked up by its claim; without one its own name is the place.

    >>> found = Violation(BASE + "agent/x", "thing-label", message="a thing has one label", fix="write one")
    >>> [str(problem) for problem in problems([found], lambda iri: ("records/vocabulary/agents.yaml", 7))]
    ['records/vocabulary/agents.yaml:7: agent/x: a thing has one label: write one']
    """
    return tuple(sorted({_problem(violation, locate) for violation in violations}))


def _problem(violation: Violation, locate: Locate) -> Problem:
    place = locate(violation.focus) or (locate(violation.claim) if violation.claim else None)
    file, line = place or (local(violation.focus), 0)
    return Problem(file, line, message=f"{local(violation.focus)}: {violation.message}", fix=violation.fix)
