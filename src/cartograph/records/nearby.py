"""Find the claims that bear on a few record files: those on the same products, trials, study units and reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cartograph.records.jsonld import named
from cartograph.records.model import Claim, Node, Records, ReferenceList

#: Kinds of thing that hang together; targets, genes and technologies are shared by everybody.
_KINDS = ("agent/", "construct/", "trial/", "cohort/", "experiment/", "report/")
#: Statements that tie them to each other.
_LINKS = frozenset({"hasConstruct", "reportOf", "cohortOf", "includes", "tests", "investigates"})


def around(records: Records, files: frozenset[str]) -> Records:
    """Return the records with only the claims that bear on those of some files, and the references that these cite."""
    links = _links(records)
    wanted: set[str] = set()
    todo = [path for claim in records.claims if claim.mark.file in files for path in _subjects(claim)]
    while todo:
        path = todo.pop()
        if path not in wanted:
            wanted.add(path)
            todo += links.get(path, ())
    near = tuple(
        c for c in records.claims if c.mark.file in files or not wanted.isdisjoint({c.id, *named(c)})
    )
    return replace(records, claims=near, references=_cited(near, records.references))


def _cited(claims: Iterable[Claim], lists: Mapping[str, ReferenceList]) -> dict[str, ReferenceList]:
    found: dict[str, set[str]] = defaultdict(set)
    for claim in claims:
        for node in claim.walk():
            for one in (*node.cites, *(each for said in node.statements for each in said.cites)):
                found[claim.source].add(one.corrected or one.number)
    return {
        source: replace(list_, entries={n: e for n, e in list_.entries.items() if n in found[source]})
        for source, list_ in lists.items()
    }


def _subjects(claim: Claim) -> Iterator[str]:
    """Yield the things that a claim describes or studies; what is merely given beside them is left out."""
    for top in claim.nodes:
        if top.id.startswith(_KINDS):
            yield top.id
        yield from (other for _, other in _ties(top))
        for value in (v for values in top.plain.values() for v in values if v.kind == "thing"):
            if value.word.startswith(_KINDS):
                yield value.word
            if value.word.startswith("claim/"):
                yield value.word.removesuffix("/mention")


def _links(records: Records) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in (tie for claim in records.claims for top in claim.nodes for tie in _ties(top)):
        found[one].append(other)
        found[other].append(one)
    return found


def _ties(top: Node) -> Iterator[tuple[str, str]]:
    """Yield what a thing is tied to: by a statement, or as the agent that its regimen investigates."""
    for node in top.walk():
        said = {statement.property: statement.value.word for statement in node.statements}
        if node.kind == "component" and said.get("role") == "investigational":
            yield top.id, said["agent"]
        yield from ((top.id, s.value.word) for s in node.statements if s.property in _LINKS)
