"""Fold the rows of a selecting question into three lists: qualifies, may qualify, excluded.

The SELECT gives a row for every combination of a candidate's witnesses: a construct, and a study unit with
one of its reports. A row judges each criterion `met`, `not met` or `unknown`. A candidate qualifies where
some combination meets every criterion; it may qualify where none does but some combination fails none; else
it is excluded. What rests on an uncertain reading is unknown, whatever it would say.

Judging row by row keeps the witnesses together: a product with a 4-1BB gamma-retroviral and
a CD28 lentiviral construct is not "4-1BB lentiviral".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cartograph.errors import Problem
from cartograph.questions.header import Candidates, Criterion, Question, QuestionError

#: One value of a row: a local name, the path of a thing, the characters of a literal, or nothing.
Cell = str | bool | None
Row = Mapping[str, Cell]

MET, UNKNOWN, NOT_MET = "met", "unknown", "not met"
_RANK = {MET: 0, UNKNOWN: 1, NOT_MET: 2}


@dataclass(frozen=True)
class Judgement:
    """Say how one criterion came out for a candidate, in its best combination."""

    criterion: Criterion
    verdict: str
    reasons: tuple[str, ...]  # codes; none where the criterion is met
    found: tuple[str, ...]  # what was found instead
    rows: tuple[Row, ...]  # the rows that say so


@dataclass(frozen=True)
class Judged:
    """Hold a candidate that does not qualify, or not for certain, with every criterion's judgement."""

    candidate: str
    label: str
    judgements: tuple[Judgement, ...]

    @property
    def unknowns(self) -> int:
        """Return how many criteria nobody can settle."""
        return sum(judgement.verdict == UNKNOWN for judgement in self.judgements)


@dataclass(frozen=True)
class Hit:
    """Hold one row of the answer: the rows that differ in nothing that makes a row of its own."""

    candidate: str
    label: str
    rows: tuple[Row, ...]
    contrary: tuple[tuple[Row, ...], ...] = ()  # the candidate's figures that fail the criterion


@dataclass(frozen=True)
class Lists:
    """Hold the three lists; every candidate is in exactly one."""

    rows: tuple[Hit, ...]
    may_qualify: tuple[Judged, ...]
    excluded: tuple[Judged, ...]

    @property
    def candidates(self) -> int:
        """Return how many candidates the three lists hold."""
        return len({hit.candidate for hit in self.rows}) + len(self.may_qualify) + len(self.excluded)


@dataclass(frozen=True)
class Folded:
    """Hold the lists of the products and, apart from them, those of the mentions."""

    products: Lists
    mentions: Lists


def fold(rows: Iterable[Row], question: Question, units: str = "eligible") -> Folded:
    """Fold the rows of a selecting question; the order of the rows does not matter.

    `units` is "eligible" (whole study units decide, pooled ones where no whole one reports) or "all".
    Raises QuestionError when a row gives no verdict on a criterion.
    """
    if question.candidates is None:
        raise QuestionError(Problem(question.place, message="only a selecting question folds its rows"))
    by_candidate = _group(map(_Doubts(question).told, rows), [question.candidates.column])
    folded = [
        _Folding(question, own, units)
        for _, own in sorted(by_candidate.items(), key=lambda item: str(item[0]))
    ]
    return Folded(
        _lists([one for one in folded if not one.is_mention]),
        _lists([one for one in folded if one.is_mention]),
    )


@dataclass(frozen=True)
class _Doubts:
    """Make what a row says on an uncertain reading unknown, with the reading as the reason."""

    question: Question

    def told(self, row: Row) -> Row:
        for criterion in self.question.criteria:
            doubt = row[criterion.doubt] if criterion.doubt else None
            if doubt is not None and row[criterion.verdict] != UNKNOWN:
                row = {**row, criterion.verdict: UNKNOWN, criterion.reason: doubt}
        return row


