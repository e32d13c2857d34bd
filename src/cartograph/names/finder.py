"""Find the names of the texts that the graph does not hold: codes, registry ids, trials, genes, drugs, acronyms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cartograph.errors import Problem
from cartograph.names.exceptions import FILE, Exceptions, read_exceptions
from cartograph.names.patterns import category, words
from cartograph.names.spelling import key
from cartograph.records.model import Claim, Records
from cartograph.terms import Ontology
from cartograph.texts import Text, read_texts
from cartograph.texts.normalise import normalise

#: Statements whose value is a name that a source prints: of a trial's registration, of a binder.
_NAMING = frozenset({"registryId", "clone"})

#: Texts of a record that are ours, or a quotation, and therefore model nothing.
_REMARKS = frozenset({"because", "note", "printedValue", "among"})

#: Things whose synonyms are no names, but the words by which a passage tells them apart.
DESCRIBED = frozenset({"Cohort", "Experiment", "Report"})


@dataclass(frozen=True)
class Found:
    """Hold a word of a text that looks like a name, and the lines of its source on which it stands."""

    word: str
    category: str
    source: str
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Search:
    """Say how many names were looked for, and what is wrong: names that nobody modelled, exceptions out of date.

    >>> print(Search(210, 150, 40, 20, 0, ()))
    names: 210 looked for, 150 in the graph, 40 in its statements, 20 excepted, 0 missing
    """

    total: int
    known: int
    said: int
    excepted: int
    missing: int
    failed: tuple[Problem, ...]

    def __str__(self) -> str:
        counts = f"{self.total} looked for, {self.known} in the graph, {self.said} in its statements"
        return f"names: {counts}, {self.excepted} excepted, {self.missing} missing"


def find(records: Records, words_: Ontology, folder: Path, texts: Path) -> Search:
    """Look for every name of the texts in the records; raise UsageError where a text cannot be read.

    `folder` holds the records with `unmodelled-names.yaml`, `texts` the texts by the slug of their source.
    """
    known, said = Known.of(records, words_), Said.of(records)
    excepted = read_exceptions(folder, records.sources)
    found = list(names_of(read_texts(sorted(records.sources), texts), known, excepted))
    unnamed = [each for each in found if not known.holds(each.word)]
    unsaid = [each for each in unnamed if not said.holds(each)]
    missing = [each for each in unsaid if each.word not in excepted.names]
    problems = (*excepted.problems, *map(_missing, missing), *_stale(excepted, unsaid, found))
    left = len(unsaid) - len(missing)
    named = len(found) - len(unnamed)
    return Search(len(found), named, len(unnamed) - len(unsaid), left, len(missing), problems)


@dataclass(frozen=True)
class Known:
    """Know the names of the graph: of things, terms, registrations and clones."""

    keys: frozenset[str]
    phrases: tuple[str, ...]  # of several words, normalised, the longest first

    @classmethod
    def of(cls, records: Records, words_: Ontology) -> Known:
        """Gather the names that the records and the ontology hold."""
        names = [*_of_things(records), *_of_terms(records, words_), *_of_statements(records)]
        phrases = {normalise(name) for name in names if re.search(r"[^\W_]\W+\w", name)}
        ordered = tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
        return cls(frozenset(map(key, names)), ordered)

    def holds(self, word: str) -> bool:
        """Say whether a word is a name of the graph, or made of such names and ordinary words.

        A number that a hyphen ties to a word is part of its name: that BCMA is known says nothing of P-BCMA-777.
        """
        if self._is_name(word):
            return True
        parts = re.split(r"[-_]", word)
        return len(parts) > 1 and all(
            self._is_name(part) or (category(part) is None and not part.isdigit()) for part in parts
        )

    def _is_name(self, word: str) -> bool:
        return key(word) in self.keys or (word.endswith("s") and key(word[:-1]) in self.keys)

    @cached_property
    def _phrase(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, self.phrases))})(?!\w)")

    def without_phrases(self, text: str) -> str:
        """Return a text with every name of several words taken out, so that its words are not judged alone."""
        return self._phrase.sub(" · ", text) if self.phrases else text


def _of_things(records: Records) -> Iterator[str]:
    for thing in records.things.values():
        if thing.cls not in DESCRIBED:
            yield from thing.names


def _of_terms(records: Records, words_: Ontology) -> Iterator[str]:
    for term in words_.terms.values():
        yield from filter(None, (term.label, term.notation, *term.synonyms))
    yield from (each.text for each in records.misspelt_terms)


def _of_statements(records: Records) -> Iterator[str]:
    for claim in records.claims:
        for node in claim.walk():
            yield from (said.value.typed for said in node.statements if said.property in _NAMING)


@dataclass(frozen=True)
class Said:
    """Know the words of what is stated: a marker that an assertion speaks of has no node, but is no omission.

    They count for the lines of the passage that states them, and for no other: line ranges by source, with keys.
    """

    passages: Mapping[str, tuple[tuple[int, int, frozenset[str]], ...]]

    @classmethod
    def of(cls, records: Records) -> Said:
        """Gather the words of the values that are text, passage by passage."""
        keys: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in records.claims:
            keys[claim.source, claim.passage] |= {
                f(w) for text in _values(claim) for w in _all(text) for f in (key, str)
            }
        return cls(
            {
                slug: tuple(
                    (passage.first, passage.last, frozenset(keys[slug, passage.slug]))
                    for passage in source.passages.values()
                )
                for slug, source in records.sources.items()
            }
        )

    def holds(self, found: Found) -> bool:
        """Say whether a passage that prints the name states something in which it stands."""
        own = (
            found.word if found.category == "capitals" else key(found.word)
        )  # else THE were said by any `the`
        return any(
            own in keys and any(first <= line <= last for line in found.lines)
            for first, last, keys in self.passages.get(found.source, ())
        )


def _values(claim: Claim) -> Iterator[str]:
    for node in claim.walk():
        for name, values in node.plain.items():
            yield from (value.word for value in values if value.kind == "text" and name not in _REMARKS)
        yield from (said.value.word for said in node.statements if said.value.kind == "text")


def _all(text: str) -> Iterator[str]:
    """Yield the words of a text, and the parts of those with hyphens."""
    for word in words(normalise(text)):
        yield word
        yield from re.split(r"[-_]", word)


def names_of(texts: Mapping[str, Text], known: Known, excepted: Exceptions) -> Iterator[Found]:
    """Yield each word of each text that looks like a name, once, with the lines in scope on which it stands."""
    for source, text in texts.items():
        lines: dict[str, dict[int, None]] = defaultdict(dict)
        for line in text.lines:
            if excepted.in_scope(source, line.number):
                for window in line.cells or (line.text,):
                    for word in words(known.without_phrases(window)):
                        lines[word][line.number] = None
        for word, at in lines.items():
            kind = category(word)
            if kind:
                yield Found(word, kind, source, tuple(at))


def _missing(found: Found) -> Problem:
    message = f"'{found.word}' looks like a name ({found.category}), and nothing in the graph has it"
    fix = f"declare it in records/vocabulary with a claim, or give the reason why not in {FILE}"
    return Problem(f"{found.source}.txt", found.lines[0], message=message, fix=fix)


def _stale(excepted: Exceptions, unsaid: Iterable[Found], found: Iterable[Found]) -> Iterator[Problem]:
    wanting, there = {each.word for each in unsaid}, {each.word for each in found}
    for word, mark in excepted.names.items():
        if word not in wanting:
            why = "the graph has it by now" if word in there else "no text prints it as a word of its own"
            message = f"'{word}' needs no exception: {why}"
            yield Problem(mark.file, mark.line, mark.column, message, "delete it")
