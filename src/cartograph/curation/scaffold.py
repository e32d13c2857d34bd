"""Write the beginnings of a claim for a curator: every field that the shape knows, what is to be filled in as a blank.

A blank is `___`, which no record may hold: whoever fills a scaffold in replaces it or deletes its line, and the check
names each one that is left.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cartograph.records.document import BLANK
from cartograph.records.model import Passage, Source
from cartograph.records.shape import Kind, Range, Shape
from cartograph.terms import Ontology

#: Things that are mostly described together; any other kind stands alone.
BUNDLES: Mapping[str, tuple[str, ...]] = {"product": ("agent", "construct"), "cohort": ("cohort", "report")}
#: The nodes that a claim holds beside the things that it describes, by their kind.
LISTS = {
    "comparison": "comparisons",
    "assertion": "assertions",
    "unassigned": "unassigned",
    "remark": "remarks",
    "contradiction": "contradictions",
}
_SHOWN = 6  # words of a scheme that a comment names
_WIDTH = 110
_PLAIN = re.compile(r"[A-Za-z0-9][\w ()/.+-]*")
_TOGETHER = "\u00a0"  # a space at which no line is broken
_NULLS = ("null", "Null", "NULL")


@dataclass(frozen=True)
class Wanted:
    """Say which claim is wanted: its id and label, where it is printed, what kind of thing it is about.

    `ids` are the declared ids that the line may mean, by kind; a lone one is written, several are left to the curator.
    """

    kind: str
    id: str | None = None
    row: str | None = None
    line: int | None = None
    cell: int | None = None
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)


def kinds(shape: Shape) -> tuple[str, ...]:
    """Return what a claim can be about: the bundles, the kinds of thing, and the nodes that are a claim's own."""
    return tuple(sorted({*BUNDLES, *shape.things, *LISTS, "mention"}))


def head(source: Source, passage: Passage) -> str:
    """Return the beginning of a record file; its first line lets an editor complete keys and words."""
    return (
        "# yaml-language-server: $schema=../record.schema.json\n"
        f"# {source.label}, {passage.label}: lines {passage.first}-{passage.last} of the text.\n"
        f"source: {source.slug}\npassage: {scalar(passage.label)}\nclaims:\n"
    )


def scalar(text: str) -> str:
    """Return a text as YAML reads it back.

    >>> scalar("CT103A"), scalar("2nd: 5 %")
    ('CT103A', '"2nd: 5 %"')
    """
    plain = _PLAIN.fullmatch(text) and not text.endswith(" ") and text not in _NULLS
    return text if plain else json.dumps(text, ensure_ascii=False)


