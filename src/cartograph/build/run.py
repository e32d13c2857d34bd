"""Build the graph, left to right, from the records to a published version: all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cartograph import __version__
from cartograph.build.assembly import Made, assemble
from cartograph.build.locating import Locator
from cartograph.build.pipeline import Clock, Timing
from cartograph.build.publish import writing
from cartograph.errors import Problem, RecordError
from cartograph.project import Home
from cartograph.rules.reports import index
from cartograph.terms import BASE
from cartograph.versions.release import Release, make


@dataclass(frozen=True)
class BuildReport:
    """Say what a build published and where."""

    version: str
    folder: Path
    lines: tuple[str, ...]
    timings: tuple[Timing, ...] = ()


def build(home: Home) -> BuildReport:
    """Make, judge and publish a version; raise RecordError and publish nothing when anything is wrong."""
    clock = Clock()
    with writing(home.versions) as writer:
        made = assemble(home, clock)
        with clock.timing("shapes"):
            problems = [*made.problems, *judged(made, home)]
        if problems:
            raise RecordError(problems)
        with clock.timing("release"):
            release = released(made)
        with clock.timing("publish"):
            folder = writer.publish(release)
    return BuildReport(release.digest, folder, (told(made, release),), tuple(clock.timings))


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


def told(made: Made, release: Release) -> str:
    """Return what a user reads after a build; `cartograph coverage --summary` counts the rest."""
    records = made.records
    return (
        f"published {release.digest[:16]}: {len(records.claims)} claims of {len(records.sources)} sources, "
        f"{release.manifest['quads']} quads, every shape satisfied"
    )
