"""Say how far a share may be from what was observed: exact binomial intervals, where the count is known.

Clopper & Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
Biometrika 1934;26:404-413. The bounds are quantiles of beta distributions, which scipy computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """Hold events of patients, and the bounds of their share, all in per cent."""

    events: int
    patients: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Return the observed share in per cent."""
        return 100 * self.events / self.patients

    def __str__(self) -> str:
        return f"{self.low:.1f} to {self.high:.1f} %"


@cache
def clopper_pearson(events: int, patients: int, level: float = LEVEL) -> Interval:
    """Return the exact interval of a share.

    Raises ValueError unless 0 <= events <= patients and patients is not zero.

    >>> str(clopper_pearson(36, 71))
    '38.6 to 62.8 %'
    """
    if not 0 <= events <= patients or patients == 0:
        raise ValueError(f"{events} of {patients} is no share")
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = betaincinv(events, patients - events + 1, tail) if events else 0.0
    high = betaincinv(events + 1, patients - events, 1 - tail) if events < patients else 1.0
    return Interval(events, patients, 100 * float(low), 100 * float(high))


def recovered(percent: str, patients: int) -> int | None:
    """Return the one count of patients that rounds to a printed percentage; None where none or several do.

    The rounding interval is closed: 18.7 % of 16 is 3 (18.75), however the source rounds halves.

    >>> recovered("50.7", 71), recovered("96.4", 31), recovered("50", 1000)
    (36, None, None)
    """
    printed = Decimal(percent)
    half = Fraction(1, 2) * Fraction(10) ** int(printed.as_tuple().exponent)
    near = round(Fraction(printed) * patients / 100)
    fits = [
        k
        for k in range(max(0, near - 1), min(patients, near + 1) + 1)
        if abs(Fraction(100 * k, patients) - Fraction(printed)) <= half
    ]
    return fits[0] if len(fits) == 1 else None
