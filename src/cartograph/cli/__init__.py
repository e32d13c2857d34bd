"""The command line: one file a command, `guard` for errors, `tables` and `answers` for what people read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cartograph import __version__
from cartograph.cli.ask import ask
from cartograph.cli.build import build
from cartograph.cli.check import check
from cartograph.cli.coverage import coverage
from cartograph.cli.draw import draw
from cartograph.cli.explain import explain
from cartograph.cli.export import export
from cartograph.cli.guard import GuardedGroup, report_defect
from cartograph.cli.new import new
from cartograph.cli.query import query
from cartograph.cli.reason import reason
from cartograph.cli.resolve import resolve
from cartograph.cli.serve import serve
from cartograph.cli.session import Session

__all__ = ["command", "main"]


@click.group(
    name="cartograph",
    cls=GuardedGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 a rule is broken, 2 wrong usage or no version, 3 a result was truncated.",
)
@click.option(
    "--project",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Use this folder of ontology, records, rules, shapes and queries.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def command(context: click.Context, project: Path | None) -> None:
    """Ask a knowledge graph of myeloma immunotherapies, each figure with the row that printed it.

    \b
    Start here:
      cartograph ask                                   # the questions that can be asked
      cartograph ask products-by-response --costimulation 4-1BB --vector lentiviral --above 50
      cartograph query --sparql 'SELECT ?agent ?name { ?agent a :CARTCellProduct ; rdfs:label ?name }'
      cartograph export --format turtle -o cartograph.ttl
    """  # noqa: D301 - click's mark for lines that are kept as they are
    context.obj = Session(project)


for _command in (build, check, new, coverage, ask, resolve, query, export, draw, reason, explain, serve):
    command.add_command(_command)


def main() -> None:
    """Run the command line for a person: no traceback, whatever happens."""
    sys.excepthook = report_defect
    command(prog_name="cartograph")
