"""Say what a written name stands for: a thing with the reason, several, a target and a kind, or nothing known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from cartograph.likeness import nearest
from cartograph.names.describing import only_describes
from cartograph.names.index import NAMED, How, Index, Name
from cartograph.names.kinds import Kind
from cartograph.names.parsing import Part, Reading, read
from cartograph.names.patterns import category
from cartograph.names.products import Product, Products
from cartograph.names.resolution import Candidate, Match, Resolution
from cartograph.names.spelling import fold, key
from cartograph.terms import GRAPH, LABEL, ONT, TYPE, ont, thing

_CLAIMS = NamedNode(GRAPH + "claims")
_SUGGESTED, _LIKENESS = 3, 0.65

#: The classes of agent from narrow to wide: the first that one has says what kind it is of.
_CLASSES = (
    "CARTCellProduct", "CARNKCellProduct", "CARInducedTCellProduct", "CARCellProduct", "EngineeredCellProduct",
    "BispecificTCellEngager", "BispecificAntibody", "TrispecificAntibody", "AntibodyDrugConjugate", "Antibody",
    "SmallMolecule", "CytokineAgonist", "CARCellMention", "Mention",
)  # fmt: skip
_WAYS = {
    How.ID: "id",
    How.SLUG: "id",
    How.LABEL: "label",
    How.ALIAS: "alias",
    How.MISSPELLING: "misspelling",
    How.REGISTRY: "registry number",
    How.GENE: "gene symbol",
}


@dataclass(frozen=True)
class Resolver:
    """Resolve names against one published graph."""

    store: Store

    def every(self, text: str) -> list[Resolution]:
        """Resolve a list: commas and semicolons outside brackets separate names, unless a name holds them."""
        if self.things.find(text):
            return [self.resolve(text)]
        pieces = [piece.strip() for piece in re.split(r"[,;\n](?![^(]*\))", text)]
        return [self.resolve(piece) for piece in pieces if piece] or [self.resolve(text)]

    def resolve(self, text: str) -> Resolution:
        """Resolve one text: by what is called just so, else as a name, else part by part, else as a word.

        A thing's own label comes before everything that reads parts or other spellings.
        """
        plain = " ".join(text.split())
        things = self.things.labelled(plain) or self.things.find(plain)
        found = [*things, *self.words.labelled(plain)]
        if found:
            return self._named(plain, found)
        reading = read(plain, self.things)
        return self._read(plain, reading) or self._word(plain, reading)

    # ------------------------------------------------------------------ a text that is a name
    def _named(self, text: str, found: Sequence[Name]) -> Resolution:
        matches = tuple(self._match(name) for name in found)
        if len(found) > 1:
            return Resolution(text, "ambiguous", matches)
        return Resolution(text, "resolved", matches, candidates=self._others(found[0]))

    def _others(self, name: Name) -> tuple[Candidate, ...]:
        """Return what else fits a name that only describes, such as `CD138-CAR-T`."""
        if not name.path.startswith("agent/") or not only_describes(name.text, self._target_keys):
            return ()
        reading = read(name.text, self.things)
        exact, _ = self._fitting(reading)
        return self._candidates(exact, omit=name.path)

    def _match(self, name: Name) -> Match:
        return Match(name.path, self.products.label(name.node), self._kind(name.node), self.reason(name))

    def reason(self, name: Name) -> str:
        """Say why a name stands for its thing; of a misspelling, which line prints it."""
        way = _WAYS[name.how]
        if name.how is How.ALIAS and category(name.text) in {"code", "gene"}:
            way = "code name"
        if name.how is How.MISSPELLING:
            way = " ".join([way, *self._printed(name)])
        return f"spelling variant of the {way} '{name.text}'" if name.variant else way

    def _printed(self, name: Name) -> Iterable[str]:
        """Yield where a misspelling is printed, and why it is one where that is not plain."""
        places, reasons = set[tuple[str, int]](), set[str]()
        for quad in self.store.quads_for_pattern(None, ont("misspells"), name.node, _CLAIMS):
            if isinstance(quad.subject, NamedNode) and name.text in self._said(quad.subject, "spelling"):
                source = self._said(quad.subject, "inSource")[0]
                places |= {(source, int(line)) for line in self._said(quad.subject, "line")}
                reasons |= set(self._said(quad.subject, "because"))
        if places:
            yield "printed in " + "; ".join(f"{source}, line {line}" for source, line in sorted(places))
        yield from (f"({reason})" for reason in sorted(reasons))

    def _said(self, node: NamedNode, name: str) -> list[str]:
        """Return what is said of a misspelling: texts, or the labels of things."""
        found = [quad.object for quad in self.store.quads_for_pattern(node, ont(name), None, _CLAIMS)]
        texts = [each.value for each in found if isinstance(each, Literal)]
        return texts + [self.products.label(each) for each in found if isinstance(each, NamedNode)]

    # ------------------------------------------------------------------ a text that is made of names
    def _read(self, text: str, reading: Reading) -> Resolution | None:
        """Resolve what a text is made of: products first, then targets and kind, then anything else it names."""
        named = [part for part in reading.parts if part.of("agent", "construct")]
        if named:
            return self._combined(text, named, reading)
        if reading.paths("target") and not reading.plain:
            return self._described(text, reading)
        if reading.parts:
            return self._combined(text, reading.parts, reading)
        return self._described(text, reading) if reading.kind else None

    def _combined(self, text: str, parts: Sequence[Part], reading: Reading) -> Resolution:
        """Resolve a text with names in it; several names of one thing are one thing."""
        by_path: dict[str, list[tuple[Part, Name]]] = {}
        for part in parts:
            for name in part.names:
                by_path.setdefault(name.path, []).append((part, name))
        matches = tuple(self._joined(found) for found in by_path.values())
        unclear = any(len(part.names) > 1 for part in parts)
        verdict = "resolved" if len(matches) == 1 else "ambiguous" if unclear else "several"
        return Resolution(text, verdict, matches, unread=reading.unread)

    def _joined(self, found: Sequence[tuple[Part, Name]]) -> Match:
        match = self._match(found[0][1])
        said = dict.fromkeys(f"'{part.text}' ({self.reason(name)})" for part, name in found)
        return Match(match.entity, match.label, match.kind, f"combination: {' and '.join(said)}")

    # ------------------------------------------------------------------ a text that describes
    def _described(self, text: str, reading: Reading) -> Resolution:
        kind = reading.kind.settled(len(reading.paths("target")))
        whole = reading.paths("target") and not reading.strange  # else something is asked that nobody knows
        exact, wider = self._fitting(reading) if whole else ((), ())
        targets = tuple(
            Match(m.entity, m.label, m.kind, f"'{part.text}' is its {m.reason}")
            for part in reading.parts
            if part.of("target")
            for m in map(self._match, part.names)
        )
        return Resolution(
            text,
            "ambiguous" if len(exact) > 1 else "described",
            targets=targets,
            kinds=tuple(self._kinds(kind)),
            candidates=self._candidates(exact),
            wider=self._candidates(wider),
            unread=reading.unread,
            suggestions=tuple(name for word in reading.unread for name in self._near(word)),
        )

    def _fitting(self, reading: Reading) -> tuple[tuple[Product, ...], tuple[Product, ...]]:
        targets = frozenset(reading.paths("target"))
        exact, wider = self.products.of(reading.kind.settled(len(targets)), targets)
        trials = set(reading.paths("trial"))
        if trials:
            exact = tuple(each for each in exact if trials & self.products.trials(each))
            wider = tuple(each for each in wider if trials & self.products.trials(each))
        return exact, wider

    def _kinds(self, kind: Kind) -> Iterable[Match]:
        names = [kind.cls] if kind.cls else sorted(kind.classes)
        names += ["DualTargetProduct"] if kind.dual and kind.cellular else []
        for name in names:
            yield Match(name, self._label(name), "class", "the words of the text that say a kind")

    def _candidates(self, products: Sequence[Product], omit: str = "") -> tuple[Candidate, ...]:
        differs = self.products.differences(products)
        return tuple(
            Candidate(p.path, p.label, self._kind(thing(p.path)), differs[p.path])
            for p in products
            if p.path != omit
        )

    # ------------------------------------------------------------------ a text that is neither
    def _word(self, text: str, reading: Reading) -> Resolution:
        found = self.words.find(text)
        if found:
            matches = tuple(self._match(name) for name in found)
            return Resolution(text, "resolved" if len(found) == 1 else "ambiguous", matches)
        unread = tuple(stretch for stretch in reading.unread if stretch != text)
        return Resolution(text, "unknown", unread=unread, suggestions=tuple(self._near(text)))

    def _near(self, text: str) -> Iterable[str]:
        """Return the names that are spelled most alike, one a thing."""
        spelled: dict[str, str] = {}
        for name in self.things.names:
            if name.how in (How.LABEL, How.ALIAS) and name.path.split("/")[0] in NAMED:
                spelled.setdefault(fold(name.text), name.text)
        return [spelled[name] for name in nearest(fold(text), spelled, _SUGGESTED, _LIKENESS)]

    # ------------------------------------------------------------------ what all of them ask
    @cached_property
    def things(self) -> Index:
        """Return the names of things."""
        return Index.of_things(self.store)

    @cached_property
    def words(self) -> Index:
        """Return the words of the ontology."""
        return Index.of_words(self.store)

    @cached_property
    def products(self) -> Products:
        """Return what finds products by target and kind."""
        return Products(self.store)

    @cached_property
    def _target_keys(self) -> frozenset[str]:
        return frozenset(map(key, self.things.targets))

    def _kind(self, node: NamedNode) -> str:
        """Return what kind of thing a node is, in a word of the ontology."""
        quads = self.store.quads_for_pattern(node, TYPE, None, DefaultGraph())
        types = {q.object.value.removeprefix(ONT) for q in quads if isinstance(q.object, NamedNode)}
        narrow = next((name for name in _CLASSES if name in types), None)
        if narrow:
            return self._label(narrow)
        if node.value.startswith(ONT):
            return self._scheme(types)
        return node.value.rsplit("/", 2)[-2]

    def _scheme(self, types: set[str]) -> str:
        """Return the label of the class that holds a term; a class of the ontology is a class."""
        schemes = sorted(name for name in types if "/" not in name and name != "Term")
        return self._label(schemes[0]) if schemes else "class or property"

    def _label(self, name: str) -> str:
        quads = self.store.quads_for_pattern(ont(name), LABEL, None, DefaultGraph())
        return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), name)
