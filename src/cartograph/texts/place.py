"""Find places in a source's text: lines, the tables that tabs make, sentences across a page break."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from pathlib import Path

from cartograph.errors import Problem, UsageError
from cartograph.records.model import Place
from cartograph.texts.normalise import normalise

_CAPTION = re.compile(r"(?i)\W*(?:table|figure|fig)\b|\(continued\)")
_CONTINUED = re.compile(r"(?i)\bcontinued\b")


@dataclass(frozen=True)
class Line:
    """Hold one line of a text, numbered from 1, normalised; prose has no cells."""

    number: int
    text: str
    cells: tuple[str, ...]

    def cell(self, number: int) -> str:
        """Return a cell, counted from 1; empty where the line ends before it."""
        return self.cells[number - 1] if 0 < number <= len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """Hold the lines of a table between two page breaks: one or two header lines, then rows."""

    rows: tuple[Line, ...]

    @cached_property
    def headers(self) -> int:
        """Return how many lines are header: a second one fills, cell by cell, what the first one spans.

        `Anti-BCMA | | | Other targets` over `Standard | Humanized | Novel |` is one header of two lines.
        """
        if len(self.rows) < 2:
            return 1
        spanned = set(_spanned(self.rows[0].cells))
        filled = {n for n, cell in enumerate(self.rows[1].cells) if cell}
        return 2 if spanned and spanned == filled else 1

    @property
    def first_row(self) -> int:
        """Return the number of the first line that is no header."""
        return self.rows[0].number + self.headers

    def row_headers(self, number: int) -> tuple[str, ...]:
        """Return what heads a row: its first cell that is not empty, and the first cell that it is under."""
        if number < self.first_row:
            return ()
        row = self.rows[number - self.rows[0].number]
        above = [r.cell(1) for r in self.rows[self.headers :] if r.number <= number and r.cell(1)]
        own = next((cell for cell in row.cells if cell), "")
        return tuple(dict.fromkeys((own, *above[-1:])))

    def column_headers(self, cell: int) -> tuple[str, ...]:
        """Return what heads a column: its cell of each header line, or the one that spans it."""
        first, *second = self.rows[: self.headers]
        heads = (_spanning(first.cells, cell), *(line.cell(cell) for line in second))
        return tuple(head for head in heads if head)


def _spanned(cells: tuple[str, ...]) -> Iterator[int]:
    """Yield the columns (from 0) under a header cell with empty cells behind it, its own included."""
    for n, cell in enumerate(cells):
        width = len(list(takewhile(lambda c: not c, cells[n + 1 :]))) if cell else 0
        yield from range(n, n + 1 + width) if width else ()


def _spanning(cells: tuple[str, ...], cell: int) -> str:
    return next((header for header in reversed(cells[:cell]) if header), "")


@dataclass(frozen=True)
class Text:
    """Hold the text of one source."""

    name: str
    lines: tuple[Line, ...]

    @classmethod
    def read(cls, path: Path) -> Text:
        """Read a text file; raise UsageError where it is missing, unreadable or not UTF-8."""
        try:
            content = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            fix = "give the folder that holds the texts of the sources"
            raise UsageError(
                Problem(str(path), message=f"cannot be read ({_reason(error)})", fix=fix)
            ) from error
        return cls.of(path.name, content)

    @classmethod
    def of(cls, name: str, content: str) -> Text:
        """Make a text of its characters; only a line feed ends a line, as for `sed -n`."""
        return cls(name, tuple(_line(n, raw) for n, raw in enumerate(content.split("\n"), 1)))

    def line(self, number: int) -> Line | None:
        """Return a line, or None behind the end of the text."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else None

    def windows(self, place: Place) -> tuple[tuple[int | None, str], ...]:
        """Return the stretches of text in which words at a place may stand, each with its cell.

        That is the cell; or any one cell of a table's line, where none is given; or a line of prose.
        """
        line = self.line(place.line)
        if line is None or (place.cell is not None and not line.cell(place.cell)):
            return ()
        if place.cell is not None:
            return ((place.cell, line.cell(place.cell)),)
        return tuple(enumerate(line.cells, 1)) or ((None, line.text),)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables: runs of lines with tabs; one that goes on after a page break counts anew."""
        tables: list[list[Line]] = []
        for line in (line for line in self.lines if line.cells):
            if tables and tables[-1][-1].number == line.number - 1:
                tables[-1].append(line)
            else:
                tables.append([line])
        return tuple(Table(tuple(rows)) for rows in tables)

    @cached_property
    def _table_at(self) -> dict[int, Table]:
        return {row.number: table for table in self.tables for row in table.rows}

    def table(self, number: int) -> Table | None:
        """Return the table that a line belongs to."""
        return self._table_at.get(number)

    def above_break(self, number: int) -> int | None:
        """Return the last row before the page break, if the line is the first row of a table that goes on."""
        table = self.table(number)
        if table is None or number != table.first_row or table is self.tables[0]:
            return None
        before = self.tables[self.tables.index(table) - 1].rows[-1].number
        between = self.lines[before : table.rows[0].number - 1]
        return before if any(_CONTINUED.search(line.text) for line in between) else None

    def flow(self, number: int) -> tuple[int, ...]:
        """Return the lines over which a paragraph runs, up to this one: a page break splits sentences.

        A line that begins in the middle of a sentence goes on from the last line of prose before it.
        """
        before = self._before(number)
        return (*self.flow(before), number) if before else (number,)

    def _before(self, number: int) -> int | None:
        line = self.line(number)
        if line is None or line.cells or not re.match(r"[a-z(]", line.text):
            return None
        earlier = (other for other in reversed(self.lines[: number - 1]) if _unfinished(other))
        return next((other.number for other in earlier), None)


def _unfinished(line: Line) -> bool:
    return bool(line.text) and not line.cells and not _CAPTION.match(line.text) and line.text[-1] not in ".!?"


def _line(number: int, raw: str) -> Line:
    cells = tuple(normalise(cell) for cell in raw.split("\t")) if "\t" in raw else ()
    return Line(number, normalise(raw), cells)


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return str(error.strerror) if isinstance(error, OSError) else f"not UTF-8, byte {error.start}"


@lru_cache(maxsize=65536)
def spans(window: str, snippet: str) -> tuple[tuple[int, int], ...]:
    """Return where a snippet stands in a window, both normalised, cut out of no word, number or comparison.

    >>> spans("ORR 97.9%; sCR 80.4%", "CR 80.4%"), spans("sCR 43.8%; CR 12.5%", "CR 12.5%")
    ((), ((11, 19),))
    """
    return tuple((at, at + len(snippet)) for at in _starts(window, snippet) if _whole(window, at, snippet))


def _starts(window: str, snippet: str) -> Iterator[int]:
    at = window.find(snippet) if snippet else -1
    while at >= 0:
        yield at
        at = window.find(snippet, at + 1)


def _whole(window: str, at: int, snippet: str) -> bool:
    return not (_cut_before(window[:at], snippet) or _cut_after(window[at + len(snippet) :], snippet))


def _cut_before(before: str, snippet: str) -> bool:
    if not snippet[0].isalnum():
        return False
    return bool(
        re.search(r"[\w≥≤<>±~≈]$", before) or (snippet[0].isdigit() and re.search(r"\d[.,]$", before))
    )


def _cut_after(after: str, snippet: str) -> bool:
    if not snippet[-1].isalnum():
        return False
    return bool(re.match(r"\w", after) or (snippet[-1].isdigit() and re.match(r"[.,]\d", after)))
