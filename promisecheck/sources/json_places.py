"""JSON with the place of every value, read without recursion and as leniently as search engines do."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Final, NamedTuple

from promisecheck.sources.pieces import Piece

_TOKEN: Final = re.compile(
    r"\"([^\"\\]*+(?:\\.[^\"\\]*+)*+)\"(?:\s*+(:))?+|([{}\[\]])|([^\s{}\[\],:\"\ufeff]++)(?:\s*+(:))?+", re.DOTALL
)
"""A string or bare word, with the colon that makes it a key, or a bracket. Commas and all else are passed over."""
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


Items = list[Value] | dict[str, tuple[int, Value]]
"""What was read of an array, and of an object (by key, with the place of the key)."""

_value = partial(tuple.__new__, Value)
"""Makes a Value of a tuple of all its fields, three times as fast as calling Value."""


def read_json(text: str, start: int, end: int) -> Value | None:
    """The JSON value in `text[start:end]`; what is broken ends it, and what was read before counts.

    Missing and superfluous commas and raw line ends in strings are forgiven. None where there is no object or array.
    """
    waiting: list[tuple[int, Items, str | None, int]] = []
    items: Items = {}
    begun, key, key_at, at = -1, None, 0, start
    for match in _TOKEN.finditer(text, start, end):
        string, string_key, mark, bare, bare_key = match.groups()
        at = match.end()
        if mark is None:
            if begun < 0:
                continue
            first, last = match.span(4 if string is None else 1)
            if string is None:
                kind, string = "bare", bare
            else:
                kind, string = "string", unescaped(string) if "\\" in string else string
            if isinstance(items, list):
                items.append(_value((kind, first, last, string, (), ())))
            elif string_key or bare_key:
                key, key_at = string, match.start()
            elif key is not None:
                items.setdefault(key, (key_at, _value((kind, first, last, string, (), ()))))
                key = None
        elif mark in "{[":
            if len(waiting) >= _DEEPEST:
                break
            waiting.append((begun, items, key, key_at))
            begun, key = at - 1, None
            items = {} if mark == "{" else []
        elif begun >= 0:
            done = _closed(begun, items, at)
            begun, items, key, key_at = waiting.pop()
            if begun < 0:
                return done
            key = _taken(done, items, key, key_at)
    while waiting:
        done = _closed(begun, items, at)
        begun, items, key, key_at = waiting.pop()
        if begun < 0:
            return done
        key = _taken(done, items, key, key_at)
    return None


def _closed(start: int, items: Items, end: int) -> Value:
    if isinstance(items, list):
        return Value("array", start, end, "", tuple(items))
    return Value("object", start, end, "", (), tuple([(key, at, value) for key, (at, value) in items.items()]))


def _taken(value: Value, items: Items, key: str | None, key_at: int) -> str | None:
    """Put a value where it belongs; the key that still waits for one."""
    if isinstance(items, list):
        items.append(value)
    elif key is not None:
        items.setdefault(key, (key_at, value))
    return None


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
