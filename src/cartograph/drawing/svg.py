"""Write a figure as SVG: one group a part, a pattern for each kind, outlines that tell what is not known.

Colours are a help, never the message: every kind has its own pattern, dashes and hatching say how sure a part is.
A page may set the properties `--cartograph-ink` and `--cartograph-paper`; else the reader's colour scheme decides.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass

from cartograph.drawing.boxes import Box, Glyph, Line, Panel, Piece, Scene
from cartograph.drawing.glyphs import number, outlines, path
from cartograph.drawing.layout import COLUMN, MARGIN, MEMBRANE
from cartograph.drawing.model import Standing
from cartograph.drawing.text import clean

_CLASS = "cartograph-drawing"
_INK, _PAPER = "#1b1b1b", "#ffffff"
_STYLE = """
.cartograph-drawing{color:var(--cartograph-ink,#1b1b1b);max-width:100%;height:auto}
.cartograph-drawing .paper{fill:var(--cartograph-paper,#ffffff)}
@media (prefers-color-scheme:dark){
.cartograph-drawing{color:var(--cartograph-ink,#ececec)}
.cartograph-drawing .paper{fill:var(--cartograph-paper,#16181c)}}
@media print{
.cartograph-drawing{color:#000000}
.cartograph-drawing .paper{fill:#ffffff}}
"""
_FONT = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_DASHES = "4 3"

#: The tint of each kind of part: readable beside black and beside white.
_TINTS = {
    "binder": "#3b82d8",
    "antigen": "#d9822b",
    "hinge": "#3b82d8",
    "transmembraneDomain": "#7a7f87",
    "costimulatoryDomain": "#2e9e6b",
    "signallingDomain": "#8a5cd0",
    "safetySwitch": "#d0506e",
    "payload": "#c29a00",
    "linker": "#c29a00",
    "geneEdit": "#7a7f87",
}
#: What tells the kinds apart without colour, in a tile of eight by eight.
_MARKS: Mapping[str, tuple[str, dict[str, str]]] = {
    "transmembraneDomain": ("path", {"d": "M 2 0 V 8 M 6 0 V 8"}),
    "costimulatoryDomain": (
        "path",
        {"d": "M 2 2 h 0.01 M 6 6 h 0.01", "stroke-linecap": "round", "stroke-width": "2"},
    ),
    "signallingDomain": ("path", {"d": "M 0 4 H 8"}),
    "payload": ("path", {"d": "M 4 2 V 6 M 2 4 H 6"}),
}
_HATCH = ("path", {"d": "M -2 2 L 2 -2 M 0 8 L 8 0 M 6 10 L 10 6", "stroke-width": "1.6"})


def render(scene: Scene, slug: str, name: str, alternative: str) -> str:
    """Return the figure as a document of its own that can also stand in a page; equal scenes give equal bytes."""
    return _Writer(scene, f"cg-{_identifier(slug)}").document(name, alternative)


def without_style(svg: str) -> str:
    """Return a figure without its style sheet, which a strict policy of a page would refuse.

    >>> without_style("<svg><style>.a{}</style><g/></svg>")
    '<svg><g/></svg>'
    """
    before, _, rest = svg.partition("<style>")
    return before + rest.partition("</style>")[2] if rest else svg


def _identifier(slug: str) -> str:
    """Keep what may stand in an id; a page may hold many drawings.

    >>> _identifier('a"b/c-1')
    'a-b-c-1'
    """
    return "".join(c if c.isascii() and c.isalnum() else "-" for c in slug)


@dataclass(frozen=True)
class _Writer:
    """Write one figure; every id begins with the prefix."""

    scene: Scene
    prefix: str

    def document(self, name: str, alternative: str) -> str:
        root = self._root()
        _child(root, "title", {"id": f"{self.prefix}-title"}, f"Construct of {name}")
        _child(root, "desc", {"id": f"{self.prefix}-desc"}, alternative)
        ET.SubElement(root, "style").text = _STYLE
        self._patterns(_child(root, "defs"))
        everything = {"width": number(self.scene.width), "height": number(self.scene.height)}
        _child(root, "rect", everything | _paper())
        self._lines(root, self.scene.headings)
        for n, panel in enumerate(self.scene.panels):
            self._panel(root, panel, f"lipids-{n}")
        for piece in self.scene.legend:
            self._piece(root, piece, leader=False)
        ET.indent(root, " ")
        return ET.tostring(root, encoding="unicode") + "\n"

    def _root(self) -> ET.Element:
        width, height = number(self.scene.width), number(self.scene.height)
        return ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {width} {height}",
                "width": width,
                "height": height,
                "class": _CLASS,
                "role": "img",
                "aria-labelledby": f"{self.prefix}-title {self.prefix}-desc",
                "color": _INK,
                "fill": "currentColor",
                "font-family": _FONT,
            },
        )

    def _patterns(self, defs: ET.Element) -> None:
        shown = {(g.part, g.standing) for g in self.scene.glyphs}
        for part, tint in _TINTS.items():
            if (part, Standing.KNOWN) in shown:
                self._pattern(defs, part, tint, _MARKS.get(part))
        if any(standing is Standing.DISPUTED for _, standing in shown):
            self._pattern(defs, "disputed", "#d9822b", _HATCH)
        if any(panel.cell for panel in self.scene.panels):
            self._lipids(defs)

    def _pattern(
        self, defs: ET.Element, name: str, tint: str, mark: tuple[str, dict[str, str]] | None
    ) -> None:
        tile = self._tile(defs, name, Box(0, 0, 8, 8))
        _child(tile, "rect", {"width": "8", "height": "8", "fill": tint, "fill-opacity": "0.3"})
        if mark:
            _child(tile, mark[0], {"fill": "none", "stroke": "currentColor", "stroke-width": "0.9"} | mark[1])

    def _tile(self, defs: ET.Element, name: str, box: Box) -> ET.Element:
        named = {"id": f"{self.prefix}-{name}", "patternUnits": "userSpaceOnUse"}
        tile = _child(defs, "pattern", named | _places(box))
        _child(tile, "rect", {"width": number(box.width), "height": number(box.height)} | _paper())
        return tile

    def _lipids(self, defs: ET.Element) -> None:
        """Make the tile of a double layer: heads outside, tails inside."""
        for n, cell in enumerate(panel.cell for panel in self.scene.panels):
            if cell is None:
                continue
            tile = self._tile(defs, f"lipids-{n}", Box(cell.x - 1, cell.y - MEMBRANE / 2, 7, MEMBRANE))
            for y in (3.5, MEMBRANE - 3.5):
                _child(tile, "circle", {"cx": "3.5", "cy": number(y), "r": "2.6"})
            tails = path(
                "M", 2.4, 6, "V", 11, "M", 4.6, 6, "V", 11, "M", 2.4, 13, "V", 18, "M", 4.6, 13, "V", 18
            )
            _child(
                tile, "path", {"d": tails, "fill": "none", "stroke": "currentColor", "stroke-width": "0.7"}
            )

    def _panel(self, root: ET.Element, panel: Panel, lipids: str) -> None:
        self._lines(root, panel.headings)
        if panel.cell:
            self._cell(root, panel.cell, lipids)
        if panel.nucleus:
            soft = {"fill-opacity": "0.07", "stroke": "currentColor", "stroke-width": "1.2"}
            _child(root, "rect", _places(panel.nucleus) | {"rx": "22"} | soft)
        for x, start, end, sure in panel.spine:
            line = {"d": path("M", x, start, "V", end), "stroke": "currentColor"}
            how = {"stroke-width": "2.4"} if sure else {"stroke-width": "1.6", "stroke-dasharray": _DASHES}
            _child(root, "path", line | how)
        for piece in panel.pieces:
            self._piece(root, piece, leader=not panel.rule or piece.glyphs[0].box.y < panel.rule)
        if panel.rule:
            left = panel.box.x + MARGIN
            rule = path("M", left, panel.rule, "H", left + COLUMN - 2 * MARGIN)
            _child(root, "path", {"d": rule, "stroke": "currentColor", "stroke-opacity": "0.35"})

    def _cell(self, root: ET.Element, cell: Box, lipids: str) -> None:
        group = _child(root, "g")
        _child(group, "title", {}, "cell membrane")
        body = path(
            *("M", cell.x, cell.y, "V", cell.bottom - 22, "q", 0, 22, 22, 22, "H", cell.right - 22),
            *("q", 22, 0, 22, -22, "V", cell.y),
        )
        soft = {"fill-opacity": "0.05", "stroke": "currentColor", "stroke-width": "1.6"}
        _child(group, "path", {"d": body} | soft)
        band = Box(cell.x - 1, cell.y - MEMBRANE / 2, cell.width + 2, MEMBRANE)
        _child(group, "rect", _places(band) | {"fill": f"url(#{self.prefix}-{lipids})"})

    def _piece(self, root: ET.Element, piece: Piece, *, leader: bool) -> None:
        group = _child(root, "g", {"class": piece.standing.value})
        _child(group, "title", {}, piece.title, lines=True)
        for glyph in piece.glyphs:
            shape = _child(group, "g", self._look(glyph))
            for tag, attributes in outlines(glyph):
                _child(shape, tag, dict(attributes))
        if leader:
            self._leader(group, piece)
        self._lines(group, piece.lines)

    def _leader(self, group: ET.Element, piece: Piece) -> None:
        """Lead the eye from the shape to its words."""
        box = piece.glyphs[0].box
        start, end, y = box.right + 4, piece.lines[0].x - 6, box.middle[1]
        if end > start and piece.glyphs[0].part != "transmembraneDomain":  # the membrane leads there already
            dots = {"stroke": "currentColor", "stroke-width": "1", "stroke-dasharray": "1 3"}
            _child(group, "path", {"d": path("M", start, y, "H", end)} | dots)

    def _look(self, glyph: Glyph) -> dict[str, str]:
        ink = {"stroke": "currentColor", "stroke-width": "1.6", "stroke-linejoin": "round"}
        if glyph.standing is Standing.UNKNOWN:
            return ink | _paper() | {"stroke-dasharray": _DASHES}
        if glyph.standing is Standing.DISPUTED:
            return ink | {"fill": f"url(#{self.prefix}-disputed)"}
        return ink | ({"fill": f"url(#{self.prefix}-{glyph.part})"} if glyph.part in _TINTS else _paper())

    def _lines(self, parent: ET.Element, lines: tuple[Line, ...]) -> None:
        for line in lines:
            places = {"x": number(line.x), "y": number(line.baseline), "font-size": number(line.size)}
            _child(parent, "text", places | _TYPE[line.style], line.text)


_TYPE: Mapping[str, dict[str, str]] = {
    "plain": {},
    "bold": {"font-weight": "bold"},
    "quiet": {"fill-opacity": "0.75"},
    "open": {"font-style": "italic"},
}


def _paper() -> dict[str, str]:
    return {"class": "paper", "fill": _PAPER}


def _places(box: Box) -> dict[str, str]:
    return {"x": number(box.x), "y": number(box.y), "width": number(box.width), "height": number(box.height)}


def _child(
    parent: ET.Element,
    tag: str,
    attributes: Mapping[str, str] | None = None,
    text: str = "",
    *,
    lines: bool = False,
) -> ET.Element:
    element = ET.SubElement(parent, tag, dict(attributes or {}))
    if text:
        element.text = "\n".join(map(clean, text.split("\n"))) if lines else clean(text)
    return element
