"""Write how a program asks the same: curl, Python, R. Each is run by a test, as it stands on the page."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from urllib.parse import urlencode

from cartograph.http.request import Request
from cartograph.questions.header import Question
from cartograph.site.context import Context

Chosen = Sequence[tuple[str, str]]


def snippets(_: Context, request: Request, question: Question, chosen: Chosen) -> dict[str, str]:
    """Return the question, as asked on this page, in the words of each tool."""
    address = request.absolute(f"questions/{question.name}.csv") + (f"?{urlencode(chosen)}" if chosen else "")
    return {
        "curl": f"curl --fail {shlex.quote(address)}",
        "Python": _python(question, chosen),
        "Python over HTTP": _pandas(address),
        "R": f"answer <- read.csv({_r(address)})\nprint(answer)",
        "command line": _command(question, chosen),
    }


def _python(question: Question, chosen: Chosen) -> str:
    given = "".join(f", {name}={_literal(name, value)}" for name, value in _gathered(chosen).items())
    return f'import cartograph\n\nanswer = cartograph.open().ask("{question.name}"{given})\nprint(answer.to_csv())'


def _literal(name: str, value: str | list[str]) -> str:
    """Write a value; the limit is a number, whatever stands in the address."""
    return str(value) if name == "limit" and str(value).isdecimal() else repr(value)


def _gathered(chosen: Chosen) -> dict[str, str | list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in chosen:
        values.setdefault(name, []).append(value)
    return {name: found if len(found) > 1 else found[0] for name, found in values.items()}


def _pandas(address: str) -> str:
    return f"import pandas as pd\n\nanswer = pd.read_csv({json.dumps(address)})\nprint(answer)"


def _r(text: str) -> str:
    return json.dumps(text)


def _command(question: Question, chosen: Chosen) -> str:
    options = [word for name, value in chosen for word in (f"--{name.replace('_', '-')}", value)]
    return shlex.join(["cartograph", "ask", question.name, *options, "--format", "csv"])
