"""Completion in editors: the JSON Schemas accept every file, know the newest keys, refuse what the loader refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from cartograph.curation.scaffold import head
from cartograph.project import home
from cartograph.records.loader import declared, record_files
from conftest import ROOT
from schema import CoreLoader, as_editors_read, errors

RECORDS = ROOT / "records"


def schema(name: str) -> Any:
    return json.loads((RECORDS / f"{name}.schema.json").read_text(encoding="utf-8"))


def found(name: str, text: str) -> list[str]:
    every = schema(name)
    return list(errors(yaml.load(text, Loader=CoreLoader), every, every))


def test_every_record_file_satisfies_the_schema() -> None:
    every, files = schema("record"), record_files(RECORDS)
    assert len(files) == 42
    assert {p.name: list(errors(as_editors_read(p), every, every)) for p in files} == {
        p.name: [] for p in files
    }


def test_every_vocabulary_file_satisfies_its_schema() -> None:
    every, files = schema("vocabulary"), sorted((RECORDS / "vocabulary").glob("*.yaml"))
    assert len(files) > 10
    assert {p.name: list(errors(as_editors_read(p), every, every)) for p in files} == {
        p.name: [] for p in files
    }


CLAIM = "source: guo-2022\npassage: Table 2\nclaims: [{id: x, row: x, at: {line: 157}, %s}]"
ACCEPTED = (
    "under: {order: 'PFS and OS'}, cites: {number: '51', corrected: '43', because: x}",
    "under: {order: ['TTNT/PFS', '0, 1-5 days']}",
    "silences: [{property: figure/population, kind: columnAbsent, except: [figure/x/objectiveResponse]}]",
    "silences: [{property: figure/assessor, kind: notMentioned}, {property: report/cut, kind: notMentioned}]",
    "states: [{id: report/x, figures: [{endpoint: PFS, assessor: investigator, printed: x}]}]",
    "states: [{id: agent/x, regulatory: [{regulatoryState: approved, asOf: 2021, printed: x}]}]",
)
REJECTED = {
    "under: {ordr: x}": "unknown 'ordr'",
    "silences: [{property: figure/populatoin, kind: columnAbsent}]": "'figure/populatoin' is not among",
    "cites: {numbr: '51'}": "no 'number'",
    "states: [{id: construct/x, geneTransfr: lentiviral}]": "unknown 'geneTransfr'",
    "states: [{id: report/x, figures: [{endpoint: PSF, printed: x}]}]": "'PSF' is not among",
    "states: [{id: report/x, figures: [{endpoint: PFS}]}]": "no 'printed'",
}


@pytest.mark.parametrize("fields", ACCEPTED)
def test_the_schema_knows_the_newest_keys(fields: str) -> None:
    assert found("record", CLAIM % fields) == []


@pytest.mark.parametrize(("fields", "told"), REJECTED.items())
def test_the_schema_refuses_what_the_loader_refuses(fields: str, told: str) -> None:
    assert told in "\n".join(found("record", CLAIM % fields))


def test_the_schema_of_the_vocabulary_knows_misspellings() -> None:
    entry = "agent/x: {label: x, synonyms: [y], misspellings: [{text: z, at: {source: guo-2022, line: 195}}]}"
    assert found("vocabulary", entry) == []
    assert "unknown 'mispellings'" in found("vocabulary", entry.replace("misspellings", "mispellings"))[0]
    assert "does not match" in found("vocabulary", entry.replace("agent/x", "agnet/x"))[0]


def test_a_part_of_the_schema_that_this_validator_does_not_know_is_no_agreement() -> None:
    with pytest.raises(AssertionError, match="teach this validator"):
        list(errors(1, {"maximum": 2}, {}))


def test_the_line_that_editors_look_for_leads_to_the_schema() -> None:
    source = declared(home(ROOT)).sources["guo-2022"]
    first = head(source, source.passages["Table 2"]).splitlines()[0]
    path = first.removeprefix("# yaml-language-server: $schema=")
    assert path != first
    assert (RECORDS / "guo-2022" / path).resolve() == RECORDS / "record.schema.json"
    assert first in (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
