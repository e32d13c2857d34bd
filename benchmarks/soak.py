"""Load a server for a long time with everything at once, and see that nothing breaks.

Run as `python benchmarks/soak.py --minutes 60`.

Clients ask the project's questions, paste queries and open pages; others paste hostile queries or leave before the
answer; meanwhile three versions are published. Every answer is held against the one that the same version gives in this
process. It ends with a summary, and with 1 where an answer was wrong, the server restarted, or its memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pyoxigraph import Literal, NamedNode, Quad

from cartograph.api import Graph
from cartograph.build.publish import publish
from cartograph.project import PARTS, Home, home
from cartograph.versions.release import Release, make
from cartograph.versions.store import open_version

QUESTIONS = (
    "products-by-response?above=50",
    "products-by-response?above=70&units=all",
    "products-by-target",
    "mentions",
    "approvals",
    "safety-switches",
)
QUERIES = (
    "SELECT ?a ?l { ?a a :CARTCellProduct ; rdfs:label ?l } ORDER BY ?a",
    "SELECT ?t (COUNT(?a) AS ?n) { ?a a ?t } GROUP BY ?t ORDER BY ?t",
    "SELECT ?f ?v { ?f a :Figure ; :value ?v } ORDER BY ?f",
    "SELECT ?note { <agent/ct103a> :note ?note } ORDER BY ?note",
)
PAGES = ("/", "/agent/ct103a", "/questions", "/limits", "/agent/cilta-cel.ttl")
HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT * { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
    "SELECT ?a40 { BIND('aaaaaaaa' AS ?a0) "
    + " ".join(f"BIND(CONCAT(?a{n},?a{n}) AS ?a{n + 1})" for n in range(40))
    + " }",
)
HOSTILE_STATUS = {400, 503, 507}
GROWTH = 64  # MiB that the listening process may grow after its first tenth of the time

Expected = Mapping[str, Mapping[str, str]]  # version -> what was asked -> the answer


@dataclass
class Run:
    """Hold what happened."""

    url: str
    expected: Expected
    until: float
    pause: float
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)

    def told(self, kind: str, seconds: float) -> None:
        """Count an answer and keep the slowest time of its kind."""
        self.counts[kind] += 1
        self.slowest[kind] = max(self.slowest.get(kind, 0.0), seconds)

    def check(self, asked: str, response: httpx.Response, answer: str) -> None:
        """Hold an answer against the one that its version gives."""
        version = response.headers["cartograph-version"]
        if self.expected[version][asked] != answer:
            self.wrong.append(f"{asked} of {version[:16]}")


def rows_of(document: object) -> str:
    """Return SPARQL's JSON in a form that compares."""
    return json.dumps(document, sort_keys=True)


def expected(releases: list[Release], project: Path) -> Expected:
    """Return what each version answers, asked in this process."""
    found = {}
    for release in releases:
        publish(release, project / "build")
        graph = Graph(home(project), open_version(home(project), in_memory=True))
        answers = {query: _table(graph, query) for query in QUERIES}
        for question in QUESTIONS:
            name, _, given = question.partition("?")
            pairs: dict[str, Any] = dict(one.split("=") for one in given.split("&") if one)
            units = pairs.pop("units", "eligible")
            answers[question] = graph.ask(name, units=units, **pairs).to_json()
        found[release.digest] = answers
    return found


def _table(graph: Graph, query: str) -> str:
    from pyoxigraph import QueryResultsFormat, QuerySolutions

    result = graph.query(query)
    assert isinstance(result, QuerySolutions)
    return rows_of(json.loads(result.serialize(format=QueryResultsFormat.JSON) or b"{}"))


def releases(source: Home, count: int) -> list[Release]:
    """Return the current version and others that differ by a remark."""
    quads = list(open_version(source).quads())
    agent, note = (
        NamedNode(f"https://w3id.org/cartograph/{path}") for path in ("agent/ct103a", "ontology#note")
    )
    variants = [[*quads, Quad(agent, note, Literal(f"soak {n}"))] for n in range(1, count)]
    return [make(each, ontology_version="soak", package_version="soak") for each in (quads, *variants)]


async def ask_questions(run: Run, client: httpx.AsyncClient) -> None:
    """Ask one of the project's own questions, the answer as JSON."""
    question = random.choice(QUESTIONS)
    name, _, given = question.partition("?")
    response = await client.get(f"{run.url}/questions/{name}.json?{given}")
    if response.status_code == 200:
        run.check(question, response, response.text)
    else:
        run.counts[f"question {response.status_code}"] += 1


async def paste_queries(run: Run, client: httpx.AsyncClient) -> None:
    """Paste a query that is quick."""
    query = random.choice(QUERIES)
    response = await client.post(f"{run.url}/sparql", data={"query": query})
    if response.status_code == 200:
        run.check(query, response, rows_of(response.json()))
    elif response.status_code != 503:
        run.wrong.append(f"status {response.status_code} for {query}")
    else:
        run.counts["query told to come back"] += 1


async def open_pages(run: Run, client: httpx.AsyncClient) -> None:
    """Open a page."""
    path = random.choice(PAGES)
    response = await client.get(run.url + path)
    if response.status_code not in (200, 503):
        run.wrong.append(f"status {response.status_code} for {path}")


