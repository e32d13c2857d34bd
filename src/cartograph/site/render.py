"""Render pages: every value is escaped, and a name that a template misspells is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cartograph import __version__
from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata.schema_org import schema_org
from cartograph.site.context import Context
from cartograph.site.places import Names

_TEMPLATES = Path(__file__).parent / "templates"
HTML = "text/html; charset=utf-8"


@cache
def environment() -> Environment:
    """Return the templates' environment, the same for every page."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def warm() -> None:
    """Compile the templates and load what pages compute with: once, before workers are forked."""
    for name in environment().list_templates():
        environment().get_template(name)


def render(name: str, context: Context, request: Request, status: int = 200, **said: object) -> Reply:
    """Return the page that a template makes of what is said.

    Every template knows `context`, `request`, `link` (address of a path or IRI), `version`, `package`,
    the names of printed places, and `dataset` for search engines besides.
    """
    names = Names(context)
    page = (
        environment()
        .get_template(name)
        .render(
            context=context,
            request=request,
            link=request.link,
            version=context.graph.version,
            package=__version__,
            where=names.where,
            by_passage=names.by_passage,
            dataset=lambda: schema_org(context.graph.published, request.absolute("")),
            **said,
        )
    )
    return Reply(status, HTML, page.encode("utf-8", "replace"))
