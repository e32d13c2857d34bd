"""Find the one thing that a name stands for, or say why there is none: for commands and parameters."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Store

from cartograph.errors import Problem, UsageError
from cartograph.likeness import nearest
from cartograph.names.index import Index

_TOLD = 24  # known words that a message lists


def suggest(word: str, known: Sequence[str]) -> str:
    """Say which known word was probably meant, else which are known.

    >>> suggest("vectr", ["vector", "above"])
    "write 'vector'"
    >>> suggest("soup", ["vector", "above"])
    'known are above, vector'
    """
    near = nearest(word, known)
    if near:
        return "write " + " or ".join(f"'{name}'" for name in near)
    if len(known) > _TOLD:
        return f"none of the {len(known)} known is spelled like it: 'cartograph resolve' says what a name stands for"
    return f"known are {', '.join(sorted(known))}" if known else "none is known"


def only(index: Index, name: str) -> str:
    """Return the path of the one thing of the index that has the name; raise ValueError with the remedy.

    A name that several things share stays ambiguous: which of them is meant, nobody can tell for the reader.
    """
    paths = [found.path for found in index.find(name)]
    if len(paths) > 1:
        raise ValueError("several have that name: write " + " or ".join(f"'{path}'" for path in paths))
    if not paths:
        raise ValueError(suggest(name, index.slugs))
    return paths[0]


def thing_of(store: Store, classes: Sequence[str], name: str, place: str) -> str:
    """Return the path of the one thing of the first class that knows the name; raise UsageError where none does."""
    indexes = [Index.of_class(store, each) for each in classes]
    index = next((each for each in indexes if each.find(name)), indexes[0])
    try:
        return only(index, name)
    except ValueError as error:
        message = f"{'several are' if index.find(name) else 'nothing is'} called '{name}'"
        raise UsageError(Problem(place, message=message, fix=str(error))) from None