async def attack(run: Run, client: httpx.AsyncClient) -> None:
    """Paste a hostile query."""
    query = random.choice(HOSTILE)
    response = await client.post(f"{run.url}/sparql", data={"query": query})
    if response.status_code not in HOSTILE_STATUS:
        run.wrong.append(f"status {response.status_code} for {query[:60]}")


async def leave(run: Run, _: httpx.AsyncClient) -> None:
    """Ask for what takes long, and leave before the answer."""
    async with httpx.AsyncClient(timeout=random.uniform(0.05, 0.5)) as client:
        try:
            await client.post(f"{run.url}/sparql", data={"query": HOSTILE[0]})
        except httpx.TimeoutException:
            return


async def see_health(run: Run, client: httpx.AsyncClient) -> None:
    """Ask for the server's health, which needs no worker."""
    response = await client.get(f"{run.url}/healthz")
    if response.status_code != 200:
        run.wrong.append(f"health {response.status_code}")


Client = Callable[[Run, httpx.AsyncClient], Awaitable[None]]
CLIENTS: tuple[tuple[Client, int], ...] = (
    (ask_questions, 4), (paste_queries, 4), (open_pages, 2), (attack, 3), (leave, 2), (see_health, 1)
)  # fmt: skip


async def repeat(run: Run, client: Client) -> None:
    """Do the same again and again until the time is up."""
    async with httpx.AsyncClient(timeout=90) as http:
        while time.monotonic() < run.until:
            began = time.monotonic()
            await client(run, http)
            run.told(client.__name__, time.monotonic() - began)
            await asyncio.sleep(random.uniform(0, 2 * run.pause))


async def publish_versions(run: Run, made: list[Release], project: Path) -> None:
    """Publish a version after each quarter of the time."""
    start = time.monotonic()
    for n, release in enumerate(made[1:], start=1):
        await asyncio.sleep(max(0.0, start + (run.until - start) * n / len(made) - time.monotonic()))
        await asyncio.to_thread(publish, release, project / "build")
        run.counts["versions published"] += 1


async def watch_memory(run: Run, process: int) -> None:
    """Note the memory of the listening process every second."""
    while time.monotonic() < run.until:
        status = Path(f"/proc/{process}/status").read_text()
        size = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        run.memory.append(int(size.split()[1]) / 1024)
        await asyncio.sleep(1)


async def load(run: Run, made: list[Release], project: Path, process: int) -> None:
    """Run every client at once."""
    clients = [repeat(run, client) for client, count in CLIENTS for _ in range(count)]
    await asyncio.gather(*clients, publish_versions(run, made, project), watch_memory(run, process))


def start(project: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers."""
    command = [sys.executable, "-m", "cartograph", "--project", str(project), "serve", "--port", str(port)]
    process = subprocess.Popen([*command, "--seconds", "3", "--memory", "512", "--no-access-log"])
    for _ in range(200):
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return process
    raise SystemExit("the server does not start")


def summary(run: Run, minutes: float, alive: bool) -> str:
    """Return the outcome in Markdown."""
    tenth = len(run.memory) // 10
    before, after = max(run.memory[: tenth + 1]), max(run.memory[-tenth - 1 :])
    fate = "never restarted" if alive else "ENDED"
    lines = [
        f"{minutes:g} minutes, {sum(run.counts.values()):,} requests; the server {fate}.",
        "",
        "| what clients did | times | slowest, s |",
        "|---|--:|--:|",
        *(
            f"| {kind} | {count:,} | {run.slowest.get(kind, 0):.2f} |"
            for kind, count in sorted(run.counts.items())
        ),
        "",
        f"Wrong answers: {len(run.wrong)}.",
        f"Memory of the listening process: {before:.0f} MiB at first, {after:.0f} MiB at the end.",
    ]
    return "\n".join([*lines, *dict.fromkeys(run.wrong[:20])])


def soak(source: Home, minutes: float, pause: float, port: int) -> tuple[str, bool]:
    """Load a server of a project's current version; return a summary, and whether all went well."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        project.mkdir()
        for part in PARTS:
            (project / part).symlink_to(source.root / part)
        made = releases(source, 4)
        answers = expected(made, project)
        publish(made[0], project / "build")
        process = start(project, port)
        run = Run(f"http://127.0.0.1:{port}", answers, time.monotonic() + minutes * 60, pause)
        try:
            asyncio.run(load(run, made, project, process.pid))
        finally:
            alive = process.poll() is None
            process.terminate()
            process.wait(30)
            shutil.rmtree(project / "build", ignore_errors=True)
    grown = max(run.memory[-5:]) - max(run.memory[: max(5, len(run.memory) // 10)])
    well = alive and not run.wrong and grown < GROWTH and run.counts["versions published"] == len(made) - 1
    return summary(run, minutes, alive), well


def main() -> None:
    """Load a server for the time given and print the summary."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument(
        "--pause", type=float, default=0.05, help="seconds between a client's requests, on average"
    )
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--project", type=Path, help="the project whose current version is served")
    given = parser.parse_args()
    told, well = soak(home(given.project), given.minutes, given.pause, given.port)
    print(told)
    sys.exit(not well)


if __name__ == "__main__":
    main()
