"""Build the graph, left to right, from the records to a published version: all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cartograph import __version__
from cartograph.assembly import Locator, Made, assemble
from cartograph.errors import Problem, RecordError
from cartograph.project import Home
from cartograph.publish import writing
from cartograph.release import Release, make
from cartograph.rules.facts import index
from cartograph.terms import BASE


@dataclass(frozen=True)
class BuildReport:
    """Say what a build published and where."""

    version: str
    folder: Path
    lines: tuple[str, ...]


def build(home: Home) -> BuildReport:
    """Make, judge and publish a version; raise RecordError and publish nothing when anything is wrong."""
    with writing(home.versions) as writer:
        made = assemble(home)
        problems = [*made.problems, *judged(made, home)]
        if problems:
            raise RecordError(problems)
        release = released(made)
        folder = writer.publish(release)
    return BuildReport(release.digest, folder, tuple(summary(made, release)))


def released(made: Made) -> Release:
    """Make the release of what was made."""
    return make(made.quads, ontology_version=_ontology_version(made), package_version=__version__)


def _ontology_version(made: Made) -> str:
    said = index(quad for quad in made.default_graph if quad.predicate.value.endswith("versionInfo"))
    return said[BASE + "ontology"]["http://www.w3.org/2002/07/owl#versionInfo"][0]


def judged(made: Made, home: Home) -> list[Problem]:
    """Return the violations of the shapes, each at the record that has to be mended."""
    from cartograph.validation import problems, validate  # pySHACL takes a quarter of a second to import

    found = validate(made.quads, home)
    if made.problems:  # a missing status is told already, at the claim that has to speak
        found = tuple(each for each in found if each.shape not in ("thing-status", "figure-status"))
    return list(problems(found, Locator(made.records).locate))


def summary(made: Made, release: Release) -> Iterable[str]:
    """Yield what a user reads after a build."""
    nodes = [node for claim in made.records.claims for node in claim.walk()]
    figures_ = sum(node.kind in ("figure", "unassigned") for node in nodes)
    yield (
        f"{len(made.records.claims)} claims of {len(made.records.sources)} sources: "
        f"{sum(len(node.statements) for node in nodes)} statements, {figures_} figures, "
        f"{len(made.records.silences)} declared silences"
    )
    typed = Counter(conflict.type for conflict in made.conflicts)
    typed["unexplained"] += _value_conflicts(made)
    yield "conflicts: " + (", ".join(f"{n} {kind}" for kind, n in sorted(typed.items())) or "none")
    severe = Counter(finding.severity for finding in made.findings)
    yield "audit: " + (", ".join(f"{n} {kind}" for kind, n in sorted(severe.items())) or "no finding")
    counts = Counter(status.value for status in made.statuses)
    yield "expected properties: " + ", ".join(
        f"{counts[value]} {_plain(value)}" for value in sorted(filter(None, counts))
    )
    yield f"published {release.digest[:16]}: {release.manifest['quads']} quads, every shape satisfied"


def _value_conflicts(made: Made) -> int:
    disputed = (status for status in made.statuses if status.value == "disputed")
    return sum(1 for _ in disputed)


def _plain(value: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in value)
