"""`cartograph explain`: why a product is in a design, may be, or cannot be, with the places where it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import put

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cartograph.cli.session import Session
    from cartograph.reasoning.explain import Explanation


@click.command(
    short_help="say why a product is in a design, may be, or cannot be",
    epilog="Exit codes: 0 done, 2 an unknown agent or design, or no version.",
)
@click.argument("agent")
@click.argument("design", metavar="[CLASS]", required=False)
@click.pass_context
def explain(context: click.Context, agent: str, design: str | None) -> None:
    """Explain why AGENT, or its construct, is in a CLASS; without CLASS, give the verdict on every design.

    A membership is inferred from the parts that sources print, possible, in dispute, or impossible. Under
    each reason stand the claims that it rests on: source, passage, line and the printed words.

    \b
    Examples:
      cartograph explain CT103A
      cartograph explain agent/ct103a second-generation
      cartograph explain cilta-cel vhh-based
    """  # noqa: D301
    from cartograph.reasoning.explain import explain as explained
    from cartograph.reasoning.explain import explain_all

    session: Session = context.obj
    path = session.agent(agent)
    if design is None:
        put("".join(f"{line}\n" for line in _verdicts(explain_all(session.memberships, path))))
    else:
        put("".join(f"{line}\n" for line in explained(session.memberships, path, design).lines()))


def _verdicts(found: Sequence[Explanation]) -> Iterator[str]:
    """Yield the designs by verdict, those that hold first."""
    headings = {
        "inferred": "In these classes, as their parts say:",
        "disputed": "In dispute:",
        "possible": "Possible, not decided by what sources print:",
        "impossible": "Excluded:",
    }
    for verdict, heading in headings.items():
        held = [each for each in found if each.verdict.value == verdict]
        if held:
            yield heading
            yield from (f"  {each.design.word:32} {each.design.label}" for each in held)
