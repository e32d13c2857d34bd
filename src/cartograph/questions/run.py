"""Ask a question: bind its parameters, run its query, fold the rows, find where each is printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from cartograph.errors import Problem, UsageError
from cartograph.names.lookup import suggest
from cartograph.questions.answer import Answer, AnswerRow, Parts, Undecided, Verdict
from cartograph.questions.binding import Bound, Given, bind
from cartograph.questions.doubt import Doubts
from cartograph.questions.evidence import places
from cartograph.questions.figures import NUMBERS, Figures
from cartograph.questions.folding import MET, Cell, Folded, Hit, Judged, Judgement, Lists, Row, fold
from cartograph.questions.header import MEASURED, UNITS, Evidence, Question, QuestionError
from cartograph.reading.evidence import Finder
from cartograph.reading.reader import Reader
from cartograph.sparql import rebind
from cartograph.terms import ONT, TYPE, XSD, Ontology, local, ont, thing
from cartograph.versions.labels import CLAIMS, label

#: What the reason codes of the queries mean; a code that is not here says it itself.
REASONS = {
    "notReported": "not reported in the {n} {sources} curated",
    "undisclosed": "undisclosed",
    "notApplicable": "not applicable",
    "disputed": "disputed",
    "uncertain": "told, but the reading is uncertain",
    "assumedReading": "the reading is assumed",
    "unclear": "the reading is unclear",
    "impossible": "printed so, and impossible",
    "stated": "not stated for this part",
    "derived": "not stated for this part",
    "noStatus": "nothing stated",
    "subgroup": "reported for a subgroup only",
    "doseLevel": "reported for a dose level only",
    "scopeNotStated": "reported for patients of unstated scope only",
}

_BOOLEAN = NamedNode(XSD + "boolean")
_NUMBERS = {NamedNode(XSD + kind) for kind in ("decimal", "integer", "double")}


#: Schemes whose notation is a letter, a path or a key of records.
_CODED = {ONT + scheme for scheme in ("Attribution", "DerivationRule", "ExpectedProperty")}


@dataclass(frozen=True)
class Graph:
    """Hold what a question is asked of: a published version and the words of its ontology."""

    store: Store
    version: str
    ontology: Ontology

    @cached_property
    def finder(self) -> Finder:
        """Return what finds the printed places."""
        return Finder(self.store)

    def figures(self) -> Figures:
        """Return what reads figures for one answer, and lets them go with it."""
        return Figures(Reader(self.store, self.ontology))

    def word(self, node: NamedNode) -> str:
        """Return what people write for a node: the label of a thing, the notation of a term.

        The notations of some schemes are codes for curators, so their labels stand for them.
        """
        known = self.ontology.terms.get(local(node)) if node.value.startswith(ONT) else None
        if known is None:
            named = (label(self.store, node, graph) for graph in (DefaultGraph(), CLAIMS))
            return next(filter(None, named), local(node))
        if known.name == "notReported":
            return self.reason(known.name)
        return known.label if known.types & _CODED else known.word

    def reason(self, code: str) -> str:
        """Return what a reason code of a query means; a code without an entry says it itself."""
        n = len(self.sources)
        return REASONS.get(code, code).format(n=n, sources="source" if n == 1 else "sources")

    @cached_property
    def sources(self) -> tuple[dict[str, str], ...]:
        """Return the curated sources."""
        return tuple(self.finder.sources())


def ask(graph: Graph, question: Question, given: Mapping[str, Given], units: str = UNITS[0]) -> Answer:
    """Answer the question.

    `units` says which study units decide: "eligible", or "all", subgroups and dose levels included.
    Raises UsageError for parameters that do not fit, QuestionError when the query loses a candidate.
    """
    if units not in UNITS or (units != UNITS[0] and not question.options):
        fix = suggest(units, UNITS) if question.options else "leave it out"
        raise UsageError(Problem("units", message=f"'{question.name}' takes no '{units}'", fix=fix))
    bound = bind(question, given, graph.ontology, graph.store)
    table = _Table.of(question, _solutions(graph.store, question, bound), graph)
    return _Asked(graph, question, bound, table, units).answer()


def _solutions(store: Store, question: Question, bound: Bound) -> QuerySolutions:
    try:
        found = store.query(rebind(question.text, bound.terms))
    except SyntaxError as error:
        raise QuestionError(Problem(question.place, message=str(error), fix="mend the query")) from error
    if not isinstance(found, QuerySolutions):
        raise QuestionError(
            Problem(question.place, message="the query is no SELECT", fix="write a SELECT query")
        )
    return found


@dataclass(frozen=True)
class _Table:
    """Hold the rows of a SELECT as plain cells, and what is known of them as terms."""

    rows: Sequence[Row]
    words: Mapping[str, str]
    numeric: frozenset[str]

    @classmethod
    def of(cls, question: Question, solutions: QuerySolutions, graph: Graph) -> _Table:
        names = [variable.value for variable in solutions.variables]
        found = [dict(zip(names, solution, strict=True)) for solution in solutions]
        nodes = {term for row in found for term in row.values() if isinstance(term, NamedNode)}
        words = {local(node): graph.word(node) for node in nodes}
        words |= _conditions(found, graph)
        numeric = {
            n for row in found for n, t in row.items() if isinstance(t, Literal) and t.datatype in _NUMBERS
        }
        rows = [
            _with_units({name: cell(term) for name, term in row.items()}, question, words) for row in found
        ]
        return cls(rows, words, frozenset(numeric - question.units.keys()))


def _conditions(found: Iterable[Mapping[str, object]], graph: Graph) -> dict[str, str]:
    """Return what people read for the figure whose patients a conditional figure counts over."""
    named = {local(node) for row in found if isinstance(node := row.get("among"), NamedNode)}
    read = graph.figures() if named else None
    return {path: f"patients with {read.of(path).measures}" for path in named} if read else {}


def cell(term: object) -> Cell:
    """Return a term as answers write it.

    >>> cell(NamedNode(ONT + "lentiviral")), cell(Literal("50.7")), cell(Literal(True)), cell(None)
    ('lentiviral', '50.7', True, None)
    """
    if isinstance(term, NamedNode):
        return local(term)
    if isinstance(term, Literal):
        return term.value == "true" if term.datatype == _BOOLEAN else term.value
    return None


def _with_units(row: Row, question: Question, words: Mapping[str, str]) -> Row:
    joined: dict[str, Cell] = {}
    for column, unit in question.units.items():
        value = row[column]
        joined[column] = value if value is None or row[unit] is None else f"{value} {words[str(row[unit])]}"
    return {**row, **joined}


@dataclass(frozen=True)
class _Asked:
    """Hold a question with its bound parameters and rows, on the way to its answer."""

    graph: Graph
    question: Question
    bound: Bound
    table: _Table
    units: str

    def answer(self) -> Answer:
        parameters = dict(self.bound.values) | ({"units": self.units} if self.question.options else {})
        answer = Answer(
            question=self.question.name,
            parameters=parameters,
            graph_version=self.graph.version,
            sources=self.graph.sources,
            candidates=None,
            columns=tuple(self.question.columns),
            rows=(),
            may_qualify=None,
            excluded=None,
            mentions=None,
            header=self.question,
            words=self.table.words,
            numeric=self.table.numeric | (NUMBERS & set(self.question.columns)),
        )
        return self._selected(answer) if self.question.candidates else replace(answer, rows=self._listed())

    def _listed(self) -> tuple[AnswerRow, ...]:
        per = self.question.per
        rows = self.table.rows
        together = _grouped(rows, per) if per else self._figures.together(rows, self.question)
        return tuple(self._row(rows, self.question.evidence) for rows in together)

    @cached_property
    def _figures(self) -> Figures:
        return self.graph.figures()

    def _selected(self, answer: Answer) -> Answer:
        rows = Doubts(self.graph.store).raised(self.table.rows, self.question, self._wanted)
        folded = fold(rows, self.question, self.units)
        self._check_candidates(folded)
        products, mentions = self._parts(folded.products), self._parts(folded.mentions)
        return replace(
            answer,
            candidates=products.candidates,
            rows=products.rows,
            may_qualify=products.may_qualify,
            excluded=products.excluded,
            mentions=mentions,
        )

    @property
    def _wanted(self) -> Iterator[str]:
        """Yield the terms and things that the parameters ask for."""
        terms = (term for given in self.bound.terms.values() for term in given)
        return (local(term[1:-1]) for term in terms if term.startswith("<"))

    def _check_candidates(self, folded: Folded) -> None:
        """Refuse an answer whose lists do not add up to the instances of the candidate classes."""
        classes = self.question.candidates.classes if self.question.candidates else ()
        patterns = [
            self.graph.store.quads_for_pattern(None, TYPE, ont(name), DefaultGraph()) for name in classes
        ]
        expected = len({quad.subject for quads in patterns for quad in quads})
        answered = folded.products.candidates + folded.mentions.candidates
        if answered != expected:
            message = f"the query answers {answered} of {expected} candidates"
            fix = "put what a candidate may lack into OPTIONAL"
            raise QuestionError(Problem(self.question.place, message=message, fix=fix))

    def _parts(self, lists: Lists) -> Parts:
        return Parts(
            lists.candidates,
            tuple(self._hit(hit) for hit in lists.rows),
            tuple(self._undecided(judged) for judged in lists.may_qualify),
            tuple(self._undecided(judged) for judged in lists.excluded),
        )

    def _hit(self, hit: Hit) -> AnswerRow:
        row = self._row(hit.rows, self._all_evidence)
        if "contrary" in row:
            row["contrary"] = tuple(self._contrary(rows) for rows in hit.contrary)
        return row

    def _contrary(self, rows: Sequence[Row]) -> AnswerRow:
        criterion = self.question.unit_criterion
        row = self._row(rows, criterion.evidence if criterion else ())
        return {
            column: value for column, value in row.items() if column not in {"agent", "label", "contrary"}
        }

    def _row(self, rows: Sequence[Row], evidence: Iterable[Evidence]) -> dict[str, object]:
        """Make one row of the answer; a column with several values holds them all, joined by semicolons."""
        evidence = tuple(evidence)
        row: dict[str, object] = {}
        for column in self.question.columns:
            if column == "evidence":
                row[column] = places(self.graph.finder, evidence, rows)
            elif column == "disputed":
                row[column] = self._disputed(rows, evidence)
            elif column == "contrary":
                row[column] = ()
            elif column in MEASURED:
                row[column] = self._figures.measured(rows, evidence, column)
            else:
                row[column] = _join(one[column] for one in rows)
        return row

    def _disputed(self, rows: Sequence[Row], evidence: Sequence[Evidence]) -> bool:
        figures = {row[one.figure] for one in evidence if one.figure for row in rows}
        return any(self.graph.finder.disputed(thing(str(figure))) for figure in figures if figure)

    @property
    def _all_evidence(self) -> tuple[Evidence, ...]:
        """Return what a row that meets every criterion rests on, what the study unit says first."""
        ordered = sorted(self.question.criteria, key=lambda criterion: criterion.scope is None)
        return tuple(one for criterion in ordered for one in _supporting(criterion.evidence))

    def _undecided(self, judged: Judged) -> Undecided:
        return Undecided(
            judged.candidate, judged.label, tuple(self._verdict(one) for one in judged.judgements)
        )

    def _verdict(self, judgement: Judgement) -> Verdict:
        evidence = judgement.criterion.evidence
        return Verdict(
            judgement.criterion.name,
            judgement.verdict,
            self._reason(judgement),
            places(
                self.graph.finder,
                _supporting(evidence) if judgement.verdict == MET else evidence,
                judgement.rows,
            ),
        )

    def _reason(self, judgement: Judgement) -> str | None:
        if judgement.verdict == "met":
            return None
        reasons = [self.graph.reason(code) for code in judgement.reasons or ("noStatus",)]
        found = ", ".join(self.table.words.get(text, text) for text in judgement.found)
        return "; ".join(reasons) + (f": {found}" if found else "")


def _grouped(rows: Iterable[Row], per: Sequence[str]) -> list[list[Row]]:
    """Return the rows that share what makes a row of its own, in the order of the first of each."""
    groups: dict[tuple[Cell, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in per), []).append(row)
    return list(groups.values())


def _supporting(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence that something is so; a silence only tells why nobody knows."""
    return tuple(one for one in evidence if not one.expectation)


def _join(cells: Iterable[Cell]) -> Cell:
    found = list(dict.fromkeys(one for one in cells if one is not None))
    return found[0] if len(found) == 1 else "; ".join(sorted(map(str, found))) or None
