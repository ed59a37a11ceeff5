"""One pass over a page's markup: its texts with their roles, headings and containers."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Final, NamedTuple

from promisecheck.model import Role, Segment
from promisecheck.sources import markup
from promisecheck.sources.markup import Action, actions
from promisecheck.sources.pieces import BREAK, Piece, flatten
from promisecheck.sources.raised import raised
from promisecheck.sources.tags import CELLS, IMPLIED_ENDS, SCOPED, TABLE_PARTS

Headings = tuple[tuple[tuple[int, str, int], ...], tuple[str, ...]]
"""The headings in force, outermost first: (level, text, section) of each, and their texts."""

Spans = tuple[int, int, str]
"""Of a table cell: rows and columns it spans, and its scope."""

_REFERENCE: Final = re.compile(r"\0|&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+);?|[a-zA-Z][a-zA-Z0-9]*;?)")
_OPENERS: Final = re.compile(r"(?:aria-controls|data-(?:bs-)?target|href)\s*=\s*[\"']?#?([\w-]+)")
_INTRODUCTION: Final = 2
"""A heading with at most one text under it, in the first of several like elements, may introduce all of them."""
_LOOK_BACK: Final = 64
"""How many open elements an omitted end tag is looked for in."""


class Said(NamedTuple):
    """A text of a page before its surroundings are settled. `container` indexes `Page.containers`."""

    text: str
    segments: tuple[Segment, ...]
    role: Role
    container: int
    headings: tuple[str, ...]
    section: int
    unseen: bool = False


class Container(NamedTuple):
    """An element that holds others: its parent's index (its own for the page), tag, signature, flags, cell spans."""

    parent: int
    tag: str
    signature: tuple[str, str]
    flags: int
    spans: Spans


class _Open:
    """An element whose end is to come.

    sections: how many headings came before it. last: signature of the child that was opened last in it; repeated:
    whether the child before that had the same; last_sections: how many headings came before the last child.
    """

    __slots__ = ("last", "last_sections", "number", "repeated", "sections", "tag")

    def __init__(self, tag: str, number: int, sections: int) -> None:
        self.tag, self.number, self.sections = tag, number, sections
        self.last: tuple[str, str] | None = None
        self.last_sections = 0
        self.repeated = False


