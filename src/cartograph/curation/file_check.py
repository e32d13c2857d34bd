"""Check a few record files at once: what a curator of them needs in a second, from the claims that bear on them.

The words, ids and grammar of all records are read, the quotations of the files compared with the texts. Silences,
gaps, findings and the SPARQL constraints of the shapes are judged over the claims on the same products, trials, study
units and reports. What only the whole graph shows is left to the whole check, and `LEFT` says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cartograph import validation
from cartograph.audit.finding import Finding
from cartograph.audit.rules import audit
from cartograph.build.gaps import gaps
from cartograph.build.locating import Locator
from cartograph.build.pipeline import VIEW
from cartograph.build.steps import STEPS
from cartograph.curation.quoting import checked_of
from cartograph.errors import Problem, RecordError
from cartograph.project import Home
from cartograph.records.loader import load
from cartograph.records.model import Records
from cartograph.records.nearby import around
from cartograph.terms import Ontology, local
from cartograph.validation.report import claim_of
from cartograph.validation.run import judged, query_violations
from cartograph.validation.shapes import Shapes

#: What the whole check looks at besides.
LEFT = (
    "left to the whole check (--whole, or no FILE): the core constraints of the shapes, contradictions of the "
    "reasoner, ids that no claim names, accepted findings that are gone, names of the texts, findings among products "
    "that share nothing"
)

#: Constraints on what the build makes of records: a missing status is told as a gap already, where to speak.
_OF_THE_BUILD = ("thing-status", "thing-status-once", "figure-status", "evidence-statement")


@dataclass(frozen=True)
class FileCheck:
    """Hold what was found about some files: the claims they make, what is wrong, findings, the texts' verdict."""

    claims: int
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]
    failed: tuple[Problem, ...] = ()
    compared: str = ""


def of_files(home: Home, files: frozenset[str], texts: Path | None) -> FileCheck:
    """Check record files that hold passages; raise RecordError where records cannot be read."""
    words = Ontology.load(home.ontology)
    records = loaded(home, words, files)
    near = around(records, files)
    problems, findings = _judged(near, files, home)
    seen = FileCheck(
        sum(claim.mark.file in files for claim in near.claims),
        tuple(sorted({problem for problem in problems if problem.place in files})),
        tuple(finding for finding in findings if files & places(finding, near)),
    )
    if texts is None:
        return seen
    outcome = checked_of(files, records, words, home.records, texts)
    return replace(seen, failed=outcome.failed, compared=str(outcome))


def loaded(home: Home, words: Ontology | None, files: frozenset[str]) -> Records:
    """Load the records; what other files have wrong is told only when those given have nothing."""
    try:
        return load(home, words)
    except RecordError as error:
        raise RecordError([p for p in error.problems if p.place in files] or error.problems) from error


def places(finding: Finding, records: Records) -> set[str]:
    """Return the record files that a finding is about."""
    locator = Locator(records)
    return {place[0] for iri in finding.about if (place := locator.locate(iri)) is not None}


def _judged(near: Records, files: frozenset[str], home: Home) -> tuple[list[Problem], list[Finding]]:
    """Judge claims as the build judges all of them, but for what the head of this module leaves out."""
    made = STEPS.run({"home": home, "records": near}, until="statuses")
    found = [*made["accounts"].contradicted(), *gaps(made["statuses"], files)]
    broken = query_violations(Shapes.load(home.shapes), judged(made[VIEW].quads), _OF_THE_BUILD)
    own = {claim.id for claim in near.claims if claim.mark.file in files}
    ours = (each for each in broken if local(claim_of(each.focus)) in own)
    found += validation.problems(ours, Locator(near).locate)
    return found, audit(made["ground"])
