"""Find the member of a printed pair or list that is a figure's own: `x vs. y` between one group and another.

The groups stand elsewhere in the sentence, before or behind. The record quotes the pair whole and declares the
words that list them (`under: {order: …}`); the number of the second group is then the second of the pair.
Of a list of lists (`TTNT/PFS after 0, 1-5 days: 22.8, 24.6/13.2, 21.4`) the outermost stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cartograph.texts import messages
from cartograph.texts.context import Context
from cartograph.texts.messages import Finding
from cartograph.texts.normalise import normalise
from cartograph.texts.numbers import decimal, numbers
from cartograph.texts.occurrence import Spot
from cartograph.texts.place import spans
from cartograph.texts.quoted import Quoted
from cartograph.texts.role import Kind

#: What stands between the members of a list, the kinds of separators in the order in which they are tried.
_SEPARATORS = tuple(
    re.compile(words)
    for words in (
        r"\s+(?:vs\.?|versus|compared with)\s+",
        r"\s+to\s+",
        r",\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+|;\s*",
        r"\s?/\s?",
    )
)
_SENTENCE_ENDS = re.compile(r"[.!?][\"')\]]*\s+[\"'(]*[A-Z]")
_NUMBER = r"[≥≤<>]?\d[\d.-]*"

#: Roles that tell the members of a list apart.
_TOLD = (Kind.SUBJECT, Kind.ENDPOINT)


def problems(quoted: Quoted, spot: Spot, context: Context) -> Iterator[Finding]:
    """Yield why the figure's numbers are not those that stand at its place in the list."""
    if quoted.quote is None or not quoted.quote.under.order:
        return
    slot = quoted.words
    for words in quoted.quote.under.order:
        if not _in_sentence(normalise(words), spot):
            yield messages.no_order(quoted, words, spot, context.text)
            return
        listed = members(words)
        place = _place(quoted, listed)
        if place is None:
            yield messages.not_listed(quoted, words, spot, context.text)
            return
        slots = _split(slot, len(listed))
        if not slots:
            yield messages.other_length(quoted, words, len(listed), spot, context.text)
            return
        slot = slots[place]
    if not _states(quoted, slot):
        yield messages.wrong_member(quoted, slot, spot, context.text)


def own(quoted: Quoted, spot: Spot) -> Iterator[str]:
    """Yield the members of the declared lists that are the figure's own: they show whose it is."""
    for words in quoted.quote.under.order if quoted.quote else ():
        listed = members(words)
        place = _place(quoted, listed)
        if place is not None and _in_sentence(normalise(words), spot):
            yield listed[place]


def members(words: str) -> tuple[str, ...]:
    """Return the members of a list; a bare number shares the words before the first or behind the last.

    >>> members("0, 1–5, and ≥ 5 days steroids")
    ('0 days steroids', '1-5 days steroids', '≥5 days steroids')
    >>> members("weeks 0 to 4"), members("TTNT/PFS")
    (('weeks 0', 'weeks 4'), ('TTNT', 'PFS'))
    """
    every = (separator.split(normalise(words)) for separator in _SEPARATORS)
    parts = next((found for found in every if len(found) > 1), [])
    if not parts:
        return ()
    head = re.sub(rf"{_NUMBER}$", "", parts[0]) if re.search(rf"\s{_NUMBER}$", parts[0]) else ""
    tail = re.sub(rf"^{_NUMBER}", "", parts[-1]) if re.match(rf"{_NUMBER}\s", parts[-1]) else ""
    return tuple(f"{head}{part}{tail}" if re.fullmatch(_NUMBER, part) else part for part in parts)


def _place(quoted: Quoted, listed: tuple[str, ...]) -> int | None:
    """Return which member shows the figure's subject, else its endpoint, else its time; None where not one does.

    A member that names a group may also name the endpoint: `the one had a higher rate than the other`.
    """
    shown = [
        [n for n, member in enumerate(listed) if role.shown(member)]
        for kind in _TOLD
        for role in quoted.roles
        if role.kind is kind
    ]
    shown += [[n for n, m in enumerate(listed) if decimal(axis) in numbers(m)] for axis in quoted.axes]
    return next((places[0] for places in shown if len(places) == 1), None)


def _split(words: str, count: int) -> list[str]:
    """Return the words in as many members; by the first kind of separator that makes so many."""
    every = (separator.split(words) for separator in _SEPARATORS)
    return next((found for found in every if len(found) == count), [])


def _states(quoted: Quoted, slot: str) -> bool:
    """Say whether a member states the figure's numbers; a figure without one (not reached) wants none there."""
    stated = numbers(slot)
    return all(decimal(n) in stated for n in quoted.numbers) if quoted.numbers else not stated


def _in_sentence(words: str, spot: Spot) -> bool:
    """Say whether the words stand in the snippet's sentence, before it, behind it or in it."""
    return any(
        not _SENTENCE_ENDS.search(spot.window[min(start, spot.start) : max(end, spot.end)])
        for start, end in spans(spot.window, words)
    )
