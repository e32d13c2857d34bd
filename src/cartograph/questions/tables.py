"""Write an answer in Markdown: a few tables, each under a sentence. A terminal has a layout of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cartograph.questions.answer import Answer, AnswerRow, Parts, Undecided, Verdict, cell_text
from cartograph.questions.values import WRITERS, notes, shown, words_of
from cartograph.reading.evidence import places_text

_LONE = "lone complete response: printed alone, it is assumed to be complete response or better"
_CONTRARY = "against: other figures of the same product that fail the threshold"


@dataclass(frozen=True)
class Table:
    """Hold one table: the sentence above it, its headings and rows, and the sentences below."""

    title: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()


def markdown(answer: Answer) -> str:
    """Return the answer as Markdown, with every candidate."""
    parts = [f"# {answer.header.title}", answer.header.question]
    parts += [", ".join(f"{name}: {value}" for name, value in answer.parameters.items())]
    for table in tables(answer):
        parts += [f"**{table.title}**", _lines(table), *(f"{_escape(note)}." for note in table.notes)]
    parts.append(f"Graph version `{answer.graph_version[:16]}`.")
    return "\n\n".join(filter(None, parts)) + "\n"


def tables(answer: Answer) -> list[Table]:
    """Return the tables of an answer, in words that people write."""
    if answer.may_qualify is None or answer.excluded is None or answer.mentions is None:
        return [_rows_table(answer, answer.rows, f"{len(answer.rows)} row" + "s" * (len(answer.rows) != 1))]
    products = Parts(answer.candidates or 0, answer.rows, answer.may_qualify, answer.excluded)
    plural = answer.header.candidates.plural if answer.header.candidates else "candidates"
    found = list(_three(answer, products, plural))
    if answer.mentions.candidates:
        found += _three(answer, answer.mentions, f"mentions of {plural}")
    return found


def _three(answer: Answer, parts: Parts, plural: str) -> Iterator[Table]:
    agents = len({row["agent"] for row in parts.rows})
    yield _rows_table(answer, parts.rows, f"{agents} of {parts.candidates} {plural} qualify")
    yield _agents_table(parts.may_qualify, f"{len(parts.may_qualify)} may qualify", "unknown")
    yield _agents_table(parts.excluded, f"{len(parts.excluded)} excluded", "not met")


def _rows_table(answer: Answer, rows: Sequence[AnswerRow], title: str) -> Table:
    columns = shown(answer, rows)
    texts = tuple(tuple(_text(answer, row, column) for column in columns) for row in rows)
    return Table(title, tuple(map(_heading, columns)) if rows else (), texts, _notes(rows))


def _agents_table(found: Sequence[Undecided], title: str, verdict: str) -> Table:
    rows = tuple((one.label, *_why(one, verdict)) for one in found)
    return Table(title, ("product", f"what is {verdict}", "printed") if rows else (), rows)


def _why(one: Undecided, verdict: str) -> tuple[str, str]:
    verdicts = one.unknowns if verdict == "unknown" else one.failures
    places = dict.fromkeys(place for found in verdicts for place in found.evidence)
    return "; ".join(map(_sentence, verdicts)), places_text(places)


def _sentence(found: Verdict) -> str:
    return f"{found.criterion}: {found.reason}" if found.reason else found.criterion


def _text(answer: Answer, row: AnswerRow, column: str) -> str:
    """Return one cell, in words that people write."""
    if column in WRITERS:
        return WRITERS[column](row, answer.words)
    value = row[column]
    return words_of(value, answer.words) if isinstance(value, str) else cell_text(value)


def _notes(rows: Sequence[AnswerRow]) -> tuple[str, ...]:
    lone = any(row.get("derived_by") == "loneCompleteResponse" for row in rows)
    contrary = any(row.get("contrary") for row in rows)
    return (*notes(rows),) + (_LONE,) * lone + (_CONTRARY,) * contrary


def _heading(column: str) -> str:
    return {"label": "product", "contrary": "against", "evidence": "printed"}.get(
        column, column.replace("_", " ")
    )


def _lines(table: Table) -> str:
    if not table.rows:
        return ""
    lines = [[*map(_escape, line)] for line in (table.headings, *table.rows)]
    lines.insert(1, ["---"] * len(table.headings))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _escape(text: str) -> str:
    r"""Keep Markdown from reading anything into a text.

    >>> print(_escape("71* | <b>"))
    71\* \| \<b\>
    """
    for character in "\\|<>*_`[]":
        text = text.replace(character, "\\" + character)
    return " ".join(text.split())
