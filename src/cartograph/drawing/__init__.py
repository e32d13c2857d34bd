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
from cartograph.drawing.layout import arrange
from cartograph.drawing.reading import read
from cartograph.drawing.svg import render

if TYPE_CHECKING:
    from cartograph.api import Graph

__all__ = ["Drawing", "draw"]


@dataclass(frozen=True)
class Drawing:
    """Hold a drawing and what it shows, in words."""

    svg: str
    alternative: str


def draw(graph: Graph, agent: str) -> Drawing:
    """Draw the constructs of an agent, found by id, slug, label or synonym; the same graph gives the same bytes.

    Raises UsageError for an agent that is not known, or of which no construct is described.
    """
    view = read(graph.published.store, graph.ontology, agent)
    alternative = describe(view)
    return Drawing(render(arrange(view), view.slug, view.name, alternative), alternative)
