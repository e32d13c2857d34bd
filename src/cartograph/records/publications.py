r"""Say which publications the reference lists lead to: of which type, and which entries are one publication.

A type follows from printed words, by the first rule that applies (docs/citations.md):

1. *conference abstract*: the volume carries a supplement, the title begins with the number of an abstract, or the DOI
   names a supplement or has the month 99, which the abstracts of *Blood* had in place of a month;
2. *registry record*: the title is a number of a trial registry;
3. *web page*: an address is printed, and no journal;
4. *other*: no author is printed (news, highlights), or the title stands in an education book;
5. *peer-reviewed article*: all others. That a journal reviews what it prints is not in the list.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cartograph.errors import Problem
from cartograph.records.model import Records, Reference
from cartograph.terms import LABEL, TYPE, XSD, ont, thing

#: Each type with where its words stand; the first that is found decides.
_MARKS: tuple[tuple[str, Callable[[Reference], str | None], re.Pattern[str]], ...] = (
    ("conferenceAbstract", lambda r: r.volume, re.compile(r"(?i)\(.*suppl.*\)")),
    ("conferenceAbstract", lambda r: r.title, re.compile(r"^(P\d+:|[A-Z]{2}-\d+ )")),
    ("conferenceAbstract", lambda r: r.doi or r.printed_doi, re.compile(r"Suppl_\d+|blood-\d{4}-99-")),
    ("registryRecord", lambda r: r.title, re.compile(r"^(NCT\d{8}|ChiCTR\S+)")),
    ("webPage", lambda r: r.address, re.compile(r"^https?://")),
    ("otherPublication", lambda r: r.journal, re.compile(r"Educ Program|Educational Book")),
)
_PHASE = re.compile(r"(?<=phase )(i{1,3})(?=[abv]?\b)")


@dataclass(frozen=True)
class Kind:
    """Say what type a publication is of, and by which printed words."""

    name: str
    words: str


def kind(reference: Reference) -> Kind:
    """Return the type of the publication that a reference leads to, as its printed words tell it."""
    for name, where, pattern in _MARKS:
        found = pattern.search(where(reference) or "")
        if found:
            return Kind(name, found[0].strip())
    if not reference.authors:
        return Kind("otherPublication", "no author is printed")
    return Kind("journalArticle", f"authors and journal ({reference.journal})")


def same_words(title: str) -> str:
    """Return a title in the form in which titles are compared: letters and digits, phases in Arabic numerals.

    >>> same_words("anti–B-cell γ -Secretase: A Phase Ib/2 Study") == same_words(
    ...     "Anti-Bcell gamma-secretase: a phase 1b/2 study"
    ... )
    True
    """
    plain = unicodedata.normalize("NFKC", title).casefold().replace("γ", "gamma")
    arabic = _PHASE.sub(lambda found: str(len(found[1])), plain)
    return re.sub(r"[\W_]", "", arabic)


def grouped(references: Iterable[Reference]) -> dict[str, list[Reference]]:
    """Return the references of each publication, by its path."""
    found: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        found[reference.publication].append(reference)
    return dict(sorted(found.items()))


def problems(references: Iterable[Reference]) -> Iterator[Problem]:
    """Yield where two entries are one publication under two ids, or two publications under one."""
    every = list(references)
    keys: dict[tuple[str, ...], list[Reference]] = defaultdict(list)
    for reference in every:
        for key in _keys(reference):
            keys[key].append(reference)
    for one, other in (pair for alike in keys.values() for pair in pairwise(alike)):
        if one.publication != other.publication:
            yield _problem(other, f"{_named(other)} is the publication of {_named(one)}", one.publication)
    for entries in grouped(every).values():
        yield from (
            _problem(other, f"{_named(other)} shares neither DOI nor title and year with {_named(one)}", "")
            for one, other in pairwise(entries)
            if not set(_keys(one)) & set(_keys(other))
        )


def _keys(reference: Reference) -> Iterator[tuple[str, ...]]:
    if reference.doi:
        yield ("doi", reference.doi.casefold())
    if reference.title:
        yield ("title", same_words(reference.title), reference.year or "")


def _named(reference: Reference) -> str:
    return f"reference {reference.number} of {reference.source}"


def _problem(reference: Reference, message: str, path: str) -> Problem:
    mark = reference.mark
    fix = f"write 'publication: {path.partition('/')[2]}'" if path else "give it an id of its own"
    return Problem(mark.file, mark.line, mark.column, message, fix)


def candidates(references: Iterable[Reference]) -> Iterator[tuple[str, str]]:
    """Yield pairs of publications that may be one: year, volume and first page agree, and nothing decides."""
    at: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
    for each in references:
        if each.volume and each.pages:
            volume, page = re.split(r"\W", each.volume)[0], re.split(r"\W", each.pages)[0]
            at[each.year, volume, page].add(each.publication)
    yield from (pair for paths in at.values() for pair in combinations(sorted(paths), 2))


# ---------------------------------------------------------------------- in the graph
def quads(records: Records) -> Iterator[Quad]:
    """Yield the publications, and the entries of the reference lists that lead to them."""
    references = [each for list_ in records.references.values() for each in list_.entries.values()]
    for path, entries in grouped(references).items():
        yield from _publication(path, entries)
    for each in references:
        yield from _entry(each)
    for one, other in candidates(references):
        yield _quad(thing(one), "mayBeSamePublication", thing(other))


def _publication(path: str, entries: list[Reference]) -> Iterator[Quad]:
    """Yield what the fullest entry tells of a publication: the one with a complete DOI, else the first."""
    best = next((each for each in entries if each.doi), entries[0])
    node, type_ = thing(path), kind(best)
    yield Quad(node, TYPE, ont("Publication"), DefaultGraph())
    yield Quad(node, LABEL, Literal(best.short), DefaultGraph())
    yield _quad(node, "citation", Literal(best.citation))
    yield _quad(node, "publicationType", ont(type_.name))
    yield _quad(node, "typeWords", Literal(type_.words))
    if best.doi:
        yield _quad(node, "doi", Literal(best.doi))
    if best.year:
        yield _quad(node, "year", Literal(best.year, datatype=NamedNode(XSD + "integer")))


def _entry(each: Reference) -> Iterator[Quad]:
    node = thing(each.path)
    yield Quad(node, TYPE, ont("Citation"), DefaultGraph())
    yield _quad(node, "inSource", thing(f"source/{each.source}"))
    yield _quad(node, "printedNumber", Literal(each.number))
    yield _quad(node, "citedPublication", thing(each.publication))
    yield _quad(node, "listLine", Literal(str(each.lines[0]), datatype=NamedNode(XSD + "integer")))
    printed = "true" if each.doi else "false"
    yield _quad(node, "doiPrinted", Literal(printed, datatype=NamedNode(XSD + "boolean")))
    if each.printed_doi:
        yield _quad(node, "printedDoi", Literal(each.printed_doi))
    if each.note:
        yield _quad(node, "note", Literal(each.note))


def _quad(subject: NamedNode, name: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, ont(name), value, DefaultGraph())