class _Folding:
    """Fold the rows of one candidate."""

    def __init__(self, question: Question, rows: Sequence[Row], units: str) -> None:
        candidates = question.candidates or Candidates((), "")
        self.question = question
        self.rows = rows
        self.candidate = str(rows[0][candidates.column])
        self.label = str(rows[0].get("label") or self.candidate)
        self.is_mention = bool(rows[0][candidates.mention])
        self.deciding = _deciding(rows, question.unit_criterion, units)
        self.best = self._best()

    def verdicts(self, row: Row) -> tuple[str, ...]:
        return tuple(self._verdict(row, criterion) for criterion in self.question.criteria)

    def judged(self) -> Judged:
        return Judged(self.candidate, self.label, tuple(self._judgements()))

    def hits(self) -> Iterator[Hit]:
        """Yield a hit for each figure that meets everything, those that decide first."""
        deciding = _group(self.best, self.question.per)
        met = _group((row for row in self.rows if set(self.verdicts(row)) <= {MET}), self.question.per)
        for _, rows in sorted(met.items(), key=lambda item: (item[0] not in deciding, str(item[0]))):
            yield Hit(self.candidate, self.label, _distinct(rows), self._contrary())

    @property
    def sort_key(self) -> tuple[str, str]:
        return self.label.casefold(), self.candidate

    def _best(self) -> tuple[Row, ...]:
        """Return the rows of the best combination: fewest criteria failed, then fewest unknown."""
        best = min(map(self.verdicts, self.deciding), key=_badness)
        return tuple(row for row in self.deciding if self.verdicts(row) == best)

    def _judgements(self) -> Iterator[Judgement]:
        for criterion, verdict in zip(self.question.criteria, self.verdicts(self.best[0]), strict=True):
            reasons = () if verdict == MET else _texts(self.best, (criterion.reason,))
            yield Judgement(
                criterion, verdict, reasons, _texts(self.best, criterion.found), _distinct(self.best)
            )

    def _contrary(self) -> tuple[tuple[Row, ...], ...]:
        criterion = self.question.unit_criterion
        if criterion is None:
            return ()
        against = [row for row in self.rows if row[criterion.verdict] == NOT_MET]
        groups = _group(against, self.question.per)
        return tuple(_distinct(rows) for _, rows in sorted(groups.items(), key=lambda item: str(item[0])))

    def _verdict(self, row: Row, criterion: Criterion) -> str:
        verdict = row[criterion.verdict]
        if verdict not in _RANK:
            message = f"no verdict on '{criterion.name}' for {row.get('agent')}: {verdict!r}"
            fix = f"let ?{criterion.verdict} be one of {', '.join(_RANK)} in every row"
            raise QuestionError(Problem(self.question.place, message=message, fix=fix))
        return str(verdict)


def _lists(folded: Sequence[_Folding]) -> Lists:
    ordered = sorted(folded, key=lambda one: one.sort_key)
    worst = {id(one): max(one.verdicts(one.best[0]), key=_RANK.__getitem__, default=MET) for one in ordered}
    may_qualify = [one.judged() for one in ordered if worst[id(one)] == UNKNOWN]
    return Lists(
        rows=tuple(hit for one in ordered if worst[id(one)] == MET for hit in one.hits()),
        may_qualify=tuple(sorted(may_qualify, key=lambda judged: judged.unknowns)),
        excluded=tuple(one.judged() for one in ordered if worst[id(one)] == NOT_MET),
    )


def _deciding(rows: Sequence[Row], criterion: Criterion | None, units: str) -> Sequence[Row]:
    """Return the rows that decide; where only a part of a study unit reports, the criterion is unknown."""
    if criterion is None or criterion.scope is None or units == "all":
        return rows
    reported = [row for row in rows if all(row[column] is not None for column in criterion.witness)]
    eligible = _eligible(reported, criterion.scope, criterion.value)
    if eligible or not reported:
        return eligible or rows
    return [
        {**row, criterion.verdict: UNKNOWN, criterion.reason: row[criterion.scope] or "scopeNotStated"}
        for row in reported
    ]


def _eligible(rows: Sequence[Row], scope: str, value: str | None) -> Sequence[Row]:
    """Return the rows of whole units and, where none of these reports the endpoint, those of pooled units.

    A bound that a rule derives from another endpoint is no report.
    """
    whole = [row for row in rows if row[scope] == "whole"]
    reports = any(value is None or row[value] is not None for row in whole)
    return whole if reports else [*whole, *(row for row in rows if row[scope] == "pooled")]


def _badness(verdicts: tuple[str, ...]) -> tuple[int, int, tuple[int, ...]]:
    return verdicts.count(NOT_MET), verdicts.count(UNKNOWN), tuple(_RANK[verdict] for verdict in verdicts)


def _group(rows: Iterable[Row], columns: Sequence[str]) -> Mapping[tuple[Cell, ...], list[Row]]:
    groups: dict[tuple[Cell, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[column] for column in columns)].append(row)
    return groups


def _distinct(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return each row once, in an order that does not depend on the engine."""
    return tuple(dict(key) for key in sorted({tuple(sorted(row.items())) for row in rows}, key=str))


def _texts(rows: Iterable[Row], columns: Sequence[str]) -> tuple[str, ...]:
    """Return what stands in the columns, each text once; the ends of a range become one text."""
    texts = set()
    for row in rows:
        cells = [str(row[column]) for column in columns if row[column] is not None]
        texts.add(" to ".join(dict.fromkeys(cells)))
    return tuple(sorted(texts - {""}))
