"""Check records without publishing: words, ids, shapes, findings and, with the texts, every number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cartograph.audit.finding import Finding, accepted
from cartograph.build.assembly import Made, assemble
from cartograph.build.run import judged
from cartograph.curation.file_check import LEFT, of_files, places
from cartograph.curation.quoting import checked
from cartograph.errors import Problem, RecordError, UsageError
from cartograph.project import Home
from cartograph.reasoning.world import World
from cartograph.records.loader import record_files
from cartograph.terms import Ontology

_ACCEPTED = "records/accepted-findings.yaml"


@dataclass(frozen=True)
class CheckReport:
    """Say what a check found."""

    lines: tuple[str, ...]
    failed: bool


def check(
    home: Home,
    files: Sequence[Path],
    texts: Path | None,
    strict: bool,
    registry: Path | None = None,
    whole: bool = False,
) -> CheckReport:
    """Judge the records, or what concerns the files given; publish nothing. `registry` holds studies of a registry.

    Files that hold passages are judged at once, without the whole graph, unless `whole` asks for it.

    Raises RecordError where records cannot be read, UsageError for a file that is none of the project's records.
    """
    wanted = _wanted(home, files)
    if wanted and registry is None and not whole and wanted <= _passages(home):
        return _of_files(home, wanted, texts, strict)
    made = _assembled(home, wanted)
    problems = [*made.problems, *judged(made, home), *_stale(made, home)]
    problems = [p for p in problems if not wanted or p.place in wanted]
    every = sorted([*made.findings, *(_foreign(made, registry) if registry else ())])
    findings = [f for f in every if not wanted or places(f, made.records) & wanted]
    known = accepted(home.records)
    news = [f for f in findings if strict or not (f.because or f.id in known)]
    compared = _compared(made, home, texts) if texts else _Compared()
    failed = [p for p in compared.failed if not wanted or p.place in wanted]
    lines = [
        *map(str, problems),
        *map(_told, news),
        *map(str, failed),
        *compared.counts,
        _total(made, problems, findings, news),
    ]
    return CheckReport(tuple(lines), bool(problems or news or failed))


def _passages(home: Home) -> frozenset[str]:
    return frozenset(home.relative(path) for path in record_files(home.records))


def _of_files(home: Home, files: frozenset[str], texts: Path | None, strict: bool) -> CheckReport:
    """Judge a few files by the claims that bear on them, and say what that leaves out."""
    seen, known = of_files(home, files, texts), accepted(home.records)
    news = [f for f in seen.findings if strict or not (f.because or f.id in known)]
    counts = f"{seen.claims} claims, {len(seen.problems)} problems, {len(seen.findings)} findings"
    lines = [
        *map(str, seen.problems),
        *map(_told, news),
        *map(str, seen.failed),
        *filter(None, [seen.compared]),
        f"{counts} ({len(news)} not accepted)",
        LEFT,
    ]
    return CheckReport(tuple(lines), bool(seen.problems or news or seen.failed))


@dataclass(frozen=True)
class _Compared:
    """Hold what the comparison with the texts found: quotations, names of the vocabulary, names of the texts."""

    failed: tuple[Problem, ...] = ()
    counts: tuple[str, ...] = ()


def _compared(made: Made, home: Home, texts: Path) -> _Compared:
    from cartograph.names.finder import find  # a check of one file looks for no names
    from cartograph.names.printed import unprinted

    words = Ontology.load(home.ontology)
    quoted = checked(made.records, words, home.records, texts)
    names = find(made.records, words, home.records, texts)
    failed = (*quoted.failed, *unprinted(made.records, texts), *names.failed)
    return _Compared(failed, (str(quoted), str(names)))


def _wanted(home: Home, files: Sequence[Path]) -> frozenset[str]:
    outside = [path for path in files if not path.resolve().is_relative_to(home.records)]
    if outside:
        fix = f"give a file under {home.records}"
        raise UsageError(
            Problem(str(path), message="not one of the project's records", fix=fix) for path in outside
        )
    inside = [path.resolve() for path in files]
    every = [f for path in inside for f in (path.rglob("*.yaml") if path.is_dir() else [path])]
    return frozenset(home.relative(path) for path in every)


def _assembled(home: Home, wanted: frozenset[str]) -> Made:
    """Assemble the dataset, with the problems of the wanted files before those of others."""
    try:
        return assemble(home)
    except RecordError as error:
        raise RecordError([p for p in error.problems if p.place in wanted] or error.problems) from error


def _foreign(made: Made, registry: Path) -> Iterable[Finding]:
    """Hold the studies of a registry against the trials of the records; JSON is read only when it is asked for."""
    from cartograph.audit.registry import foreign_record, studies

    return foreign_record(World.of(made.quads), studies(registry))


def _stale(made: Made, home: Home) -> list[Problem]:
    names = sorted(set(accepted(home.records)) - {finding.id for finding in made.findings})
    return [
        Problem(_ACCEPTED, message=f"'{name}' is no finding any more", fix="delete the entry")
        for name in names
    ]


def _told(finding: Finding) -> str:
    return f"finding ({finding.severity}): {finding.message} [{finding.id}]"


def _total(made: Made, problems: list[Problem], findings: list[Finding], news: list[Finding]) -> str:
    total = f"{len(made.records.claims)} claims, {len(problems)} problems, {len(findings)} findings"
    return f"{total} ({len(news)} not accepted)"
