"""Open the published graph: the one façade for the command line, notebooks and other programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal

from cartograph.errors import Problem, UsageError
from cartograph.project import Home, home
from cartograph.questions.binding import Given
from cartograph.questions.catalogue import Catalogue
from cartograph.questions.run import Graph as _Asked
from cartograph.questions.run import ask
from cartograph.sparql import network_calls
from cartograph.terms import BASE, PREFIXES, XSD, Ontology
from cartograph.versions.store import Published, open_version

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

    from cartograph.names.resolution import Resolution
    from cartograph.names.resolve import Resolver
    from cartograph.questions.answer import Answer
    from cartograph.reading.coverage import Coverage
    from cartograph.reading.summary import Summary


@dataclass(frozen=True)
class Graph:
    """Hold the current published version of a project, open for questions.

    >>> import cartograph
    >>> graph = cartograph.open()  # doctest: +SKIP
    >>> answer = graph.ask("products-by-response", costimulation="4-1BB", above=50)  # doctest: +SKIP
    >>> answer.rows[0]["value"]  # doctest: +SKIP
    '50.7'
    """

    home: Home
    published: Published

    @property
    def version(self) -> str:
        """Return the SHA-256 of the version's N-Quads."""
        return self.published.version

    @cached_property
    def questions(self) -> Catalogue:
        """Return the questions by name; each is read when it is first looked at."""
        return Catalogue(self.home.queries)

    @cached_property
    def ontology(self) -> Ontology:
        """Return the words that parameters may use."""
        return Ontology.load(self.home.ontology)

    def ask(
        self, question: str, /, *, units: str = "eligible", limit: int | None = None, **parameters: Given
    ) -> Answer:
        """Answer a question of `queries/`; its header names the parameters and their defaults.

        `units="all"` lets subgroups and dose levels decide too; `limit` cuts the rows and marks the answer.
        Raises UsageError for an unknown question or parameter, or a value that is none of its choices.
        """
        asked = _Asked(self.published.store, self.version, self.ontology)
        answer = ask(asked, self.questions.find(question), parameters, units)
        return answer if limit is None else answer.limited(limit)

    @cached_property
    def names(self) -> Resolver:
        """Return what knows the names of the graph; it reads them when it is first asked."""
        from cartograph.names.resolve import Resolver

        return Resolver(self.published.store)

    def resolve(self, text: str) -> Resolution:
        """Say what a written name stands for, and why; an unknown one gives an answer that says so.

        >>> import cartograph
        >>> cartograph.open().resolve("bb2121").entity  # doctest: +SKIP
        'agent/ide-cel'
        """
        return self.names.resolve(text)

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Run a SPARQL query of your own, with the usual prefixes; the default graph is the agreed view.

        Raises UsageError when it does not parse, or when it calls another server.
        """
        calls = network_calls(sparql)
        if calls:
            raise UsageError(calls)
        try:
            return self.published.store.query(sparql, base_iri=BASE, prefixes=PREFIXES)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise UsageError(Problem("query", message=str(error), fix="mend the SPARQL")) from error

    def coverage(self, by: str = "thing") -> Coverage:
        """Count what is stated, derived, disputed, undisclosed, not reported or not applicable, worst first.

        `by` is "thing", "property", "class" or "source". Raises UsageError for another.

        >>> import cartograph
        >>> cartograph.open().coverage(by="property").rows[0].id  # doctest: +SKIP
        'figure/assessor'
        """
        from cartograph.reading.coverage import coverage

        return coverage(self.published.store, by)

    def summary(self) -> Summary:
        """Count claims, figures, silences, conflicts by type, findings by severity, and coverage."""
        from cartograph.reading.summary import summary

        return summary(self.published.store)

    def rdflib(self) -> rdflib.Dataset:
        """Return the version as an rdflib dataset, each literal as it was published; this takes seconds."""
        import rdflib

        dataset = rdflib.Dataset()
        for quad in self.published.quads():
            default = isinstance(quad.graph_name, DefaultGraph)
            graph = dataset.default_graph if default else dataset.graph(_rdflib_term(quad.graph_name))
            graph.add((_rdflib_term(quad.subject), _rdflib_term(quad.predicate), _rdflib_term(quad.object)))
        return dataset


def _rdflib_term(term: object) -> rdflib.URIRef | rdflib.Literal:
    """Turn a name or literal of the published graph, which has no other nodes, into one of rdflib."""
    import rdflib

    if not isinstance(term, Literal):
        return rdflib.URIRef(str(getattr(term, "value", term)))
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == XSD + "string" else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def open(project: Path | None = None) -> Graph:
    """Open the current version of the project given, else of this checkout, else of the wheel.

    Raises UsageError when nothing is published yet.
    """
    found = home(project)
    return Graph(found, open_version(found))
