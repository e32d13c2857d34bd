"""`cartograph draw`: the construct of an agent as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import deliver

if TYPE_CHECKING:
    from cartograph.cli.session import Session

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@click.command(short_help="draw the construct of an agent as SVG")
@click.argument("agent")
@click.option("-o", "--output", type=_FILE, default="-", help="Write to this file; - is the standard output.")
@click.pass_obj
def draw(session: Session, agent: str, output: Path) -> None:
    """Draw the construct of AGENT from its parts: an id, a name or a synonym.

    Dashed is what no curated source reports, hatched is what the sources dispute. Pointing at a part shows the
    words and the line that print it; the picture carries the same in a sentence for those who cannot see it.

    \b
    Examples:
      cartograph draw cilta-cel -o cilta-cel.svg
      cartograph draw 'ALLO-715' > allo-715.svg
    """  # noqa: D301
    from cartograph.drawing import draw as drawn

    deliver(drawn(session.graph, agent).svg.encode("utf-8"), output)
