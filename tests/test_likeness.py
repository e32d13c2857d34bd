"""What is offered for a word that nobody knows is spelled like it, and is never another drug."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartograph.likeness import nearest
from cartograph.names.lookup import suggest
from conftest import ROOT

#: Names of drugs, codes and antigens: each of them another thing.
OTHERS = [
    *(
        "cilta-cel",
        "ide-cel",
        "orva-cel",
        "zevor-cel",
        "anito-cel",
        "eque-cel",
        "axi-cel",
        "liso-cel",
        "brexu-cel",
    ),
    *(
        "teclistamab",
        "elranatamab",
        "talquetamab",
        "linvoseltamab",
        "cevostamab",
        "daratumumab",
        "isatuximab",
    ),
    *("bb2121", "bb21217", "CT053", "CT103A", "PHE885", "REGN5458", "TNB-383B", "AMG 224", "AMG 420"),
    *("CD16", "CD137", "CD19", "CD38", "CD138", "CD70"),
    *(
        "ciltacabtagene autoleucel",
        "idecabtagene vicleucel",
        "equecabtagene autoleucel",
        "axicabtagene ciloleucel",
    ),
]


@pytest.mark.parametrize("name", OTHERS)
def test_another_drug_is_never_offered(name: str) -> None:
    assert nearest(name, [other for other in OTHERS if other != name]) == []


@pytest.mark.parametrize("name", [name for name in OTHERS if len(name) > 6])
def test_a_slip_of_the_keyboard_finds_its_name_and_no_other(name: str) -> None:
    letters = [k for k in range(1, len(name) - 1) if name[k].isalpha() and name[k] != name[k + 1]]
    for k in letters[:2]:  # in what is its own, before the stem
        found = nearest(name[:k] + name[k + 1 :], OTHERS)
        assert found[:1] == [name], (name, k)


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=12), max_size=8))
def test_what_is_offered_is_known_and_the_word_itself_comes_first(word: str, known: list[str]) -> None:
    found = nearest(word, known)
    assert set(found) <= set(known)
    assert len(found) <= 3
    if word in known:
        assert found[0].casefold() == word.casefold()


def test_a_long_list_is_counted_and_not_printed() -> None:
    told = suggest("zzzz", [f"name-{n}" for n in range(100)])
    assert "100" in told
    assert "cartograph resolve" in told
    assert len(told) < 120


def test_nearness_is_computed_in_one_place() -> None:
    uses = [path for path in (ROOT / "src").rglob("*.py") if "difflib" in path.read_text(encoding="utf-8")]
    assert uses == []
