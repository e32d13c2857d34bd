"""Measure the server side by side with its peers, on the same graph: `python benchmarks/serve.py`, a table in Markdown.

The load comes from `wrk` (Debian). Peers are taken where they are installed: `oxigraph` (PyPI), Virtuoso (Debian).
Every server gets the flagship question as SPARQL by GET; ours also answers it folded into its three lists, as JSON.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
from pyoxigraph import DefaultGraph, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from cartograph.project import home
from cartograph.sparql import rebind
from cartograph.versions.store import open_version

FLAGSHIP = "products-by-response"
HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
CONNECTIONS = 16
VIEW = "https://w3id.org/cartograph/graph/view"  # where a server without a default graph of its own gets ours


@dataclass(frozen=True)
class Running:
    """Hold a server under measurement."""

    name: str
    url: str  # of its SPARQL endpoint
    started: float  # seconds from the command to the first right answer
    more: str = ""  # what it needs in each request

    def address(self, query: str) -> str:
        """Return the address of a query."""
        return f"{self.url}?query={quote(query, safe='')}{self.more}"


def flagship(above: str = "50") -> str:
    """Return the flagship question as SPARQL."""
    text = (home().queries / f"{FLAGSHIP}.rq").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines() if not line.startswith("#"))
    return rebind(" ".join(lines), {"above": [above]})  # short enough for the address of every server


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextlib.contextmanager
def running(name: str, command: list[str], url: str, more: str = "") -> Iterator[Running]:
    """Start a server, wait for its first answer, and end it by its own process."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Running(name, url, 0.0, more)
    try:
        while not _answers(server):
            if process.poll() is not None or time.perf_counter() - began > 60:
                raise SystemExit(f"{name} does not start: {' '.join(command)}")
            time.sleep(0.01)
        yield Running(name, url, time.perf_counter() - began, more)
    finally:
        process.terminate()
        process.wait(60)


def _answers(server: Running) -> bool:
    try:
        address = server.address("ASK { ?s a ?o }")
        found = httpx.get(address, headers={"Accept": "application/sparql-results+json"}, timeout=30)
    except httpx.TransportError:
        return False
    return found.status_code == 200 and "true" in found.text


@contextlib.contextmanager
def ours() -> Iterator[Running]:
    """Serve the current version."""
    port = free_port()
    command = [sys.executable, "-m", "cartograph", "serve", "--port", str(port), "--no-access-log"]
    with running("CARTograph", command, f"http://127.0.0.1:{port}/sparql") as server:
        yield server


