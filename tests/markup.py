"""Read what a page shows: its tables as a reader sees them, its links, and what could run."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "img", "input", "link", "meta", "hr", "path", "rect", "option"}


@dataclass
class Cell:
    """Hold one cell of a table: its text with single spaces, and the addresses of its links."""

    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())


@dataclass
class Table:
    """Hold one table, row by row, the heading first."""

    rows: list[list[Cell]] = field(default_factory=list)


class Page(HTMLParser):
    """Read a page: tables, elements by name, attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.codes: dict[str, str] = {}  # the text of elements with an id, such as code
        self.summaries: list[str] = []
        self._cell: Cell | None = None
        self._code: str | None = None
        self._summary = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th"):
            self._cell = Cell()
            self.tables[-1].rows[-1].append(self._cell)
        elif tag == "a" and self._cell is not None:
            self._cell.links.append(found.get("href", ""))
        elif tag == "pre" and "id" in found:
            self._code = found["id"]
            self.codes[self._code] = ""
        elif tag == "summary":
            self._summary = True
            self.summaries.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = None
        elif tag == "pre":
            self._code = None
        elif tag == "summary":
            self._summary = False

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.parts.append(data)
        if self._code is not None:
            self.codes[self._code] += data
        if self._summary:
            self.summaries[-1] += data
