"""Read how far a share may be from what was observed: the interval that the build derived, or a source prints."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pyoxigraph import NamedNode

from cartograph.reading.reader import Reader, Word


@dataclass(frozen=True)
class Interval:
    """Hold the limits of a figure, in its unit, with level (per cent) and method."""

    low: Decimal
    high: Decimal
    unit: str
    level: str
    method: Word | None

    @property
    def limits(self) -> str:
        """Return the limits to a tenth."""
        return f"{self.low:.1f} to {self.high:.1f}"

    def __str__(self) -> str:
        return f"{self.limits} {self.unit}".strip()


def read(reader: Reader, figure: NamedNode, unit: str) -> Interval | None:
    """Return the interval of a figure, where it has one."""
    for node in reader.nodes(figure, "hasInterval"):
        low, high = reader.texts(node, "lowerLimit"), reader.texts(node, "upperLimit")
        if low and high:
            level = reader.text(node, "confidenceLevel")
            return Interval(
                Decimal(low[0]), Decimal(high[0]), unit, level, reader.one(node, "intervalMethod")
            )
    return None
