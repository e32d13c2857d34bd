"""Look into the text of SPARQL queries; no other module does.

Neither engine shows us its parse, and their grammars differ. What we need is little: where the groups nest,
which `VALUES` blocks bind the parameters, which variables the SELECT names. A tokenizer that knows strings,
IRIs and comments tells all of it; the engine remains the judge of syntax.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from cartograph.errors import CartographError, Problem

_TOKEN = re.compile(
    r"""
      (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<variable> [?$]\w+ )
    | (?P<word> (?:[^\W\d_][\w.-]*)? : (?:[\w:%-]|\\.|\.(?=[\w:%\\-]))* | [^\W\d]\w* )
    | (?P<mark> \S )
    """,
    re.VERBOSE | re.DOTALL,
)

#: Keywords that give the next pair of braces or parentheses its meaning.
_BRACED = {"OPTIONAL", "MINUS", "UNION", "GRAPH", "SERVICE", "EXISTS", "VALUES", "CONSTRUCT"}
_WRAPPED = {"FILTER", "BIND", "HAVING"}

#: Where a rebound parameter has the same meaning on every engine (DESIGN 2.7).
_SAFE_GROUPS = {("WHERE",), ("WHERE", "OPTIONAL")}

#: What a question may not use, and what to write instead.
_REFUSED = {
    "SERVICE": "a question reads the published graph only",
    "GRAPH": "a question reads the default graph only",
    "FROM": "a question reads the default graph only",
}


class Frame:
    """Hold one pair of braces or parentheses: what it is, and where its inside begins and ends."""

    def __init__(self, kind: str, start: int) -> None:
        self.kind = kind
        self.start = start
        self.end = -1


class Token(NamedTuple):
    """Hold one token that is no comment, with the pairs that it stands in, outermost first."""

    kind: str
    text: str
    start: int
    line: int
    frames: tuple[Frame, ...]

    @property
    def keyword(self) -> str:
        """Return the word in capitals; nothing for a string, an IRI or a variable."""
        return self.text.upper() if self.kind in {"word", "mark"} else ""

    @property
    def path(self) -> tuple[str, ...]:
        """Return the kinds of the pairs around the token; bare parentheses do not count."""
        return tuple(frame.kind for frame in self.frames if frame.kind != "(")


@dataclass(frozen=True)
class Query:
    """Take the text of a query apart.

    >>> query = Query("SELECT ?a (STR(?b) AS ?c) WHERE { VALUES ?b { 1 } ?a ?p ?b }")
    >>> query.projection
    ('a', 'c')
    >>> sorted(query.values)
    ['b']
    """

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens in order, comments left out."""
        return tuple(_Nesting(self.text).tokens())

    @cached_property
    def projection(self) -> tuple[str, ...]:
        """Return the variables that the outer SELECT names; nothing for `*` and for other forms."""
        variables = (token for token in self._head if token.kind == "variable")
        return tuple(token.text[1:] for token in variables if not token.frames or self._named_by_as(token))

    @cached_property
    def values(self) -> Mapping[str, Frame]:
        """Return the inside of each top-level block `VALUES ?variable { … }`, by variable."""
        return {
            name.text[1:]: opened.frames[-1]
            for keyword, name, opened in self.triples
            if keyword.keyword == "VALUES" and keyword.path == ("WHERE",) and name.kind == "variable"
            if opened.text == "{"
        }

    def uses(self, keyword: str) -> Iterator[Token]:
        """Yield the tokens that are the keyword."""
        return (token for token in self.tokens if token.keyword == keyword)

    @property
    def _head(self) -> Sequence[Token]:
        """Return what stands between SELECT and the first brace."""
        words = [token.keyword for token in self.tokens]
        if "SELECT" not in words or "{" not in words:
            return ()
        return self.tokens[words.index("SELECT") + 1 : words.index("{")]

    @property
    def triples(self) -> Iterator[tuple[Token, Token, Token]]:
        """Yield each token with the two that follow."""
        return zip(self.tokens, self.tokens[1:], self.tokens[2:], strict=False)

    def _named_by_as(self, token: Token) -> bool:
        before = self.tokens[self.tokens.index(token) - 1]
        return before.keyword == "AS" and len(token.frames) == 1


