"""Choose among products by facets, and count what each further choice would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from cartograph.reading.landscape import Landscape, Product
from cartograph.reading.reader import Word
from cartograph.terms import Ontology

Pair = tuple[str, str]  # how the address of a page writes a value, and how people do
PER_PAGE = 25

#: The facets in the order of the page, with their headings.
HEADINGS = {
    "target": "Target",
    "kind": "Kind",
    "costimulation": "Costimulation",
    "vector": "Vector",
    "source": "Cell source",
    "approved": "Approval",
}
SORTS: Mapping[str, Callable[[Product], tuple[object, ...]]] = {
    "name": lambda p: (p.label.casefold(),),
    "target": lambda p: ([t.text.casefold() for t in p.targets] or ["~"], p.label.casefold()),
    "kind": lambda p: (p.kind.text, p.label.casefold()),
    "orr": lambda p: (-p.best["objectiveResponse"].share, p.label.casefold()),
    "cr": lambda p: (-p.best["completeResponseOrBetter"].share, p.label.casefold()),
    "approved": lambda p: (p.approved.word.text if p.approved else "~", p.label.casefold()),
}


@dataclass(frozen=True)
class Choice:
    """Hold what the address of the landscape says: chosen values by facet, order, page."""

    chosen: Mapping[str, tuple[str, ...]]
    sort: str = "name"
    page: int = 1

    @classmethod
    def of(cls, fields: Mapping[str, Sequence[str]]) -> Choice:
        """Read the parameters of an address; an order that is not known is the usual one.

        >>> Choice.of({"target": ["bcma", "cd19"], "sort": ["orr"], "page": ["2"], "x": ["1"]}).address
        '?target=bcma&target=cd19&sort=orr&page=2'
        """
        chosen = {name: tuple(dict.fromkeys(filter(None, fields.get(name, [])))) for name in HEADINGS}
        sort, page = fields.get("sort", ["name"])[0], fields.get("page", ["1"])[0]
        number = int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 1
        return cls(chosen, sort if sort in SORTS else "name", max(1, number))

    @property
    def address(self) -> str:
        """Return the parameters that say the same."""
        fields = [(name, value) for name in HEADINGS for value in self.chosen.get(name, ())]
        fields += [("sort", self.sort)] * (self.sort != "name") + [("page", str(self.page))] * (self.page > 1)
        return f"?{urlencode(fields)}" if fields else ""

    @property
    def values(self) -> Iterator[Pair]:
        """Yield each chosen value with its facet."""
        return ((name, value) for name, values in self.chosen.items() for value in values)

    def toggled(self, facet: str, value: str) -> Choice:
        """Return the choice with a value more, or with it no longer, from the first page."""
        now = self.chosen.get(facet, ())
        then = tuple(one for one in now if one != value) if value in now else (*now, value)
        return replace(self, chosen={**self.chosen, facet: then}, page=1)

    def only(self, **values: str) -> Choice:
        """Return the choice with these values of their facets and no others."""
        return replace(
            self, chosen={**self.chosen, **{k: (v,) if v else () for k, v in values.items()}}, page=1
        )

    def sorted_by(self, sort: str) -> Choice:
        """Return the choice in another order."""
        return replace(self, sort=sort, page=1)

    def at(self, page: int) -> Choice:
        """Return another page of the choice."""
        return replace(self, page=page)


@dataclass(frozen=True)
class Option:
    """Hold one value of a facet, and how many products choosing it leaves."""

    value: str
    text: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chooser:
    """Choose among the products of a landscape."""

    landscape: Landscape
    words: Ontology

    def products(self, choice: Choice, but: Iterable[str] = ()) -> list[Product]:
        """Return the products that fit: one value of each facet with choices; `but` leaves facets out."""
        asked = {name: values for name, values in choice.chosen.items() if values and name not in but}
        fitting = [p for p in self.landscape.products if all(self._fits(p, *one) for one in asked.items())]
        return sorted(fitting, key=SORTS[choice.sort])

    def options(self, facet: str, choice: Choice) -> list[Option]:
        """Return the values of a facet, the most frequent first, counted among what the other facets leave."""
        chosen = choice.chosen.get(facet, ())
        pairs = [
            pair for product in self.products(choice, but=[facet]) for pair in self.pairs(product, facet)
        ]
        counts, texts = Counter(value for value, _ in pairs), dict(pairs)
        for value in chosen:
            texts.setdefault(value, self.text(facet, value))
        found = [Option(value, text, counts[value], value in chosen) for value, text in texts.items()]
        return sorted(found, key=lambda one: (-one.count, one.text.casefold()))

    def text(self, facet: str, value: str) -> str:
        """Return how people write a value, itself where no product has it."""
        found = (text for p in self.landscape.products for v, text in self.pairs(p, facet) if v == value)
        return next(found, value)

    def pairs(self, product: Product, facet: str) -> list[Pair]:
        """Return the values that a product has for a facet."""
        if facet == "target":
            return _pairs(product.targets) or [("none", "no target told")]
        if facet == "kind":
            return _pairs(product.kinds) or [("none", product.kind.text)]
        if facet == "approved":
            return _pairs([product.approved.word]) if product.approved else [("none", "nothing said")]
        return self._design(product, facet)

    def _design(self, product: Product, part: str) -> list[Pair]:
        values = product.design[part]
        if not product.cells or not values:
            absent = product.absent[part]
            return [("none", absent)] if product.cells else []
        wider = {name for word in values for name in self.words.broader(word.name)}
        return _pairs(values) + [(name, self.words.terms[name].label) for name in sorted(wider)]

    def _fits(self, product: Product, facet: str, values: Sequence[str]) -> bool:
        return any(value in values for value, _ in self.pairs(product, facet))


def _pairs(words: Iterable[Word]) -> list[Pair]:
    """Return how an address writes words: the end of a path, or the local name of a term.

    >>> _pairs([Word("target/bcma", "BCMA"), Word("CARTCellProduct", "CAR T-cell product")])
    [('bcma', 'BCMA'), ('CARTCellProduct', 'CAR T-cell product')]
    """
    return [(word.name.rpartition("/")[2], word.text) for word in words]
