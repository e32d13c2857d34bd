"""Read the numbers that printed words state, as exact decimals.

A typed value must be one of them. Digits inside names (`CT103A`, `4-1BB`, `G3`) are no numbers, nor are
superscripts (references, `m²`); powers of ten are applied, also to a list that shares one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from cartograph.texts.normalise import normalise

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_ITEM = rf"{_NUMBER}(?:\s*\([^()]*\))?"
_BETWEEN = r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s*[-/]\s*|\s+(?:and|or|to)\s+)"

#: `1.0, 3.0, 4.5-6.0×10^6`: the factor belongs to every member; a remark in brackets is no member.
_SCALED = re.compile(rf"(?<![\w.^])(?P<items>{_ITEM}(?:{_BETWEEN}{_ITEM})*)\s*×10\^(?P<power>-?\d+)")
_BRACKETS = re.compile(r"\([^()]*\)")
_ATTACHED = "%|mg|kg|g|μg|h|d|w|m|mo|x|st|nd|rd|th|pts"
_TOKEN = re.compile(
    rf"""\^[\w+,.†-]*                                        # a superscript behind anything but 10
    | (?<![\w.])10\^(?P<power>-?\d+)
    | (?P<code>\d+(?:-\d+)*[A-Z]\w*)                         # 4-1BB
    | (?P<word>[^\W\d_]\w*(?:[-/](?!\d+\.\d)\w+)*)           # a word, or a name such as CARTITUDE-1
    | (?P<number>{_NUMBER})(?=(?:{_ATTACHED})?(?!\w))
    | \d\w*                                                  # 1q21""",
    re.VERBOSE,
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: n for n, word in enumerate(_UNITS.split())},
    **{word: n for n, word in zip(range(20, 100, 10), _TENS.split(), strict=True)},
    "none": 0,
    "no": 0,
    "without": 0,
    "once": 1,
    "twice": 2,
}


@lru_cache(maxsize=16384)
def numbers(printed: str) -> frozenset[Decimal]:
    r"""Return every number that the words state; number words count, and `none`, `no`, `without` are 0.

    >>> sorted(map(str, numbers("79 (19/24), two of 1,080 patients with CD28")))
    ['1080', '19', '2', '24', '79']
    >>> sorted(f"{n:f}" for n in numbers(r"100, 300 $\times 10^6$ ($\pm 20\%$)"))
    ['100000000', '20', '300000000']
    """
    return frozenset(_numbers(normalise(printed)))


def _numbers(text: str) -> Iterator[Decimal]:
    for scaled in _SCALED.finditer(text):
        factor = Decimal(10) ** int(scaled["power"])
        for number in re.findall(_NUMBER, _BRACKETS.sub(" ", scaled["items"])):
            yield _decimal(number) * factor
        for remark in _BRACKETS.findall(scaled["items"]):
            yield from _plain(remark)
    yield from _plain(_SCALED.sub(" ", text))


def _plain(text: str) -> Iterator[Decimal]:
    for token in _TOKEN.finditer(text):
        if token["number"]:
            yield _decimal(token["number"])
        elif token["power"]:
            yield Decimal(10) ** int(token["power"])
        elif token["word"]:
            yield from _word(token["word"].lower())


def _word(word: str) -> Iterator[Decimal]:
    """Yield the number that a word says: `two`, `twenty-four`, and the `twelve` of `twelve-month`."""
    first, _, second = word.partition("-")
    if first in _WORDS:
        tens, unit = _WORDS[first], _WORDS.get(second, 0)
        yield Decimal(tens + unit if tens >= 20 and unit < 10 else tens)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def decimal(number: str) -> Decimal | None:
    """Return a typed number, None for what is none.

    >>> decimal("94.40") == decimal("94.4"), decimal("NaN"), decimal("a lot")
    (True, None, None)
    """
    try:
        value = Decimal(number)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
