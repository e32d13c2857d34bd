"""The hard cases of docs/model-cases.md load as they are printed there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from cartograph.project import home
from cartograph.records import jsonld
from cartograph.records.loader import load

PAGE = Path(__file__).parents[1] / "docs" / "model-cases.md"
BLOCK = re.compile(r"^```yaml( ids)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CASES = [text for ids, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if not ids]
IDS = [text for ids, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if ids]


def test_the_page_has_its_cases_each_with_its_block() -> None:
    headings = re.findall(r"^## (\d+)\. ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == [str(n) for n in range(1, 23)]
    assert len(CASES) == 22
    assert len(IDS) == 1


@pytest.mark.parametrize("number", range(1, 23))
def test_a_case_loads_and_becomes_quads(number: int, tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    for part in ("ontology", "shapes", "rules", "queries"):
        (tmp_path / part).symlink_to(root / part)
    records = tmp_path / "records"
    for part in ("vocabulary", "publications"):
        shutil.copytree(root / "records" / part, records / part)
    for name in ("shape.yaml", "sources.yaml", "context.jsonld"):
        shutil.copy(root / "records" / name, records / name)
    (records / "vocabulary" / "model-cases.yaml").write_text(IDS[0], encoding="utf-8")
    (records / "case").mkdir()
    (records / "case" / "case.yaml").write_text(CASES[number - 1], encoding="utf-8")
    project = home(tmp_path)
    loaded = load(project)
    assert len(loaded.claims) == 1
    graphs = {str(quad.graph_name) for quad in jsonld.quads(loaded, project.records)}
    assert len(graphs) == 2, "one graph for the claim, one that describes it"
