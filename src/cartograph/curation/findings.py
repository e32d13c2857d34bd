"""Write docs/findings.md and docs/conflicts.md: what the audit found, and where the sources contradict each other.

Run as `python -m cartograph.curation.findings` (`make findings`); a test fails when a page is out of date.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from cartograph.audit.designs import stated_against_inferred
from cartograph.audit.finding import Finding, accepted
from cartograph.audit.rules import OF_REPORTS, OF_THE_WHOLE, name
from cartograph.build.assembly import Made, assemble
from cartograph.project import Home, home
from cartograph.reasoning.world import World
from cartograph.rules.contradictions import Curated
from cartograph.rules.settled import Contradiction
from cartograph.terms import BASE, ONT, local

_MADE = "<!-- Made by `make findings` from the records: do not edit. -->\n\n"
_ABOUT_FINDINGS = """\
Nothing is repaired: a figure stays as printed.
Our reading is the reason for which the curators accepted the finding
([records/accepted-findings.yaml](../records/accepted-findings.yaml)); `cartograph check` fails on a finding that
nobody accepted. A remark is a curator's own, and brings its reading from the record.
"""
_ABOUT_CONFLICTS = """\
A conflict is *explained* by an axis on which its sides differ, *unexplained* where both sides state every axis alike
(or give one number by two statistics), and *undetermined* where a side leaves an axis open, which is named. Two study
units are compared where a scope that is not stated may be the whole of the other's trial. What curators typed
(`contradictions:` of a claim) brings its reason. Both sides stay as printed. A side is preferred
only with a written reason ([records/settled-conflicts.yaml](../records/settled-conflicts.yaml)).
"""
_RULES: tuple[Callable[..., object], ...] = (*OF_REPORTS, *OF_THE_WHOLE, stated_against_inferred)


def files(project: Home) -> dict[Path, str]:
    """Return both pages with their content."""
    made = assemble(project)
    places = _Places(World.of(made.quads))
    docs = project.root / "docs"
    return {
        docs / "findings.md": "".join(_findings(made, places, accepted(project.records))),
        docs / "conflicts.md": "".join(_conflicts(made, places)),
    }


class _Places:
    """Say where a figure, statement or thing is printed."""

    def __init__(self, world: World) -> None:
        self.world = world

    def of(self, iri: str) -> list[str]:
        """Return the places of a node: its own, else those of what claims state of it."""
        if "claim/" in local(iri):
            return [self._place(iri)]
        told = {
            self._place(said.iri)
            for (subject, _), every in self.world.stated.items()
            if subject == iri
            for said in every
        }
        return sorted(told)

    def _place(self, iri: str) -> str:
        claim = next(iter(self._values(iri, "statedIn")), iri)
        while claim not in self.world.facts or not self._values(claim, "inSource"):
            claim = claim.rpartition("/")[0]
            if claim.count("/") < 4:
                return f"`{local(iri)}`"
        names = [self.world.label(v) for key in ("inSource", "inPassage") for v in self._values(claim, key)]
        line = self._values(iri, "line") or self._values(claim, "line")
        cell = self._values(iri, "cell")
        at = [f"line {line[0]}" for _ in line[:1]] + [f"cell {cell[0]}" for _ in cell[:1]]
        printed = " … ".join(self._values(iri, "printed"))
        return ", ".join([*names, *at]) + (f": “{printed}”" if printed else "")

    def _values(self, iri: str, key: str) -> tuple[str, ...]:
        return self.world.values(iri, key)


# ---------------------------------------------------------------------- findings
def _findings(made: Made, places: _Places, reasons: Mapping[str, str]) -> Iterator[str]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in made.findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    severe = Counter(f.severity for f in made.findings)
    yield "# What cannot be right, or needs an explanation, in what the sources print\n\n" + _MADE
    yield f"{len(made.findings)} findings of {len(by_rule)} rules: "
    yield f"{severe['impossible']} impossible, {severe['weak']} weak, {severe['note']} remarks. {_ABOUT_FINDINGS}"
    for rule in sorted(_RULES, key=name):
        if name(rule) in by_rule:
            yield f"\n## {name(rule)}\n\n{_said(rule)}\n"
            for finding in by_rule[name(rule)]:
                yield "".join(_finding(finding, places, reasons))
    quiet = sorted(name(rule) for rule in _RULES if name(rule) not in by_rule)
    yield f"\n## Rules that found nothing\n\n{len(quiet)} rules were run and found nothing:\n\n"
    yield "".join(f"* {each}: {_first(rule)}\n" for each in quiet for rule in _RULES if name(rule) == each)
    yield "\nOne more, foreign-record, reads records of a registry: `cartograph check --registry DIR`.\n"


def _said(rule: Callable[..., object]) -> str:
    """Return what the docstring of a rule says after its first line: Problem, Why and Fix."""
    return (
        (inspect.getdoc(rule) or "")
        .partition("\n\n")[2]
        .replace("\nWhy:", "\\\nWhy:")
        .replace("\nFix:", "\\\nFix:")
    )


def _first(rule: Callable[..., object]) -> str:
    line = (inspect.getdoc(rule) or "").partition("\n")[0]
    return line.removeprefix("Find ").removeprefix("List ")


def _finding(finding: Finding, places: _Places, reasons: Mapping[str, str]) -> Iterator[str]:
    yield f"\n* **{finding.severity}** · {finding.message}\n"
    for place in dict.fromkeys(place for iri in finding.about for place in places.of(iri)):
        yield f"  * {place}\n"
    reason = finding.because or reasons.get(finding.id)
    yield f"  * Our reading: {reason}.\n" if reason else "  * Nobody has read it yet.\n"


# ---------------------------------------------------------------------- conflicts
def _conflicts(made: Made, places: _Places) -> Iterator[str]:
    typed = Counter(conflict.type for conflict in made.conflicts)
    told = ", ".join(f"{n} {kind}" for kind, n in sorted(typed.items()))
    chosen = {each.conflict: each for each in made.settled}
    yield "# Where the sources contradict each other\n\n" + _MADE
    yield f"{len(made.conflicts)} conflicts: {told}; "
    yield f"{len(chosen)} of them are settled, because a text decides.\n\n{_ABOUT_CONFLICTS}"
    for type_ in ("unexplained", "undetermined", "explained"):
        found = [c for c in made.conflicts if c.type == type_]
        if found:
            yield f"\n## {type_.capitalize()}\n"
        for conflict in sorted(found, key=lambda c: c.iri):
            settled = chosen.get(local(conflict.iri))
            yield "".join(_conflict(conflict, places))
            if settled:
                (place,) = places.of(BASE + settled.prefer)
                yield f"  * **Preferred**: {place}\n  * Because {settled.because}.\n"


def _conflict(conflict: Contradiction, places: _Places) -> Iterator[str]:
    label = places.world.label
    kinds = ", ".join(label(ONT + kind) for kind in conflict.kinds)
    on = f" · {', '.join(conflict.axes)}" if conflict.axes else ""
    yield f"\n* **{label(conflict.subject)}, {label(ONT + conflict.predicate)}** · {kinds}{on}\n"
    for number, side in enumerate(conflict.sides):
        for place in _each(places, side):
            yield f"  * {'against ' if number else ''}{place}\n"
    if isinstance(conflict, Curated):
        yield f"  * Our reading: {conflict.because}.\n"


def _each(places: _Places, nodes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(place for node in nodes for place in places.of(node)))


def main() -> None:
    """Write both pages."""
    for path, content in files(home()).items():
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
