"""Tell what only shows in the assembled graph: what nobody says, declarations that nobody uses, facts that clash."""

from __future__ import annotations

from collections.abc import Container, Iterable

from cartograph.build.locating import Locator
from cartograph.errors import Problem
from cartograph.reasoning.clash import Clash
from cartograph.records.jsonld import named
from cartograph.records.model import Mark, Records
from cartograph.rules.status import Status
from cartograph.terms import local


def gaps(statuses: Iterable[Status], files: Container[str] = ()) -> Iterable[Problem]:
    """Yield a problem for each expected property without a status, where something should have been said.

    Of several claims that could have said it one of the files given is told, else the first.
    """
    for status in statuses:
        if status.value is None:
            ours = [mark for mark in status.gaps if mark.file in files]
            mark = next(iter([*ours, *status.gaps]), Mark("records/vocabulary", 0))
            yield Problem(
                mark.file,
                mark.line,
                mark.column,
                f"nothing is said about {_words(status.expectation)} of {_short(status.thing)}",
                "state it, or declare a silence {property: …, kind: …} in the row, the passage or the source",
            )


def _short(path: str) -> str:
    """Return a thing, or a figure as silences name it."""
    claim, figure, rest = path.partition("/figure/")
    return f"figure/{rest}" if figure else claim


def _words(expectation: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in expectation.removeprefix("expects")).strip()


def clashing(broken: Iterable[Clash], records: Records) -> Iterable[Problem]:
    """Yield a problem for each clash, at the first record that takes part, naming every claim that does."""
    locator = Locator(records)
    for each in broken:
        places = [place for said in each.statements if (place := locator.locate(said.iri))]
        file, line = min(places, default=("ontology", 0))
        claims = "; ".join(dict.fromkeys(f"{local(said.claim)}: {said.printed}" for said in each.statements))
        message = f"{local(each.thing)} {each.message} ({claims})"
        yield Problem(file, line, message=message, fix="correct the record that misreads its source")


def unused(records: Records) -> Iterable[Problem]:
    """Yield a problem for each declared thing that no claim names."""
    used = {path for claim in records.claims for path in named(claim)} | _guessed(records)
    for path, declared in records.things.items():
        if path not in used:
            mark = declared.mark
            yield Problem(
                mark.file, mark.line, mark.column, f"'{path}' is declared, and no claim names it", "delete it"
            )


def _guessed(records: Records) -> set[str]:
    """Return the things that mentions may be the same as: declared to say so, named by no claim."""
    nodes = (node for claim in records.claims for node in claim.walk())
    return {value.word for node in nodes for value in node.plain.get("mayBeSameAs", ())}
