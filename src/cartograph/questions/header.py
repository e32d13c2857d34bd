"""Know what a question file says of itself: what it asks, what it takes, how its rows become an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from cartograph.errors import CartographError
from cartograph.names.lookup import suggest
from cartograph.questions.block import Block, Entry
from cartograph.sparql import lint, read

SELECTING, LISTING = "selecting", "listing"

#: Which study units decide; the first is the default (CONTRACTS, "Folding into three lists").
UNITS = ("eligible", "all")

#: Columns that the runner reads of the figure of a row; a question that has them gives equal figures one row.
MEASURED = ("numerator_recovered", "interval_low", "interval_high")

#: Columns of an answer that the runner adds to those of the SELECT.
ADDED = ("disputed", "contrary", "evidence", *MEASURED)

#: Options that every question has, on the command line or in Python.
RESERVED = ("format", "help", "limit", "units")

#: The types of parameter that name a thing, with its class.
THINGS = {"agent": "Agent", "trial": "Trial", "target": "Target"}
_PLAIN = ("decimal", "integer", "text", "grades", "node", *THINGS)


class QuestionError(CartographError):
    """Report question files that do not say what they must (exit code 1)."""

    exit_code: ClassVar[int] = 1


@dataclass(frozen=True)
class Parameter:
    """Describe one thing that a reader may choose."""

    name: str
    variable: str
    kind: str  # "term", "decimal", "integer", "text", "grades", "node", or a kind of thing
    scheme: str  # the class of the terms or things; empty for numbers and text
    many: bool  # whether several values may be given
    default: tuple[str, ...]
    help: str
    minimum: str | None = None
    maximum: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Say how what supports a row is found: statements about a thing's property, a node with its place, or silences."""

    subject: str | None = None  # the column that holds the thing
    property: str | None = None
    figure: str | None = None  # the column that holds a figure, or another node with a place of its own
    expectation: str | None = None  # of the subject: the silences because of which it is not reported


@dataclass(frozen=True)
class Criterion:
    """Describe one condition of a selecting question, and the columns that judge it."""

    name: str
    verdict: str
    reason: str
    witness: tuple[str, ...]  # what is judged: the columns that name a construct, or a study unit and report
    found: tuple[str, ...] = ()  # the columns with what was found instead of what was asked for
    scope: str | None = None  # for a study unit: the column with its scope
    value: str | None = None  # for a study unit: the column that is empty where a figure is only a bound
    evidence: tuple[Evidence, ...] = ()
    doubt: str | None = (
        None  # the column that says why what is judged is uncertain; then nobody can settle it
    )


@dataclass(frozen=True)
class Candidates:
    """Say which things a selecting question judges."""

    classes: tuple[str, ...]
    plural: str
    column: str = "agent"
    mention: str = "mention"  # the column that is bound where the candidate is a mention


