"""Look up the words that a quotation says govern it (`under`): they count only where they stand."""

from __future__ import annotations

from cartograph.records.model import Quote
from cartograph.texts.context import Context, last_start
from cartograph.texts.normalise import normalise
from cartograph.texts.occurrence import Spot
from cartograph.texts.role import Kind, pattern


def headers(quote: Quote, spot: Spot, context: Context) -> tuple[str, ...]:
    """Return the declared words of row and column that stand there; inherited or wrong ones show nothing."""
    row, column = quote.under.row, quote.under.column
    found = (
        row if row and _standing(row, _row(spot, context)) else None,
        column if column and _standing(column, _above(spot, context)) else None,
    )
    return tuple(normalise(words) for words in found if words)


def prefix(quote: Quote, spot: Spot, context: Context) -> str | None:
    """Return the declared prefix where it stands before the spot."""
    words = normalise(quote.under.prefix or "")
    before = context.before(spot, Kind.SUBJECT) if words else ()
    return words if any(last_start(window, words, limit) >= 0 for window, limit in before) else None


def standing(quote: Quote, spot: Spot, context: Context) -> tuple[str, ...]:
    """Return all the declared words that stand where they are said to."""
    before = prefix(quote, spot, context)
    return (*headers(quote, spot, context), *([before] if before else []))


def _standing(words: str, cells: tuple[str, ...]) -> bool:
    return any(pattern((words,)).search(cell) for cell in cells)


def _row(spot: Spot, context: Context) -> tuple[str, ...]:
    cells: list[str] = []
    for number in context.rows(spot):
        table, line = context.text.table(number), context.text.line(number)
        if table and line:
            cells += [*table.row_headers(number), *line.cells]
    return tuple(cells)


def _above(spot: Spot, context: Context) -> tuple[str, ...]:
    table = context.text.table(spot.line)
    if table is None or spot.cell is None:
        return ()
    above = tuple(row.cell(spot.cell) for row in table.rows if row.number < spot.line)
    return (*table.column_headers(spot.cell), *above)
