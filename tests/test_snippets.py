"""What a question's page offers to copy runs as it stands there, and gives the rows of its CSV."""

from __future__ import annotations

import ast
import csv
import io
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from cartograph.http.request import Request
from cartograph.site.context import Context
from cartograph.site.pages.snippets import snippets
from markup import Page
from served import Server

ASKED = (
    "products-by-response?costimulation=4-1BB&vector=lentiviral&above=70&units=all",
    "property-status?product=cilta-cel",
    "conflicts",
    "trial-responses?trial=cartitude-1&limit=5",
)
TOOLS = ("curl", "Python", "Python over HTTP", "R", "command line")


def offered(server: Server, asked: str) -> dict[str, str]:
    page = Page(server.get(f"/questions/{asked}", Accept="text/html").text)
    found = [page.codes[f"code-{n}"] for n in range(1, len(page.codes) + 1)]
    names = [summary for summary in page.summaries if summary in TOOLS]
    assert tuple(names) == TOOLS
    return dict(zip(names, found, strict=True))


def expected(server: Server, asked: str) -> str:
    name, _, parameters = asked.partition("?")
    return server.get(f"/questions/{name}.csv?{parameters}").text


def run(command: list[str], folder: Path) -> str:
    """Run a command where the project is, with this Python's own commands first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr  # 3: truncated, where a limit was asked for
    return done.stdout


def test_the_questions_asked_have_rows(server: Server) -> None:
    for asked in ASKED:
        assert len(list(csv.reader(io.StringIO(expected(server, asked))))) > 3, asked


@pytest.mark.parametrize("asked", ASKED)
def test_curl_gives_the_csv(server: Server, asked: str) -> None:
    assert shutil.which("curl"), "curl is not installed"
    assert run(["sh", "-c", offered(server, asked)["curl"]], server.project) == expected(server, asked)


@pytest.mark.parametrize("asked", ASKED)
def test_python_gives_the_csv(server: Server, asked: str) -> None:
    code = offered(server, asked)["Python"]
    assert run([sys.executable, "-c", code], server.project).strip() == expected(server, asked).strip()


@pytest.mark.parametrize("asked", ASKED)
def test_the_command_line_gives_the_csv(server: Server, asked: str) -> None:
    words = shlex.split(offered(server, asked)["command line"])
    assert words[0] == "cartograph"
    told = run([sys.executable, "-m", *words], server.project)
    assert told == expected(server, asked)


@pytest.mark.parametrize("asked", ASKED)
def test_pandas_reads_the_rows(server: Server, asked: str) -> None:
    names: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()) as printed:
        exec(compile(offered(server, asked)["Python over HTTP"], "snippet", "exec"), names)
    rows = list(csv.reader(io.StringIO(expected(server, asked))))
    assert list(names["answer"].columns) == rows[0]
    assert len(names["answer"]) == len(rows) - 1
    assert rows[0][0] in printed.getvalue()


@pytest.mark.parametrize("asked", ASKED)
def test_r_reads_the_rows(server: Server, asked: str, tmp_path: Path) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed: apt-get install r-base-core")
    script = tmp_path / "snippet.R"
    script.write_text(
        offered(server, asked)["R"] + '\ncat("\\nROWS", nrow(answer), ncol(answer), "\\n")\n', "utf-8"
    )
    told = run(["Rscript", "--vanilla", str(script)], tmp_path)
    rows = list(csv.reader(io.StringIO(expected(server, asked))))
    assert f"ROWS {len(rows) - 1} {len(rows[0])}" in told
    assert rows[0][0] in told


# ------------------------------------------------------------------ what somebody else put into the address

HOSTILE = 'x\'; touch pwned; "$(touch pwned)" `touch pwned` \\ \n é <b>'


def test_a_hostile_value_stays_a_value(context: Context) -> None:
    question = context.graph.questions["property-status"]
    request = Request("questions/property-status", origin="https://example.org")
    found = snippets(context, request, question, [("product", HOSTILE)])
    url = shlex.split(found["curl"])[2]
    assert dict(parse_qsl(urlsplit(url).query)) == {"product": HOSTILE}
    assert shlex.split(found["command line"])[3:5] == ["--product", HOSTILE]
    strings = {
        node.value
        for code in (found["Python"], found["Python over HTTP"])
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Constant)
    }
    assert {HOSTILE, url} <= strings
    assert found["R"].splitlines()[0] == f'answer <- read.csv("{url}")'
    assert url.isascii()
    assert not set(url) & set("\"'\\ $`")


def test_a_name_that_no_question_has_is_refused_before_it_is_written(server: Server) -> None:
    reply = server.get("/questions/conflicts?__import__(%22os%22)=1", Accept="text/html")
    assert reply.status_code == 400
    assert "import cartograph" not in unescape(reply.text)
