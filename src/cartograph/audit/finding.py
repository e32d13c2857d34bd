"""Hold a finding, its place in the graph, and the file of those that the curators accept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from cartograph.errors import Problem, RecordError
from cartograph.records.document import Items, Map, Text, read
from cartograph.rules.reports import triple
from cartograph.terms import BASE, GRAPH, TYPE, local, ont

AUDIT = NamedNode(GRAPH + "audit")
_FILE = "records/accepted-findings.yaml"


@dataclass(frozen=True, order=True)
class Finding:
    """Hold something that a source prints and that cannot be right, or needs an explanation.

    `severity` is impossible, weak or note; `about` are the IRIs of the figures or things concerned; `key` names
    a finding about several figures, which else is named by what it is about. `because` is the curators' reading, where
    the record itself gives it.
    """

    rule: str
    severity: str
    message: str
    about: tuple[str, ...]
    key: str = ""
    because: str = ""

    @property
    def id(self) -> str:
        """Return the name by which the acceptance file refers to the finding."""
        return f"audit/{self.rule}/" + (self.key or ".".join(_short(iri) for iri in self.about))


def _short(iri: str) -> str:
    return local(iri).removeprefix("claim/").replace("/figure/", "/").replace("/", "-")


def quads(findings: Iterable[Finding], reasons: Mapping[str, str]) -> Iterator[Quad]:
    """Yield the findings as nodes of graph/audit, each with the curators' reading where there is one."""
    for finding in findings:
        iri = BASE + finding.id
        yield Quad(NamedNode(iri), TYPE, ont("AuditFinding"), AUDIT)
        yield triple(iri, "auditRule", Literal(finding.rule), AUDIT)
        yield triple(iri, "severity", Literal(finding.severity), AUDIT)
        yield triple(iri, "message", Literal(finding.message), AUDIT)
        because = finding.because or reasons.get(finding.id)
        if because:
            yield triple(iri, "because", Literal(because), AUDIT)
        for about in finding.about:
            yield triple(iri, "premise", NamedNode(about), AUDIT)


def accepted(records: Path) -> dict[str, str]:
    """Read the accepted findings with their reasons, if there are any; raise RecordError for an entry without one."""
    if not (records / "accepted-findings.yaml").is_file():
        return {}
    tree = read(records / "accepted-findings.yaml", _FILE)
    entries = tree.get(Text("findings"), Items())
    problems = [_problem(item) for item in entries if not _complete(item)]
    if problems:
        raise RecordError(problems)
    return {
        str(item[Text("finding")]): str(item[Text("because")]) for item in entries if isinstance(item, Map)
    }


def _complete(item: object) -> bool:
    return isinstance(item, Map) and {str(key) for key in item} == {"finding", "because"}


def _problem(item: Text | Map | Items | str) -> Problem:
    line = item.line if isinstance(item, Text | Map | Items) else 0
    return Problem(
        _FILE,
        line,
        message="an accepted finding needs 'finding:' and 'because:'",
        fix="give both, nothing else",
    )
