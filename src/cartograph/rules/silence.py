"""Find the declared silences that cover a claim: of its row, of its passage or of its source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from cartograph.errors import Problem
from cartograph.records.model import Claim, Silence

#: The narrowest silence says most about a claim.
_SCOPES = ("rowScope", "passageScope", "sourceScope")


class Silences:
    """Hold the declared silences by the expected property that they are about."""

    def __init__(self, declared: Iterable[Silence]) -> None:
        self._by_expectation: dict[str, list[Silence]] = defaultdict(list)
        for silence in declared:
            self._by_expectation[silence.expectation].append(silence)

    def about(self, expectation: str) -> list[Silence]:
        """Return the silences about an expected property."""
        return self._by_expectation.get(expectation, [])

    def covering(self, claim: Claim, expectation: str, family: set[str]) -> list[Silence]:
        """Return the silences that cover an expected property of a thing as far as one claim goes, narrowest first."""
        found = [silence for silence in self.about(expectation) if covers(silence, claim, family)]
        return sorted(found, key=lambda silence: (_SCOPES.index(silence.scope), silence.id))


def covers(silence: Silence, claim: Claim, family: set[str]) -> bool:
    """Say whether a silence speaks of a claim and of a thing, which goes by any of the names of its family."""
    if family & set(silence.exceptions):
        return False
    if silence.subjects and not family & set(silence.subjects):
        return False
    return reaches(silence, claim)


def reaches(silence: Silence, claim: Claim) -> bool:
    """Say whether a claim lies in the row, the passage or the source that a silence is declared for."""
    if silence.scope == "rowScope" and silence.claim is not None:
        return silence.claim == claim.id
    if silence.scope == "passageScope":
        return (silence.source, silence.passage) == (claim.source, claim.passage)
    return silence.source == claim.source


def contradiction(silence: Silence, claim: Claim, thing: str) -> Problem:
    """Return the problem of a silence that a statement of its own source contradicts."""
    mark = silence.mark
    return Problem(
        mark.file,
        mark.line,
        mark.column,
        f"declared silent, but {claim.mark.file}:{claim.mark.line} ({claim.row}) states it of {thing}",
        f"add 'except: [{thing}]'",
    )
