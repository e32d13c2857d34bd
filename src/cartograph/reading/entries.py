"""Read what a claim states, one entry a statement, figure or assertion, in the order in which the source prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from cartograph.reading import figures, statements
from cartograph.reading.reader import Reader, Word
from cartograph.terms import local, ont
from cartograph.versions.labels import CLAIMS

#: Kinds of what a claim may state, the narrower first, with what a page calls them.
KINDS = {
    "UnassignedFigure": "figure whose subject is not told",
    "Figure": "figure",
    "MechanisticAssertion": "assertion",
    "RegulatoryStatus": "approval",
    "Comparison": "comparison",
    "DoseDesignation": "dose",
    "Mention": "mention",
    "Remark": "remark",
    "Contradiction": "contradiction",
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


def of(reader: Reader, claim: NamedNode) -> list[Entry]:
    """Return what a claim states, in its order."""
    line = _number(reader.store_text(claim, "line", CLAIMS))
    nodes = reader.backlinks("statedIn", claim) + _silences(reader, claim)
    return sorted((_entry(reader, node, line) for node in nodes), key=lambda entry: entry.sort_key)


def by_place(entries: Iterable[Entry]) -> list[Place]:
    """Return entries by line and cell."""
    groups: dict[tuple[int, int], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.line, entry.cell), []).append(entry)
    return [Place(line, cell, tuple(group)) for (line, cell), group in groups.items()]


def subject(reader: Reader, node: NamedNode) -> Word:
    """Return a thing, or a part of one by the thing and the part.

    The label of `cohort/ct103a-all/infusion/ct103a` is "CT103A phase 1/2, all infused › infusion › ct103a".
    """
    path = local(node)
    owner, parts = path.split("/")[:2], path.split("/")[2:]
    if not parts or path.startswith(("claim/", "report/")):
        return Word(path, reader.label(node), path)
    whole = reader.label(NamedNode(node.value.removesuffix(path) + "/".join(owner)))
    return Word(path, " › ".join([whole, *(part.replace("-", " ") for part in parts)]), "/".join(owner))


def cited(reader: Reader, node: NamedNode) -> Cited:
    """Return a citation."""
    publications = reader.nodes(node, "citedPublication")
    return Cited(
        local(node),
        reader.text(node, "printedNumber"),
        reader.text(node, "correctedNumber"),
        reader.text(node, "because"),
        " ".join(reader.text(one, "citation") or reader.label(one) for one in publications),
        " ".join(doi for one in publications for doi in reader.texts(one, "doi")),
    )


def _silences(reader: Reader, claim: NamedNode) -> list[NamedNode]:
    quads = reader.store.quads_for_pattern(None, ont("statedIn"), claim, CLAIMS)
    return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]


def _entry(reader: Reader, node: NamedNode, line: int) -> Entry:
    graph = CLAIMS if "/silence/" in node.value else None
    kind = next((one for one in KINDS if reader.is_a(node, one)), "Silence")
    who, about, value, more = _SAYERS[kind](reader, node)
    texts = {
        name: reader.store_text(node, name, graph)
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
        tuple(reader.store_texts(node, "printed", graph)),
        _number(texts["line"]) or line,
        _number(texts["cell"]),
        reader.one(node, "reading"),
        tuple(filter(None, remarks)),
        tuple(cited(reader, one) for one in reader.nodes(node, "cites")),
    )


def _number(text: str) -> int:
    return min((int(part) for part in text.split("; ") if part.isdecimal()), default=0)


_Said = tuple[Word, str, Word, str]
_NOTHING = Word("", "")


def _statement(reader: Reader, node: NamedNode) -> _Said:
    who = reader.nodes(node, "subject")[0]
    prop = reader.nodes(node, "property")
    values = reader.values(node, "statedValue")
    about = (
        (reader.words.terms[local(prop[0])].label if local(prop[0]) in reader.words.terms else "is a")
        if prop
        else ""
    )
    return subject(reader, who), about, _value(reader, values), ""


def _value(reader: Reader, values: list[NamedNode | Literal]) -> Word:
    words = [_part(reader, one) or reader.word(one) for one in values]
    if len(words) == 1:
        return words[0]
    return Word("", "; ".join(word.text for word in words))


def _part(reader: Reader, value: NamedNode | Literal) -> Word | None:
    """Return a value that is a part of a study unit or construct by whole and part."""
    if isinstance(value, NamedNode) and local(value).startswith(("cohort/", "construct/")):
        return subject(reader, value)
    return None


def _figure(reader: Reader, node: NamedNode) -> _Said:
    figure = figures.read(reader, node)
    owners = reader.backlinks("hasFigure", node) or reader.nodes(node, "candidateSubject")
    who = (
        reader.word(owners[0])
        if len(owners) == 1
        else Word("", " or ".join(reader.label(one) for one in owners))
    )
    count = f"of {figure.count.printed}" if figure.count else ""
    named = [count, figure.population.text if figure.population else "", *filter(_is_printed, figure.remarks)]
    return who, figure.measures, Word(figure.path, figure.text), "; ".join(filter(None, named))


def _is_printed(remark: str) -> bool:
    """Leave out what an entry says as the curator's remark."""
    return not remark.startswith(("curator: ", "printed as "))


