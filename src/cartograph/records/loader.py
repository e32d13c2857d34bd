"""Load every record file of a project: all problems at once, or the whole model."""

from __future__ import annotations

from pathlib import Path

from cartograph.errors import Problem, RecordError
from cartograph.project import Home
from cartograph.records.context import ReadContext
from cartograph.records.document import Map, Text, read
from cartograph.records.fields import Fields
from cartograph.records.misspellings import of_terms, unplaced
from cartograph.records.model import Claim, Mark, Misspelling, Passage, Records, Silence, Source
from cartograph.records.publications import problems as one_publication
from cartograph.records.reader import FileReader
from cartograph.records.references import FOLDER, lists
from cartograph.records.shape import Shape
from cartograph.records.silences import silence
from cartograph.records.vocabulary import things
from cartograph.terms import Ontology

_SOURCE_KEYS = ("label", "citation", "doi", "licence", "year", "text", "passages", "silences")


def load(home: Home, words: Ontology | None = None, passages: Path | None = None) -> Records:
    """Read sources, vocabulary and every passage; raise RecordError with every problem of every file.

    `passages` is the folder that holds a folder a source: the records, unless a second curation is read, which may
    have a vocabulary of its own beside theirs, for what it alone names.
    """
    context, misspelt = _context(home, words, passages)
    read_ = [_file(home, path, context) for path in record_files(passages or home.records)]
    if context.problems:
        raise RecordError(sorted(set(context.problems)))
    claims = tuple(claim for found, _ in read_ for claim in found)
    silences = tuple(s for _, found in read_ for s in found)
    return Records(context.sources, context.things, claims, silences, context.references, misspelt)


def declared(home: Home, words: Ontology | None = None) -> Records:
    """Read sources and vocabulary without any passage; raise RecordError with every problem of them."""
    context, misspelt = _context(home, words, None)
    if context.problems:
        raise RecordError(sorted(set(context.problems)))
    return Records(context.sources, context.things, (), (), context.references, misspelt)


def _context(
    home: Home, words: Ontology | None, passages: Path | None
) -> tuple[ReadContext, tuple[Misspelling, ...]]:
    """Lay out what every passage is read with: words, shape, sources, who is who, reference lists."""
    words = words or Ontology.load(home.ontology)
    shape = Shape.load(home.records)
    problems: list[Problem] = []
    known = things(_vocabulary(home, passages), shape, problems)
    context = ReadContext(words, shape, {}, known, problems)
    context.sources = _sources(home.records, context)
    context.references = lists(home.records, context)
    context.problems += one_publication(
        each for list_ in context.references.values() for each in list_.entries.values()
    )
    misspelt = of_terms(home.records, context)
    unplaced([*(m for thing in context.things.values() for m in thing.misspellings), *misspelt], context)
    return context, misspelt


def record_files(folder: Path) -> list[Path]:
    """Return the files that hold passages: one folder a source."""
    return sorted(path for path in folder.glob("*/*.yaml") if path.parent.name not in ("vocabulary", FOLDER))


def _vocabulary(home: Home, passages: Path | None) -> dict[str, Path]:
    found = {f"records/vocabulary/{path.name}": path for path in _yaml(home.records / "vocabulary")}
    if passages is not None and passages != home.records:
        found |= {home.relative(path): path for path in _yaml(passages / "vocabulary")}
    return found


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _file(home: Home, path: Path, context: ReadContext) -> tuple[list[Claim], list[Silence]]:
    name = home.relative(path)
    try:
        tree = read(path, name)
    except RecordError as error:
        context.problems += error.problems
        return [], []
    return FileReader(context, name, tree).read()


def _sources(records: Path, context: ReadContext) -> dict[str, Source]:
    name = "records/sources.yaml"
    tree = read(records / "sources.yaml", name)
    return {
        str(slug): _source(name, slug, node, context) for slug, node in tree.items() if isinstance(node, Map)
    }


def _source(name: str, slug: Text, node: Map, context: ReadContext) -> Source:
    for key in node:
        if key not in _SOURCE_KEYS:
            context.complain(
                Mark(name, key.line, key.column),
                f"unknown key '{key}' in a source",
                f"use {', '.join(_SOURCE_KEYS)}",
            )
    fields = Fields(context, name)

    def text(key: str) -> str:
        value = node.get(Text(key))
        return str(value) if isinstance(value, Text) else ""

    passages = node.get(Text("passages"), Map())
    return Source(
        slug=str(slug),
        label=text("label"),
        citation=text("citation"),
        doi=text("doi") or None,
        licence=text("licence"),
        year=int(text("year") or 0),
        text=text("text"),
        passages={
            p.label: p for p in _passages(name, passages if isinstance(passages, Map) else Map(), context)
        },
        silences=tuple(_source_silences(fields, node, str(slug))),
        mark=Mark(name, slug.line, slug.column),
    )


def _source_silences(fields: Fields, node: Map, slug: str) -> list[Silence]:
    made = [
        silence(fields, item, f"silence/{slug}", slug, None, None, "sourceScope")
        for item in fields.maps(node, "silences")
    ]
    return [s for s in made if s is not None]


def _passages(name: str, node: Map, context: ReadContext) -> list[Passage]:
    found = []
    for slug, item in node.items():
        mark = Mark(name, slug.line, slug.column)
        values = {str(k): str(v) for k, v in item.items()} if isinstance(item, Map) else {}
        first, _, last = values.get("lines", "").partition("-")
        if not values.get("label") or not first.isdigit() or not last.isdigit():
            context.complain(mark, f"passage '{slug}' needs 'label:' and 'lines: first-last'", "give both")
            continue
        found.append(Passage(str(slug), values["label"], int(first), int(last), mark))
    return found
