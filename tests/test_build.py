"""A build: deterministic, all or nothing, every problem with its place."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, QuerySolutions

from cartograph.build.assembly import assemble
from cartograph.build.publish import publish
from cartograph.build.run import build, released
from cartograph.curation.checking import check
from cartograph.errors import RecordError
from cartograph.project import Home, home
from cartograph.terms import ONT
from cartograph.versions.store import open_version
from small import small_release

ROOT = Path(__file__).parents[1]


@pytest.fixture
def copy(project_copy: Path) -> Home:
    return home(project_copy)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_same_records_give_the_same_bytes_whatever_the_hash_seed(built: Home, tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; import sys; from cartograph.project import Home;"
        "from cartograph.build.run import build;"
        "print(build(Home(Path(sys.argv[1]), Path(sys.argv[2]))).version)"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(ROOT), str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert digests == {f"{open_version(built).version}\n"}


def test_the_release_has_no_blank_node_and_keeps_what_was_typed() -> None:
    made = assemble(home(ROOT))
    assert not any(isinstance(part, BlankNode) for quad in made.quads for part in (quad.subject, quad.object))
    assert b'"0.00001"^^<http://www.w3.org/2001/XMLSchema#decimal>' in released(made).nquads


def test_every_agreed_triple_of_a_thing_has_its_statement(built: Home) -> None:
    store = open_version(built).store
    orphans = store.query(
        f"""PREFIX : <{ONT}> SELECT ?s ?p ?o WHERE {{
            VALUES ?p {{ :geneTransfer :cellSource :format :origin :developer :phase :registryId :role :agent }}
            ?s ?p ?o MINUS {{ ?statement :subject ?s ; :property ?p ; :statedValue ?o ; :statedIn ?claim }} }}"""
    )
    assert isinstance(orphans, QuerySolutions)
    assert list(orphans) == []


def test_the_default_graph_is_the_agreed_view_not_a_union(built: Home) -> None:
    view = list(open_version(built).store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert len(view) == len(set(view))
    assert not any(q.predicate.value.startswith("https://w3id.org/cartograph/stated#") for q in view)


def test_a_planted_omission_fails_the_build_and_the_check_and_leaves_the_old_version(copy: Home) -> None:
    before = publish(small_release(), copy.versions).name
    path = copy.records / "vural-2025" / "table-1.yaml"
    edit(path, "        geneTransfer: {value: lentiviral", "        description: {value: lentiviral")
    told = "nothing is said about gene transfer of construct/"
    with pytest.raises(RecordError) as caught:
        build(copy)
    assert any(told in str(problem) for problem in caught.value.problems)
    assert open_version(copy).folder.name == before
    assert any(told in line for line in check(copy, (), None, strict=False).lines)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            "section-3-5-1.yaml",
            "population: MRD-tested, ",
            "",
            "nothing is said about population of figure/cartitude-1-18m/minimalResidualDiseaseNegative",
        ),
        (
            "table-2.yaml",
            "  - {property: figure/population, kind: columnAbsent}\n",
            "",
            "nothing is said about population of figure/ct103a-ash2021/objectiveResponse",
        ),
        (
            "table-2.yaml",
            'percent: 94.4, printed: "ORR 94.4%"',
            'percent: 94.4, assessor: independent review, printed: "ORR 94.4%"',
            "objectiveResponse: add 'except: [figure/ct103a-ash2021/objectiveResponse]'",
        ),
        (
            "section-3-4.yaml",
            "except: [figure/belantamab-pom-dex-ash2021/keratopathy/grades3to4]",
            "except: [figure/belantamab-pom-dex-ash2021/keratopathy/grades3to4, figure/nowhere/keratopathy]",
            "'figure/nowhere/keratopathy' is no figure of which this is expected here",
        ),
    ],
    ids=[
        "a-figure-loses-its-population",
        "a-passage-says-nothing",
        "a-figure-tells-after-all",
        "no-such-figure",
    ],
)
def test_a_planted_omission_of_population_or_assessor_fails_the_build(
    copy: Home, file: str, old: str, new: str, told: str
) -> None:
    edit(copy.records / "guo-2022" / file, old, new)
    with pytest.raises(RecordError) as caught:
        build(copy)
    assert [problem for problem in caught.value.problems if told in str(problem)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('percent: 94.4, printed: "ORR 94.4%"', 'percent: 140, printed: "ORR 140%"', "140"),
        (
            'percent: 94.4, printed: "ORR 94.4%"',
            'percent: 94.4, numerator: 30, denominator: 20, printed: "ORR 94.4%"',
            "30",
        ),
        (
            "{value: NCT05066646, printed: NCT05066646",
            "{value: NCT5066646, printed: NCT05066646",
            "NCT5066646",
        ),
    ],
    ids=["percentage-140", "30-of-20", "malformed-registry-number"],
)
def test_a_planted_defect_is_reported_at_its_line_and_nothing_is_published(
    copy: Home, old: str, new: str, told: str
) -> None:
    path = copy.records / "guo-2022" / "table-2.yaml"
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if old in text)
    edit(path, old, new)
    with pytest.raises(RecordError) as caught:
        build(copy)
    place = f"records/guo-2022/table-2.yaml:{line}"
    assert [one for one in map(str, caught.value.problems) if one.startswith(place) and told in one]
    assert not (copy.versions / "current").exists()


def test_a_finding_that_nobody_accepted_fails_the_check_alone(copy: Home) -> None:
    assert not check(copy, (), None, strict=False).failed
    assert check(copy, (), None, strict=True).failed
    (copy.records / "accepted-findings.yaml").write_text("findings: []\n", encoding="utf-8")
    report = check(copy, (), None, strict=False)
    assert report.failed
    assert any(
        line.startswith("finding (impossible): 'G3 CRS (100%)' exceeds 'CRS (33%)'") for line in report.lines
    )
    assert build(copy).version


def test_an_accepted_finding_that_is_gone_is_reported(copy: Home) -> None:
    path = copy.records / "accepted-findings.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "  - {finding: audit/x/y, because: gone}\n", encoding="utf-8"
    )
    assert any(
        "'audit/x/y' is no finding any more" in line for line in check(copy, (), None, strict=False).lines
    )


def test_the_summary_counts_what_was_made(built: Home) -> None:
    (line,) = build(built).lines
    assert re.fullmatch(
        r"published [0-9a-f]{16}: \d+ claims of 2 sources, \d+ quads, every shape satisfied", line
    )
