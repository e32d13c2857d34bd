"""Hold what a written name stands for, with the reason, and lay it out as rows and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field

COLUMNS = ("text", "verdict", "role", "entity", "label", "kind", "reason")


@dataclass(frozen=True)
class Match:
    """Hold one thing that a text, or a part of it, names: with what kind it is of, and why it is this one."""

    entity: str  # its path, or the local name of a term
    label: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Candidate:
    """Hold one product that fits a description, and what is stated of it and not of all the others."""

    entity: str
    label: str
    kind: str
    differs: Mapping[str, str] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Return what tells the candidate apart, in one line."""
        return "; ".join(f"{heading}: {value}" for heading, value in self.differs.items())


@dataclass(frozen=True)
class Resolution:
    """Hold the answer for one text.

    `verdict` is *resolved* (one thing), *several* (the text names several), *ambiguous* (one name, several things,
    or a description that several products fit), *described* (target or kind is known, and no product has the name)
    or *unknown*.
    """

    text: str
    verdict: str
    matches: tuple[Match, ...] = ()
    targets: tuple[Match, ...] = ()
    kinds: tuple[Match, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    wider: tuple[Candidate, ...] = ()  # these fit too, and have further targets
    unread: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def entity(self) -> str | None:
        """Return the path of the one thing that the text stands for, or None."""
        return self.matches[0].entity if self.verdict == "resolved" else None

    def to_dict(self) -> dict[str, object]:
        """Return the answer as JSON has it."""
        return asdict(self)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Yield a row for each thing found, under `COLUMNS`."""
        roles = (
            ("names", self.matches), ("target", self.targets), ("kind", self.kinds), ("fits", self.candidates),
            ("fits, with further targets", self.wider),
        )  # fmt: skip
        empty = True
        for role, found in roles:
            for each in found:
                empty = False
                yield self.text, self.verdict, role, each.entity, each.label, each.kind, each.reason
        for word in self.unread:
            empty = False
            yield self.text, self.verdict, "not understood", "", word, "", ""
        for name in self.suggestions:
            empty = False
            yield self.text, self.verdict, "nearest name", "", name, "", ""
        if empty:
            yield self.text, self.verdict, "", "", "", "", "nothing known"


def to_json(found: Iterable[Resolution], version: str) -> str:
    """Return answers as a JSON document, with the version of the graph that gave them."""
    document = {"graph_version": version, "texts": [each.to_dict() for each in found]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def to_csv(found: Iterable[Resolution]) -> str:
    """Return answers as CSV with a header."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row for each in found for row in each.rows())
    return file.getvalue()
