"""`cartograph new`: begin what a curator goes on with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import put

if TYPE_CHECKING:
    from cartograph.cli.session import Session

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_COUNT = click.IntRange(min=1)


@click.group(short_help="begin a claim for a curator")
def new() -> None:
    """Begin what a curator goes on with.

    \b
    Examples:
      cartograph new claim guo-2022 table-2 --line 157
      cartograph new claim --help
    """  # noqa: D301 - click's mark for lines that are kept as they are


@new.command(
    short_help="write the beginnings of a claim, blanks marked",
    epilog="Exit codes: 0 done, 1 the records cannot be read, 2 wrong usage.",
)
@click.argument("source")
@click.argument("passage")
@click.option("--kind", default="product", show_default=True, help="What the claim is about.")
@click.option("--line", type=_COUNT, help="The line of the text that prints it, from 1.")
@click.option("--cell", type=_COUNT, help="The cell of a table's row, from 1.")
@click.option("--row", help="What people call the row or sentence.")
@click.option("--id", "name", help="The claim's id, in kebab-case.")
@click.option(
    "--texts",
    type=_FOLDER,
    envvar="CARTOGRAPH_TEXTS",
    show_envvar=True,
    help="Suggest the declared ids that the line names, from the texts of this folder.",
)
@click.option(
    "--write", is_flag=True, help="Append it to the passage's file, which begins where there is none."
)
@click.pass_obj
def claim(
    session: Session,
    source: str,
    passage: str,
    kind: str,
    line: int | None,
    cell: int | None,
    row: str | None,
    name: str | None,
    texts: Path | None,
    write: bool,
) -> None:
    """Write the beginnings of a claim about PASSAGE of SOURCE: every field that a record of its kind may hold.

    What is to be filled in is a blank, ___; the check names each that is left. Delete the lines of what the
    passage does not print. --kind is product (agent and construct), cohort (cohort and report), mention, or one
    of the kinds of records/shape.yaml.

    \b
    Examples:
      cartograph new claim guo-2022 table-2 --line 157 --texts ~/texts
      cartograph new claim vural-2025 bcma-products --kind cohort --line 71 --row 'new readout' --id readout
      cartograph new claim guo-2022 section-3-5 --kind assertion --write
    """  # noqa: D301 - click's mark for lines that are kept as they are
    from cartograph.curation import drafts
    from cartograph.curation.scaffold import Wanted

    made = drafts.draft(session.home, source, passage, Wanted(kind, name, row, line, cell), texts)
    if not write:
        put(made.text)
        return
    at = drafts.write(made, session.home)
    file = session.home.relative(made.file)
    put(f"{file}:{at}: begun; fill in what is marked ___ or delete it, then: cartograph check {file}\n")
