"""The pages of the questions: a form, the answer, and the same answer for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

from cartograph.errors import CartographError
from cartograph.questions.answer import Answer
from cartograph.web.desk import Desk
from cartograph.web.problems import refused
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

_MEDIA = {
    "text/html": "html",
    "application/json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-query": "rq",
}


def listed(desk: Desk, request: Request) -> Reply:
    """List the questions."""
    if request.wants(["text/html", "application/json"]) == "application/json":
        found = {name: question.asks for name, question in desk.graph.questions.items()}
        return Reply(200, "application/json", json.dumps(found, ensure_ascii=False, indent=1).encode())
    return render("questions.html", desk, request, questions=desk.graph.questions)


def one(desk: Desk, request: Request, name: str) -> Reply:
    """Answer a question: the parameters of the address are those of the question, `units` and `limit` too."""
    name, _, suffix = name.partition(".")
    if name not in desk.graph.questions or suffix not in {"", *_MEDIA.values()}:
        return Reply(404, "text/plain", b"")
    form = suffix or _MEDIA[request.wants(list(_MEDIA))]
    if form == "rq":
        return Reply(200, "application/sparql-query", desk.graph.questions[name].text.encode())
    try:
        answer = ask(desk, request, name)
    except CartographError as error:
        if form == "html":
            return render("question.html", desk, request, status=400, name=name, answer=None, error=error)
        return refused(error)
    if form == "html":
        return render("question.html", desk, request, name=name, answer=answer, error=None)
    return WRITERS[form](answer)


def ask(desk: Desk, request: Request, name: str) -> Answer:
    """Ask the question with the parameters of the address; an empty one is left out."""
    given = {key: [one for one in values if one] for key, values in request.fields.items() if any(values)}
    units = given.pop("units", ["eligible"])[0]
    limit = given.pop("limit", None)
    parameters = {key.replace("-", "_"): values if len(values) > 1 else values[0] for key, values in given.items()}
    return desk.graph.ask(name, units=units, limit=_number(limit), **parameters)


def _number(limit: list[str] | None) -> int | None:
    return int(limit[0]) if limit and limit[0].isdecimal() else None


def _json(answer: Answer) -> Reply:
    return Reply(200, "application/json", answer.to_json().encode())


def _csv(answer: Answer) -> Reply:
    return Reply(200, "text/csv; charset=utf-8", answer.to_csv().encode())


def _tsv(answer: Answer) -> Reply:
    rows = csv.reader(io.StringIO(answer.to_csv()))
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
    return Reply(200, "text/tab-separated-values; charset=utf-8", text.getvalue().encode())


WRITERS: dict[str, Callable[[Answer], Reply]] = {"json": _json, "csv": _csv, "tsv": _tsv}
