"""Compare the records with the second, independent curation, and write `curation/agreement.md`.

Run as `python -m cartograph.curation.agreement` (`make agreement`). The second set lies under `curation/second/` and is
never part of the graph. Facts are held against each other by what they are about, not by where they stand: a figure by
report, endpoint, statistic, grades, population and time; a statement by subject and property. Free text (schedules,
eligibility, notes) is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cartograph.project import Home, home
from cartograph.records.loader import load
from cartograph.records.model import Claim, Node

#: What is said in free words, and is compared by people.
TEXT = {
    "listedUnder",
    "description",
    "eligibility",
    "schedule",
    "interval",
    "fullyDescribed",
    "hasConstruct",
    "reportOf",
    "route",
}
COMPARED = (
    "value",
    "low",
    "high",
    "rangeLow",
    "rangeHigh",
    "unit",
    "numerator",
    "denominator",
    "attribution",
    "threshold",
    "notReached",
)

Facts = dict[tuple[str, str], dict[str, set[str]]]  # (passage, field) -> what about -> values
Lines = dict[tuple[str, str, str], set[int]]


def facts(claims: tuple[Claim, ...], lines: Lines) -> Facts:
    """Return what claims say by passage and field."""
    found: Facts = defaultdict(lambda: defaultdict(set))
    for claim in claims:
        passage = f"{claim.source} {claim.passage}"
        for field, about, value, line in _said(claim):
            found[passage, field][about].add(value)
            lines[passage, field, about].add(line)
    return found


def _said(claim: Claim) -> Iterator[tuple[str, str, str, int]]:
    for top in claim.nodes:
        for node in top.walk():
            if node.kind == "figure":
                yield from _figure(top.id, node)
            if node.kind == "regulatory":
                yield (
                    "regulatory",
                    top.id,
                    " ".join(v.word for vs in node.plain.values() for v in vs if v.kind != "text"),
                    node.place.line,
                )
            for statement in node.statements:
                if statement.property not in TEXT:
                    yield statement.property, statement.subject, statement.value.word, statement.place.line


def _figure(report: str, node: Node) -> Iterator[tuple[str, str, str, int]]:
    axes = [node.first(key) for key in ("endpoint", "statistic", "grades", "population", "time")]
    about = " ".join([report, *(v.word for v in axes if v)])
    for key in COMPARED:
        for value in node.plain.get(key, ()):
            yield f"figure {key}", about, _number(value.word), node.place.line


def _number(word: str) -> str:
    return word.rstrip("0").rstrip(".") if "." in word else word


def report(first: Facts, second: Facts, lines: Lines) -> list[str]:
    """Return the page: agreement by passage and field, then every difference with its lines."""
    passages = sorted({passage for passage, _ in second})
    table = ["| passage | field | first | second | same | agreement |", "|---|---|--:|--:|--:|--:|"]
    differences: list[str] = []
    for passage in passages:
        fields = sorted({f for p, f in {*first, *second} if p == passage})
        for field in fields:
            one, two = first.get((passage, field), {}), second.get((passage, field), {})
            same = [about for about in one if one[about] == two.get(about)]
            every = {*one, *two}
            counts = f"{len(one)} | {len(two)} | {len(same)} | {100 * len(same) // max(len(every), 1)} %"
            table.append(f"| {passage} | {field} | {counts} |")
            for about in sorted(every - set(same)):
                where = ", ".join(map(str, sorted(lines[passage, field, about])))
                values = " / ".join(_shown(side.get(about)) for side in (one, two))
                differences.append(f"* {passage}, line {where}: {field} of {about}: {values}")
    return [*table, "", "## Differences (first / second)", "", *differences]


def _shown(values: set[str] | None) -> str:
    return ", ".join(sorted(values)) if values else "—"


def main(project: Home) -> None:
    """Write the page beside the second set."""
    folder = project.root / "curation"
    lines: Lines = defaultdict(set)
    first = facts(load(project).claims, lines)
    second = facts(load(project, passages=folder / "second").claims, lines)
    head = [
        "# Agreement of the two curations",
        "",
        "Made by `make agreement`; how differences were settled: settlement-guo.md, settlement-vural.md,",
        "settlement-constructs.md.",
        "",
    ]
    (folder / "agreement.md").write_text(
        "\n".join([*head, *report(first, second, lines)]) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main(home())
