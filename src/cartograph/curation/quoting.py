"""Say what of the records has to be found in the texts: each figure and statement with its numbers and roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from cartograph.records.model import Claim, Node, Quote, Records, Statement, Value
from cartograph.records.shape import Shape
from cartograph.terms import Ontology
from cartograph.texts import (
    Cited,
    Kind,
    Outcome,
    Quoted,
    Role,
    Skip,
    Thing,
    check,
    grade_role,
    merged,
    read_synonyms,
    role,
)

#: Units that a passage prints beside the number; others (years of age, lines of therapy) are understood.
_PRINTED_UNITS = {"months", "days", "weeks", "hours"}
_SHARES = {"percent", "landmarkRate", "probability"}
_DOSES = ("dose", "doseLow", "doseHigh", "doseTolerance")
#: Statements that only tie things together: no words of the passage say them.
_STRUCTURE = {
    "kindOfTechnology",  # the arrangement is ours
    "cohortOf",
    "reportOf",
    "hasConstruct",
    "includes",
    "unitScope",
    "role",
    "doseUnit",
    "fullyDescribed",
    "tests",
}
#: Statements whose value is itself what the passage prints.
_VERBATIM = {"registryId", "clone"}
_FIGURE_NUMBERS = (
    "value",
    "numerator",
    "denominator",
    "low",
    "high",
    "rangeLow",
    "rangeHigh",
    "designatedDose",
    "designatedLow",
    "designatedHigh",
    "year",
)
_AXES = ("time", "threshold")

Book = Mapping[str, tuple[str, ...]]


def checked(records: Records, words: Ontology, folder: Path, texts: Path) -> Outcome:
    """Compare every quotation and reference list of the records with the texts; raise as `texts.check` does."""
    quoted = Quoter(records, words, folder).quoted()
    return check(quoted, texts, records.references.values(), cited(records, records.claims))


def checked_of(
    files: frozenset[str], records: Records, words: Ontology, folder: Path, texts: Path
) -> Outcome:
    """Compare what record files quote and cite with the texts, as `checked` does, and nothing else."""
    own = [claim for claim in records.claims if claim.mark.file in files]
    quoted = Quoter(records, words, folder).quoted({claim.source for claim in own})
    return check(quoted, texts, (), cited(records, own), files)


def cited(records: Records, claims: Iterable[Claim]) -> Iterator[Cited]:
    """Yield every reference number that the claims cite, with the lines of their passages."""
    lines = {
        (source.slug, passage.slug): (passage.first, passage.last)
        for source in records.sources.values()
        for passage in source.passages.values()
    }
    for claim in claims:
        first, last = lines[claim.source, claim.passage]
        for node in claim.walk():
            for citation in (*node.cites, *(one for said in node.statements for one in said.cites)):
                yield Cited(claim.mark, claim.source, citation.number, first, last)


class Quoter:
    """Make quotations of records, with the phrases by which passages print terms and things."""

    def __init__(self, records: Records, words: Ontology, folder: Path) -> None:
        self.records, self.words = records, words
        self.shape = Shape.load(folder)
        self.book = _book(records, words, folder)
        self.units = Units(records)

    def quoted(self, sources: Iterable[str] = ()) -> Iterator[Quoted]:
        """Yield every quotation, once however many statements share it: of all the sources, or of those given."""
        wanted = frozenset(sources) or frozenset(self.records.sources)
        for claim in self.records.claims:
            for report, node in _with_report(claim) if claim.source in wanted else ():
                yield from self._node(claim, node, report)
        for each in self.records.misspellings:
            if each.source in wanted:
                quote = Quote(((each.text, each.place),))
                yield Quoted(each.of, each.mark, each.source, quote, Thing.TEXT)

    def _node(self, claim: Claim, node: Node, report: str | None) -> Iterator[Quoted]:
        if node.kind == "figure" and report is not None:
            yield self._figure(claim, node, report)
        elif node.kind in ("unassigned", "regulatory", "designation") and node.quote:
            yield self._made(claim, node, Thing.NUMBER, _numbers(node), self._own_roles(node))
        for statement in node.statements:
            if statement.property not in _STRUCTURE:
                yield from self._statement(claim, node, statement)

    # ------------------------------------------------------------------ figures
    def _figure(self, claim: Claim, node: Node, report: str) -> Quoted:
        roles = [
            self._endpoint(node),
            self._subject(claim, report),
            *self._grades(node),
            *self._attribution(node),
            *self._unit(node),
        ]
        return self._made(
            claim,
            node,
            Thing.FIGURE,
            _numbers(node),
            tuple(r for r in roles if r.phrases or r.kind is Kind.GRADE),
        )

    def _endpoint(self, node: Node) -> Role:
        return self._term_role(Kind.ENDPOINT, node.first("endpoint"), "Endpoint")

    def _grades(self, node: Node) -> Iterator[Role]:
        grades = node.first("grades")
        if grades is not None:
            low, high = _GRADES.get(grades.word, (None, None))
            yield grade_role(low, high)

    def _unit(self, node: Node) -> Iterator[Role]:
        unit, statistic = node.first("unit"), node.first("statistic")
        if statistic is not None and statistic.word in _SHARES:
            yield role(Kind.UNIT, ["perCent"], self.book)
        elif unit is not None and unit.word in _PRINTED_UNITS:
            yield role(Kind.UNIT, [unit.word], self.book)

    def _attribution(self, node: Node) -> Iterator[Role]:
        attribution = node.first("attribution")
        if attribution is not None and attribution.word != "notStated":
            yield self._term_role(Kind.ATTRIBUTION, attribution, "Attribution")

    def _subject(self, claim: Claim, report: str) -> Role:
        own, others = self.units.names(report, (claim.source, claim.passage))
        return role(Kind.SUBJECT, own, self.book, among=others)

    def _term_role(self, kind: Kind, value: Value | None, scheme: str) -> Role:
        if value is None:
            return Role(kind, ())
        among = {term.name for term in self.words.members(scheme).values()}
        return role(kind, [value.word], self.book, among=among)

    def _made(
        self, claim: Claim, node: Node, thing: Thing, numbers: tuple[str, ...], roles: tuple[Role, ...]
    ) -> Quoted:
        axes = tuple(v.word for key in _AXES for v in node.plain.get(key, ()))
        return Quoted(claim.id, node.mark, claim.source, node.quote, thing, numbers, axes, roles)

    def _own_roles(self, node: Node) -> tuple[Role, ...]:
        unit = node.first("designatedUnit")
        return (role(Kind.UNIT, [unit.word], self.book),) if unit is not None else ()

    # ------------------------------------------------------------------ statements
    def _statement(self, claim: Claim, node: Node, statement: Statement) -> Iterator[Quoted]:
        if statement.quote is None:
            if statement.extra.get("because"):
                yield Quoted(claim.id, statement.mark, claim.source, None, Thing.TERM, skip=Skip.REASONED)
            elif statement.value.kind in ("term", "decimal", "integer", "text", "class"):
                yield Quoted(claim.id, statement.mark, claim.source, None, Thing.TERM)
            return
        thing, numbers, roles = self._told(node, statement)
        yield Quoted(claim.id, statement.mark, claim.source, statement.quote, thing, numbers, (), roles)

    def _told(self, node: Node, statement: Statement) -> tuple[Thing, tuple[str, ...], tuple[Role, ...]]:
        value, misprint = statement.value, statement.extra.get("printedValue")
        if misprint is not None:
            return Thing.TEXT, (), (Role(Kind.TERM, (misprint.word,)),)
        if value.kind in ("decimal", "integer"):
            return Thing.NUMBER, (value.word,), tuple(self._dose_roles(node, statement))
        if statement.property in _VERBATIM:
            return Thing.TEXT, (), (Role(Kind.TERM, (value.word,)),)
        if value.kind == "term" and "reading" not in statement.extra:
            scheme = self._scheme(node, statement)
            return Thing.TERM, (), (self._term_role(Kind.TERM, value, scheme),)
        if value.kind == "thing":
            return Thing.TERM, (), (role(Kind.TERM, [value.word], self.book),)
        return Thing.TEXT, (), ()

    def _scheme(self, node: Node, statement: Statement) -> str:
        range_ = self.shape.kinds[node.kind].range_of(statement.property)
        return range_.names[0] if range_ and range_.names else "Term"

    def _dose_roles(self, node: Node, statement: Statement) -> Iterator[Role]:
        if statement.property in _DOSES:
            by_key = {s.property: s.value.word for s in node.statements}
            if "agent" in by_key:
                yield role(Kind.SUBJECT, [by_key["agent"]], self.book)
            if "doseUnit" in by_key and statement.property != "doseTolerance":
                yield role(Kind.UNIT, [by_key["doseUnit"]], self.book)


_GRADES = {
    "grade1": (1, 1),
    "grade2": (2, 2),
    "grade3": (3, 3),
    "grade4": (4, 4),
    "grades1to2": (1, 2),
    "grades1to4": (1, 4),
    "grades3to4": (3, 4),
    "grade3orWorse": (3, 5),
    "grade2orWorse": (2, 5),
}


def _numbers(node: Node) -> tuple[str, ...]:
    misprint = node.first("printedValue")
    found = [
        v.word
        for key in _FIGURE_NUMBERS
        for v in node.plain.get(key, ())
        if not (misprint and key == "value")
    ]
    return tuple([misprint.word, *found] if misprint else found)


def _with_report(claim: Claim) -> Iterator[tuple[str | None, Node]]:
    for top in claim.nodes:
        report = top.id if top.kind == "report" else None
        for node in top.walk():
            yield report, node


def _book(records: Records, words: Ontology, folder: Path) -> Book:
    """Return the phrases by which passages print a term (by local name) or a thing (by path)."""
    terms = {
        t.name: tuple(filter(None, (t.label, t.notation or "", *t.synonyms))) for t in words.terms.values()
    }
    things = {thing.path: thing.names for thing in records.things.values()}
    own = read_synonyms(folder / "synonyms.yaml", "records/synonyms.yaml")
    misspelt: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for each in records.misspelt_terms:
        misspelt[each.of] += (each.text,)
    return merged(terms, things, misspelt, own)


class Units:
    """Know which study unit, trials and agents a report is about, so that a passage can name any of them."""

    def __init__(self, records: Records) -> None:
        self._linked: dict[str, set[str]] = defaultdict(set)
        self._in_passage: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in records.claims:
            for top in claim.nodes:
                if top.kind == "report":
                    self._in_passage[claim.source, claim.passage].add(top.id)
                for statement in _links(top):
                    self._linked[top.id].add(statement.value.word)

    def names(self, report: str, passage: tuple[str, str]) -> tuple[list[str], list[str]]:
        """Return what may name the report in the passage, and what names other reports there.

        What is common to several reports of a passage (their trial, their agent) tells none of them apart.
        """
        family = self._family(report)
        others = set().union(*(self._family(r) for r in self._reports(passage) if r != report))
        own = [path for path in family if path not in others]
        return own or list(family), sorted(others - set(family))

    def _reports(self, passage: tuple[str, str]) -> Iterable[str]:
        return self._in_passage.get(passage, ())

    def _family(self, report: str) -> dict[str, None]:
        found: dict[str, None] = {}
        todo = [report]
        while todo:
            path = todo.pop(0)
            if path not in found:
                found[path] = None
                todo += sorted(self._linked.get(path, ()))
        return {path: None for path in found if not path.startswith("report/")}


def _links(top: Node) -> Iterator[Statement]:
    for node in top.walk():
        for statement in node.statements:
            component = node.kind == "component" and statement.property == "agent"
            if component and any(
                s.property == "role" and s.value.word in ("lymphodepletion", "bridging")
                for s in node.statements
            ):
                continue
            if statement.property in ("reportOf", "cohortOf", "tests") or component:
                yield statement
