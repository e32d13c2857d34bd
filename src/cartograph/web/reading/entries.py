"""Read what a claim states, one entry a statement, figure or assertion, in the order in which the source prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from cartograph.terms import local, ont
from cartograph.web.reading import figures, said
from cartograph.web.reading.look import CLAIMS, Look, Word

#: Kinds of what a claim may state, the narrower first, with what a page calls them.
KINDS = {
    "UnassignedFigure": "figure whose subject is not told",
    "Figure": "figure",
    "MechanisticAssertion": "assertion",
    "RegulatoryStatus": "approval",
    "Comparison": "comparison",
    "DoseDesignation": "dose",
    "Mention": "mention",
    "Silence": "silence",
    "Statement": "fact",
}


@dataclass(frozen=True)
class Cited:
    """Hold a citation: the printed number, the one that is meant where that is wrong, and the publication."""

    path: str
    number: str
    corrected: str
    because: str
    publication: str
    doi: str


@dataclass(frozen=True)
class Entry:
    """Hold one thing that a claim states."""

    path: str
    kind: str
    subject: Word
    about: str  # property, measure or relation
    value: Word
    more: str  # count, population, indication and the like
    printed: tuple[str, ...]
    line: int
    cell: int
    reading: Word | None
    remarks: tuple[str, ...]
    cites: tuple[Cited, ...]

    @property
    def sort_key(self) -> tuple[int, int, int, str, str]:
        """Return what orders entries as a reader of the source meets them; of one cell, figures before facts."""
        return (self.line, self.cell, list(KINDS).index(self.kind), self.subject.path, self.path)


@dataclass(frozen=True)
class Place:
    """Hold the entries of one line and cell."""

    line: int
    cell: int
    entries: tuple[Entry, ...]


def of(look: Look, claim: NamedNode) -> list[Entry]:
    """Return what a claim states, in its order."""
    line = _number(look.store_text(claim, "line", CLAIMS))
    nodes = look.about("statedIn", claim) + _silences(look, claim)
    return sorted((_entry(look, node, line) for node in nodes), key=lambda entry: entry.sort_key)


def by_place(entries: Iterable[Entry]) -> list[Place]:
    """Return entries by line and cell."""
    groups: dict[tuple[int, int], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.line, entry.cell), []).append(entry)
    return [Place(line, cell, tuple(group)) for (line, cell), group in groups.items()]


def subject(look: Look, node: NamedNode) -> Word:
    """Return a thing, or a part of one by the thing and the part.

    The label of `cohort/ct103a-all/infusion/ct103a` is "CT103A phase 1/2, all infused › infusion › ct103a".
    """
    path = local(node)
    owner, parts = path.split("/")[:2], path.split("/")[2:]
    if not parts or path.startswith(("claim/", "report/")):
        return Word(path, look.label(node), path)
    whole = look.label(NamedNode(node.value.removesuffix(path) + "/".join(owner)))
    return Word(path, " › ".join([whole, *(part.replace("-", " ") for part in parts)]), "/".join(owner))


def cited(look: Look, node: NamedNode) -> Cited:
    """Return a citation."""
    publications = look.nodes(node, "citedPublication")
    return Cited(
        local(node),
        look.text(node, "printedNumber"),
        look.text(node, "correctedNumber"),
        look.text(node, "because"),
        " ".join(look.text(one, "citation") or look.label(one) for one in publications),
        " ".join(doi for one in publications for doi in look.texts(one, "doi")),
    )


def _silences(look: Look, claim: NamedNode) -> list[NamedNode]:
    quads = look.store.quads_for_pattern(None, ont("statedIn"), claim, CLAIMS)
    return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]


def _entry(look: Look, node: NamedNode, line: int) -> Entry:
    graph = CLAIMS if "/silence/" in node.value else None
    kind = next((one for one in KINDS if look.is_a(node, one)), "Silence")
    who, about, value, more = _SAYERS[kind](look, node)
    texts = {
        name: look.store_text(node, name, graph)
        for name in ("line", "cell", "because", "note", "printedValue")
    }
    remarks = [
        texts["because"],
        texts["note"],
        f"printed as {texts['printedValue']}" if texts["printedValue"] else "",
    ]
    return Entry(
        local(node),
        kind,
        who,
        about,
        value,
        more,
        tuple(look.store_texts(node, "printed", graph)),
        _number(texts["line"]) or line,
        _number(texts["cell"]),
        look.one(node, "reading"),
        tuple(filter(None, remarks)),
        tuple(cited(look, one) for one in look.nodes(node, "cites")),
    )


def _number(text: str) -> int:
    return min((int(part) for part in text.split("; ") if part.isdecimal()), default=0)


_Said = tuple[Word, str, Word, str]
_NOTHING = Word("", "")


def _statement(look: Look, node: NamedNode) -> _Said:
    who = look.nodes(node, "subject")[0]
    prop = look.nodes(node, "property")
    values = look.values(node, "statedValue")
    about = (
        (look.words.terms[local(prop[0])].label if local(prop[0]) in look.words.terms else "is a")
        if prop
        else ""
    )
    return subject(look, who), about, _value(look, values), ""


def _value(look: Look, values: list[NamedNode | Literal]) -> Word:
    words = [_part(look, one) or look.word(one) for one in values]
    if len(words) == 1:
        return words[0]
    return Word("", "; ".join(word.text for word in words))


def _part(look: Look, value: NamedNode | Literal) -> Word | None:
    """Return a value that is a part of a study unit or construct by whole and part."""
    if isinstance(value, NamedNode) and local(value).startswith(("cohort/", "construct/")):
        return subject(look, value)
    return None


def _figure(look: Look, node: NamedNode) -> _Said:
    figure = figures.read(look, node)
    owners = look.about("hasFigure", node) or look.nodes(node, "candidateSubject")
    who = (
        look.word(owners[0]) if len(owners) == 1 else Word("", " or ".join(look.label(one) for one in owners))
    )
    count = f"of {figure.count}" if figure.count else ""
    named = [count, figure.population.text if figure.population else "", *filter(_is_printed, figure.remarks)]
    return who, figure.measures, Word(figure.path, figure.text), "; ".join(filter(None, named))


def _is_printed(remark: str) -> bool:
    """Leave out what an entry says as the curator's remark."""
    return not remark.startswith(("curator: ", "printed as "))


