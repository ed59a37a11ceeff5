"""The grammar of HTML: text and markup in turn, tags, attributes.

The browser's tokenizer (WHATWG HTML, 13.2.5) fits into possessive regular expressions: they never go back, so the time
is linear whatever the page, and each text keeps its exact position. Deviations, on purpose: an attribute whose name
starts with "=" is read as a value, and a script that holds both `<!--` and `<script>` ends at its first end tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from promisecheck.sources.html_text import unescaped
from promisecheck.sources.tags import CONTAINERS, IMPLIED_ENDS, LEAVES, PLAIN_BLOCKS

RAW: Final = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript")
"""Elements whose content is no markup."""

_SPACE: Final = r"\t\n\f\r "
_ANY_NAME: Final = rf"[a-zA-Z][^{_SPACE}/>]*+"
_VALUE: Final = rf"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>]*+)"
_ATTRIBUTES: Final = rf"[^>=]*+(?:=[{_SPACE}]*+{_VALUE}[^>=]*+)*+"


def _any_case(word: str) -> str:
    return "".join(f"[{char}{char.upper()}]" for char in word)


def _raw_element(name: str) -> str:
    word = _any_case(name)
    return rf"{word}(?=[{_SPACE}/>]){_ATTRIBUTES}(?:>[^<]*+(?:<(?!/{word}[{_SPACE}/>])[^<]*+)*+|\Z)"


_NOT_RAW: Final = rf"(?![sStTxXiInN](?:{'|'.join(_any_case(name[1:]) for name in RAW)})[{_SPACE}/>])"
_COMMENT: Final = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
_ITEM: Final = (
    rf"<(?:/{_ANY_NAME}{_ATTRIBUTES}(?:>|\Z)|{_NOT_RAW}{_ANY_NAME}{_ATTRIBUTES}(?:>|\Z)|{_COMMENT}|[!?/][^>]*+(?:>|\Z)"
    rf"|{'|'.join(map(_raw_element, RAW))})"
)

STRETCH: Final = re.compile(rf"([^<]*+(?:<(?![a-zA-Z/!?])[^<]*+)*+)((?:{_ITEM}[{_SPACE}]*+)*+)")
"""A text and the markup after it, up to the next text; either may be empty. Consecutive matches cover the page."""

ITEM_OR_SPACE: Final = re.compile(rf"{_ITEM}|[{_SPACE}]++")
"""A tag, comment, declaration, or raw element without its end tag; or the white space between two."""

TAG: Final = re.compile(rf"<(/?)({_ANY_NAME})({_ATTRIBUTES})>?")
"""A tag: slash, name, attributes."""

_ITEM_ALONE: Final = re.compile(_ITEM)
_NAME: Final = re.compile(rf"<(/?)({_ANY_NAME})")
_ATTRIBUTE: Final = re.compile(
    rf"(=[^{_SPACE}/>=]*+|[^{_SPACE}/>=]++)"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^{_SPACE}>]*+)))?+"
)
_ENDS_PARAGRAPH: Final = frozenset((*CONTAINERS, *LEAVES, *PLAIN_BLOCKS))
_NOTHING: Final[frozenset[str]] = frozenset()


def attributes(tag: str, start: int, end: int) -> dict[str, str]:
    """The attributes in `tag[start:end]`, names in lower case, values as they read; of equal names the first."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(tag, start, end):
        value = double or single or bare
        found.setdefault(name.lower(), unescaped(value))
    return found


def start_tags(text: str, names: AbstractSet[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The start tags of some names with their attributes, in order, those for browsers without scripts among them.

    What stands in comments, scripts and styles is none.
    """
    for stretch in STRETCH.finditer(text):
        for item in ITEM_OR_SPACE.finditer(stretch[2]):
            first = TAG.match(item[0])
            if first is None or first[1]:
                continue
            within = TAG.finditer(item[0], first.end()) if first[2].lower() == "noscript" else ()
            for tag in (first, *within):
                if not tag[1] and tag[2].lower() in names:
                    yield tag[2].lower(), attributes(item[0], *tag.span(3))


def place_of_value(tag: str, start: int, end: int, name: str) -> tuple[int, int]:
    """Where the value of an attribute stands in `tag`. Raises KeyError when it has none there."""
    for match in _ATTRIBUTE.finditer(tag, start, end):
        if match[1].lower() == name:
            return match.span(match.lastindex or 1)
    raise KeyError(name)


def end_of_element(tag: str, text: str, start: int) -> int:
    """Where the element `tag` ends whose start tag ends at `start`: behind its end tag, or where its parent ends.

    Follows the end tags HTML lets one leave out. The end of `text` when nothing ends it.
    """
    closes, stops = IMPLIED_ENDS.get(tag, (_NOTHING, _NOTHING))
    within = same = 0
    for match in _ITEM_ALONE.finditer(text, start):
        head = _NAME.match(text, match.start())
        if not head:
            continue
        name = head[2].lower()
        counted = name in CONTAINERS and (tag not in CONTAINERS or (name in stops and name != "tr"))
        if head[1]:
            if name == tag and not within:
                if not same:
                    return match.end()
                same -= 1
            elif not within and (counted or name in stops):
                return match.start()
            elif counted:
                within -= 1
        elif (name in closes and not within) or (tag == "p" and name in _ENDS_PARAGRAPH):
            return match.start()
        elif name == tag and not within:
            same += 1
        elif counted:
            within += 1
    return len(text)
