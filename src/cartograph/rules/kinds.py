"""Tell where the two sides of a conflict are printed: in which kinds of passage, or in which sources."""

from __future__ import annotations

#: Passages by the word that their id begins with; all others are prose.
_FORMS = ("table", "figure")
_PAIRS = {
    ("prose", "table"): "tableAgainstProse",
    ("figure", "table"): "tableAgainstLegend",
    ("figure", "prose"): "legendAgainstProse",
    ("table", "table"): "tableAgainstTable",
    ("prose", "prose"): "proseAgainstProse",
    ("figure", "figure"): "legendAgainstLegend",
}


def source(node: str) -> str:
    """Return the source of a claim, or of a node of one, by its path."""
    return _parts(node)[0]


def kind(one: str, other: str) -> str:
    """Return the kind of a conflict between two nodes, given by their paths below `claim/`.

    >>> kind("claim/guo-2022/table-2/ct053", "claim/guo-2022/section-3-5-3/ct053-emd")
    'tableAgainstProse'
    >>> kind("claim/guo-2022/table-2/ct053", "claim/vural-2025/table-1/ct053")
    'reviewAgainstReview'
    """
    first, second = _parts(one), _parts(other)
    if first[0] != second[0]:
        return "reviewAgainstReview"
    if first == second:
        return "withinPassage"
    left, right = sorted((_form(first[1]), _form(second[1])))
    return _PAIRS[left, right]


def _parts(node: str) -> tuple[str, str]:
    _, _, below = node.partition("claim/")
    source_, passage = [*below.split("/"), "", ""][:2]
    return source_, passage


def _form(passage: str) -> str:
    return next((form for form in _FORMS if passage.startswith(form)), "prose")
