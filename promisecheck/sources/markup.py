"""HTML as text and markup in turn, and what a stretch of markup does.

The browser's tokenizer (WHATWG HTML, 13.2.5) fits into possessive regular expressions: they never go back, so the time
is linear whatever the page, and each text keeps its exact position. Deviations, on purpose: an attribute whose name
starts with "=" is read as a value, and a script that holds both `<!--` and `<script>` ends at its first end tag.

Pages of one site repeat their markup, so `actions` reads each stretch between two texts once and remembers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any, Final, NamedTuple

from promisecheck.model import Role
from promisecheck.sources.tags import (
    CONTAINERS,
    IMPLIED_ENDS,
    JOINABLE,
    LEAVES,
    NEVER_SHOWN,
    PLAIN_BLOCKS,
    SHOWN_IN_HEAD,
    VOID,
    can_be_opened,
    names_button,
    names_footer,
    names_quote,
)

_SPACE: Final = r"\t\n\f\r "
_VALUE: Final = rf"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{_SPACE}>]*+)"
_ATTRIBUTES: Final = rf"[^>=]*+(?:=[{_SPACE}]*+{_VALUE}[^>=]*+)*+"
_RAW: Final = ("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript")
"""Elements whose content is no markup."""


def _any_case(word: str) -> str:
    return "".join(f"[{char}{char.upper()}]" for char in word)


def _raw_element(name: str) -> str:
    word = _any_case(name)
    return rf"{word}(?=[{_SPACE}/>]){_ATTRIBUTES}(?:>[^<]*+(?:<(?!/{word}[{_SPACE}/>])[^<]*+)*+|\Z)"


_NOT_RAW: Final = rf"(?![sStTxXiInN](?:{'|'.join(_any_case(name[1:]) for name in _RAW)})[{_SPACE}/>])"
_COMMENT: Final = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\Z))"
_ITEM: Final = (
    rf"<(?:/[a-zA-Z][^>]*+(?:>|\Z)|{_NOT_RAW}[a-zA-Z]{_ATTRIBUTES}(?:>|\Z)|{_COMMENT}|[!?/][^>]*+(?:>|\Z)"
    rf"|{'|'.join(map(_raw_element, _RAW))})"
)
STRETCH: Final = re.compile(rf"([^<]*+(?:<(?![a-zA-Z/!?])[^<]*+)*+)((?:{_ITEM}[{_SPACE}]*+)*+)")
"""A text and the markup after it, up to the next text; either may be empty. Consecutive matches cover the page."""

_ITEM_OR_SPACE: Final = re.compile(rf"{_ITEM}|[{_SPACE}]++")
_ITEM_NAME: Final = re.compile(rf"<(?:!--|(/?)([a-zA-Z][^{_SPACE}/>]*+))?")
_NEXT_ITEM: Final = re.compile(_ITEM)
_TAG: Final = re.compile(rf"<(/?)([a-zA-Z][^{_SPACE}/>]*+)({_ATTRIBUTES})>?")
_ATTRIBUTE: Final = re.compile(
    rf"(=[^{_SPACE}/>=]*+|[^{_SPACE}/>=]++)"
    rf"(?:[{_SPACE}]*+=[{_SPACE}]*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^{_SPACE}>]*+)))?+"
)
_UNSEEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FOOTNOTE_LINK: Final = re.compile(r"#(?:_?ft?n|foot|note)", re.IGNORECASE)


class Element(NamedTuple):
    """A kind of element that holds others: all that its start tag says.

    role: of the text in it, None where it is the parent's. flags: FOOTER, QUOTE, MUTED for all inside it, UNIT for
    itself. rows, columns, scope: of a table cell.
    """

    tag: str
    classes: str = ""
    role: Role | None = None
    flags: int = 0
    rows: int = 1
    columns: int = 1
    scope: str = ""


Action = tuple[Any, ...]
"""One thing a stretch of markup does: a code, then what the code needs. Offsets count from the start of the stretch."""

(
    OPEN,
    CLOSE,
    LEAF,
    SEPARATE,
    BREAK,
    GLUE,
    JOINT,
    LINK,
    LINK_END,
    RAISE,
    RAISE_END,
    SAY,
    HIDE,
    TITLE,
    DATA,
    LANGUAGE,
) = range(16)
FOOTER, QUOTE, MUTED, UNIT = 1, 2, 4, 8
"""What holds for everything inside a container."""
_ENDS_PARAGRAPH: Final = frozenset((*CONTAINERS, *LEAVES, *PLAIN_BLOCKS))
_NOTHING: Final[frozenset[str]] = frozenset()
_SEPARATING: Final = frozenset((OPEN, CLOSE, LEAF, SEPARATE, BREAK))


@lru_cache(maxsize=8192)
def actions(stretch: str) -> tuple[Action, ...]:
    """What a stretch of markup does, in order; nothing after the first element that may be hidden.

    OPEN element · CLOSE tag · LEAF role (None: its end), level · SEPARATE ·
    BREAK start, end · GLUE start, end (white space) · JOINT start, end (inline elements touch) ·
    LINK element · LINK_END · RAISE, RAISE_END (superscript) ·
    SAY role, hidden from sight, start, end (text of an attribute) ·
    HIDE tag, id, start and end of the tag · TITLE start, end · DATA start, end (JSON-LD) · LANGUAGE code.
    """
    out: list[Action] = []
    glue: Action | None = None
    closed = opened = plain = False
    for match in _ITEM_OR_SPACE.finditer(stretch):
        start, item = match.start(), match[0]
        if item[0] != "<":
            glue = glue or (GLUE, start, match.end())
        elif item[1] == "/":
            done, inline = _closing(item)
            closed = closed or inline
            out += done
        elif item[1].isalpha():
            done, inline = _opening(item)
            opened = opened or (inline and closed)
            plain = plain or not inline
            out += (_moved(action, start) for action in done)
            if done and done[-1][0] == HIDE:
                break
    if not _SEPARATING.isdisjoint(action[0] for action in out):
        return tuple(out)
    if glue:
        return (glue, *out)
    if opened and not plain:
        return ((JOINT, 0, len(stretch)), *out)
    return tuple(out)


def end_of_element(tag: str, text: str, start: int) -> int:
    """Where the element `tag` ends whose start tag ends at `start`: behind its end tag, or where its parent ends.

    Follows the end tags HTML lets one leave out. The end of `text` when nothing ends it.
    """
    closes, stops = IMPLIED_ENDS.get(tag, (_NOTHING, _NOTHING))
    within = same = 0
    for match in _NEXT_ITEM.finditer(text, start):
        head = _ITEM_NAME.match(text, match.start())
        if not head or not head[2]:
            continue
        name = head[2].lower()
        if head[1]:
            if name == tag and not within:
                if not same:
                    return match.end()
                same -= 1
            elif name in CONTAINERS and (tag not in CONTAINERS or name in stops):
                if not within:
                    return match.start()
                within -= 1
        elif (name in closes and not within) or (tag == "p" and name in _ENDS_PARAGRAPH):
            return match.start()
        elif name == tag and not within:
            same += 1
        elif name in CONTAINERS and (tag not in CONTAINERS or name in stops):
            within += 1
    return len(text)


def attributes(tag: str) -> dict[str, tuple[str, int, int]]:
    """The attributes of a start tag: name -> (value as it reads, start and end of the value in `tag`)."""
    found: dict[str, tuple[str, int, int]] = {}
    head = _TAG.match(tag)
    if not head or not head[3]:
        return found
    for match in _ATTRIBUTE.finditer(tag, head.start(3), head.end(3)):
        group = match.lastindex or 1
        name = match[1].lower()
        if name not in found:
            value = match[group] if group > 1 else ""
            start, end = match.span(group) if group > 1 else (match.end(), match.end())
            found[name] = (unescape(value) if "&" in value else value, start, end)
    return found


def _moved(action: Action, by: int) -> Action:
    if not by:
        return action
    code = action[0]
    if code in (SAY, HIDE):
        return (*action[:3], *(offset + by for offset in action[3:]))
    if code in (BREAK, TITLE, DATA):
        return (code, *(offset + by for offset in action[1:]))
    return action


def _closing(tag: str) -> tuple[tuple[Action, ...], bool]:
    """What an end tag does, and whether it ends an inline element that may stand apart."""
    head = _TAG.match(tag)
    name = head[2].lower() if head else ""
    if name in JOINABLE:
        return (), True
    if name in CONTAINERS:
        return ((CLOSE, name),), False
    if name in LEAVES:
        return ((LEAF, None, 0),), False
    if name in PLAIN_BLOCKS:
        return ((SEPARATE,),), False
    if name == "a":
        return ((LINK_END,),), False
    if name == "sup":
        return ((RAISE_END,),), False
    return (), False


@lru_cache(maxsize=8192)
def _opening(tag: str) -> tuple[tuple[Action, ...], bool]:
    """What a start tag does, and whether it opens an inline element that may stand apart."""
    head = _TAG.match(tag)
    if not head:
        return (), False
    name = head[2].lower()
    spans = attributes(tag)
    given = {key: value for key, (value, _, _) in spans.items()}
    if name in ("script", "title", "noscript", "style", "textarea", "iframe"):
        return tuple(_raw(name, tag, head.end(), given, spans)), False
    unseen = name in NEVER_SHOWN or "hidden" in given or bool(_UNSEEN_STYLE.search(given.get("style", "")))
    if unseen and name not in ("html", "body"):
        if name in VOID or (name in CONTAINERS and can_be_opened(given)):
            return (() if name in VOID else tuple(_structure(name, given, len(tag)))), False
        return ((HIDE, name, given.get("id", ""), 0, head.end()),), False
    return (*_said(name, given, spans), *_structure(name, given, len(tag))), name in JOINABLE


def shown(tag: str) -> tuple[Action, ...]:
    """What the start tag of a hidden element does once a visitor has opened it."""
    head = _TAG.match(tag)
    given = {key: value for key, (value, _, _) in attributes(tag).items()}
    return tuple(_structure(head[2].lower(), given, len(tag))) if head else ()


def _raw(
    name: str, tag: str, start: int, given: dict[str, str], spans: dict[str, tuple[str, int, int]]
) -> Iterator[Action]:
    if name == "title":
        yield TITLE, start, len(tag)
    elif name == "script" and given.get("type", "").strip().lower().startswith("application/ld+json"):
        yield DATA, start, len(tag)
    elif name == "textarea":
        yield from _said(name, given, spans)


def _said(name: str, given: dict[str, str], spans: dict[str, tuple[str, int, int]]) -> Iterator[Action]:
    """The texts in a start tag's attributes."""
    kind = given.get("type", "").lower()
    if name == "meta":
        key = given.get("property") or given.get("name") or given.get("itemprop") or ""
        if key.lower() in SHOWN_IN_HEAD and "content" in given:
            yield SAY, "meta", True, *spans["content"][1:]
        return
    if name == "html":
        if "lang" in given:
            yield LANGUAGE, given["lang"]
        return
    if given.get("aria-hidden") != "true":
        if "alt" in given and (name in ("img", "area") or kind == "image"):
            yield SAY, "alt", True, *spans["alt"][1:]
        if "aria-label" in given:
            yield SAY, "label", True, *spans["aria-label"][1:]
    if "title" in given and name not in ("link", "style"):
        yield SAY, "alt", False, *spans["title"][1:]
    if "placeholder" in given and name in ("input", "textarea"):
        yield SAY, "label", False, *spans["placeholder"][1:]
    if "value" in given and name == "input" and kind in ("submit", "button", "reset"):
        yield SAY, "button", False, *spans["value"][1:]


