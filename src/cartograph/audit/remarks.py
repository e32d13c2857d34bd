"""List what curators noticed and no rule can find, so that it stands with the findings."""

from __future__ import annotations

from collections.abc import Iterator

from cartograph.audit.finding import Finding
from cartograph.audit.ground import Ground
from cartograph.terms import local


def remarked_by_curators(ground: Ground) -> Iterator[Finding]:
    """List the remarks of curators on what a passage prints.

    Problem: the record of the passage holds a typed remark: an order that is broken, groups that overlap, counts that
    do not add up, a heading or a source that does not fit.
    Why: what a person saw in the words, and no rule can see, is as much a finding as what arithmetic gives.
    Fix: none; the remark brings its own reason.
    """
    for iri in sorted(ground.world.instances("Remark")):
        kinds = ", ".join(ground.world.label(kind) for kind in ground.world.values(iri, "remarkKind"))
        about = tuple(sorted(ground.world.values(iri, "concerns")))
        printed = " and ".join(f"'{p}'" for p in dict.fromkeys(_printed(ground, node) for node in about))
        key = local(iri).removeprefix("claim/").replace("/", "-")
        because = " ".join(ground.world.values(iri, "because"))
        yield Finding("remarked-by-curators", "note", f"{kinds}: {printed}", about, key, because)


def _printed(ground: Ground, node: str) -> str:
    return " … ".join(ground.world.values(node, "printed")) or ground.world.label(node)
