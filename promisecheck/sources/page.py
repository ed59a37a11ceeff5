"""One pass over a page's markup: its texts with their roles, headings and containers."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Final

from promisecheck.model import Role, Segment
from promisecheck.sources.actions import CLOSE, MUTED, UNIT, Action, Element, actions, shown
from promisecheck.sources.html_text import decoded
from promisecheck.sources.markup import STRETCH, end_of_element
from promisecheck.sources.pieces import BREAK, Piece, flatten
from promisecheck.sources.quick import Draft, make_segment
from promisecheck.sources.raised import raised
from promisecheck.sources.tags import CELLS, EXPLAINING, IMPLIED_ENDS, SCOPED, TABLE_PARTS

Said = tuple[int, Draft, "Node"]
"""A text: where it starts, the block to be, what it is in."""

_OPENERS: Final = re.compile(r"(?:aria-controls|data-(?:bs-)?target|href)\s*=\s*[\"']?#?([\w-]+)")
_INTRODUCTION: Final = 2
"""A heading with at most one text under it, in the first of several like elements, may introduce all of them."""
_IMPLIED, _UNCLOSED = 64, 256
"""How many open elements are searched for one whose end tag was omitted, and for one whose end tag has come."""
_UNKNOWN = -1
_PAIR: Final = Element("pair")
_PAGE: Final = Element("page", role="paragraph")


class Node:
    """An element that holds others.

    role: of plain text in it. flags: its own and those of what it is in. sections: how many headings came before it.
    last: the child opened last; alike: whether a sibling beside it is of the same kind. texts, words: how many it
    holds, inner ones included (once it is closed). card: number of the card it is in, for `layout` to find out.
    cell: which of the page's table cells it is or lies in, if any.
    """

    last: Node | None = None
    alike = False
    texts = 0
    words = 0
    card = _UNKNOWN
    cell = _UNKNOWN

    def __init__(self, parent: Node | None, element: Element, role: Role, flags: int, sections: int) -> None:
        self.parent = parent
        self.element = element
        self.role = role
        self.flags = flags
        self.sections = sections


class Page:
    """The texts of a page (or of `text[start:end]`) and what they are in.

    said: in the order of their ends. cells: of tables, in order. explains: whether it has terms, summaries or
    captions. data: slices that hold JSON-LD. language: as declared.
    """

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        self.text = text
        self.said: list[Said] = []
        self.cells: list[Node] = []
        self.explains = False
        self.data: list[tuple[int, int]] = []
        self.language: str | None = None
        self._pieces: list[Piece] = []
        self._aside: list[Said] = []
        self._headings: tuple[tuple[int, str, int], ...] = ()
        self._texts: tuple[str, ...] = ()
        self._section = self._sections = 0
        self._heading_at = 0
        self._node = Node(None, _PAGE, "paragraph", 0, 0)
        self._leaf: Role | None = None
        self._leaf_in: Node | None = None
        self._level = 0
        self._link: Element | None = None
        self._linked = 0
        self._link_from = self._raised = -1
        self._resume = 0
        self._openers: frozenset[str] | None = None
        self._titled = False
        self._handlers: tuple[Callable[[Action, int], None], ...] = (
            self._open,
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
        for match in STRETCH.finditer(text, end, stop):
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
        self._flush()
        while self._node.parent:
            self._pop()
        self._node.last = None
        self._handlers = ()  # without it, a page would wait for the garbage collector

    # -------------------------------------------------------------------------------------------- text
    def _flush(self) -> None:
        """What has been read since the last separation becomes one text."""
        pieces = self._pieces
        if pieces:
            text, start, _ = pieces[0]
            if len(pieces) == 1 and text.isprintable() and "&" not in text and "  " not in text:
                if text[0] == " " or text[-1] == " ":
                    start += len(text) - len(text.lstrip(" "))
                    text = text.strip(" ")
                segments: tuple[Segment, ...] = (make_segment(0, start, start + len(text)),)
            else:
                text, segments = flatten(decoded(pieces))
            pieces.clear()
            self._linked = 0
            self._link_from = self._raised = -1
            node = self._node
            if len(text) > 8 or _wordy(text) or (text and node.role == "table_cell"):
                node.texts += 1
                node.words += text.count(" ") + 1
                role = self._leaf or node.role
                above = self._enter_section(text) if role == "heading" else self._texts
                self.said.append((segments[0].source_start, Draft(text, role, segments, above, self._section), node))
        if self._aside:
            self.said += self._aside
            self._aside.clear()

    def _enter_section(self, heading: str) -> tuple[str, ...]:
        """A heading takes the place of those of its level and below; what it stands under itself."""
        kept = sum(level < self._level for level, _, _ in self._headings)
        self._sections += 1
        self._section = self._sections
        self._heading_at = len(self.said)
        above = self._texts[:kept]
        self._headings = (*self._headings[:kept], (self._level, heading, self._section))
        self._texts = (*above, heading)
        return above

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
        if self._pieces or self._aside:
            self._flush()
        if self._link:
            self._enter_link()

    def _start_leaf(self, action: Action, _base: int) -> None:
        _, role, level = action
        if role in ("button", "label") and self._leaf in ("heading", "term"):
            return
        if self._pieces or self._aside:
            self._flush()
        self._leaf, self._level, self._leaf_in = role, level, self._node
        if self._link and role == "heading":
            self._enter_link()

    def _open(self, action: Action, _base: int) -> None:
        if self._pieces or self._aside:
            self._flush()
        if self._link:
            self._enter_link()
        element: Element = action[1]
        tag = element.tag
        if tag != "div":
            self._leaf = None
            if tag in EXPLAINING:
                self.explains = True
            if tag in IMPLIED_ENDS:
                self._end_open(*IMPLIED_ENDS[tag], _IMPLIED)
                if tag in ("dt", "dd"):
                    self._pair(tag)
        self._push(element)
        if tag in ("td", "th"):
            self._node.cell = len(self.cells)
            self.cells.append(self._node)

    def _push(self, element: Element) -> None:
        parent = self._node
        flags = element.flags | parent.flags & ~UNIT
        node = Node(parent, element, element.role or parent.role, flags, self._sections)
        if parent.cell >= 0:
            node.cell = parent.cell
        last = parent.last
        if last is not None and (last.element == element or _same_kind(last.element, element)):
            if not last.alike and len(self.said) - self._heading_at > _INTRODUCTION and self._sections > last.sections:
                self._leave(last.sections)
            last.alike = node.alike = True
        parent.last = self._node = node

    def _close(self, action: Action, _base: int) -> None:
        if self._pieces or self._aside:
            self._flush()
        tag = action[1]
        if self._node.element.tag == tag:
            self._pop()
        else:
            self._end_open(frozenset((tag,)), frozenset() if tag in TABLE_PARTS else CELLS, _UNCLOSED)

    def _pop(self) -> None:
        closed = self._node
        parent = closed.parent
        if parent is None:
            return
        parent.texts += closed.texts
        parent.words += closed.words
        closed.last = None
        self._node = parent
        if closed is self._leaf_in:
            self._leaf = None
        if self._sections > closed.sections and (closed.alike or closed.element.tag in SCOPED):
            self._leave(closed.sections)

    def _leave(self, sections: int) -> None:
        """Outside an element its headings no longer count; a main heading does, and one with nothing under it."""
        if self.said[-1][1].role == "heading":
            return
        kept = 0
        while kept < len(self._headings) and (self._headings[kept][2] <= sections or self._headings[kept][0] == 1):
            kept += 1
        self._headings, self._texts = self._headings[:kept], self._texts[:kept]
        self._section = self._headings[-1][2] if kept else 0

    def _end_open(self, closes: AbstractSet[str], stops: AbstractSet[str], within: int) -> None:
        """Close open elements up to the innermost of `closes`, unless one of `stops` is inside it."""
        node: Node | None = self._node
        for back in range(1, within):
            if node is None:
                return
            tag = node.element.tag
            if tag in closes:
                for _ in range(back):
                    self._pop()
                return
            if tag in stops:
                return
            node = node.parent

    def _pair(self, tag: str) -> None:
        """A term and what it means are one unit: a new one starts at a term that follows a meaning."""
        top = self._node
        if top.element is _PAIR:
            if tag == "dd" or top.last is None or top.last.element.tag == "dt":
                return
            self._pop()
        self._push(_PAIR)

    def _start_link(self, action: Action, _base: int) -> None:
        pieces = self._pieces
        if (
            pieces
            and self._linked
            and all(not text or text.isspace() for text, _, _ in islice(pieces, self._linked, None))
        ):
            self._flush()
        self._link, self._link_from = action[1], len(pieces)

    def _enter_link(self) -> None:
        """A link around blocks is a container (a card that is a link)."""
        if self._link:
            link, self._link = self._link, None
            self._push(link)

    def _end_link(self, action: Action, base: int) -> None:
        self._end_raise(action, base)
        if self._leaf == "button" and self._link is None:
            self._flush()
            self._leaf = None
        elif self._link is None and self._link_from < 0:
            self._flush()
            self._close((CLOSE, "a"), base)
        elif self._link_from == 0:
            self._linked = len(self._pieces)
        self._link = None

    # -------------------------------------------------------------------------------------------- other texts
    def _say(self, action: Action, base: int) -> None:
        """The text of an attribute stands beside the text it interrupts."""
        _, role, unseen, start, end = action
        if self._node.flags & MUTED and role in ("alt", "label"):
            return
        self._note(role, unseen, base + start, base + end)

    def _note(self, role: Role, unseen: bool, start: int, end: int) -> None:
        text, segments = flatten(decoded([(self.text[start:end], start, end)]))
        if not _wordy(text):
            return
        draft = Draft(text, role, segments, self._texts, self._section, unseen)
        self._aside.append((segments[0].source_start, draft, self._node))
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
            for done in shown(self.text[base + start : base + end]):
                self._handlers[done[0]](done, base + start)
            self._resume = base + end
        else:
            self._resume = end_of_element(tag, self.text, base + end)


def _same_kind(one: Element, other: Element) -> bool:
    """Whether two elements are of one kind with different extras: "plan" beside "plan plan--popular"."""
    if one.tag != other.tag or not one.classes or not other.classes:
        return False
    return one.classes.split(None, 1)[:1] == other.classes.split(None, 1)[:1]


def _wordy(text: str) -> bool:
    return any(map(str.isalnum, text))
