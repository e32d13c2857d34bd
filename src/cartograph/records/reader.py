"""Read one record file against the shape and the words into claims; every problem is kept."""

from __future__ import annotations

from collections.abc import Iterable

from cartograph.records.context import ReadContext, nearest
from cartograph.records.document import Map, Text
from cartograph.records.model import Claim, Node, Silence, Under
from cartograph.records.nodes import Nodes
from cartograph.records.quotes import Frame
from cartograph.records.silences import silence

_CLAIM_KEYS = frozenset(
    {"id", "row", "at", "under", "cites", "printed", "note", "mention", "states", "silences"}
)
_CLAIM_LISTS = {
    "comparisons": "comparison",
    "assertions": "assertion",
    "unassigned": "unassigned",
    "remarks": "remark",
    "contradictions": "contradiction",
}


class FileReader(Nodes):
    """Read one record file into claims."""

    def __init__(self, context: ReadContext, name: str, tree: Map) -> None:
        super().__init__(context, name)
        self.tree = tree

    # ------------------------------------------------------------------ the file
    def read(self) -> tuple[list[Claim], list[Silence]]:
        """Return the claims of the file and the silences of its passage; problems are kept in the context."""
        self.known(self.tree, {"source", "passage", "silences", "claims", "note"}, "a record file")
        source, passage = self._source_and_passage()
        if source is None or passage is None:
            return [], []
        self.source = source
        base = f"claim/{source}/{passage}"
        claims = [self._claim(base, source, passage, node) for node in self.maps(self.tree, "claims")]
        return [claim for claim in claims if claim is not None], self._passage_silences(source, passage)

    def _source_and_passage(self) -> tuple[str | None, str | None]:
        source, label = self.text(self.tree, "source"), self.text(self.tree, "passage")
        mark = self.mark(self.tree)
        if source is None or label is None:
            self.context.complain(
                mark, "no 'source:' or no 'passage:'", "name both, as in records/sources.yaml"
            )
            return None, None
        known = self.context.sources.get(source)
        if known is None:
            self.context.complain(
                self.mark(source), f"unknown source '{source}'", nearest(source, self.context.sources)
            )
            return None, None
        passage = known.passages.get(label)
        if passage is None:
            self.context.complain(
                self.mark(label), f"unknown passage '{label}' of {source}", nearest(label, known.passages)
            )
            return source, None
        return source, passage.slug

    def _passage_silences(self, source: str, passage: str) -> list[Silence]:
        base = f"silence/{source}/{passage}"
        nodes = self.maps(self.tree, "silences")
        made = (silence(self, node, base, source, passage, None, "passageScope") for node in nodes)
        return [each for each in made if each is not None]

    # ------------------------------------------------------------------ a claim
    def _claim(self, base: str, source: str, passage: str, node: Map) -> Claim | None:
        self.known(node, _CLAIM_KEYS | set(_CLAIM_LISTS), "a claim")
        slug, row, mark = self.slug(node), self.text(node, "row"), self.mark(node)
        places = self.places(node, None)
        if slug is None or row is None or not places:
            self.context.complain(mark, "a claim needs 'id:', 'row:' and 'at: {line: …}'", "give all three")
            return None
        path = self.context.mint(f"{base}/{slug}", mark)
        frame = Frame(self.name, path, places[0], self.under(node, Under()), self.citations(node), None)
        frame = self.quoted(node, frame)
        return Claim(
            id=path,
            source=source,
            passage=passage,
            row=str(row),
            place=places[0],
            mark=mark,
            nodes=tuple(self._claim_nodes(node, frame)),
            silences=tuple(self._claim_silences(node, frame, source, passage)),
            note=self.text(node, "note"),
        )

    def _claim_nodes(self, node: Map, frame: Frame) -> Iterable[Node]:
        mention = node.get(Text("mention"))
        if isinstance(mention, Map):
            yield from self._built(self._own(mention, "mention", frame, "mention"))
        elif mention is not None:
            self.context.complain(
                self.mark(mention),
                "a mention is a mapping",
                "write 'mention: {column: …, describes: construct/…}'",
            )
        for state in self.maps(node, "states"):
            yield from self._built(self._shared(state, frame))
        for key, kind in _CLAIM_LISTS.items():
            for item in self.maps(node, key):
                yield from self._built(self._own(item, kind, frame, kind))

    def _claim_silences(self, node: Map, frame: Frame, source: str, passage: str) -> Iterable[Silence]:
        for item in self.maps(node, "silences"):
            made = silence(self, item, f"{frame.claim}/silence", source, passage, frame.claim, "rowScope")
            if made is not None:
                yield made

    @staticmethod
    def _built(node: Node | None) -> Iterable[Node]:
        return () if node is None else (node,)

    # ------------------------------------------------------------------ nodes
