"""Try whether two figures of a passage could change places unnoticed: then the check cannot tell a mix-up.

Their values and printed words are exchanged together; the places stay or move along, the words that govern
each (`under`) stay. A pair that passes both ways is reported: a record that passes the check has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from cartograph.errors import Problem
from cartograph.records.model import Quote
from cartograph.texts.context import Context
from cartograph.texts.judge import passes
from cartograph.texts.numbers import decimal
from cartograph.texts.quoted import Quoted, Thing
from cartograph.texts.role import Kind

Pair = tuple[Quoted, Quoted]


def pairs(quoted: Iterable[Quoted]) -> Iterator[Pair]:
    """Yield the figures of each record file, which holds one passage, two by two, where a swap matters."""
    passages: dict[tuple[str, str], list[Quoted]] = defaultdict(list)
    for one in quoted:
        if one.thing is Thing.FIGURE and one.quote and not one.skip:
            passages[one.source, one.mark.file].append(one)
    for figures in passages.values():
        yield from (pair for pair in combinations(figures, 2) if _differ(*pair))


def _differ(first: Quoted, second: Quoted) -> bool:
    """Say whether a swap would change a value: `9` and `9 of 9` are the same number."""
    one, other = ([decimal(number) for number in quoted.numbers] for quoted in (first, second))
    return one != other and (set(one) != set(other) or len(set(one)) > 1)


def swaps(first: Quoted, second: Quoted) -> Iterator[Pair]:
    """Yield the ways to exchange the values and printed words of two figures: places move along, or stay."""
    yield _with_words_of(first, second), _with_words_of(second, first)
    one, other = _in_own_place(first, second), _in_own_place(second, first)
    if one and other:
        yield one, other


def _with_words_of(one: Quoted, other: Quoted) -> Quoted:
    if one.quote is None or other.quote is None:
        return one
    return replace(one, numbers=other.numbers, quote=Quote(other.quote.fragments, one.quote.under))


def _in_own_place(one: Quoted, other: Quoted) -> Quoted | None:
    """Return one with the other's words; fragments of another count have no places to stay at."""
    moved = _with_words_of(one, other)
    if one.quote is None or moved.quote is None or len(one.quote.fragments) != len(moved.quote.fragments):
        return None
    words = zip(moved.quote.fragments, one.quote.fragments, strict=True)
    fragments = tuple((printed, place) for (printed, _), (_, place) in words)
    return replace(moved, quote=Quote(fragments, one.quote.under))


def unnoticed(first: Quoted, second: Quoted, context: Context) -> bool:
    """Say whether the check would let the two figures pass with each other's values and words."""
    if _foreign(first, second.words, context) or _foreign(second, first.words, context):
        return False
    return any(passes(one, context) and passes(other, context) for one, other in swaps(first, second))


def _foreign(one: Quoted, words: str, context: Context) -> bool:
    """Say whether words name another endpoint than a figure's own: then they pass for it nowhere (judge._shown)."""
    own = (role for role in one.roles if role.kind is Kind.ENDPOINT and role.phrases)
    return any(not role.shown(words) and context.names_another(role, words) for role in own)


def problems(context: Context, quoted: Iterable[Quoted]) -> Iterator[Problem]:
    """Yield a problem for each two of the figures that nothing tells apart; those that fail alone are left out."""
    sound = [one for one in quoted if one.thing is Thing.FIGURE and passes(one, context)]
    for first, second in pairs(sound):
        if unnoticed(first, second, context):
            mark, other = second.mark, first.mark
            message = (
                f"'{second.printed}' and '{first.printed}' ({other.file}:{other.line}) could be exchanged"
                " unnoticed: nothing in the passage tells the two apart"
            )
            fix = "quote only the figure's own words, from its own name on, or declare what governs each"
            yield Problem(mark.file, mark.line, mark.column, message, fix)
