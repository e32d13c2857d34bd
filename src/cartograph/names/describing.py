"""Tell names from descriptions: a name that is made of a target and a kind says no more than they do."""

from __future__ import annotations

from collections.abc import Container

from cartograph.names import kinds
from cartograph.names.spelling import atoms, joined

_LONGEST = 6  # atoms of a target's name


def only_describes(name: str, targets: Container[str]) -> bool:
    """Say whether a name consists of targets (by spelling key) and words of a kind alone.

    >>> only_describes("CD138-CAR-T", {"cd138"}), only_describes("MCARH109", {"gprc5d"}), only_describes("CAR", set())
    (True, False, False)
    """
    parts, seen, at = atoms(name), 0, 0
    while at < len(parts):
        length, _ = kinds.at(parts, at)
        step = length or int(kinds.is_filler(parts[at]))
        reach = _target(parts, at, targets)
        if not step and not reach:
            return False
        seen |= (1 if reach else 0) | (2 if length else 0)
        at += max(step, reach)
    return seen == 1 | 2


def _target(parts: tuple[str, ...], start: int, targets: Container[str]) -> int:
    """Return how many atoms from `start` on name a target, the most that do."""
    lengths = range(min(_LONGEST, len(parts) - start), 0, -1)
    return next((n for n in lengths if joined(parts[start : start + n]) in targets), 0)
