"""Say which words show the role of a figure or term, and find them: its endpoint, its subject, its unit.

Words are found whole: `CR` stands neither in `sCR` nor in `CRS`, `VGPR` not in `≥VGPR`, `KarMMa` not in
`KarMMa-2`, the unit `cells` not in `cells/kg`. Case counts in phrases of up to three characters:
`OR` is not `or`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from pathlib import Path

from cartograph.errors import Problem, RecordError
from cartograph.records.document import Items, Node, Text, read
from cartograph.texts.normalise import normalise
from cartograph.texts.numbers import numbers

#: A phrase of so many characters is an abbreviation, and case tells it from a word.
_ABBREVIATION = 3


class Kind(Enum):
    """Name what a role tells of a quotation."""

    ENDPOINT = "endpoint"
    GRADE = "grade"
    ATTRIBUTION = "attribution"
    SUBJECT = "subject"
    UNIT = "unit"
    REPORT = "data cut"
    TERM = "term"


@dataclass(frozen=True)
class Role:
    """Ask that one of the phrases shows the role, and that no forbidden one stands in the snippet.

    A grade's phrases are read as grades (`G3-4` is `grades 3/4`); without phrases no grade may govern.
    Any other role without phrases only forbids.
    """

    kind: Kind
    phrases: tuple[str, ...]
    forbidden: tuple[str, ...] = ()

    def shown(self, words: str) -> str | None:
        """Return the first of the words, which are normalised, that show the role."""
        found = pattern(self.phrases, self.kind is Kind.UNIT).search(words)
        return found[0] if found else None


@lru_cache(maxsize=4096)
def pattern(phrases: tuple[str, ...], unit: bool = False) -> re.Pattern[str]:
    """Return the expression that finds any of the phrases as whole words in normalised text.

    A unit may stand right behind a digit, does not end at a slash, and may hold spaces about slash and μ.

    >>> bool(pattern(("CR",)).search("sCR 80%, CRS, CR-1")), bool(pattern(("CR",)).search("the CR rate"))
    (False, True)
    >>> unit = pattern(("mg",), unit=True)
    >>> bool(unit.search("30 mg/m^2")), bool(unit.search("40mg"))
    (False, True)
    """
    normal = sorted({n for n in map(normalise, phrases) if n}, key=len, reverse=True)
    return re.compile("|".join(_whole(phrase, unit) for phrase in normal) or r"(?!)")


def _whole(phrase: str, unit: bool) -> str:
    before = "" if not phrase[0].isalnum() else r"(?<![^\W\d])" if unit else r"(?<![\w≥≤<>])"
    after = "" if not phrase[-1].isalnum() else r"(?!\w|\s?/|\^)" if unit else r"(?!\w|[-/.,]\d)"
    before += r"(?<!\d[.,/-])" if phrase[0].isdigit() else ""
    word = re.escape(phrase)
    if unit:  # a converter sets a space about the slash and the mu: `copies/ μg`, `cells/ μ l`
        word = word.replace("/", r"\s?/\s?").replace("μ", r"μ\s?")
    return before + (word if len(phrase) <= _ABBREVIATION else f"(?i:{word})") + after


#: What stands between two names of a list: `PFS rate and OS rate`, `ORR, CR`.
_LISTED = re.compile(r"(?:\s\w+){0,2}(?:,|\sand|,\sand|/|\svs\.?)(?:\s\w+){0,2}\s?")
_SLOTS = re.compile(r",\s+(?:and\s+)?|\s+and\s+|;\s*|\s+vs\.?\s+")


def paired(role: Role, value: Decimal, words: str, rivals: frozenset[str]) -> bool:
    """Say whether the value is the one that a list gives to the role: `PFS and OS was 66.0% and 80.9%`.

    Where names are listed before the numbers, the first number is the first name's; all else passes.

    >>> rate, rivals = Role(Kind.ENDPOINT, ("OS",)), frozenset(("PFS", "OS"))
    >>> [paired(rate, Decimal(value), "PFS and OS was 66.0% and 80.9%", rivals) for value in ("66.0", "80.9")]
    [False, True]
    """
    names = _listed(words, rivals)
    own = next((n for n, found in enumerate(names) if role.shown(found[0])), None)
    slots = (
        [stated for slot in _SLOTS.split(words[names[-1].end() :]) if (stated := numbers(slot))]
        if names
        else []
    )
    if len(names) < 2 or own is None or not slots:
        return True
    return own < len(slots) and value in slots[own]


@lru_cache(maxsize=16384)
def _listed(words: str, rivals: frozenset[str]) -> tuple[re.Match[str], ...]:
    """Return the names of the first list in the words; one name alone is no list."""
    found = tuple(pattern(tuple(sorted(rivals))).finditer(words))
    for first in range(len(found) - 1):
        last = first
        while last + 1 < len(found) and _LISTED.fullmatch(words[found[last].end() : found[last + 1].start()]):
            last += 1
        if last > first:
            return found[first : last + 1]
    return ()


def phrases(term: str, synonyms: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the phrases that print a term (a local name or a path), each once.

    >>> phrases("completeResponse", {"completeResponse": ("complete response", "CR", "CR")})
    ('complete response', 'CR')
    """
    return tuple(dict.fromkeys(synonyms.get(term, ())))


