"""Write what a query found in the format that a client accepts: all of it, or cut and marked, or not at all.

The engine serialises; here its output is counted. A result of more rows than the limit is asked for again, as lines,
which stop at the limit: a long result costs twice, all others once.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from cartograph.errors import CartographError, Problem
from cartograph.http.accept import best
from cartograph.http.problems import problem
from cartograph.http.reply import Reply
from cartograph.server.settings import Settings
from cartograph.terms import PREFIXES

if TYPE_CHECKING:
    from typing_extensions import Buffer

Found: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples

#: The media types that a client may ask for, the one for those that do not ask first.
TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
BOOLEANS = {media: form for media, form in TABLES.items() if form != QueryResultsFormat.CSV}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/xml": RdfFormat.RDF_XML,
    "text/plain": RdfFormat.N_TRIPLES,
}
TRUNCATED = "CARTograph-Truncated"
_SHORTEST_ROW = 30  # bytes of a row of JSON or XML that binds a variable: fewer bytes cannot hold more rows


class TooLargeError(CartographError):
    """Report a result that is larger than the limit: it is not sent, not even in part."""


class _Counted(io.BytesIO):
    """Take what the engine writes, and stop it past the limits."""

    def __init__(self, most_bytes: int, most_lines: int | None = None) -> None:
        super().__init__()
        self.most_bytes, self.most_lines = most_bytes, most_lines
        self.size = self.lines = 0

    def write(self, part: Buffer) -> int:
        content = bytes(part)
        self.size += len(content)
        if self.most_lines is not None:
            self.lines += content.count(b"\n")
        super().write(content)
        if self.size > self.most_bytes or (self.most_lines is not None and self.lines > self.most_lines):
            raise _FullError
        return len(content)

    @property
    def content(self) -> bytes:
        return self.getvalue()


class _FullError(OSError):
    """Stop the engine: the limit is reached."""


def reply(ask: Callable[[], Found], accept: str, settings: Settings) -> Reply:
    """Run a query and write its result; a cut one is marked in a header, and in JSON by a member.

    `ask` runs the query; it is called again where the result has too many rows.
    Raises TooLargeError where the result has more bytes than the limit.
    """
    found = ask()
    if isinstance(found, QueryBoolean):
        return _boolean(found, accept)
    formats: Mapping[str, QueryResultsFormat | RdfFormat] = (
        TABLES if isinstance(found, QuerySolutions) else GRAPHS
    )
    media = best(accept, formats)
    if media is None:
        return _unacceptable(formats)
    writer = _Writer(media, formats[media], settings)
    return writer.whole(found) or writer.cut(ask())


def _boolean(found: QueryBoolean, accept: str) -> Reply:
    media = best(accept, BOOLEANS)
    if media is None:
        return _unacceptable(BOOLEANS)
    return Reply(200, _typed(media), found.serialize(format=BOOLEANS[media]) or b"")


def _unacceptable(formats: Mapping[str, object]) -> Reply:
    return problem(
        406,
        "not-acceptable",
        "this query's result has none of the formats asked for",
        f"accept one of {', '.join(formats)}",
    )


def _typed(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


@dataclass(frozen=True)
class _Writer:
    media: str
    syntax: QueryResultsFormat | RdfFormat
    settings: Settings

    def whole(self, found: QuerySolutions | QueryTriples) -> Reply | None:
        """Return the whole result, or nothing where it is longer than the limits."""
        output = _Counted(self.settings.bytes)
        try:
            if isinstance(found, QueryTriples):
                found.serialize(output, format=RdfFormat.N_TRIPLES)
            elif isinstance(self.syntax, QueryResultsFormat):
                found.serialize(output, format=self.syntax)
        except _FullError:
            return None
        if self._longer(output.content, found):
            return None
        return Reply(200, _typed(self.media), self._written(output.content, found))

    def _longer(self, content: bytes, found: QuerySolutions | QueryTriples) -> bool:
        most = self.settings.rows
        if isinstance(found, QueryTriples):
            return content.count(b"\n") > most
        short = len(content) < most * _SHORTEST_ROW and b"{}" not in content and b"<result></" not in content
        if short and found.variables and self.syntax in (QueryResultsFormat.JSON, QueryResultsFormat.XML):
            return False
        return _rows(content, self.syntax) > most

    def cut(self, found: Found) -> Reply:
        """Return as many rows as the limit lets through, marked."""
        most = self.settings.rows
        head = isinstance(found, QuerySolutions)
        lines = _Counted(self.settings.bytes, most + head)
        try:
            if isinstance(found, QuerySolutions):
                found.serialize(lines, format=QueryResultsFormat.TSV)
            elif isinstance(found, QueryTriples):
                found.serialize(lines, format=RdfFormat.N_TRIPLES)
        except _FullError:
            pass  # that is how it ends
        kept = lines.content.splitlines(keepends=True)[: most + head]
        if lines.size > self.settings.bytes:
            raise TooLargeError(self._too_large())
        body = self._written(self._of_lines(b"".join(kept), head), found)
        if len(body) > self.settings.bytes:
            raise TooLargeError(self._too_large())
        return Reply(200, _typed(self.media), self._marked(body), {TRUNCATED: f"rows={most}"})

    def _of_lines(self, lines: bytes, head: bool) -> bytes:
        if not head or not isinstance(self.syntax, QueryResultsFormat):
            return lines
        again = parse_query_results(lines, QueryResultsFormat.TSV)
        assert isinstance(again, QuerySolutions)
        return again.serialize(format=self.syntax) or b""

    def _written(self, content: bytes, found: object) -> bytes:
        """Return triples, which come as lines, in the format asked for; tables are written already."""
        if not isinstance(found, QueryTriples) or not isinstance(self.syntax, RdfFormat):
            return content
        if self.syntax == RdfFormat.N_TRIPLES:
            return content
        triples = (quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES))
        prefixes = PREFIXES if self.syntax == RdfFormat.TURTLE else None
        return serialize(triples, format=self.syntax, prefixes=prefixes) or b""

    def _marked(self, body: bytes) -> bytes:
        if self.syntax != QueryResultsFormat.JSON:
            return body
        return json.dumps({**json.loads(body), "truncated": True}, ensure_ascii=False).encode()

    def _too_large(self) -> Problem:
        size = f"more than {self.settings.megabytes} MiB"
        return Problem("query", message=f"the result has {size}", fix="ask for fewer rows or columns")


def _rows(content: bytes, syntax: object) -> int:
    if syntax == QueryResultsFormat.TSV:
        return content.count(b"\n") - 1
    if syntax == QueryResultsFormat.XML:
        return content.count(b"<result>") + content.count(b"<result/>")
    if syntax == QueryResultsFormat.CSV:
        return sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""))) - 1
    return len(json.loads(content)["results"]["bindings"])
