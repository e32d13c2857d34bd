"""A registry record must mention a name of the product that its trial investigates; the records are real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from cartograph.audit.registry import Study, foreign_record, studies, study
from cartograph.curation.checking import check
from cartograph.errors import UsageError
from cartograph.project import Home
from cartograph.reasoning.world import World
from cartograph.terms import LABEL, SKOS
from grounds import ground

DATA = Path(__file__).parent / "data" / "registry"
ASTHMA, SPINE, STENT, SCHOOL = "NCT02210780", "NCT02552212", "NCT03475563", "NCT03630471"


def world(number: str, product: str, *names: str) -> World:
    """Return a world in which a trial of that number investigates a product of those names."""
    case = {
        "things": {"trial/t": {"investigates": "agent/x"}, "agent/x": {LABEL.value: product}},
        "statements": [{"of": "trial/t", "property": "registryId", "value": number}],
    }
    made = ground(case).world
    made.facts["https://w3id.org/cartograph/agent/x"][f"{SKOS}altLabel"] = names  # type: ignore[index]
    return made


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (ASTHMA, ("dupilumab",)),
        (ASTHMA, ("an antibody", "SAR 231893")),
        (SPINE, ("CDP870",)),
        (SPINE, ("certolizumab-pegol",)),
        (SCHOOL, ("enhanced usual care",)),
        ("NCT03548207", ("cilta-cel",)),
    ],
    ids=["intervention", "other-name", "code-name", "hyphen", "words", "no-record-of-it"],
)
def test_a_record_that_mentions_a_name_is_left(number: str, names: tuple[str, ...]) -> None:
    assert list(foreign_record(world(number, *names), studies(DATA))) == []


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (ASTHMA, ("cilta-cel", "JNJ-4528", "JNJ-68284528")),
        (SPINE, ("pegol stent",)),
        (STENT, ("BiOSS-X",)),
        (SCHOOL, ("sual",)),
    ],
    ids=["foreign", "words-apart", "more-than-the-title", "part-of-a-word"],
)
def test_a_record_that_mentions_no_name_is_found(number: str, names: tuple[str, ...]) -> None:
    (finding,) = foreign_record(world(number, *names), studies(DATA))
    assert (finding.rule, finding.severity) == ("foreign-record", "impossible")
    assert finding.message.startswith(f"{number} is '")
    assert finding.message.endswith(f"mentions no name of {names[0]}")


def test_the_confusion_that_public_data_sets_have_is_found() -> None:
    title = "A Study of JNJ-68284528, a CAR-T Therapy Directed Against BCMA in Participants With Myeloma"
    record = Study("NCT03548207", (title, "CARTITUDE-1"), ("JNJ-68284528",))
    assert list(foreign_record(world("NCT03548207", "cilta-cel", "JNJ-68284528"), [record])) == []
    (finding,) = foreign_record(world("NCT03548207", "ide-cel", "bb2121", "KarMMa"), [record])
    assert "mentions no name of ide-cel" in finding.message


def test_every_record_has_a_title_and_interventions() -> None:
    assert [one.id for one in studies(DATA)] == [ASTHMA, SPINE, STENT, SCHOOL]
    assert all(one.titles and one.interventions for one in studies(DATA))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"protocolSection": {"identificationModule": 3}}'])
def test_a_file_that_holds_no_study_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"x\.json: no record of a study: give a study as"):
        study(tmp_path / "x.json")


def test_a_folder_without_studies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no record of a study"):
        studies(tmp_path)


def test_the_check_holds_trials_against_a_folder_of_studies(project: Home, tmp_path: Path) -> None:
    claim = (
        "source: vural-2025\npassage: Table 1\nclaims:\n  - id: one\n    row: one\n    at: {line: 107}\n"
        "    states:\n      - id: trial/cartitude-1\n        investigates: agent/cilta-cel\n"
        f"        registryId: {ASTHMA}\n"
    )
    (project.records / "vural-2025" / "a.yaml").write_text(claim, encoding="utf-8")
    folder = tmp_path / "studies"
    folder.mkdir()
    (folder / f"{ASTHMA}.json").write_bytes((DATA / f"{ASTHMA}.json").read_bytes())
    told = check(project, [project.records / "vural-2025" / "a.yaml"], None, strict=False, registry=folder)
    assert any("finding (impossible): NCT02210780 is 'Study of Dupilumab" in line for line in told.lines)
    without = check(project, [project.records / "vural-2025" / "a.yaml"], None, strict=False)
    assert not any("NCT02210780 is" in line for line in without.lines)