class Page:
    """The texts of a page (or of `text[start:end]`), in order of their ends, and the containers they are in."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.said: list[Said] = []
        self.containers: list[Container] = [Container(0, "page", ("page", ""), 0, (1, 1, ""))]
        self.data: list[tuple[int, int]] = []
        self.language: str | None = None
        self._pieces: list[Piece] = []
        self._aside: list[Said] = []
        self._headings: Headings = ((), ())
        self._sections = 0
        self._heading_at = 0
        self._roles: list[Role] = ["paragraph"]
        self._open: list[_Open] = [_Open("page", 0, 0)]
        self._open_tags: dict[str, int] = {}
        self._current = 0
        self._leaf: Role | None = None
        self._level = self._leaf_depth = 0
        self._linked = 0
        self._link: tuple[str, str] | None = None
        self._link_from = -1
        self._raised = -1
        self._resume = 0
        self._openers: frozenset[str] | None = None
        self._titled = False
        self._handlers: tuple[Callable[[Action, int], None], ...] = (
            self._open_container,
            self._close,
            self._start_leaf,
            self._separate,
            self._break,
            self._glue,
            self._joint,
            self._start_link,
            self._end_link,
            self._raise,
            self._end_raise,
            self._say,
            self._hide,
            self._title,
            self._keep_data,
            self._declare_language,
        )
        self._read(start or int(text.startswith("\ufeff")), len(text) if end is None else end)

    def _read(self, end: int, stop: int) -> None:
        text, pieces, handlers = self.text, self._pieces, self._handlers
        for match in markup.STRETCH.finditer(text, end, stop):
            words, stretch = match.groups()
            start = end
            base = start + len(words)
            end = base + len(stretch)
            if self._resume > start:
                if self._resume >= end:
                    continue
                base, stretch = self._resume, text[self._resume : end]
            elif words:
                pieces.append((words, start, base))
            for action in actions(stretch):
                handlers[action[0]](action, base)
            while base < self._resume < end:
                base, stretch = self._resume, text[self._resume : end]
                for action in actions(stretch):
                    handlers[action[0]](action, base)
        while len(self._open) > 1:
            self._pop()
        self._flush()

    # -------------------------------------------------------------------------------------------- text
    def _flush(self) -> None:
        """What has been read since the last separation becomes one text."""
        pieces = self._pieces
        if pieces:
            text, start, _ = pieces[0]
            plain = text.strip()
            if len(pieces) == 1 and "&" not in text and " ".join(plain.split()) == plain and "\0" not in text:
                start += len(text) - len(text.lstrip())
                segments: tuple[Segment, ...] = (Segment(0, start, start + len(plain)),)
            else:
                plain, segments = flatten(_decoded(pieces))
            pieces.clear()
            self._linked = 0
            self._link_from = self._raised = -1
            if plain and (len(plain) > 8 or self._roles[self._current] == "table_cell" or _wordy(plain)):
                self._add(plain, segments)
        if self._aside:
            self.said += self._aside
            self._aside.clear()

    def _add(self, text: str, segments: tuple[Segment, ...]) -> None:
        role = self._leaf or self._roles[self._current]
        if role == "heading":
            above, texts = self._headings
            kept = 0
            while kept < len(above) and above[kept][0] < self._level:
                kept += 1
            self._sections += 1
            self._heading_at = len(self.said)
            self._headings = ((*above[:kept], (self._level, text, self._sections)), (*texts[:kept], text))
            self.said.append(Said(text, segments, role, self._current, texts[:kept], self._sections))
            return
        entries, texts = self._headings
        section = entries[-1][2] if entries else 0
        self.said.append(Said(text, segments, role, self._current, texts, section))

    def _glue(self, action: Action, base: int) -> None:
        if self._pieces:
            self._pieces.append((" ", base + action[1], base + action[2]))

    def _joint(self, action: Action, base: int) -> None:
        if self._pieces:
            self._pieces.append(("", base + action[1], base + action[2]))

    def _break(self, action: Action, base: int) -> None:
        if self._pieces:
            self._pieces.append((BREAK, base + action[1], base + action[2]))

    def _raise(self, _action: Action, _base: int) -> None:
        if self._raised < 0:
            self._raised = len(self._pieces)

    def _end_raise(self, _action: Action, _base: int) -> None:
        if self._raised >= 0:
            for at in range(self._raised, len(self._pieces)):
                text, start, end = self._pieces[at]
                self._pieces[at] = (raised(text), start, end)
            self._raised = -1

    # -------------------------------------------------------------------------------------------- structure
    def _separate(self, _action: Action, _base: int) -> None:
        self._flush()
        if self._link:
            self._enter_link()

    def _start_leaf(self, action: Action, _base: int) -> None:
        _, role, level = action
        if role in ("button", "label") and self._leaf in ("heading", "term"):
            return
        self._flush()
        self._leaf, self._level, self._leaf_depth = role, level, len(self._open)
        if self._link and role == "heading":
            self._enter_link()

    def _open_container(self, action: Action, _base: int) -> None:
        self._flush()
        if self._link:
            self._enter_link()
        _, tag, signature, role, flags, spans = action
        if tag != "div":
            self._leaf = None
        if tag in IMPLIED_ENDS:
            self._end_implied(tag)
        if tag in ("dt", "dd"):
            self._pair(tag)
        self._push(tag, signature, role, flags, spans)

    def _push(
        self, tag: str, signature: tuple[str, str], role: Role | None, flags: int = 0, spans: Spans = (1, 1, "")
    ) -> None:
        parent = self._open[-1]
        parent.repeated = parent.last == signature
        if parent.repeated and len(self.said) - self._heading_at > _INTRODUCTION:
            self._leave(parent.last_sections)
        parent.last, parent.last_sections = signature, self._sections
        number = len(self.containers)
        inherited = self.containers[self._current].flags & ~markup.UNIT
        self.containers.append(Container(self._current, tag, signature, flags | inherited, spans))
        self._roles.append(role or self._roles[self._current])
        self._open.append(_Open(tag, number, self._sections))
        self._open_tags[tag] = self._open_tags.get(tag, 0) + 1
        self._current = number

    def _close(self, action: Action, _base: int) -> None:
        self._flush()
        tag = action[1]
        if self._open[-1].tag == tag:
            self._pop()
        elif self._open_tags.get(tag):
            self._close_down_to(tag)

    def _close_down_to(self, tag: str) -> None:
        """Close open elements up to the nearest `tag`, but none around a table cell from inside it."""
        at = len(self._open) - 1
        while self._open[at].tag != tag:
            if self._open[at].tag in CELLS and tag not in TABLE_PARTS:
                return
            at -= 1
        while len(self._open) > at:
            self._pop()

    def _pop(self) -> None:
        closed = self._open.pop()
        parent = self._open[-1]
        self._open_tags[closed.tag] -= 1
        self._current = parent.number
        if len(self._open) < self._leaf_depth:
            self._leaf = None
        if self._sections > closed.sections and (parent.repeated or closed.tag in SCOPED):
            self._leave(closed.sections)

    def _leave(self, sections: int) -> None:
        """Outside an element its headings no longer count; a main heading does, and one with nothing under it."""
        above, texts = self._headings
        if self.said[-1].role == "heading":
            return
        kept = 0
        while kept < len(above) and (above[kept][2] <= sections or above[kept][0] == 1):
            kept += 1
        self._headings = (above[:kept], texts[:kept])

    def _end_implied(self, tag: str) -> None:
        closes, stops = IMPLIED_ENDS[tag]
        for back in range(1, min(len(self._open), _LOOK_BACK)):
            name = self._open[-back].tag
            if name in stops:
                return
            if name in closes:
                for _ in range(back):
                    self._pop()
                return

    def _pair(self, tag: str) -> None:
        """A term and what it means are one unit: a new one starts at a term that follows a meaning."""
        top = self._open[-1]
        if top.tag == "pair":
            if tag == "dd" or top.last is None or top.last[0] == "dt":
                return
            self._pop()
        self._push("pair", ("pair", ""), None)

    def _start_link(self, action: Action, _base: int) -> None:
        if self._pieces and len(self._pieces) == self._linked:
            self._flush()
        self._link, self._link_from = action[1], len(self._pieces)

    def _enter_link(self) -> None:
        """A link around blocks is a container (a card that is a link)."""
        assert self._link is not None  # noqa: S101 - narrowed by the callers
        link, self._link = self._link, None
        self._push("a", link, None)

    def _end_link(self, action: Action, base: int) -> None:
        self._end_raise(action, base)
        if self._leaf == "button":
            self._flush()
            self._leaf = None
        elif self._open_tags.get("a"):
            self._flush()
            self._close_down_to("a")
        elif self._link_from == self._linked:
            self._linked = len(self._pieces)
        self._link = None

    # -------------------------------------------------------------------------------------------- other texts
    def _say(self, action: Action, base: int) -> None:
        """The text of an attribute stands beside the text it interrupts."""
        _, role, unseen, start, end = action
        if self.containers[self._current].flags & markup.MUTED and role in ("alt", "label"):
            return
        self._note(role, unseen, base + start, base + end)

    def _note(self, role: Role, unseen: bool, start: int, end: int) -> None:
        text, segments = flatten(_decoded([(self.text[start:end], start, end)]))
        if not _wordy(text):
            return
        entries, texts = self._headings
        section = entries[-1][2] if entries else 0
        self._aside.append(Said(text, segments, role, self._current, texts, section, unseen))
        if not self._pieces:
            self._flush()

    def _title(self, action: Action, base: int) -> None:
        role: Role = "alt" if self._titled else "title"
        self._note(role, self._titled, base + action[1], base + action[2])
        self._titled = True

    def _keep_data(self, action: Action, base: int) -> None:
        self.data.append((base + action[1], base + action[2]))

    def _declare_language(self, action: Action, _base: int) -> None:
        self.language = self.language or action[1]

    # -------------------------------------------------------------------------------------------- hidden elements
    def _hide(self, action: Action, base: int) -> None:
        """A hidden element is passed over, unless something on the page opens it."""
        _, tag, name, start, end = action
        if self._openers is None:
            self._openers = frozenset(_OPENERS.findall(self.text))
        if name and name in self._openers:
            for done in markup.shown(self.text[base + start : base + end]):
                self._handlers[done[0]](done, base + start)
            self._resume = base + end
        else:
            self._resume = markup.end_of_element(tag, self.text, base + end)


def _wordy(text: str) -> bool:
    return any(map(str.isalnum, text))


def _decoded(pieces: list[Piece]) -> list[Piece]:
    """The pieces with character references and touching elements read."""
    out: list[Piece] = []
    joint: Piece | None = None
    for text, start, end in pieces:
        if not text:
            joint = (" ", start, end)
            continue
        if joint:
            if out and _apart(out[-1][0], text):
                out.append(joint)
            joint = None
        if len(text) != end - start or ("&" not in text and "\0" not in text):
            out.append((text, start, end))
            continue
        at = 0
        for match in _REFERENCE.finditer(text):
            first, last = match.span()
            read = "" if match[0] == "\0" else unescape(match[0])
            if read == match[0]:
                continue
            if at < first:
                out.append(_raw(text[at:first], start + at))
            if read:
                out.append((" " if read.isspace() else read, start + first, start + last))
            at = last
        if at < len(text):
            out.append(_raw(text[at:], start + at))
    return out


def _raw(text: str, start: int) -> Piece:
    """A piece of the original; white space alone is no line break here."""
    return (" " if text == BREAK else text), start, start + len(text)


def _apart(left: str, right: str) -> bool:
    """Whether two touching inline texts are two words: both end and begin with one, and neither is a mere letter."""
    words = left[-1].isalnum() and right[0].isalnum()
    return words and all(len(side) > 1 or side.isdigit() for side in (left, right))
