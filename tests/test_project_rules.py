"""The rules of the house: what holds for every file, so that nobody has to remember it."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

import cartograph
from cartograph import terms
from conftest import ROOT, project_files, refuse_skip

BASE = "https://w3id.org/cartograph/"

Check = Callable[[str], list[str]]


@cache
def tracked() -> dict[str, str]:
    """Return the text of each file of the project."""
    return {name: (ROOT / name).read_text("utf-8", "replace") for name in project_files()}


def findings(check: Check, *suffixes: str) -> list[str]:
    return [
        f"{name}: {finding}"
        for name, text in tracked().items()
        if not suffixes or name.endswith(suffixes)
        for finding in check(text)
    ]


# ------------------------------------------------------------------ what no file may say

# A class of one letter keeps these patterns from matching the line that holds them.
_MACHINE = re.compile(r"""(?<![\w.-])/(?:wor[k]|roo[t]|hom[e])/[a-z.]\S*|inde[x]-url|"resolved": "htt[p]""")
_SHARED = re.compile(r"\.\./share[d]")
_OUR_IRI = re.compile(
    r"(?:https?:)?//[\w.-]*/cartograph\b[^\s\"'<>`)]*|https?://[\w.-]*cartograph[\w.-]*\.\w+/"
)
_EMPTY_PREFIX = re.compile(r"(?:@prefix|PREFIX)\s+:\s*<([^>]*)>", re.IGNORECASE)


def machine_words(text: str) -> list[str]:
    return _MACHINE.findall(text)


def foreign_bases(text: str) -> list[str]:
    return [iri for iri in _OUR_IRI.findall(text) if not iri.startswith(BASE) and iri != BASE.rstrip("/")]


def foreign_prefixes(text: str) -> list[str]:
    return [iri for iri in _EMPTY_PREFIX.findall(text) if iri != f"{BASE}ontology#"]


REJECTED: list[tuple[Check, str]] = [
    (machine_words, "see /wor" + "k/main/x.py"),
    (machine_words, "/roo" + "t/.cache/pip"),
    (machine_words, "pip install --inde" + "x-url example"),
    (foreign_bases, "<http://w3id.org/" + "cartograph/agent/ide-cel>"),
    (foreign_bases, "<https://www.w3id.org/" + "cartograph/agent/ide-cel>"),
    (foreign_bases, "<https:" + "//cartograph.example/agent/ide-cel>"),
    (foreign_prefixes, "PREFIX : <https://w3id.org/cartograph/" + "onthology#>"),
]
ACCEPTED: list[tuple[Check, str]] = [
    (machine_words, "https://example.org/work/main and a network/rooted tree"),
    (foreign_bases, "<https://w3id.org/cartograph/agent/ide-cel> and https://w3id.org/sssom/"),
    (foreign_prefixes, "@prefix : <https://w3id.org/cartograph/ontology#> ."),
]


@pytest.mark.parametrize(("check", "text"), REJECTED)
def test_each_check_finds_what_it_is_for(check: Check, text: str) -> None:
    assert len(check(text)) == 1


@pytest.mark.parametrize(("check", "text"), ACCEPTED)
def test_each_check_lets_the_right_text_pass(check: Check, text: str) -> None:
    assert check(text) == []


def test_the_house_reads_the_whole_project() -> None:
    assert len(tracked()) > 30
    assert {"README.md", "Makefile", ".ci/run", "src/cartograph/errors.py"} <= tracked().keys()


def test_no_file_speaks_of_one_machine() -> None:
    assert findings(machine_words) == []


def test_only_ci_knows_where_the_texts_lie() -> None:
    assert [name for name, text in tracked().items() if _SHARED.search(text)] == [".ci/run"]


def test_all_files_agree_on_the_base() -> None:
    assert terms.BASE == BASE
    assert findings(foreign_bases) == []
    assert findings(foreign_prefixes, ".ttl", ".rq", ".md") == []


# ------------------------------------------------------------------ one version number


