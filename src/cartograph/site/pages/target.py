"""The page of a target: who is directed against it, what binds it, and what the sources say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.reading import conflicts, identifiers, landscape, statements
from cartograph.reading.landscape import Product
from cartograph.reading.reader import Reader, Word
from cartograph.reading.statements import Assertion
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.render import render
from cartograph.terms import SKOS


@dataclass(frozen=True)
class Bound:
    """Hold a construct that binds the target, and the products and mentions that are made with it."""

    construct: Word
    holders: tuple[Word, ...]


def target(context: Context, request: Request, slug: str) -> Reply:
    """Answer for a target."""
    return things.thing(context, request, f"target/{slug}", _show)


def _show(context: Context, request: Request, iri: NamedNode) -> Reply:
    reader = context.reader()
    whole = context.keep(landscape.read)
    own = statements.assertions(reader, [iri])
    label = reader.label(iri)
    return render(
        "target.html",
        context,
        request,
        iri=iri,
        label=label,
        names=reader.property(iri, NamedNode(SKOS + "altLabel")),
        misprints=reader.property(iri, NamedNode(SKOS + "hiddenLabel")),
        symbols=reader.texts(iri, "geneSymbol"),
        aliases=reader.texts(iri, "geneAlias"),
        identifiers=identifiers.mapped(reader, iri),
        kinds=_by_kind(
            [p for p in whole.products if any(t.path == reader.word(iri).path for t in p.targets)]
        ),
        sources=whole.sources,
        bound=_bound(reader, iri),
        assertions=own,
        others=_naming_it(reader, [label, *reader.property(iri, NamedNode(SKOS + "altLabel"))], own),
        conflicts=conflicts.of(reader, [iri]),
        passages=statements.naming(reader, iri),
    )


def _by_kind(products: Sequence[Product]) -> list[tuple[Word, list[Product]]]:
    groups: dict[str, list[Product]] = {}
    for product in products:
        groups.setdefault(product.kind.text, []).append(product)
    ordered = sorted(groups.values(), key=lambda group: (-len(group), group[0].kind.text))
    return [(group[0].kind, group) for group in ordered]


def _bound(reader: Reader, iri: NamedNode) -> list[Bound]:
    slots = reader.backlinks("binds", iri)
    constructs = dict.fromkeys(construct for slot in slots for construct in reader.backlinks("hasSlot", slot))
    found = [
        Bound(
            reader.word(one), tuple(reader.word(holder) for holder in reader.backlinks("hasConstruct", one))
        )
        for one in constructs
    ]
    return sorted(found, key=lambda one: one.construct.text.casefold())


def _naming_it(reader: Reader, names: Sequence[str], own: Sequence[Assertion]) -> list[Assertion]:
    """Return what is said of other things in words that name the target."""
    named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))
    nodes = (
        node for node in reader.instances("MechanisticAssertion") if named.search(reader.text(node, "object"))
    )
    actors = sorted({actor for node in nodes for actor in reader.nodes(node, "actor")}, key=str)
    return [
        one for one in statements.assertions(reader, actors) if one not in own and named.search(one.object)
    ]
