"""Judge every membership in a design by closed-world questions: inferred, possible, impossible or disputed.

A reasoner tells what follows. What does not follow may still be open, or excluded: the stated parts leave room for
more as long as no source means its description to be complete, with one exception, told in every such reason: a
source that prints what a construct binds is taken to print all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import NamedNode, Quad

from cartograph.reasoning.counting import COUNTED, TOGETHER, Counting
from cartograph.reasoning.designs import Both, Design, Designs, Expression, Given, Named, Some
from cartograph.reasoning.speech import Speech, article
from cartograph.reasoning.verdict import Judgement, Verdict, all_of, any_of, judged
from cartograph.reasoning.world import Said, World
from cartograph.terms import GRAPH, ONT, TYPE, local, ont

#: What a rule closes upwards, and the property that it closes.
_CLOSED = {"geneTransferHolds": "geneTransfer", "cellSourceHolds": "cellSource"}
#: Properties whose stated values are all there are: a source that prints some prints every one.
_WHOLE = frozenset({"binds", "targets", "editsGene"})
#: The property that tells a verdict which no reasoner finds.
PROPERTIES = {
    Verdict.POSSIBLE: "possibleDesign",
    Verdict.DISPUTED: "disputedDesign",
    Verdict.IMPOSSIBLE: "excludedDesign",
}
#: Parts beside the receptor, which the description of a receptor need not name to be complete.
_BESIDE = frozenset({"safetySwitch"})
#: Classes of which nobody asks why a thing is in them.
_PLAIN = frozenset({"Agent", "Construct", "CARConstruct", "Slot"})
#: The expected property by which a source can say that there is no such part.
_EXPECTED = {
    "costimulatoryDomain": "expectsCostimulation",
    "signallingDomain": "expectsSignalling",
    "safetySwitch": "expectsSafetySwitch",
}


@dataclass(frozen=True)
class Memberships:
    """Judge the memberships of the agents and constructs of one world."""

    world: World
    designs: Designs

    @cached_property
    def speech(self) -> Speech:
        """Return what names the things of the world."""
        return Speech(self.world)

    @cached_property
    def counting(self) -> Counting:
        """Return what judges counts."""
        return Counting(self.world, self.speech)

    def candidates(self, design: Design) -> tuple[str, ...]:
        """Return the things that the design is a question about: those of the class that it starts from."""
        return self.world.instances(self.designs.root(design))

    def designs_for(self, thing: str) -> Iterator[Design]:
        """Yield the designs that are a question about the thing."""
        types = self.world.types(thing)
        return (design for design in self.designs.designs.values() if self.designs.root(design) in types)

    def open(self) -> Iterator[Quad]:
        """Yield for graph/derived which designs are possible for a thing, in dispute or excluded."""
        for iri in sorted({*self.world.instances("Agent"), *self.world.instances("Construct")}):
            for design, verdict in self.verdicts(iri):
                if verdict in PROPERTIES:
                    name = PROPERTIES[verdict]
                    yield Quad(NamedNode(iri), ont(name), ont(design.name), NamedNode(GRAPH + "derived"))

    def verdicts(self, thing: str) -> Iterator[tuple[Design, Verdict]]:
        """Yield the verdict on each design that is a question about the thing, or that its class excludes."""
        types = self.world.types(thing)
        for design in self.designs.designs.values():
            root = self.designs.root(design)
            if root in types:
                yield design, self.judge(thing, design).verdict
            elif self._other_agent(types, root):
                yield design, Verdict.IMPOSSIBLE

    def _other_agent(self, types: frozenset[str], root: str) -> bool:
        """Say whether an agent of these classes cannot be one of the class that a design starts from."""
        if "Agent" not in types or "Agent" not in self.designs.words.superclasses(root):
            return False
        return any(self.designs.excluded([*types, root]))

    def judge(self, thing: str, design: Design) -> Judgement:
        """Say whether the thing is in the design, may be, cannot be, or whether that is in dispute."""
        return self._judge(design.expression, thing)

    def _judge(self, wanted: Expression, thing: str) -> Judgement:
        match wanted:
            case Named(name):
                return self._named(name, thing)
            case Both(parts):
                return all_of(self._judge(part, thing) for part in parts)
            case Given(property_, value):
                return self._given(property_, value, thing)
            case Some(property_, filler):
                return self._some(property_, filler, thing)

    # ------------------------------------------------------------------ a class
    def _named(self, name: str, thing: str) -> Judgement:
        definition = self.designs.definition(name)
        if definition is not None:
            return self._judge(definition, thing)
        label = self.world.label(ONT + name)
        if name not in self.world.types(thing):
            return judged(
                Verdict.IMPOSSIBLE, f"{self.speech.name(thing)} is no {label}", self._of_type(thing)
            )
        if name in _PLAIN:
            return Judgement(Verdict.INFERRED, ())
        return judged(
            Verdict.INFERRED, f"{self.speech.name(thing)} is {article(label)}", self._of_type(thing)
        )

    def _of_type(self, thing: str) -> tuple[Said, ...]:
        return self.world.statements(thing, TYPE.value)

    # ------------------------------------------------------------------ a value
    def _given(self, property_: str, value: str, thing: str) -> Judgement:
        if property_ in COUNTED:
            return self.counting.count(property_, int(value), thing)
        if property_ in TOGETHER:
            return self.counting.together(property_, thing)
        base = _CLOSED.get(property_, property_)
        told = self.world.statements(thing, base)
        if value in self.world.values(thing, property_):
            if property_ == "part":  # said by the sentence on the construct
                return Judgement(Verdict.INFERRED, ())
            return judged(
                Verdict.INFERRED, self._holds(base, value, thing), self._backing(base, value, thing)
            )
        return self._not_given(base, value, thing, told)

    def _not_given(self, base: str, value: str, thing: str, told: tuple[Said, ...]) -> Judgement:
        words, what = self.world.word(value), self.speech.property(base)
        agreed = self.world.values(thing, base)
        if base == "description":
            return judged(Verdict.IMPOSSIBLE, f"no source calls {self.speech.name(thing)} “{value}”")
        if not agreed and not told:
            return self._untold(base, thing)
        if not agreed:
            return self._uncertain(base, thing, told) or self._disputed(base, value, thing, told)
        if any(said.value == value for said in told):
            return judged(Verdict.POSSIBLE, self._doubt(base, thing, (value,)), told)
        if any(old in self._broader(value) for old in agreed):
            known = self.speech.list(agreed)
            return judged(
                Verdict.POSSIBLE, f"the {what} of {self.speech.name(thing)} is told only as {known}", told
            )
        if self._single(base) or base in _WHOLE or base == "part":
            known = self.speech.list(agreed)
            return judged(
                Verdict.IMPOSSIBLE, f"the {what} of {self.speech.name(thing)} is {known}, not {words}", told
            )
        return judged(
            Verdict.POSSIBLE, f"no source says of {self.speech.name(thing)} that its {what} is {words}", told
        )

    def _untold(self, base: str, thing: str) -> Judgement:
        expectation = f"expects{base[0].upper()}{base[1:]}"
        what = self.speech.property(base)
        if self.world.status.get((thing, expectation)) == "notApplicable":
            return judged(Verdict.IMPOSSIBLE, f"a {what} does not apply to {self.speech.name(thing)}")
        told = "undisclosed" if self.world.status.get((thing, expectation)) == "undisclosed" else "not told"
        return judged(Verdict.POSSIBLE, f"the {what} of {self.speech.name(thing)} is {told}")

    def _uncertain(self, base: str, thing: str, told: tuple[Said, ...]) -> Judgement | None:
        """Judge a property of which only uncertain readings tell: they decide nothing, and exclude nothing."""
        options = tuple(dict.fromkeys(said.value for said in told))
        if not all(said.reading for said in told) or (len(options) > 1 and self._single(base)):
            return None
        return judged(Verdict.POSSIBLE, self._doubt(base, thing, options), told)

    def _doubt(self, base: str, thing: str, values: tuple[str, ...]) -> str:
        what = self.speech.property(base)
        return f"the reading is uncertain that the {what} of {self.speech.name(thing)} is {self.speech.list(values)}"

    def _disputed(self, base: str, value: str, thing: str, told: tuple[Said, ...]) -> Judgement:
        options = tuple(dict.fromkeys(said.value for said in told))
        text = self.speech.differ(base, thing, options)
        open_ = any(value == o or value in self._broader(o) or o in self._broader(value) for o in options)
        return judged(Verdict.DISPUTED if open_ else Verdict.IMPOSSIBLE, text, told)

    def _holds(self, base: str, value: str, thing: str) -> str:
        if base == "description":
            return f"a source calls {self.speech.name(thing)} “{value}”"
        agreed = self.speech.list(self.world.values(thing, base))
        kind = "" if value in self.world.values(thing, base) else f", a kind of {self.world.word(value)}"
        if base == "kind":
            return f"{self.speech.name(thing)} is {agreed}"
        return f"the {self.speech.property(base)} of {self.speech.name(thing)} is {agreed}{kind}"

    def _backing(self, base: str, value: str, thing: str) -> tuple[Said, ...]:
        """Return the statements behind an agreed value; those of the binders, where a rule took a target from them."""
        told = self.world.statements(thing, base)
        backing = told if base in _CLOSED.values() else tuple(said for said in told if said.value == value)
        if base == "targets":
            slots = (
                s for c in self.world.values(thing, "hasConstruct") for s in self.world.values(c, "hasSlot")
            )
            backing += tuple(x for s in slots for x in self.world.statements(s, "binds") if x.value == value)
        return backing

    # ------------------------------------------------------------------ something of a class
    def _some(self, property_: str, filler: Expression, thing: str) -> Judgement:
        if property_ == "hasSlot":
            return self._slot(filler, thing)
        agreed = self.world.values(thing, property_)
        if property_ == "hasConstruct":
            found = [self._judge(filler, value) for value in agreed]
            text = f"nothing is told of the construct of {self.speech.name(thing)}"
            return any_of(found) if found else judged(Verdict.POSSIBLE, text)
        return self._of_kind(property_, filler, thing)

    def _of_kind(self, property_: str, filler: Expression, thing: str) -> Judgement:
        """Judge a property whose value has to be of a class of terms."""
        assert isinstance(filler, Named), "a class of terms has a name"
        told, agreed = self.world.statements(thing, property_), self.world.values(thing, property_)
        what, known = self.speech.property(property_), self.speech.list(agreed)
        text = (
            f"{self.speech.name(thing)} is {known}"
            if property_ == "kind"
            else f"the {what} of {self.speech.name(thing)} is {known}"
        )
        wanted = article(self.world.label(ONT + filler.name))
        if any(self._in(value, filler.name) for value in agreed):
            kind = "" if filler.name == "LogicGate" else f", {wanted}"
            return judged(Verdict.INFERRED, f"{text}{kind}", told)
        if not agreed and not told:
            return judged(Verdict.POSSIBLE, f"the {what} of {self.speech.name(thing)} is not told")
        if agreed:
            verdict = Verdict.IMPOSSIBLE if self._single(property_) else Verdict.POSSIBLE
            return judged(
                verdict,
                f"{text}, which is not told to be {wanted}"
                if verdict is Verdict.POSSIBLE
                else f"{text}, not {wanted}",
                told,
            )
        doubted = self._uncertain(property_, thing, told)
        if doubted is not None:
            return doubted
        options = tuple(dict.fromkeys(said.value for said in told))
        text = self.speech.differ(property_, thing, options)
        open_ = any(self._in(value, filler.name) for value in options)
        return judged(Verdict.DISPUTED if open_ else Verdict.IMPOSSIBLE, text, told)

    def _in(self, value: str, cls: str) -> bool:
        return cls in self.world.types(value)

    # ------------------------------------------------------------------ a part
    def _slot(self, filler: Expression, construct: str) -> Judgement:
        part = self._part(filler)
        slots = self.world.slots(construct, ONT + part)
        found = [self._judge(filler, slot) for slot in slots]
        if all(each.verdict is Verdict.IMPOSSIBLE for each in found):
            return any_of([*found, self._further(part, construct, slots)])
        best = any_of(found)
        if best.reasons:
            return best
        told = tuple(said for slot in slots for said in self._about(slot))
        return judged(
            best.verdict, f"{self.speech.name(construct)} has {article(self.world.label(ONT + part))}", told
        )

    def _about(self, slot: str) -> Iterator[Said]:
        """Yield what claims state of a part."""
        for property_ in self.world.facts[slot]:
            yield from self.world.statements(slot, property_)

    def _further(self, part: str, construct: str, slots: tuple[str, ...]) -> Judgement:
        """Judge whether there may be a part that no source prints."""
        what, name = self.world.label(ONT + part), self.speech.name(construct)
        more = f"a further {what}" if slots else f"{article(what)}"
        if self.world.complete(construct) and part not in _BESIDE:
            said = self.world.statements(construct, "fullyDescribed")
            return judged(
                Verdict.IMPOSSIBLE,
                f"the description of {name} is complete, and has {'no further' if slots else 'no'} {what}",
                said,
            )
        if not slots and self.world.status.get((construct, _EXPECTED.get(part, ""))) == "notApplicable":
            return judged(Verdict.IMPOSSIBLE, f"{article(what)} does not apply to {name}")
        bound = [slot for slot in slots if self.world.values(slot, "binds")]
        if part == "binder" and bound:
            told = tuple(said for slot in bound for said in self.world.statements(slot, "binds"))
            return judged(
                Verdict.IMPOSSIBLE, f"a source that tells what {name} binds is taken to tell all of it", told
            )
        return judged(
            Verdict.POSSIBLE,
            f"no source tells of {more} of {name}, and none says that its description is complete",
        )

    def _part(self, wanted: Expression) -> str:
        """Return the part that a class of slots is about."""
        match wanted:
            case Given("part", value):
                return local(value)
            case Both(parts):
                return next(filter(None, map(self._part, parts)), "")
            case Named(name):
                definition = self.designs.definition(name)
                return self._part(definition) if definition is not None else ""
            case _:
                return ""

    def _single(self, name: str) -> bool:
        return self.designs.words.single_valued(name)

    def _broader(self, value: str) -> set[str]:
        return (
            {ONT + name for name in self.designs.words.broader(local(value))}
            if value.startswith(ONT)
            else set()
        )
