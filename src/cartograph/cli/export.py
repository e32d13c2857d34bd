"""`cartograph export`: write the published version in another format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import deliver

if TYPE_CHECKING:
    from cartograph.cli.session import Session

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
_FORMATS = ("turtle", "trig", "jsonld", "nquads", "owl")


@click.command(short_help="write the graph as Turtle, TriG, JSON-LD, N-Quads or OWL")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(_FORMATS),
    required=True,
    help="turtle holds the agreed view; trig, jsonld and nquads hold every graph; owl is for Protégé.",
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
      cartograph export --format owl -o cartograph.owl     # with the place of each fact, for Protégé
    """  # noqa: D301
    deliver(_content(session, format_name), output)


def _content(session: Session, format_name: str) -> bytes:
    if format_name == "owl":
        from cartograph.export.owl import owl

        return owl(session.published, session.home.ontology)
    from cartograph.export.rdf import export as exported

    return exported(session.published, format_name, session.home.records / "context.jsonld")
