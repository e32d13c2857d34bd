"""Read what the name of a product says of it: targets, the origin of its binder, whose cells it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cartograph.rules.reports import Index
from cartograph.terms import BASE, LABEL, ONT

_ALT = "http://www.w3.org/2004/02/skos/core#altLabel"
#: Words of names that tell a property; a name is cut at spaces, hyphens and slashes.
_WORDS = {
    "humanized": ("origin", "humanised"),
    "humanised": ("origin", "humanised"),
    "human": ("origin", "human"),
    "murine": ("origin", "murine"),
    "camelid": ("origin", "camelid"),
    "synthetic": ("origin", "synthetic"),
    "autologous": ("cellSource", "autologous"),
    "allogeneic": ("cellSource", "allogeneic"),
    "lentiviral": ("geneTransfer", "lentiviral"),
}
_CUT = re.compile(r"[\s/()×,-]+")


def spoken(facts: Index) -> list[tuple[str, str, str, str]]:
    """Return agent, name, property and value of everything that the name of a product says."""
    targets = _targets(facts)
    return sorted(
        {
            (iri, name, property_, value)
            for iri, said in facts.items()
            if iri.startswith(BASE + "agent/")
            for name in (*said.get(LABEL.value, ()), *said.get(_ALT, ()))
            for property_, value in _said(name, targets)
        }
    )


def _said(name: str, targets: dict[str, str]) -> Iterator[tuple[str, str]]:
    for word in _CUT.split(name.lower()):
        if word in targets:
            yield "targets", targets[word]
        elif word in _WORDS:
            property_, value = _WORDS[word]
            yield property_, ONT + value


def _targets(facts: Index) -> dict[str, str]:
    """Return the targets by each of their names that is one word."""
    return {
        name.lower(): iri
        for iri, said in facts.items()
        if iri.startswith(BASE + "target/")
        for name in (*said.get(LABEL.value, ()), *said.get(_ALT, ()))
        if len(_CUT.split(name)) == 1
    }
