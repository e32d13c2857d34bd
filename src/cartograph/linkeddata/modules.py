"""Read the ontology's files as they are: with the definitions, which the published graph cannot hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse

HEAD = "cartograph"  # the module that imports the others


@dataclass(frozen=True)
class Lexicon:
    """Hold the modules of the ontology, each as its text and as triples, the head first."""

    texts: Mapping[str, bytes]
    modules: Mapping[str, Sequence[Triple]]
    _said: Mapping[NamedNode | BlankNode, Sequence[Triple]]

    @classmethod
    def read(cls, folder: Path) -> Lexicon:
        """Read the Turtle files of the folder."""
        texts = {path.stem: path.read_bytes() for path in sorted(folder.glob("*.ttl"), key=_head_first)}
        modules = {name: list(_triples(text)) for name, text in texts.items()}
        said: dict[NamedNode | BlankNode, list[Triple]] = defaultdict(list)
        for triple in (triple for module in modules.values() for triple in module):
            assert isinstance(triple.subject, NamedNode | BlankNode)
            said[triple.subject].append(triple)
        return cls(texts, modules, said)

    def text(self) -> bytes:
        """Return all modules as one document of Turtle, as people wrote it."""
        return b"\n".join(self.texts.values())

    def triples(self) -> list[Triple]:
        """Return every triple of every module."""
        return list(dict.fromkeys(triple for module in self.modules.values() for triple in module))

    def about(self, node: NamedNode | BlankNode) -> Iterator[Triple]:
        """Yield what the files say of a term, with the nodes without a name that its definition is made of."""
        for triple in self._said.get(node, ()):
            yield triple
            if isinstance(triple.object, BlankNode):
                yield from self.about(triple.object)


def _head_first(path: Path) -> tuple[bool, str]:
    return path.stem != HEAD, path.stem


def _triples(text: bytes) -> Iterator[Triple]:
    for quad in parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True):
        yield quad.triple
