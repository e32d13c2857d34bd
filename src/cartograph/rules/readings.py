"""Rank how printed characters were read: a conclusion is as certain as the weakest reading that it rests on."""

from __future__ import annotations

from collections.abc import Iterable

#: What stands for every reading that is certain enough: as printed, a misprint, from a heading.
CERTAIN = ""
#: Readings that leave open what is meant, the surest first.
UNCERTAIN = ("assumedReading", "unclear", "impossible")
#: Readings of a figure from which nothing is computed.
DOUBTFUL = ("impossible", "unclear")
#: How uncertain each reading is.
RANK = {reading: rank for rank, reading in enumerate((CERTAIN, *UNCERTAIN))}


def weakest(readings: Iterable[str | None]) -> str:
    """Return the least certain of readings; those that are certain enough count as none.

    >>> weakest(["misprint", "assumedReading", None, "unclear"]), weakest([None, "inferredFromHeading"])
    ('unclear', '')
    """
    return max(
        (one for one in readings if one in RANK), key=lambda one: RANK[one or CERTAIN], default=CERTAIN
    )
