"""Run the steps of a build in their order: each says what it needs, what it makes, and where its quads go.

A step is a function of the named results that it needs; `view` stands for everything that was added before it. So the
order can be read and checked, each step timed, tried alone, and run only as far as a result that somebody wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from pyoxigraph import Quad, Store

#: The name by which a step asks for what was added so far.
VIEW = "view"

Results = dict[str, Any]


@dataclass
class View:
    """Grow the view while steps run, and keep what goes into each graph."""

    store: Store = field(default_factory=Store)  # the default graph
    quads: set[Quad] = field(default_factory=set)

    def add(self, found: Iterable[Quad]) -> int:
        """Put quads into the default graph, and into the graph that they name; return how many are new."""
        before = len(self.quads)
        new = list(found)
        merged = [Quad(q.subject, q.predicate, q.object) for q in new]
        self.store.extend(merged)
        self.quads.update(new)
        self.quads.update(merged)
        return len(self.quads) - before

    def keep(self, found: Iterable[Quad]) -> int:
        """Put quads into the graph that they name alone, as what claims state; return how many are new."""
        before = len(self.quads)
        self.quads.update(found)
        return len(self.quads) - before


@dataclass(frozen=True)
class Step:
    """Hold one step: its function takes the results that it needs, in that order.

    >>> Step("double", "twice the number", lambda number: 2 * number, ("number",)).run(4)
    8
    """

    name: str  # of what it makes
    does: str  # in a line, for people
    run: Callable[..., Any]
    needs: tuple[str, ...] = ()
    adds: str = ""  # where the quads that it makes go; nothing where it makes something else


@dataclass(frozen=True)
class Timing:
    """Say how long a step took, and how many quads it added."""

    name: str
    seconds: float
    quads: int = 0


@dataclass
class Clock:
    """Time what a build does, one thing after the other."""

    timings: list[Timing] = field(default_factory=list)

    @contextmanager
    def timing(self, name: str) -> Iterator[Callable[[int], None]]:
        """Time a block; it may tell how many quads it added."""
        added: list[int] = []
        began = perf_counter()
        yield added.append
        self.timings.append(Timing(name, perf_counter() - began, sum(added)))


class Pipeline:
    """Hold steps in an order in which each finds what it needs.

    Raises ValueError for a step that needs what nothing before it makes, and for two that make one name: a mistake of
    ours, told when the list is read.
    """

    def __init__(self, steps: Sequence[Step], given: Iterable[str]) -> None:
        self.steps, self.given = tuple(steps), tuple(given)
        made = {*self.given, VIEW}
        for step in self.steps:
            missing = [name for name in step.needs if name not in made]
            if missing:
                raise ValueError(
                    f"step '{step.name}' needs {', '.join(missing)}, which nothing before it makes"
                )
            if step.name in made:
                raise ValueError(f"two steps make '{step.name}'")
            made.add(step.name)

    def run(self, given: Mapping[str, Any], until: str | None = None, clock: Clock | None = None) -> Results:
        """Run the steps up to the one that makes `until`, else all; return every result by its name.

        What is given may be made by a step too: then its function is not called, and what is given stands; quads are
        added to the view all the same.
        """
        results: Results = {VIEW: View(), **given}
        clock = clock or Clock()
        for step in self.steps:
            with clock.timing(step.name) as added:
                added(_done(step, results))
            if step.name == until:
                break
        return results


def _done(step: Step, results: Results) -> int:
    """Run one step unless its result is given, keep what it makes, and return how many quads it added."""
    if step.name not in results:
        made = step.run(*(results[name] for name in step.needs))
        results[step.name] = list(made) if step.adds else made
    if not step.adds:
        return 0
    view: View = results[VIEW]
    quads = results[step.name]
    return view.keep(quads) if step.adds == CLAIMS else view.add(quads)


#: Where the quads of claims go: into graphs of their own alone.
CLAIMS = "a graph a claim"