@lru_cache(maxsize=64)
def read(text: str) -> Query:
    """Return the query of a text, taken apart once however often it is looked at."""
    return Query(text)


class _Nesting:
    """Follow the pairs of braces and parentheses through a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open: list[Frame] = []
        self.pending = ""  # the keyword that names the next pair
        self.closed: Frame | None = None  # the group that ended with the last token

    def tokens(self) -> Iterator[Token]:
        line, seen = 1, 0
        for match in _TOKEN.finditer(self.text):
            line += self.text.count("\n", seen, match.start())
            seen = match.start()
            if match.lastgroup != "comment":
                yield self._token(str(match.lastgroup), match, line)

    def _token(self, kind: str, match: re.Match[str], line: int) -> Token:
        keyword = match.group().upper() if kind in {"word", "mark"} else ""
        if keyword in {"}", ")"} and self.open:
            self._close(match.start())
            frames = (*self.open, self.closed) if self.closed else tuple(self.open)
            return Token(kind, match.group(), match.start(), line, frames)
        self._name(keyword)
        if keyword in {"{", "("}:
            self._open(keyword, match.end())
        return Token(kind, match.group(), match.start(), line, tuple(self.open))

    def _name(self, keyword: str) -> None:
        """Take note of a keyword that says what a pair is: the next, the last or the one that is open."""
        if keyword == "UNION" and self.closed:
            self.closed.kind = "UNION"
        if keyword == "SELECT" and self.open and self.open[-1].kind != "(":
            self.open[-1].kind = "SELECT"
        if keyword in _BRACED or keyword in _WRAPPED:
            self.pending = keyword
        self.closed = None

    def _open(self, mark: str, start: int) -> None:
        if mark == "(":
            kind = self.pending if self.pending in _WRAPPED else "("
        else:
            kind = self.pending if self.pending in _BRACED else ("GROUP" if self.open else "WHERE")
        if self.pending != "VALUES" or mark == "{":  # VALUES (?a ?b) { … }
            self.pending = ""
        self.open.append(Frame(kind, start))

    def _close(self, end: int) -> None:
        self.closed = self.open.pop()
        self.closed.end = end


def rebind(text: str, terms: Mapping[str, Sequence[str]]) -> str:
    """Replace the inside of each variable's top-level VALUES block by serialised terms.

    Raises CartographError when a variable has no such block.

    >>> rebind("SELECT ?a WHERE { VALUES ?b { 1 } ?a ?p ?b }", {"b": ["2", "3"]})
    'SELECT ?a WHERE { VALUES ?b { 2 3 } ?a ?p ?b }'
    """
    blocks = read(text).values
    missing = [_no_block("query", variable) for variable in terms if variable not in blocks]
    if missing:
        raise CartographError(missing)
    for variable in sorted(terms, key=lambda name: blocks[name].start, reverse=True):
        inside = blocks[variable]
        text = f"{text[: inside.start]} {' '.join(terms[variable])} {text[inside.end :]}"
    return text


def lint(text: str, parameters: Collection[str], place: str) -> list[Problem]:
    """Return what would make a question's query mean different things on different engines.

    `parameters` are the variables that the runner binds, `place` is the file to name.
    """
    query = read(text)
    problems = [_no_block(place, variable) for variable in parameters if variable not in query.values]
    problems += [_problem(place, *found) for found in _misplaced(query, parameters)]
    problems += [_problem(place, *found) for found in _unportable(query)]
    problems += [_problem(place, *found) for found in _closing_the_world(query)]
    return sorted(problems)


def network_calls(text: str) -> list[Problem]:
    r"""Return each SERVICE and LOAD of a query or update: the engine would follow it into the network.

    A keyword may be written with code point escapes (SPARQL 1.1, 19.2), so the text is read with them and without.

    >>> [str(problem) for problem in network_calls("SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }")]
    ['query:1: SERVICE calls another server: ask the published graph only']
    >>> len(network_calls("SELECT * { \u0053ERVICE <http://example.org/> { ?a ?b ?c } }"))
    1
    """
    return [
        Problem("query", line, message=f"{word} calls another server", fix="ask the published graph only")
        for word, line in sorted({call for one in {text, unescaped(text)} for call in _calls(one)})
    ]


def _calls(text: str) -> Iterator[tuple[str, int]]:
    return ((token.keyword, token.line) for token in Query(text).tokens if token.keyword in _CALLING)


_CALLING = {"SERVICE", "LOAD"}
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def unescaped(text: str) -> str:
    r"""Return the text with its code point escapes read (SPARQL 1.1, 19.2).

    >>> unescaped(r"\u0041SK {}")
    'ASK {}'
    """
    return _ESCAPE.sub(lambda found: _character(int(found[1] or found[2], 16), found[0]), text)


def _character(code: int, otherwise: str) -> str:
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else otherwise


def depth(text: str) -> int:
    """Return how deep braces, brackets and runs of prefix operators nest: what a parser needs its stack for.

    >>> depth("SELECT * { FILTER(!!(1 + 2)) }")
    4
    """
    deepest = level = run = 0
    for token in _TOKEN.finditer(text):
        mark = token.group() if token.lastgroup == "mark" else ""
        if token.lastgroup == "comment":
            continue
        run = run + 1 if mark in _PREFIXED else 0
        level = max(0, level + (mark in _OPENING) - (mark in _CLOSING)) if mark else level
        deepest = max(deepest, level + run)
    return deepest


_OPENING, _CLOSING, _PREFIXED = set("({["), set(")}]"), set("!-+^<")


def names_dataset(update: str) -> bool:
    """Say whether an update names its dataset itself, by USING or WITH.

    >>> names_dataset("WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"), names_dataset("CLEAR ALL")
    (True, False)
    """
    return any(token.keyword in {"USING", "WITH"} for token in Query(update).tokens)


def chooses_graphs(query: str) -> bool:
    """Say whether a query names its dataset itself, by FROM.

    >>> chooses_graphs("SELECT * FROM <x:g> { ?s ?p ?o }"), chooses_graphs("SELECT * { ?s ?p 'FROM' }")
    (True, False)
    """
    return any(token.keyword == "FROM" for token in Query(query).tokens)


def cleared(update: str) -> tuple[str, ...]:
    """Return the graphs that an update clears by their full names.

    >>> cleared("CLEAR GRAPH <x:g> ; CLEAR SILENT GRAPH <x:h> ; CLEAR ALL")
    ('x:g', 'x:h')
    """
    words = [token for token in Query(update).tokens if token.keyword != "SILENT"]
    threes = zip(words, words[1:], words[2:], strict=False)
    return tuple(
        name.text[1:-1]
        for verb, kind, name in threes
        if (verb.keyword, kind.keyword, name.kind) == ("CLEAR", "GRAPH", "iri")
    )


def using(update: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with a dataset for each of its WHERE clauses (SPARQL 1.1 Protocol, 2.2.3).

    >>> using("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", ["x:g"], [])
    'INSERT { ?s ?p 1 } USING <x:g> WHERE { ?s ?p ?o }'
    """
    clause = "".join([*(f"USING <{iri}> " for iri in default), *(f"USING NAMED <{iri}> " for iri in named)])
    starts = [token.start for token in Query(update).tokens if token.keyword == "WHERE" and not token.frames]
    pieces = [update[a:b] for a, b in zip([0, *starts], [*starts, len(update)], strict=True)]
    return clause.join(pieces)


