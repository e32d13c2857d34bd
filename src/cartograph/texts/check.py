"""Compare every quotation of the records with the texts of the sources; the build itself never reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cartograph.errors import CartographError, Problem, UsageError
from cartograph.records.model import ReferenceList
from cartograph.texts import cited, entries, judge, swap
from cartograph.texts.borders import bordered
from cartograph.texts.cited import Cited
from cartograph.texts.context import Context
from cartograph.texts.place import Text
from cartograph.texts.quoted import Quoted, Skip


@dataclass(frozen=True)
class Outcome:
    """Hold what a check found: how many quotations and citations were compared, how many not and why, each problem.

    >>> print(Outcome(412, Counter({Skip.REASONED: 3}), ()))
    412 checked, 3 skipped (reasoned: 3), 0 failed
    """

    checked: int
    skipped: Counter[Skip]
    failed: tuple[Problem, ...]

    def __str__(self) -> str:
        reasons = ", ".join(f"{skip.value}: {n}" for skip, n in sorted(self.skipped.items(), key=_code))
        skipped = f"{self.skipped.total()} skipped" + (f" ({reasons})" if reasons else "")
        return f"{self.checked} checked, {skipped}, {len(self.failed)} failed"


def check(
    quoted: Iterable[Quoted],
    folder: Path,
    lists: Iterable[ReferenceList] = (),
    numbers: Iterable[Cited] = (),
    files: frozenset[str] = frozenset(),
) -> Outcome:
    """Compare quotations, cited numbers and reference lists with `<source>.txt` of a folder.

    Where `files` are given, only their quotations are judged; the others tell what governs words and names cells.
    Nothing compared of a whole project is a failure.

    Raises UsageError where the folder or a text is missing or cannot be read, naming each.
    """
    every = tuple(quoted)
    wanted = [one for one in every if one.skip is None]
    judged = [one for one in wanted if _among(one, files)]
    listed, given = {each.source: each for each in lists}, set(numbers)
    sources = {one.source for one in every} | {one.source for one in given} | set(listed)
    texts = read_texts(sorted(sources), folder)
    failed = [problem for source, text in texts.items() for problem in _source(source, text, wanted, files)]
    failed += [
        problem for source, each in listed.items() for problem in entries.problems(each, texts[source])
    ]
    failed += cited.problems(given, texts)
    if not judged and not files:
        failed.append(
            Problem("records", message="nothing was checked", fix="record claims with 'printed' words")
        )
    skipped: Counter[Skip] = Counter(one.skip for one in every if one.skip is not None and _among(one, files))
    compared = len(judged) + len(given) + sum(len(each.entries) for each in listed.values())
    return Outcome(compared, skipped, tuple(sorted(failed)))


def _among(one: Quoted, files: frozenset[str]) -> bool:
    return not files or one.mark.file in files


def _source(source: str, text: Text, wanted: Iterable[Quoted], files: frozenset[str]) -> list[Problem]:
    own = tuple(one for one in wanted if one.source == source)
    context, mixed = bordered(Context(text, own))
    judged = [one for one in own if _among(one, files)]
    failed = [problem for problem in mixed if not files or problem.place in files]
    each = (problem for one in judged for problem in judge.problems(one, context))
    return [*failed, *each, *swap.problems(context, judged)]


def read_texts(sources: Iterable[str], folder: Path) -> Mapping[str, Text]:
    """Read `<source>.txt` of a folder; raise UsageError, naming each, where the folder or a text is missing."""
    if not folder.is_dir():
        fix = "give the folder that holds the texts of the sources (--texts DIR, or CARTOGRAPH_TEXTS)"
        raise UsageError(Problem(str(folder), message="no such folder of texts", fix=fix))
    texts: dict[str, Text] = {}
    problems: list[Problem] = []
    for source in sources:
        try:
            texts[source] = Text.read(folder / f"{source}.txt")
        except CartographError as error:
            problems += error.problems
    if problems:
        raise UsageError(problems)
    return texts


def _code(item: tuple[Skip, int]) -> str:
    return item[0].value
