"""Hold what reading a record file needs, and gather every problem found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cartograph import likeness
from cartograph.errors import Problem
from cartograph.records.model import Mark, ReferenceList, Source, Thing
from cartograph.records.shape import Shape
from cartograph.terms import Ontology


@dataclass
class ReadContext:
    """Hold what reading needs: the words, the shape, who is declared, and the problems found so far."""

    words: Ontology
    shape: Shape
    sources: Mapping[str, Source]
    things: Mapping[str, Thing]
    problems: list[Problem] = field(default_factory=list)
    minted: dict[str, Mark] = field(default_factory=dict)
    references: Mapping[str, ReferenceList] = field(default_factory=dict)

    def complain(self, mark: Mark, message: str, fix: str = "") -> None:
        """Note a problem; reading goes on, so that the user sees all of them."""
        self.problems.append(Problem(mark.file, mark.line, mark.column, message, fix))

    def mint(self, path: str, mark: Mark) -> str:
        """Take an id for a node of one claim; two nodes that want one id are a problem."""
        if path in self.minted:
            first = self.minted[path]
            self.complain(
                mark,
                f"'{path}' is minted a second time (first on {first.file}:{first.line})",
                "add a 'key:' that tells the two apart",
            )
        self.minted.setdefault(path, mark)
        return path


def nearest(word: str, known: Iterable[str]) -> str:
    """Say what the writer may have meant.

    >>> nearest("geneTransfr", ["geneTransfer", "cellSource"])
    "did you mean 'geneTransfer'?"
    """
    close = likeness.nearest(word, known, likeness=0.5, names=False)
    options = " or ".join(f"'{c}'" for c in close)
    return (
        f"did you mean {options}?"
        if close
        else "see the reference of record keys, or add the term to the ontology"
    )
