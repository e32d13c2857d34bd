"""Find the record that a node of the graph comes from."""

from __future__ import annotations

from cartograph.records.model import Claim, Mark, Records
from cartograph.terms import BASE


class Locator:
    """Find the record line that a node of the graph comes from."""

    def __init__(self, records: Records) -> None:
        self.marks = {thing.path: thing.mark for thing in records.things.values()}
        for claim in records.claims:
            self.marks |= self._of(claim)

    def _of(self, claim: Claim) -> dict[str, Mark]:
        found = {claim.id: claim.mark}
        for node in claim.walk():
            found.setdefault(node.id, node.mark)
            found |= {statement.id: statement.mark for statement in node.statements}
        return found

    def locate(self, iri: str) -> tuple[str, int] | None:
        """Return file and line of a node, or of the nearest node above it."""
        path = iri.removeprefix(BASE)
        while path:
            if path in self.marks:
                return self.marks[path].file, self.marks[path].line
            path = path.rpartition("/")[0]
        return None
