"""Bind the parameters of a question: turn what a reader typed into terms that stand in a VALUES block.

A value never becomes query text: a term or a thing is looked up and gives its IRI, a number is checked
digit by digit, a text is a literal whose every special character is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Store

from cartograph.errors import Problem, UsageError
from cartograph.likeness import nearest
from cartograph.names.index import Index
from cartograph.names.lookup import only, suggest
from cartograph.names.spelling import fold
from cartograph.questions import grades
from cartograph.questions.header import Parameter, Question
from cartograph.terms import BASE, TYPE, XSD, Term, local, ont, thing

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)
_INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
_DIGITS = 18  # what every engine holds on either side of the point

#: What a reader may give for one parameter.
Given = str | int | float | Decimal | Sequence[str]


class Words(Protocol):
    """Know the terms of each scheme, as `cartograph.terms.Ontology` does."""

    def members(self, scheme: str) -> Mapping[str, Term]:
        """Return the terms of a scheme by every word that a record may write."""


@dataclass(frozen=True)
class Bound:
    """Hold the parameters of one call: as readers write them, and as a query holds them."""

    values: Mapping[str, str]
    terms: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Value:
    """Hold one value: the word for people and the serialised term for the query."""

    word: str
    term: str


def bind(question: Question, given: Mapping[str, Given], words: Words, store: Store) -> Bound:
    """Check and serialise the parameters given; the header's defaults fill in the others.

    Raises UsageError that names every unknown parameter and every value that is none of its choices.
    """
    problems = [_unknown(name, question) for name in given if name not in question.parameters]
    values: dict[str, list[Value]] = {}
    for name, parameter in question.parameters.items():
        read = _reader(parameter, words, store)
        values[name] = []
        for raw in _listed(given.get(name, parameter.default)):
            try:
                values[name].append(read(raw))
            except ValueError as error:
                problems.append(Problem(name, message=f"unusable value '{raw}'", fix=str(error)))
        if parameter.kind == "grades":
            values[name] = _together(values[name])
        if not parameter.many and len(values[name]) > 1:
            problems.append(Problem(name, message="several values", fix="give one"))
    if problems:
        raise UsageError(problems)
    return Bound(
        {name: ", ".join(value.word for value in found) for name, found in values.items()},
        {question.parameters[name].variable: [v.term for v in found] for name, found in values.items()},
    )


def choices(parameter: Parameter, words: Words) -> tuple[str, ...]:
    """Return the words that a reader may choose from; nothing where any text or number will do."""
    if parameter.kind != "term":
        return ()
    return tuple(sorted({term.word for term in words.members(parameter.scheme).values()}))


def _listed(given: Given) -> Sequence[object]:
    return [given] if isinstance(given, str) or not isinstance(given, Sequence) else given


def _unknown(name: str, question: Question) -> Problem:
    known = [*question.parameters, *question.options]
    return Problem(name, message=f"'{question.name}' has no parameter '{name}'", fix=suggest(name, known))


def _reader(parameter: Parameter, words: Words, store: Store) -> Callable[[object], Value]:
    """Return the function that reads one value; it raises ValueError with the remedy."""
    if parameter.kind == "term":
        return _Choices(term_names(words.members(parameter.scheme))).read
    if parameter.scheme:
        return partial(_thing, Index.of_class(store, parameter.scheme))
    if parameter.kind == "node":
        return partial(_node, store)
    if parameter.kind in _TEXTS:
        return _TEXTS[parameter.kind]
    return lambda raw: _number(raw, parameter)


@dataclass(frozen=True)
class _Choices:
    """Find a term by any of its names."""

    names: Mapping[str, Sequence[Value]]

    def read(self, raw: object) -> Value:
        """Return what the name stands for; raise ValueError where that is nothing, or several."""
        found = self.names.get(fold(str(raw)), ())
        if len(found) > 1:
            raise ValueError(
                "several have that name: write " + " or ".join(f"'{value.word}'" for value in found)
            )
        if not found:
            raise ValueError(suggest(str(raw), self._suggestions()))
        return found[0]

    def _suggestions(self) -> Sequence[str]:
        """Return the words for people."""
        return sorted({value.word for values in self.names.values() for value in values})


def _thing(index: Index, raw: object) -> Value:
    """Return the thing that has the name; raise ValueError where that is nothing, or several."""
    path = only(index, str(raw))
    return Value(path, str(thing(path)))


def term_names(members: Mapping[str, Term]) -> Mapping[str, Sequence[Value]]:
    """Return terms by notation, local name, label and synonym in any case; an earlier kind wins."""
    terms = sorted(set(members.values()), key=lambda term: term.name)
    return _gather(
        (level, name, Value(term.word, str(ont(term.name))))
        for term in terms
        for level, names in enumerate(([term.word], [term.name], [term.label], term.synonyms))
        for name in names
    )


def _gather(named: Iterable[tuple[int, str, Value]]) -> Mapping[str, Sequence[Value]]:
    """Return the values by name; where two share a name at the same level, both."""
    found: dict[str, tuple[int, list[Value]]] = {}
    for level, name, value in sorted(named, key=lambda entry: entry[0]):
        first, values = found.setdefault(fold(name), (level, []))
        if level == first and value not in values:
            values.append(value)
    return {name: values for name, (_, values) in found.items()}


def _number(raw: object, parameter: Parameter) -> Value:
    """Read a decimal or an integer that every engine can hold."""
    form = _INTEGER if parameter.kind == "integer" else _NUMBER
    text = str(raw).strip()
    if isinstance(raw, bool) or not form.fullmatch(text):
        raise ValueError(
            "write digits, such as 50" if parameter.kind == "integer" else "write digits, such as 50 or 62.5"
        )
    number = Decimal(text)
    if max(len(part) for part in text.lstrip("+-").split(".")) > _DIGITS:
        raise ValueError(f"write at most {_DIGITS} digits on either side of the point")
    if parameter.minimum is not None and number < Decimal(parameter.minimum):
        raise ValueError(f"the least is {parameter.minimum}")
    if parameter.maximum is not None and number > Decimal(parameter.maximum):
        raise ValueError(f"the greatest is {parameter.maximum}")
    word = format(number, "f")
    return Value(word, str(Literal(word, datatype=NamedNode(XSD + parameter.kind))))


def _text(raw: object) -> Value:
    """Write a text as a literal; raise ValueError for half a surrogate pair, which no encoding holds."""
    text = str(raw)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("write text that UTF-8 can hold") from error
    return Value(text, literal(text))


def _node(store: Store, raw: object) -> Value:
    """Return the id of a figure, statement or claim; raise ValueError with the nearest where there is none."""
    found = _text(str(raw).removeprefix(BASE))
    if _PATH.fullmatch(found.word) and any(store.quads_for_pattern(thing(found.word), None, None, None)):
        return found
    near = nearest(found.word, _ids(store), 3, 0.7, names=False)
    told = "write " + " or ".join(f"'{one}'" for one in near)
    raise ValueError(told if near else "take an id from a column of another answer, such as figure")


def _ids(store: Store) -> list[str]:
    quads = (quad for kind in _NODES for quad in store.quads_for_pattern(None, TYPE, ont(kind), None))
    return sorted({local(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)})


#: What an answer may lead to by its id, and how such an id is written.
_NODES = ("Figure", "Statement", "Claim", "RegulatoryStatus", "Conflict")
_PATH = re.compile(r"[^\s<>\"{}|\\^`]+")


def _grades(raw: object) -> Value:
    """Read severity grades; a query is given each of them as one digit."""
    found = grades.read(str(raw))
    return Value(grades.word(found), literal(found))


def _together(values: Sequence[Value]) -> list[Value]:
    """Return several ranges of grades as one set: what is asked for is their union."""
    return [_grades(", ".join(value.word for value in values))] if values else []


_TEXTS: Mapping[str, Callable[[object], Value]] = {"text": _text, "grades": _grades}


def literal(text: str) -> str:
    r"""Serialise a text as a SPARQL literal that no engine ends early.

    Some engines replace `\u0022` by a quotation mark before they look for literals, so a backslash is never
    followed by the letter u, whatever the text holds.

    >>> print(literal('say "no" } #'))
    "say \"no\" } #"
    >>> print(literal(r"\u0022"))
    "\\\U000000750022"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    for character, code in (("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\b", "\\b"), ("\f", "\\f")):
        escaped = escaped.replace(character, code)
    escaped = re.sub(r"\\\\([uU])", lambda match: f"\\\\\\U{ord(match[1]):08x}", escaped)
    return f'"{escaped}"'
