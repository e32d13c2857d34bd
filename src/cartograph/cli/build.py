"""`cartograph build`: make the graph from the records and publish it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import put

if TYPE_CHECKING:
    from cartograph.cli.session import Session


@click.command(
    short_help="make the graph from the records and publish it",
    epilog="Exit codes: 0 published, 1 a record or a shape is violated, 2 the folder cannot be written.",
)
@click.pass_obj
def build(session: Session) -> None:
    """Make the graph from the records, check it and publish it as the current version.

    When anything is wrong, every problem is printed with its file and line, nothing is published and the
    version that was current stays so.

    \b
    Examples:
      cartograph build
      cartograph --project ~/my-myeloma-records build
    """  # noqa: D301 - click's mark for lines that are kept as they are
    from cartograph.build.run import build as build_version

    gc.disable()  # what a build makes lives till its end: the collector would look for a second and find nothing
    try:
        lines = build_version(session.home).lines
    finally:
        gc.enable()
    for line in lines:
        put(f"{line}\n")
