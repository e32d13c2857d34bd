"""Find the reference numbers that a passage prints, so that no record cites one that its passage does not print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cartograph.errors import Problem
from cartograph.records.model import Mark
from cartograph.texts.place import Text

#: Numbers, ranges and commas in brackets, raised, or behind a full stop where the converter lost that they are
#: raised: `(12-14)`, `(23,46,57)`, `^9,14`, `lentivirus.13`.
_GROUP = re.compile(r"\((\d[\d,\- ]*)\)|\^(\d[\d,\-]*)|(?<=[a-z]\.)(\d[\d,\-]*)(?= |$)")
_ITEM = re.compile(r"(\d+)(?:-(\d+))?")


@dataclass(frozen=True, order=True)
class Cited:
    """Hold one printed reference number of a claim, and the lines of the passage that prints it."""

    mark: Mark
    source: str
    number: str
    first: int
    last: int


def printed_numbers(words: str) -> frozenset[int]:
    """Return the reference numbers that normalised words print.

    >>> sorted(printed_numbers("cells (12-14), vectors^9,17 of 1.0×10^6 (n = 3) or lentivirus.20 The"))
    [6, 9, 12, 13, 14, 17, 20]
    """
    groups = ("".join(filter(None, group)) for group in _GROUP.findall(words))
    return frozenset(number for group in groups for number in _numbers(group))


def _numbers(group: str) -> Iterator[int]:
    for first, last in _ITEM.findall(group):
        yield from range(int(first), int(last or first) + 1)


def problems(cited: Iterable[Cited], texts: Mapping[str, Text]) -> Iterator[Problem]:
    """Yield each number that no line of its passage prints."""
    for each in sorted(cited):
        lines = texts[each.source].lines[each.first - 1 : each.last]
        printed = {str(number) for line in lines for number in printed_numbers(line.text)}
        if each.number not in printed:
            message = f"the passage prints no reference number {each.number} (lines {each.first}-{each.last})"
            fix = "cite the number that is printed; the one that is meant goes to 'corrected:'"
            yield Problem(each.mark.file, each.mark.line, each.mark.column, message, fix)
