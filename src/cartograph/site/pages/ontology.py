"""The words of the graph: the whole ontology to browse or to load, and a page for each term."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, serialize

from cartograph.http.reply import Reply
from cartograph.http.request import Request
from cartograph.linkeddata import formats
from cartograph.linkeddata.modules import HEAD
from cartograph.linkeddata.statistics import Use
from cartograph.site import things
from cartograph.site.context import Context
from cartograph.site.pages.node import Facts, Value, named
from cartograph.site.render import render
from cartograph.terms import BASE, LABEL, ONT, OWL, PREFIXES, RDFS, SKOS, STATED, TYPE, Term, local, ont

_VIEW = DefaultGraph()
_SHOWN = 30
_HEAD = NamedNode(BASE + "ontology")
_NOTHING = Reply(404, "text/plain", b"")
_DEFINITION = NamedNode(SKOS + "definition")

#: What the page of a term shows in a place of its own.
_SHOWN_APART = {
    TYPE,
    LABEL,
    _DEFINITION,
    NamedNode(SKOS + "notation"),
    NamedNode(SKOS + "altLabel"),
    NamedNode(RDFS + "subClassOf"),
    ont("broader"),
}
_NOT_A_USE = {TYPE, NamedNode(RDFS + "subClassOf"), ont("broader"), ont("statedValue"), ont("property")}
_KINDS = {
    OWL + "Class": "class",
    OWL + "ObjectProperty": "property that leads to a node",
    OWL + "DatatypeProperty": "property that leads to a number or text",
    OWL + "AnnotationProperty": "annotation property",
}


def browse(context: Context, request: Request, suffix: str = "") -> Reply:
    """Show every word, or return the whole ontology; `term` names one word."""
    wanted = request.first("term")
    return term(context, request, ONT, wanted, suffix) if wanted else _whole(context, request, suffix)


def stated(context: Context, request: Request, suffix: str = "") -> Reply:
    """Show the properties by which claims point to their statements; `term` names one."""
    wanted = request.first("term")
    return (
        term(context, request, STATED, wanted, suffix)
        if wanted
        else _module(context, request, "stated", suffix)
    )


def module(context: Context, request: Request, path: str) -> Reply:
    """Return one module of the ontology by its IRI, with a version or without; else the term of that name."""
    name, suffix = formats.split(path)
    found = name.rpartition("/")[2]
    version = context.graph.published.manifest.get("ontology")
    if name == version:
        return _whole(context, request, suffix)
    if name in (found, f"{version}/{found}") and found in context.data.lexicon.modules:
        return _module(context, request, found, suffix)
    return term(context, request, ONT, name, suffix)


def term(context: Context, request: Request, namespace: str, name: str, suffix: str) -> Reply:
    """Show one word, or return what the ontology says of it."""
    try:
        iri = NamedNode(namespace + name)
    except ValueError:
        return _NOTHING
    path = f"{namespace.removeprefix(BASE).rstrip('#')}?term={name}"
    return things.node(context, request, iri, suffix, show_term, path)


def _whole(context: Context, request: Request, suffix: str) -> Reply:
    form = formats.chosen(request, suffix)
    if form == "html":
        reply = _index(context, request)
    elif form == "ttl":
        reply = Reply(200, "text/turtle; charset=utf-8", context.data.lexicon.text())
    else:
        reply = formats.reply(context.data, form, _HEAD, context.data.lexicon.triples())
    return formats.linked(request, reply, _HEAD.value, "ontology", named=bool(suffix))


def _module(context: Context, request: Request, name: str, suffix: str) -> Reply:
    form = formats.chosen(request, suffix)
    iri = _HEAD if name == HEAD else NamedNode(f"{BASE}ontology/{name}")
    if form == "html":
        reply = _module_page(context, request, name)
    elif form == "ttl":
        reply = Reply(200, "text/turtle; charset=utf-8", context.data.lexicon.texts[name])
    else:
        reply = formats.reply(context.data, form, iri, context.data.lexicon.modules[name])
    return formats.linked(request, reply, iri.value, iri.value, named=bool(suffix))


def _index(context: Context, request: Request) -> Reply:
    classes, schemes = context.data.thesaurus.browsed()
    return render(
        "ontology.html",
        context,
        request,
        classes=classes,
        schemes=schemes,
        properties=context.data.thesaurus.properties(),
        uses=context.data.description.statistics.properties,
    )


def _module_page(context: Context, request: Request, name: str) -> Reply:
    subjects = {one.subject for one in context.data.lexicon.modules[name] if one.predicate == _DEFINITION}
    nodes = [one for one in subjects if isinstance(one, NamedNode)]
    found = [(_value(context, one), _said(context, one, _DEFINITION)) for one in nodes]
    return render(
        "module.html", context, request, module=name, words=sorted(found, key=lambda pair: pair[0].text)
    )


@dataclass(frozen=True)
class Word:
    """Hold what the page of a term shows."""

    iri: str
    name: str
    label: str
    definition: str
    kinds: tuple[str, ...]
    notation: str
    synonyms: tuple[str, ...]


def show_term(context: Context, request: Request, iri: NamedNode) -> Reply:
    """Show one word: what it means, where it stands, where it is used."""
    words, name = context.data.thesaurus, local(iri)
    known = context.graph.ontology.terms.get(name) if iri.value.startswith(ONT) else None
    is_class = known is not None and OWL + "Class" in known.types
    up, down = (words.above, words.below) if is_class else (words.broader, words.narrower)
    return render(
        "term.html",
        context,
        request,
        word=_word(context, iri),
        path=words.path(name) if known else [],
        schemes=[] if known is None else words.schemes_of(known),
        above=words.named(up.get(name, ())) if known else [],
        below=words.named(down.get(name, ())) if known else [],
        members=_members(context, known),
        more=_more(context, iri),
        used=_used(context, iri) if known else [],
        spoken=_spoken(context, iri),
        triples=context.data.description.statistics.properties.get(iri.value, 0),
        definition=_axioms(context, iri),
        namespace=iri.value.removeprefix(BASE).partition("#")[0],
    )


def _word(context: Context, iri: NamedNode) -> Word:
    quads = context.graph.published.store.quads_for_pattern(iri, TYPE, None, _VIEW)
    types = sorted(
        _KINDS[q.object.value] for q in quads if isinstance(q.object, NamedNode) and q.object.value in _KINDS
    )
    return Word(
        iri.value,
        iri.value.partition("#")[2],
        named(context, iri),
        _said(context, iri, _DEFINITION),
        tuple(types) or ("term",),
        _said(context, iri, NamedNode(SKOS + "notation")),
        tuple(sorted(set(_literals(context, iri, NamedNode(SKOS + "altLabel"))))),
    )


def _literals(context: Context, iri: NamedNode, predicate: NamedNode) -> list[str]:
    quads = context.graph.published.store.quads_for_pattern(iri, predicate, None, _VIEW)
    return [quad.object.value for quad in quads if isinstance(quad.object, Literal)]


def _said(context: Context, iri: NamedNode, predicate: NamedNode) -> str:
    return min(_literals(context, iri, predicate), default="")


def _value(context: Context, node: object) -> Value:
    if isinstance(node, Literal):
        return Value(node.value)
    assert isinstance(node, NamedNode)
    return Value(named(context, node), node.value)


def _members(context: Context, known: Term | None) -> Facts | None:
    """Return the members of a class, the first of them by name."""
    if known is None:
        return None
    quads = context.graph.published.store.quads_for_pattern(None, TYPE, ont(known.name), _VIEW)
    values = sorted((_value(context, quad.subject) for quad in quads), key=lambda value: value.text.lower())
    return Facts(Value("members"), values[:_SHOWN], len(values) - _SHOWN) if values else None


def _more(context: Context, iri: NamedNode) -> list[Facts]:
    """Return what the ontology says of a term besides: domain and range, source, the same in other vocabularies."""
    said: dict[NamedNode, set[NamedNode | Literal]] = {}
    for quad in context.graph.published.store.quads_for_pattern(iri, None, None, _VIEW):
        if quad.predicate not in _SHOWN_APART and isinstance(quad.object, NamedNode | Literal):
            said.setdefault(quad.predicate, set()).add(quad.object)
    return [
        Facts(_value(context, one), [_value(context, node) for node in sorted(said[one], key=str)])
        for one in sorted(said, key=str)
    ]


def _used(context: Context, iri: NamedNode) -> list[Facts]:
    """Return which things lead to a term, property by property; statements are left to the things' own pages."""
    found: dict[NamedNode, list[NamedNode]] = {}
    for quad in context.graph.published.store.quads_for_pattern(None, None, iri, _VIEW):
        if quad.predicate not in _NOT_A_USE and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.predicate, []).append(quad.subject)
    return [
        Facts(
            _value(context, one),
            [_value(context, node) for node in sorted(found[one], key=str)[:_SHOWN]],
            len(found[one]) - _SHOWN,
        )
        for one in sorted(found, key=str)
    ]


def _spoken(context: Context, iri: NamedNode) -> list[tuple[Value, Use, list[Value]]]:
    """Return whose property one is: each class with how often, and what it leads to there."""
    uses = context.data.description.statistics.uses
    found = [(NamedNode(name), used[iri.value]) for name, used in uses.items() if iri.value in used]
    return [
        (
            _value(context, name),
            use,
            [_value(context, NamedNode(one)) for one in sorted(use.classes | use.datatypes)],
        )
        for name, use in sorted(found, key=lambda pair: (-pair[1].triples, pair[0].value))
    ]


def _axioms(context: Context, iri: NamedNode) -> str:
    """Return what the files say of a term as Turtle."""
    found = list(context.data.lexicon.about(iri))
    return (serialize(found, format=RdfFormat.TURTLE, prefixes=PREFIXES, base_iri=BASE) or b"").decode()
