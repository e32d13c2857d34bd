"""How each part looks: the outlines of one shape in its box, as SVG elements that inherit fill and stroke."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi, sin

from cartograph.drawing.boxes import Box, Glyph
from cartograph.drawing.model import Standing

#: An SVG element: its name and its attributes.
Element = tuple[str, Mapping[str, str]]
_Shape = Callable[[Box], list[Element]]


def outlines(glyph: Glyph) -> list[Element]:
    """Return the elements of a shape; a value that has no shape of its own takes that of its kind of part."""
    shape = _FORMS.get(glyph.form) or _PARTS.get(glyph.part, _rounded)
    elements = shape(glyph.box)
    if glyph.standing is not Standing.UNKNOWN or glyph.part in _SPEAKING:
        return elements
    if glyph.part in {"hinge", "linker"}:
        return [_rect(glyph.box, 7)]
    return [*elements, *_question_mark(glyph.box)]


def number(value: float) -> str:
    """Write a coordinate in the shortest way that keeps a hundredth.

    >>> number(12.0), number(3.14159)
    ('12', '3.14')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def path(*commands: object) -> str:
    """Return path data: letters as they are, numbers written short.

    >>> path("M", 1.0, 2.5, "h", 3)
    'M 1 2.5 h 3'
    """
    return " ".join(c if isinstance(c, str) else number(float(str(c))) for c in commands)


def _path(*commands: object, **attributes: str) -> Element:
    return "path", {"d": path(*commands)} | _dashed(attributes)


def _open(*commands: object, **attributes: str) -> Element:
    return "path", {"d": path(*commands), "fill": "none"} | _dashed(attributes)


def _dashed(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in attributes.items()}


def _oval(x: float, y: float, across: float, down: float, **attributes: str) -> Element:
    places = {"cx": number(x), "cy": number(y), "rx": number(across), "ry": number(down)}
    return "ellipse", places | _dashed(attributes)


def _rect(box: Box, round_: float = 0.0, **attributes: str) -> Element:
    places = {
        "x": number(box.x),
        "y": number(box.y),
        "width": number(box.width),
        "height": number(box.height),
    }
    return "rect", places | ({"rx": number(round_)} if round_ else {}) | _dashed(attributes)


def _drawn(data: str, at: tuple[float, float], across: float = 1.0, down: float | None = None) -> Element:
    """Return a shape that is drawn around a point, there and in that size; a negative size mirrors it."""
    place = f"translate({number(at[0])} {number(at[1])})"
    size = (across, across if down is None else down)
    scale = f" scale({number(size[0])} {number(size[1])})" if size != (1.0, 1.0) else ""
    return "path", {"d": data, "transform": place + scale}


def _polygon(box: Box, corners: int, turn: float = 0.0) -> Element:
    x, y = box.middle
    across, down = box.width / 2, box.height / 2
    angles = [turn + 2 * pi * n / corners for n in range(corners)]
    points = " ".join(f"{number(x + across * cos(a))},{number(y + down * sin(a))}" for a in angles)
    return "polygon", {"points": points}


def _question_mark(box: Box) -> list[Element]:
    """Draw a question mark as a path, for no font can be counted on."""
    size = 0.75 if box.height < 24 else 1.0
    mark = _drawn("M -4 -3 a 4 4 0 1 1 5.5 3.6 q -1.5 0.7 -1.5 3", box.middle, size)
    dot = _drawn("M 0 6.9 v 0.2", box.middle, size)
    lines = {"fill": "none", "stroke-dasharray": "none", "stroke-linecap": "round"}
    return [(tag, {**attributes, **lines}) for tag, attributes in (mark, dot)]


def _rounded(box: Box) -> list[Element]:
    return [_rect(box, 7)]


def _pair(box: Box) -> list[Element]:
    """Draw the two variable domains of an scFv, leaning on each other, with the linker above them."""
    (x, _), quarter, top = box.middle, box.width / 4, box.y + 12
    radius = (box.bottom - top) / 2
    linker = _open(
        "M", x - quarter, top, "C", x - quarter, box.y - 3, x + quarter, box.y - 3, x + quarter, top
    )
    return [
        linker,
        *(_oval(x + side * quarter, top + radius, quarter - 0.6, radius) for side in (-1, 1)),
    ]


def _single(box: Box) -> list[Element]:
    (x, y), across = box.middle, box.width / 2
    return [_oval(x, y, across - 2, box.height / 2)]


