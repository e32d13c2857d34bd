"""Compare a reference list of the records with the list that a source prints: number, words and DOI of each entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cartograph.errors import Problem
from cartograph.records.model import Mark, Reference, ReferenceList
from cartograph.texts.normalise import normalise
from cartograph.texts.place import Line, Text, spans

#: What stands before an entry: a bullet, a number, both or nothing.
_HEAD = re.compile(r"(?:-\s+)?(?:(?P<number>\d+)\.\s+)?")
_BULLETED = re.compile(r"-\s|\d+\.\s")
_DOI = re.compile(r"(?i)\bdoi:\s*(\S+)|\b(10\.\d{4,9}/\S+)")


def problems(list_: ReferenceList, text: Text) -> Iterator[Problem]:
    """Yield what the list of the records has otherwise than the text.

    Entries are counted from the heading, because a list need not print its numbers: the n-th line that is neither
    empty nor a continuation begins entry n.
    """
    heading = text.line(list_.heading)
    if heading is None or "references" not in heading.text.casefold():
        yield _problem(list_.mark, f"line {list_.heading} of {text.name} is no heading of references")
        return
    entries = list(list_.entries.values())
    begun = list(_beginnings(list_, text, entries))
    for at, each in enumerate(entries):
        line = begun[at] if at < len(begun) else None
        if line is None or line.number != each.lines[0]:
            found = f"line {line.number}" if line else "nowhere"
            yield _problem(
                each.mark, f"reference {each.number} begins on {found}, not on line {each.lines[0]}"
            )
        else:
            yield from _entry(each, text)
    for line in begun[len(entries) : len(entries) + 1]:
        if _BULLETED.match(line.text):
            yield _problem(list_.mark, f"line {line.number} prints an entry that the records lack")


def _beginnings(list_: ReferenceList, text: Text, entries: Iterable[Reference]) -> Iterator[Line]:
    continued = {number for each in entries for number in each.lines[1:]}
    for line in text.lines[list_.heading :]:
        if line.text and line.number not in continued:
            yield line


def _entry(each: Reference, text: Text) -> Iterator[Problem]:
    lines = [line.text for number in each.lines if (line := text.line(number)) is not None]
    head = _HEAD.match(lines[0])
    if head is not None and head["number"] not in (None, each.number):
        yield _problem(each.mark, f"reference {each.number} is printed as {head['number']}")
    whole = " ".join(_HEAD.sub("", line, count=1) for line in lines)
    for words in each.printed:
        if not spans(whole, normalise(words)):
            yield _problem(each.mark, f"reference {each.number} does not print '{words}'")
    yield from _doi(each, whole)


def _doi(each: Reference, whole: str) -> Iterator[Problem]:
    found = _DOI.search(whole)
    printed = (found[1] or found[2]) if found else None
    expected = each.doi or each.printed_doi
    if printed != (normalise(expected) if expected else None):
        yield _problem(
            each.mark, f"reference {each.number} prints {printed or 'no DOI'}, not {expected or 'none'}"
        )


def _problem(mark: Mark, message: str) -> Problem:
    return Problem(mark.file, mark.line, mark.column, message, "copy the entry as the list prints it")
