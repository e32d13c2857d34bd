"""Hold the limits that an operator may change: one table for the command line, the page of limits and the docs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields

_MIB = 1024 * 1024


def _limit(default: float, meaning: str, unit: str = "") -> int:
    """Describe one limit; what it returns stands for a whole number in the types."""
    limit: int = field(default=default, metadata={"meaning": meaning, "unit": unit})  # type: ignore[assignment]
    return limit


@dataclass(frozen=True)
class Settings:
    """Hold the limits of one server.

    >>> Settings(rows=5).rows, Settings().bytes
    (5, 33554432)
    """

    seconds: float = _limit(10, "time that a query may take, then it is stopped", "s")
    memory: int = _limit(2048, "memory that a query may take beside the graph, then it is stopped", "MiB")
    rows: int = _limit(10_000, "rows or triples of a result; a longer one is cut, and says so")
    megabytes: int = _limit(32, "size of a result; a larger one is an error", "MiB")
    length: int = _limit(32, "length of a query, and of each other parameter", "KiB")
    nesting: int = _limit(100, "depth of braces, brackets and operators in a query")
    workers: int = _limit(max(2, os.cpu_count() or 2), "pasted queries that run at the same time")
    reserved: int = _limit(2, "workers kept for the project's own questions and pages")
    queue: int = _limit(16, "requests of a kind that may wait; the next one is told to come back")
    connections: int = _limit(512, "connections at the same time")
    cache: int = _limit(64, "memory for answers to the project's own questions and pages", "MiB")

    @property
    def bytes(self) -> int:
        """Return the size of the largest result in bytes."""
        return self.megabytes * _MIB

    @property
    def memory_bytes(self) -> int:
        """Return the memory of a query in bytes."""
        return self.memory * _MIB

    @property
    def characters(self) -> int:
        """Return the length of the longest query in bytes of UTF-8."""
        return self.length * 1024

    def table(self) -> Iterator[tuple[str, str, str]]:
        """Yield name, value with its unit, and meaning of each limit."""
        for name, value in asdict(self).items():
            described = next(one for one in fields(self) if one.name == name).metadata
            yield name, f"{value:g} {described['unit']}".strip(), described["meaning"]
