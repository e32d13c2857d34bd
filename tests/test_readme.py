"""The README's output is what the commands print, but for the lines that it leaves out."""

from __future__ import annotations

from readme import BLOCK, ROOT, output, shown


def test_the_readme_shows_what_make_run_prints() -> None:
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks == [shown(output())], "run python tests/readme.py"


def test_what_is_left_out_is_marked() -> None:
    rest = "19 may qualify\n  x\n  costimulation\n  response: not above\n  vector\n2 sources\n"
    assert (
        shown(f"built\nLCAR-B38M\n* all patients\nagainst\n{rest}")
        == "built\n…\n* all patients\n…\n19 may qualify\n  x\n…\n  response: not above\n…\n2 sources\n"
    )
