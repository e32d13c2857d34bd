"""Find things by what people type: labels, synonyms, misspellings, registry numbers, words of the ontology, rows.

The whole book is in memory, made once for a version; reading all of it takes a few milliseconds, so there is no index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cartograph.likeness import nearest
from cartograph.questions.header import Question
from cartograph.terms import LABEL, ONT, SKOS, local, ont
from cartograph.versions.labels import CLAIMS

#: The kinds of what is found, in the order of the page, with their headings; a path begins with the kind.
KINDS = {
    "agent": "Products and drugs",
    "target": "Targets",
    "trial": "Trials",
    "construct": "Constructs",
    "cohort": "Cohorts",
    "technology": "Technologies",
    "gene": "Genes",
    "organisation": "Organisations",
    "instrument": "Instruments",
    "experiment": "Experiments",
    "report": "Reports",
    "questions": "Questions",
    "term": "Words of the ontology",
    "publication": "Publications that the sources cite",
    "source": "Sources",
    "passage": "Passages",
    "claim": "Rows and sentences",
}
_HOW = {
    "label": "",
    "synonym": "also called",
    "misspelling": "misprinted as",
    "number": "registry number",
    "gene": "gene",
}
_PROPERTIES = {
    LABEL.value: "label",
    SKOS + "altLabel": "synonym",
    SKOS + "hiddenLabel": "misspelling",
    SKOS + "notation": "synonym",
    ont("registryId").value: "number",
    ont("geneSymbol").value: "gene",
    ont("geneAlias").value: "gene",
}
_GREEK = str.maketrans(
    {
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "epsilon",
        "ϵ": "epsilon",
        "κ": "kappa",
        "λ": "lambda",
    }
)
_WORD = re.compile(r"\w+")
_LIKENESS, _NEAR, _LONG = 0.7, 5, 100


@dataclass(frozen=True)
class Name:
    """Hold one name of one thing, with its key and the place of each character of the key in the name."""

    text: str
    path: str
    kind: str
    how: str
    key: str
    starts: frozenset[int]  # where words begin in the key

    @classmethod
    def of(cls, text: str, path: str, kind: str, how: str) -> Name:
        """Make a name."""
        key, places = squash(text)
        begins = {match.start() for match in _WORD.finditer(text)}
        return cls(text, path, kind, how, key, frozenset(n for n, at in enumerate(places) if at in begins))


@dataclass(frozen=True)
class Hit:
    """Hold a thing that is found, by the name that fits best."""

    name: Name
    label: str
    rank: int  # 0 the whole name, 1 its beginning, 2 the beginning of a word, 3 words of it, 4 within it
    pieces: tuple[tuple[str, bool], ...]  # the name, what fits marked

    @property
    def path(self) -> str:
        """Return where the thing is."""
        return self.name.path

    @property
    def how(self) -> str:
        """Return in words how the name belongs to the thing; empty for its label."""
        return _HOW[self.name.how]


@dataclass(frozen=True)
class Book:
    """Hold every name."""

    names: tuple[Name, ...]
    labels: dict[str, str]

    def find(self, text: str) -> list[Hit]:
        """Return what fits, the best first, each thing once."""
        wanted, words = _parts(text)
        best: dict[str, tuple[Name, int]] = {}
        for name, rank in self._fitting(wanted, words):
            best.setdefault(name.path, (name, rank))
        return [self._hit(name, rank, wanted, words) for name, rank in best.values()]

    def _fitting(self, wanted: str, words: list[str]) -> list[tuple[Name, int]]:
        """Return the names that fit with their rank, the best first."""
        ranked = ((name, _rank(name, wanted, words)) for name in self.names if wanted)
        fitting = [(name, rank) for name, rank in ranked if rank is not None]
        return sorted(fitting, key=lambda pair: _order(*pair))

    def near(self, text: str) -> list[str]:
        """Return names that are spelled alike, for a text that nothing fits."""
        texts = {name.key: name.text for name in self.names if name.kind not in {"claim", "passage"}}
        wanted, _ = squash(text[:_LONG])
        return [texts[key] for key in nearest(wanted, texts, _NEAR, _LIKENESS)]

    def suggestions(self, text: str, most: int = 10) -> list[str]:
        """Return names for somebody who is typing; misprints are found, and not offered."""
        kinds = {"claim", "report", "cohort", "experiment", "passage", "publication"}
        fitting = (name for name, _ in self._fitting(*_parts(text)) if name.kind not in kinds)
        by_key: dict[str, str] = {}
        for name in fitting:
            if name.how != "misspelling":
                by_key.setdefault(name.key, name.text)
        return list(by_key.values())[:most]

    def _hit(self, name: Name, rank: int, wanted: str, words: list[str]) -> Hit:
        parts = [wanted] if wanted in name.key else words
        return Hit(name, self.labels.get(name.path, name.text), rank, tuple(_marked(name.text, parts)))


_KIND_ORDER = {kind: n for n, kind in enumerate(KINDS)}
_HOW_ORDER = {how: n for n, how in enumerate(_HOW)}


def _parts(text: str) -> tuple[str, list[str]]:
    """Return the key of a text, and the keys of its words."""
    return squash(text[:_LONG])[0], [squash(word)[0] for word in _WORD.findall(text[:_LONG])]


def _order(name: Name, rank: int) -> tuple[int, int, int, int, str]:
    return (rank, _KIND_ORDER[name.kind], _HOW_ORDER[name.how], len(name.text), name.text)


def squash(text: str) -> tuple[str, list[int]]:
    """Return letters and digits alone, without case, Greek written out; and where each stands in the text.

    >>> squash("CT-103 A"), squash("κ light")[0], squash("Beksaç")[0]
    (('ct103a', [0, 1, 3, 4, 5, 7]), 'kappalight', 'beksac')
    """
    key, places = [], []
    for at, character in enumerate(text):
        plain = unicodedata.normalize("NFKD", character.translate(_GREEK)).casefold()
        for one in plain:  # accents and cedillas come apart from their letters, and are none
            if one.isalnum():
                key.append(one)
                places.append(at)
    return "".join(key), places


def make(store: Store, questions: Mapping[str, Question]) -> Book:
    """Read every name of a version, and the titles of the questions."""
    names = dict.fromkeys([*_things(store), *_titles(questions), *_rows(store)])
    labels = {name.path: name.text for name in names if name.how == "label"}
    return Book(tuple(names), labels)


def _things(store: Store) -> Iterator[Name]:
    for predicate, how in _PROPERTIES.items():
        for graph in (DefaultGraph(), CLAIMS):
            for quad in store.quads_for_pattern(None, NamedNode(predicate), None, graph):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
                    yield from _name(quad.subject, quad.object.value, how)


def _name(node: NamedNode, text: str, how: str) -> Iterator[Name]:
    path = local(node)
    if node.value.startswith(ONT):
        yield Name.of(text, f"ontology?term={path}", "term", how)
    elif path.count("/") == 1 + path.startswith("passage/") and path.partition("/")[0] in KINDS:
        yield Name.of(text, path, path.partition("/")[0], how)


def _titles(questions: Mapping[str, Question]) -> Iterator[Name]:
    for name, question in questions.items():
        yield Name.of(question.title, f"questions/{name}", "questions", "label")


def _rows(store: Store) -> Iterator[Name]:
    for quad in store.quads_for_pattern(None, ont("row"), None, CLAIMS):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield Name.of(quad.object.value, local(quad.subject), "claim", "label")


def _rank(name: Name, wanted: str, words: list[str]) -> int | None:
    at = name.key.find(wanted)
    if at == 0:
        return 0 if len(name.key) == len(wanted) else 1
    while at > 0:
        if at in name.starts:
            return 2
        at = name.key.find(wanted, at + 1)
    if len(words) > 1 and all(
        any(name.key.startswith(word, start) for start in name.starts) for word in words
    ):
        return 3
    return 4 if len(wanted) > 2 and wanted in name.key else None


def _marked(text: str, parts: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Cut a name into what fits and what does not.

    >>> list(_marked("CT-103A trial", ["ct103a"]))
    [('CT-103A', True), (' trial', False)]
    """
    key, places = squash(text)
    fits = [False] * len(text)
    for part in parts:
        at = key.find(part)
        if at >= 0:
            first, last = places[at], places[at + len(part) - 1]
            fits[first : last + 1] = [True] * (last + 1 - first)
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or fits[at] != fits[start]:
            yield text[start:at], fits[start]
            start = at
