"""A new claim: a scaffold with blanks that the check refuses, appended to the file of its passage and to no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cartograph.cli import command
from cartograph.curation.drafts import draft, suggested, write
from cartograph.curation.scaffold import BUNDLES, Wanted, kinds
from cartograph.errors import RecordError, UsageError
from cartograph.project import Home, home
from cartograph.records.document import BLANK
from cartograph.records.loader import declared, load
from cartograph.records.shape import Kind, Shape
from conftest import ROOT

SHAPE = Shape.load(ROOT / "records")


def run(project: Home, *words: str) -> tuple[int, str]:
    result = CliRunner(env={"CARTOGRAPH_TEXTS": ""}).invoke(command, ["--project", str(project.root), *words])
    return result.exit_code, result.output


def fields(kind: Kind) -> set[str]:
    """Return every field of a kind of node and of what lies below it."""
    below = (fields(SHAPE.kinds[name]) for name in kind.children.values())
    return {*kind.states, *kind.plain, *kind.children}.union(*below)


# ------------------------------------------------------------------ what a scaffold holds
@pytest.mark.parametrize("kind", kinds(SHAPE))
def test_a_scaffold_names_every_field_of_its_kind(kind: str, project: Home) -> None:
    text = draft(project, "guo-2022", "table-2", Wanted(kind), None).text
    wanted = set().union(*(fields(SHAPE.kinds[name]) for name in BUNDLES.get(kind, (kind,))))
    assert len(wanted) >= 3
    assert {field for field in wanted if f"{field}:" not in text and f"{field} (" not in text} <= {"value"}


def test_there_are_scaffolds_for_every_kind_that_a_claim_can_be_about() -> None:
    assert {"product", "cohort", "report", "agent", "mention", "assertion", "unassigned"} <= set(kinds(SHAPE))
    assert not {"slot", "figure", "step", "component"} & set(kinds(SHAPE))


@pytest.mark.parametrize("kind", kinds(SHAPE))
def test_each_blank_of_a_scaffold_is_refused_at_its_line(kind: str, project: Home) -> None:
    made = draft(project, "guo-2022", "table-2", Wanted(kind), None)
    assert write(made, project) == 6
    lines = made.file.read_text(encoding="utf-8").splitlines()
    with pytest.raises(RecordError) as caught:
        load(project)
    told = {(p.line, p.message, p.fix) for p in caught.value.problems}
    blanks = {n for n, line in enumerate(lines, 1) if BLANK in line.partition("  #")[0].partition("# ")[0]}
    assert told == {(n, f"a blank ({BLANK}) is left", "fill it in or delete it") for n in blanks}


def test_a_scaffold_that_is_filled_in_loads(project: Home) -> None:
    made = draft(project, "guo-2022", "Table 2", Wanted("agent", "new", "new one", 157), None)
    write(made, project)
    text = made.file.read_text(encoding="utf-8").replace(f"agent/{BLANK}", "agent/ct053")
    kept = [line for line in text.splitlines() if BLANK not in line and "regulatory:" not in line]
    kept = [line for line in kept if "designations:" not in line]
    made.file.write_text("\n".join(kept), encoding="utf-8")
    (claim,) = load(project).claims
    assert (claim.id, claim.row, claim.place.line) == ("claim/guo-2022/table-2/new", "new one", 157)


# ------------------------------------------------------------------ what the line tells
def test_a_lone_id_that_the_line_names_is_written_and_several_are_offered(
    project: Home, tmp_path: Path
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    lines = [""] * 156 + ["CT103A\tfully human\tBCMA", "CT053 and CT103A were given"]
    (folder / "guo-2022.txt").write_text("\n".join(lines), encoding="utf-8")
    one = draft(project, "guo-2022", "table-2", Wanted("product", line=157), folder).text
    assert "row: CT103A\n" in one
    assert "id: agent/ct103a\n" in one
    assert "id: construct/ct103a\n" in one
    two = draft(project, "guo-2022", "table-2", Wanted("product", line=158), folder).text
    assert "# the line may mean agent/ct053, agent/ct103a" in two
    assert f"id: agent/{BLANK}\n" in two


def test_misspellings_and_what_is_called_after_a_product_are_suggested() -> None:
    records = declared(home(ROOT))
    assert suggested(records, "elranatemab")["agent"] == ("agent/elranatamab",)
    assert "report/ct103a-ash2021" in suggested(records, "CT103A")["report"]
    assert suggested(records, "nothing that anybody knows") == {}


# ------------------------------------------------------------------ where it is written
def test_a_claim_is_appended_and_nothing_else_changes(project_copy: Path) -> None:
    copy = home(project_copy)
    path = copy.records / "guo-2022" / "table-2.yaml"
    before = path.read_text(encoding="utf-8")
    at = write(draft(copy, "guo-2022", "table-2", Wanted("report", "new"), None), copy)
    after = path.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert after.splitlines()[at - 1] == "  - id: new"
    assert not list(path.parent.glob(".*"))


def test_a_second_claim_goes_behind_one_with_blanks(project: Home) -> None:
    first = write(draft(project, "guo-2022", "table-2", Wanted("agent", "one"), None), project)
    second = write(draft(project, "guo-2022", "table-2", Wanted("agent", "two"), None), project)
    assert 0 < first < second


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted("agnet"), "--kind: 'agnet' is no kind"),
        (Wanted("agent", "Two Words"), "--id: 'Two Words' is not kebab-case"),
        (Wanted("agent", line=3), "--line: line 3 is none of Table 2: give one of 151 to 170"),
        (Wanted("agent", cell=2), "--cell: a cell of no line"),
    ],
)
def test_what_is_wrongly_asked_for_is_told(wanted: Wanted, told: str, project: Home) -> None:
    with pytest.raises(UsageError, match=f"^{told}"):
        draft(project, "guo-2022", "table-2", wanted, None)


def test_an_unknown_source_or_passage_is_told_with_the_nearest(project: Home) -> None:
    with pytest.raises(UsageError, match="'guo' is no source"):
        draft(project, "guo", "table-2", Wanted("agent"), None)
    with pytest.raises(UsageError, match="did you mean 'table-2'"):
        draft(project, "guo-2022", "tabel-2", Wanted("agent"), None)


def test_an_id_that_is_taken_is_refused(project: Home) -> None:
    wanted = Wanted("agent", "one")
    write(draft(project, "guo-2022", "table-2", wanted, None), project)
    with pytest.raises(UsageError, match="has a claim 'one' already"):
        write(draft(project, "guo-2022", "table-2", wanted, None), project)


def test_a_file_whose_claims_do_not_stand_last_stays_as_it_is(project: Home) -> None:
    path = project.records / "guo-2022" / "table-2.yaml"
    path.parent.mkdir()
    content = "source: guo-2022\nclaims:\n  - {id: a, row: a, at: {line: 157}}\npassage: Table 2\n"
    path.write_text(content, encoding="utf-8")
    with pytest.raises((UsageError, RecordError)):
        write(draft(project, "guo-2022", "table-2", Wanted("agent"), None), project)
    assert path.read_text(encoding="utf-8") == content
    assert not list(path.parent.glob(".*"))


# ------------------------------------------------------------------ the command
def test_the_command_shows_the_claim_and_writes_nothing(project: Home) -> None:
    code, shown = run(project, "new", "claim", "guo-2022", "table-2", "--kind", "assertion")
    assert code == 0
    assert shown.startswith("# yaml-language-server: $schema=")
    assert "assertions:" in shown
    assert not (project.records / "guo-2022").exists()


def test_the_command_writes_where_it_is_told_to(project: Home) -> None:
    code, told = run(project, "new", "claim", "guo-2022", "table-2", "--write")
    assert (code, told.split(": ")[0]) == (0, "records/guo-2022/table-2.yaml:6")
    code, told = run(project, "check", str(project.records / "guo-2022" / "table-2.yaml"))
    assert code == 1
    assert f"records/guo-2022/table-2.yaml:6:9: a blank ({BLANK}) is left: fill it in or delete it" in told


def test_the_command_says_what_is_wrong_and_ends_with_two(project: Home) -> None:
    code, told = run(project, "new", "claim", "guo-2022", "table-2", "--id", "A")
    assert code == 2
    assert "not kebab-case" in told
