"""Put a new claim where it belongs: look its passage up, suggest ids, append it to the passage's file."""

from __future__ import annotations

import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Store

from cartograph.build import agreed
from cartograph.curation.scaffold import Scaffold, Wanted, head, kinds
from cartograph.errors import Problem, UsageError
from cartograph.names.index import Index
from cartograph.names.parsing import read as named_in
from cartograph.project import Home
from cartograph.records.context import nearest
from cartograph.records.document import Items, Map, Text, read
from cartograph.records.loader import declared
from cartograph.records.model import Passage, Records
from cartograph.records.shape import Shape
from cartograph.terms import Ontology
from cartograph.texts import read_texts

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: Kinds of thing whose ids begin as the product's or trial's that they belong to.
_NAMED_AFTER = ("construct", "cohort", "report", "experiment")


@dataclass(frozen=True)
class Draft:
    """Hold a claim to be written: its text, the head that a new file gets, and the file that it belongs to."""

    file: Path
    head: str
    scaffold: Scaffold
    wanted: Wanted

    @property
    def text(self) -> str:
        """Return what is shown: the claim, with the head where there is no file yet."""
        return ("" if self.file.exists() else self.head) + self.scaffold.claim(self.wanted)


def draft(home: Home, source: str, passage: str, wanted: Wanted, texts: Path | None) -> Draft:
    """Make a draft of a claim; raise UsageError for an unknown source or passage, a wrong line or a wrong id.

    With the texts, the label of a table's row and the ids that the line names are filled in.
    """
    words = Ontology.load(home.ontology)
    records = declared(home, words)
    of = _passage(records, source, passage)
    wanted = replace(wanted, line=wanted.line or (of.first if of.first == of.last else None))
    shape = Shape.load(home.records)
    _refuse(_wrong(wanted, of, kinds(shape)))
    if texts is not None and wanted.line is not None:
        wanted = _read(wanted, records, source, texts)
    file = home.records / source / f"{of.slug}.yaml"
    return Draft(
        file,
        head(records.sources[source], of),
        Scaffold(shape, words),
        wanted,
    )


def _passage(records: Records, source: str, passage: str) -> Passage:
    """Return a passage by its slug or its label."""
    known = records.sources.get(source)
    if known is None:
        fix = nearest(source, records.sources)
        raise UsageError(Problem("SOURCE", message=f"'{source}' is no source", fix=fix))
    found = [each for each in known.passages.values() if passage in (each.slug, each.label)]
    if not found:
        fix = nearest(passage, [each.slug for each in known.passages.values()])
        raise UsageError(Problem("PASSAGE", message=f"'{passage}' is no passage of {source}", fix=fix))
    return found[0]


def _wrong(wanted: Wanted, of: Passage, known: tuple[str, ...]) -> Iterator[Problem]:
    if wanted.kind not in known:
        yield Problem("--kind", message=f"'{wanted.kind}' is no kind", fix=f"write {', '.join(known)}")
    if wanted.line is not None and not of.first <= wanted.line <= of.last:
        message = f"line {wanted.line} is none of {of.label}"
        yield Problem("--line", message=message, fix=f"give one of {of.first} to {of.last}")
    if wanted.id is not None and not _SLUG.fullmatch(wanted.id):
        fix = "use lower-case letters, digits and single hyphens"
        yield Problem("--id", message=f"'{wanted.id}' is not kebab-case", fix=fix)
    if wanted.cell is not None and wanted.line is None:
        yield Problem("--cell", message="a cell of no line", fix="give --line, too")


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise UsageError(found)


# ---------------------------------------------------------------------- what the line itself tells
def _read(wanted: Wanted, records: Records, source: str, folder: Path) -> Wanted:
    """Fill in the label of the row and the ids that the line, or its cell, names."""
    text = read_texts([source], folder)[source]
    line = text.line(wanted.line or 0)
    if line is None:
        message = f"{text.name} has no line {wanted.line}"
        raise UsageError(Problem("--line", message=message, fix="correct it, or the lines of the passage"))
    if wanted.cell and wanted.cell > len(line.cells):
        message, fix = f"line {line.number} has {len(line.cells)} cells", "count from 1, or leave --cell out"
        raise UsageError(Problem("--cell", message=message, fix=fix))
    label = wanted.row or next((cell for cell in line.cells if cell), None)
    words = f"{line.cell(1)} {line.cell(wanted.cell)}" if wanted.cell else line.text
    return replace(wanted, row=label, ids=suggested(records, words))


def suggested(records: Records, words: str) -> dict[str, tuple[str, ...]]:
    """Return the declared ids that printed words name, by kind, and those that are called after these."""
    store = Store()
    store.extend(agreed.vocabulary(records))
    reading = named_in(words, Index.of_things(store))
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in reading.paths("agent", "construct", "target", "gene", "trial", "organisation"):
        kind, _, slug = path.partition("/")
        found[kind][path] = None
        for other in records.things if kind in ("agent", "construct", "trial") else ():
            of, _, name = other.partition("/")
            if of in _NAMED_AFTER and (name == slug or name.startswith(f"{slug}-")):
                found[of][other] = None
    return {kind: tuple(paths) for kind, paths in found.items()}


# ---------------------------------------------------------------------- the file
def write(made: Draft, home: Home) -> int:
    """Append the claim to its file, or begin the file; return the line where it stands.

    What is there stays as it is. Raises UsageError where the file cannot take the claim: its id is taken, or the
    list of claims is not what stands last.
    """
    if not made.file.exists():
        made.file.parent.mkdir(exist_ok=True)
        _put(made.file, made.text, new=True)
        return made.head.count("\n") + 1
    name = home.relative(made.file)
    old = made.file.read_text(encoding="utf-8")
    old += "" if old.endswith("\n") else "\n"
    claims = _claims(read(made.file, name, blanks=True))
    if made.wanted.id in {str(claim.get(Text("id"))) for claim in claims}:
        message = f"{name} has a claim '{made.wanted.id}' already"
        raise UsageError(Problem("--id", message=message, fix="give another id"))
    indent = claims[0].column - 3 if claims else 2
    _put(made.file, old + made.scaffold.claim(made.wanted, indent), new=False, before=claims)
    return old.count("\n") + 1


def _claims(tree: Map) -> list[Map]:
    given = tree.get(Text("claims"), Items())
    return [item for item in given if isinstance(item, Map)] if isinstance(given, Items) else []


def _put(path: Path, content: str, new: bool, before: list[Map] | None = None) -> None:
    """Write a file whole or not at all: under a passing name first, which then takes the place."""
    handle, passing = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=".yaml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
        _sound(Path(passing), path, before or [])
        if new:
            os.link(passing, path)  # fails where somebody else has begun the file meanwhile
        else:
            Path(passing).chmod(path.stat().st_mode)
            Path(passing).replace(path)
    except FileExistsError as error:
        message = "has been begun meanwhile"
        raise UsageError(Problem(str(path), message=message, fix="run the command again")) from error
    finally:
        Path(passing).unlink(missing_ok=True)


def _sound(passing: Path, path: Path, before: list[Map]) -> None:
    """Refuse a file in which the claim does not stand behind all the others, unchanged."""
    claims = _claims(read(passing, str(path), blanks=True))
    if claims[:-1] != before or len(claims) != len(before) + 1:
        fix = "make 'claims:' the last key of the file, one '- id: …' a claim"
        raise UsageError(Problem(str(path), message="cannot take a claim at its end", fix=fix))
