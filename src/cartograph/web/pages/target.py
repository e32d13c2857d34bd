"""The page of a target: who is directed against it, what binds it, and what the sources say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.terms import SKOS
from cartograph.web import data
from cartograph.web.desk import Desk
from cartograph.web.reading import disputes, identifiers, landscape, said
from cartograph.web.reading.landscape import Product
from cartograph.web.reading.look import Look, Word
from cartograph.web.reading.said import Assertion
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply


@dataclass(frozen=True)
class Bound:
    """Hold a construct that binds the target, and the products and mentions that are made with it."""

    construct: Word
    holders: tuple[Word, ...]


def target(desk: Desk, request: Request, slug: str) -> Reply:
    """Answer for a target."""
    return data.thing(desk, request, f"target/{slug}", _show)


def _show(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    look = Look.at(desk)
    whole = desk.keep(landscape.read)
    own = said.assertions(look, [iri])
    label = look.label(iri)
    return render(
        "target.html",
        desk,
        request,
        iri=iri,
        label=label,
        names=look.property(iri, NamedNode(SKOS + "altLabel")),
        misprints=look.property(iri, NamedNode(SKOS + "hiddenLabel")),
        symbols=look.texts(iri, "geneSymbol"),
        aliases=look.texts(iri, "geneAlias"),
        identifiers=identifiers.mapped(look, iri),
        kinds=_by_kind([p for p in whole.products if any(t.path == look.word(iri).path for t in p.targets)]),
        sources=whole.sources,
        bound=_bound(look, iri),
        assertions=own,
        others=_naming_it(look, [label, *look.property(iri, NamedNode(SKOS + "altLabel"))], own),
        conflicts=disputes.conflicts(look, [iri]),
        passages=said.naming(look, iri),
    )


def _by_kind(products: Sequence[Product]) -> list[tuple[Word, list[Product]]]:
    groups: dict[str, list[Product]] = {}
    for product in products:
        groups.setdefault(product.kind.text, []).append(product)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0].kind.text))
    return [(group[0].kind, group) for group in ordered]


def _bound(look: Look, iri: NamedNode) -> list[Bound]:
    slots = look.about("binds", iri)
    constructs = dict.fromkeys(construct for slot in slots for construct in look.about("hasSlot", slot))
    found = [
        Bound(look.word(one), tuple(look.word(holder) for holder in look.about("hasConstruct", one)))
        for one in constructs
    ]
    return sorted(found, key=lambda one: one.construct.text.casefold())


def _naming_it(look: Look, names: Sequence[str], own: Sequence[Assertion]) -> list[Assertion]:
    """Return what is said of other things in words that name the target."""
    named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))
    nodes = (
        node for node in look.about_type("MechanisticAssertion") if named.search(look.text(node, "object"))
    )
    actors = sorted({actor for node in nodes for actor in look.nodes(node, "actor")}, key=str)
    return [one for one in said.assertions(look, actors) if one not in own and named.search(one.object)]
