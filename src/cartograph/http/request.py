"""Hold a request for a page, as a worker sees it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, quote

from cartograph.http.accept import best
from cartograph.terms import BASE

_TERM = re.compile(r"^(ontology|stated)#(.+)$")


@dataclass(frozen=True)
class Request:
    """Hold what a page depends on: nothing else of the request may change it, because answers are kept."""

    path: str
    query: str = ""
    accept: str = ""
    root: str = ""  # where a reverse proxy has put the site
    origin: str = ""  # scheme and host

    @cached_property
    def fields(self) -> dict[str, list[str]]:
        """Return the parameters of the query string, each with all its values.

        >>> Request("q", "a=1&a=2&b=").fields
        {'a': ['1', '2'], 'b': ['']}
        """
        fields: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.query, keep_blank_values=True, errors="replace"):
            fields.setdefault(name, []).append(value)
        return fields

    def first(self, name: str, otherwise: str = "") -> str:
        """Return the first value of a parameter."""
        return self.fields.get(name, [otherwise])[0]

    def wants(self, offered: Sequence[str]) -> str:
        """Return the media type that the client likes best, the first where it likes none."""
        return best(self.accept, offered) or offered[0]

    def link(self, path: str) -> str:
        """Return the address of a path of the site, or of a thing or term by its IRI, on this server.

        >>> Request("x", root="/kg").link("https://w3id.org/cartograph/agent/cilta-cel")
        '/kg/agent/cilta-cel'
        >>> Request("x").link("https://w3id.org/cartograph/ontology#lentiviral")
        '/ontology?term=lentiviral'
        """
        found = _TERM.sub(r"\1?term=\2", path.removeprefix(BASE).lstrip("/"))
        return f"{self.root}/{quote(found, safe='/?&=#%.,+:@-_~')}"

    def absolute(self, path: str) -> str:
        """Return the address with scheme and host."""
        return self.origin + self.link(path)
