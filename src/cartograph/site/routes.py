"""Lead a request to its page: the site's table of contents."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from cartograph.http.problems import problem
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.pages import (
    about,
    agent,
    cohort,
    construct,
    described,
    dumps,
    editor,
    landscape,
    ontology,
    quality,
    questions,
    search,
    source,
    target,
    trial,
)
from cartograph.site.render import render
from cartograph.terms import thing

Page = Callable[..., Reply]

__all__ = ["ROUTES", "Request", "answer"]

#: Every page: what it is asked for by, and what answers. The last takes each thing of the graph by its IRI.
ROUTES: tuple[tuple[str, Page], ...] = (
    ("/", landscape.front),
    ("/about", about.about),
    ("/limits", about.limits),
    ("/licence", about.licence),
    ("/sparql", described.service),
    ("/.well-known/<name>", described.well_known),
    ("/dataset.jsonld", described.dataset),
    ("/context.jsonld", described.context),
    ("/robots.txt", described.robots),
    ("/dump/<name>", dumps.dump),
    ("/questions", questions.listed),
    ("/questions/<name>", questions.one),
    ("/agent/<path:slug>", agent.agent),
    ("/construct/<path:slug>", construct.construct),
    ("/cohort/<path:slug>", cohort.cohort),
    ("/experiment/<path:slug>", cohort.experiment),
    ("/report/<path:slug>", cohort.report),
    ("/target/<slug>", target.target),
    ("/trials", trial.listed),
    ("/trial/<slug>", trial.trial),
    ("/sources", source.listed),
    ("/source/<slug>", source.source),
    ("/passage/<source>/<slug>", source.passage),
    ("/claim/<source>/<passage>/<name>", source.claim),
    ("/search", search.search),
    ("/suggest", search.suggest),
    ("/quality", quality.quality),
    ("/words.json", editor.words),
    ("/ontology", ontology.browse),
    ("/ontology.<suffix>", ontology.browse),
    ("/ontology/<path:path>", ontology.module),
    ("/stated", ontology.stated),
    ("/stated.<suffix>", ontology.stated),
    ("/<path:path>", things.thing),
)


@cache
def _map() -> Map:
    rules = [Rule(pattern, endpoint=page, strict_slashes=False) for pattern, page in ROUTES]
    return Map(rules, merge_slashes=False)


def answer(context: Context, request: Request) -> Reply:
    """Return the page that a request asks for, or say that there is none."""
    try:
        thing(request.path)  # what no IRI may hold is in the path of nothing
        page, found = _map().bind("localhost").match("/" + request.path)
    except (HTTPException, ValueError):
        return missing(context, request)
    reply: Reply = page(context, request, **found)
    return missing(context, request) if reply.status == 404 else reply


def missing(context: Context, request: Request) -> Reply:
    """Say that nothing is there, to a person as a page, to a program as JSON."""
    if request.wants(["application/json", "text/html"]) == "text/html":
        return render("missing.html", context, request, status=404)
    return problem(404, "not-found", f"nothing is at /{request.path}"[:300], "see the site's front page")
