"""Read the words that say what kind of product a text describes: `CAR-T`, `BiTE`, `dual-targeting`, `allogeneic`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The words of a kind, as atoms, with the class of its products.
_WORDS: Mapping[str, str] = {
    "car t": "CARTCellProduct", "cart": "CARTCellProduct", "car nk": "CARNKCellProduct",
    "car natural killer": "CARNKCellProduct", "car it": "CARInducedTCellProduct", "car": "CARCellProduct",
    "chimeric antigen receptor t": "CARTCellProduct", "chimeric antigen receptor": "CARCellProduct",
    "bispecific antibody": "BispecificAntibody", "bispecific antibodies": "BispecificAntibody",
    "bsab": "BispecificAntibody", "bsabs": "BispecificAntibody", "bispecifics": "BispecificAntibody",
    "bite": "BispecificTCellEngager", "bites": "BispecificTCellEngager",
    "bispecific t cell engager": "BispecificTCellEngager", "bispecific t cell engagers": "BispecificTCellEngager",
    "trispecific": "TrispecificAntibody", "tri specific": "TrispecificAntibody",
    "trispecific antibody": "TrispecificAntibody", "trispecific antibodies": "TrispecificAntibody",
    "tri specific antibody": "TrispecificAntibody", "tri specific antibodies": "TrispecificAntibody",
    "antibody drug conjugate": "AntibodyDrugConjugate", "antibody drug conjugates": "AntibodyDrugConjugate",
    "adc": "AntibodyDrugConjugate", "adcs": "AntibodyDrugConjugate",
    "monoclonal antibody": "Antibody", "monoclonal antibodies": "Antibody", "antibody": "Antibody",
    "antibodies": "Antibody", "mab": "Antibody", "mabs": "Antibody",
}  # fmt: skip
#: Words that count the targets: a CAR cell product with two is one of the design, an antibody a bispecific one.
_DUAL = frozenset({
    "bispecific", "bi specific", "dual", "dual target", "dual targeted", "dual targeting", "dual antigen",
    "dual antigen targeting", "tandem",
})  # fmt: skip
#: Words that neither name nor exclude anything.
_FILLERS = frozenset({
    "a", "against", "agent", "agents", "an", "and", "anti", "antigen", "cell", "cells", "construct", "constructs",
    "directed", "for", "in", "new", "novel", "of", "or", "plus", "product", "products", "specific", "study", "t",
    "target", "targeted", "targeting", "targets", "the", "therapies", "therapy", "treatment", "trial", "with", "x",
})  # fmt: skip
#: The classes whose instances carry a chimeric antigen receptor.
_CAR = frozenset({"CARCellProduct", "CARTCellProduct", "CARNKCellProduct", "CARInducedTCellProduct"})
_LONGEST = 6


@dataclass(frozen=True)
class Kind:
    """Hold the kind that a text describes: its class, and whether it says that there are two targets."""

    classes: frozenset[str] = frozenset()
    dual: bool = False

    def __or__(self, other: Kind) -> Kind:
        """Join what two words say."""
        return Kind(self.classes | other.classes, self.dual or other.dual)

    @property
    def cls(self) -> str | None:
        """Return the narrowest class, or None where the text says none or several that exclude each other."""
        narrow = self.classes - {"CARCellProduct"} or self.classes
        narrow = narrow - {"Antibody"} or narrow
        return next(iter(narrow)) if len(narrow) == 1 else None

    def settled(self, targets: int) -> Kind:
        """Return the kind as its targets make it: `bispecific` alone is an antibody, two targets of a CAR are dual."""
        if self.dual and not self.classes:
            return Kind(frozenset({"BispecificAntibody"}), True)
        return Kind(self.classes, self.dual or (targets > 1 and self.cellular))

    @property
    def cellular(self) -> bool:
        """Say whether products of this kind are CAR cells."""
        return bool(self.classes & _CAR)

    def __bool__(self) -> bool:
        return bool(self.classes) or self.dual


def at(atoms: tuple[str, ...], start: int) -> tuple[int, Kind]:
    """Return how many atoms from `start` on say a kind, the most that do, and which; 0 where none does.

    >>> at(("bcma", "car", "t", "cells"), 1)[0], at(("bcma",), 0)[0]
    (2, 0)
    """
    for length in range(min(_LONGEST, len(atoms) - start), 0, -1):
        words = " ".join(atoms[start : start + length])
        if words in _WORDS:
            return length, Kind(frozenset({_WORDS[words]}))
        if words in _DUAL:
            return length, Kind(dual=True)
    return 0, Kind()


def is_filler(atom: str) -> bool:
    """Say whether a word neither names nor excludes anything."""
    return atom in _FILLERS
