"""Find where a cell's own words begin that starts with the rest of the row above a page break.

The text does not mark it, so the quotations do: what belongs to the row above stands first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cartograph.errors import Problem
from cartograph.records.model import Place
from cartograph.texts.context import Border, Context
from cartograph.texts.occurrence import Occurrence, Spot, occurrences
from cartograph.texts.quoted import Quoted
from cartograph.texts.role import Kind


@dataclass(frozen=True)
class _Claimed:
    """Hold a quotation in a divided cell, with the row to which its subject gives it."""

    quoted: Quoted
    spot: Spot
    row: int


def bordered(context: Context) -> tuple[Context, tuple[Problem, ...]]:
    """Return the context with the borders of its divided cells, and a problem for each cell that has none."""
    borders, problems = {}, []
    for place, above in context.breaks.items():
        claimed = tuple(_claimed(context, place, above))
        rest = [c for c in claimed if c.row == above]
        own = [c for c in claimed if c.row == place.line]
        last = max(rest, key=lambda c: c.spot.end, default=None)
        first = min(own, key=lambda c: c.spot.start, default=None)
        if last and first and first.spot.start < last.spot.end:
            problems.append(_mixed(last, first, context))
        elif last:
            borders[place] = Border(above, last.spot.end, first.spot.start if first else last.spot.end)
    return replace(context, borders=borders), tuple(problems)


def _claimed(context: Context, place: Place, above: int) -> Iterator[_Claimed]:
    for quoted in context.quoted:
        found = _first_at(quoted, place, context)
        if found:
            row = above if len(found) > 1 else _row(quoted, (above, place.line), context)
            yield from (_Claimed(quoted, s, row) for s in found if row and s.line == place.line)


def _first_at(quoted: Quoted, place: Place, context: Context) -> Occurrence | None:
    if quoted.quote is None or all(at.line != place.line for _, at in quoted.quote.fragments):
        return None
    found = occurrences(quoted, context.text)
    return next((o for o in found if any(Place(s.line, s.cell) == place for s in o)), None)


def _row(quoted: Quoted, rows: tuple[int, int], context: Context) -> int | None:
    """Return the one row whose header shows the quotation's subject."""
    subjects = [role for role in quoted.roles if role.kind is Kind.SUBJECT and role.phrases]
    named = [
        row
        for row in rows
        if (table := context.text.table(row))
        and any(role.shown(header) for role in subjects for header in table.row_headers(row))
    ]
    return named[0] if len(named) == 1 else None


def _mixed(rest: _Claimed, own: _Claimed, context: Context) -> Problem:
    mark, other = rest.quoted.mark, own.quoted
    message = (
        f"'{rest.quoted.printed}' is recorded for the row above the page break,"
        f" but '{other.printed}' before it for the row itself"
        f" ({other.mark.file}:{other.mark.line}; {context.text.name} line {own.spot.line})"
    )
    fix = "what is left over of the row above stands first: correct which row each belongs to"
    return Problem(mark.file, mark.line, mark.column, message, fix)
