"""Hold what the parts say of a membership: inferred, possible, impossible or disputed, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cartograph.reasoning.world import Said


class Verdict(StrEnum):
    """Name what the agreed parts and the open questions say of a membership."""

    INFERRED = "inferred"
    POSSIBLE = "possible"
    DISPUTED = "disputed"
    IMPOSSIBLE = "impossible"


#: Of several conditions that must all hold, the one that stands first decides; of alternatives, the last.
_WEAKEST = (Verdict.IMPOSSIBLE, Verdict.DISPUTED, Verdict.POSSIBLE, Verdict.INFERRED)


@dataclass(frozen=True)
class Reason:
    """Hold one sentence of an explanation, and the statements that it rests on."""

    text: str
    statements: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """Hold a verdict and what led to it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]


def judged(verdict: Verdict, text: str, statements: Iterable[Said] = ()) -> Judgement:
    """Make a judgement that rests on one reason."""
    return Judgement(verdict, (Reason(text, tuple(statements)),))


def all_of(found: Iterable[Judgement]) -> Judgement:
    """Judge a membership that needs every one of the conditions: the weakest decides, and gives the reasons.

    >>> all_of([judged(Verdict.INFERRED, "a"), judged(Verdict.POSSIBLE, "b")]).reasons
    (Reason(text='b', statements=()),)
    """
    return _decided(found, _WEAKEST)


def any_of(found: Iterable[Judgement]) -> Judgement:
    """Judge a membership that needs one of the alternatives: the strongest decides; a dispute beats an open end.

    >>> any_of([judged(Verdict.DISPUTED, "a"), judged(Verdict.POSSIBLE, "b")]).verdict.value
    'disputed'
    """
    return _decided(found, (Verdict.INFERRED, Verdict.DISPUTED, Verdict.POSSIBLE, Verdict.IMPOSSIBLE))


def _decided(found: Iterable[Judgement], order: tuple[Verdict, ...]) -> Judgement:
    every = list(found)
    verdict = min((each.verdict for each in every), key=order.index)
    reasons = (reason for each in every if each.verdict is verdict for reason in each.reasons)
    return Judgement(verdict, tuple(dict.fromkeys(reasons)))
