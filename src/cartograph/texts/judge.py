"""Judge one quotation: whether its words stand there, hold its numbers, and show its roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from cartograph.errors import Problem
from cartograph.texts import messages, order, under
from cartograph.texts.context import Context, declared_grade
from cartograph.texts.grades import Grades, governing, grades, tokens
from cartograph.texts.messages import Finding
from cartograph.texts.normalise import normalise
from cartograph.texts.numbers import decimal, numbers
from cartograph.texts.occurrence import Occurrence, Spot, occurrences
from cartograph.texts.quoted import Quoted, Thing
from cartograph.texts.role import Kind, Role, paired, pattern

#: Roles that the headers of a row and column may show. The value of a statement is not among them: under the
#: heading "Humanized" stands an antibody fragment that the cell calls human.
_HEADED = frozenset(Kind) - {Kind.TERM}

#: Roles whose names are listed before their numbers: `PFS and OS was 66.0% and 80.9%`.
_LISTED = frozenset({Kind.ENDPOINT, Kind.SUBJECT})

#: A finding that is put into words when somebody reads it: most are only asked for whether there is one.
Told = Callable[[], Finding]


def problems(quoted: Quoted, context: Context) -> tuple[Problem, ...]:
    """Return what is wrong with a quotation; nothing if one place where its words stand satisfies all.

    Of several places that fail the one with the fewest findings is told.
    """
    mark, found = quoted.mark, list(_always(quoted))
    if quoted.printed:
        places = occurrences(quoted, context.text)
        tried = sorted((list(_there(quoted, place, context)) for place in places), key=len)
        found += tried[0] if tried else [partial(messages.absent, quoted, context.text)]
    told = (each() for each in found)
    return tuple(Problem(mark.file, mark.line, mark.column, f.message, f.fix) for f in told)


def passes(quoted: Quoted, context: Context) -> bool:
    """Say whether nothing is wrong with a quotation, at the first place that satisfies all."""
    if any(_always(quoted)):
        return False
    return any(not any(_there(quoted, place, context)) for place in occurrences(quoted, context.text))


def _always(quoted: Quoted) -> Iterator[Told]:
    """Yield what is wrong wherever the words stand."""
    if not quoted.printed:
        yield partial(messages.no_words, quoted)
        return
    stated = numbers(quoted.words)
    for number in quoted.numbers:
        if decimal(number) not in stated:
            yield partial(messages.no_number, quoted, number, stated)


def _there(quoted: Quoted, occurrence: Occurrence, context: Context) -> Iterator[Told]:
    """Yield what is wrong at one place where the words stand."""
    yield from _prefix(quoted, occurrence[0], context)
    yield from _axes(quoted, occurrence[0], context)
    yield from (partial(_same, found) for found in order.problems(quoted, occurrence[0], context))
    for role in quoted.roles:
        yield from _role(role, quoted, occurrence, context)


def _prefix(quoted: Quoted, spot: Spot, context: Context) -> Iterator[Told]:
    """Yield what is wrong with a figure's prefix: it must stand before, and no later one may govern."""
    if quoted.quote is None or not quoted.quote.under.prefix or quoted.thing is not Thing.FIGURE:
        return
    own = under.prefix(quoted.quote, spot, context)
    if own is None:
        yield partial(messages.no_prefix, quoted, quoted.quote.under.prefix, spot, context.text)
    elif context.is_bare(own, spot):
        last = context.governing(spot, None)
        if last and last != own:
            yield partial(messages.other_prefix, quoted, own, last, spot, context.text)


def _axes(quoted: Quoted, spot: Spot, context: Context) -> Iterator[Told]:
    if not quoted.axes or quoted.quote is None:
        return
    declared = (*under.standing(quoted.quote, spot, context), *order.own(quoted, spot))
    stated = numbers(quoted.words).union(*map(numbers, declared))
    for axis in quoted.axes:
        if decimal(axis) not in stated:
            yield partial(messages.no_number, quoted, axis, stated)


def _role(role: Role, quoted: Quoted, occurrence: Occurrence, context: Context) -> Iterator[Told]:
    spot, text = occurrence[0], context.text
    other = next((words for each in occurrence for words in _across(role.forbidden, each)), None)
    if other:
        yield partial(messages.other_role, quoted, role, other, spot, text)
    elif role.kind is Kind.GRADE:
        yield from _grade(role, quoted, occurrence, context)
    elif role.phrases and not _shown(role, quoted, spot, context):
        yield partial(_not_shown, role, quoted, spot, context)
    elif role.kind in _LISTED and not _in_order(role, quoted, context):
        yield partial(messages.wrong_slot, quoted, role, spot, text)


