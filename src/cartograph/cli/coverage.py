"""`cartograph coverage`: how much sources tell of what is expected, and the counts of the whole graph."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import grid, markdown_table, on_terminal, put

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cartograph.cli.session import Session
    from cartograph.reading.coverage import Coverage, Tally

_FORMATS = ("table", "csv", "json", "md")
_BY = ("thing", "property", "class", "source")
_COUNTS = ("stated", "derived", "uncertain", "disputed", "undisclosed", "not_reported", "not_applicable")


@click.command(
    short_help="count what sources tell and what they do not, worst first",
    epilog="Exit codes: 0 done, 2 wrong usage or no version.",
)
@click.option("--by", type=click.Choice(_BY), default=_BY[0], show_default=True, help="What to count by.")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--summary", is_flag=True, help="Count the whole graph instead: claims, figures, conflicts …")
@click.pass_obj
def coverage(session: Session, by: str, format_name: str, summary: bool) -> None:
    """Count, of each property that a reader expects, whether sources tell it; worst first.

    Told is what is stated, derived, uncertain or disputed, in per cent of what applies. What is not reported is so by
    declaration: every passage that names the thing was read and found silent. The population and the assessor
    of figures are counted with their report.

    \b
    Examples:
      cartograph coverage
      cartograph coverage --by property
      cartograph coverage --by source --format csv > coverage.csv
      cartograph coverage --summary
    """  # noqa: D301 - click's mark for lines that are kept as they are
    if summary:
        put("".join(f"{line}\n" for line in session.graph.summary().lines()))
    else:
        shown = _SHOWN[format_name](session.graph.coverage(by))
        put(shown if format_name == "table" else shown.encode())


def _table(found: Coverage) -> str:
    """Lay the counts out; the names of things are long and may be folded."""
    return on_terminal(grid([found.by, *_HEADINGS, "told"], map(_row, _all(found)), [found.by != "thing"]))


def _markdown(found: Coverage) -> str:
    return markdown_table([found.by, *_HEADINGS, "told"], (_row(tally) for tally in _all(found)))


def _csv(found: Coverage) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["id", "label", *_COUNTS, "told_percent", "untold"])
    for tally in found.rows:
        cells = tally.to_dict() | {"untold": "; ".join(tally.untold), "told_percent": tally.percent}
        writer.writerow(cells.values())
    return text.getvalue()


def _json(found: Coverage) -> str:
    rows = [tally.to_dict() for tally in found.rows]
    document = {"by": found.by, "rows": rows, "total": found.total.to_dict()}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _all(found: Coverage) -> Iterable[Tally]:
    return (*found.rows, found.total)


def _row(tally: Tally) -> list[str]:
    counts = tally.to_dict()
    told = f"{tally.percent} %" if tally.percent else ""
    return [tally.label, *(str(counts[name] or "") for name in _COUNTS), told]


_HEADINGS = ("stated", "derived", "uncertain", "disputed", "undisclosed", "not reported", "n/a")
_SHOWN = {"table": _table, "md": _markdown, "csv": _csv, "json": _json}
