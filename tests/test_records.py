"""Record files: what is read, and what is refused with file, line and remedy."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartograph.curation import generate
from cartograph.errors import RecordError, UsageError
from cartograph.project import Home, home
from cartograph.records import jsonld
from cartograph.records.context import nearest
from cartograph.records.document import Text, read
from cartograph.records.loader import load
from nodes import value

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data" / "records"
REJECTED = sorted((DATA / "rejected").glob("*.yaml"))
ACCEPTED = sorted((DATA / "accepted").glob("*.yaml"))


def put(project: Home, content: str | bytes, name: str = "case.yaml") -> Path:
    path = project.records / "vural-2025" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_every_case_is_collected() -> None:
    assert len(REJECTED) == 28
    assert len(ACCEPTED) == 3


@pytest.mark.parametrize("case", REJECTED, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_its_line_and_a_remedy(case: Path, project: Home) -> None:
    content = case.read_text(encoding="utf-8")
    put(project, content)
    with pytest.raises(RecordError) as caught:
        load(project)
    told = [f"{problem.line}: {problem.message}: {problem.fix}" for problem in caught.value.problems]
    expected = re.findall(r"^# expect: (.*)$", content, re.MULTILINE)
    assert expected
    for words in expected:
        assert any(words in message for message in told), f"{words!r} not in {told}"
    assert {problem.place for problem in caught.value.problems} == {"records/vural-2025/case.yaml"}


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda path: path.stem)
def test_a_good_file_is_read(case: Path, project: Home) -> None:
    put(project, case.read_text(encoding="utf-8"))
    assert len(load(project).claims) == 1


def test_decimals_travel_as_they_were_typed(project: Home) -> None:
    put(project, (DATA / "accepted" / "decimals-stay-as-typed.yaml").read_text(encoding="utf-8"))
    values = [
        value(q.object)
        for q in jsonld.quads(load(project), project.records)
        if value(q.predicate).endswith("#value")
    ]
    assert values == ["94.40"]


def test_a_file_that_is_not_utf_8_is_refused(project: Home) -> None:
    put(project, "source: vural-2025 é".encode("latin-1"))
    with pytest.raises(RecordError, match=r"case\.yaml: not UTF-8"):
        load(project)


@pytest.mark.parametrize("content", ["", "# only a comment\n", "- a list\n"])
def test_an_empty_file_is_refused(content: str, project: Home) -> None:
    put(project, content)
    with pytest.raises(RecordError, match="empty, or not a mapping"):
        load(project)


def test_a_file_that_cannot_be_read_is_wrong_usage(project: Home) -> None:
    (project.records / "vural-2025" / "folder.yaml").mkdir()
    with pytest.raises(UsageError, match=r"folder\.yaml: cannot be read"):
        load(project)


def test_problems_of_all_files_come_at_once(project: Home) -> None:
    put(project, "source: nowhere\npassage: x\n", "one.yaml")
    put(project, "source: vural-2025\npassage: nothing\n", "two.yaml")
    with pytest.raises(RecordError) as caught:
        load(project)
    assert {problem.place for problem in caught.value.problems} == {
        "records/vural-2025/one.yaml",
        "records/vural-2025/two.yaml",
    }


def test_an_id_that_is_declared_twice_is_refused(project: Home) -> None:
    (project.records / "vocabulary" / "again.yaml").write_text("agent/ct103a: {label: again}\n")
    with pytest.raises(RecordError, match="'agent/ct103a' is declared a second time"):
        load(project)


def test_a_second_curation_may_declare_what_it_alone_names(project: Home) -> None:
    second = project.root / "second"
    (second / "vocabulary").mkdir(parents=True)
    (second / "vocabulary" / "own.yaml").write_text("agent/of-its-own: {label: of its own}\n")
    assert "agent/of-its-own" in load(project, passages=second).things
    assert "agent/of-its-own" not in load(project).things
    (second / "vocabulary" / "own.yaml").write_text("agent/ct103a: {label: again}\n")
    with pytest.raises(
        RecordError, match=r"second/vocabulary/own\.yaml.*'agent/ct103a' is declared a second"
    ):
        load(project, passages=second)


def test_ids_do_not_move_when_a_line_is_inserted(project: Home) -> None:
    content = (DATA / "accepted" / "minimal.yaml").read_text(encoding="utf-8")
    path = put(project, content)
    before = {claim.id for claim in load(project).claims} | {
        n.id for c in load(project).claims for n in c.walk()
    }
    path.write_text(
        "# a remark\n\n" + content.replace("claims:\n", "claims:\n  - {id: new, row: new, at: {line: 103}}\n")
    )
    after = {claim.id for claim in load(project).claims} | {
        n.id for c in load(project).claims for n in c.walk()
    }
    assert before < after
    assert after - before == {"claim/vural-2025/table-1/new"}


def test_each_claim_is_a_graph_and_statements_carry_their_place(project: Home) -> None:
    put(project, (DATA / "accepted" / "minimal.yaml").read_text(encoding="utf-8"))
    quads = list(jsonld.quads(load(project), project.records))
    base = "https://w3id.org/cartograph/"
    statement = f"{base}claim/vural-2025/table-1/ct103a/statement/construct/ct103a/geneTransfer"
    said = {
        value(q.predicate).rpartition("#")[2]: value(q.object) for q in quads if value(q.subject) == statement
    }
    assert said["statedValue"] == f"{base}ontology#lentiviral"
    assert (said["line"], said["cell"], said["printed"]) == ("107", "2", "Lentiviral vector")
    assert {value(q.graph_name) for q in quads} == {
        f"{base}claim/vural-2025/table-1/ct103a",
        f"{base}graph/claims",
    }


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200))
def test_no_text_makes_the_reader_fall_over(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    path = tmp_path_factory.mktemp("yaml") / "x.yaml"
    path.write_bytes(content.encode())
    with suppress(RecordError):
        assert all(isinstance(key, Text) for key in read(path, "x.yaml"))


def test_the_nearest_known_word_is_offered() -> None:
    assert nearest("scFV", ["scFv", "VHH"]) == "did you mean 'scFv'?"
    assert "see the reference" in nearest("zzz", ["scFv"])


def test_generated_files_are_up_to_date() -> None:
    stale = [
        str(path)
        for path, content in generate.files(home(ROOT)).items()
        if path.read_text(encoding="utf-8") != content
    ]
    assert stale == [], "run `make generate`"
