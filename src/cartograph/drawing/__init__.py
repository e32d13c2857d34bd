"""Draw the construct of an agent from its parts in the published graph.

`reading` asks the graph, `view` is what it answers, `layout` says where each part stands, `glyphs` and `svg` how
it looks, `alternative` says the same in words.

>>> import cartograph
>>> from cartograph.drawing import draw
>>> drawing = draw(cartograph.open(), "cilta-cel")  # doctest: +SKIP
>>> drawing.alternative  # doctest: +SKIP
'Ciltacabtagene autoleucel is a CAR T-cell product. …'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cartograph.drawing.alternative import describe
from cartograph.drawing.extract import read, read_construct
from cartograph.drawing.layout import arrange
from cartograph.drawing.svg import render, without_style

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from cartograph.api import Graph
    from cartograph.drawing.model import FigureView

__all__ = ["Drawing", "draw", "draw_construct"]


@dataclass(frozen=True)
class Drawing:
    """Hold a drawing and what it shows, in words."""

    svg: str
    alternative: str

    @property
    def bare(self) -> str:
        """Return the drawing without its style sheet, for a page whose own sheet gives its colours."""
        return without_style(self.svg)


def draw(graph: Graph, agent: str) -> Drawing:
    """Draw the constructs of an agent, found by id, slug, label or synonym; the same graph gives the same bytes.

    Raises UsageError for an agent that is not known, or of which no construct is described.
    """
    return _drawn(read(graph.published.store, graph.ontology, agent))


def draw_construct(graph: Graph, construct: NamedNode) -> Drawing:
    """Draw one construct, whether an agent or a mention is made with it."""
    return _drawn(read_construct(graph.published.store, graph.ontology, construct))


def _drawn(view: FigureView) -> Drawing:
    alternative = describe(view)
    return Drawing(render(arrange(view), view.slug, view.name, alternative), alternative)
