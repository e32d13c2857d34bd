"""The pages of findings and conflicts are made from the records, and each finding has been read by a person."""

from __future__ import annotations

from pathlib import Path

from cartograph.curation.findings import files
from cartograph.project import Home

ROOT = Path(__file__).resolve().parents[1]


def test_the_pages_are_current() -> None:
    made = files(Home(ROOT, ROOT / "build"))
    assert [path.name for path in made] == ["findings.md", "conflicts.md"]
    for path, content in made.items():
        assert path.read_text(encoding="utf-8") == content, f"docs/{path.name} is out of date: make findings"


def test_every_finding_has_a_place_and_a_reading() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    found = text.count("\n* **")
    assert f"{found} findings of" in text
    assert text.count("  * Our reading: ") == found
    assert text.count(", line ") >= found
    assert "Nobody has read it yet" not in text


def test_every_conflict_names_its_sides() -> None:
    text = (ROOT / "docs" / "conflicts.md").read_text(encoding="utf-8")
    conflicts = text.count("\n* **")
    assert f"{conflicts} conflicts:" in text
    assert text.count("\n  * against ") >= conflicts
