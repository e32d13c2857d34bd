"""The server under attack and in operation: it stays up, and no answer is wrong, cut in silence or mixed."""

from __future__ import annotations

import asyncio
import html
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from cartograph.build.publish import publish
from cartograph.project import Home
from cartograph.server import sandbox
from cartograph.server.settings import Settings
from served import Server, project_folder, serving
from small import small_release

SECONDS, ROWS = 2, 50
LIMITS = (
    "--seconds",
    str(SECONDS),
    "--rows",
    str(ROWS),
    "--queue",
    "4",
    "--memory",
    "512",
    "--megabytes",
    "1",
)


@pytest.fixture(scope="module")
def tight(built: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server with tight limits."""
    folder = project_folder(tmp_path_factory.mktemp("tight") / "project", built)
    with serving(folder, *LIMITS) as running:
        yield running


CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DOUBLING = " ".join(f"BIND(CONCAT(?a{n},?a{n}) AS ?a{n + 1})" for n in range(40))
HOSTILE = {
    "nested parentheses": ("SELECT * { FILTER(" + "(" * 9000 + "1" + ")" * 9000 + ") }", 400, "refused"),
    "nested groups": ("SELECT * " + "{" * 9000 + "}" * 9000, 400, "refused"),
    "nested lists": ("SELECT * { ?s ?p " + "(" * 9000 + ")" * 9000 + " }", 400, "refused"),
    "nested blank nodes": ("SELECT * { " + "[ ?p " * 5000 + "]" * 5000 + " ?q ?r }", 400, "refused"),
    "run of negations": ("SELECT * { FILTER(" + "!" * 20000 + "true) }", 400, "refused"),
    "run of inverse paths": ("SELECT * { ?s " + "^" * 20000 + "<x:p> ?o }", 400, "refused"),
    "nesting in escapes": ("SELECT * { FILTER(" + "\\u0028" * 2000 + "1 }", 400, "refused"),
    "cartesian product": (CARTESIAN, 503, "timeout"),
    "values against values": (
        "SELECT (COUNT(*) AS ?n) { "
        + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(60)))} }}" for n in range(8))
        + " }",
        503,
        "timeout",
    ),
    "doubling": ("SELECT ?a40 { BIND('" + "a" * 32 + "' AS ?a0) " + DOUBLING + " }", (503, 507), None),
    "sorting all pairs": ("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", (503, 507), None),
    "service": ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", 400, "refused"),
    "silent service": ("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?a ?b ?c } }", 400, "refused"),
    "service by variable": ("SELECT * { VALUES ?s { <x:a> } SERVICE ?s { ?a ?b ?c } }", 400, "refused"),
    "service in a filter": ("SELECT * { ?a ?b ?c FILTER NOT EXISTS { SERVICE <x:s> { ?a ?b ?c } } }", 400, "refused"),
    "service in escapes": ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", 400, "refused"),
    "load": ("LOAD <http://127.0.0.1:9/>", 400, "refused"),
    "too long": ("SELECT * {} #" + "x" * 40000, 413, "too-long"),
    "no UTF-8 to write": ("SELECT ('\\uD800' AS ?x) {}", (200, 400), None),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_is_answered_and_the_next_one_too(tight: Server, name: str) -> None:
    query, status, code = HOSTILE[name]
    began = time.monotonic()
    response = tight.query(query)
    assert time.monotonic() - began < SECONDS + 3  # the limit, and a busy machine
    assert response.status_code in (status if isinstance(status, tuple) else (status,)), response.text
    if code:
        assert response.json()["code"] == code
    assert tight.query("ASK {}").json()["boolean"] is True


def test_every_hostile_query_is_tried() -> None:
    assert len(HOSTILE) == 19


def test_expressions_that_backtrack_elsewhere_are_quick(tight: Server) -> None:
    query = "ASK { FILTER(REGEX('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$')) }"
    assert tight.query(query).json()["boolean"] is False


def test_nothing_is_fetched_or_read_for_a_from(tight: Server, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<x:a> <x:b> <x:secret> .")
    query = f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}"
    assert tight.query(query).json()["results"]["bindings"] == []


TYPES: dict[str, Callable[[bytes], int]] = {
    "application/sparql-results+json": lambda body: len(json.loads(body)["results"]["bindings"]),
    "application/sparql-results+xml": lambda body: body.count(b"<result>"),
    "text/csv": lambda body: len(body.splitlines()) - 1,
    "text/tab-separated-values": lambda body: len(body.splitlines()) - 1,
}


@pytest.mark.parametrize("accept", TYPES)
@pytest.mark.parametrize(("limit", "cut"), [(ROWS, False), (ROWS + 1, True)])
def test_a_cut_result_says_so_and_a_whole_one_does_not(
    tight: Server, accept: str, limit: int, cut: bool
) -> None:
    response = tight.query(f"SELECT ?s ?p {{ ?s ?p ?o }} LIMIT {limit}", accept)
    assert TYPES[accept](response.content) == ROWS
    assert response.headers.get("cartograph-truncated") == (f"rows={ROWS}" if cut else None)
    if accept.endswith("json"):
        assert response.json().get("truncated", False) is cut


def test_rows_that_bind_nothing_are_counted_too(tight: Server) -> None:
    response = tight.query(f"SELECT ?x {{ {{ ?s ?p ?o }} }} LIMIT {ROWS + 1}")
    assert len(response.json()["results"]["bindings"]) == ROWS
    assert response.json()["truncated"] is True


def test_a_cut_graph_says_so(tight: Server) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 500"
    response = tight.query(query, "application/n-triples")
    assert len(response.text.splitlines()) == ROWS
    assert response.headers["cartograph-truncated"] == f"rows={ROWS}"


def test_a_result_that_is_too_large_is_an_error(tight: Server) -> None:
    query = "SELECT ?x { VALUES ?n { 1 2 3 4 5 6 7 8 } BIND(REPEAT AS ?r) BIND('" + "x" * 20000 + "' AS ?y) "
    query = query.replace("BIND(REPEAT AS ?r) ", "") + "BIND(CONCAT(?y,?y,?y,?y,?y,?y,?y,?y) AS ?x) }"
    response = tight.query(query)
    assert response.status_code == 413
    assert response.json()["code"] == "too-large"


def test_a_client_that_leaves_frees_its_worker(tight: Server) -> None:
    before = _metric(tight, 'cartograph_workers_replaced{pool="open"}')
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{tight.url}/sparql", data={"query": CARTESIAN}, timeout=0.5)
    deadline = time.monotonic() + 1.5  # less than the query's own limit
    while _metric(tight, 'cartograph_workers_replaced{pool="open"}') == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert tight.query("ASK {}").status_code == 200


def _metric(server: Server, name: str) -> float:
    line = next(line for line in server.get("/metrics").text.splitlines() if line.startswith(name))
    return float(line.rpartition(" ")[2])


def test_a_full_queue_says_when_to_come_back_and_health_and_questions_go_on(tight: Server) -> None:
    async def storm() -> list[httpx.Response]:
        async with httpx.AsyncClient(timeout=60) as client:
            hostile = [client.post(f"{tight.url}/sparql", data={"query": CARTESIAN}) for _ in range(32)]
            tasks = [asyncio.ensure_future(one) for one in hostile]
            await asyncio.sleep(0.3)
            for path in ("/healthz", "/questions/products-by-response.json", "/questions/mentions.json"):
                assert (await client.get(tight.url + path)).status_code == 200
            assert not all(task.done() for task in tasks)
            return await asyncio.gather(*tasks)

    found = asyncio.run(storm())
    busy = [response for response in found if response.json()["code"] == "busy"]
    assert {response.status_code for response in found} == {503}
    assert busy
    assert all(response.headers["retry-after"] == "1" for response in busy)
    assert tight.query("ASK {}").status_code == 200


def test_a_killed_worker_and_a_killed_fork_server_are_replaced(built: Home, tmp_path: Path) -> None:
    with serving(project_folder(tmp_path / "project", built)) as running:
        (fork_server,) = _children(running.process.pid)
        for worker in _children(fork_server):
            os.kill(worker, signal.SIGKILL)
        answered = {running.query("ASK {}").status_code for _ in range(8)}
        assert answered <= {200, 500}
        assert running.query("ASK {}").status_code == 200
        os.kill(fork_server, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while running.query("ASK {}").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert running.process.poll() is None


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in found]


def test_the_server_ends_gracefully_and_leaves_nobody(built: Home, tmp_path: Path) -> None:
    with serving(project_folder(tmp_path / "project", built)) as running:
        (fork_server,) = _children(running.process.pid)
        workers = _children(fork_server)
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) == -signal.SIGTERM  # as who sent it expects
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{one}").exists() for one in (fork_server, *workers)):
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_new_version_is_taken_up_and_no_answer_mixes_two(tmp_path: Path) -> None:
    remark = "SELECT ?remark { <agent/ct103a> :note ?remark . <agent/ct103a> :note ?again }"
    folder = tmp_path / "project"
    versions = tmp_path / "versions"
    publish(small_release("first"), versions)
    found: list[tuple[str, set[str]]] = []
    with serving(project_folder(folder, Home(folder, versions))) as running:
        stop = threading.Event()

        def read() -> None:
            while not stop.is_set():
                response = running.query(remark)
                rows = response.json()["results"]["bindings"]
                version = response.headers["cartograph-version"]
                found.append((version, {row["remark"]["value"] for row in rows}))

        readers = [threading.Thread(target=read) for _ in range(4)]
        for reader in readers:
            reader.start()
        for note in ("second", "third"):
            release = small_release(note)
            publish(release, folder / "build")
            deadline = time.monotonic() + 20
            while running.get("/healthz").json()["version"] != release.digest:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        stop.set()
        for reader in readers:
            reader.join()
    notes = dict(found)
    assert all(notes[version] == says for version, says in found)
    assert {"first", "third"} <= {note for says in notes.values() for note in says}
    assert all(len(says) == 1 for says in notes.values())


def test_a_version_that_does_not_open_leaves_the_old_one(tmp_path: Path) -> None:
    versions, folder = tmp_path / "versions", tmp_path / "project"
    publish(small_release("first"), versions)
    with serving(project_folder(folder, Home(folder, versions))) as running:
        broken = publish(small_release("second"), tmp_path / "elsewhere")
        graph = broken / "graph.nq"
        graph.write_bytes(graph.read_bytes()[:-10])
        broken.rename(folder / "build" / broken.name)
        (folder / "build" / "current").write_text(f"{broken.name}\n")
        deadline = time.monotonic() + 20
        while _metric(running, "cartograph_versions_failed") == 0:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert running.query("ASK { ?a :note 'first' }").json()["boolean"] is True


def test_without_a_version_the_server_says_what_to_do(project_copy: Path) -> None:
    command = [sys.executable, "-m", "cartograph", "--project", str(project_copy), "serve", "--port", "0"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "cartograph build" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_taken_port_is_named(server: Server) -> None:
    port = server.url.rpartition(":")[2]
    command = [sys.executable, "-m", "cartograph", "--project", str(server.project), "serve", "--port", port]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def _in_sandbox(what: str) -> str:
    """Run a line of Python in a process that has locked itself in, and return what it raised."""
    code = (
        "import os, socket, subprocess, sys\nfrom cartograph.server import sandbox\n"
        "sandbox.enter(256 * 1024 * 1024, gives_way=False)\n"
        f"try:\n    {what}\nexcept (OSError, MemoryError) as error:\n    print(type(error).__name__)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


SANDBOXED = {
    "socket.socket()": "PermissionError",
    "socket.create_connection(('127.0.0.1', 9))": "PermissionError",
    "open('written.txt', 'w')": "PermissionError",
    "subprocess.run(['true'])": "PermissionError",
    "os.unlink('/nothing')": "PermissionError",
    "bytes(1024 * 1024 * 1024)": "MemoryError",
    "open('/etc/hostname').read()": "",
    "bytes(1024 * 1024)": "",
}


@pytest.mark.parametrize("what", SANDBOXED)
def test_the_kernel_refuses_what_no_query_needs(what: str) -> None:
    assert sandbox.missing() == ""
    assert _in_sandbox(what) == SANDBOXED[what]


BROKEN_REQUESTS = {
    "no request": b"\r\n\r\n",
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "bad length": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
    "two hosts of nowhere": b"GET //evil.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "bytes in the path": b"GET /\xff\xfe%00%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "path upwards": b"GET /static/../../settings.py HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "escaped path upwards": b"GET /static/%2e%2e/%2e%2e/settings.py HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("name", BROKEN_REQUESTS)
def test_a_broken_request_gets_an_error_and_no_file(server: Server, name: str) -> None:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as client:
        client.sendall(BROKEN_REQUESTS[name])
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    status = answer[9:12]
    assert status[:1] in (b"4", b"")
    assert b"dataclass" not in answer
    assert server.get("/healthz").status_code == 200


def test_the_log_is_a_line_of_json_for_each_request(server: Server) -> None:
    server.get("/sparql?query=ASK%20%7B%7D")
    lines = [line for line in server.log.read_text().splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    assert any(line["path"] == "/sparql" and line["status"] == 200 for line in told)
    assert {"time", "client", "method", "path", "query", "status", "bytes", "ms", "version"} == set(told[-1])


def test_the_page_of_limits_shows_every_limit(server: Server) -> None:
    page = server.get("/limits", accept="text/html").text
    for name, value, meaning in Settings().table():
        assert f"--{name}" in page
        assert html.escape(meaning[1:]).replace("&#x27;", "&#39;") in page  # its first letter is a capital
        assert value in page


def test_the_same_question_is_not_asked_of_a_worker_twice(server: Server) -> None:
    first = server.get("/questions/products-by-response.json?above=33")
    again = server.get("/questions/products-by-response.json?above=33")
    assert first.content == again.content
    fresh = server.get("/questions/products-by-response.json?above=33", if_none_match=first.headers["etag"])
    assert (fresh.status_code, fresh.content) == (304, b"")