def _assertion(look: Look, node: NamedNode) -> _Said:
    actor, relation, modality = (
        look.one(node, name) or _NOTHING for name in ("actor", "relation", "modality")
    )
    firm = modality.text if modality.name != "asserted" else ""
    more = "; ".join(filter(None, [look.text(node, "context"), firm]))
    return actor, relation.text, Word("", look.text(node, "object")), more


def _regulatory(look: Look, node: NamedNode) -> _Said:
    agent, state, agency = (
        look.one(node, name) or _NOTHING for name in ("ofAgent", "regulatoryState", "agency")
    )
    more = [agency.text, look.text(node, "year"), look.text(node, "indication")]
    return agent, "approval", state, "; ".join(filter(None, more))


def _comparison(look: Look, node: NamedNode) -> _Said:
    left, right, endpoint, direction, design = (
        look.one(node, name) or _NOTHING
        for name in ("leftUnit", "rightUnit", "endpoint", "direction", "design")
    )
    more = [f"against {right.text}", design.text, look.text(node, "significance"), look.text(node, "context")]
    return left, endpoint.text, direction, "; ".join(filter(None, more))


def _dose(look: Look, node: NamedNode) -> _Said:
    agents = look.nodes(node, "ofAgent")
    found = [
        one
        for agent in agents
        for one in said.designations(look, agent)
        if set(one.places) & set(look.places(node))
    ]
    dose = next((one for one in found), None)
    who = look.word(agents[0]) if agents else _NOTHING
    return (
        who,
        dose.designation.text if dose else "dose",
        Word("", dose.dose if dose else ""),
        dose.context if dose else "",
    )


def _mention(look: Look, node: NamedNode) -> _Said:
    denoted = look.nodes(node, "denotes")
    same = ", ".join(look.label(one) for one in look.nodes(node, "mayBeSameAs"))
    value = look.word(denoted[0]) if denoted else Word("", "a product that cannot be told apart from others")
    return Word(local(node), look.label(node)), "is", value, f"may be the same as {same}" if same else ""


def _silence(look: Look, node: NamedNode) -> _Said:
    from cartograph.web.reading.silence import read

    one = read(look, node)
    things = ", ".join(thing.text for thing in one.things) or "every product of the row"
    return Word("", things), one.expectation.text, one.kind, ""


_SAYERS: dict[str, Callable[[Look, NamedNode], _Said]] = {
    "UnassignedFigure": _figure,
    "Figure": _figure,
    "MechanisticAssertion": _assertion,
    "RegulatoryStatus": _regulatory,
    "Comparison": _comparison,
    "DoseDesignation": _dose,
    "Mention": _mention,
    "Silence": _silence,
    "Statement": _statement,
}
