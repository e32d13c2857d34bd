"""`cartograph query`: ad-hoc SPARQL, on the published version or on an endpoint."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cartograph.cli.guard import TRUNCATED
from cartograph.cli.tables import put
from cartograph.errors import Problem, UsageError

if TYPE_CHECKING:
    from cartograph.cli.results import Graph, Table
    from cartograph.cli.session import Session

_FORMATS = ("table", "csv", "tsv", "json", "xml", "md", "turtle", "nt")
_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
_LIMIT_HELP = "Print at most so many rows; exit with 3 when there are more."


@click.command(short_help="ask the graph in SPARQL, here or on an endpoint")
@click.argument("file", required=False, type=_FILE)
@click.option("--sparql", metavar="TEXT", help="The query itself, in place of a file.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint, not the published version.")
@click.option("--default-graph", metavar="IRI", help="The graph of the endpoint that holds the agreed view.")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help=_LIMIT_HELP)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=60, show_default=True, metavar="SECONDS"
)
@click.pass_context
def query(context: click.Context, /, format_name: str, limit: int | None, **asked: Any) -> None:
    """Ask in SPARQL 1.1: a FILE, - for the standard input, or --sparql TEXT.

    The default graph is the agreed view; what single rows of the sources state lies in named graphs. The
    prefixes : dcterms owl rdf rdfs skos stated xsd and the base of the project's things are declared already.

    \b
    Examples:
      cartograph query queries/products-by-response.rq
      cartograph query --sparql 'SELECT ?agent ?name { ?agent a :CARTCellProduct ; rdfs:label ?name }'
      cartograph query --sparql 'SELECT ?p ?o { <agent/ct103a> ?p ?o }' --format csv
      echo 'ASK { ?agent a :BispecificAntibody }' | cartograph query -
      cartograph query my.rq --endpoint http://localhost:8890/sparql
    """  # noqa: D301
    found, cut_off = _answer(context.obj, **asked)
    shown = found if limit is None else found.first(limit)
    put(shown.show(format_name))
    if cut_off or shown.size < found.size:
        click.echo(f"truncated: {shown.size} rows shown, there are more", err=True)
        context.exit(TRUNCATED)


def _answer(
    session: Session,
    file: Path | None,
    sparql: str | None,
    endpoint: str | None,
    default_graph: str | None,
    timeout: float,
) -> tuple[Table | Graph, bool]:
    text = _text(file, sparql)
    if endpoint is not None:
        from cartograph.cli.endpoint import ask_endpoint

        return ask_endpoint(endpoint, text, default_graph, timeout)
    from cartograph.cli.interruptible import run_aside

    return run_aside(lambda: _ask_here(session, text, _place(file)), timeout), False


def _ask_here(session: Session, text: str, place: str) -> Table | Graph:
    from cartograph.cli.results import of_engine
    from cartograph.sparql import network_calls
    from cartograph.terms import BASE, PREFIXES

    refused = [replace(problem, place=place) for problem in network_calls(text)]
    if refused:
        raise UsageError(refused)
    try:
        return of_engine(session.published.store.query(text, base_iri=BASE, prefixes=PREFIXES))
    except SyntaxError as error:
        raise UsageError(_syntax_problem(str(error), place)) from error


def _text(file: Path | None, sparql: str | None) -> str:
    if (file is None) == (sparql is None):
        raise click.UsageError("give a FILE, or - for the standard input, or --sparql TEXT")
    if file is None:
        return sparql or ""
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(Problem(_place(file), message="not UTF-8", fix="save the query as UTF-8")) from error


def _place(file: Path | None) -> str:
    return "--sparql" if file is None else "standard input" if str(file) == "-" else str(file)


def _syntax_problem(message: str, place: str) -> Problem:
    """Take line and column out of the engine's message; spare a person its list of all characters."""
    at = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    line, column, text = (int(at[1]), int(at[2]), at[3]) if at else (0, 0, message)
    expected = text.split("\n")[0]
    return Problem(place, line, column, f"not a SPARQL query: {expected[:200]}")
