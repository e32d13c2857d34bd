"""The architecture: its picture and its table of steps are those of the code, and lead to files that are there."""

from __future__ import annotations

import re

import architecture
from architecture import PAGE, PICTURE, ROOT, SAYS, arrows, imports, layers
from cartograph.build.steps import STEPS


def test_the_picture_is_that_of_the_code() -> None:
    assert PICTURE.read_text(encoding="utf-8") == architecture.picture(), "run `python tests/architecture.py`"


def test_the_table_of_steps_is_that_of_the_code() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert architecture.page(text) == text, "run `python tests/architecture.py`"
    assert all(f"| {step.name} | {step.does} |" in text for step in STEPS.steps)


def test_every_package_has_a_box_and_an_arrow() -> None:
    named = {name for row in layers() for name in row}
    assert named == set(SAYS) == set(imports())
    tied = {name for pair in arrows() for name in pair}
    assert named == tied
    assert len(arrows()) >= len(named) - 1


def test_arrows_lose_no_import() -> None:
    reduced: dict[str, set[str]] = {name: set() for name in imports()}
    for left, right in arrows():
        reduced[left].add(right)

    def below(name: str) -> set[str]:
        return {other for one in reduced[name] for other in {one, *below(one)}}

    assert all(imports()[name] <= below(name) for name in imports())


def test_every_change_leads_to_a_file() -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Where to change what")[2].partition("\n## ")[0]
    paths = re.findall(r"\| `([^`]+)` \|", section)
    assert len(paths) >= 12
    assert [path for path in paths if not (ROOT / path).exists()] == []
