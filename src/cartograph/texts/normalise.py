r"""Bring printed words into one form, so that a record and a text can be compared character by character.

The same steps are applied to both sides, in this order; nothing else is forgiven:

1. Soft hyphens, zero-width characters, `$` and `*` (of LaTeX, Markdown) vanish, as do tags such as `<i>`.
2. LaTeX words become their characters (`\times` ×, `\geq` ≥, `\mu` μ, `\%` %), `\text{…}` its inside.
3. Superscripts get a caret: `10⁶`, `10^6` and `10^{6}` are `10^6`; the space that a converter put before one
   vanishes (`m ²`, `CAR ⁺`). `x_{High}` becomes `x_High`.
4. Unicode's compatibility form (NFKC): thin and no-break spaces, ligatures, the micro sign.
5. Every dash and minus is `-`, a run of them one; quotation marks are straight; `>=` is `≥`, `<=` is `≤`.
6. Runs of spaces are one; none stands around `×` or behind a comparison sign (`≥ 3` is `≥3`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DROPPED = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff$*]|</?[A-Za-z]+/?>")
_LATEX = {
    "times": "×", "geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "pm": "±", "sim": "~", "approx": "≈",
    "mu": "μ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "zeta": "ζ", "kappa": "κ",
}  # fmt: skip
_COMMAND = re.compile(rf"\\({'|'.join(sorted(_LATEX, key=len, reverse=True))})(?![A-Za-z])")
_TEXT = re.compile(r"\\(?:text|mathrm)\{([^{}]*)\}")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_LOWERED = str.maketrans(_RAISED, "0123456789+-")
_DASH = re.compile("[-\u2010-\u2015\u2212\ufe63\uff0d]+")
_SIGNS = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


@lru_cache(maxsize=16384)
def normalise(text: str) -> str:
    r"""Return the text in the form in which words are compared.

    >>> normalise(r"range $0.5\text{--}1.0 \times 10^6$")
    'range 0.5-1.0×10^6'
    >>> normalise("1.0×10⁶ CAR ⁺ viable T cells/kg") == normalise("1.0 × 10^{6} CAR⁺ viable T cells/kg")
    True
    """
    text = _superscripts(_latex(_DROPPED.sub("", text)))
    return _spaces(_signs(unicodedata.normalize("NFKC", text)))


def _latex(text: str) -> str:
    text = _COMMAND.sub(lambda found: _LATEX[found[1]], text)
    return _TEXT.sub(r"\1", text).replace("\\%", "%").replace("\\,", " ")


def _superscripts(text: str) -> str:
    text = re.sub(f"[{_RAISED}]+", lambda found: "^" + found[0].translate(_LOWERED), text)
    return re.sub(r"\s*\^", "^", re.sub(r"([\^_])\{([^{}]*)\}", r"\1\2", text))


def _signs(text: str) -> str:
    return _DASH.sub("-", text.translate(_SIGNS)).replace(">=", "≥").replace("<=", "≤")


def _spaces(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"([≥≤<>±~≈]) +", r"\1", re.sub(" ?× ?", "×", text))
