"""Write what a row of an answer says of its figure, the same on a terminal, in Markdown and on pages.

A number never stands without what bounds it: "≥ 93" is not 93, 1 to 6 months are not 1 month, and a follow-up whose
printed words are unclear says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from cartograph.questions.answer import Answer, AnswerRow, cell_text
from cartograph.reading.figures import SIGNS

#: Columns that people see only where a row has something in them.
_WHERE_TOLD = {"among", "reading"}
#: Statistics that say no more than the number does.
_PLAIN = {"level", "count", "percent"}


def shown(answer: Answer, rows: Sequence[AnswerRow]) -> list[str]:
    """Return the columns of a table for people, without those that tell nothing in any row.

    What was found instead of what was asked for has a column as soon as one row differs (`--vector retroviral` finds
    lentiviral products); where every row has just what was asked, the line of parameters says so.
    """
    return [column for column in answer.header.table or answer.columns if _tells(answer, column, rows)]


def _tells(answer: Answer, column: str, rows: Sequence[AnswerRow]) -> bool:
    if column in _WHERE_TOLD:
        return any(row.get(column) is not None for row in rows)
    found = {name for criterion in answer.header.criteria for name in criterion.found}
    asked = answer.parameters.get(column) if column in found else None
    return asked is None or any(words_of(cell_text(row.get(column)), answer.words) != asked for row in rows)


def words_of(text: str, words: Mapping[str, str]) -> str:
    """Return the parts of a cell in the words that people write."""
    return "; ".join(words.get(part, part) for part in text.split("; "))


def value_text(row: AnswerRow, words: Mapping[str, str]) -> str:
    """Return the number with its sign, or the bounds of a figure of which only these are known.

    >>> value_text({"value": "93", "qualifier": "atLeast"}, {}), value_text({"low": "31", "high": "97"}, {})
    ('≥ 93', '31 to 97')
    """
    if row.get("value") is not None:
        sign = "/".join(
            filter(None, (SIGNS.get(one, "") for one in cell_text(row.get("qualifier")).split("; ")))
        )
        return f"{sign} {words_of(cell_text(row['value']), words)}".strip()
    low, high = cell_text(row.get("low")), cell_text(row.get("high"))
    if low and high:
        return low if low == high else f"{low} to {high}"
    return f"at least {low}" if low else f"at most {high}" if high else ""


def follow_up_text(row: AnswerRow, words: Mapping[str, str]) -> str:
    """Return how long patients were followed, with the statistic and with how it was read.

    >>> follow_up_text({"follow_up": "8.2 months", "follow_up_statistic": "median", "follow_up_reading": "unclear"}, {})
    'median 8.2 months (unclear)'
    """
    found = cell_text(row.get("follow_up"))
    statistics = [s for s in cell_text(row.get("follow_up_statistic")).split("; ") if s and s not in _PLAIN]
    reading = words_of(cell_text(row.get("follow_up_reading")), words)
    said = " or ".join(words.get(one, one) for one in statistics)
    return f"{said} {found}".strip() + (f" ({reading})" if reading else "") if found else ""


def count_text(row: AnswerRow, _words: Mapping[str, str]) -> str:
    """Return patients with the event of all that are counted over, with marks for what the figure does not print.

    >>> count_text({"numerator": "17", "denominator": "20", "denominator_assumed": True}, {})
    '17/20*'
    """
    return count(row) + count_marks(row)


def count(row: AnswerRow) -> str:
    """Return events and patients; only the patients where no count is known, nothing where neither is."""
    events, patients = cell_text(row.get("numerator")), cell_text(row.get("denominator"))
    return f"{events}/{patients}" if events and patients else patients


def count_marks(row: AnswerRow) -> str:
    """Return a star where the patients are those of the study unit, a double dagger where the events are recovered."""
    if not row.get("denominator"):
        return ""
    return "*" * bool(row.get("denominator_assumed")) + "‡" * bool(row.get("numerator_recovered"))


#: What the marks mean, in the order in which tables tell it.
ASSUMED = "* all patients of the study unit; the figure itself prints no denominator"
RECOVERED = "‡ the one number of patients that rounds to the percentage; the figure itself prints none"


def notes(rows: Sequence[AnswerRow]) -> list[str]:
    """Return what the marks of counts mean, as far as the rows bear them."""
    marks = "".join(map(count_marks, rows))
    return [note for note in (ASSUMED, RECOVERED) if note[0] in marks]


#: Columns that a table writes from several of a row.
WRITERS: Mapping[str, Callable[[AnswerRow, Mapping[str, str]], str]] = {
    "value": value_text,
    "follow_up": follow_up_text,
    "denominator": count_text,
}
