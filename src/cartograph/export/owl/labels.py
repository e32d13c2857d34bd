"""Call every node by a name, and describe it in plain sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cartograph.export.owl.content import LABEL, PROVENANCE, TYPE
from cartograph.terms import BASE, ONT, local

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from cartograph.export.owl.content import Facts

    Said = Mapping[str, tuple[str, ...]]

#: What a property says in a sentence; any other says "<Label>: …".
PHRASES = {
    "targets": "It targets {}.",
    "hasConstruct": "It is made with the {}.",
    "developer": "It is developed by {}.",
    "geneTransfer": "Its gene is transferred by {}.",
    "hasSlot": "It has these parts: {}.",
    "binds": "It binds {}.",
    "usesTechnology": "It uses {}.",
    "registryId": "It is registered as {}.",
    "investigates": "It investigates {}.",
    "cohortOf": "It is a cohort of the {}.",
    "reportOf": "It reports on {}.",
    "hasStep": "Its regimen has these steps: {}.",
    "hasComponent": "It gives {}.",
    "includes": "It includes {}.",
    "description": "It is described as {}.",
    "listedUnder": "It is listed under {}.",
    "hasInterval": "It has the {}.",
    "mayBeSameAs": "It may be the same as {}.",
    "describes": "It describes the {}.",
    "editsGene": "It edits {}.",
}

#: What no sentence tells: it is shown beside, or is for programs.
_UNTOLD = {
    *PROVENANCE,
    *("low", "high", "hasFigure", "geneTransferHolds", "geneTransferOpen", "premise", "names", "column"),
    *("inSource", "inPassage", "row", "printedNumber", "order"),
    *(TYPE, LABEL, "http://www.w3.org/2004/02/skos/core#altLabel"),
}


@dataclass(frozen=True)
class Names:
    """Name and describe the nodes of a version."""

    facts: Facts
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def name(self, iri: str) -> str:
        """Return what people call a node: its label, else one made from what it is."""
        if iri not in self._known:
            self._known[iri] = self._name(iri)
        return self._known[iri]

    def _name(self, iri: str) -> str:
        if iri.startswith(ONT):
            term = self.facts.ontology.terms.get(local(iri))
            return term.label if term else local(iri)
        said = self.facts.index.get(iri, {})
        if LABEL in said:
            return said[LABEL][0]
        makers = (maker for kind, maker in _MAKERS.items() if ONT + kind in said.get(TYPE, ()))
        maker = next(makers, None)
        return maker(self, iri, said) if maker else local(iri)

    def names(self, iris: Iterable[str]) -> str:
        """Return the names of several nodes or literals as a reader lists them.

        Terms, things and literals may be mixed; each is named once.
        """
        found = [self.name(iri) if iri.startswith(BASE) else iri for iri in iris]
        return _listed(sorted(dict.fromkeys(found)))

    def sentences(self, iri: str) -> str:
        """Return the description of a node."""
        said = self.facts.index[iri]
        if ONT + "Figure" in said[TYPE]:
            return self._of_figure(iri, said)
        return " ".join([f"{self.name(iri)} is {self.kinds(said)}.", *self._told(iri, said)])

    def _of_figure(self, iri: str, said: Said) -> str:
        """Say a figure as a reader of the source would: what was found, of how many, as printed."""
        report = self.facts.reports.get(iri)
        counted = "/".join(self.names(said[key]) for key in ("numerator", "denominator") if key in said)
        marks = "".join(words for key, words in _COUNTED.items() if said.get(key) == ("true",))
        of = f" ({counted if '/' in counted else f'of {counted}'}{marks})" if counted else ""
        told = [f"{self.name(report) if report else 'The source'} reports {self.found(said)}{of}."]
        told += [f"Printed as “{words}”." for words in said.get("printed", ())]
        rest = {key: value for key, value in said.items() if key not in _IN_FIGURE}
        return " ".join([*told, *self._told(iri, rest)])

    def kinds(self, said: Said) -> str:
        """Return the classes of a node that stand below all its others, with an article."""
        held = {local(cls) for cls in said.get(TYPE, ())} - {"Thing"}
        words = self.facts.ontology
        above = {
            up for cls in held for up in words.superclasses(cls) - {cls} if cls not in words.superclasses(up)
        }
        labels = sorted(words.terms[cls].label for cls in held - above if cls in words.terms)
        return _listed([f"{_article(label)} {label}" for label in labels]) or "a thing"

    def _told(self, iri: str, said: Said) -> Iterator[str]:
        for predicate in sorted(said.keys() - _UNTOLD, key=_rank):
            term = self.facts.ontology.terms.get(predicate)
            if term is not None:
                values = self.names(said[predicate]).replace(f"{self._whole(iri)}: ", "")
                yield PHRASES.get(predicate, f"{term.label[:1].upper()}{term.label[1:]}: {{}}.").format(
                    values
                )

    def _whole(self, iri: str) -> str:
        """Return what the parts of a node are named after: the construct, or the cohort of a step."""
        said = self.facts.index.get(iri, {})
        return self.name(iri.rpartition("/")[0] if ONT + "Step" in said.get(TYPE, ()) else iri)

    # -------------------------------------------------------------- names of nodes that have none

    def slot(self, iri: str, said: Said) -> str:
        """Name a part by what it is and by its construct."""
        binds = [f"against {self.names(said['binds'])}"] if "binds" in said else []
        what = [self.names(said[key]) for key in ("origin", "format", "kind") if key in said]
        gene = [f"of {self.names(said['editsGene'])}"] if "editsGene" in said else []
        part = [] if "format" in said else [self.names(said.get("part", ("part",)))]
        return f"{self.name(iri.rpartition('/')[0])}: {' '.join([*what, *part, *binds, *gene])}"

    def step(self, iri: str, said: Said) -> str:
        """Name a step by its place in the regimen of its cohort."""
        return f"{self.name(iri.rpartition('/')[0])}: step {self.names(said.get('order', ('?',)))}"

    def component(self, iri: str, said: Said) -> str:
        """Name a component by its agent, its role and its dose."""
        dose = " ".join(self.names(said[key]) for key in ("dose", "doseUnit") if key in said)
        told = [self.names(said[key]) for key in ("agent", "role") if key in said]
        cohort = self.name(iri.rpartition("/")[0].rpartition("/")[0])
        return f"{cohort}: {', '.join([*told, *([dose] if dose else [])])}"

    def figure(self, iri: str, said: Said) -> str:
        """Name a figure by its report and by what was found."""
        report = self.facts.reports.get(iri)
        return f"{self.name(report)}: {self.found(said)}" if report else self.found(said)

    def found(self, said: Said) -> str:
        """Say what was counted or measured, and with which result."""
        what = [self.names(said[key]) for key in ("endpoint", "candidateEndpoint", "grades") if key in said]
        return f"{', '.join(what) or 'a figure'}: {self.value(said)}"

    def value(self, said: Said) -> str:
        """Return the value of a figure with its statistic and unit, or its bounds."""
        percent = said.get("statistic") == (ONT + "percent",)
        unit = ["%"] if percent else [self.names(said["unit"])] if "unit" in said else []
        statistic = [f"({self.names(said['statistic'])})"] if "statistic" in said and not percent else []
        sign = [self.names(said["qualifier"])] if "qualifier" in said else []
        return " ".join([*sign, _number(said), *unit, *statistic])

    def interval(self, _iri: str, said: Said) -> str:
        """Name an interval by its limits, its level and how it was computed."""
        low, high, level, method = (self.names(said.get(key, ("?",))) for key in _OF_INTERVAL)
        return f"{level} % interval {low} to {high} ({method})"

    def citation(self, _iri: str, said: Said) -> str:
        """Name a citation by the number printed and by the source that prints it."""
        source = f" of {self.names(said['inSource'])}" if "inSource" in said else ""
        return f"reference {self.names(said.get('printedNumber', ('?',)))}{source}"

    def claim(self, _iri: str, said: Said) -> str:
        """Name a claim by source, passage and row."""
        told = [self.names(said[key]) for key in ("inSource", "inPassage") if key in said]
        return ", ".join([*told, *(f"row {row}" for row in said.get("row", ()))])

    def comparison(self, _iri: str, said: Said) -> str:
        """Name a comparison by what it sets side by side."""
        left, right, endpoint = (
            self.names(said.get(k, ("?",))) for k in ("leftUnit", "rightUnit", "endpoint")
        )
        return f"{endpoint}: {left} against {right}"

    def assertion(self, _iri: str, said: Said) -> str:
        """Name a mechanistic assertion by what it says."""
        return " ".join(self.names(said.get(key, ("?",))) for key in ("actor", "relation", "object"))

    def other(self, iri: str, said: Said) -> str:
        """Name any other node by its class and the words printed."""
        kind = self.kinds(said).partition(" ")[2]
        return f"{kind}: {self.names(said['printed'])}" if "printed" in said else f"{kind} {local(iri)}"


#: What the sentence of a figure tells in its own way.
_IN_FIGURE = {
    *("endpoint", "candidateEndpoint", "grades", "value", "unit", "statistic", "qualifier"),
    *("numerator", "denominator", "denominatorAssumed", "numeratorRecovered", "notReached", "printed"),
}
#: How a count is known that the figure does not print.
_COUNTED = {
    "numeratorRecovered": ", the numerator being recovered from the percentage",
    "denominatorAssumed": ", the denominator being assumed",
}
_OF_INTERVAL = ("lowerLimit", "upperLimit", "confidenceLevel", "intervalMethod")


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _number(said: Said) -> str:
    if "value" in said:
        return " to ".join(said["value"])
    if "notReached" in said:
        return "not reached"
    bounds = [f"at least {low}" for low in said.get("low", ())] + [
        f"at most {high}" for high in said.get("high", ())
    ]
    return " and ".join(bounds) or "not told"


def _rank(predicate: str) -> tuple[int, str]:
    order = list(PHRASES)
    return (order.index(predicate) if predicate in order else len(order), predicate)


def _article(word: str) -> str:
    return "an" if word[:1].lower() in "aeiou" else "a"


_MAKERS: Mapping[str, Callable[[Names, str, Said], str]] = {
    "Slot": Names.slot,
    "Step": Names.step,
    "Component": Names.component,
    "Figure": Names.figure,
    "Interval": Names.interval,
    "Citation": Names.citation,
    "Claim": Names.claim,
    "Comparison": Names.comparison,
    "MechanisticAssertion": Names.assertion,
    "RegulatoryStatus": Names.other,
    "DoseDesignation": Names.other,
}
