"""Account for every expected property of every thing: stated, derived, disputed … or not reported.

"Not reported" is said only where every claim that names the thing is covered by a declared silence; where one is not,
there is no status, and the shapes report the gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from cartograph.errors import Problem
from cartograph.records.jsonld import named
from cartograph.records.model import Claim, Mark, Records, Silence
from cartograph.rules.readings import weakest
from cartograph.rules.reports import Index, triple
from cartograph.rules.silence import Silences, contradiction
from cartograph.terms import BASE, GRAPH, TYPE, local, ont

STATUS = NamedNode(GRAPH + "status")
_SAID = {"undisclosedKind": "undisclosed", "notApplicableKind": "notApplicable"}


@dataclass(frozen=True)
class Evidence:
    """Say that a statement, figure or node gives a thing an expected property."""

    thing: str
    expectation: str
    premise: str
    subject: str | None
    property: str | None
    derived: bool


@dataclass(frozen=True)
class Status:
    """Hold the status of one expected property of one thing, with what it rests on; value None is a gap.

    Figures are many, and the figures of a passage are mostly silent alike: those with the same `group` share a node.
    """

    thing: str
    expectation: str
    value: str | None
    premises: tuple[str, ...]
    gaps: tuple[Mark, ...] = ()
    group: str | None = None


def evidence(store: Store, folder: Path) -> list[Evidence]:
    """Run rules/expectations.rq over the view."""
    result = store.query((folder / "expectations.rq").read_text(encoding="utf-8"))
    assert isinstance(result, QuerySolutions)
    rows = ([None if row[name] is None else local(row[name].value) for name in _COLUMNS] for row in result)
    return sorted(
        {Evidence(r[0] or "", r[1] or "", r[2] or "", r[3], r[4], r[5] == "true") for r in rows}, key=str
    )


_COLUMNS = ("thing", "expectation", "premise", "subject", "property", "derived")


class Ledger:
    """Work out the statuses of all things from evidence, silences and conflicts."""

    def __init__(self, records: Records, facts: Index, found: list[Evidence]) -> None:
        self.records, self.facts = records, facts
        self.silences = Silences(records.silences)
        self.evidence: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
        for each in found:
            self.evidence[each.thing, each.expectation].append(each)
        self.naming = self._naming()
        self.makers: dict[str, set[str]] = defaultdict(set)
        for subject, said in facts.items():
            for construct in said.get("hasConstruct", ()):
                self.makers[construct].add(local(subject))

    def statuses(self) -> Iterator[Status]:
        """Yield a status, or a gap, for each thing and each property expected of its class."""
        for thing, expectation in self._expected():
            yield self._status(thing, expectation)

    def _expected(self) -> Iterator[tuple[str, str]]:
        expected = {
            (local(of), local(e)) for e, said in self.facts.items() for of in said.get("expectedOf", ())
        }
        for iri, said in sorted(self.facts.items()):
            classes = {local(c) for c in said.get(TYPE.value, ())}
            for of, expectation in sorted(expected):
                if of in classes and iri.startswith(BASE):
                    yield local(iri), expectation

    def _status(self, thing: str, expectation: str) -> Status:
        found = self.evidence.get((thing, expectation), [])
        if found:
            return self._told(thing, expectation, found)
        claims = sorted(self._claims(thing), key=lambda c: c.id)
        covering = {claim.id: self._covering(claim, thing, expectation) for claim in claims}
        gaps = tuple(claim.mark for claim in claims if not covering[claim.id])
        silences = sorted(
            {s.id: s for found_ in covering.values() for s in found_}.values(), key=lambda s: s.id
        )
        if gaps or not silences:
            return Status(thing, expectation, None, (), gaps)
        return Status(thing, expectation, silent(silences), tuple(s.id for s in silences))

    def _told(self, thing: str, expectation: str, found: list[Evidence]) -> Status:
        premises = tuple(sorted({e.premise for e in found}))
        if any(self._agreed(e) for e in found):
            derived = all(e.derived or "/derived/" in e.premise for e in found)
            return Status(thing, expectation, "derived" if derived else "stated", premises)
        value = "disputed" if any(self._disputed(e, found) for e in found) else "uncertain"
        return Status(thing, expectation, value, premises)

    def _agreed(self, each: Evidence) -> bool:
        """Say whether the view has a value: a disputed or uncertain property has statements and no direct triple."""
        if each.subject is None or each.property is None:
            return not self._reading(each.premise)
        return each.property in self.facts.get(BASE + each.subject, {})

    def _disputed(self, each: Evidence, found: list[Evidence]) -> bool:
        """Say whether statements give a property of one subject several values."""
        said = (self.facts[BASE + e.premise] for e in found if e.property and e.subject == each.subject)
        return len({value for one in said for value in one["statedValue"]}) > 1

    def _reading(self, premise: str) -> str:
        return weakest(map(local, self.facts.get(BASE + premise, {}).get("reading", ())))

    # ------------------------------------------------------------------ who names what, and who is silent
    def _naming(self) -> Mapping[str, set[int]]:
        naming: dict[str, set[int]] = defaultdict(set)
        for number, claim in enumerate(self.records.claims):
            for path in named(claim):
                naming[path].add(number)
        return naming

    def family(self, thing: str) -> set[str]:
        """Return the thing with the agents made with it, or the constructs it is made with."""
        said = self.facts.get(BASE + thing, {})
        made_with = {local(c) for c in said.get("hasConstruct", ())}
        return {thing} | made_with | self.makers.get(BASE + thing, set())

    def _claims(self, thing: str) -> list[Claim]:
        numbers = {n for path in self.family(thing) for n in self.naming.get(path, ())}
        return [self.records.claims[n] for n in numbers]

    def _covering(self, claim: Claim, thing: str, expectation: str) -> list[Silence]:
        return self.silences.covering(claim, expectation, self.family(thing))

    # ------------------------------------------------------------------ silences that lie
    def contradicted(self) -> Iterator[Problem]:
        """Yield a problem for each silence that a statement of its own source contradicts."""
        by_id = {claim.id: claim for claim in self.records.claims}
        for (thing, expectation), found in sorted(self.evidence.items()):
            for each in found:
                claim = by_id.get(_claim_of(each.premise, by_id))
                if claim is not None and not each.derived:
                    for silence in self._covering(claim, thing, expectation):
                        yield contradiction(silence, claim, thing)


def silent(silences: Iterable[Silence]) -> str:
    """Return the status of what sources do not tell: undisclosed or not applicable where one of them says so."""
    said = sorted({_SAID[s.kind] for s in silences if s.kind in _SAID})
    return said[0] if said else "notReported"


def _claim_of(premise: str, claims: Mapping[str, Claim]) -> str:
    """Return the claim that a statement or figure was minted from, by its path."""
    parts = premise.split("/")
    return next((path for n in range(len(parts), 0, -1) if (path := "/".join(parts[:n])) in claims), "")


def quads(statuses: Iterable[Status]) -> Iterator[Quad]:
    """Yield the statuses as nodes of graph/status, one for all the figures of a group; gaps yield nothing."""
    nodes: dict[str, list[Status]] = defaultdict(list)
    for status in statuses:
        if status.value is not None:
            nodes[_node(status)].append(status)
    for iri, shared in nodes.items():
        one = shared[0]
        yield Quad(NamedNode(iri), TYPE, ont("Status"), STATUS)
        yield triple(iri, "expectation", ont(one.expectation), STATUS)
        yield triple(iri, "statusValue", ont(one.value or ""), STATUS)
        for premise in sorted({premise for status in shared for premise in status.premises}):
            yield triple(iri, "premise", NamedNode(BASE + premise), STATUS)
        for status in shared:
            yield triple(iri, "subject", NamedNode(BASE + status.thing), STATUS)


def _node(status: Status) -> str:
    name = status.expectation.removeprefix("expects")
    node = f"{BASE}status/{status.group or status.thing}/{name[0].lower()}{name[1:]}"
    return f"{node}/{status.value}" if status.group else node
