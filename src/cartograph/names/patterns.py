r"""Know what a name looks like in running text: the categories of the finder, each with its pattern.

A word is a run of letters and digits with single hyphens or underscores inside, after the normalisation of the
texts check. The first category whose pattern it meets is its own; words of none are ordinary language.

| category | looks like | for example |
|---|---|---|
| registry id | the form of a trial registry | NCT05066646, ChiCTR-OPC-16009113, 2016-003333-42 |
| drug | ends as the names of drugs do (`DRUG_ENDINGS`) | teclistamab, ixazomib, nirogacestat, tisagenlecleucel |
| trial | capitals inside a word, or capitals and a short number | KarMMa, MajesTEC-1, DREAMM-14, CARTITUDE-5 |
| gene | a family of genes or antigens with its number | CD38, IL-15, CCR7, BCL2L1 |
| code | letters and digits otherwise | bb2121, P-BCMA-101, GC012F, JNJ-64007957, AMG 224 |
| capitals | three capitals or more | BAFF, TRAC, UNIVERSAL, ORR |

Numbers with a unit or an ordinal (`24-h`, `6th`, `1b`) are ordinary. Names of brands and companies, written as any
word with a capital, have no form of their own and are not looked for; neither are names of one or two letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Ends of drug names: stems of the international nonproprietary names, and those of payloads and cell products.
DRUG_ENDINGS = (
    "mab", "cel", "leucel", "mib", "zomib", "stat", "lidomide", "mafodotin", "dotin", "vedotin", "tansine",
    "deruxtecan", "nib", "parib", "lisib", "clax", "exor", "cept", "kinra", "platin", "rubicin", "mustine",
    "phalan", "arabine", "phosphamide", "fosfamide", "metasone", "methasone", "nisone", "nisolone", "ducid",
    "dronate", "dronic", "sirna", "gene", "limus", "vir", "leukin", "taxel",
)  # fmt: skip
#: Words of language that end like a drug.
_WORDS_OF_LANGUAGE = frozenset({
    "accept", "cancel", "concept", "except", "excel", "gene", "intercept", "oncogene", "parcel", "precept", "stat",
    "thermostat", "transgene",
})  # fmt: skip

_REGISTRY = (
    r"NCT\d{6,}", r"ChiCTR[-A-Z]*\d+", r"(?:EudraCT|EUCTR)?-?\d{4}-\d{6}-\d{2}(?:-\d{2})?", r"ISRCTN\d+",
    r"UMIN\d+", r"jRCT[a-z]?\d+", r"JapicCTI-\d+", r"ACTRN\d+", r"DRKS\d+", r"CTRI-\d+", r"KCT\d+", r"IRCT\w*\d+",
    r"NTR\d+", r"TCTR\d+",
)  # fmt: skip
_FAMILIES = (
    "CD", "IL", "CCL", "CCR", "CXCL", "CXCR", "TNF", "TNFRSF", "TNFSF", "TNFR", "BCL", "MCL", "FCGR", "FCRL", "FCRH",
    "FcRL", "FcRH", "GPRC", "GPCR", "SLAMF", "NCAM", "SDC", "NKG", "MAPK", "NR", "HLA", "KIR", "LAG", "PD", "PDCD",
    "CTLA", "TIM", "STAT", "JAK", "MIC", "ULBP", "ITGB", "BTN", "HSP", "KI", "Ki", "CS", "DAP",
)  # fmt: skip
_PLAIN = re.compile(
    r"[+]?\d+(?:-\d+)*(?:-?[a-zµμ]+)?(?:-[a-z]+)*|[a-z]"
)  # 24-h, 6th, 10-year; a number of any length
_CATEGORIES = {
    "registry id": re.compile("|".join(_REGISTRY)),
    "drug": re.compile(rf"(?i)[a-z]{{2,}}(?:-[a-z]+)*-?(?:{'|'.join(DRUG_ENDINGS)})s?"),
    "trial": re.compile(
        r"[A-Z][a-z]+(?:[A-Z]{2,}[a-z]*|[A-Z][a-z]+)[A-Za-z]*(?:-\d{1,3}[A-Z]?)?|[A-Z]{5,}-\d{1,3}"
    ),
    "gene": re.compile(
        rf"(?:{'|'.join(_FAMILIES)})-?\d+[A-Za-z]*\d*|[A-Z]{{2,5}}\d{{1,2}}[A-Z]{{0,2}}\d{{0,2}}"
    ),
    "code": re.compile(r"(?=[^\d]*\d)(?=\S*[A-Za-z]).*"),
    "capitals": re.compile(r"[A-Z]{3,}s?"),
}
_WORD = re.compile(r"[A-Z]{2,6} \d{2,}(?![\w%]|[.,]\d)|[^\W_]+(?:[-_][^\W_]+)*")


@dataclass(frozen=True)
class Word:
    """Hold a word of a text that looks like a name, with its category."""

    text: str
    category: str


def category(word: str) -> str | None:
    """Return the category of a word, or None for one of ordinary language.

    >>> [category(word) for word in ("bb2121", "KarMMa-3", "ixazomib", "CD38", "24-h", "patients", "AMG 224")]
    ['code', 'trial', 'drug', 'gene', None, None, 'code']
    """
    if _PLAIN.fullmatch(word) and not _CATEGORIES["registry id"].fullmatch(word):
        return None
    if word.casefold() in _WORDS_OF_LANGUAGE:
        return None
    return next((name for name, pattern in _CATEGORIES.items() if pattern.fullmatch(word)), None)


def words(line: str) -> Iterator[str]:
    """Yield the words of a normalised line, a code with a space in it as one.

    >>> list(words("such as AMG 224 and bb2121/Ide-cel (n = 5)"))
    ['such', 'as', 'AMG 224', 'and', 'bb2121', 'Ide-cel', 'n', '5']
    """
    yield from _WORD.findall(line)
