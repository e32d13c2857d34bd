"""Word what is wrong with a quotation: what was expected, what stands there, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from cartograph.records.model import Place
from cartograph.texts.grades import Grades
from cartograph.texts.normalise import normalise
from cartograph.texts.numbers import decimal
from cartograph.texts.occurrence import Spot, spots
from cartograph.texts.place import Text
from cartograph.texts.quoted import Quoted
from cartograph.texts.role import Role

#: How much of a passage, and how many of a role's phrases, a message shows.
_EXCERPT = 90
_PHRASES = 6


@dataclass(frozen=True)
class Finding:
    """Say what is wrong with a quotation, and what to do."""

    message: str
    fix: str


def no_words(quoted: Quoted) -> Finding:
    """Word a quotation that quotes nothing."""
    return Finding(f"{quoted.claim} quotes no words", "add 'printed' with the words that state it")


def absent(quoted: Quoted, text: Text) -> Finding:
    """Word printed words that do not stand at their place."""
    fragments = quoted.quote.fragments if quoted.quote else ()
    words, place = next(((w, p) for w, p in fragments if not any(spots(w, p, text))), ("", None))
    if place is None:
        fix = "quote one stretch of words; only a page break cuts it, where a cell or line ends"
        return Finding(f"the fragments of '{quoted.printed}' do not follow each other", fix)
    there = text.windows(place)
    if not there:
        return Finding(f"there is no {_place(place, text)} for '{words}'", _elsewhere(words, place, text))
    if any(normalise(words) in window for _, window in there):
        message = f"'{words}' stands only inside a longer word or behind a sign in {_place(place, text)}"
        return Finding(message, "copy whole words and numbers, with the comparison sign before them")
    shown = _excerpt(there[0][1])
    message = f"'{words}' does not stand in {_place(place, text)}: there stands '{shown}'"
    return Finding(message, _elsewhere(words, place, text))


def no_number(quoted: Quoted, number: str, stated: Iterable[Decimal]) -> Finding:
    """Word a typed number that the printed words do not state."""
    if decimal(number) is None:
        return Finding(f"'{number}' is no decimal number", "write digits with at most one point")
    there = ", ".join(f"{n:f}" for n in sorted(stated)) or "none"
    fix = "correct the number, or quote the words that print it (a misprint: 'printedValue')"
    return Finding(f"{number} is no number of '{quoted.printed}' (its numbers: {there})", fix)


def wrong_slot(quoted: Quoted, role: Role, spot: Spot, text: Text) -> Finding:
    """Word a value that belongs to another name of a list."""
    what = f"{quoted.numbers[0]} is not the number of this {role.kind.value} in the list '{quoted.printed}'"
    return Finding(f"{what} ({at(spot, text)})", "names and numbers of a list go in the same order")


def no_order(quoted: Quoted, words: str, spot: Spot, text: Text) -> Finding:
    """Word a declared order whose words do not stand in the figure's sentence."""
    message = f"'{words}' does not stand in the sentence of '{quoted.printed}' ({at(spot, text)})"
    return Finding(message, "copy the words that list, in order, what the numbers are of")


def not_listed(quoted: Quoted, words: str, spot: Spot, text: Text) -> Finding:
    """Word a declared order of which no one member shows whose the figure is."""
    message = f"no one member of the list '{words}' shows what '{quoted.printed}' is of ({at(spot, text)})"
    return Finding(message, "quote a list that names each group, or add its phrase to the vocabulary")


def other_length(quoted: Quoted, words: str, count: int, spot: Spot, text: Text) -> Finding:
    """Word a snippet that has not as many members as the declared order."""
    message = f"'{quoted.printed}' does not print the {count} members of '{words}' ({at(spot, text)})"
    return Finding(message, "quote the whole pair or list, no more and no less")


def wrong_member(quoted: Quoted, slot: str, spot: Spot, text: Text) -> Finding:
    """Word a value that is another member's."""
    value = quoted.numbers[0] if quoted.numbers else "'not reached'"
    message = f"{value} is not what '{quoted.printed}' prints of this figure: '{slot}' ({at(spot, text)})"
    return Finding(message, "the numbers of a list stand in the order of what it lists")


def no_prefix(quoted: Quoted, prefix: str, spot: Spot, text: Text) -> Finding:
    """Word a prefix that does not stand before its figure."""
    message = f"'{prefix}' does not stand before '{quoted.printed}' ({at(spot, text)})"
    return Finding(message, "copy the words that govern the snippet, from the same paragraph or row")


def other_prefix(quoted: Quoted, prefix: str, governing: str, spot: Spot, text: Text) -> Finding:
    """Word a prefix after which another one stands."""
    message = f"'{governing}' governs '{quoted.printed}', not '{prefix}' ({at(spot, text)})"
    return Finding(message, "declare the words that stand last before the snippet")


def other_role(quoted: Quoted, role: Role, words: str, spot: Spot, text: Text) -> Finding:
    """Word a snippet that speaks of something else."""
    message = f"'{quoted.printed}' speaks of another {role.kind.value}: '{words}' ({at(spot, text)})"
    return Finding(message, "quote the words of this figure alone, or correct what it is a figure of")


def not_shown(
    quoted: Quoted, role: Role, governing: str | None, missing: Iterable[str], spot: Spot, text: Text
) -> Finding:
    """Word a role that nothing shows: what governs instead, and which declared words do not stand there."""
    expected = ", ".join(f"'{phrase}'" for phrase in role.phrases[:_PHRASES])
    governed = f", which '{governing}' governs" if governing else ""
    absent_words = "".join(f"; '{words}' does not stand where 'under' says" for words in missing)
    message = f"nothing shows the {role.kind.value} of '{quoted.printed}'{governed} ({at(spot, text)})"
    fix = "quote more words, declare 'under: {prefix: …}', or add the phrase to records/synonyms.yaml"
    return Finding(f"{message}{absent_words}: expected {expected}", fix)


def wrong_grade(
    quoted: Quoted, wanted: Iterable[Grades], said: Iterable[Grades], spot: Spot, text: Text
) -> Finding:
    """Word grades that the passage does not give to the event."""
    expected = " or ".join(sorted(map(str, wanted))) or "no word of a grade"
    named = " and ".join(sorted(map(str, said)))
    passage = f"says {named}" if named else "names no grade for it"
    message = f"'{quoted.printed}' is recorded with {expected}, the passage {passage}"
    return Finding(f"{message} ({at(spot, text)})", "correct 'grades', or declare 'under: {prefix: …}'")


def at(spot: Spot, text: Text) -> str:
    """Return a spot as people name it."""
    return _place(Place(spot.line, spot.cell), text)


def _place(place: Place, text: Text) -> str:
    return f"{text.name} line {place.line}" + (f", cell {place.cell}" if place.cell else "")


def _elsewhere(words: str, place: Place, text: Text) -> str:
    """Return where the words do stand: the nearest line."""
    for line in sorted(text.lines, key=lambda line: abs(line.number - place.line)):
        for spot in spots(words, Place(line.number), text):
            cell = f", cell: {spot.cell}" if spot.cell else ""
            return f"it stands at {{line: {line.number}{cell}}}: correct 'at', or the words"
    return "copy the words as the passage prints them"


def _excerpt(window: str) -> str:
    return window if len(window) <= _EXCERPT else window[:_EXCERPT].rsplit(" ", 1)[0] + " …"
