"""Model what records say: claims made of nodes, statements and silences, each with its place in file and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Mark:
    """Say where in the record files something is written."""

    file: str
    line: int
    column: int = 0


@dataclass(frozen=True)
class Place:
    """Say where in a source's text something is printed: a line from 1, and a tab-separated cell from 1."""

    line: int
    cell: int | None = None


@dataclass(frozen=True)
class Under:
    """Name what governs a snippet that does not name its subject, endpoint or grade itself.

    `order` are words that list what the numbers of a pair or list are of, in their order; of several, the
    outermost list stands first.
    """

    row: str | None = None
    column: str | None = None
    prefix: str | None = None
    order: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """Return the governing words; a list of groups is no such words."""
        return tuple(words for words in (self.row, self.column, self.prefix) if words)


@dataclass(frozen=True)
class Quote:
    """Hold printed words with their places, fragment by fragment where a page break splits a cell."""

    fragments: tuple[tuple[str, Place], ...]
    under: Under = field(default_factory=Under)

    @property
    def printed(self) -> str:
        """Return the printed words in one line."""
        return " … ".join(words for words, _ in self.fragments)

    @property
    def place(self) -> Place:
        """Return where the printed words begin."""
        return self.fragments[0][1]


@dataclass(frozen=True)
class Value:
    """Hold one typed value: `kind` is term, class, thing, text, decimal, integer or boolean.

    `word` is what RDF gets (a local name, a path or a lexical form); `typed` is what the record wrote.
    """

    kind: str
    word: str
    typed: str


@dataclass(frozen=True)
class Citation:
    """Hold a printed reference number, the number that is meant where the printed one is wrong, and where it leads."""

    number: str
    corrected: str | None = None
    because: str | None = None
    publication: str | None = None


@dataclass(frozen=True)
class Statement:
    """Hold one value of one property of a thing, as a claim prints it."""

    id: str
    subject: str
    property: str
    value: Value
    mark: Mark
    place: Place
    quote: Quote | None
    cites: tuple[Citation, ...] = ()
    extra: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Node:
    """Hold one node of a claim: a shared thing, a part of one, or a figure or other node of the claim's own."""

    id: str
    kind: str
    cls: str
    mark: Mark
    place: Place
    quote: Quote | None
    plain: Mapping[str, tuple[Value, ...]]
    statements: tuple[Statement, ...]
    children: tuple[tuple[str, Node], ...]
    cites: tuple[Citation, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Yield the node and every node below it."""
        yield self
        for _, child in self.children:
            yield from child.walk()

    def first(self, key: str) -> Value | None:
        """Return the first plain value of a key."""
        values = self.plain.get(key, ())
        return values[0] if values else None


@dataclass(frozen=True)
class Silence:
    """Declare that a row, a passage or a source does not tell an expected property."""

    id: str
    expectation: str
    kind: str
    scope: str
    subjects: tuple[str, ...]
    exceptions: tuple[str, ...]
    mark: Mark
    source: str
    passage: str | None = None
    claim: str | None = None
    printed: str | None = None


@dataclass(frozen=True)
class Claim:
    """Hold what one row or sentence of a passage states; its id is also its graph's name."""

    id: str
    source: str
    passage: str
    row: str
    place: Place
    mark: Mark
    nodes: tuple[Node, ...]
    silences: tuple[Silence, ...] = ()
    note: str | None = None

    def walk(self) -> Iterator[Node]:
        """Yield every node of the claim."""
        for node in self.nodes:
            yield from node.walk()


@dataclass(frozen=True)
class Misspelling:
    """Hold a name as one line of a source prints it wrongly; `of` is the path of a thing or the name of a term."""

    of: str
    text: str
    source: str
    place: Place
    mark: Mark
    because: str | None = None


@dataclass(frozen=True)
class Thing:
    """Declare who is who: a path, a label, synonyms, and misspellings that a source prints."""

    path: str
    cls: str
    label: str
    synonyms: tuple[str, ...]
    misspellings: tuple[Misspelling, ...]
    mark: Mark
    note: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return every name under which a passage may print the thing."""
        return (self.label, *self.synonyms, *self.misspelt)

    @property
    def misspelt(self) -> tuple[str, ...]:
        """Return each misspelling once, however many lines print it."""
        return tuple(dict.fromkeys(each.text for each in self.misspellings))


@dataclass(frozen=True)
class Passage:
    """Describe a table, section or legend of a source."""

    slug: str
    label: str
    first: int
    last: int
    mark: Mark


@dataclass(frozen=True)
class Reference:
    """Hold one entry of a source's reference list as printed, and the publication that it leads to.

    `doi` is a complete one; `printed_doi` one that cannot be right, with a `note` that says why.
    """

    source: str
    number: str
    publication: str
    lines: tuple[int, ...]
    mark: Mark
    title: str | None = None
    authors: str | None = None
    address: str | None = None
    journal: str | None = None
    year: str | None = None
    volume: str | None = None
    pages: str | None = None
    doi: str | None = None
    printed_doi: str | None = None
    note: str | None = None

    @property
    def path(self) -> str:
        """Return the path of the entry."""
        return f"reference/{self.source}/{self.number}"

    @property
    def printed(self) -> tuple[str, ...]:
        """Return the words and numbers that the lines of the entry show."""
        parts = (self.authors, self.title, self.address, self.journal, self.year, self.volume, self.pages)
        return tuple(part for part in (*parts, self.doi, self.printed_doi) if part)

    @property
    def citation(self) -> str:
        """Return the entry in one order, whichever the list prints."""
        authors = f"{self.authors}. " if self.authors else ""
        title = self.title or self.address or ""
        return f"{authors}{title}{'' if title.endswith('?') else '.'}" + (
            f" {self._within}." if self.journal else ""
        )

    @property
    def _within(self) -> str:
        behind = f";{self.volume}:{self.pages}" if self.volume and self.pages else ""
        return f"{self.journal} {self.year}{behind}"

    @property
    def short(self) -> str:
        """Return what a table calls the entry: first author, year, journal."""
        first, _, others = (self.authors or "").partition(",")
        who = f"{first} et al." if others else first
        return " ".join(filter(None, (who or self.title or self.address, self.year, self.journal)))


@dataclass(frozen=True)
class ReferenceList:
    """Hold the reference list of a source: the line of its heading, and its entries by number."""

    source: str
    heading: int
    entries: Mapping[str, Reference]
    mark: Mark


@dataclass(frozen=True)
class Source:
    """Describe a curated document and its passages by label."""

    slug: str
    label: str
    citation: str
    doi: str | None
    licence: str
    year: int
    text: str
    passages: Mapping[str, Passage]
    silences: tuple[Silence, ...]
    mark: Mark


@dataclass(frozen=True)
class Records:
    """Hold everything that the record files say."""

    sources: Mapping[str, Source]
    things: Mapping[str, Thing]
    claims: tuple[Claim, ...]
    passage_silences: tuple[Silence, ...] = ()
    references: Mapping[str, ReferenceList] = field(default_factory=dict)
    misspelt_terms: tuple[Misspelling, ...] = ()

    @property
    def misspellings(self) -> tuple[Misspelling, ...]:
        """Return every misspelling that a source prints: of things, and of terms of the ontology."""
        return (*(m for thing in self.things.values() for m in thing.misspellings), *self.misspelt_terms)

    @property
    def silences(self) -> tuple[Silence, ...]:
        """Return every declared silence: of sources, of passages, of rows."""
        return (
            *(s for source in self.sources.values() for s in source.silences),
            *self.passage_silences,
            *(s for claim in self.claims for s in claim.silences),
        )
