"""Ask the published graph with a SELECT of the project's own, and get plain words back."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from cartograph.terms import BASE, PREFIXES, local

Row = dict[str, str]


def rows(store: Store, query: str) -> list[Row]:
    """Return the rows: paths of things, local names of terms, literals as they are; what is not bound is empty."""
    found = store.query(query, base_iri=BASE, prefixes=PREFIXES)
    assert isinstance(found, QuerySolutions), "a SELECT"
    names = [variable.value for variable in found.variables]
    return [{name: _plain(row[name]) for name in names} for row in found]


def _plain(value: object) -> str:
    if isinstance(value, NamedNode):
        return local(value)
    return value.value if isinstance(value, Literal) else ""