#: A token that breaks a rule, the rule, and the remedy.
_Found = tuple[Token, str, str]


def _misplaced(query: Query, parameters: Collection[str]) -> Iterator[_Found]:
    """Find the places of a parameter's variable that are neither its VALUES block nor a FILTER or BIND."""
    headings = {name.start for keyword, name, _ in query.triples if keyword.keyword == "VALUES"}
    for token in query.tokens:
        if token.kind != "variable" or token.text[1:] not in parameters:
            continue
        if token.start in headings and token.path == ("WHERE",):
            continue
        if token.path[-1:] not in {("FILTER",), ("BIND",)}:
            yield token, f"{token.text} is a parameter", "use it in FILTER and BIND only"
        elif token.path[:-1] not in _SAFE_GROUPS:
            inside = " in ".join(reversed(token.path[1:-1]))
            yield (
                token,
                f"the parameter {token.text} is used inside {inside}",
                "use it at the top or in one OPTIONAL",
            )


def _unportable(query: Query) -> Iterator[_Found]:
    for keyword, fix in _REFUSED.items():
        for token in query.uses(keyword):
            yield token, f"{keyword} in a question", fix
    for token in query.uses("EXISTS"):
        if "BIND" in token.path:
            yield token, "EXISTS inside BIND", "use an OPTIONAL and BOUND"
    for token in query.uses("*"):
        if token.path == () and query.projection == ():
            yield token, "SELECT *", "name the columns"
    if not any(query.uses("SELECT")):
        yield (
            query.tokens[0] if query.tokens else Token("mark", "", 0, 1, ()),
            "no SELECT",
            "write a SELECT query",
        )


