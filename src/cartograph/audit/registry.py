"""Hold records of a trial registry against the products that the graph says the trials investigate.

A record is what ClinicalTrials.gov serves for one study (API v2, one JSON object a study).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cartograph.audit.finding import Finding
from cartograph.errors import Problem, UsageError
from cartograph.reasoning.world import World
from cartograph.terms import SKOS

_IGNORED = re.compile(r"[\s\-‐-―_/().,®™]+")


@dataclass(frozen=True)
class Study:
    """Hold what a registry calls a study: its id, its titles and acronym, and the names of its interventions."""

    id: str
    titles: tuple[str, ...]
    interventions: tuple[str, ...]

    def mentions(self, name: str) -> bool:
        """Say whether a title or intervention holds a name, however it is spaced, hyphenated or capitalised.

        >>> Study("NCT03548207", ("A Study of JNJ-68284528",), ()).mentions("JNJ 68284528")
        True
        >>> Study("NCT03548207", ("A Study of JNJ-68284528",), ()).mentions("ide-cel")
        False
        """
        together = "".join(_words(name))
        return bool(together) and any(_holds(text, together) for text in (*self.titles, *self.interventions))


def _words(text: str) -> list[str]:
    return [word for word in _IGNORED.split(text.lower()) if word]


def _holds(text: str, together: str) -> bool:
    """Say whether some whole words of a text, written together, are a name written together."""
    words = _words(text)
    return any(
        "".join(words[i:j]) == together for i in range(len(words)) for j in range(i + 1, len(words) + 1)
    )


def study(path: Path) -> Study:
    """Read a study; raise UsageError for a file that is none."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))["protocolSection"]
        identified = said["identificationModule"]
        return Study(str(identified["nctId"]), tuple(_titles(identified)), tuple(_interventions(said)))
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        fix = "give a study as ClinicalTrials.gov serves it (API v2, JSON)"
        raise UsageError(Problem(str(path), message="no record of a study", fix=fix)) from error


def _titles(identified: dict[str, Any]) -> Iterator[str]:
    return (str(identified[key]) for key in ("briefTitle", "officialTitle", "acronym") if key in identified)


def _interventions(said: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the interventions, and the other names that the registry lists of them."""
    for intervention in said.get("armsInterventionsModule", {}).get("interventions", ()):
        yield str(intervention.get("name", ""))
        yield from map(str, intervention.get("otherNames", ()))


def studies(folder: Path) -> list[Study]:
    """Read every study of a folder; raise UsageError where there is none."""
    found = [study(path) for path in sorted(folder.glob("*.json"))]
    if not found:
        fix = "give a folder with studies as ClinicalTrials.gov serves them (*.json)"
        raise UsageError(Problem(str(folder), message="holds no record of a study", fix=fix))
    return found


def foreign_record(world: World, records: Iterable[Study]) -> Iterator[Finding]:
    """Find registry records that mention no known name of a product that the trial is said to investigate.

    Problem: neither the titles nor the interventions of the registry's record hold a name of the trial's products.
    Why: the registry id belongs to another trial; public data sets do label CARTITUDE-1 as KarMMa in this way.
    Fix: correct the id, or the product of the trial; add the name to the vocabulary where the registry uses another.
    """
    by_id = {record.id: record for record in records}
    for (trial, property_), told in sorted(world.stated.items()):
        for said in told if property_ == "registryId" else ():
            products = world.values(trial, "investigates")
            record = by_id.get(said.value)
            if record is not None and products and not _known(world, products, record):
                names = ", ".join(sorted(world.label(product) for product in products))
                title = next(iter(record.titles), "no title")
                message = f"{record.id} is '{title}' in the registry, which mentions no name of {names}"
                yield Finding("foreign-record", "impossible", message, (said.iri,))


def _known(world: World, products: Iterable[str], record: Study) -> bool:
    names = (
        name
        for product in products
        for name in (world.label(product), *world.values(product, f"{SKOS}altLabel"))
    )
    return any(record.mentions(name) for name in names)
