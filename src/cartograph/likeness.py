"""Find known words that are spelled like one that nobody knows: for messages that say what to write.

Two names of drugs are not alike because both end in a stem of the International Nonproprietary Names (-cel, -tamab),
two codes not because they share a prefix, two antigens not because both are called CD: what is offered must never be
another drug for nothing but the look of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: The ends of names that say the kind of a drug, the longer first.
_STEM = re.compile(r"(?:cabtagene)?[-\s]?(?:\w*leucel|cel|tamab|mab|mafodotin|vedotin)$")
#: A code: letters, a number, what follows it.
_CODE = re.compile(r"([a-z]+)[-\s]?(\d+)[a-z\d-]*")


def nearest(
    word: str, known: Iterable[str], most: int = 3, likeness: float = 0.6, *, names: bool = True
) -> list[str]:
    """Return the known words that are spelled most like a word, the nearest first; none where none is near.

    `likeness` is the normalised similarity by insertions and deletions that they must have, from 0 to 1. `names` says
    that the words name drugs, codes and antigens; keys of records and ids of passages do not.

    >>> nearest("vectr", ["vector", "above"]), nearest("cilta-cell", ["cilta-cel", "ide-cel"])
    (['vector'], ['cilta-cel'])
    >>> nearest("eque-cel", ["ide-cel"]), nearest("CD137", ["CD16"]), nearest("linvoseltamab", ["teclistamab"])
    ([], [], [])
    """
    from rapidfuzz import fuzz, process  # only on the way to an error

    folded: dict[str, str] = {}
    for name in sorted(known):
        folded.setdefault(name.casefold(), name)
    wanted = word.casefold()
    scored = process.extract(wanted, list(folded), scorer=fuzz.ratio, limit=None, score_cutoff=100 * likeness)
    ordered = sorted(scored, key=lambda found: (-found[1], found[0]))
    near = [name for name, _, _ in ordered if not names or _may_be_meant(wanted, name, likeness)]
    return [folded[name] for name in near[:most]]


def _may_be_meant(one: str, other: str, likeness: float) -> bool:
    """Say whether two words are alike for more than a stem, a prefix of codes, or the letters CD."""
    from rapidfuzz import fuzz

    codes = _CODE.fullmatch(one), _CODE.fullmatch(other)
    if codes[0] and codes[1] and codes[0][1] == codes[1][1]:
        return codes[0][2] == codes[1][2]
    rests = _STEM.sub("", one), _STEM.sub("", other)
    return rests == (one, other) or fuzz.ratio(*rests) >= 100 * likeness
