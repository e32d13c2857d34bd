"""`cartograph reason`: the designs with their members, as the build inferred them or as another reasoner does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cartograph.cli.tables import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cartograph.cli.session import Session
    from cartograph.reasoning.designs import Design
    from cartograph.reasoning.membership import Memberships

_JUDGES = ("hermit", "elk")


@click.command(
    short_help="list the designs with the products and constructs in them",
    epilog="Exit codes: 0 done, 1 another reasoner disagrees, 2 no such design, no version, or no Java.",
)
@click.argument("design", metavar="[CLASS]", required=False)
@click.option("--with", "judge_name", type=click.Choice(_JUDGES), help="Ask this reasoner too; needs Java.")
@click.pass_context
def reason(context: click.Context, design: str | None, judge_name: str | None) -> None:
    """List the designs, or those of one CLASS, with their members and how many more are possible or in dispute.

    \b
    Examples:
      cartograph reason
      cartograph reason lentiviral-product
      cartograph reason --with hermit
      cartograph explain agent/ct103a             # why, for one product
    """  # noqa: D301
    session: Session = context.obj
    judge = session.memberships
    wanted = [judge.designs.find(design)] if design else list(judge.designs.designs.values())
    if judge_name is None:
        put("\n".join(line for one in wanted for line in _listed(judge, one)) + "\n")
        return
    lines = list(_compared(judge, wanted, judge_name, session))
    put(
        "".join(f"{line}\n" for line in lines)
        or f"{judge_name} finds the same {len(wanted)} designs filled\n"
    )
    context.exit(1 if lines else 0)


def _listed(judge: Memberships, design: Design) -> Iterator[str]:
    """Yield the lines on one design."""
    held: dict[str, list[str]] = {}
    for thing in judge.candidates(design):
        held.setdefault(judge.judge(thing, design).verdict.value, []).append(judge.speech.name(thing))
    counts = ", ".join(f"{len(held[verdict])} {verdict}" for verdict in sorted(held))
    yield f"{design.word}: {design.label} ({counts or 'no candidate'})"
    yield f"  {design.question}"
    yield from (f"  - {name}" for name in sorted(held.get("inferred", ()), key=str.casefold))
    yield from (f"  ? {name} (in dispute)" for name in sorted(held.get("disputed", ()), key=str.casefold))


def _compared(judge: Memberships, wanted: list[Design], name: str, session: Session) -> Iterator[str]:
    """Yield each membership that only one of the two finds."""
    from cartograph.reasoning.judges import classify
    from cartograph.reasoning.world import seen
    from cartograph.terms import ONT, local, thing

    found = {
        node.value: {cls.value for cls in classes} for node, classes in classify(name, session.home).items()
    }
    for design in wanted:
        for candidate in judge.candidates(design):
            if not seen(thing(local(candidate))):  # the judges do not see what a row only mentions
                continue
            ours = design.name in judge.world.types(candidate)
            if ours != (ONT + design.name in found.get(candidate, set())):
                yield f"{judge.speech.name(candidate)}, {design.word}: only {'the build' if ours else name}"