def _assertion(reader: Reader, node: NamedNode) -> _Said:
    actor, relation, modality = (
        reader.one(node, name) or _NOTHING for name in ("actor", "relation", "modality")
    )
    firm = modality.text if modality.name != "asserted" else ""
    more = "; ".join(filter(None, [reader.text(node, "context"), firm]))
    return actor, relation.text, Word("", reader.text(node, "object")), more


def _regulatory(reader: Reader, node: NamedNode) -> _Said:
    agent, state, agency = (
        reader.one(node, name) or _NOTHING for name in ("ofAgent", "regulatoryState", "agency")
    )
    more = [agency.text, reader.text(node, "year"), reader.text(node, "indication")]
    return agent, "approval", state, "; ".join(filter(None, more))


def _comparison(reader: Reader, node: NamedNode) -> _Said:
    left, right, endpoint, direction, design = (
        reader.one(node, name) or _NOTHING
        for name in ("leftUnit", "rightUnit", "endpoint", "direction", "design")
    )
    more = [
        f"against {right.text}",
        design.text,
        reader.text(node, "significance"),
        reader.text(node, "context"),
    ]
    return left, endpoint.text, direction, "; ".join(filter(None, more))


def _dose(reader: Reader, node: NamedNode) -> _Said:
    agents = reader.nodes(node, "ofAgent")
    found = [
        one
        for agent in agents
        for one in statements.designations(reader, agent)
        if set(one.places) & set(reader.places(node))
    ]
    dose = next((one for one in found), None)
    who = reader.word(agents[0]) if agents else _NOTHING
    return (
        who,
        dose.designation.text if dose else "dose",
        Word("", dose.dose if dose else ""),
        dose.context if dose else "",
    )


def _mention(reader: Reader, node: NamedNode) -> _Said:
    denoted = reader.nodes(node, "denotes")
    same = ", ".join(reader.label(one) for one in reader.nodes(node, "mayBeSameAs"))
    value = (
        reader.word(denoted[0]) if denoted else Word("", "a product that cannot be told apart from others")
    )
    return Word(local(node), reader.label(node)), "is", value, f"may be the same as {same}" if same else ""


def _remark(reader: Reader, node: NamedNode) -> _Said:
    concerned = ", ".join(_short(reader, one) for one in reader.nodes(node, "concerns"))
    return Word("", concerned), "remark", reader.one(node, "remarkKind") or Word("", ""), ""


def _contradiction(reader: Reader, node: NamedNode) -> _Said:
    one, other = (
        ", ".join(_short(reader, side) for side in reader.nodes(node, name))
        for name in ("concerns", "contradicts")
    )
    return Word("", one), "contradicts", Word("", other), ""


def _short(reader: Reader, node: NamedNode) -> str:
    """Return the printed words of a node, else its label."""
    return f"“{reader.text(node, 'printed')}”" if reader.text(node, "printed") else reader.label(node)


def _silence(reader: Reader, node: NamedNode) -> _Said:
    from cartograph.reading.silences import read

    one = read(reader, node)
    things = ", ".join(thing.text for thing in one.things) or "every product of the row"
    return Word("", things), one.expectation.text, one.kind, ""


_SAYERS: dict[str, Callable[[Reader, NamedNode], _Said]] = {
    "UnassignedFigure": _figure,
    "Figure": _figure,
    "MechanisticAssertion": _assertion,
    "RegulatoryStatus": _regulatory,
    "Comparison": _comparison,
    "DoseDesignation": _dose,
    "Mention": _mention,
    "Remark": _remark,
    "Contradiction": _contradiction,
    "Silence": _silence,
    "Statement": _statement,
}
