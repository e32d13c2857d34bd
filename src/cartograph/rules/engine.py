"""Run the rule files: SPARQL that says what follows, each in the order of its name, each into the graph it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from cartograph.errors import Problem, UsageError
from cartograph.rules.reports import add
from cartograph.terms import GRAPH

_GRAPH = re.compile(r"^#\+ graph: (\w+)$", re.MULTILINE)
_ORDERED = re.compile(r"\d\d-.*\.rq")


@dataclass(frozen=True)
class Rule:
    """Hold one CONSTRUCT rule and the graph that its conclusions go to."""

    path: Path
    text: str
    graph: NamedNode


def rules(folder: Path) -> list[Rule]:
    """Return the numbered rules in their order; raise UsageError for one that names no graph."""
    return [_rule(path) for path in sorted(folder.glob("*.rq")) if _ORDERED.fullmatch(path.name)]


def _rule(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    found = _GRAPH.search(text)
    if found is None:
        raise UsageError(
            Problem(f"rules/{path.name}", 1, message="names no graph", fix="begin with '#+ graph: derived'")
        )
    return Rule(path, text, NamedNode(GRAPH + found[1]))


def apply(rule: Rule, store: Store) -> list[Quad]:
    """Run a rule, add its conclusions to the store's default graph, and return them with their graph."""
    found = sorted(_conclusions(rule, store), key=str)
    add(store, found)
    return found


def _conclusions(rule: Rule, store: Store) -> Iterator[Quad]:
    try:
        result = store.query(rule.text)
    except SyntaxError as error:
        raise UsageError(
            Problem(f"rules/{rule.path.name}", message=str(error), fix="mend the rule")
        ) from error
    assert isinstance(result, QueryTriples), f"{rule.path.name}: a rule is a CONSTRUCT"
    yield from {Quad(t.subject, t.predicate, t.object, rule.graph) for t in result}
