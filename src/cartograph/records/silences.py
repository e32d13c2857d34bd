"""Read declared silences: which expected property a row, a passage or a source does not tell, and in which way."""

from __future__ import annotations

from collections.abc import Iterable

from cartograph.records.context import nearest
from cartograph.records.document import Items, Map, Text
from cartograph.records.document import Node as Yaml
from cartograph.records.fields import Fields
from cartograph.records.model import Silence
from cartograph.records.nodes import slugged

#: What a silence may be about without a declaration in the vocabulary: reports, and figures by the path that
#: `among` takes, whole or cut short. The rules refuse a figure that the silence cannot be about.
_UNDECLARED = ("report/", "figure/")

_KEYS = frozenset({"property", "kind", "scope", "of", "except", "printed", "note"})


def silence(
    fields: Fields, node: Map, base: str, source: str, passage: str | None, claim: str | None, scope: str
) -> Silence | None:
    """Read one declared silence; its id is its expectation and what it is about, never its place in a list."""
    fields.known(node, _KEYS, "a silence")
    mark = fields.mark(node)
    property_, kind = fields.text(node, "property"), fields.text(node, "kind")
    expected, kinds = (
        fields.context.words.members("ExpectedProperty"),
        fields.context.words.members("SilenceKind"),
    )
    if property_ is None or property_ not in expected:
        told = f"'{property_}' is no expected property"
        fields.context.complain(mark, told, nearest(property_ or "", [w for w in expected if "/" in w]))
        return None
    if kind is None or kind not in kinds:
        fields.context.complain(mark, f"'{kind}' is no kind of silence", nearest(kind or "", kinds))
        return None
    scopes = fields.context.words.members("SilenceScope")
    given = fields.text(node, "scope")
    if given is not None and given not in scopes:
        fields.context.complain(mark, f"'{given}' is no scope", nearest(given, scopes))
    name = expected[property_].name
    things = {key: tuple(_declared(fields, node, key)) for key in ("of", "except")}
    about = ".".join(slugged(path) for path in things["of"])
    path = "/".join(filter(None, (base, name, kinds[kind].name, about)))
    return Silence(
        id=fields.context.mint(path, mark),
        expectation=name,
        kind=kinds[kind].name,
        scope=scopes[given].name if given is not None and given in scopes else scope,
        subjects=things["of"],
        exceptions=things["except"],
        mark=mark,
        source=source,
        passage=passage,
        claim=claim,
        printed=fields.string(node, "printed"),
    )


def _declared(fields: Fields, node: Map, key: str) -> Iterable[str]:
    given = node.get(Text(key))
    items: list[Yaml] = list(given) if isinstance(given, Items) else [given] if given is not None else []
    for item in items:
        if isinstance(item, Text) and (item in fields.context.things or item.startswith(_UNDECLARED)):
            yield str(item)
        else:
            fields.context.complain(
                fields.mark(item), f"'{item}' is not declared", nearest(str(item), fields.context.things)
            )
