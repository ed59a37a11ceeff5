"""JSON with the place of every value, read without recursion and as leniently as search engines do."""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

from promisecheck.sources.pieces import Piece

_TOKEN: Final = re.compile(
    r"[\s\ufeff]*+(?:"
    r"(?P<mark>[{}\[\],:])"
    r"|\"(?P<string>[^\"\\]*+(?:\\.[^\"\\]*+)*+)\""
    r"|(?P<bare>[^\s{}\[\],:\"]++)"
    r")",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL
)
_PLAIN_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_DEEPEST: Final = 200


class Value(NamedTuple):
    """A value and the slice of the original it stands in. A string's slice lies inside its quotes.

    kind: "object", "array", "string", or "bare" for numbers, true, false and null. members: of an object, each with
    the place where its key begins; the first of equal keys counts.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    items: tuple[Value, ...] = ()
    members: tuple[tuple[str, int, Value], ...] = ()

    def get(self, key: str) -> Value | None:
        """The value under a key of an object."""
        return next((value for name, _, value in self.members if name == key), None)

    def begins(self, key: str) -> int:
        """Where a member begins: at the quote of its key. Raises KeyError when there is none."""
        for name, at, _ in self.members:
            if name == key:
                return at
        raise KeyError(key)


class _Open:
    """An object or array whose end is to come."""

    __slots__ = ("items", "key", "key_at", "kind", "members", "start")

    def __init__(self, kind: str, start: int) -> None:
        self.kind, self.start = kind, start
        self.items: list[Value] = []
        self.members: dict[str, tuple[int, Value]] = {}
        self.key: str | None = None
        self.key_at = 0

    def take(self, value: Value) -> None:
        if self.kind == "array":
            self.items.append(value)
        elif self.key is not None:
            self.members.setdefault(self.key, (self.key_at, value))
            self.key = None

    def closed(self, end: int) -> Value:
        members = tuple((key, at, value) for key, (at, value) in self.members.items())
        return Value(self.kind, self.start, end, "", tuple(self.items), members)


def read_json(text: str, start: int, end: int) -> Value | None:
    """The JSON value in `text[start:end]`; what is broken ends it, and what was read before counts.

    Missing and superfluous commas and raw line ends in strings are forgiven. None where there is no object or array.
    """
    stack: list[_Open] = []
    at = start
    while match := _TOKEN.match(text, at, end):
        at = match.end()
        mark = match["mark"]
        if mark is None:
            if not stack:
                continue
            top = stack[-1]
            name = "bare" if match["string"] is None else "string"
            first, last = match.span(name)
            if top.kind == "object" and top.key is None:
                top.key, top.key_at = unescaped(match[name]), first - (name == "string")
            else:
                top.take(Value(name, first, last, unescaped(match[name]) if name == "string" else match[name]))
        elif mark in "{[":
            if len(stack) >= _DEEPEST:
                break
            stack.append(_Open("object" if mark == "{" else "array", at - 1))
        elif mark in "}]" and stack:
            done = stack.pop().closed(at)
            if not stack:
                return done
            stack[-1].take(done)
    while len(stack) > 1:
        done = stack.pop().closed(at)
        stack[-1].take(done)
    return stack[0].closed(at) if stack else None


def unescaped(raw: str) -> str:
    """A JSON string's content with its escapes read; surrogates without a partner become U+FFFD."""
    return _ESCAPE.sub(lambda match: _character(match), raw) if "\\" in raw else raw


def string_pieces(text: str, value: Value) -> list[Piece]:
    """What a string shows, piece by piece with its place in the original."""
    pieces: list[Piece] = []
    at = value.start
    for match in _ESCAPE.finditer(text, value.start, value.end):
        if at < match.start():
            pieces.append((text[at : match.start()], at, match.start()))
        pieces.append((_character(match), match.start(), match.end()))
        at = match.end()
    if at < value.end:
        pieces.append((text[at : value.end], at, value.end))
    return pieces


def _character(match: re.Match[str]) -> str:
    high, low, single, plain = match.groups()
    if high:
        return str(json.loads(f'"\\u{high}\\u{low}"'))
    if single:
        code = int(single, 16)
        return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
    return _PLAIN_ESCAPES.get(plain, plain)
