"""Find designs that a source prints and that the parts exclude."""

from __future__ import annotations

from collections.abc import Iterator

from cartograph.audit.finding import Finding
from cartograph.reasoning.membership import Memberships
from cartograph.reasoning.verdict import Verdict
from cartograph.terms import local


def stated_against_inferred(judge: Memberships) -> Iterator[Finding]:
    """Find generations that a source prints and that the agreed parts exclude.

    Problem: the parts that sources print cannot make the generation that a source names.
    Why: a part or the generation is misprinted, or the source counts generations in another way.
    Fix: mark the misprint where a passage tells which; else accept the finding with the reason.
    """
    for (construct, property_), told in sorted(judge.world.stated.items()):
        for said in told if property_ == "statedGeneration" else ():
            name = local(said.value)
            design = judge.designs.designs.get(f"{name[0].upper()}{name[1:]}CAR")
            found = judge.judge(construct, design) if design else None
            if found is not None and found.verdict is Verdict.IMPOSSIBLE:
                why = "; ".join(reason.text for reason in found.reasons)
                message = f"{judge.speech.name(construct)}, printed as {judge.world.word(said.value)}: {why}"
                yield Finding("stated-against-inferred", "impossible", message, (said.iri,))
