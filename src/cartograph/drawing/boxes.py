"""Where things stand: boxes in the units of the drawing, and lines of text that know how much room they take."""

from __future__ import annotations

from dataclasses import dataclass

from cartograph.drawing.model import Standing
from cartograph.drawing.text import width, wrap

LEADING = 1.28  # from one line of text to the next, in font sizes
_TOUCH = 0.01  # what two edges may have in common by rounding
_ASCENT = 0.96  # from the top of a line to where its letters stand


@dataclass(frozen=True)
class Box:
    """Hold a rectangle: left, top, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def overlaps(self, other: Box) -> bool:
        """Say whether the two have more than an edge in common.

        >>> Box(0, 0, 10, 10).overlaps(Box(9, 9, 5, 5)), Box(0, 0, 10, 10).overlaps(Box(10, 0, 5, 5))
        (True, False)
        """
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return across > _TOUCH and down > _TOUCH

    def within(self, other: Box) -> bool:
        """Say whether the box lies inside the other, edges included."""
        level = other.x <= self.x and self.right <= other.right
        return level and other.y <= self.y and self.bottom <= other.bottom


@dataclass(frozen=True)
class Line:
    """Hold one line of text at its place."""

    text: str
    x: float
    top: float
    size: float
    style: str = "plain"  # or bold, quiet (smaller matter), open (not known)

    @property
    def box(self) -> Box:
        """Return the room that the line takes in the widest of the usual fonts."""
        wide = width(self.text, self.size, bold=self.style == "bold")
        return Box(self.x, self.top, wide, self.size * LEADING)

    @property
    def baseline(self) -> float:
        """Return where the letters stand."""
        return self.top + self.size * _ASCENT


@dataclass(frozen=True)
class Glyph:
    """Hold one shape: its form, what it stands for, how sure that is, and where it stands."""

    form: str
    part: str
    standing: Standing
    box: Box


@dataclass(frozen=True)
class Piece:
    """Hold one part as drawn: its shapes, its label, and what a reader sees on pointing at it."""

    title: str
    standing: Standing
    glyphs: tuple[Glyph, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Panel:
    """Hold one construct as drawn."""

    name: str
    box: Box
    headings: tuple[Line, ...]
    pieces: tuple[Piece, ...]
    spine: tuple[tuple[float, float, float, bool], ...]  # x, from y, to y, whether it is certain
    cell: Box | None = None
    nucleus: Box | None = None
    rule: float = 0.0  # where the captions begin; 0 without captions


@dataclass(frozen=True)
class Scene:
    """Hold the whole figure."""

    width: float
    height: float
    headings: tuple[Line, ...]
    panels: tuple[Panel, ...]
    legend: tuple[Piece, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return every line of text of the figure."""
        pieces = [*(piece for panel in self.panels for piece in panel.pieces), *self.legend]
        of_panels = [line for panel in self.panels for line in panel.headings]
        return (*self.headings, *of_panels, *(line for piece in pieces for line in piece.lines))

    @property
    def glyphs(self) -> tuple[Glyph, ...]:
        """Return every shape of the figure."""
        pieces = [*(piece for panel in self.panels for piece in panel.pieces), *self.legend]
        return tuple(glyph for piece in pieces for glyph in piece.glyphs)


def block(text: str, x: float, top: float, size: float, room: float, style: str = "plain") -> list[Line]:
    """Return a text as lines one below the other."""
    broken = wrap(text, size, room, bold=style == "bold")
    return [Line(line, x, top + n * size * LEADING, size, style) for n, line in enumerate(broken)]


def below(lines: list[Line], top: float) -> float:
    """Return where the next text may begin."""
    return max((line.box.bottom for line in lines), default=top)
