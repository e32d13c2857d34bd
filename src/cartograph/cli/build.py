"""`cartograph build`: make the graph from the records and publish it."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import grid, on_terminal, put

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cartograph.build.pipeline import Timing
    from cartograph.cli.session import Session


@click.command(
    short_help="make the graph from the records and publish it",
    epilog="Exit codes: 0 published, 1 a record or a shape is violated, 2 the folder cannot be written.",
)
@click.option("--timings", is_flag=True, help="Tell how long each step took, and how many quads it added.")
@click.pass_obj
def build(session: Session, timings: bool) -> None:
    """Make the graph from the records, check it and publish it as the current version.

    When anything is wrong, every problem is printed with its file and line, nothing is published and the
    version that was current stays so.

    \b
    Examples:
      cartograph build
      cartograph build --timings
      cartograph --project ~/my-myeloma-records build
    """  # noqa: D301 - click's mark for lines that are kept as they are
    from cartograph.build.run import build as build_version

    gc.disable()  # what a build makes lives till its end: the collector would look for a second and find nothing
    try:
        report = build_version(session.home)
    finally:
        gc.enable()
    for line in report.lines:
        put(f"{line}\n")
    if timings:
        put(on_terminal(grid(["step", "seconds", "quads"], _timed(report.timings), [True, True, True])))


def _timed(timings: Sequence[Timing]) -> Iterator[list[str]]:
    """Yield a row a step, in the order in which they ran, and one of all together."""
    for one in timings:
        yield [one.name, f"{one.seconds:.3f}", f"{one.quads:,}" if one.quads else ""]
    yield ["all", f"{sum(one.seconds for one in timings):.3f}", f"{sum(one.quads for one in timings):,}"]
