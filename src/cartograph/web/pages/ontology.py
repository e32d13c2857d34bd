"""The words of the graph: the whole ontology to browse or to load, and a page for each term."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, serialize

from cartograph.export import PREFIXES
from cartograph.terms import BASE, LABEL, ONT, OWL, RDFS, SKOS, STATED, TYPE, Term, local, ont
from cartograph.web import data, rdf
from cartograph.web.describing.statistics import Use
from cartograph.web.desk import Desk
from cartograph.web.lexicon import HEAD
from cartograph.web.pages.node import Facts, Value, named
from cartograph.web.render import render
from cartograph.web.request import Request
from cartograph.web.wire import Reply

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


def browse(desk: Desk, request: Request, suffix: str = "") -> Reply:
    """Show every word, or return the whole ontology; `term` names one word."""
    wanted = request.first("term")
    return term(desk, request, ONT, wanted, suffix) if wanted else _whole(desk, request, suffix)


def stated(desk: Desk, request: Request, suffix: str = "") -> Reply:
    """Show the properties by which claims point to their statements; `term` names one."""
    wanted = request.first("term")
    return term(desk, request, STATED, wanted, suffix) if wanted else _module(desk, request, "stated", suffix)


def module(desk: Desk, request: Request, path: str) -> Reply:
    """Return one module of the ontology by its IRI, with a version or without; else the term of that name."""
    name, suffix = rdf.split(path)
    found = name.rpartition("/")[2]
    version = desk.graph.published.manifest.get("ontology")
    if name == version:
        return _whole(desk, request, suffix)
    if name in (found, f"{version}/{found}") and found in desk.lexicon.modules:
        return _module(desk, request, found, suffix)
    return term(desk, request, ONT, name, suffix)


def term(desk: Desk, request: Request, namespace: str, name: str, suffix: str) -> Reply:
    """Show one word, or return what the ontology says of it."""
    try:
        iri = NamedNode(namespace + name)
    except ValueError:
        return _NOTHING
    path = f"{namespace.removeprefix(BASE).rstrip('#')}?term={name}"
    return data.node(desk, request, iri, suffix, show_term, path)


def _whole(desk: Desk, request: Request, suffix: str) -> Reply:
    form = rdf.chosen(request, suffix)
    if form == "html":
        reply = _index(desk, request)
    elif form == "ttl":
        reply = Reply(200, "text/turtle; charset=utf-8", desk.lexicon.text())
    else:
        reply = rdf.reply(desk, form, _HEAD, desk.lexicon.triples())
    return rdf.linked(request, reply, _HEAD.value, "ontology", named=bool(suffix))


def _module(desk: Desk, request: Request, name: str, suffix: str) -> Reply:
    form = rdf.chosen(request, suffix)
    iri = _HEAD if name == HEAD else NamedNode(f"{BASE}ontology/{name}")
    if form == "html":
        reply = _module_page(desk, request, name)
    elif form == "ttl":
        reply = Reply(200, "text/turtle; charset=utf-8", desk.lexicon.texts[name])
    else:
        reply = rdf.reply(desk, form, iri, desk.lexicon.modules[name])
    return rdf.linked(request, reply, iri.value, iri.value, named=bool(suffix))


def _index(desk: Desk, request: Request) -> Reply:
    classes, schemes = desk.thesaurus.browsed()
    return render(
        "ontology.html",
        desk,
        request,
        classes=classes,
        schemes=schemes,
        properties=desk.thesaurus.properties(),
        uses=desk.description.statistics.properties,
    )


def _module_page(desk: Desk, request: Request, name: str) -> Reply:
    subjects = {one.subject for one in desk.lexicon.modules[name] if one.predicate == _DEFINITION}
    nodes = [one for one in subjects if isinstance(one, NamedNode)]
    found = [(_value(desk, one), _said(desk, one, _DEFINITION)) for one in nodes]
    return render(
        "module.html", desk, request, module=name, words=sorted(found, key=lambda pair: pair[0].text)
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


def show_term(desk: Desk, request: Request, iri: NamedNode) -> Reply:
    """Show one word: what it means, where it stands, where it is used."""
    words, name = desk.thesaurus, local(iri)
    known = desk.graph.ontology.terms.get(name) if iri.value.startswith(ONT) else None
    is_class = known is not None and OWL + "Class" in known.types
    up, down = (words.above, words.below) if is_class else (words.broader, words.narrower)
    return render(
        "term.html",
        desk,
        request,
        word=_word(desk, iri),
        path=words.path(name) if known else [],
        schemes=[] if known is None else words.schemes_of(known),
        above=words.named(up.get(name, ())) if known else [],
        below=words.named(down.get(name, ())) if known else [],
        members=_members(desk, known),
        more=_more(desk, iri),
        used=_used(desk, iri) if known else [],
        spoken=_spoken(desk, iri),
        triples=desk.description.statistics.properties.get(iri.value, 0),
        definition=_axioms(desk, iri),
        namespace=iri.value.removeprefix(BASE).partition("#")[0],
    )


def _word(desk: Desk, iri: NamedNode) -> Word:
    quads = desk.graph.published.store.quads_for_pattern(iri, TYPE, None, _VIEW)
    types = sorted(
        _KINDS[q.object.value] for q in quads if isinstance(q.object, NamedNode) and q.object.value in _KINDS
    )
    return Word(
        iri.value,
        iri.value.partition("#")[2],
        named(desk, iri),
        _said(desk, iri, _DEFINITION),
        tuple(types) or ("term",),
        _said(desk, iri, NamedNode(SKOS + "notation")),
        tuple(sorted(set(_literals(desk, iri, NamedNode(SKOS + "altLabel"))))),
    )


def _literals(desk: Desk, iri: NamedNode, predicate: NamedNode) -> list[str]:
    quads = desk.graph.published.store.quads_for_pattern(iri, predicate, None, _VIEW)
    return [quad.object.value for quad in quads if isinstance(quad.object, Literal)]


def _said(desk: Desk, iri: NamedNode, predicate: NamedNode) -> str:
    return min(_literals(desk, iri, predicate), default="")


def _value(desk: Desk, node: object) -> Value:
    if isinstance(node, Literal):
        return Value(node.value)
    assert isinstance(node, NamedNode)
    return Value(named(desk, node), node.value)


def _members(desk: Desk, known: Term | None) -> Facts | None:
    """Return the members of a class, the first of them by name."""
    if known is None:
        return None
    quads = desk.graph.published.store.quads_for_pattern(None, TYPE, ont(known.name), _VIEW)
    values = sorted((_value(desk, quad.subject) for quad in quads), key=lambda value: value.text.lower())
    return Facts(Value("members"), values[:_SHOWN], len(values) - _SHOWN) if values else None


def _more(desk: Desk, iri: NamedNode) -> list[Facts]:
    """Return what the ontology says of a term besides: domain and range, source, the same in other vocabularies."""
    said: dict[NamedNode, set[NamedNode | Literal]] = {}
    for quad in desk.graph.published.store.quads_for_pattern(iri, None, None, _VIEW):
        if quad.predicate not in _SHOWN_APART and isinstance(quad.object, NamedNode | Literal):
            said.setdefault(quad.predicate, set()).add(quad.object)
    return [
        Facts(_value(desk, one), [_value(desk, node) for node in sorted(said[one], key=str)])
        for one in sorted(said, key=str)
    ]


def _used(desk: Desk, iri: NamedNode) -> list[Facts]:
    """Return which things lead to a term, property by property; statements are left to the things' own pages."""
    found: dict[NamedNode, list[NamedNode]] = {}
    for quad in desk.graph.published.store.quads_for_pattern(None, None, iri, _VIEW):
        if quad.predicate not in _NOT_A_USE and isinstance(quad.subject, NamedNode):
            found.setdefault(quad.predicate, []).append(quad.subject)
    return [
        Facts(
            _value(desk, one),
            [_value(desk, node) for node in sorted(found[one], key=str)[:_SHOWN]],
            len(found[one]) - _SHOWN,
        )
        for one in sorted(found, key=str)
    ]


def _spoken(desk: Desk, iri: NamedNode) -> list[tuple[Value, Use, list[Value]]]:
    """Return whose property one is: each class with how often, and what it leads to there."""
    uses = desk.description.statistics.uses
    found = [(NamedNode(name), used[iri.value]) for name, used in uses.items() if iri.value in used]
    return [
        (
            _value(desk, name),
            use,
            [_value(desk, NamedNode(one)) for one in sorted(use.classes | use.datatypes)],
        )
        for name, use in sorted(found, key=lambda pair: (-pair[1].triples, pair[0].value))
    ]


def _axioms(desk: Desk, iri: NamedNode) -> str:
    """Return what the files say of a term as Turtle."""
    found = list(desk.lexicon.about(iri))
    return (serialize(found, format=RdfFormat.TURTLE, prefixes=PREFIXES, base_iri=BASE) or b"").decode()