def test_every_file_gives_the_one_version() -> None:
    project = tomllib.loads(tracked()["pyproject.toml"])["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    newest = re.search(r"^## (\S+)", tracked()["CHANGELOG.md"], re.MULTILINE)
    assert newest is not None
    assert newest[1] == cartograph.__version__
    assert "\nversion:" not in tracked()["CITATION.cff"]


def test_the_modules_of_the_ontology_share_one_version() -> None:
    texts = [
        text for name, text in tracked().items() if name.startswith("ontology/") and name.endswith(".ttl")
    ]
    (version,) = {version for text in texts for version in re.findall(r'owl:versionInfo "([^"]+)"', text)}
    named = [iri for text in texts for iri in re.findall(r"owl:versionIRI <([^>]+)>", text)]
    assert len(named) == len(texts)
    assert [iri for iri in named if f"{iri}/".startswith(f"{BASE}ontology/{version}/")] == named


# ------------------------------------------------------------------ documents that can be followed


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def code(markdown: str) -> list[str]:
    """Return what a page shows as code: the lines of its fenced blocks, and its inline spans."""
    fence = re.compile(r"^ *```\w*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
    fenced = [line.strip() for block in fence.findall(markdown) for line in block.splitlines()]
    return fenced + re.findall(r"`([^`\n]+)`", fence.sub("", markdown))


def first_words(markdown: str, command: str) -> set[str]:
    """Return what follows `command` wherever a page shows a command line."""
    found = (re.match(rf"{command} ([a-z]+)", line) for line in code(markdown))
    return {match[1] for match in found if match}


def made(markdown: str) -> set[str]:
    return first_words(markdown, "make")


def asked(markdown: str) -> set[str]:
    return first_words(markdown, "cartograph")


def paths(markdown: str) -> set[str]:
    """Return the files and folders of the project that a page names, in links and in code."""
    linked = (link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", markdown) if "://" not in link)
    folders = r"\b(?:benchmarks|docs|ontology|queries|records|rules|shapes|src|tests)/[\w./-]*"
    return {*linked, *re.findall(folders, "\n".join(code(markdown)))}


PAGES = sorted(name for name in tracked() if name in {"README.md", "CONTRIBUTING.md"})


def test_the_pages_are_found() -> None:
    assert PAGES == ["CONTRIBUTING.md", "README.md"]
    assert {"run", "test"} <= made(tracked()["README.md"])
    assert {"check", "build"} <= asked(tracked()["CONTRIBUTING.md"])


@pytest.mark.parametrize("page", PAGES)
def test_every_target_that_a_page_names_exists(page: str) -> None:
    assert made(tracked()[page]) <= targets(tracked()["Makefile"])


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    assert [path for path in sorted(paths(tracked()[page])) if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("command", sorted(set().union(*(asked(tracked()[page]) for page in PAGES))))
def test_every_command_that_a_page_names_exists(command: str) -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "cartograph", command, "--help"], check=False, capture_output=True
    )
    assert (shown.returncode, shown.stderr) == (0, b"")


def test_a_page_with_wrong_directions_is_caught() -> None:
    page = "`make soup`\n\n1. So:\n   ```sh\n   cartograph fly tests/up.py\n   ```\n[map](nowhere.md)"
    assert (made(page), asked(page)) == ({"soup"}, {"fly"})
    assert paths(page) == {"nowhere.md", "tests/up.py"}
    assert "soup" not in targets(tracked()["Makefile"])


# ------------------------------------------------------------------ code that stays small and in layers


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines from `def` to the end; a docstring teaches and is not counted."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function, clean=False) is None or first.end_lineno is None:
        return lines
    return lines - (first.end_lineno - first.lineno + 1)


def test_length_counts_code_and_no_docstring() -> None:
    source = 'def f(\n    x: int,\n) -> int:\n    """Say it.\n\n    Why.\n    """\n    return x\n'
    assert [length(function) for function in functions(source)] == [4]


def test_functions_stay_small() -> None:
    source = [text for name, text in tracked().items() if name.startswith("src/") and name.endswith(".py")]
    lengths = [length(function) for text in source for function in functions(text)]
    assert len(lengths) > 50
    assert statistics.median(lengths) < 10


def lint_imports(config: Path) -> subprocess.CompletedProcess[str]:
    script = "import sys; from importlinter.cli import lint_imports_command as run; run()"
    options = ["--config", str(config), "--no-cache", "--no-logo"]
    return subprocess.run(
        [sys.executable, "-c", script, *options],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )


def test_imports_point_down() -> None:
    run = lint_imports(ROOT / "pyproject.toml")
    assert run.returncode == 0, run.stdout


def test_an_import_that_points_up_is_caught(tmp_path: Path) -> None:
    contract = tracked()["pyproject.toml"].replace('"project",\n  "errors",', '"errors",\n  "project",')
    (tmp_path / "pyproject.toml").write_text(contract)
    run = lint_imports(tmp_path / "pyproject.toml")
    assert run.returncode == 1
    assert "cartograph.project is not allowed to import cartograph.errors" in " ".join(run.stdout.split())


# ------------------------------------------------------------------ tests that run


@pytest.mark.parametrize(
    ("outcome", "expected", "after"),
    [("skipped", False, "failed"), ("skipped", True, "skipped"), ("passed", False, "passed")],
)
def test_a_skip_on_a_ci_machine_is_a_failure(
    outcome: Literal["passed", "skipped"], expected: bool, after: str
) -> None:
    report = pytest.TestReport("t", ("t.py", 1, "t"), {}, outcome, "no texts", "call")
    if expected:
        report.wasxfail = "known"
    assert refuse_skip(report).outcome == after