def role(
    kind: Kind, terms: Iterable[str], synonyms: Mapping[str, tuple[str, ...]], among: Iterable[str] = ()
) -> Role:
    """Return the role that any of the terms fills.

    `among` are the terms it could be mistaken for (the other endpoints, the other terms of its scheme): their
    phrases that contain one of its own are forbidden.

    >>> words = {"lentiviral": ("lentiviral vector",), "retroviral": ("retroviral vector",),
    ...          "gammaRetroviral": ("gamma retroviral vector",)}
    >>> role(Kind.TERM, ["retroviral"], words, among=words).forbidden
    ('gamma retroviral vector',)
    """
    wanted = tuple(terms)
    own = tuple(dict.fromkeys(phrase for term in wanted for phrase in phrases(term, synonyms)))
    others = (phrase for term in among if term not in wanted for phrase in phrases(term, synonyms))
    return Role(kind, own, _longer(own, tuple(others)))


@lru_cache(maxsize=4096)
def _longer(own: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the others that hold one of a role's own phrases; most hold none, and need no expression to say so."""
    same = {normalise(phrase).lower() for phrase in own} - {""}
    lower = ((other, normalise(other).lower()) for other in others)
    found = [other for other, words in lower if words not in same and any(word in words for word in same)]
    inside = pattern(own) if found else None
    return tuple(sorted({o for o in found if inside and inside.search(normalise(o))}))


def grade_role(low: int | None, high: int | None) -> Role:
    """Return the role of an adverse event's grades; none may be named where all count, or none is stated.

    >>> grade_role(3, 5).phrases, grade_role(1, 5).phrases, grade_role(None, None).phrases
    (('grade ≥3',), (), ())
    """
    if low is None or high is None or (low, high) == (1, 5):
        return Role(Kind.GRADE, ())
    if high == 5:
        return Role(Kind.GRADE, (f"grade ≥{low}",))
    return Role(Kind.GRADE, (f"grade {low}" if low == high else f"grade {low}-{high}",))


def read_synonyms(path: Path, name: str) -> dict[str, tuple[str, ...]]:
    """Read the phrases by term that the ontology does not list; raise RecordError where the form is wrong."""
    content, problems = read(path, name), []
    for term, given in content.items():
        if not _phrases(given):
            fix = f"write '{term}: [phrase, phrase]'"
            problems.append(Problem(name, term.line, term.column, f"'{term}' is no list of phrases", fix))
    if problems:
        raise RecordError(problems)
    return {str(term): tuple(map(str, given)) for term, given in content.items() if isinstance(given, Items)}


def _phrases(given: Node) -> bool:
    return isinstance(given, Items) and bool(given) and all(isinstance(phrase, Text) for phrase in given)


def merged(*books: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the phrases of several books by term, in their order, each once.

    >>> merged({"CR": ("CR",)}, {"CR": ("CR", "CR rate"), "PR": ("PR",)})
    {'CR': ('CR', 'CR rate'), 'PR': ('PR',)}
    """
    terms = dict.fromkeys(term for book in books for term in book)
    return {term: tuple(dict.fromkeys(p for book in books for p in book.get(term, ()))) for term in terms}
