"""Measure what a user waits for: `cartograph build`, `cartograph ask`, and the reasoners, each in a process of its own.

Run `make bench`, or `python benchmarks/run.py --repeats 20`; the table is Markdown.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

FLAGSHIP = (
    "ask",
    "products-by-response",
    "--costimulation",
    "4-1BB",
    "--vector",
    "lentiviral",
    "--above",
    "50",
)


#: Prints the seconds that a reasoner takes over ontology, agents and constructs; what it is given is read before.
REASONING = """
import time
from pyoxigraph import Quad
from cartograph.project import home
from cartograph.reasoning import engine, judges
from cartograph.versions.store import open_version
folder = home().ontology
given = judges.premises(judges.words(folder), open_version(home()).quads())
view = [Quad(t.subject, t.predicate, t.object) for t in given]
begin = time.perf_counter()
{call}
print(time.perf_counter() - begin)
"""


@dataclass(frozen=True)
class Case:
    """Name one thing to measure, with the longest time that the project allows itself, in seconds."""

    name: str
    arguments: tuple[str, ...]
    limit: float | None
    inside: bool = False  # the process prints the seconds itself


#: The first line is what nobody can save: the start of Python. The build comes before what reads its version.
CASES = (
    Case("start of Python", ("-c", "pass"), None),
    Case("cartograph build", ("-m", "cartograph", "build"), 5.0),
    Case("cartograph check FILE", ("-m", "cartograph", "check", "records/guo-2022/section-3-5-2.yaml"), 1.0),
    Case(
        "cartograph check FILE, the longest table",
        ("-m", "cartograph", "check", "records/guo-2022/table-2.yaml"),
        1.0,
    ),
    Case("cartograph ask (list)", ("-m", "cartograph", "ask"), 0.3),
    Case("cartograph ask products-by-response", ("-m", "cartograph", *FLAGSHIP), 0.3),
    Case(
        "Java-free engine", ("-c", REASONING.format(call="engine.inferred(view, folder)")), 1.0, inside=True
    ),
    Case("HermiT, with its start", ("-c", REASONING.format(call="judges.hermit(given)")), 20.0, inside=True),
    Case("ELK, with its start", ("-c", REASONING.format(call="judges.elk(given)")), None, inside=True),
)


def measure(case: Case, repeats: int) -> list[float]:
    """Return the wall-clock seconds of each run, sorted; one run before them warms the disk's cache."""
    return sorted([_seconds(case) for _ in range(repeats + 1)][1:])


def _seconds(case: Case) -> float:
    begin = time.perf_counter()
    run = subprocess.run([sys.executable, *case.arguments], check=True, stdout=subprocess.PIPE)
    return float(run.stdout) if case.inside else time.perf_counter() - begin


def table(repeats: int) -> Iterator[str]:
    """Yield the lines of the table as they are measured."""
    yield f"| {repeats} runs each, seconds | median | fastest | slowest | wanted |"
    yield "|---|---|---|---|---|"
    for case in CASES:
        times = measure(case, repeats)
        numbers = " | ".join(f"{value:.2f}" for value in (statistics.median(times), times[0], times[-1]))
        yield f"| {case.name} | {numbers} | {'' if case.limit is None else f'under {case.limit:g}'} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--repeats", type=int, default=10, metavar="N", help="runs of each case (default: 10)"
    )
    for line in table(parser.parse_args().repeats):
        print(line, flush=True)


if __name__ == "__main__":
    main()
