"""What a stretch of markup does to the text around it.

Pages of one site repeat their markup, so each stretch between two texts is read once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from promisecheck.model import Role
from promisecheck.sources.markup import ITEM_OR_SPACE, RAW, TAG, attributes, place_of_value
from promisecheck.sources.tags import (
    CONTAINERS,
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

FOOTER, QUOTE, MUTED, UNIT = 1, 2, 4, 8
"""Flags of elements: the first three hold for everything inside, UNIT (a card by its role) for the element itself."""


class Element(NamedTuple):
    """A kind of element that holds others: all that its start tag says.

    role: of the text in it, None where it is the parent's. rows, columns, scope: of a table cell.
    """

    tag: str
    classes: str = ""
    role: Role | None = None
    flags: int = 0
    rows: int = 1
    columns: int = 1
    scope: str = ""


Action = tuple[Any, ...]
"""One thing a stretch does: a code, then what the code needs. Offsets count from the start of the stretch."""

(
    OPEN,  # element
    CLOSE,  # tag
    LEAF,  # role (None: its end), level of a heading
    SEPARATE,
    BREAK,  # start, end
    GLUE,  # start, end: white space between inline elements
    JOINT,  # start, end: inline elements touch
    LINK,  # element
    LINK_END,
    RAISE,  # superscript
    RAISE_END,
    SAY,  # role, hidden from sight, start, end: the text of an attribute
    HIDE,  # tag, id, start and end of the start tag
    TITLE,  # start, end
    DATA,  # start, end: JSON-LD
    LANGUAGE,  # code
) = range(16)

_SEPARATING: Final = frozenset((OPEN, CLOSE, LEAF, SEPARATE, BREAK))
_LEAF_END: Final = (LEAF, None, 0)
_SEPARATE: Final = (SEPARATE,)
_SAYING: Final = frozenset(("alt", "aria-label", "title", "placeholder", "value"))
_UNSEEN_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_FOOTNOTE_LINK: Final = re.compile(r"#(?:_?ft?n|foot|note)", re.IGNORECASE)
_REMEMBERED: Final = 10_000
"""Characters of a stretch that is remembered; longer ones hold scripts and styles."""


def actions(stretch: str) -> tuple[Action, ...]:
    """What a stretch of markup does, in order; nothing after the first element that may be hidden."""
    return _remembered(stretch) if len(stretch) <= _REMEMBERED else _read(stretch)


def shown(tag: str) -> tuple[Action, ...]:
    """What the start tag of a hidden element does once a visitor has opened it."""
    head = TAG.match(tag)
    return tuple(_structure(head[2].lower(), attributes(tag, *head.span(3)), len(tag))) if head else ()


def forget() -> None:
    """Drop what is remembered."""
    _remembered.cache_clear()
    _known.cache_clear()


def _read(stretch: str) -> tuple[Action, ...]:
    out: list[Action] = []
    glue: Action | None = None
    closed = opened = plain = False
    for match in ITEM_OR_SPACE.finditer(stretch):
        start, item = match.start(), match[0]
        if item[0] != "<":
            glue = glue or (GLUE, start, match.end())
        elif item[1] == "/":
            done, inline = _known(item)
            closed = closed or inline
            out += done
        elif item[1].isalpha():
            done, inline = _known(item) if len(item) < _REMEMBERED else _tag(item)
            opened = opened or (inline and closed)
            plain = plain or not inline
            out += [_moved(action, start) for action in done] if start else done
            if done and done[-1][0] == HIDE:
                break
    if not _SEPARATING.isdisjoint([action[0] for action in out]):
        return tuple(_without_echoes(out)) if len(out) > 1 else tuple(out)
    if glue:
        return (glue, *out)
    if opened and not plain:
        return ((JOINT, 0, len(stretch)), *out)
    return tuple(out)


_remembered: Final = lru_cache(maxsize=4096)(_read)


def _without_echoes(done: list[Action]) -> Iterator[Action]:
    """The actions without those that the next one brings about as well."""
    for action, following in pairwise((*done, (-1,))):
        after = following[0]
        if action == _SEPARATE and after in (OPEN, CLOSE, LEAF, SEPARATE):
            continue
        if action == _LEAF_END and after == OPEN and following[1].tag != "div":
            continue
        yield action


def _moved(action: Action, by: int) -> Action:
    code = action[0]
    if code in (SAY, HIDE):
        return (*action[:3], *(offset + by for offset in action[3:]))
    if code in (BREAK, TITLE, DATA):
        return (code, *(offset + by for offset in action[1:]))
    return action


def _tag(tag: str) -> tuple[tuple[Action, ...], bool]:
    """What a tag does, and whether it is of an inline element that may stand apart."""
    head = TAG.match(tag)
    if not head or head.end() == head.end(3):
        return (), False  # the page ends inside the tag: browsers drop it
    name = head[2].lower()
    if head[1]:
        return _closing(name), name in JOINABLE
    given = attributes(tag, *head.span(3)) if head[3] else {}
    if name in RAW:
        return tuple(_raw(name, tag, head.end(), given)), False
    if name not in ("html", "body") and (
        name in NEVER_SHOWN or "hidden" in given or ("style" in given and _UNSEEN_STYLE.search(given["style"].lower()))
    ):
        if name in VOID:
            return (), False
        if name not in CONTAINERS or not can_be_opened(given):
            return ((HIDE, name, given.get("id", ""), 0, head.end()),), False
    structure = tuple(_structure(name, given, len(tag)))
    if name == "meta" or not _SAYING.isdisjoint(given) or "lang" in given:
        structure = (*_said(name, tag, given), *structure)
    return structure, name in JOINABLE


_known: Final = lru_cache(maxsize=4096)(_tag)


def _closing(name: str) -> tuple[Action, ...]:
    if name in CONTAINERS:
        return ((CLOSE, name),)
    if name in LEAVES:
        return (_LEAF_END,)
    if name in PLAIN_BLOCKS:
        return (_SEPARATE,)
    if name == "a":
        return ((LINK_END,),)
    return ((RAISE_END,),) if name == "sup" else ()


def _raw(name: str, tag: str, start: int, given: Mapping[str, str]) -> Iterator[Action]:
    if name == "title":
        yield TITLE, start, len(tag)
    elif name == "script" and given.get("type", "").strip().lower().startswith("application/ld+json"):
        yield DATA, start, len(tag)
    elif name == "textarea":
        yield from _said(name, tag, given)


def _said(name: str, tag: str, given: Mapping[str, str]) -> Iterator[Action]:
    """The texts in a start tag's attributes."""
    if name == "html":
        if "lang" in given:
            yield LANGUAGE, given["lang"]
        return
    head = TAG.match(tag)
    start, end = head.span(3) if head else (0, 0)
    for attribute, role, unseen in _speaking(name, given):
        yield SAY, role, unseen, *place_of_value(tag, start, end, attribute)


