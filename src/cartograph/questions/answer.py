"""Hold an answer: what qualifies, what may qualify, what is excluded and why; write it for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cartograph.errors import Problem, UsageError
from cartograph.questions.header import Question
from cartograph.reading.evidence import Place, places_text

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # has no types of its own

#: One row: a value is a string (numbers as decimal strings), a boolean, nothing, or a list of places or rows.
AnswerRow = Mapping[str, object]


@dataclass(frozen=True)
class Verdict:
    """Say how one criterion came out for one agent."""

    criterion: str
    verdict: str
    reason: str | None
    evidence: tuple[Place, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the verdict as JSON holds it."""
        places = [place.to_dict() for place in self.evidence]
        return {
            "criterion": self.criterion,
            "verdict": self.verdict,
            "reason": self.reason,
            "evidence": places,
        }


@dataclass(frozen=True)
class Undecided:
    """Hold an agent that may qualify, or that is excluded, with the verdict on each criterion."""

    agent: str
    label: str
    criteria: tuple[Verdict, ...]

    @property
    def unknowns(self) -> tuple[Verdict, ...]:
        """Return the criteria that nobody can settle."""
        return tuple(verdict for verdict in self.criteria if verdict.verdict == "unknown")

    @property
    def failures(self) -> tuple[Verdict, ...]:
        """Return the criteria that are not met."""
        return tuple(verdict for verdict in self.criteria if verdict.verdict == "not met")

    def to_dict(self) -> dict[str, object]:
        """Return the agent as JSON holds it."""
        return {"agent": self.agent, "label": self.label, "criteria": [v.to_dict() for v in self.criteria]}


@dataclass(frozen=True)
class Parts:
    """Hold three lists that add up to the candidates."""

    candidates: int
    rows: tuple[AnswerRow, ...]
    may_qualify: tuple[Undecided, ...]
    excluded: tuple[Undecided, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the lists as JSON holds them."""
        return {
            "candidates": self.candidates,
            "rows": [_plain(row) for row in self.rows],
            "may_qualify": [one.to_dict() for one in self.may_qualify],
            "excluded": [one.to_dict() for one in self.excluded],
        }


@dataclass(frozen=True)
class Answer:
    """Hold the answer to one question.

    For a question that lists, `candidates`, `may_qualify`, `excluded` and `mentions` are None.
    """

    question: str
    parameters: Mapping[str, str]
    graph_version: str
    sources: tuple[Mapping[str, str], ...]
    candidates: int | None
    columns: tuple[str, ...]
    rows: tuple[AnswerRow, ...]
    may_qualify: tuple[Undecided, ...] | None
    excluded: tuple[Undecided, ...] | None
    mentions: Parts | None
    truncated: bool = False
    header: Question = field(repr=False, compare=False, kw_only=True)
    words: Mapping[str, str] = field(repr=False, compare=False, kw_only=True)  # what tables write for a value
    numeric: frozenset[str] = field(repr=False, compare=False, kw_only=True)  # the columns that hold numbers

    def limited(self, most: int) -> Answer:
        """Return the answer with at most so many rows, marked as truncated where some were cut."""
        return self if len(self.rows) <= most else replace(self, rows=self.rows[:most], truncated=True)

    def to_dict(self) -> dict[str, object]:
        """Return the answer as JSON holds it (CONTRACTS, "JSON of `ask`")."""
        return {
            "question": self.question,
            "parameters": dict(self.parameters),
            "graph_version": self.graph_version,
            "sources": [dict(source) for source in self.sources],
            "candidates": self.candidates,
            "columns": list(self.columns),
            "rows": [_plain(row) for row in self.rows],
            "may_qualify": _plain_list(self.may_qualify),
            "excluded": _plain_list(self.excluded),
            "mentions": self.mentions.to_dict() if self.mentions else None,
            "truncated": self.truncated,
        }

    def to_json(self) -> str:
        """Return the answer as JSON text; the same answer gives the same text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2) + "\n"

    def to_csv(self) -> str:
        """Return the answer as CSV: one line a row, and one an agent of the other lists."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        for line in _csv_lines(self):
            writer.writerow(line)
        return text.getvalue()

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows as a data frame, numbers as numbers.

        Raises UsageError when pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError as error:
            problem = Problem("pandas", message="is not installed", fix="pip install 'cartograph-kg[pandas]'")
            raise UsageError(problem) from error
        frame = pd.DataFrame([dict(row) for row in self.rows], columns=list(self.columns))
        for column in self.columns:
            if column in self.numeric:
                frame[column] = pd.to_numeric(frame[column])
        return frame


def _plain(value: object) -> object:
    """Turn a value into what `json` can write."""
    if isinstance(value, Place):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value]
    return value


def _plain_list(found: Sequence[Undecided] | None) -> list[dict[str, object]] | None:
    return None if found is None else [one.to_dict() for one in found]


def cell_text(value: object) -> str:
    """Return a value as one cell of a table holds it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        places = [place for inner in value for place in _places(inner)]
        return places_text(dict.fromkeys(places))
    return str(value)


def _places(inner: object) -> Sequence[Place]:
    """Return the place that a list holds, or those of the contrary figure that it holds."""
    if isinstance(inner, Place):
        return [inner]
    found = inner["evidence"] if isinstance(inner, Mapping) else ()
    return [place for place in found if isinstance(place, Place)]


def _csv_lines(answer: Answer) -> list[list[str]]:
    if answer.may_qualify is None or answer.excluded is None or answer.mentions is None:
        return [list(answer.columns), *(_csv_row(row, answer.columns) for row in answer.rows)]
    lines = [["list", "kind", *answer.columns, "criteria"]]
    products = Parts(0, answer.rows, answer.may_qualify, answer.excluded)
    for kind, parts in (("product", products), ("mention", answer.mentions)):
        lines += [["rows", kind, *_csv_row(row, answer.columns), ""] for row in parts.rows]
        for name, found in (("may_qualify", parts.may_qualify), ("excluded", parts.excluded)):
            lines += [
                [name, kind, *_csv_agent(one, answer.columns), criteria_text(one.criteria)] for one in found
            ]
    return lines


def _csv_row(row: AnswerRow, columns: Sequence[str]) -> list[str]:
    return [cell_text(row[column]) for column in columns]


def _csv_agent(one: Undecided, columns: Sequence[str]) -> list[str]:
    places = dict.fromkeys(place for verdict in one.criteria for place in verdict.evidence)
    known = {"agent": one.agent, "label": one.label, "evidence": places_text(places)}
    return [known.get(column, "") for column in columns]


def criteria_text(criteria: Sequence[Verdict]) -> str:
    """Return verdicts as one text.

    >>> criteria_text([Verdict("response", "met", None, ()), Verdict("vector", "unknown", "disputed", ())])
    'response met; vector unknown: disputed'
    """
    texts = [f"{v.criterion} {v.verdict}" + (f": {v.reason}" if v.reason else "") for v in criteria]
    return "; ".join(texts)
