"""The pages of the questions: a form, the answer in its three lists, and the same answer for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cartograph.errors import CartographError
from cartograph.http.problems import refused
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.questions.answer import Answer, Parts, Undecided
from cartograph.questions.binding import choices
from cartograph.questions.header import Parameter, Question
from cartograph.site.context import Context
from cartograph.site.pages.cells import Cells
from cartograph.site.pages.snippets import snippets
from cartograph.site.render import render

_MEDIA = {
    "text/html": "html",
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-query": "rq",
}
FORMATS = ("json", "csv", "tsv", "rq")


@dataclass(frozen=True)
class Field:
    """Hold one field of a question's form."""

    name: str
    help: str
    kind: str  # "choice", "number" or "text"
    values: tuple[str, ...]  # what is chosen
    choices: tuple[str, ...] = ()
    many: bool = False
    minimum: str | None = None
    maximum: str | None = None


@dataclass(frozen=True)
class Group:
    """Hold candidates that share a reason, with what was found of each instead."""

    reason: str
    candidates: tuple[tuple[Undecided, str], ...]


def listed(context: Context, request: Request) -> Reply:
    """List the questions."""
    found = context.graph.questions
    if request.wants(["text/html", "application/json"]) == "application/json":
        told = {name: question.question for name, question in found.items()}
        return Reply(200, "application/json", json.dumps(told, ensure_ascii=False, indent=1).encode())
    return render("questions.html", context, request, questions=found)


def one(context: Context, request: Request, name: str) -> Reply:
    """Answer a question: the parameters of the address are those of the question, `units` and `limit` too."""
    name, _, suffix = name.partition(".")
    if name not in context.graph.questions or suffix not in {"", *_MEDIA.values()}:
        return Reply(404, "text/plain", b"")
    form = suffix or _MEDIA[request.wants(list(_MEDIA))]
    if form == "rq":
        return Reply(200, "application/sparql-query", context.graph.questions[name].text.encode())
    try:
        answer = ask(context, request, name)
    except CartographError as error:
        return _page(context, request, name, None, error) if form == "html" else refused(error)
    return _page(context, request, name, answer, None) if form == "html" else _WRITERS[form](answer)


def ask(context: Context, request: Request, name: str) -> Answer:
    """Ask the question with the parameters of the address; an empty one is left out.

    Raises UsageError for a parameter that the question does not have, or a value that it does not take.
    """
    given = {key: [one for one in values if one] for key, values in request.fields.items() if any(values)}
    units = given.pop("units", ["eligible"])[0]
    limit, most = "".join(given.pop("limit", [])), context.settings.rows
    parameters: dict[str, Any] = {key: found if len(found) > 1 else found[0] for key, found in given.items()}
    limited = min(int(limit), most) if limit.isdecimal() else most
    return context.graph.ask(name, units=units, limit=limited, **parameters)


def _page(
    context: Context, request: Request, name: str, answer: Answer | None, error: CartographError | None
) -> Reply:
    question = context.graph.questions[name]
    chosen = [(key, value) for key, values in request.fields.items() for value in values if value]
    said = {
        "question": question,
        "fields": list(_fields(context, request, question)),
        "units": (question.options.get("units", ()), request.first("units", "eligible")),
        "error": error,
        "answer": answer,
        "sections": list(_sections(answer)) if answer else [],
        "cells": Cells(context, answer) if answer else None,
        "formats": [(suffix, _address(f"questions/{name}.{suffix}", chosen)) for suffix in FORMATS],
        "snippets": snippets(context, request, question, chosen),
        "grouped": grouped,
    }
    return render("question.html", context, request, status=400 if error else 200, **said)


def _address(path: str, chosen: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(chosen)}" if chosen else path


def _fields(context: Context, request: Request, question: Question) -> Iterator[Field]:
    for name, parameter in question.parameters.items():
        known = choices(parameter, context.graph.ontology)
        values = tuple(value for value in request.fields.get(name, ()) if value) or parameter.default
        yield Field(
            name,
            parameter.help,
            _kind(parameter, known),
            values,
            known,
            parameter.many,
            parameter.minimum,
            parameter.maximum,
        )


def _kind(parameter: Parameter, known: tuple[str, ...]) -> str:
    if known:
        return "choice"
    return "number" if parameter.kind in {"decimal", "integer"} else "text"


@dataclass(frozen=True)
class Section:
    """Hold the lists about products, or those about mentions."""

    plural: str
    parts: Parts

    @property
    def qualifying(self) -> int:
        """Return how many candidates qualify."""
        return self.parts.candidates - len(self.parts.may_qualify) - len(self.parts.excluded)


def _sections(answer: Answer) -> Iterator[Section]:
    if answer.candidates is None or answer.may_qualify is None or answer.excluded is None:
        return
    plural = answer.header.candidates.plural if answer.header.candidates else "candidates"
    yield Section(plural, Parts(answer.candidates, answer.rows, answer.may_qualify, answer.excluded))
    if answer.mentions and answer.mentions.candidates:
        yield Section(f"mentions of {plural}", answer.mentions)


def grouped(found: tuple[Undecided, ...], verdict: str) -> list[Group]:
    """Return candidates by what is unknown of them, or by what excludes them; the fewest reasons first."""
    groups: dict[tuple[str, ...], list[tuple[Undecided, str]]] = {}
    for candidate in found:
        verdicts = candidate.unknowns if verdict == "unknown" else candidate.failures
        told = [f"{one.criterion}: {one.reason}" if one.reason else one.criterion for one in verdicts]
        reasons = tuple(": ".join(reason.split(": ")[:2]) for reason in told)
        instead = "; ".join(filter(None, (": ".join(reason.split(": ")[2:]) for reason in told)))
        groups.setdefault(reasons, []).append((candidate, instead))
    return [Group("; ".join(key), tuple(groups[key])) for key in sorted(groups, key=len)]


def _json(answer: Answer) -> Reply:
    return Reply(200, "application/json", answer.to_json().encode())


def _csv(answer: Answer) -> Reply:
    return Reply(200, "text/csv; charset=utf-8", answer.to_csv().encode())


def _tsv(answer: Answer) -> Reply:
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerows(csv.reader(io.StringIO(answer.to_csv())))
    return Reply(200, "text/tab-separated-values; charset=utf-8", text.getvalue().encode())


_WRITERS: dict[str, Callable[[Answer], Reply]] = {"json": _json, "csv": _csv, "tsv": _tsv}
