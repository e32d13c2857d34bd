"""Ask a SPARQL endpoint through SPARQLWrapper, and see whether it held rows back."""

from __future__ import annotations

import re
import urllib.error
import warnings
from typing import TYPE_CHECKING

from cartograph.cli.results import Graph, Table, graph, table
from cartograph.cli.retries import patiently
from cartograph.errors import Problem, UsageError
from cartograph.terms import BASE, PREFIXES

if TYPE_CHECKING:
    from SPARQLWrapper import SPARQLWrapper

#: What Virtuoso writes beside rows it cut off (answering 200): at its row limit, and at its time limit.
_CUT_OFF = ("x-sparql-maxrows", "x-sql-state")
_READING = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def ask_endpoint(
    url: str, query: str, default_graph: str | None, seconds: float
) -> tuple[Table | Graph, bool]:
    """Return what the endpoint answers, and whether it says that there is more.

    One that is busy is asked again. Raises UsageError when it cannot be reached, stays busy, refuses the query or
    answers something else.
    """
    from pyoxigraph import RdfFormat, parse, serialize
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    wrapper = _wrapper(url, query, default_graph, seconds)
    try:
        answer = patiently(wrapper.query, seconds)
        content, headers = answer.response.read(), {name.lower() for name in answer.info()}
        cut_off = bool(headers & set(_CUT_OFF))
        if wrapper.queryType in {"SELECT", "ASK"}:
            return table(content), cut_off
        triples = [quad.triple for quad in parse(content, format=RdfFormat.TURTLE, base_iri=url)]
        return graph(serialize(triples, format=RdfFormat.N_TRIPLES) or b""), cut_off
    except (SPARQLWrapperException, OSError) as error:
        raise UsageError(Problem(url, message=_first_lines(error))) from error
    except (ValueError, SyntaxError) as error:
        message = f"answered something else than SPARQL results: {_first_lines(error)}"
        raise UsageError(
            Problem(url, message=message, fix="give the address of the endpoint itself")
        ) from error


def _wrapper(url: str, query: str, default_graph: str | None, seconds: float) -> SPARQLWrapper:
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

    if not re.match(r"https?://", url):
        raise UsageError(
            Problem("--endpoint", message=f"no web address: {url}", fix="give an http or https URL")
        )
    wrapper = SPARQLWrapper(url)
    with warnings.catch_warnings(action="ignore"):  # a text that is no query; the endpoint will say so
        wrapper.setQuery(_with_prefixes(query))
    if wrapper.queryType not in _READING:
        message = f"{wrapper.queryType} would change the graph"
        raise UsageError(Problem("query", message=message, fix="use SELECT, ASK, CONSTRUCT or DESCRIBE"))
    wrapper.setMethod(POST)  # a long query does not fit into an address
    wrapper.setReturnFormat(JSON if wrapper.queryType in {"SELECT", "ASK"} else TURTLE)
    wrapper.setTimeout(max(1, round(seconds)))
    if default_graph:
        wrapper.addDefaultGraph(default_graph)
    return wrapper


def _with_prefixes(query: str) -> str:
    """Declare the project's prefixes that the query uses and does not declare itself."""
    missing = [
        f"PREFIX {name}: <{iri}>\n"
        for name, iri in PREFIXES.items()
        if re.search(rf"(?<![\w.-]){name}:\w", query)
        and not re.search(rf"\bPREFIX\s+{name}:", query, re.IGNORECASE)
    ]
    base = "" if re.search(r"\bBASE\s*<", query, re.IGNORECASE) else f"BASE <{BASE}>\n"
    return base + "".join(missing) + query


def _first_lines(error: Exception) -> str:
    """Return the start of what an endpoint says; some answer with a page."""
    text = error.reason if isinstance(error, urllib.error.URLError) else error
    lines = [line.strip() for line in str(text).replace("\\n", "\n").splitlines() if line.strip()]
    return "; ".join(lines[:3])[:300]
