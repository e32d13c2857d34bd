"""The front page: what the graph holds, and every product by target and design with its best reported response."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading import landscape
from cartograph.reading.landscape import Product, Response
from cartograph.site import facets
from cartograph.site.context import Context
from cartograph.site.facets import PER_PAGE, Choice, Chooser
from cartograph.site.render import render

_SHADES = (50, 70, 80, 90)  # per cent at which the next shade of the table of targets and kinds begins


@dataclass(frozen=True)
class Cell:
    """Hold the products of one target and kind, and the best response among them."""

    address: str
    products: int
    best: Response | None
    by: Product | None

    @property
    def shade(self) -> int:
        """Return the shade from 1 to 5, 0 where no response is shown."""
        return 0 if self.best is None else 1 + sum(self.best.share >= step for step in _SHADES)


@dataclass(frozen=True)
class Matrix:
    """Hold the table of targets and kinds."""

    kinds: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Cell | None, ...]], ...]  # text and address of the target, its cells


def front(context: Context, request: Request) -> Reply:
    """Show what the graph holds, and the products that the address chooses."""
    whole = context.keep(landscape.read)
    choice, chooser = Choice.of(request.fields), Chooser(whole, context.graph.ontology)
    found = chooser.products(choice)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(choice.page, pages)
    return render(
        "front.html",
        context,
        request,
        landscape=whole,
        counts=whole.counts,
        choice=choice,
        found=found,
        shown=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        pages=pages,
        headings=facets.HEADINGS,
        options={name: chooser.options(name, choice) for name in facets.HEADINGS},
        chips=[(name, value, chooser.text(name, value)) for name, value in choice.values],
        matrix=matrix(chooser, choice),
        shades=_SHADES,
    )


def matrix(chooser: Chooser, choice: Choice) -> Matrix:
    """Lay out the products that the other facets leave by target and kind; one of two targets stands in two rows."""
    products = chooser.products(choice, but=["target", "kind"])
    targets = _frequent([pair for p in products for pair in chooser.pairs(p, "target")])
    kinds = _frequent([_narrowest(p) for p in products])
    rows = []
    for target, text in targets:
        of_target = [p for p in products if target in dict(chooser.pairs(p, "target"))]
        cells = tuple(_cell(choice, target, kind, of_target) for kind, _ in kinds)
        rows.append((text, choice.only(target=target, kind="").address, cells))
    return Matrix(tuple(text for _, text in kinds), tuple(rows))


def _cell(choice: Choice, target: str, kind: str, products: Sequence[Product]) -> Cell | None:
    here = [product for product in products if _narrowest(product)[0] == kind]
    if not here:
        return None
    by = max(here, key=lambda product: landscape.rank(product.best["objectiveResponse"]))
    best = by.best["objectiveResponse"].response
    return Cell(choice.only(target=target, kind=kind).address, len(here), best, by if best else None)


def _narrowest(product: Product) -> facets.Pair:
    return (product.kind.name or "none", product.kind.text)


def _frequent(pairs: Sequence[facets.Pair]) -> list[facets.Pair]:
    texts = dict(pairs)
    values = [value for value, _ in pairs]
    return sorted(
        texts.items(), key=lambda pair: (pair[0] == "none", -values.count(pair[0]), pair[1].casefold())
    )