def _speaking(name: str, given: Mapping[str, str]) -> Iterator[tuple[str, Role, bool]]:
    """Which attributes are read out or shown, their role, and whether they are hidden from sight."""
    kind = given.get("type", "").lower()
    if name == "meta":
        key = given.get("property") or given.get("name") or given.get("itemprop") or ""
        if key.lower() in SHOWN_IN_HEAD and given.get("content"):
            yield "content", "meta", True
        return
    if given.get("aria-hidden") != "true":
        if given.get("alt") and (name in ("img", "area") or kind == "image"):
            yield "alt", "alt", True
        if given.get("aria-label"):
            yield "aria-label", "label", True
    if given.get("title") and name not in ("link", "style"):
        yield "title", "alt", False
    if given.get("placeholder") and name in ("input", "textarea"):
        yield "placeholder", "label", False
    if given.get("value") and name == "input" and kind in ("submit", "button", "reset"):
        yield "value", "button", False


def _structure(name: str, given: Mapping[str, str], length: int) -> Iterator[Action]:
    """What the element itself is; `length` of its start tag."""
    if name in CONTAINERS:
        role = given.get("role")
        flags = FOOTER * names_footer(name, given) | QUOTE * names_quote(name, given)
        flags |= MUTED * (given.get("aria-hidden") == "true") | UNIT * (role in ("listitem", "article", "row"))
        spans = (_count(given.get("rowspan")), _count(given.get("colspan")), given.get("scope", "").lower())
        yield OPEN, Element(name, given.get("class", ""), CONTAINERS[name], flags, *spans)
        if role == "heading":
            yield LEAF, "heading", _count(given.get("aria-level"), 2)
    elif name in LEAVES:
        yield LEAF, LEAVES[name], int(name[1]) if name[0] == "h" else 0
    elif name in PLAIN_BLOCKS:
        yield _SEPARATE
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
