"""A check of one file: at once, by the claims that bear on it, and never easier on the file than the whole check."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cartograph.audit.finding import Finding
from cartograph.build.assembly import assemble
from cartograph.curation import checking
from cartograph.curation.checking import CheckReport, check
from cartograph.curation.file_check import LEFT, of_files, places
from cartograph.curation.quoting import checked, checked_of
from cartograph.errors import RecordError, UsageError
from cartograph.project import Home, home
from cartograph.records.loader import load, record_files
from cartograph.records.nearby import around
from cartograph.terms import Ontology
from conftest import ROOT

RECORDS = ROOT / "records"
TEXTS = Path(os.environ.get("CARTOGRAPH_TEXTS") or "none")


@pytest.fixture
def copy(project_copy: Path) -> Home:
    return home(project_copy)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines(project: Home, path: Path, texts: Path | None = None, whole: bool = False) -> set[str]:
    """Return the problems that a check tells of one file."""
    try:
        told = check(project, (path,), texts, strict=False, whole=whole).lines
    except RecordError as error:
        told = tuple(map(str, error.problems))
    name = project.relative(path)
    return {line for line in told if line.startswith(f"{name}:")}


# ------------------------------------------------------------------ planted defects are found by both
DEFECTS = {
    "a word": ("guo-2022/table-2.yaml", "endpoint: ORR", "endpoint: OOR", "'OOR' is no Endpoint"),
    "an id": (
        "guo-2022/table-2.yaml",
        "- id: agent/ct103a",
        "- id: agent/ct103",
        "'agent/ct103' is not declared",
    ),
    "a key": ("guo-2022/table-2.yaml", "    row: ", "    rwo: ", "unknown key 'rwo'"),
    "YAML": ("guo-2022/table-2.yaml", "claims:\n", "claims: [\n", "not YAML"),
    "a silence that lies": (
        "vural-2025/table-1.yaml",
        "silences:\n",
        "silences:\n  - {property: construct/geneTransfer, kind: columnAbsent}\n",
        "declared silent, but",
    ),
    "a gap": (
        "vural-2025/table-1.yaml",
        "        geneTransfer: {value: lentiviral",
        "        description: {value: lentiviral",
        "nothing is said about gene transfer",
    ),
    "a figure's population": (
        "guo-2022/table-2.yaml",
        "  - {property: figure/population, kind: columnAbsent}\n",
        "",
        "nothing is said about population of figure/",
    ),
    "an exception that is no figure": (
        "guo-2022/section-3-5-1.yaml",
        "except: [figure/",
        "except: [figure/nothing/objectiveResponse, figure/",
        "'figure/nothing/objectiveResponse' is no figure",
    ),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_what_is_wrong_with_a_file_is_told_at_once(defect: str, copy: Home) -> None:
    name, old, new, told = DEFECTS[defect]
    path = copy.records / name
    edit(path, old, new)
    found = lines(copy, path)
    assert any(told in line for line in found), found


def test_what_the_whole_check_tells_of_a_file_is_told_at_once(copy: Home) -> None:
    planted = ["a gap", "a figure's population", "a silence that lies", "an exception that is no figure"]
    for name, old, new, _ in (DEFECTS[defect] for defect in planted):
        edit(copy.records / name, old, new)
    paths = {copy.records / DEFECTS[defect][0] for defect in planted}
    whole = {str(problem) for problem in assemble(copy).problems}
    assert len(paths) == 3
    for path in paths:
        ours = {line for line in whole if line.startswith(f"{copy.relative(path)}:")}
        assert ours
        assert ours <= lines(copy, path)


# ------------------------------------------------------------------ and nothing else is
def test_no_file_of_the_records_has_a_problem_and_each_finding_is_the_one_of_the_whole() -> None:
    project = home(ROOT)
    made = assemble(project)
    where = {finding: places(finding, made.records) for finding in made.findings}
    assert len(where) > 20
    judged = [path for path in record_files(project.records) if path.stem in _JUDGED]
    assert len(judged) == len(_JUDGED)
    for path in judged:
        name = project.relative(path)
        seen = of_files(project, frozenset({name}), None)
        assert (name, seen.problems) == (name, ())
        whole: set[Finding] = {finding for finding, files in where.items() if name in files}
        assert (name, set(seen.findings)) == (name, whole)


#: Passages with much and with little that other passages bear on.
_JUDGED = ("figure-2", "section-3-5-1", "section-3-5-7-4", "bcma-products", "outlook", "non-bcma-products")


def test_a_check_of_a_file_reads_only_the_claims_that_bear_on_it() -> None:
    records = load(home(ROOT))
    near = around(records, frozenset({"records/guo-2022/section-3-5-7-1.yaml"}))
    assert 0 < len(near.claims) < 10
    assert {claim.passage for claim in near.claims} == {"section-3-5-7-1"}
    other = around(records, frozenset({"records/guo-2022/table-2.yaml"}))
    assert {"table-2", "figure-2", "section-3-5-3"} <= {claim.passage for claim in other.claims}


def test_a_finding_that_nobody_accepted_fails_the_check_of_its_file(copy: Home) -> None:
    (copy.records / "accepted-findings.yaml").write_text("findings: []\n", encoding="utf-8")
    report = check(copy, (copy.records / "guo-2022" / "table-2.yaml",), None, strict=False)
    assert report.failed
    assert any(line.startswith("finding (impossible): 'G3 CRS (100%)' exceeds") for line in report.lines)


def test_the_last_line_says_what_is_left_to_the_whole_check() -> None:
    path = ROOT / "records" / "guo-2022" / "section-3-5-6-3.yaml"
    report: CheckReport = check(home(ROOT), (path,), None, strict=False)
    assert not report.failed
    assert report.lines[-1] == LEFT
    assert report.lines[-2] == "1 claims, 0 problems, 0 findings (0 not accepted)"


def test_only_files_with_passages_are_judged_without_the_whole_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(project: Home) -> None:
        raise UsageError(f"assembled {project.root}")

    monkeypatch.setattr(checking, "assemble", whole)
    passage, vocabulary = RECORDS / "guo-2022" / "section-1.yaml", RECORDS / "vocabulary" / "agents.yaml"
    assert LEFT in check(home(ROOT), (passage,), None, strict=False).lines
    for files, more in (
        ((vocabulary,), False),
        ((passage, vocabulary), False),
        ((passage,), True),
        ((), False),
    ):
        with pytest.raises(UsageError, match="assembled"):
            check(home(ROOT), files, None, strict=False, whole=more)


# ------------------------------------------------------------------ with the texts
TEXT_DEFECTS = {
    "a number": ("percent: 78.9", "percent: 78.7"),
    "words": ('printed: "ORR 92.1%', 'printed: "ORR 92.7%'),
    "a reference": ('number: "49"', 'number: "99"'),
}


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts of the sources are not at hand")
def test_each_planted_difference_from_the_text_is_told_by_both_checks(copy: Home) -> None:
    path = copy.records / "guo-2022" / "table-2.yaml"
    for old, new in TEXT_DEFECTS.values():
        edit(path, old, new)
    words, records = Ontology.load(copy.ontology), load(copy)
    name = copy.relative(path)
    whole = {p for p in checked(records, words, copy.records, TEXTS).failed if p.place == name}
    assert len(whole) >= len(TEXT_DEFECTS)
    assert set(checked_of(frozenset({name}), records, words, copy.records, TEXTS).failed) == whole
    assert {str(problem) for problem in whole} <= lines(copy, path, TEXTS)