class Scaffold:
    """Write claims by the grammar of a project."""

    def __init__(self, shape: Shape, words: Ontology) -> None:
        self.shape, self.words = shape, words

    def claim(self, wanted: Wanted, indent: int = 2) -> str:
        """Return a claim as an entry of a list that stands so many spaces in."""
        cell = f", cell: {wanted.cell}" if wanted.cell else ""
        row = scalar(wanted.row) if wanted.row else BLANK
        lines = [
            f"- id: {wanted.id or BLANK}",
            f"  row: {row}",
            f"  at: {{line: {wanted.line or BLANK}{cell}}}",
            *(f"  {line}" for line in self._body(wanted)),
        ]
        return "".join(f"{' ' * indent}{line}\n" for line in lines)

    def _body(self, wanted: Wanted) -> Iterator[str]:
        if wanted.kind == "mention":
            yield "mention:"
            yield from _in(2, self._plain(self.shape.kinds["mention"]))
        elif wanted.kind in LISTS:
            yield f"{LISTS[wanted.kind]}:"
            yield from _entry(self._plain(self.shape.kinds[wanted.kind]))
        else:
            yield from self._expected(BUNDLES.get(wanted.kind, (wanted.kind,)))
            yield "states:"
            for name in BUNDLES.get(wanted.kind, (wanted.kind,)):
                yield from _entry(self._thing(self.shape.kinds[name], wanted.ids.get(name, ())))

    def _expected(self, names: Sequence[str]) -> Iterator[str]:
        """Yield what has to be told of the things, or declared silent."""
        of = {*names, *(child for name in names for child in self.shape.kinds[name].children.values())}
        properties = [word for word in self.words.members("ExpectedProperty") if word.partition("/")[0] in of]
        if properties:
            yield from _comment(f"state, or declare silent: {', '.join(sorted(properties))}")
            yield f"silences: [{{property: {BLANK}, kind: {BLANK}}}]"

    def _thing(self, kind: Kind, ids: Sequence[str]) -> Iterator[str]:
        if len(ids) > 1:
            yield from _comment(f"the line may mean {', '.join(ids)}")
        yield f"id: {ids[0] if len(ids) == 1 else f'{kind.name}/{BLANK}'}"
        yield from self._states(kind)
        yield from self._children(kind)

    def _states(self, kind: Kind) -> Iterator[str]:
        for key, range_ in kind.states.items():
            one = f"{{value: {BLANK}, printed: {BLANK}}}"
            yield f"{key}: {f'[{one}]' if range_.many else one}  # {self._words(range_)}"

    def _children(self, kind: Kind) -> Iterator[str]:
        for key, name in kind.children.items():
            child = self.shape.kinds[name]
            yield f"{key}:"
            yield from _entry(self._part(child) if child.id_rule == "part" else self._plain(child))

    def _part(self, kind: Kind) -> Iterator[str]:
        yield f"id: {BLANK}"
        yield from self._needed(kind, kind.plain)
        yield from self._states(kind)
        yield from self._children(kind)

    def _plain(self, kind: Kind) -> Iterator[str]:
        """Yield the fields of a node without statements: what it needs as blanks, the rest in a comment."""
        wanted = kind.needs or frozenset(kind.plain)
        yield from self._needed(kind, (*(["key"] if "key" in wanted else []), *kind.plain))
        if "statistic" in kind.plain and "statistic" not in wanted:
            words = sorted({term.word for term in self.words.members("Statistic").values()})
            yield f"percent: {BLANK}  # or {', '.join(words)}"
        yield f"printed: {BLANK}"
        left = [
            f"{key} ({range_})".replace(" ", _TOGETHER)
            for key, range_ in kind.plain.items()
            if key not in wanted
        ]
        yield from _comment(f"also: {', '.join(left)}") if left else ()

    def _needed(self, kind: Kind, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            if key in (kind.needs or kind.plain):
                range_ = kind.range_of(key)
                yield f"{key}: {BLANK}  # {self._words(range_) if range_ else 'tells it from others of its kind'}"

    def _words(self, range_: Range) -> str:
        """Say what a value may be: the words of a scheme, the first part of an id, a kind of number."""
        if range_.kind in ("term", "class"):
            of = self.words.members if range_.kind == "term" else self.words.class_words
            known = sorted({term.word for term in of(range_.names[0]).values()})
            more = f" … ({len(known)} in all)" if len(known) > _SHOWN else ""
            return f"{range_.names[0]}: {', '.join(known[:_SHOWN])}{more}"
        return " or ".join(f"{name}/…" for name in range_.names) or range_.kind


def _comment(words: str) -> Iterator[str]:
    lines = textwrap.wrap(words, _WIDTH, break_long_words=False, break_on_hyphens=False)
    yield from (f"# {line.replace(_TOGETHER, ' ')}" for line in lines)


def _entry(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines as one entry of a list: comments first, then the dash."""
    dashed = False
    for line in lines:
        if dashed or line.startswith("#"):
            yield f"    {line}"
        else:
            yield f"  - {line}"
            dashed = True


def _in(spaces: int, lines: Iterable[str]) -> Iterator[str]:
    return (f"{' ' * spaces}{line}" for line in lines)
