"""`cartograph resolve`: what a written name stands for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import markdown_table, put, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cartograph.cli.session import Session
    from cartograph.names.resolution import Candidate, Match, Resolution

_FORMATS = ("table", "csv", "json", "md")
_SHOWN = 10  # candidates on a terminal


@click.command(
    short_help="say what a name, code name or misspelling stands for",
    epilog="Exit codes: 0 done, also where nothing is known; 2 wrong usage or no version.",
)
@click.argument("text", nargs=-1, required=True, metavar="TEXT...")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.pass_obj
def resolve(session: Session, text: tuple[str, ...], format_name: str) -> None:
    """Say what TEXT stands for: a product, target, trial, gene or word, with the reason.

    All words are one name; commas and semicolons separate names; - reads one name a line from the standard
    input. A text that names no product but says target and kind is answered with both, and with the known
    products that fit. A name of several things stays ambiguous.

    \b
    Examples:
      cartograph resolve bb2121
      cartograph resolve 'anti-BCMA/FcRL5 CAR-T'
      cartograph resolve SLAMF7 CAR-T
      cut -f1 products.tsv | cartograph resolve - --format csv
    """  # noqa: D301
    from cartograph.names.resolution import COLUMNS, to_csv, to_json

    found = [each for line in _lines(text) for each in session.graph.names.every(line)]
    if format_name == "json":
        put(to_json(found, session.graph.version).encode())
    elif format_name == "csv":
        put(to_csv(found).encode())
    elif format_name == "md":
        put(markdown_table(COLUMNS, (row for each in found for row in each.rows())).encode())
    else:
        put("\n".join("\n".join(_told(each)) + "\n" for each in found))


def _lines(text: Sequence[str]) -> Iterable[str]:
    if tuple(text) != ("-",):
        return [" ".join(text)]
    return [line for line in sys.stdin.read().splitlines() if line.strip()]


def _told(found: Resolution) -> Iterator[str]:
    """Yield the lines that a person reads."""
    yield f"{found.text}: {_VERDICTS[found.verdict]}"
    for match in found.matches:
        yield from _match(match)
    for heading, matches in (("against", found.targets), ("of the kind", found.kinds)):
        if matches:
            yield f"  {heading} {', '.join(f'{m.label} ({m.entity})' for m in matches)}"
    if found.targets and not found.candidates and not found.unread:
        yield "  no known product fits"
    yield from _listed("fits", found.candidates)
    yield from _listed("fits too, with further targets", found.wider)
    if found.unread:
        yield f"  not understood: {', '.join(found.unread)}"
    if found.suggestions:
        yield f"  nearest names: {', '.join(found.suggestions)}"


_VERDICTS = {
    "resolved": "one thing has this name",
    "several": "names several things",
    "ambiguous": "ambiguous",
    "described": "no known product has this name",
    "unknown": "nothing known",
}


def _match(match: Match) -> Iterator[str]:
    yield f"  {match.entity}  {match.label} ({match.kind})"
    yield from (f"  {line}" for line in wrapped(f"by {match.reason}"))


def _listed(heading: str, candidates: Sequence[Candidate]) -> Iterator[str]:
    if candidates:
        yield f"  {heading}:"
    for candidate in candidates[:_SHOWN]:
        yield f"    {candidate.entity}  {candidate.label} ({candidate.kind})"
        yield from (f"    {line}" for line in wrapped(candidate.reason))
    if len(candidates) > _SHOWN:
        yield f"    {len(candidates) - _SHOWN} more: --format csv names them"
