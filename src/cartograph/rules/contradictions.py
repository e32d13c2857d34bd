"""Read the contradictions that curators typed: facts that cannot both hold, where no rule can compare their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from cartograph.errors import Problem
from cartograph.records.model import Records
from cartograph.rules.kinds import kind
from cartograph.rules.reports import Index
from cartograph.terms import BASE, ONT, TYPE, local

_POINTERS = ("concerns", "contradicts")


@dataclass(frozen=True)
class Curated:
    """Hold a contradiction as a curator typed it, with what both sides are about."""

    node: str
    subject: str
    predicate: str
    sides: tuple[tuple[str, ...], ...]
    type: str
    axes: tuple[str, ...]
    kinds: tuple[str, ...]
    message: str
    because: str

    @property
    def iri(self) -> str:
        """Return the name of the conflict, which comes from the claim and the key of the contradiction."""
        return f"{BASE}conflict/{local(self.node).removeprefix('claim/')}"


def found(facts: Index) -> Iterator[Curated]:
    """Yield every contradiction that curators typed, those with both sides in the graph."""
    for iri, said in sorted(facts.items()):
        if f"{ONT}Contradiction" in said.get(TYPE.value, ()):
            sides = tuple(tuple(sorted(said.get(name, ()))) for name in _POINTERS)
            if all(node in facts for side in sides for node in side) and all(sides):
                yield _curated(facts, iri, sides)


def _curated(facts: Index, iri: str, sides: tuple[tuple[str, ...], ...]) -> Curated:
    said = facts[iri]
    subject, predicate = _about(facts, sides[0][0])
    type_ = local(next(iter(said.get("conflictType", ())), "unexplained"))
    axes = tuple(said.get("axis", ()))
    one, other = (" and ".join(_printed(facts, node) for node in side) for side in sides)
    on = f" ({', '.join(axes)})" if axes else ""
    reason = " ".join(said.get("because", ()))
    kinds = tuple(sorted({kind(local(a), local(b)) for a, b in product(*sides)}))
    message = f"{one} against {other}: {type_}{on}; {reason}."
    return Curated(iri, subject, predicate, sides, type_, axes, kinds, message, reason)


def _about(facts: Index, node: str) -> tuple[str, str]:
    """Return the thing that a node speaks of, and what of it: of a figure, the study unit and the endpoint."""
    said = facts[node]
    if "endpoint" in said:
        reports = (report for report, its in facts.items() if node in its.get("hasFigure", ()))
        units = (unit for report in reports for unit in facts[report].get("reportOf", ()))
        return next(units, node), local(said["endpoint"][0])
    for thing, about in (("subject", "property"), ("actor", "relation"), ("ofAgent", "regulatoryState")):
        if thing in said and about in said:
            return said[thing][0], "regulatoryState" if thing == "ofAgent" else local(said[about][0])
    return node, "description"


def _printed(facts: Index, node: str) -> str:
    return f"'{' … '.join(facts[node].get('printed', (local(node),)))}'"


def unknown(records: Records, facts: Index) -> Iterator[Problem]:
    """Yield a problem for each figure or fact that a remark or a contradiction names and that is none."""
    for claim in records.claims:
        for node in claim.nodes:
            for key in _POINTERS if node.kind in ("remark", "contradiction") else ():
                for value in node.plain.get(key, ()):
                    if BASE + value.word not in facts:
                        message = f"'{value.word}' is no figure, statement or assertion of a claim"
                        fix = "write its path in full: claim/<source>/<passage>/<claim>/figure/…"
                        yield Problem(node.mark.file, node.mark.line, node.mark.column, message, fix)
