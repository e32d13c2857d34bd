"""Lay rows out for people: as a table on a terminal, as Markdown."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    Row = Sequence[str]

#: A terminal wider than this is not filled: the eye loses the row.
_WIDEST = 160
_DEFAULT_SIZE = (100, 24)  # where there is no terminal

_GAP = 2  # between columns
_READABLE = 12  # a column that is narrower is hard to read, unless its cells are short
_LONGEST_WORD = 24  # what is longer is an address, which may be broken

_TRAILING = re.compile(r"[ ]+$", re.MULTILINE)


def terminal_table(columns: Row, rows: Iterable[Row]) -> str:
    """Return a table as text for the terminal; long cells are folded, never cut."""
    return on_terminal(grid(columns, rows))


def grid(
    columns: Row, rows: Iterable[Row], narrow: Sequence[bool] = (), *, once: bool = False
) -> RenderableType:
    """Return a table to lay out; the `narrow` columns keep each cell on one line.

    Where the terminal is too narrow for that, each row is a block of lines, so that no number is ever broken.
    `once` leaves the first cell of a row of the table empty where it is that of the row above.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    lines = [list(columns), *map(list, rows)]
    fixed = [*narrow, *[False] * (len(columns) - len(narrow))]
    given = widths(lines, fixed, terminal_width())
    if any(narrow) and sum(given) + _GAP * (len(given) - 1) > terminal_width():
        return _blocks(columns, lines[1:])
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for column, width in zip(columns, given, strict=True):
        table.add_column(Text(column), overflow="fold", width=width)
    for line in _without_repeats(lines[1:]) if once else lines[1:]:
        table.add_row(*map(Text, line))
    return table


def _without_repeats(cells: Iterable[Row]) -> Iterator[Row]:
    """Leave the first cell of a row empty where it is that of the row above."""
    before = None
    for first, *rest in cells:
        yield ["" if first == before else first, *rest]
        before = first


def _blocks(columns: Row, rows: Sequence[Row]) -> RenderableType:
    """Return rows as blocks, one line a cell that is not empty, an empty line between rows."""
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(width=max(map(len, columns)), no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row("", "")
        for column, cell in zip(columns, row, strict=True):
            if cell:
                table.add_row(Text(column, style="dim"), Text(cell))
    return table


def indented(text: str, columns: int) -> RenderableType:
    """Return a text to lay out with so much room before each of its lines."""
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(text), (0, 0, 0, columns))


def wrapped(text: str) -> list[str]:
    """Return the lines of a text, two columns in."""
    return textwrap.wrap(text, terminal_width(), initial_indent="  ", subsequent_indent="  ")


def widths(lines: Sequence[Row], narrow: Sequence[bool], room: int) -> list[int]:
    """Share the room among the columns: no word is broken while it can be helped, long columns get the rest.

    >>> widths([["product", "why"], ["CT103A", "not reported in the sources curated"]], [False, False], 30)
    [7, 21]
    """
    wanted = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    words = [min(_longest_word(cells), _LONGEST_WORD) for cells in zip(*lines, strict=True)]
    least = [max(word, min(full, _READABLE)) for full, word in zip(wanted, words, strict=True)]
    given = [full if keep else few for full, few, keep in zip(wanted, least, narrow, strict=True)]
    for _ in range(room - sum(given) - _GAP * (len(given) - 1)):
        neediest = max(range(len(given)), key=lambda i: wanted[i] / given[i])
        if given[neediest] >= wanted[neediest]:
            break
        given[neediest] += 1
    return given


def _longest_word(cells: Iterable[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=1)


def terminal_width() -> int:
    """Return how many columns to fill."""
    return min(shutil.get_terminal_size(_DEFAULT_SIZE).columns, _WIDEST)


def on_terminal(*parts: RenderableType) -> str:
    """Return the parts laid out for the terminal, in colours where it has some (`NO_COLOR` is honoured)."""
    from rich.console import Console

    plain = False if os.environ.get("NO_COLOR") else None  # neither colours nor bold type
    console = Console(
        width=terminal_width(), highlight=False, markup=False, emoji=False, force_terminal=plain
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    return _TRAILING.sub("", capture.get())


def markdown_table(columns: Row, rows: Iterable[Row]) -> str:
    r"""Return a table in Markdown.

    >>> print(markdown_table(["a", "b"], [["1", "x | y"]]), end="")
    | a | b |
    | --- | --- |
    | 1 | x \| y |
    """
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(map(_markdown_cell, line))} |\n" for line in lines)


def _markdown_cell(text: str) -> str:
    return re.sub(r"([\\|<*`\[])", r"\\\1", text).replace("\n", "<br>")


def deliver(content: bytes, output: Path) -> None:
    """Write to the file that the user named; - is the standard output."""
    if str(output) == "-":
        put(content)
    else:
        output.write_bytes(content)


def put(content: str | bytes) -> None:
    """Write to stdout to the last byte; a letter that the terminal lacks becomes a question mark.

    Bytes are written as they are: a format for programs has an encoding of its own, whatever the terminal's.
    An unbuffered stream takes a part of what it is given and says so; click does not ask.
    """
    if isinstance(content, str):
        content = content.encode(sys.stdout.encoding or "utf-8", "replace")
    sys.stdout.flush()
    rest = memoryview(content)
    while rest:
        rest = rest[sys.stdout.buffer.write(rest) :]
    sys.stdout.buffer.flush()