def _structure(name: str, given: dict[str, str], length: int) -> Iterator[Action]:
    """What the element itself is; `length` of its start tag."""
    role = given.get("role")
    if name in CONTAINERS:
        flags = FOOTER * names_footer(name, given) | QUOTE * names_quote(name, given)
        flags |= MUTED * (given.get("aria-hidden") == "true") | UNIT * (role in ("listitem", "article", "row"))
        spans = (_count(given.get("rowspan")), _count(given.get("colspan")), given.get("scope", "").lower())
        yield OPEN, Element(name, given.get("class", ""), CONTAINERS[name], flags, *spans)
        if role == "heading":
            yield LEAF, "heading", _count(given.get("aria-level"), 2)
    elif name in LEAVES:
        yield LEAF, LEAVES[name], int(name[1]) if name[0] == "h" else 0
    elif name in PLAIN_BLOCKS:
        yield (SEPARATE,)
    elif name == "br":
        yield BREAK, 0, length
    elif name == "a":
        if names_button(given):
            yield LEAF, "button", 0
        else:
            yield LINK, Element("a", given.get("class", ""))
            if _FOOTNOTE_LINK.match(given.get("href", "")):
                yield (RAISE,)
    elif name == "sup":
        yield (RAISE,)


def _count(value: str | None, default: int = 1) -> int:
    """A small number in an attribute, held between 1 and 1000 as browsers do."""
    digits = (value or "").strip()
    return min(max(int(digits), 1), 1000) if digits.isascii() and digits.isdigit() and len(digits) < 9 else default
