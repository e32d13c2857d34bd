r"""Say when two spellings are one: case, hyphens, spaces, Greek letters and superscripts do not tell names apart.

Two forms of a name, from strict to loose:

* `fold`: case and runs of spaces are forgiven, nothing else: `CT103A`, `ct103a`.
* `key`: what is no letter or digit vanishes too, after the normalisation of the texts check (`CD3 $\epsilon$`,
  `CD8⁺`), and Greek letters are written out: `KarMMa-3`, `karmma 3`; `κ light chain`, `kappa light-chain`.
  A hyphen between two digits stays, whatever stood there: `CART 4-1` is not `CART 41`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "σ": "sigma", "τ": "tau", "ω": "omega",
}  # fmt: skip
_WRITTEN_OUT = str.maketrans(_GREEK)
_ATOM = re.compile(r"[^\W_]+")


def fold(name: str) -> str:
    """Return the name without case and with single spaces.

    >>> fold("Ciltacabtagene  Autoleucel")
    'ciltacabtagene autoleucel'
    """
    return " ".join(name.casefold().split())


@lru_cache(maxsize=16384)
def atoms(name: str) -> tuple[str, ...]:
    r"""Return the runs of letters and digits of a name, folded, Greek letters written out.

    >>> atoms("anti-BCMA/FcRL5 CAR-T"), atoms("integrin $\\beta7"), atoms("CD8⁺")
    (('anti', 'bcma', 'fcrl5', 'car', 't'), ('integrin', 'beta7'), ('cd8',))
    """
    from cartograph.texts.normalise import (
        normalise,
    )  # not needed where a name is written as a source writes it

    plain = normalise(name.replace("\\epsilon", "ε")).replace("^", " ").casefold()
    return tuple(_ATOM.findall(unicodedata.normalize("NFKC", plain.translate(_WRITTEN_OUT))))


def joined(parts: tuple[str, ...]) -> str:
    """Return the key of a run of atoms: they join, but for digits that meet.

    >>> joined(("p", "bcma", "101")), joined(("41", "1", "bb"))
    ('pbcma101', '41-1bb')
    """
    text = ""
    for part in parts:
        text += f"-{part}" if text[-1:].isdigit() and part[0].isdigit() else part
    return text


def key(name: str) -> str:
    """Return the form in which all spellings of one name agree.

    >>> key("P-BCMA 101") == key("p bcma-101"), key("KarMMa-3"), key("4-1BB"), key("CD3 ϵ") == key("CD3-epsilon")
    (True, 'karmma3', '4-1bb', True)
    """
    return joined(atoms(name))
