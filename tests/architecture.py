"""Draw the architecture from the code: `python tests/architecture.py` writes the picture and the table of steps anew.

The picture has a row for each layer of `pyproject.toml`, a box for each package with its lines of code, and an arrow
for each import that no chain of other imports implies (the transitive reduction), as grimp reads them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

import grimp

from cartograph.build.steps import STEPS

ROOT = Path(__file__).resolve().parents[1]
PAGE, PICTURE = ROOT / "docs" / "architecture.md", ROOT / "docs" / "architecture.svg"
_STEPS = re.compile(r"(<!-- steps -->\n).*?(<!-- /steps -->)", re.DOTALL)
_WIDTH, _ROW, _BOX, _GAP, _LEFT = 900, 78, 42, 14, 20
#: What each package is for, in three words or so.
SAYS = {
    "cli": "commands",
    "site": "pages",
    "linkeddata": "data and descriptions",
    "server": "processes, protocol",
    "http": "request and reply",
    "api": "façade for programs",
    "curation": "what curators use",
    "questions": "answers",
    "export": "formats",
    "drawing": "constructs drawn",
    "reading": "what the graph says",
    "build": "steps, publishing",
    "names": "what a name means",
    "rules": "what follows",
    "validation": "shapes",
    "audit": "what cannot be right",
    "texts": "against the texts",
    "reasoning": "designs",
    "records": "what sources state",
    "versions": "release, opening",
    "terms": "words",
    "sparql": "query text",
    "likeness": "words spelled alike",
    "project": "where things lie",
    "errors": "problems",
}


@cache
def layers() -> list[list[str]]:
    """Return the layers of `pyproject.toml`, the uppermost first; the entry point is left out."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [c for c in config["tool"]["importlinter"]["contracts"] if c["id"] == "layers"]
    rows = [[name.strip(" ()") for name in re.split(r"[:|]", row)] for row in contract["layers"]]
    return [row for row in rows if row != ["__main__"]]


@cache
def imports() -> dict[str, frozenset[str]]:
    """Return which packages each package imports."""
    graph = grimp.build_graph("cartograph", exclude_type_checking_imports=True, cache_dir=None)
    found: dict[str, set[str]] = {name: set() for row in layers() for name in row}
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            left, right = _package(module), _package(other)
            if left in found and right in found and left != right:
                found[left].add(right)
    return {name: frozenset(names) for name, names in found.items()}


def _package(module: str) -> str:
    return [*module.split("."), ""][1]


def arrows() -> list[tuple[str, str]]:
    """Return the imports that no chain of other imports implies."""
    direct = imports()

    def reached(name: str, seen: set[str]) -> set[str]:
        for other in direct[name] - seen:
            seen.add(other)
            reached(other, seen)
        return seen

    return [
        (name, other)
        for name in direct
        for other in sorted(direct[name])
        if not any(other in reached(between, set()) for between in direct[name] - {other})
    ]


def lines(package: str) -> int:
    """Return the lines of Python in a package or module."""
    folder = ROOT / "src" / "cartograph" / package
    files = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)


def _places() -> dict[str, tuple[float, float, float]]:
    """Return where each box stands: left edge, top, width."""
    found: dict[str, tuple[float, float, float]] = {}
    for n, row in enumerate(layers()):
        width = (_WIDTH - 2 * _LEFT - _GAP * (len(row) - 1)) / len(row)
        width = min(width, 260)
        left = (_WIDTH - width * len(row) - _GAP * (len(row) - 1)) / 2
        for k, name in enumerate(row):
            found[name] = (left + k * (width + _GAP), 20 + n * _ROW, width)
    return found


def picture() -> str:
    """Return the picture as SVG; lines of code are told in hundreds, so that not every change redraws it."""
    return "".join(_svg())


def _svg() -> Iterator[str]:
    places = _places()
    height = 20 + len(layers()) * _ROW
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="t d">\n'
    yield '<title id="t">The packages of CARTograph and what they import</title>\n'
    told = "; ".join(
        f"{name} imports {', '.join(sorted(imports()[name]))}" for name in places if imports()[name]
    )
    yield f'<desc id="d">{escape(told)}.</desc>\n'
    yield (
        "<style>rect{fill:#f4f6f8;stroke:#44546a}text{font:13px sans-serif;fill:#1b2733;text-anchor:middle}"
        ".s{font-size:11px;fill:#44546a}path{fill:none;stroke:#8796a8;marker-end:url(#a)}</style>\n"
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="6" markerHeight="6" orient="auto">'
        '<path d="M0 0L8 4L0 8z" style="fill:#8796a8;stroke:none;marker-end:none"/></marker></defs>\n'
    )
    for left, right in arrows():
        yield _arrow(places[left], places[right])
    for name, (x, y, width) in places.items():
        middle = round(x + width / 2, 1)
        size = f"{round(lines(name), -2):,}" if lines(name) >= 100 else "under 100"
        yield f'<rect x="{round(x, 1)}" y="{y}" width="{round(width, 1)}" height="{_BOX}" rx="4"/>'
        yield f'<text x="{middle}" y="{y + 17}">{name}</text>'
        yield f'<text class="s" x="{middle}" y="{y + 33}">{escape(SAYS[name])} · {size}</text>\n'
    yield "</svg>\n"


def _arrow(start: tuple[float, float, float], end: tuple[float, float, float]) -> str:
    x1, x2 = round(start[0] + start[2] / 2, 1), round(end[0] + end[2] / 2, 1)
    if start[1] == end[1]:  # a neighbour on the same line
        side = 1 if x2 > x1 else -1
        x1, x2 = x1 + side * start[2] / 2, x2 - side * end[2] / 2
        y = start[1] + _BOX / 2
        return f'<path d="M{round(x1, 1)} {y}L{round(x2, 1)} {y}"/>\n'
    y1, y2 = start[1] + _BOX, end[1]
    return f'<path d="M{x1} {y1}C{x1} {y1 + 26},{x2} {y2 - 26},{x2} {y2}"/>\n'


def page(old: str) -> str:
    """Return the page with its table of steps made anew."""
    rows = "".join(
        f"| {step.name} | {step.does} | {', '.join(step.needs)} | {step.adds} |\n" for step in STEPS.steps
    )
    table = f"| step | does | needs | adds to |\n|---|---|---|---|\n{rows}"
    return _STEPS.sub(lambda found: found[1] + table + found[2], old)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
