"""The answers that are kept beside the questions: `python tests/expected.py` writes them anew.

Beside a question lies its answer from the records of this checkout, with the parameters of its header
(`queries/<question>.expected.csv`); `tests/data/questions/expected/` holds those from the small dataset.
Read the difference that git shows before you keep it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from asked import DATA, ROOT, catalogue, small_graph
from cartograph.api import Graph as Published
from cartograph.build.run import build
from cartograph.project import Home
from cartograph.questions.run import Graph, ask
from cartograph.versions.store import open_version

SMALL_ANSWERS = DATA / "expected"
QUERIES = ROOT / "queries"


def small_answers() -> Iterator[tuple[Path, str]]:
    """Yield where the answer from the small dataset is kept, and the answer, question by question."""
    return _answers(small_graph(), SMALL_ANSWERS)


def record_answers(home: Home) -> Iterator[tuple[Path, str]]:
    """Yield where each answer from a version of the records is kept, and the answer."""
    graph = Published(home, open_version(home))
    return _answers(Graph(graph.published.store, graph.version, graph.ontology), QUERIES)


def _answers(graph: Graph, folder: Path) -> Iterator[tuple[Path, str]]:
    for name, question in catalogue().items():
        yield folder / f"{name}.expected.csv", ask(graph, question, {}).to_csv()


def _renew(answers: Iterator[tuple[Path, str]]) -> None:
    for path, text in answers:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _renew(small_answers())
    with tempfile.TemporaryDirectory() as versions:
        made = Home(ROOT, Path(versions))
        build(made)
        _renew(record_answers(made))
