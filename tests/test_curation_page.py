"""The page for curators: its record loads and stands in the text, its commands run, its links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cartograph.cli import command
from cartograph.curation.quoting import checked_of
from cartograph.project import Home
from cartograph.records.loader import load
from cartograph.terms import Ontology
from conftest import ROOT

PAGE = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
TEXTS = Path(os.environ.get("CARTOGRAPH_TEXTS") or "none")
RECORDS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^   (cartograph new .*?)(?:  +#.*)?$", PAGE, re.MULTILINE)


@pytest.fixture
def loaded(project: Home) -> Home:
    """Return a project that holds the record of the page and no other."""
    shutil.copytree(ROOT / "records" / "publications", project.records / "publications", dirs_exist_ok=True)
    folder = project.records / "guo-2022"
    folder.mkdir()
    (folder / "table-2.yaml").write_text(RECORDS[0], encoding="utf-8")
    return project


def test_the_page_has_one_record_two_commands_and_three_pages() -> None:
    assert (len(RECORDS), len(COMMANDS)) == (1, 2)
    assert len(PAGE.split()) < 1600


def test_the_record_of_the_page_loads(loaded: Home) -> None:
    (claim,) = load(loaded).claims
    values = [node.first("value") for node in claim.walk() if node.kind == "figure"]
    assert [value.word for value in values if value] == ["38", "92.1", "73.7"]


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts of the sources are not at hand")
def test_the_record_of_the_page_stands_in_the_text(loaded: Home) -> None:
    words, files = Ontology.load(loaded.ontology), frozenset({"records/guo-2022/table-2.yaml"})
    outcome = checked_of(files, load(loaded, words), words, loaded.records, TEXTS)
    assert outcome.failed == ()
    assert outcome.checked >= 6


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_of_the_page_run(line: str, project: Home) -> None:
    words = [word for word in shlex.split(line)[1:] if word not in ("--texts", "DIR")]
    result = CliRunner(env={"CARTOGRAPH_TEXTS": ""}).invoke(command, ["--project", str(project.root), *words])
    assert result.exit_code == 0, result.output


def test_every_key_that_the_table_of_hard_cases_names_is_one_of_a_record() -> None:
    schema = (ROOT / "records" / "record.schema.json").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \|", PAGE, re.MULTILINE)
    keys = {key for row in rows for key in re.findall(r"`(\w+):", row)}
    assert {"under", "population", "among", "assessor", "dataCut", "unassigned", "cites"} <= keys
    assert {key for key in keys if f'"{key}"' not in schema} == set()


def test_every_link_of_the_page_leads_to_a_file_and_a_heading() -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", PAGE)
    assert len(links) > 20
    for path, anchor in links:
        file = ROOT / "docs" / path
        assert file.is_file(), path
        if anchor:
            headings = re.findall(r"^#+ (.*)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, anchor


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_the_settings_for_editors_name_schemas_that_exist() -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for path in yaml.safe_load(block)["yaml.schemas"]:
        assert (ROOT / path).is_file()