def _closing_the_world(query: Query) -> Iterator[_Found]:
    """Find verdicts that rest on nothing: a last branch that says met or not met, a no for what is not bound.

    What no condition has found is what nobody states, and that is unknown; a no needs a condition that says why.
    """
    for before, opened, _ in query.triples:
        if before.keyword not in _CHOOSING or opened.text != "(":
            continue
        branches = _arguments(query, opened.frames[-1])
        for last in (token for token in branches[-1] if token.text[1:-1] in _DECIDED):
            fix = "say in a condition what states or excludes it, and end in 'unknown'"
            yield last, f"the last branch of {before.keyword} is {last.text}", fix
        if before.keyword == "IF" and _no_for_nothing(branches):
            yield before, "a no where something is not bound", "what nothing states is 'unknown'"


_CHOOSING = {"IF", "COALESCE"}
_DECIDED = {"met", "not met"}


def _arguments(query: Query, pair: Frame) -> list[list[Token]]:
    """Return the tokens of each argument in a pair of parentheses, those of choices nested in it left out."""
    inside = [
        token for token in query.tokens if pair in token.frames and pair.start <= token.start < pair.end
    ]
    nested = [
        opened.frames[-1]
        for word, opened, _ in query.triples
        if word.keyword in _CHOOSING and opened.text == "("
    ]
    found: list[list[Token]] = [[]]
    for token in inside:
        if token.text == "," and token.frames[-1] is pair:
            found.append([])
        elif not any(other in token.frames for other in nested if other.start > pair.start):
            found[-1].append(token)
    return found


def _no_for_nothing(branches: Sequence[Sequence[Token]]) -> bool:
    """Say whether the condition of a plain "not met" is that something is not bound."""
    words = [token.keyword for token in branches[0]]
    unbound = any(pair == ("!", "BOUND") for pair in pairwise(words))
    return unbound and len(branches) > 1 and [token.text[1:-1] for token in branches[1]] == ["not met"]


def _problem(place: str, token: Token, message: str, fix: str) -> Problem:
    return Problem(place, token.line, message=message, fix=fix)


def _no_block(place: str, variable: str) -> Problem:
    return Problem(
        place,
        message=f"no top-level VALUES block binds ?{variable}",
        fix=f"write 'VALUES ?{variable} {{ … }}' first in the WHERE group",
    )
