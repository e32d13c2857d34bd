"""The command line: data on stdout, messages on stderr, an exit code that means something."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, Store, parse

import cartograph
from asked import SMALL
from cartograph.build.publish import publish
from cartograph.cli import command
from cartograph.errors import Problem, RecordError
from cartograph.project import PARTS
from cartograph.versions.release import make
from cartograph.versions.store import load
from small import ROOT, small_quads, small_release

NAMES = "SELECT ?agent ?name { ?agent a :CARTCellProduct ; rdfs:label ?name } ORDER BY ?name"
FORCED = {"FORCE_COLOR": "1"}
COMMANDS = (
    "ask", "build", "check", "coverage", "draw", "explain", "export", "new", "query", "reason", "resolve", "serve"
)  # fmt: skip


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with this checkout's parts and nothing published."""
    folder = tmp_path / "project"
    folder.mkdir()
    for part in PARTS:
        (folder / part).symlink_to(ROOT / part)
    return folder


@pytest.fixture
def published(project: Path) -> Path:
    """Return a project whose published version is the small dataset."""
    publish(small_release(), project / "build")
    return project


def run(project: Path, *arguments: str, stdin: str | bytes | None = None) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(command, ["--project", str(project), *arguments], input=stdin)


def start(
    project: Path,
    *arguments: str,
    stdout: int | IO[str] = subprocess.PIPE,
    environment: Mapping[str, str] = {},
) -> subprocess.Popen[str]:
    """Start a command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "cartograph", "--project", str(project), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )


# ------------------------------------------------------------------ help and errors


def test_the_commands_are_all_tested() -> None:
    assert set(COMMANDS) == set(command.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_by_example(project: Path, name: str) -> None:
    shown = run(project, name, "--help")
    assert shown.exit_code == 0
    assert "Examples:" in shown.stdout
    assert f"  cartograph {name}" in shown.stdout or name == "check"


def test_the_version_is_told() -> None:
    assert CliRunner().invoke(command, ["--version"]).stdout == f"cartograph {cartograph.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["qery"], "No such command 'qery'"),
        (["query", "--sparqle", "x"], "Did you mean '--sparql'?"),
        (["query"], "give a FILE, or - for the standard input, or --sparql TEXT"),
        (["query", "-", "--sparql", "ASK {}"], "give a FILE, or - for the standard input, or --sparql TEXT"),
        (["query", "nowhere.rq"], "File 'nowhere.rq' does not exist"),
        (["export", "--format", "word"], "'word' is not one of 'turtle'"),
        (["check", "--texts", "nowhere"], "Directory 'nowhere' does not exist"),
        (["check", "nowhere.yaml"], "'nowhere.yaml' does not exist"),
    ],
)
def test_wrong_usage_is_explained_on_stderr(project: Path, arguments: Sequence[str], message: str) -> None:
    result = run(project, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize("arguments", [["query", "--sparql", NAMES], ["export", "--format", "nquads"]])
def test_without_a_published_version_the_user_is_told_to_build(
    project: Path, arguments: Sequence[str]
) -> None:
    result = run(project, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{project / 'build'}: no published version: run `cartograph build`\n"


def test_every_missing_part_of_a_project_is_named(tmp_path: Path) -> None:
    result = run(tmp_path, "query", "--sparql", NAMES)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == len(PARTS)


# ------------------------------------------------------------------ build and check, done elsewhere


@dataclass(frozen=True)
class Report:
    """Stand in for what the build and the check report."""

    lines: tuple[str, ...] = ("12 records", "version 0123456789abcdef")
    failed: bool = False


@pytest.fixture
def building(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[tuple[object, ...]]]:
    """Return a way to put a stand-in in the place of `build` and `checking`; it returns the calls."""

    def stand_in(outcome: Report | RecordError) -> list[tuple[object, ...]]:
        calls: list[tuple[object, ...]] = []

        def act(*arguments: object) -> Report:
            calls.append(arguments)
            if isinstance(outcome, RecordError):
                raise outcome
            return outcome

        for name, function in (("build.run", "build"), ("curation.checking", "check")):
            module = types.ModuleType(f"cartograph.{name}")
            monkeypatch.setattr(module, function, act, raising=False)
            monkeypatch.setitem(sys.modules, f"cartograph.{name}", module)
        return calls

    return stand_in


@pytest.mark.parametrize("name", ["build", "check"])
def test_a_report_is_printed_line_by_line(
    project: Path, building: Callable[..., list[object]], name: str
) -> None:
    building(Report())
    result = run(project, name)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "12 records\nversion 0123456789abcdef\n",
        "",
    )


@pytest.mark.parametrize("name", ["build", "check"])
def test_every_problem_is_printed_and_the_code_is_1(
    project: Path, building: Callable[..., list[object]], name: str
) -> None:
    problems = [Problem("records/x.yaml", line, 3, "unknown key 'slot'", "write 'slots'") for line in (2, 7)]
    building(RecordError(problems))
    result = run(project, name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "records/x.yaml:2:3: unknown key 'slot': write 'slots'",
        "records/x.yaml:7:3: unknown key 'slot': write 'slots'",
    ]


def test_check_fails_where_the_report_says_so(project: Path, building: Callable[..., list[object]]) -> None:
    building(Report(("1 finding that nobody accepted",), failed=True))
    result = run(project, "check")
    assert (result.exit_code, result.stdout) == (1, "1 finding that nobody accepted\n")


def test_check_takes_files_texts_and_strictness(
    project: Path, building: Callable[..., list[tuple[object, ...]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = building(Report())
    file = project / "records" / "shape.yaml"
    run(project, "check", str(file), "--texts", str(project), "--strict", "--registry", str(project))
    monkeypatch.setenv("CARTOGRAPH_TEXTS", str(project / "records"))
    run(project, "check", "--whole")
    assert [call[1:] for call in calls] == [
        ((file,), project, True, project, False),
        ((), project / "records", False, None, True),
    ]


# ------------------------------------------------------------------ query, here


def test_a_query_is_answered_as_a_table(published: Path) -> None:
    result = run(published, "query", "--sparql", NAMES)
    assert (result.exit_code, result.stderr) == (0, "")
    head, rule, *rows = result.stdout.splitlines()
    assert head.split() == ["agent", "name"]
    assert set(rule) == {"─"}
    assert [row.split(maxsplit=1) for row in rows] == [
        ["<agent/c-car088>", "C-CAR088"],
        ["<agent/ct103a>", "CT103A"],
        ["<agent/example-car>", "example CAR [1]"],
    ]
    assert not [line for line in result.stdout.splitlines() if line != line.rstrip()]


ANSWERS = {
    "csv": "agent,name\nhttps://w3id.org/cartograph/agent/c-car088,C-CAR088",
    "tsv": '?agent\t?name\n<https://w3id.org/cartograph/agent/c-car088>\t"C-CAR088"',
    "json": '{"head":{"vars":["agent","name"]},"results":{"bindings":[{"agent":{"type":"uri"',
    "xml": '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">',
    "md": "| agent | name |\n| --- | --- |\n| \\<agent/c-car088> | C-CAR088 |\n",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_query_is_answered_for_programs(published: Path, name: str) -> None:
    result = run(published, "query", "--sparql", NAMES, "--format", name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(ANSWERS[name])
    assert result.stdout.endswith("\n")


def test_a_file_and_the_standard_input_hold_queries(published: Path, tmp_path: Path) -> None:
    (tmp_path / "names.rq").write_text(NAMES, "utf-8-sig")
    from_file = run(published, "query", str(tmp_path / "names.rq"))
    assert from_file.exit_code == 0
    assert run(published, "query", "-", stdin=NAMES).stdout == from_file.stdout


@pytest.mark.parametrize(
    ("query", "verdict"), [("ASK { ?a a :Agent }", "true"), ("ASK { ?a a :Nothing }", "false")]
)
@pytest.mark.parametrize("name", ["table", "md", "csv"])
def test_a_yes_or_no_is_one_word(published: Path, query: str, verdict: str, name: str) -> None:
    assert run(published, "query", "--sparql", query, "--format", name).stdout.strip() == verdict


def test_a_graph_is_answered_as_turtle(published: Path) -> None:
    query = "CONSTRUCT WHERE { <agent/c-car088> rdfs:label ?name }"
    shown = run(published, "query", "--sparql", query).stdout
    assert shown.endswith('<agent/c-car088> rdfs:label "C-CAR088" .\n')
    assert run(published, "query", "--sparql", query, "--format", "nt").stdout.count("\n") == 1


def test_nothing_found_is_no_error(published: Path) -> None:
    result = run(published, "query", "--sparql", "SELECT ?a { ?a a :Nothing }", "--format", "csv")
    assert (result.exit_code, result.stdout) == (0, "a\n")


@pytest.mark.parametrize(
    ("query", "arguments", "message"),
    [
        ("SELECT ?a {\n ?a", (), "--sparql:2:4: not a SPARQL query: expected one of"),
        ("INSERT DATA { <x:a> <x:a> <x:a> }", (), "--sparql:1:10: not a SPARQL query"),
        (
            "SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }",
            (),
            "--sparql:1: SERVICE calls another server",
        ),
        (
            NAMES,
            ("--format", "turtle"),
            "cannot be written as turtle: use one of csv, tsv, json, xml, table, md",
        ),
        (
            "CONSTRUCT WHERE { ?a a :Agent }",
            ("--format", "csv"),
            "cannot be written as csv: use one of table, turtle",
        ),
    ],
)
def test_a_wrong_query_is_explained(
    published: Path, query: str, arguments: Sequence[str], message: str
) -> None:
    result = run(published, "query", "--sparql", query, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_query_that_is_not_utf_8_is_named(published: Path) -> None:
    result = run(published, "query", "-", stdin="# caf\xe9".encode("latin-1"))
    assert (result.exit_code, result.stderr) == (2, "standard input: not UTF-8: save the query as UTF-8\n")


@pytest.mark.parametrize(("limit", "rows", "code"), [("1", 1, 3), ("0", 0, 3), ("3", 3, 0), ("9", 3, 0)])
def test_a_limit_that_cuts_rows_is_told(published: Path, limit: str, rows: int, code: int) -> None:
    result = run(published, "query", "--sparql", NAMES, "--limit", limit, "--format", "csv")
    assert result.exit_code == code
    assert len(result.stdout.splitlines()) == 1 + rows
    assert result.stderr == (f"truncated: {rows} rows shown, there are more\n" if code else "")


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o FILTER(?a != ?n) }"


def test_an_endless_query_ends_with_the_timeout(published: Path) -> None:
    process = start(published, "query", "--sparql", ENDLESS.replace("?n)", "?count)"), "--timeout", "0.5")
    stdout, stderr = process.communicate(timeout=20)
    assert (process.returncode, stdout) == (2, "")
    assert stderr == "no answer within 0.5 seconds: narrow the query, or give --timeout\n"


def test_an_endless_query_is_stopped_by_ctrl_c(published: Path) -> None:
    process = start(published, "query", "--sparql", ENDLESS.replace("?n)", "?count)"))
    try:
        wait_for_threads(process.pid, 2)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=20)
    finally:
        process.kill()  # an endless query would outlive a test that fails
    assert (process.returncode, stdout, stderr) == (130, "", "interrupted\n")


def wait_for_threads(pid: int, number: int) -> None:
    """Wait until a process works beside its main thread, so that a signal meets it there."""
    tasks = Path(f"/proc/{pid}/task")
    for _ in range(600):
        if not tasks.exists() or len(list(tasks.iterdir())) >= number:
            break
        time.sleep(0.05)
    time.sleep(0.3)


def test_a_deeply_nested_query_does_not_end_the_process(published: Path) -> None:
    query = f"SELECT ?a {{ ?a a :Agent FILTER({'(' * 3000}1{')' * 3000} = 1) }}"
    result = start(published, "query", "--sparql", query, "--format", "csv")
    assert (len(result.communicate()[0].splitlines()), result.returncode) == (1 + 3, 0)


# ------------------------------------------------------------------ query, on an endpoint


class Endpoint(BaseHTTPRequestHandler):
    """Answer SPARQL over HTTP from the small dataset, and remember what was asked."""

    store: Store
    asked: list[dict[str, list[str]]]
    headers_beside: dict[str, str]
    failing: int

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append(form)
        if self.failing:
            self._send(self.failing, b"<html>line 1\nno parse</html>", "text/html")
            return
        results = self.store.query(form["query"][0])
        if isinstance(results, QueryTriples):
            self._send(200, results.serialize(format=RdfFormat.TURTLE) or b"", "text/turtle")
        else:
            assert isinstance(results, QuerySolutions)
            self._send(200, results.serialize(format=QueryResultsFormat.JSON) or b"", "application/json")

    def _send(self, code: int, content: bytes, kind: str) -> None:
        self.send_response(code)
        for name, value in {"Content-Type": kind, **self.headers_beside}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[tuple[str, type[Endpoint]]]:
    """Serve the small dataset; return the address and what can be set and seen."""
    kind = type(
        "Own", (Endpoint,), {"store": load(small_quads()), "asked": [], "headers_beside": {}, "failing": 0}
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql", kind
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_gives_the_same_answer(
    published: Path, project: Path, endpoint: tuple[str, type[Endpoint]]
) -> None:
    url, _ = endpoint
    for arguments in ([NAMES], [NAMES, "--format", "csv"], ["CONSTRUCT WHERE { <agent/ct103a> ?p ?o }"]):
        here = run(published, "query", "--sparql", *arguments)
        there = run(project, "query", "--endpoint", url, "--sparql", *arguments)
        assert (there.exit_code, there.stdout, there.stderr) == (0, here.stdout, "")


def test_the_agreed_view_of_an_endpoint_is_a_graph_of_its_own(
    project: Path, endpoint: tuple[str, type[Endpoint]]
) -> None:
    url, kind = endpoint
    graph = "https://w3id.org/cartograph/graph/view"
    run(project, "query", "--endpoint", url, "--default-graph", graph, "--sparql", NAMES)
    assert kind.asked[0]["default-graph-uri"] == [graph]


@pytest.mark.parametrize("header", ["X-SPARQL-MaxRows", "X-SQL-State"])
def test_an_endpoint_that_cuts_rows_is_told(
    project: Path, endpoint: tuple[str, type[Endpoint]], header: str
) -> None:
    url, kind = endpoint
    kind.headers_beside[header] = "2"
    result = run(project, "query", "--endpoint", url, "--sparql", NAMES)
    assert (result.exit_code, result.stderr) == (3, "truncated: 3 rows shown, there are more\n")
    assert "CT103A" in result.stdout


@pytest.mark.parametrize("code", [400, 401, 404, 414, 500, 503])
def test_an_endpoint_that_refuses_is_named(
    project: Path, endpoint: tuple[str, type[Endpoint]], code: int
) -> None:
    url, kind = endpoint
    kind.failing = code
    result = run(project, "query", "--endpoint", url, "--sparql", NAMES)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{url}: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("query", [NAMES, "CONSTRUCT WHERE { ?a ?b ?c }"])
def test_a_page_is_no_endpoint(project: Path, endpoint: tuple[str, type[Endpoint]], query: str) -> None:
    url, kind = endpoint
    kind.failing = 200
    result = run(project, "query", "--endpoint", url, "--sparql", query)
    assert result.exit_code == 2
    assert "answered something else than SPARQL results" in result.stderr


@pytest.mark.parametrize(
    ("address", "query", "message"),
    [
        ("http://127.0.0.1:9/sparql", NAMES, "http://127.0.0.1:9/sparql: "),
        ("file:///etc/passwd", NAMES, "--endpoint: no web address"),
        ("http://127.0.0.1:9/", "DELETE WHERE { ?a ?b ?c }", "query: DELETE would change the graph"),
    ],
)
def test_what_cannot_be_asked_is_refused(project: Path, address: str, query: str, message: str) -> None:
    result = run(project, "query", "--endpoint", address, "--sparql", query)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)


# ------------------------------------------------------------------ ask

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
QUESTIONS = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))


def test_without_a_question_the_questions_are_listed(project: Path) -> None:
    result = run(project, "ask")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line for line in result.stdout.splitlines() if line and line[0] != " "] == QUESTIONS
    assert len(QUESTIONS) >= 12
    assert f"  cartograph {' '.join(FLAGSHIP)}\n" in result.stdout


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_explains_its_parameters(project: Path, name: str) -> None:
    result = run(project, "ask", name, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    flags = re.findall(r"^  (--[a-z-]+)", result.stdout, re.MULTILINE)
    assert len(flags) == len(set(flags)) >= 2


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("format_name", ["table", "csv", "json", "md"])
def test_every_question_is_answered_in_every_format(published: Path, name: str, format_name: str) -> None:
    result = run(published, "ask", name, "--format", format_name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith("\n")


def test_the_flagship_is_answered_in_three_parts(published: Path) -> None:
    result = run(published, *FLAGSHIP)
    assert (result.exit_code, result.stderr) == (0, "")
    text = " ".join(result.stdout.split())
    parts = [
        "1 of 3 CAR cell products qualify",
        "CT103A 50.7 71*",
        "Guo 2022, Table 2, line 158",
        "1 may qualify response: nothing stated example CAR [1]",
        "1 excluded vector: other value (by description) C-CAR088 (gamma-retroviral)",
        "0 of 1 mentions of CAR cell products qualify",
        f"2 sources curated: Example 2024, Guo 2022 · graph {small_release().digest[:16]}",
    ]
    at = [text.find(part) for part in parts]
    assert -1 not in at
    assert at == sorted(at)
    assert max(map(len, result.stdout.splitlines())) <= 100


def test_json_is_that_of_the_python_interface(published: Path) -> None:
    answer = cartograph.open(published).ask("products-by-response", costimulation="4-1BB", above=50)
    assert json.loads(run(published, *FLAGSHIP, "--format", "json").stdout) == answer.to_dict()


def test_the_units_that_decide_can_be_chosen(published: Path) -> None:
    chosen = json.loads(run(published, *FLAGSHIP, "--units", "all", "--format", "json").stdout)
    assert chosen["parameters"]["units"] == "all"


def test_a_parameter_may_have_several_values(published: Path) -> None:
    arguments = ("ask", "adverse-events", "--grades", "3", "--grades", ">=3", "--format", "json")
    assert json.loads(run(published, *arguments).stdout)["parameters"]["grades"] == "3-5"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["products-by-respons"], "no question 'products-by-respons': write 'products-by-response'"),
        (["products-by-response", "--abov", "3"], "No such option '--abov'. Did you mean '--above'?"),
        (
            ["products-by-response", "--vector", "lentivral"],
            "vector: unusable value 'lentivral': write 'lentiviral'",
        ),
        (["products-by-response", "--above", "many"], "above: unusable value 'many': write digits"),
        (["products-by-response", "--units", "some"], "'some' is not one of 'eligible', 'all'"),
        (["products-by-response", "--vector", "lentiviral } #"], "vector: unusable value 'lentiviral } #'"),
    ],
)
def test_a_wrong_question_is_answered_with_the_nearest(
    published: Path, arguments: Sequence[str], message: str
) -> None:
    result = run(published, "ask", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_every_unusable_value_is_named_at_once(published: Path) -> None:
    result = run(published, "ask", "products-by-response", "--vector", "x", "--costimulation", "y")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 2


def test_an_answer_that_is_cut_is_told(published: Path) -> None:
    result = run(published, *FLAGSHIP, "--limit", "0", "--format", "json")
    assert (result.exit_code, result.stderr) == (3, "truncated: 0 rows shown, there are more\n")
    assert json.loads(result.stdout)["truncated"] is True
    assert "1 of 3 CAR cell products qualify" in run(published, *FLAGSHIP, "--limit", "0").stdout


def test_a_question_file_that_is_wrong_is_named(published: Path) -> None:
    queries = published / "queries"
    queries.unlink()
    queries.mkdir()
    (queries / "mine.rq").write_text("#+ title: Mine\nSELECT ?a { ?a ?b ?c }\n")
    result = run(published, "ask", "mine")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "queries/mine.rq:1: no key 'question'" in result.stderr


HEAVY = {"rdflib", "pyshacl", "owlready2", "SPARQLWrapper", "pyld", "pandas", "requests", "asyncio"}


def test_a_question_loads_nothing_heavy(published: Path) -> None:
    arguments = ["--project", str(published), *FLAGSHIP]
    script = f"import sys; from cartograph.cli import main; sys.argv[1:] = {arguments!r}; main()"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"cartograph.api", "pyoxigraph", "rich.table"} <= loaded
    assert loaded & HEAVY == set()


# ------------------------------------------------------------------ export


@pytest.mark.parametrize("name", ["turtle", "trig", "jsonld", "nquads"])
def test_an_export_goes_to_stdout_or_to_a_file(published: Path, tmp_path: Path, name: str) -> None:
    shown = run(published, "export", "--format", name)
    written = run(published, "export", "--format", name, "-o", str(tmp_path / "out"))
    assert (shown.exit_code, written.exit_code, written.stdout) == (0, 0, "")
    assert (tmp_path / "out").read_bytes() == shown.stdout_bytes != b""


def test_an_export_into_no_folder_is_named(published: Path, tmp_path: Path) -> None:
    result = run(published, "export", "--format", "nquads", "-o", str(tmp_path / "no" / "out"))
    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path / 'no' / 'out'}: No such file or directory\n"


# ------------------------------------------------------------------ the process around it


def test_a_reader_that_goes_away_is_no_error(published: Path) -> None:
    pairs = "SELECT ?a ?b ?c ?d { ?a ?p ?b . ?c ?q ?d }"  # more than a pipe holds
    process = start(published, "query", "--sparql", pairs, "--format", "csv")
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.wait() == 141


def test_a_full_disk_behind_stdout_is_told(published: Path) -> None:
    with Path("/dev/full").open("w") as full:
        process = start(published, "query", "--sparql", NAMES, stdout=full)
        _, stderr = process.communicate()
    assert (process.returncode, stderr) == (2, "output: No space left on device\n")


def test_a_defect_is_told_in_two_lines(published: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import cartograph.versions.store as s\ns.open_version = lambda home: 1 / 0\n"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    process = start(published, "query", "--sparql", NAMES, environment={"PYTHONPATH": path})
    stdout, stderr = process.communicate()
    assert (process.returncode, stdout) == (70, "")
    assert stderr.splitlines() == [
        "a defect of cartograph: ZeroDivisionError: division by zero",
        "please report it with what CARTOGRAPH_DEBUG=1 prints",
    ]
    traced = start(
        published, "query", "--sparql", NAMES, environment={"PYTHONPATH": path, "CARTOGRAPH_DEBUG": "1"}
    )
    assert "Traceback" in traced.communicate()[1]


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, False), (FORCED | {"NO_COLOR": "1"}, False), (FORCED, True)]
)
def test_colours_go_only_to_those_who_want_them(
    published: Path, environment: dict[str, str], coloured: bool
) -> None:
    stdout, _ = start(published, "query", "--sparql", NAMES, environment=environment).communicate()
    assert "CT103A" in stdout
    assert ("\x1b[" in stdout) == coloured


def test_a_terminal_that_lacks_a_letter_gets_an_answer(published: Path) -> None:
    query = 'SELECT ("β" AS ?letter) {}'
    process = start(published, "query", "--sparql", query, environment={"PYTHONIOENCODING": "latin-1"})
    stdout, stderr = process.communicate()
    assert (process.returncode, stderr) == (0, "")
    assert stdout.splitlines()[-1] == "?"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("format_name", ["csv", "json", "md"])
def test_formats_for_programs_are_utf8_wherever_they_are_printed(
    project: Path, encoding: str, format_name: str
) -> None:
    quads = list(parse(path=SMALL, format=RdfFormat.TRIG))
    publish(make(quads, ontology_version="0.1.0", package_version="0.1.0"), project / "build")
    arguments = ("ask", "products-by-response", "--format", format_name)
    process = start(project, *arguments, environment={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    text, told = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert "≥CR 55%" in text


# ------------------------------------------------------------------ completion by the shell


def completed(words: str) -> tuple[list[str], str]:
    """Return what bash is offered for the last word, and what is printed beside."""
    environment = {
        "_CARTOGRAPH_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    command = [sys.executable, "-m", "cartograph"]
    ended = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert ended.returncode in (0, 1)
    return [line.partition(",")[2] for line in ended.stdout.splitlines()], ended.stderr


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("cartograph as", ["ask"]),
        ("cartograph ask products-by-r", ["products-by-response"]),
        ("cartograph ask products-by-response --vec", ["--vector"]),
        ("cartograph ask products-by-response --vector lent", ["lentiviral"]),
        ("cartograph ask no-such-question --x", []),
        ("cartograph --project /nowhere ask p", []),
    ],
)
def test_a_shell_completes_questions_and_choices_and_hears_of_nothing_else(
    words: str, offered: list[str]
) -> None:
    assert completed(words) == (offered, "")


def test_without_the_extra_the_server_says_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = importlib.util.find_spec

    def without(name: str, package: str | None = None) -> object:
        return None if name in {"uvicorn", "jinja2"} else known(name, package)

    monkeypatch.setattr(sys.modules["cartograph.cli.serve"], "find_spec", without)
    result = run(project, "serve")
    assert result.exit_code == 2
    assert result.stderr == "serve: jinja2, uvicorn are not installed: pip install 'cartograph-kg[web]'\n"
