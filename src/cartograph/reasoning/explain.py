"""Explain a membership in sentences: the definition, what decides, and where each fact is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cartograph.errors import Problem, UsageError
from cartograph.reasoning.designs import Design
from cartograph.reasoning.membership import Memberships
from cartograph.reasoning.verdict import Judgement, Reason, Verdict
from cartograph.terms import ONT, thing

_VERDICT = {
    Verdict.INFERRED: "{thing} is in the class “{label}”.",
    Verdict.POSSIBLE: "{thing} may be in the class “{label}”: nothing that is told decides it.",
    Verdict.DISPUTED: "Whether {thing} is in the class “{label}” is in dispute.",
    Verdict.IMPOSSIBLE: "{thing} cannot be in the class “{label}”.",
}
_BECAUSE = {
    Verdict.INFERRED: "It follows from:",
    Verdict.POSSIBLE: "It is left open by:",
    Verdict.DISPUTED: "The claims in dispute:",
    Verdict.IMPOSSIBLE: "It is excluded by:",
}


@dataclass(frozen=True)
class Explanation:
    """Hold a judged membership, ready to be read."""

    thing: str
    label: str
    design: Design
    judgement: Judgement
    reasons: tuple[tuple[str, tuple[str, ...]], ...]  # each sentence, with the places where it is printed

    @property
    def verdict(self) -> Verdict:
        """Return the verdict."""
        return self.judgement.verdict

    def lines(self) -> Iterator[str]:
        """Yield the explanation line by line."""
        yield _capital(_VERDICT[self.verdict].format(thing=self.label, label=self.design.label))
        yield f"Definition: {self.design.definition} ({self.design.source})"
        yield _BECAUSE[self.verdict]
        for text, places in self.reasons:
            yield f"  - {_capital(text)}."
            yield from (f"      {place}" for place in places)


def explain(judge: Memberships, path: str, name: str) -> Explanation:
    """Explain whether a thing, by its path, is in a design, by any of its names.

    Where the thing is an agent and the design one of constructs, its construct is explained.
    Raises UsageError for an unknown thing or design, and where the design is no question about the thing.
    """
    design = judge.designs.find(name)
    about = [iri for iri in _things(judge, path) if judge.designs.root(design) in judge.world.types(iri)]
    if not about:
        label, root = (
            judge.world.label(thing(path).value),
            judge.world.label(ONT + judge.designs.root(design)),
        )
        message = f"'{design.label}' is no question about {label}: it is about every {root}"
        raise UsageError(
            Problem("CLASS", message=message, fix=f"`cartograph explain {path}` lists those that are")
        )
    return explained(judge, about[0], design)


def explain_all(judge: Memberships, path: str) -> list[Explanation]:
    """Explain each design that asks about an agent or its construct; raise UsageError for an unknown thing."""
    return [
        explained(judge, iri, design) for iri in _things(judge, path) for design in judge.designs_for(iri)
    ]


def explained(judge: Memberships, iri: str, design: Design) -> Explanation:
    """Judge a membership and put what decides it into words."""
    found = judge.judge(iri, design)
    reasons = tuple((reason.text, _places(judge, reason)) for reason in found.reasons)
    return Explanation(iri, judge.speech.name(iri), design, found, reasons)


def _places(judge: Memberships, reason: Reason) -> tuple[str, ...]:
    ordered = sorted(reason.statements, key=lambda said: (said.claim, said.line))
    return tuple(dict.fromkeys(judge.world.place(said) for said in ordered))


def _things(judge: Memberships, path: str) -> list[str]:
    """Return a thing and the constructs that it is made with."""
    iri = thing(path).value
    if not judge.world.types(iri):
        raise UsageError(
            Problem("AGENT", message=f"nothing is called '{path}'", fix="give an id such as agent/ct103a")
        )
    return [iri, *judge.world.values(iri, "hasConstruct")]


#: Words of ours that begin a sentence; a name keeps the letter that its source gives it.
_FIRST = ("the ", "a ", "an ", "no ", "claims ", "whether ", "nothing ", "it ")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:] if text.startswith(_FIRST) else text
