"""Where each part stands: one row a part, its shape on the left, its words on the right.

A construct takes a column of 320 units, so that it can be read on a small telephone as it is. Rows never share
height, and words never leave their column: nothing can overlap, whatever the sources print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from cartograph.drawing.boxes import LEADING, Box, Glyph, Line, Panel, Piece, Scene, below, block
from cartograph.drawing.model import ON_SURFACE, ConstructView, Fact, FigureView, Part, Standing

COLUMN = 320.0
MARGIN = 12.0
MEMBRANE = 24.0  # the height of the double layer
SPINE = 58.0  # the middle of the receptor
CENTRE = 70.5  # the middle of the cell
BESIDE = 106.0  # the middle of a switch beside the receptor
CELL = Box(12.0, 0.0, 117.0, 0.0)

_WORDS = 138.0  # where the labels begin
_BESIDE_ICON = MARGIN + 34  # where the words of a caption begin
_NAME, _PLAIN, _SMALL = 12.0, 11.5, 10.5
_GAP = 9.0

#: The shape of each part and its size; a binder's depends on its format.
_SIZES = {
    "hinge": (14.0, 32.0),
    "transmembraneDomain": (26.0, 34.0),
    "costimulatoryDomain": (56.0, 28.0),
    "signallingDomain": (56.0, 32.0),
    "safetySwitch": (32.0, 32.0),
    "linker": (44.0, 16.0),
    "payload": (52.0, 28.0),
    "geneEdit": (58.0, 24.0),
}
_BINDER = {"immunoglobulinG": (58.0, 60.0), "scFv": (46.0, 42.0)}
_ANTIGEN = 14.0


@dataclass(frozen=True)
class _Row:
    """Hold one part before it has a height to stand at: its piece, drawn as if from the top of the page."""

    part: str
    piece: Piece
    height: float
    middle: float  # of its shape, from the top of the row

    def at(self, top: float) -> Piece:
        """Return the piece moved down to where the row begins."""
        glyphs = tuple(replace(g, box=replace(g.box, y=g.box.y + top)) for g in self.piece.glyphs)
        lines = tuple(replace(line, top=line.top + top) for line in self.piece.lines)
        return replace(self.piece, glyphs=glyphs, lines=lines)


def arrange(view: FigureView) -> Scene:
    """Return the figure of an agent: its name, its constructs side by side, and what the outlines mean."""
    width = COLUMN * len(view.constructs)
    headings = block(view.name, MARGIN, MARGIN, 17, width - 2 * MARGIN, "bold")
    headings += block(view.kind, MARGIN, below(headings, MARGIN) + 1, _NAME, width - 2 * MARGIN, "quiet")
    top = below(headings, MARGIN) + 8
    several = len(view.constructs) > 1
    panels = [_panel(c, n * COLUMN, top, several) for n, c in enumerate(view.constructs)]
    bottom = max(panel.box.bottom for panel in panels)
    legend = list(_legend(panels, bottom + 4))
    height = below([line for piece in legend for line in piece.lines], bottom) + MARGIN
    return Scene(width, round(height), tuple(headings), tuple(panels), tuple(legend))


def _panel(view: ConstructView, left: float, top: float, several: bool) -> Panel:
    headings = block(view.name, MARGIN, top, _NAME, COLUMN - 2 * MARGIN, "bold") if several else []
    start = below(headings, top) + (4 if several else 0)
    drawn = _cell(view, start) if view.in_cell else _antibody(view, start)
    bottom = drawn.box.bottom
    captions = [_caption(fact) for fact in view.captions]
    pieces, end = _stack(captions, bottom + 8) if captions else ([], bottom)
    panel = replace(
        drawn,
        box=Box(0, top, COLUMN, end - top),
        headings=tuple(headings),
        pieces=(*drawn.pieces, *pieces),
        rule=bottom + 2 if captions else 0.0,
    )
    return _moved(panel, left)


def _cell(view: ConstructView, top: float) -> Panel:
    """Stand a receptor in its membrane: what is outside above, what is inside below, edits in the nucleus."""
    switches = view.of_kind("safetySwitch")
    on_surface = [s for s in switches if s.shape in ON_SURFACE]
    outside = [*_binders(view), *map(_row, view.of_kind("hinge")), *(_row(s, BESIDE) for s in on_surface)]
    inside = [_row(p) for p in view.of_kind("costimulatoryDomain", "signallingDomain")]
    free = [s for s in switches if s not in on_surface]
    inside += [_row(p, CENTRE) for p in (*free, *_carried(view))]
    above, y = _stack(outside, top)
    across, y = _stack([_row(p) for p in view.of_kind("transmembraneDomain")], y)
    membrane = across[0].glyphs[0].box.middle[1] if across else y + MEMBRANE / 2
    within, y = _stack(inside, max(y, membrane + MEMBRANE / 2 + 6))
    genes = [_row(p, CENTRE) for p in view.of_kind("geneEdit")]
    edits, end = _stack(genes, y + 10 if genes else y)
    nucleus = Box(CENTRE - 44, y + 2, 88, end - y + 2) if edits else None
    bottom = end + (16 if edits else 8)
    pieces = [*above, *across, *within, *edits]
    return Panel(
        view.name,
        Box(0, top, COLUMN, bottom - top + 4),
        (),
        tuple(pieces),
        (*_spine(pieces, SPINE), *_spine(pieces, CENTRE), *_stalks(pieces, membrane)),
        replace(CELL, y=membrane, height=bottom - membrane),
        nucleus,
    )


def _antibody(view: ConstructView, top: float) -> Panel:
    """Stand the binders of an antibody below each other, joined, with what it carries at its end."""
    rest = [p for p in view.parts if p.kind not in {"binder", "linker", "payload"} and p not in view.others]
    rows = [*_binders(view), *(_row(p, drops=True) for p in _carried(view)), *map(_row, rest)]
    pieces, bottom = _stack(rows, top)
    return Panel(view.name, Box(0, top, COLUMN, bottom - top + 4), (), tuple(pieces), _spine(pieces, SPINE))


def _carried(view: ConstructView) -> tuple[Part, ...]:
    """Return the payload behind its linker, and parts of a kind that has no place of its own."""
    joints = max(len(view.of_kind("binder")) - 1, 0) if view.joined else 0
    return (*view.of_kind("linker")[joints:], *view.of_kind("payload"), *view.others)


def _binders(view: ConstructView) -> Iterator[_Row]:
    """Yield the binders; between two of them what joins them, known or not."""
    linkers = list(view.of_kind("linker")) if view.joined else []
    for n, binder in enumerate(view.of_kind("binder")):
        if n:
            yield _row(linkers.pop(0)) if linkers else _joint()
        yield _row(binder)


def _joint() -> _Row:
    text = "how the binders are joined: not reported"
    glyph = Glyph("", "joint", Standing.UNKNOWN, Box(SPINE - 10, 0, 20, 20))
    return _set("joint", [glyph], [(text, _SMALL, "open")], text)


def _row(part: Part, middle: float = SPINE, *, drops: bool = False) -> _Row:
    wide, high = _size(part)
    form = "drops" if drops and part.kind == "payload" else part.form
    glyphs = [Glyph(form, part.kind, part.standing, Box(middle - wide / 2, 0, wide, high))]
    if part.kind == "binder":
        glyphs += _antigens(part, glyphs[0].box)
    return _set(part.kind, glyphs, list(_label(part)), _title(part.label, part.facts))


def _size(part: Part) -> tuple[float, float]:
    if part.kind == "binder":
        return _BINDER.get(part.shape, (30.0, 42.0))
    return _SIZES.get(part.kind, (52.0, 26.0))


def _antigens(part: Part, binder: Box) -> Iterator[Glyph]:
    """Yield what the binder holds on to, beside it; one for each target."""
    binds = part.fact("binds")
    if binds is None:
        return
    count = max(len(binds.values), 1)
    top = binder.middle[1] - count * (_ANTIGEN + 2) / 2
    for n in range(count):
        box = Box(binder.x - _ANTIGEN - 3, top + n * (_ANTIGEN + 2) + 1, _ANTIGEN, _ANTIGEN)
        yield Glyph("antigen", "antigen", binds.standing, box)


def _set(
    part: str, glyphs: Sequence[Glyph], texts: Iterable[tuple[str, float, str]], title: str, x: float = _WORDS
) -> _Row:
    """Put shapes and words at the same height, the lower of them in the middle of the higher."""
    lines: list[Line] = []
    for text, size, style in texts:
        lines += block(text, x, below(lines, 0), size, COLUMN - MARGIN - x, style)
    spoken = below(lines, 0)
    drawn = max(glyph.box.bottom for glyph in glyphs)
    height = max(spoken, drawn)
    down, lower = (height - drawn) / 2, (height - spoken) / 2
    moved = [replace(g, box=replace(g.box, y=g.box.y + down)) for g in glyphs]
    shown = [replace(line, top=line.top + lower) for line in lines]
    piece = Piece(title, glyphs[0].standing, tuple(moved), tuple(shown))
    return _Row(part, piece, height, height / 2)


def _label(part: Part) -> Iterator[tuple[str, float, str]]:
    """Yield what stands beside a part: its name with its value, then what else is known or missing."""
    naming, *others = part.facts
    if part.missing:
        yield part.label, _PLAIN, "plain"
        yield naming.silence, _PLAIN, "open"
        return
    if part.kind == "binder":
        name = _binder_name(part)
        yield name, *((_PLAIN, "plain") if name == "binder" else (_NAME, "bold"))
        if naming.standing is not Standing.KNOWN:
            yield f"format {naming.text}", _PLAIN, _style(naming)
    elif naming.standing is Standing.KNOWN:
        yield naming.text, _NAME, "bold"
        yield part.label, _PLAIN, "plain"
    else:
        yield part.label, *((_NAME, "bold") if naming.disputed else (_PLAIN, "plain"))
        yield naming.text, _PLAIN, _style(naming)
    yield from _details(part, others)


def _details(part: Part, facts: Sequence[Fact]) -> Iterator[tuple[str, float, str]]:
    """Yield a line for each fact that the name does not tell; how and by what a gene is edited share one."""
    effect, tool = part.fact("effect"), part.fact("tool")
    if effect and tool and {effect.standing, tool.standing} == {Standing.KNOWN}:
        yield f"{effect.text} by {tool.text}", _PLAIN, "plain"
        facts = [fact for fact in facts if fact not in (effect, tool)]
    for fact in facts:
        if fact.name != "clone" and not (fact.name == "binds" and _named_by_target(part)):
            yield _said(fact), (_SMALL if fact.name == "description" else _PLAIN), _style(fact)


def _binder_name(part: Part) -> str:
    clone, binds, form = part.fact("clone"), part.fact("binds"), part.facts[0]
    code = f" {clone.text}" if clone else ""
    if form.standing is Standing.KNOWN:
        return form.text + code
    return f"{binds.text} binder{code}" if binds and _named_by_target(part) else f"binder{code}"


def _named_by_target(part: Part) -> bool:
    """Say whether a binder goes by its target, for want of a format."""
    binds = part.fact("binds")
    known = binds is not None and binds.standing is Standing.KNOWN
    return known and part.facts[0].standing is not Standing.KNOWN


def _said(fact: Fact) -> str:
    if fact.name == "binds" and fact.standing is Standing.KNOWN:
        return f"binds {fact.text}"
    if fact.name in {"effect", "description"} and fact.standing is Standing.KNOWN:
        return fact.text
    if fact.name == "origin" and fact.standing is Standing.KNOWN:
        return f"{fact.text} origin"
    return f"{fact.label} {fact.text}"


def _style(fact: Fact) -> str:
    return "plain" if fact.standing is Standing.KNOWN else "open"


def _title(label: str, facts: Iterable[Fact]) -> str:
    """Return what a reader sees on pointing at a part: each value with the places that print it."""
    return "\n".join([label, *(line for fact in facts for line in _titled(fact))])


def _titled(fact: Fact) -> Iterator[str]:
    if not fact.values:
        yield f"{fact.label}: {fact.silence}"
    for value in fact.values:
        places = "; ".join(map(str, value.printed))
        dispute = " (disputed)" if fact.disputed else ""
        yield f"{fact.label}: {value.label}{dispute}" + (f" ← {places}" if places else "")


def _caption(fact: Fact) -> _Row:
    glyph = Glyph(fact.shape, fact.name, fact.standing, Box(MARGIN, 0, 24, 24))
    text = ", ".join(value.label for value in fact.values) if fact.standing is Standing.KNOWN else fact.text
    texts = [(fact.label, _SMALL, "quiet"), (text, _PLAIN, _style(fact))]
    return _set(fact.name, [glyph], texts, _title(fact.label, [fact]), _BESIDE_ICON)


def _stack(rows: Sequence[_Row], top: float) -> tuple[list[Piece], float]:
    """Put rows below each other; return them and where the next may begin."""
    pieces = []
    for row in rows:
        pieces.append(row.at(top))
        top += row.height + _GAP
    return pieces, top


_ON_SPINE = frozenset(
    {
        *("binder", "linker", "hinge", "transmembraneDomain"),
        *("costimulatoryDomain", "signallingDomain", "payload"),
    }
)


def _spine(pieces: Sequence[Piece], x: float) -> tuple[tuple[float, float, float, bool], ...]:
    """Return the chain between neighbours on the receptor; a stretch beside a joint is not certain."""
    on = [p.glyphs[0] for p in pieces if p.glyphs[0].part in _ON_SPINE and p.glyphs[0].box.middle[0] == x]
    joints = [p.glyphs[0].box.middle[1] for p in pieces if p.glyphs[0].part == "joint"]
    return tuple(
        (x, one.box.middle[1], two.box.middle[1], not any(one.box.y < y < two.box.y for y in joints))
        for one, two in pairwise(on)
    )


def _stalks(pieces: Sequence[Piece], membrane: float) -> Iterator[tuple[float, float, float, bool]]:
    """Yield what holds a switch on the surface."""
    for glyph in (piece.glyphs[0] for piece in pieces):
        if glyph.part == "safetySwitch" and glyph.box.bottom < membrane:
            yield BESIDE, glyph.box.bottom, membrane - MEMBRANE / 2, True


def _moved(panel: Panel, left: float) -> Panel:
    """Return the panel in its column."""

    def box(old: Box) -> Box:
        return replace(old, x=old.x + left)

    pieces = [
        replace(
            piece,
            glyphs=tuple(replace(glyph, box=box(glyph.box)) for glyph in piece.glyphs),
            lines=tuple(replace(line, x=line.x + left) for line in piece.lines),
        )
        for piece in panel.pieces
    ]
    return replace(
        panel,
        box=box(panel.box),
        headings=tuple(replace(line, x=line.x + left) for line in panel.headings),
        pieces=tuple(pieces),
        spine=tuple((x + left, start, end, sure) for x, start, end, sure in panel.spine),
        cell=box(panel.cell) if panel.cell else None,
        nucleus=box(panel.nucleus) if panel.nucleus else None,
    )


def _legend(panels: Sequence[Panel], top: float) -> Iterator[Piece]:
    """Yield what a dashed outline and a hatched area mean, where the figure has them."""
    shown = {glyph.standing for panel in panels for piece in panel.pieces for glyph in piece.glyphs}
    for standing, meaning in _MEANINGS.items():
        if standing in shown:
            glyph = Glyph("", "key", standing, Box(MARGIN, top + 1, 24, 12))
            yield Piece(meaning, standing, (glyph,), (Line(meaning, _BESIDE_ICON, top, _SMALL, "quiet"),))
            top += _SMALL * LEADING + 3


_MEANINGS = {
    Standing.UNKNOWN: "dashed: not reported, or uncertain",
    Standing.DISPUTED: "hatched: disputed, the sources differ",
}