def _across(forbidden: tuple[str, ...], spot: Spot) -> Iterator[str]:
    """Yield the forbidden phrases that share a character with the snippet where it stands."""
    for found in pattern(forbidden).finditer(spot.window) if forbidden else ():
        if found.start() < spot.end and spot.start < found.end():
            yield found[0]


def _in_order(role: Role, quoted: Quoted, context: Context) -> bool:
    value = decimal(quoted.numbers[0]) if quoted.numbers else None
    return value is None or paired(role, value, quoted.words, context.rivals(role))


def _shown(role: Role, quoted: Quoted, spot: Spot, context: Context) -> bool:
    """Say whether the snippet shows a role, else the governing prefix, its place in a list, or a header.

    Where a figure's snippet names another endpoint, nothing else shows its own: `anemia (55%)` under TEAEs is
    no figure of all events. Where it names another subject, no header does: `65 (phase 1 pts)`.
    """
    if role.shown(quoted.words):
        return True
    another = quoted.thing is Thing.FIGURE and context.names_another(role, quoted.words)
    if another and role.kind is Kind.ENDPOINT:
        return False
    prefix = context.governing(spot, role.kind)
    if prefix and role.shown(prefix):
        return True
    if any(role.shown(member) for member in order.own(quoted, spot)):
        return True
    return not another and any(role.shown(words) for words in _heads(role, quoted, spot, context))


def _heads(role: Role, quoted: Quoted, spot: Spot, context: Context) -> Iterator[str]:
    """Yield what heads the spot: declared words of its row and column, and for most roles its headers."""
    yield from under.headers(quoted.quote, spot, context) if quoted.quote else ()
    yield from _headers(role, spot, context) if role.kind in _HEADED else ()


def _headers(role: Role, spot: Spot, context: Context) -> Iterator[str]:
    table = context.text.table(spot.line)
    if table is None or spot.cell is None:
        return
    yield from table.column_headers(spot.cell)
    subject = role.kind is Kind.SUBJECT
    if subject and pattern(role.phrases).match(spot.window):
        yield spot.window  # a cell that begins with the subject's name speaks of it
    if not (subject and context.speaks_of_another(role, table, spot.window)):
        yield from context.row_headers(spot)


def _same(found: Finding) -> Finding:
    return found


def _not_shown(role: Role, quoted: Quoted, spot: Spot, context: Context) -> Finding:
    declared, there = quoted.quote.under.phrases if quoted.quote else (), set[str]()
    if quoted.quote:
        there = set(under.standing(quoted.quote, spot, context))
    missing = [words for words in declared if normalise(words) not in there]
    governing = context.governing(spot, role.kind)
    return messages.not_shown(quoted, role, governing, missing, spot, context.text)


def _grade(role: Role, quoted: Quoted, occurrence: Occurrence, context: Context) -> Iterator[Told]:
    wanted = {found for phrase in role.phrases if (found := grades(phrase))}
    said = _said_grades(quoted, occurrence, context)
    if (wanted or said) and not wanted & said:
        yield partial(messages.wrong_grade, quoted, wanted, said, occurrence[0], context.text)


def _said_grades(quoted: Quoted, occurrence: Occurrence, context: Context) -> set[Grades]:
    """Return the grades that the snippet names, else those that govern it, else those of its headers."""
    spot = occurrence[0]
    inside = {grades for each in occurrence for grades in _named_inside(each)}
    if inside:
        return inside
    declared = normalise(quoted.quote.under.prefix or "") if quoted.quote else ""
    prefix = declared_grade(spot.window, spot.start, declared) if declared else None
    if prefix:
        return {token.grades for token in tokens(prefix)}
    token = governing(spot.window, spot.start)
    if token:
        return {token.grades}
    return {t.grades for words in _headers(Role(Kind.GRADE, ()), spot, context) for t in tokens(words)}


def _named_inside(spot: Spot) -> Iterator[Grades]:
    for token in tokens(spot.window):
        if token.start < spot.end and spot.start < token.end:
            yield token.grades