@contextlib.contextmanager
def oxigraph(folder: Path) -> Iterator[Running]:
    """Serve the same quads with the `oxigraph` server."""
    store, port = folder / "oxigraph", free_port()
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    graph = open_version(home()).folder / "graph.nq"
    load = [program, "load", "--location", str(store), "--file", str(graph)]
    subprocess.run(load, check=True, capture_output=True)
    command = [program, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    with running("oxigraph server", command, f"http://127.0.0.1:{port}/query") as server:
        yield server


_VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {port}
DirsAllowed = {folder}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = {http}
ServerThreads = 20
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 100000
"""


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[Running]:
    """Serve the agreed view with Virtuoso, which has no default graph of its own."""
    port, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(folder=folder, port=port, http=http))
    agreed = (q for q in open_version(home()).quads() if isinstance(q.graph_name, DefaultGraph))
    (folder / "view.nt").write_bytes(serialize((q.triple for q in agreed), format=RdfFormat.N_TRIPLES) or b"")
    command = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
    more = f"&default-graph-uri={quote(VIEW, safe='')}&format=application/sparql-results%2Bjson"
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Running("Virtuoso", f"http://127.0.0.1:{http}/sparql", 0.0, more)
    try:
        load = f"ttlp(file_to_string_output('{folder}/view.nt'), '', '{VIEW}', 512);"
        for _ in range(300):
            loaded = subprocess.run(
                ["isql-vt", str(port), "dba", "dba", f"exec={load}"],
                capture_output=True,
                text=True,
                check=False,
            )
            if loaded.returncode == 0 and "Error" not in loaded.stderr:
                break
            time.sleep(0.2)
        while not _answers(server):
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(60)


def rate(address: str, seconds: int, accept: str = "application/sparql-results+json") -> tuple[float, float]:
    """Return answers a second over sixteen connections, and the slowest of a hundred, in milliseconds."""
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "-H",
        f"Accept: {accept}",
        address,
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"errors under load: {told}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", told), re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    assert found[0], told
    assert found[1], told
    return float(found[0][1]), float(found[1][1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[1][2]]


@contextlib.contextmanager
def hostile(server: Running) -> Iterator[None]:
    """Keep a hostile query running."""
    stop = threading.Event()

    def attack() -> None:
        while not stop.is_set():
            with contextlib.suppress(httpx.TransportError):
                httpx.get(server.address(HOSTILE), timeout=15)

    thread = threading.Thread(target=attack, daemon=True)
    thread.start()
    time.sleep(0.5)
    yield
    stop.set()


def bare(text: str, repeats: int = 40) -> float:
    """Return the milliseconds of the bare engine: the query run in this process and written as JSON."""
    store = open_version(home(), in_memory=True).store
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        found = store.query(text)
        assert isinstance(found, QuerySolutions)
        found.serialize(format=QueryResultsFormat.JSON)
        times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def single(server: Running, texts: list[str]) -> float:
    """Return the milliseconds of one request after the other, none of them asked before."""
    times = []
    with httpx.Client(timeout=60) as client:
        client.get(server.address("ASK {}"))
        for text in texts:
            began = time.perf_counter()
            client.get(
                server.address(text), headers={"Accept": "application/sparql-results+json"}
            ).raise_for_status()
            times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


def health(server: Running) -> float:
    """Return the slowest answer of /healthz in milliseconds while 64 hostile queries are asked at once."""
    attackers = [threading.Thread(target=_attack, args=(server,), daemon=True) for _ in range(64)]
    for attacker in attackers:
        attacker.start()
    slowest = 0.0
    with httpx.Client() as client:
        for _ in range(100):
            began = time.perf_counter()
            client.get(server.url.replace("/sparql", "/healthz")).raise_for_status()
            slowest = max(slowest, time.perf_counter() - began)
            time.sleep(0.02)
    for attacker in attackers:
        attacker.join()
    return 1000 * slowest


def _attack(server: Running) -> None:
    with contextlib.suppress(httpx.TransportError):
        httpx.get(server.address(HOSTILE), timeout=60)


def measure_ours(seconds: int) -> Iterator[str]:
    """Yield the lines of the table that are about our server alone."""
    texts = [flagship(str(n)) for n in range(1, 41)]
    with ours() as server:
        yield f"| start to the first answer, s | {server.started:.2f} | under 1.5 |"
        alone, engine = single(server, texts), bare(texts[0])
        yield f"| flagship as SPARQL, never asked before, ms | {alone:.1f} | under {1.5 * engine + 2:.1f} |"
        yield f"| the same, bare pyoxigraph in one process, ms | {engine:.1f} | |"
        page = server.url.replace("/sparql", f"/questions/{FLAGSHIP}.json?above=50")
        httpx.get(page, timeout=60).raise_for_status()
        many, late = rate(page, seconds, "application/json")
        yield f"| flagship answer in three lists, a second ({CONNECTIONS} connections) | {many:,.0f} | over 1,000 |"
        with hostile(server):
            many, late = rate(page, seconds, "application/json")
        yield f"| the same while a hostile query runs | {many:,.0f} | over 1,000 |"
        yield f"| 99 of 100 within, ms | {late:.1f} | |"
        yield f"| /healthz under 64 hostile queries, slowest, ms | {health(server):.0f} | under 200 |"


def measure_peers(seconds: int) -> Iterator[str]:
    """Yield a line a server: the flagship as SPARQL, sixteen connections, alone and beside a hostile query."""
    with tempfile.TemporaryDirectory() as folder:
        peers = [("", ours()), ("oxigraph", oxigraph(Path(folder))), ("virtuoso-t", virtuoso(Path(folder)))]
        for program, peer in peers:
            if program and not (shutil.which(program) or Path(sys.executable).with_name(program).exists()):
                yield f"| {program} | not installed | | |"
                continue
            with peer as server:
                text = flagship()
                calm = rate(server.address(text), seconds)
                with hostile(server):
                    stormy = rate(server.address(text), seconds)
                yield f"| {server.name} | {calm[0]:,.0f} | {stormy[0]:,.0f} | {stormy[1]:,.1f} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--seconds", type=int, default=5, help="how long each load lasts")
    given = parser.parse_args()
    print("| server | measured | wanted |\n|---|--:|---|")
    for line in measure_ours(given.seconds):
        print(line, flush=True)
    print(
        "\n| flagship as SPARQL by GET | a second | beside a hostile query | 99 of 100 within, ms |\n|---|--:|--:|--:|"
    )
    for line in measure_peers(given.seconds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
