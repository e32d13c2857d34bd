"""`cartograph check`: judge records without publishing anything."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import put

if TYPE_CHECKING:
    from cartograph.cli.session import Session

_FILE = click.Path(exists=True, dir_okay=True, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(
    short_help="check records, shapes and findings, to the line",
    epilog="Exit codes: 0 nothing wrong, 1 a violation or a finding nobody accepted, 2 a file is missing.",
)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=_FILE)
@click.option(
    "--texts",
    type=_FOLDER,
    envvar="CARTOGRAPH_TEXTS",
    show_envvar=True,
    help="Also look up every number in the texts of the sources, which lie in this folder.",
)
@click.option(
    "--registry",
    type=_FOLDER,
    help="Also hold trials against their records in ClinicalTrials.gov, which lie in this folder as JSON.",
)
@click.option(
    "--whole", is_flag=True, help="Judge the FILEs in the whole graph, which takes as long as a build."
)
@click.option("--strict", is_flag=True, help="Fail on every finding, the accepted ones too.")
@click.pass_context
def check(
    context: click.Context,
    files: tuple[Path, ...],
    texts: Path | None,
    registry: Path | None,
    whole: bool,
    strict: bool,
) -> None:
    """Check the records, to the line: words, ids, silences, shapes, findings and, with the texts, every figure.

    FILEs that hold passages are checked at once, by the claims that bear on them; the last line of the output
    says what that leaves to a check of the whole.

    \b
    Examples:
      cartograph check
      cartograph check records/guo-2022/table-2.yaml
      cartograph check --texts ~/texts        # guo-2022.txt, vural-2025.txt …
      cartograph check --registry ~/studies   # NCT03548207.json …
    """  # noqa: D301
    from cartograph.curation.checking import check as check_records

    session: Session = context.obj
    gc.disable()  # what a check makes lives till its end, as in a build
    try:
        report = check_records(session.home, files, texts, strict, registry, whole)
    finally:
        gc.enable()
    for line in report.lines:
        put(f"{line}\n")
    context.exit(1 if report.failed else 0)