@dataclass(frozen=True)
class Question:
    """Hold a question: its header and its query."""

    name: str
    place: str
    title: str
    question: str
    kind: str
    text: str = field(repr=False)
    columns: Mapping[str, str]  # the columns of the answer, with what each holds
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    per: tuple[
        str, ...
    ] = ()  # one row of the answer for each value of these columns; of a listing, for each of the SELECT
    table: tuple[str, ...] = ()  # the columns that people see in a table
    units: Mapping[str, str] = field(default_factory=dict)  # column: the column with its unit
    candidates: Candidates | None = None
    criteria: tuple[Criterion, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def unit_criterion(self) -> Criterion | None:
        """Return the criterion that study units decide, where there is one."""
        return next((criterion for criterion in self.criteria if criterion.scope), None)

    @property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """Return what may be chosen beside the parameters, the default first."""
        return {"units": UNITS} if self.unit_criterion else {}


def read_question(name: str, text: str, place: str) -> Question:
    """Read a question file.

    Raises QuestionError with everything that is wrong in it, each with its line.
    """
    block = Block.read(text, place)
    if block.problems:
        raise QuestionError(block.problems)
    question = _Reader(block.top()).question(name, text)
    _check_columns(block, question)
    block.problems += lint(text, {p.variable for p in question.parameters.values()}, place)
    if block.problems:
        raise QuestionError(sorted(set(block.problems)))
    return question


class _Reader:
    """Turn the entries of a header into a question; problems gather in its block."""

    def __init__(self, top: Entry) -> None:
        kind = top.mapping().get("kind")
        self.kind = kind.text() if kind else LISTING
        if kind and self.kind not in {SELECTING, LISTING}:
            kind.problem(f"unknown kind '{self.kind}'", suggest(self.kind, [SELECTING, LISTING]))
        self.keys = self._record(top)

    def _record(self, top: Entry) -> Mapping[str, Entry]:
        required, optional = ["title", "question", "kind", "columns"], ["parameters", "table", "units"]
        if self.kind == SELECTING:
            required += ["candidates", "criteria", "per"]
        else:
            optional += ["evidence", "per"]
        return top.record(required, optional)

    def question(self, name: str, text: str) -> Question:
        return Question(
            name=name,
            place=self._place,
            title=self._text("title"),
            question=self._text("question"),
            kind=self.kind,
            text=text,
            columns={key: entry.text() for key, entry in self._mapping("columns").items()},
            parameters={key: _parameter(key, entry) for key, entry in self._mapping("parameters").items()},
            per=self._texts("per"),
            table=self._texts("table"),
            units={key: entry.text() for key, entry in self._mapping("units").items()},
            candidates=_candidates(self.keys["candidates"]) if "candidates" in self.keys else None,
            criteria=tuple(_criterion(key, entry) for key, entry in self._mapping("criteria").items()),
            evidence=_evidence(self.keys.get("evidence")),
        )

    @property
    def _place(self) -> str:
        return next((entry.block.place for entry in self.keys.values()), "")

    def _text(self, key: str) -> str:
        return self.keys[key].text() if key in self.keys else ""

    def _texts(self, key: str) -> tuple[str, ...]:
        return self.keys[key].texts() if key in self.keys else ()

    def _mapping(self, key: str) -> Mapping[str, Entry]:
        return self.keys[key].mapping() if key in self.keys else {}


def _parameter(name: str, entry: Entry) -> Parameter:
    keys = entry.record(["variable", "type", "default", "help"], ["minimum", "maximum"])
    kind, scheme, many = _type(keys["type"]) if "type" in keys else ("text", "", False)
    if name in RESERVED or not name.isidentifier():
        entry.problem(f"'{name}' cannot be the name of a parameter", "give it another name")
    return Parameter(
        name=name,
        variable=_text(keys, "variable"),
        kind=kind,
        scheme=scheme,
        many=many,
        default=keys["default"].texts() if "default" in keys else (),
        help=_text(keys, "help"),
        minimum=_text(keys, "minimum") or None,
        maximum=_text(keys, "maximum") or None,
    )


def _type(entry: Entry) -> tuple[str, str, bool]:
    """Read "decimal", "agent", "term GeneTransfer" or "list of term StatusValue"."""
    written = entry.text()
    words = written.removeprefix("list of ").split()
    many = written.startswith("list of ")
    if len(words) == 2 and words[0] == "term":
        return "term", words[1], many
    if len(words) == 1 and words[0] in _PLAIN:
        return words[0], THINGS.get(words[0], ""), many
    entry.problem(f"unknown type '{written}'", f"write 'term <Class>' or one of {', '.join(_PLAIN)}")
    return "text", "", many


def _candidates(entry: Entry) -> Candidates:
    keys = entry.record(["class", "plural"], ["column", "mention"])
    return Candidates(
        classes=keys["class"].texts() if "class" in keys else (),
        plural=_text(keys, "plural"),
        column=_text(keys, "column") or "agent",
        mention=_text(keys, "mention") or "mention",
    )


def _criterion(name: str, entry: Entry) -> Criterion:
    keys = entry.record(["verdict", "reason", "witness"], ["found", "scope", "value", "evidence", "doubt"])
    return Criterion(
        name=name,
        verdict=_text(keys, "verdict"),
        reason=_text(keys, "reason"),
        witness=keys["witness"].texts() if "witness" in keys else (),
        found=keys["found"].texts() if "found" in keys else (),
        scope=_text(keys, "scope") or None,
        value=_text(keys, "value") or None,
        evidence=_evidence(keys.get("evidence")),
        doubt=_text(keys, "doubt") or None,
    )


def _evidence(entry: Entry | None) -> tuple[Evidence, ...]:
    return tuple(_one_evidence(item) for item in entry.entries()) if entry else ()


def _one_evidence(entry: Entry) -> Evidence:
    keys = entry.record([], ["subject", "property", "figure", "expectation"])
    if keys and set(keys) not in ({"figure"}, {"subject", "property"}, {"subject", "expectation"}):
        fix = "give 'figure', or 'subject' with 'property' or 'expectation'"
        entry.problem("evidence is found in one of three ways", fix)
    return Evidence(*(_text(keys, key) or None for key in ("subject", "property", "figure", "expectation")))


def _text(keys: Mapping[str, Entry], key: str) -> str:
    return keys[key].text() if key in keys else ""


def _check_columns(block: Block, question: Question) -> None:
    """Report every column that the header names and the SELECT lacks."""
    known = read(question.text).projection
    for entry, column in _named(block, question):
        if column not in known:
            entry.problem(f"the SELECT has no column ?{column}", suggest(column, known))


def _named(block: Block, question: Question) -> Sequence[tuple[Entry, str]]:
    keys = block.top().mapping()
    named = [(entry, column) for column, entry in _below(keys, "columns") if column not in ADDED]
    named += [
        (keys[key], column)
        for key in ("per", "table")
        for column in getattr(question, key)
        if column not in ADDED
    ]
    named += [
        (entry, column) for key, entry in _below(keys, "units") for column in (key, question.units[key])
    ]
    if question.candidates:
        named += [(keys["candidates"], c) for c in (question.candidates.column, question.candidates.mention)]
    for criterion, (_, entry) in zip(question.criteria, _below(keys, "criteria"), strict=True):
        named += [(entry, column) for column in _of_criterion(criterion)]
    named += [(keys["evidence"], column) for column in _of_evidence(question.evidence)]
    return [(entry, column) for entry, column in named if column]


def _below(keys: Mapping[str, Entry], key: str) -> Collection[tuple[str, Entry]]:
    return keys[key].mapping().items() if key in keys else ()


def _of_criterion(criterion: Criterion) -> Sequence[str]:
    single = [
        criterion.verdict,
        criterion.reason,
        criterion.scope or "",
        criterion.value or "",
        criterion.doubt or "",
    ]
    return [*single, *criterion.witness, *criterion.found, *_of_evidence(criterion.evidence)]


def _of_evidence(evidence: Sequence[Evidence]) -> list[str]:
    return [column for one in evidence for column in (one.subject, one.figure) if column]
