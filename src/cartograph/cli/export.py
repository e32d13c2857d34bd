"""`cartograph export`: write the published version in another format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import put

if TYPE_CHECKING:
    from cartograph.cli.session import Session

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
_FORMATS = ("turtle", "trig", "jsonld", "nquads")


@click.command(short_help="write the graph as Turtle, TriG, JSON-LD or N-Quads")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    required=True,
    help="turtle holds the agreed view; trig, jsonld and nquads hold every graph.",
)
@click.option("-o", "--output", type=_FILE, default="-", help="Write to this file; - is the standard output.")
@click.pass_obj
def export(session: Session, format_name: str, output: Path) -> None:
    """Write the published version in a format of other tools, each figure as it was printed.

    \b
    Examples:
      cartograph export --format turtle | less
      cartograph export --format jsonld -o cartograph.jsonld
      cartograph export --format nquads | sha256sum        # the version's own checksum
    """  # noqa: D301
    from cartograph.export import export as exported

    content = exported(session.published, format_name, session.home.records / "context.jsonld")
    if str(output) == "-":
        put(content)
    else:
        output.write_bytes(content)