def _camelid(box: Box) -> list[Element]:
    """Draw one domain with the long loop that camelid heavy chains are known for."""
    tag, loop = _drawn("M -6 9 C -9 -16 9 -16 6 9", box.middle)
    return [*_single(box), (tag, {**loop, "fill": "none"})]


def _heavy(box: Box) -> list[Element]:
    """Draw one domain with a bar: a heavy chain alone."""
    x, y = box.middle
    return [*_single(box), _open("M", x, y - 12, "V", y + 12, stroke_width="3")]


def _bundle(box: Box) -> list[Element]:
    """Draw a compact fold of three helices."""
    x, y = box.middle
    compact = Box(x - 14, y - 14, 28, 28)
    helices = [_open("M", x + dx, y - 8, "V", y + 8, stroke_width="3") for dx in (-7, 0, 7)]
    return [_rect(compact, 8), *helices]


def _ligand(box: Box) -> list[Element]:
    """Draw a wedge that points at its receptor."""
    return [_drawn("M -15 0 L 9 -18 Q 15 0 9 18 Z", box.middle)]


def _receptor(box: Box) -> list[Element]:
    """Draw a cup that is open to what it binds."""
    cup = "M -15 -17 H 3 q 12 0 12 17 q 0 17 -12 17 H -15 V 8 q 12 0 12 -8 q 0 -8 -12 -8 Z"
    return [_drawn(cup, box.middle)]


def _antibody(box: Box) -> list[Element]:
    """Draw a Y of two heavy chains, each arm with its light chain."""
    top = (box.middle[0], box.y)
    half = "M 1 28 h 7 v 32 h -7 Z", "M 1.5 28 L 19 3 l 5 4 L 8 31 Z", "M 14 25 L 25 10 l 4 3.4 L 18 28 Z"
    return [_drawn(chain, top, side, 1.0) for side in (-1.0, 1.0) for chain in half]


def _antigen(box: Box) -> list[Element]:
    x, y = box.middle
    return [_polygon(box, 6), _oval(x, y, 1.4, 1.4, fill="currentColor", stroke="none")]


def _hinge(box: Box) -> list[Element]:
    """Draw a slim stalk that can bend."""
    x, step = box.middle[0], (box.height - 10) / 4
    waves = [c for n in range(4) for c in ("q", 6 if n % 2 else -6, step / 2, 0, step)]
    return [_rect(box, box.width / 2), _open("M", x, box.y + 5, *waves)]


def _chain(box: Box) -> list[Element]:
    """Draw a short flexible chain of residues."""
    y, step = box.middle[1], box.width / 5
    size = step / 2 - 0.4
    return [_oval(box.x + step * (n + 0.5), y + (3 if n % 2 else -3), size, size) for n in range(5)]


def _joint(box: Box) -> list[Element]:
    return [_oval(*box.middle, box.width / 2, box.height / 2)]


def _switch(box: Box) -> list[Element]:
    """Draw the sign of a power switch."""
    tag, sign = _drawn("M -5.5 -5 a 7.6 7.6 0 1 0 11 0 M 0 -10 V -1", box.middle)
    lines = {"fill": "none", "stroke-width": "2.2", "stroke-dasharray": "none"}
    return [_oval(*box.middle, box.width / 2, box.height / 2), (tag, {**sign, **lines})]


def _capsule(box: Box) -> list[Element]:
    x, y = box.middle
    return [_rect(box, box.height / 2), _open("M", x, box.y, "V", box.bottom), _open("M", x + 9, y, "h", 8)]


def _drops(box: Box) -> list[Element]:
    """Draw what a conjugate lets go."""
    drop = "M 0 0 q 7 13 7 17 a 7 7 0 0 1 -14 0 q 0 -4 7 -17 Z"
    return [_drawn(drop, (box.middle[0] + dx, box.y + 2)) for dx in (-17, 0, 17)]


def _crossed(box: Box) -> list[Element]:
    falling = _open("M", box.x + 9, box.y + 3, "L", box.right - 9, box.bottom - 3, stroke_width="2.4")
    return [*_gene(box), falling, _rising(box)]


def _struck(box: Box) -> list[Element]:
    """Draw a gene that is turned down, not taken out: one stroke."""
    return [*_gene(box), _rising(box)]


