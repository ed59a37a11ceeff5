"""Plain text: pasted copy, search ads, social posts, text messages, letters.

Blank lines separate paragraphs; each paragraph is one card. Inside a paragraph every line is a block of its own, as in
an advertisement, unless the line was wrapped: it is about as long as the longest lines, the next word would not have
fitted, and no sentence ends there. Wrapped lines are joined. Lines that start with a bullet or a number are list
items, lines that start with ">" quotations. A "*" before a space is a footnote's mark, not a bullet, where a word
carries such a mark. The first line is a heading when it is short and more follows; so is a short line that ends with
a colon, and a short line that stands alone above others. Lines without a letter or digit are rules, not copy.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from promisecheck.model import Block, Document, Language, Role
from promisecheck.sources.comments import blanked
from promisecheck.sources.language import script_language
from promisecheck.sources.pieces import Piece, flatten

extensions: Final = (".txt", ".text")
media_types: Final = ("text/plain",)

_LINE: Final = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_BULLET: Final = re.compile(r"\s*(?:[-*+•·▪●◦‣✓✔✅➤►–—]|\(?\d{1,2}[.)]|[\u0660-\u0669]{1,2}[.)\-])\s+(?=\S)")
_QUOTE: Final = re.compile(r"\s*>+ ?")
_MARKED: Final = re.compile(r"(?:[^\W_]|[\u064b-\u0652%\u066a)])\*(?!\*)")
_ENDED: Final = re.compile(r"[.!?؟…:;؛][\"'”’)\]]*\Z")
_WRAP_FROM: Final = 50
"""Shorter lines than this, in characters, are set by hand."""
_HEADING_WORDS: Final = 8


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    role: Role


def parse(text: str, *, source: str, path: str | None = None, language: Language | None = None) -> Document:
    """The document of plain `text`. `language` settles blocks that have no letters, and all of them when given."""
    paragraphs = list(_paragraphs(blanked(text)))
    whole = language or script_language(text) or "en"
    width = max((len(line.text) for paragraph in paragraphs for line in paragraph), default=0)
    filled = any(_filled(paragraph, width) for paragraph in paragraphs)
    blocks: list[Block] = []
    headings: tuple[str, ...] = ()
    section = 0
    for number, paragraph in enumerate(paragraphs, 1):
        units = _joined(paragraph, width, filled)
        for place, unit in enumerate(units):
            body, segments = flatten(_pieces(unit))
            more = number < len(paragraphs) or place + 1 < len(units)
            role = unit[0].role
            level = 0
            if role == "paragraph" and len(unit) == 1 and more:
                level = _heading_level(body, first=not blocks, alone=len(units) == 1)
            if level:
                role, section = "heading", section + 1
                above = headings[: level - 1]
            else:
                above = headings
            blocks.append(
                Block(
                    body,
                    role,
                    segments,
                    language or script_language(body) or whole,
                    above,
                    section=section,
                    card=number,
                )
            )
            if level:
                headings = (*above, body)
    return Document(source, whole, tuple(blocks), text, path, format="text")


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    """Stretches of lines without a blank one between; lines that hold neither letter nor digit count as blank."""
    paragraph: list[_Line] = []
    marked = _MARKED.search(text) is not None
    for match in _LINE.finditer(text, 1 if text.startswith("\ufeff") else 0):
        raw = match[0]
        role, skipped = _role(raw, marked)
        body = raw[skipped:].rstrip()
        if any(map(str.isalnum, body)):
            start = match.start() + skipped
            paragraph.append(_Line(start, start + len(body), body, role))
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _role(line: str, marked: bool) -> tuple[Role, int]:
    """The role of a line, and how much of it comes before its words."""
    bullet = _BULLET.match(line)
    if bullet and not (marked and bullet[0].strip() == "*"):
        return "list_item", bullet.end()
    if quote := _QUOTE.match(line):
        return "quote", quote.end()
    return "paragraph", len(line) - len(line.lstrip())


def _filled(paragraph: list[_Line], width: int) -> bool:
    """Whether a paragraph was plainly wrapped to `width`: three lines or more, all but the last about that long."""
    return len(paragraph) > 2 and all(_WRAP_FROM <= len(line.text) >= width * 0.8 for line in paragraph[:-1])


def _joined(paragraph: list[_Line], width: int, filled: bool) -> list[list[_Line]]:
    """The lines of a paragraph, those that were wrapped put together.

    A line that continues in lower case was wrapped; where nothing tells (Arabic has no case, names are capitals), the
    text must have been `filled` to its width elsewhere.
    """
    units = [[paragraph[0]]]
    for line, following in itertools.pairwise(paragraph):
        full = len(line.text) >= _WRAP_FROM and len(line.text) + len(following.text.split(maxsplit=1)[0]) >= width * 0.9
        goes_on = not _ENDED.search(line.text) and (filled or following.text[0].islower())
        if full and goes_on and (following.role == "paragraph" or following.role == line.role == "quote"):
            units[-1].append(following)
        else:
            units.append([following])
    return units


def _pieces(unit: list[_Line]) -> Iterator[Piece]:
    end = None
    for line in unit:
        if end is not None:
            yield " ", end, line.start
        yield line.text, line.start, line.end
        end = line.end


def _heading_level(body: str, *, first: bool, alone: bool) -> int:
    """1 or 2 for a line that reads as a heading of what follows, else 0."""
    if len(body.split()) > _HEADING_WORDS:
        return 0
    if body.endswith(":"):
        return 2
    if body.endswith((",", "،")):
        return 0
    if _ENDED.search(body) and not (first and body.endswith(("?", "؟"))):
        return 0
    if first:
        return 1
    return 2 if alone and not any(map(str.isdigit, body)) else 0
