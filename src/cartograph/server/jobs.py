"""Do one job: a pasted query, an update of a private copy, or a request for one of the project's own pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pyoxigraph import NamedNode

from cartograph.errors import Problem, UsageError
from cartograph.http.problems import problem
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.server import results
from cartograph.server.application import Application
from cartograph.server.frames import Head
from cartograph.sparql import cleared, depth, names_dataset, network_calls, unescaped, using
from cartograph.terms import BASE, PREFIXES

Job = Callable[[Application, Head, bytes], Reply]


def query(application: Application, head: Head, body: bytes) -> Reply:
    """Answer a query of SPARQL 1.1; `default` and `named` are the graphs of a dataset that the client chose."""
    text = body.decode()
    _check(text, application)
    store = application.store

    def ask() -> results.Found:
        if not head["default"] and not head["named"]:
            return store.query(text, base_iri=BASE, prefixes=PREFIXES, **_dataset(application, text))
        default, named = _names(head["default"]), _names(head["named"])
        return store.query(text, base_iri=BASE, prefixes=PREFIXES, default_graph=default, named_graphs=named)

    try:
        return results.reply(ask, head["accept"], application.settings)
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise UsageError(_syntax(str(error))) from error
    except results.TooLargeError as error:
        return problem(413, "too-large", error.problems[0].message, error.problems[0].fix)


def _dataset(application: Application, text: str) -> dict[str, Any]:
    """Return the default graphs of a query that names none, where they are not the store's own."""
    found = application.default_graphs(text)
    return {"default_graph": list(found)} if found else {}


def _names(iris: Sequence[str]) -> list[Any]:  # the engine's lists are of any kind of node
    return [NamedNode(iri) for iri in iris]


def update(application: Application, head: Head, body: bytes) -> Reply:
    """Change the private copy of the graph that this worker holds."""
    text = body.decode()
    _check(text, application)
    if head["default"] or head["named"]:
        if names_dataset(text):
            raise UsageError(
                Problem("update", message="a dataset is named by the request and by USING or WITH")
            )
        text = using(text, head["default"], head["named"])
    store = application.store
    try:
        for name in cleared(text):  # empty graphs are not recorded, so clearing one succeeds (Update, 3.1.3)
            store.add_graph(NamedNode(name))
        store.update(text, base_iri=BASE, prefixes=PREFIXES)
    except (SyntaxError, RuntimeError, ValueError) as error:
        raise UsageError(_syntax(str(error))) from error
    return Reply(204, "text/plain", b"")


def page(application: Application, head: Head, _body: bytes) -> Reply:
    """Answer a request for a page, a thing, a question or a file of the site."""
    return application.page(Request(**head["request"]))


_JOBS: dict[str, Job] = {"query": query, "update": update, "page": page}


def do(application: Application, head: Head, body: bytes) -> Reply:
    """Do the job that the head names; raise CartographError for what the caller got wrong."""
    return _JOBS[head["do"]](application, head, body)


def _check(text: str, application: Application) -> None:
    """Refuse what nests too deep, then what would leave the machine; taking a text apart needs the first."""
    deepest, most = max(depth(text), depth(unescaped(text))), application.settings.nesting
    if deepest > most:
        raise UsageError(Problem("query", message=f"nested {deepest} deep", fix=f"nest {most} deep at most"))
    calls = network_calls(text)
    if calls:
        raise UsageError(calls)


def _syntax(message: str) -> Problem:
    return Problem("query", message=message.split("\n")[0][:300], fix="mend the SPARQL")