def _rising(box: Box) -> Element:
    return _open("M", box.x + 9, box.bottom - 3, "L", box.right - 9, box.y + 3, stroke_width="2.4")


def _gene(box: Box) -> list[Element]:
    """Draw a gene as a box on a strand."""
    y = box.middle[1]
    strand = _open("M", box.x, y, "H", box.right)
    return [strand, _rect(Box(box.x + 9, box.y + 3, box.width - 18, box.height - 6), 3)]


def _virus(box: Box) -> list[Element]:
    x, y = box.middle
    spikes = [
        _open("M", x + 8.5 * cos(a), y + 8.5 * sin(a), "L", x + 11.5 * cos(a), y + 11.5 * sin(a))
        for a in (pi / 6 + pi / 3 * n for n in range(6))
    ]
    return [*spikes, _polygon(Box(x - 9, y - 9, 18, 18), 6, pi / 6)]


def _ring(box: Box) -> list[Element]:
    """Draw a circle of DNA with the stretch that jumps."""
    x, y = box.middle
    jump = _open("M", x - 10, y, "A", 10, 10, 0, 0, 1, x, y - 10, stroke_width="4.5")
    return [_oval(x, y, 10, 10, fill="none"), jump]


def _message(box: Box) -> list[Element]:
    y = box.middle[1]
    waves = [c for n in range(3) for c in ("q", 3.7, -9 if n % 2 else 9, 7.4, 0)]
    return [_open("M", box.x + 1, y, *waves, stroke_width="2.2")]


def _person(box: Box) -> list[Element]:
    (x, _), half = box.middle, min(box.width / 2, 9)
    body = _path("M", x - half, box.bottom - 1, "q", 0, -11, half, -11, "q", half, 0, half, 11, "Z")
    return [_oval(x, box.y + 6.5, 4.8, 4.8), body]


def _two_persons(box: Box) -> list[Element]:
    """Draw a donor who is somebody else."""
    return [*_person(Box(box.x, box.y, 13, box.height)), *_person(Box(box.x + 11, box.y, 13, box.height))]


def _round_cell(box: Box) -> list[Element]:
    return [_oval(*box.middle, 11, 11), _oval(*box.middle, 5, 5)]


def _gate(box: Box) -> list[Element]:
    y = box.middle[1]
    return [
        _path("M", box.x + 3, y - 9, "h", 8, "a", 9, 9, 0, 0, 1, 0, 18, "h", -8, "Z"),
        _open("M", box.x, y - 4, "h", 3, "M", box.x, y + 4, "h", 3, "M", box.right - 4, y, "h", 4),
    ]


def _layers(box: Box) -> list[Element]:
    return [_rect(Box(box.x + 2, box.y + 3 + 7 * n, 20, 4.5), 2) for n in range(3)]


def _diamond(box: Box) -> list[Element]:
    return [_polygon(box, 4)]


_FORMS: Mapping[str, _Shape] = {
    "scFv": _pair,
    "vhh": _camelid,
    "vh": _heavy,
    "syntheticBinder": _bundle,
    "naturalLigand": _ligand,
    "naturalReceptor": _receptor,
    "immunoglobulinG": _antibody,
    "transposon": _ring,
    "piggyBac": _ring,
    "sleepingBeauty": _ring,
    "nonViral": _ring,
    "messengerRNATransfection": _message,
    "allogeneic": _two_persons,
    "cordBlood": _two_persons,
    "nk92CellLine": _round_cell,
    "inducedPluripotentStemCell": _round_cell,
    "drops": _drops,
    "knockdown": _struck,
}
_PARTS: Mapping[str, _Shape] = {
    "binder": _single,
    "antigen": _antigen,
    "hinge": _hinge,
    "linker": _chain,
    "joint": _joint,
    "safetySwitch": _switch,
    "payload": _capsule,
    "geneEdit": _crossed,
    "geneTransfer": _virus,
    "cellSource": _person,
    "effectorCell": _round_cell,
    "manufacturingPlatform": _layers,
    "statedGeneration": _layers,
    "logicGate": _gate,
    "usesTechnology": _diamond,
}
#: Parts whose shape speaks for itself where nothing is known, or that are too small for a question mark.
_SPEAKING = frozenset(
    {
        *("antigen", "safetySwitch", "geneEdit", "key"),
        *("geneTransfer", "cellSource", "effectorCell", "manufacturingPlatform"),
        *("logicGate", "usesTechnology", "statedGeneration"),
    }
)
