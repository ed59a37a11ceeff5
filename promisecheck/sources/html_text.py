"""The raw text of HTML as it reads: character references, and elements that touch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from html.entities import html5
from typing import Final

from promisecheck.sources.pieces import BREAK, Piece

_REFERENCE: Final = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+);?|[a-zA-Z][a-zA-Z0-9]*;?)")
_HUGE_NUMBER: Final = re.compile(r"&#(?:[0-9]{12,}|[xX][0-9a-fA-F]{12,});?")
"""Far beyond Unicode, and at some length beyond what Python reads as a number."""
_LONGEST_OLD_NAME: Final = max(len(name) for name in html5 if not name.endswith(";"))


def unescaped(text: str) -> str:
    """`text` with its character references read."""
    return unescape(_HUGE_NUMBER.sub("\ufffd", text)) if "&" in text else text


def decoded(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces of raw text with their character references read.

    A piece without text stands for markup in which inline elements touch: it becomes a space between two words, which
    only style keeps apart, as in `<b>Mon</b><span>9-5</span>`.
    """
    before = ""
    joint: Piece | None = None
    for piece in pieces:
        text, start, end = piece
        if not text:
            joint = piece
            continue
        if joint:
            if _apart(unescaped(before).lstrip(), unescaped(text).rstrip()):
                yield " ", joint[1], joint[2]
            joint = None
        before = text
        if len(text) != end - start or "&" not in text:
            yield piece
        else:
            yield from _read(text, start)


def _read(text: str, start: int) -> Iterator[Piece]:
    at = 0
    for match in _REFERENCE.finditer(text):
        first = match.start()
        read, last = _reference(match[0])
        if not read:
            continue
        if at < first:
            yield _raw(text[at:first], start + at)
        at = first + last
        yield " " if read.isspace() else read, start + first, start + at
    if at < len(text):
        yield _raw(text[at:], start + at)


def _reference(written: str) -> tuple[str, int]:
    """What a character reference shows, and how much of what is written it takes; nothing for an unknown name.

    Old names need no semicolon and may run into the next word.
    """
    if written[1] == "#":
        return unescaped(written), len(written)
    name = written[1:]
    for size in (len(name), *range(min(len(name), _LONGEST_OLD_NAME), 1, -1)):
        if name[:size] in html5:
            return html5[name[:size]], size + 1
    return "", 0


def _raw(text: str, start: int) -> Piece:
    """A piece of the original; white space alone is no line break here."""
    return (" " if text == BREAK else text), start, start + len(text)


def _apart(left: str, right: str) -> bool:
    """Whether two touching texts are two words: both end and begin with one, and neither is a mere letter."""
    words = left[-1:].isalnum() and right[:1].isalnum()
    return words and all(len(side) > 1 or side.isdigit() for side in (left, right))
