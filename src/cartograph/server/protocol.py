"""Read a request of the SPARQL 1.1 Protocol (2.1 query operation, 2.2 update operation)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from cartograph.http.problems import problem
from cartograph.http.reply import Reply

_FORM = "application/x-www-form-urlencoded"
_DIRECT = {"application/sparql-query": "query", "application/sparql-update": "update"}
_DATASET = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
_FIELDS = 64  # parameters of a request at most

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Operation:
    """Hold a query or an update, with the graphs of the dataset that the request names."""

    kind: str  # "query" or "update"
    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class RefusedError(Exception):
    """Carry the reply to a request that breaks the protocol."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


def operation(method: str, media: str, query: bytes, body: bytes) -> Operation | None:
    """Return what a request asks for, or nothing where it is a bare GET; raise RefusedError.

    `media` is the Content-Type header, `query` the query string, `body` the body.

    >>> operation("GET", "", b"query=ASK%20%7B%7D", b"")
    Operation(kind='query', text='ASK {}', default=(), named=())
    """
    fields = _fields(query, "query string")
    if method == "POST":
        return _posted(media, fields, body)
    if "update" in fields:
        raise _refused(405, "method", "an update comes by POST", "POST it")
    return _operation("query", fields) if "query" in fields else None


def _posted(media: str, fields: Fields, body: bytes) -> Operation:
    kind, _, parameters = (part.strip().lower() for part in media.partition(";"))
    charset = re.search(r"charset=\"?([\w-]+)", parameters)
    if charset and charset[1] != "utf-8":
        raise _refused(415, "charset", f"the body is in {charset[1]}", "send it in UTF-8")
    if kind in _DIRECT:
        return _operation(_DIRECT[kind], {**fields, _DIRECT[kind]: [_utf8(body, "body")]})
    if kind != _FORM:
        known = ", ".join((_FORM, *_DIRECT))
        raise _refused(415, "media-type", f"a body of type '{kind[:80]}'", f"send one of {known}")
    both = _merged(fields, _fields(body, "form"))
    found = [name for name in ("query", "update") if name in both]
    if len(found) != 1:
        raise _refused(400, "operation", f"{len(found)} operations", "send one 'query' or one 'update'")
    return _operation(found[0], both)


def _operation(kind: str, fields: Fields) -> Operation:
    texts = fields[kind]
    if len(texts) != 1:
        raise _refused(400, "operation", f"'{kind}' is there {len(texts)} times", "send it once")
    default, named = (tuple(fields.get(name, ())) for name in _DATASET[kind])
    for iri in (*default, *named):
        if not _IRI.fullmatch(iri):
            raise _refused(400, "dataset", f"'{iri[:80]}' is no absolute IRI", "name graphs by their IRIs")
    return Operation(kind, texts[0], default, named)


def _fields(content: bytes, place: str) -> Fields:
    fields: dict[str, list[str]] = defaultdict(list)
    try:
        pairs = parse_qsl(
            _utf8(content, place), keep_blank_values=True, errors="strict", max_num_fields=_FIELDS
        )
    except ValueError as error:  # too many fields, or escapes that are no UTF-8
        raise _refused(400, "form", f"the {place} cannot be read: {error}"[:200], "send UTF-8") from error
    for name, value in pairs:
        fields[name].append(value)
    return fields


def _merged(one: Fields, other: Fields) -> Fields:
    return {name: [*one.get(name, ()), *other.get(name, ())] for name in {*one, *other}}


def _utf8(content: bytes, place: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise _refused(400, "charset", f"the {place} is no UTF-8", "send it in UTF-8") from error


def _refused(status: int, code: str, detail: str, fix: str) -> RefusedError:
    return RefusedError(problem(status, code, detail, fix))
