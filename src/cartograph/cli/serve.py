"""`cartograph serve`: pages, linked data and a SPARQL endpoint over HTTP."""

from __future__ import annotations

from dataclasses import asdict, fields
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from cartograph.errors import Problem, UsageError
from cartograph.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from cartograph.cli.session import Session

#: What is served, by name: only the process that holds the graph imports it.
_SITE = "cartograph.site.application:Application"
#: What the extra `web` brings and no server can do without; the sandbox may be missing, and is told of.
_NEEDED = ("httptools", "jinja2", "prometheus_client", "starlette", "uvicorn", "uvloop", "werkzeug")
_LISTENING = ("host", "port", "root_path", "proxies", "access_log", "scratch")


def _limits(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command an option for each limit."""
    for one in reversed(fields(Settings)):
        unit, default = one.metadata["unit"], asdict(Settings())[one.name]
        help_text = f"{one.metadata['meaning'].capitalize()}{f' ({unit})' if unit else ''}."
        kind = click.FloatRange(min=0, min_open=True) if one.name == "seconds" else click.IntRange(min=1)
        command = click.option(
            f"--{one.name}", type=kind, default=default, show_default=True, metavar="N", help=help_text
        )(command)
    return command


@click.command(short_help="serve pages, linked data and a SPARQL endpoint")
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Listen on this port."
)
@click.option("--root-path", default="", metavar="PATH", help="The path where a reverse proxy puts the site.")
@click.option(
    "--proxies",
    default="127.0.0.1",
    show_default=True,
    metavar="HOSTS",
    help="Reverse proxies that may say for whom they ask.",
)
@click.option(
    "--access-log/--no-access-log", default=True, show_default=True, help="A line of JSON for each request."
)
@click.option(
    "--scratch", is_flag=True, help="Take updates, into a private copy in memory that ends with the server."
)
@_limits
@click.pass_context
def serve(context: click.Context, /, **options: Any) -> None:
    """Serve the current version: pages for people, /sparql and linked data for programs.

    A version that `cartograph build` publishes meanwhile is taken up without a restart. Needs the extra `web`.

    \b
    Examples:
      cartograph serve
      cartograph serve --port 8080 --root-path /cartograph --seconds 30
      curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?a a :Agent }' localhost:8000/sparql
    """  # noqa: D301
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        message = f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        raise UsageError(Problem("serve", message=message, fix="pip install 'cartograph-kg[web]'"))
    from cartograph.server.application import Served
    from cartograph.server.listen import Listening
    from cartograph.server.listen import serve as run
    from cartograph.site.application import STATIC

    session: Session = context.obj
    listening = Listening(**{name: options.pop(name) for name in _LISTENING})
    run(session.project, Settings(**options), listening, Served(_SITE, STATIC))
