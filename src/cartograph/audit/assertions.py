"""Find assertions whose actor is not what acts: a gene for its loss, a drug for its combination with another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground
from cartograph.terms import local

#: Words of a context that say that a gene or target is lost, changed or held down, and so does not act itself.
_CHANGED = re.compile(
    r"\b(loss|lost|lack|absen|edit|knock|disrupt|manipulat|silenc|delet|deplet|inhibition|inhibited|blocked)",
    re.IGNORECASE,
)
#: Words that say that a drug was given together with another therapy.
_COMBINED = re.compile(r"\bcombin|\btogether with\b|^with (?!\w+ of\b)", re.IGNORECASE)
#: Words of an object that name a therapy by what it is directed against: the therapy acts, and not its target.
_THERAPY = re.compile(
    r"\b(CAR[- ]T|T cells?|antibod|therap)\w*\b.*\b(target|against|directed)", re.IGNORECASE
)
_WORDS = {"gene": _CHANGED, "target": _CHANGED, "agent": _COMBINED}


def actor_is_the_change(ground: Ground) -> Iterator[Finding]:
    """Find assertions whose actor is a gene, target or drug, and whose context says that a change to it acts.

    Problem: the context speaks of the loss, editing or inhibition of the gene or target that is named as the actor, or
    of a combination of the drug that is; or a target is said to be associated with a therapy against another. Drugs
    that a sentence lists as doing one thing are left: each has its assertion.
    Why: "the gene decreases the disease" is the opposite of what a source says of its knockout; what a combination
    does is not what one of its parts does. No grammar tells the two apart for sure, hence weak.
    Fix: name the change as the actor (a technology, the combination), or accept the finding where the actor does act.
    """
    every = sorted(ground.world.instances("MechanisticAssertion"))
    listed = Counter(_done(ground, iri) for iri in every)
    for iri in every:
        context = " ".join(ground.world.values(iri, "context"))
        for actor in ground.world.values(iri, "actor"):
            kind = local(actor).partition("/")[0]
            about = _acting(ground, iri, kind, context)
            if about and not (kind == "agent" and listed[_done(ground, iri)] > 1):
                message = (
                    f"'{ground.world.label(actor)}' is named as what acts, and the record says '{about}'"
                )
                yield Finding("actor-is-the-change", "weak", message, (iri,))


def _done(ground: Ground, assertion: str) -> tuple[str, ...]:
    """Return what an assertion says is done, and which claim says it."""
    claim = local(assertion).partition("/assertion/")[0]
    return claim, *(value for key in ("relation", "object") for value in ground.world.values(assertion, key))


def _acting(ground: Ground, assertion: str, kind: str, context: str) -> str:
    """Return the words of an assertion that name something else as acting, or nothing."""
    words = _WORDS.get(kind)
    if words is not None and words.search(context):
        return context
    object_ = " ".join(ground.world.values(assertion, "object"))
    tied = "associatedWith" in {local(r) for r in ground.world.values(assertion, "relation")}
    return object_ if tied and kind in ("gene", "target") and _THERAPY.search(object_) else ""
