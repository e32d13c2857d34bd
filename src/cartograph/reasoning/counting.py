"""Judge what rules count: how many parts of a kind a construct has, and whether its binders have one target or more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cartograph.reasoning.speech import Speech, article, number, plural
from cartograph.reasoning.verdict import Judgement, Verdict, judged
from cartograph.reasoning.world import Said, World
from cartograph.terms import ONT

#: What a rule counts: the part, and the class of its kind where not every one counts.
COUNTED: Mapping[str, tuple[str, str | None]] = {
    "costimulatoryDomainCount": ("costimulatoryDomain", None),
    "cytokineReceptorDomainCount": ("cytokineReceptorDomain", None),
    "secretedCytokineCount": ("payload", "SecretedCytokine"),
}
#: What a rule says of the binders together, in words.
TOGETHER = {
    "bindsSeveralTargets": "two different targets",
    "hasBindersOfDifferentTargets": "different targets with two binders",
    "hasBindersOfOneTarget": "one target with two binders",
}


@dataclass(frozen=True)
class Counting:
    """Judge the counts of one world."""

    world: World
    speech: Speech

    def count(self, property_: str, wanted: int, construct: str) -> Judgement:
        """Judge whether a construct has exactly so many parts."""
        part, cls = COUNTED[property_]
        slots = self.world.slots(construct, ONT + part)
        sure = [s for s in slots if cls is None or self._is(s, cls)]
        told = tuple(said for slot in sure for said in self.world.statements(slot, "kind"))
        what = self.world.label(ONT + (cls or part))
        have = f"{self.speech.name(construct)} has {plural(len(sure), what)}"
        held = self.world.values(construct, property_)
        if held:
            verdict = Verdict.INFERRED if str(wanted) in held else Verdict.IMPOSSIBLE
            full = self.world.statements(construct, "fullyDescribed")
            return judged(verdict, f"{have}, and its description is complete", (*told, *full))
        if len(sure) > wanted:
            return judged(
                Verdict.IMPOSSIBLE, f"{have} at least, where the class has {number(wanted, 'none')}", told
            )
        if len(slots) > len(sure) and self.world.complete(construct):
            return self._unclear(part, construct, slots)
        return self._open(construct, have if sure else "", what, told)

    def _is(self, slot: str, cls: str) -> bool:
        return any(cls in self.world.types(kind) for kind in self.world.values(slot, "kind"))

    def _open(self, construct: str, have: str, what: str, told: tuple[Said, ...]) -> Judgement:
        """Judge a count that no complete description settles."""
        name, full = self.speech.name(construct), self.world.statements(construct, "fullyDescribed")
        if full and not self.world.values(construct, "fullyDescribed"):
            text = f"claims differ on whether the description of {name} is complete"
            return judged(Verdict.DISPUTED, text, full)
        if not have:
            return judged(Verdict.POSSIBLE, f"whether {name} has {article(what)} is not told")
        text = f"{have} as far as sources tell, and none says that its description is complete"
        return judged(Verdict.POSSIBLE, text, told)

    def _unclear(self, part: str, construct: str, slots: tuple[str, ...]) -> Judgement:
        told = tuple(said for slot in slots for said in self.world.statements(slot, "kind"))
        text = (
            f"it is not agreed what every {self.world.label(ONT + part)} of {self.speech.name(construct)} is"
        )
        return judged(Verdict.DISPUTED if told else Verdict.POSSIBLE, text, told)

    def together(self, property_: str, construct: str) -> Judgement:
        """Judge what is said of all the binders of a construct."""
        binders, name = self.world.slots(construct, ONT + "binder"), self.speech.name(construct)
        told = tuple(said for slot in binders for said in self.world.statements(slot, "binds"))
        what = TOGETHER[property_]
        if "true" in self.world.values(construct, property_):
            return judged(Verdict.INFERRED, f"{name} binds {what}", told)
        targets = tuple(dict.fromkeys(t for slot in binders for t in self.world.values(slot, "binds")))
        if targets or self.world.complete(construct):
            known = f"{self.speech.list(targets)} with {plural(len(binders), 'binder')}"
            return judged(Verdict.IMPOSSIBLE, f"{name} binds {known}, not {what}", told)
        return judged(Verdict.POSSIBLE, f"no source tells what {name} binds")
