"""The words of Markdown's inline tokens with their places.

markdown-it gives no columns; but its tokens come in order and say what marks surround them, so they can be followed
through the text they were read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from promisecheck.sources.pieces import BREAK, Piece
from promisecheck.sources.raised import raised

if TYPE_CHECKING:
    from markdown_it.token import Token

_NOTE: Final = re.compile(r"\[\^([^\]\s]{1,40})\]")
_OPEN_NOTE, _CLOSE_NOTE = "\ue000", "\ue001"
_MASKED_NOTE: Final = re.compile(f"{_OPEN_NOTE}\\^([^{_CLOSE_NOTE}]*){_CLOSE_NOTE}(:?)")
_TAG_NAME: Final = re.compile(r"<(/?)([a-zA-Z]+)")
_TAIL: Final = re.compile(
    r"\]\s?+(?:\((?:[^()\\<\"']|\\.|<[^<>\n]*+>|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\([^()]*+\)|[<\"'])*+\)|\[[^\]]*+\])?",
    re.DOTALL,
)
"""What follows the words of a link or image."""


def mask_notes(text: str) -> str:
    """`text` with the brackets of footnotes replaced, so that markdown-it takes them for words; as long as before."""
    return _NOTE.sub(lambda match: f"{_OPEN_NOTE}{match[0][1:-1]}{_CLOSE_NOTE}", text)


def unmask_notes(text: str) -> str:
    """What `mask_notes` made `text` from."""
    return text.replace(_OPEN_NOTE, "[").replace(_CLOSE_NOTE, "]")


class Words:
    """Reads inline tokens. Footnotes are numbered in the order in which the document first names them."""

    def __init__(self) -> None:
        self._notes: dict[str, int] = {}

    def pieces(
        self, content: str, children: Sequence[Token], positions: list[int], asides: list[list[Piece]], at: int = 0
    ) -> Iterator[Piece]:
        """The pieces that the children of an inline token show, following them through its content."""
        struck = False
        raise_next = False
        for child in children:
            kind = child.type
            if kind == "text":
                found = content.find(child.content, at)
                if found < 0:
                    continue
                at = found + len(child.content)
                if not struck:
                    yield from self._words(content, found, at, positions, raise_next)
            elif kind == "text_special":
                found = max(content.find(child.markup, at), at)
                at = found + len(child.markup)
                if not struck:
                    read = " " if child.content.isspace() else child.content
                    yield read, positions[found], positions[at - 1] + 1
            elif kind == "softbreak":
                found = max(content.find("\n", at), at)
                at = found + 1
                defines = _MASKED_NOTE.match(content, at)
                yield BREAK if defines and defines[2] else " ", positions[found], positions[found] + 1
            elif kind == "hardbreak":
                found = max(content.find("\n", at), at)
                at = found + 1
                yield BREAK, positions[found - 1], positions[found] + 1
            elif kind == "code_inline":
                at = _after_code(content, child.markup, at)
            elif kind == "html_inline":
                found = max(content.find(child.content, at), at)
                at = found + len(child.content)
                tag = _TAG_NAME.match(child.content)
                name = tag[2].lower() if tag else ""
                if name == "br":
                    yield BREAK, positions[found], positions[at - 1] + 1
                elif name == "sup":
                    raise_next = not (tag and tag[1])
                elif name in ("del", "s", "strike"):
                    struck = not (tag and tag[1])
            elif kind == "image":
                found = max(content.find("![", at), at)
                asides.append(list(self.pieces(content, child.children or (), positions, asides, found + 2)))
                at = _after_tail(content, found + 2 + len(child.content))
            elif kind == "link_open":
                at = max(content.find("<" if child.markup == "autolink" else "[", at), at) + 1
            elif kind == "link_close":
                at = max(content.find(">", at), at) + 1 if child.markup == "autolink" else _after_tail(content, at)
            elif child.markup:
                struck = kind == "s_open" or (struck and kind != "s_close")
                at = max(content.find(child.markup, at), at) + len(child.markup)

    def _words(self, content: str, start: int, end: int, positions: list[int], high: bool) -> Iterator[Piece]:
        """The pieces of plain words: footnote references read, cut where the original goes on elsewhere."""
        at = start
        for match in _MASKED_NOTE.finditer(content, start, end):
            yield from _contiguous(content, at, match.start(), positions, high)
            at = match.end() if match.start() == 0 or content[match.start() - 1] == "\n" else match.end(1) + 1
            number = self._notes.setdefault(match[1], len(self._notes) + 1)
            yield raised(str(number)), positions[match.start()], positions[at - 1] + 1
        yield from _contiguous(content, at, end, positions, high)


def _contiguous(content: str, start: int, end: int, positions: list[int], high: bool) -> Iterator[Piece]:
    while start < end:
        stop = start + 1
        while stop < end and positions[stop] == positions[stop - 1] + 1:
            stop += 1
        words = raised(content[start:stop]) if high else content[start:stop]
        yield words, positions[start], positions[stop - 1] + 1
        start = stop


def _after_code(content: str, fence: str, at: int) -> int:
    """Behind the code span whose fence is next from `at`."""
    start = content.find(fence, at)
    if start < 0:
        return at
    start += len(fence)
    while (end := content.find(fence, start)) >= 0:
        run = end + len(fence)
        while run < len(content) and content[run] == "`":
            run += 1
        if run - end == len(fence):
            return run
        start = run
    return start


def _after_tail(content: str, at: int) -> int:
    """Behind the destination of the link or image whose words end at or after `at`."""
    end = content.find("]", at)
    if end < 0:
        return at
    tail = _TAIL.match(content, end)
    return tail.end() if tail else end + 1
