"""Find statements that contradict each other, and say why they may: explained, unexplained or undetermined.

Disputed are the values of a single-valued property, neither broader than the other; the lines of therapy that patients
had before; whether an agent is approved; and what the name of a product says against what is printed beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from urllib.parse import quote

from cartograph.rules.kinds import kind, source
from cartograph.rules.lines import lines
from cartograph.rules.product_names import spoken
from cartograph.rules.reports import Index
from cartograph.terms import BASE, LABEL, ONT, local

_RELATED = ("broader", "spans", "alsoSaidOf")


@dataclass(frozen=True)
class Dispute:
    """Hold two values that claims give of one thing, the statements on each side, and what the conflict rests on."""

    subject: str
    predicate: str
    values: tuple[str, str]
    sides: tuple[tuple[str, ...], ...]
    type: str
    axes: tuple[str, ...]
    kinds: tuple[str, ...]
    message: str

    @property
    def iri(self) -> str:
        """Return the name of the dispute, which comes from the thing, the property and the two values."""
        names = ".".join(quote(_short(value), safe="") for value in self.values)
        return f"{BASE}conflict/{local(self.subject)}/{self.predicate}/{names}"


@dataclass(frozen=True)
class _Side:
    """Hold one value of a thing with the nodes that say so."""

    value: str
    nodes: tuple[str, ...]

    @property
    def sources(self) -> set[str]:
        return {source(local(node)) for node in self.nodes}


class Disputes:
    """Work out the disputes of the agreed view from its statements."""

    def __init__(self, facts: Index) -> None:
        self.facts = facts
        self.stated: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for iri, said in sorted(facts.items()):
            if "statedValue" in said:
                key = said["subject"][0], local(said["property"][0])
                self.stated[key][said["statedValue"][0]].append(iri)

    def found(self) -> Iterator[Dispute]:
        """Yield every dispute, in the order of the things."""
        for (subject, property_), values in sorted(self.stated.items()):
            sides = [_Side(value, tuple(nodes)) for value, nodes in sorted(values.items())]
            if "true" in self._of(ONT + property_, "singleValued"):
                yield from self._valued(subject, property_, sides)
            elif property_ == "eligibility":
                yield from self._bounded(subject, sides)
        yield from self._approved()
        yield from self._named()

    # ------------------------------------------------------------------ values of a single-valued property
    def _valued(self, subject: str, property_: str, sides: Sequence[_Side]) -> Iterator[Dispute]:
        for one, other in combinations(sides, 2):
            if one.value not in self._above(other.value) and other.value not in self._above(one.value):
                type_, axes = self._typed(property_, one, other)
                message = f"{self._label(ONT + property_)}, {self._against(one, other)}"
                yield self._made(subject, property_, (one, other), type_, axes, message)

    def _above(self, term: str) -> set[str]:
        above = set(self._of(term, "broader"))
        return above.union(*(self._above(each) for each in above))

    def _typed(self, property_: str, one: _Side, other: _Side) -> tuple[str, tuple[str, ...]]:
        """Say why two values differ, by what the ontology says of the property and of the values."""
        for loose, strict in ((one, other), (other, one)):
            if strict.value in self._of(loose.value, "alsoSaidOf"):
                # A source that calls one thing by both words shows that its loose word covers the strict one.
                both = loose.sources <= strict.sources
                return ("explained" if both else "undetermined"), ("definition",)
        if "true" in self._of(ONT + property_, "changesWithTime") and self._years_apart(one, other):
            return "explained", ("time of writing",)
        if {one.value, other.value} & {v for side in (one, other) for v in self._of(side.value, "spans")}:
            return "undetermined", ("part of the trial",)
        return "unexplained", ()

    def _years_apart(self, one: _Side, other: _Side) -> bool:
        """Say whether the sources of one side are all older than those of the other."""
        first, second = self._years(one), self._years(other)
        return bool(first and second) and (max(first) < min(second) or max(second) < min(first))

    def _years(self, side: _Side) -> list[int]:
        return [int(y) for name in side.sources for y in self._of(f"{BASE}source/{name}", "year")]

    # ------------------------------------------------------------------ lines of therapy
    def _bounded(self, subject: str, sides: Sequence[_Side]) -> Iterator[Dispute]:
        """Compare what descriptions of the same patients say of their lines of therapy before."""
        bounds: dict[str, list[str]] = defaultdict(list)
        for side in sides:
            said = lines(side.value)
            if said is not None:
                bounds[str(said)] += side.nodes
        told = [_Side(value, tuple(nodes)) for value, nodes in sorted(bounds.items())]
        for one, other in combinations(told, 2):
            message = f"prior lines of therapy, {one.value} against {other.value}"
            yield self._made(subject, "eligibility", (one, other), "unexplained", (), message)

    # ------------------------------------------------------------------ approvals
    def _approved(self) -> Iterator[Dispute]:
        """Compare whether an agent is approved; sources of different years may both be right."""
        states: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for iri, said in sorted(self.facts.items()):
            if "regulatoryState" in said and "ofAgent" in said and "reading" not in said:
                states[said["ofAgent"][0]][said["regulatoryState"][0]].append(iri)
        for agent, values in sorted(states.items()):
            yes, no = (_Side(ONT + v, tuple(values.get(ONT + v, ()))) for v in ("approved", "notApproved"))
            if yes.nodes and no.nodes:
                apart = self._years_apart(yes, no)
                message = f"approval, {self._against(yes, no)}"
                type_, axes = ("explained", ("time of writing",)) if apart else ("unexplained", ())
                yield self._made(agent, "regulatoryState", (yes, no), type_, axes, message)

    # ------------------------------------------------------------------ names
    def _named(self) -> Iterator[Dispute]:
        """Compare what the name of a product says with what claims state of it."""
        words = spoken(self.facts)
        for agent, name, property_, value in words:
            told = self._told(agent, property_)
            if told and not any(
                value == t or value in self._above(t) or t in self._related(value) for t in told
            ):
                nodes = tuple(sorted(node for nodes in told.values() for node in nodes))
                others = ", ".join(sorted(self._label(t) for t in told))
                message = f"name '{name}', {self._label(value)} against {others} of its row"
                sides = (_Side(value, (agent,)), _Side(min(told), nodes))
                made = self._made(agent, property_, sides, "unexplained", (), message)
                yield Dispute(**{**made.__dict__, "kinds": ("nameAgainstRow",)})

    def _told(self, agent: str, property_: str) -> Mapping[str, list[str]]:
        """Return the values that claims give of an agent, its constructs or their slots, with the statements."""
        constructs = [*self._of(agent, "hasConstruct"), *self._of(agent, "describes")]
        slots = [slot for construct in constructs for slot in self._of(construct, "hasSlot")]
        keys = {"targets": ("targets", "binds")}.get(property_, (property_,))
        found: dict[str, list[str]] = defaultdict(list)
        for thing, key in product((agent, *constructs, *slots), keys):
            for value, nodes in self.stated.get((thing, key), {}).items():
                found[value] += nodes
        return found

    def _related(self, value: str) -> set[str]:
        return {v for key in _RELATED for v in self._of(value, key)}

    # ------------------------------------------------------------------ making
    def _made(
        self,
        subject: str,
        property_: str,
        sides: tuple[_Side, _Side],
        type_: str,
        axes: tuple[str, ...],
        message: str,
    ) -> Dispute:
        pairs = product(sides[0].nodes, sides[1].nodes)
        kinds = tuple(sorted({kind(local(a), local(b)) for a, b in pairs}))
        message += f": {type_} ({', '.join(axes)})." if axes else f": {type_}."
        values = sides[0].value, sides[1].value
        return Dispute(subject, property_, values, tuple(s.nodes for s in sides), type_, axes, kinds, message)

    def _against(self, one: _Side, other: _Side) -> str:
        return f"{self._label(one.value)} against {self._label(other.value)}"

    def _label(self, value: str) -> str:
        return next(iter(self._of(value, LABEL.value)), _short(value))

    def _of(self, thing: str, key: str) -> tuple[str, ...]:
        return self.facts.get(thing, {}).get(key, ())


def _short(value: str) -> str:
    """Return a value as an IRI may end with it: the local name of a term, a literal with hyphens."""
    return local(value).rpartition("/")[2] if value.startswith(BASE) else value.replace(" ", "-")
