"""Show the results of ad-hoc SPARQL, from whichever engine, in the format that was asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
    serialize,
)

from cartograph.cli.tables import markdown_table, terminal_table
from cartograph.errors import Problem, UsageError
from cartograph.terms import BASE, PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

#: Formats of a table of results, and of a graph; a terminal shows either as `table`.
_TABLES = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_GRAPHS = {
    "table": RdfFormat.TURTLE,
    "turtle": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "json": RdfFormat.JSON_LD,
}

Json = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """Hold the rows of a SELECT or the verdict of an ASK, as SPARQL's JSON has them."""

    document: Json

    def first(self, limit: int) -> Table:
        """Return the table with that many rows at most."""
        results = self.document.get("results", {})
        cut = {**self.document, "results": {**results, "bindings": self._bindings[:limit]}}
        return Table(cut) if self.size > limit else self

    @property
    def size(self) -> int:
        return len(self._bindings)

    def show(self, format_name: str) -> str | bytes:
        """Return the table in a format; raise UsageError for one of graphs."""
        if format_name in _TABLES:
            return self._serialized(_TABLES[format_name])
        if format_name not in {"table", "md"}:
            raise _unfit(format_name, [*_TABLES, "table", "md"])
        if "boolean" in self.document:
            return f"{str(self.document['boolean']).lower()}\n"
        lay_out = terminal_table if format_name == "table" else markdown_table
        columns = self.document["head"]["vars"]
        return lay_out(columns, [[_cell(row.get(name)) for name in columns] for row in self._bindings])

    def _serialized(self, syntax: QueryResultsFormat) -> bytes:
        results = parse_query_results(json.dumps(self.document), QueryResultsFormat.JSON)
        return (results.serialize(format=syntax) or b"").rstrip(b"\r\n") + b"\n"

    @property
    def _bindings(self) -> list[Json]:
        bindings: list[Json] = self.document.get("results", {}).get("bindings", [])
        return bindings


@dataclass(frozen=True)
class Graph:
    """Hold the triples of a CONSTRUCT or DESCRIBE, as sorted lines."""

    lines: tuple[bytes, ...]

    def first(self, limit: int) -> Graph:
        """Return the graph with that many triples at most."""
        return Graph(self.lines[:limit])

    @property
    def size(self) -> int:
        return len(self.lines)

    def show(self, format_name: str) -> bytes:
        """Return the graph in a format; raise UsageError for one of tables."""
        if format_name not in _GRAPHS:
            raise _unfit(format_name, list(_GRAPHS))
        triples = [quad.triple for quad in parse(b"".join(self.lines), format=RdfFormat.N_TRIPLES)]
        syntax = _GRAPHS[format_name]
        prefixes, base = (PREFIXES, BASE) if syntax == RdfFormat.TURTLE else (None, None)
        return serialize(triples, format=syntax, prefixes=prefixes, base_iri=base) or b""


def of_engine(results: QuerySolutions | QueryBoolean | QueryTriples) -> Table | Graph:
    """Take the results that the engine returned."""
    if isinstance(results, QueryTriples):
        return graph(results.serialize(format=RdfFormat.N_TRIPLES) or b"")
    return table(results.serialize(format=QueryResultsFormat.JSON) or b"{}")


def table(content: bytes) -> Table:
    """Take SPARQL's JSON; raise ValueError when it is something else."""
    document = json.loads(content)
    if not isinstance(document, dict) or not {"head", "boolean"} & document.keys():
        raise ValueError("no SPARQL results")
    return Table(document)


def graph(ntriples: bytes) -> Graph:
    """Take N-Triples in any order, each triple once."""
    lines = {line + b"\n" for line in ntriples.split(b"\n") if line}
    return Graph(tuple(sorted(lines)))


def _cell(value: Json | None) -> str:
    if value is None:
        return ""
    return short(value["value"]) if value["type"] == "uri" else str(value["value"])


def short(iri: str) -> str:
    """Return an IRI as a person writes it in a query.

    >>> short("https://w3id.org/cartograph/ontology#lentiviral"), short("https://w3id.org/cartograph/agent/ct103a")
    (':lentiviral', '<agent/ct103a>')
    """
    for name, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{name}:{iri.removeprefix(start)}"
    return f"<{iri.removeprefix(BASE)}>"


def _unfit(format_name: str, fit: list[str]) -> UsageError:
    message = f"these results cannot be written as {format_name}"
    return UsageError(Problem("--format", message=message, fix=f"use one of {', '.join(fit)}"))
