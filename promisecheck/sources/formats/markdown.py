"""Markdown: newsletters and pages of site generators.

Code is no copy; of front matter only title and description are. Footnotes (`[^1]`) become superscript figures, struck
out words are left out, HTML is read as HTML.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from promisecheck.model import Block, Document, Language, Role
from promisecheck.sources import tables
from promisecheck.sources.language import majority_language, script_language
from promisecheck.sources.layout import lay_out
from promisecheck.sources.markdown_words import Words, mask_notes, unmask_notes
from promisecheck.sources.page import Page
from promisecheck.sources.pieces import Piece, flatten
from promisecheck.sources.questions import Questions

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

extensions: Final = (".md", ".markdown")
media_types: Final = ("text/markdown", "text/x-markdown")

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_FRONT_MATTER: Final = re.compile(r"\ufeff?---[ \t]*\r?\n(?:(?!---|\.\.\.)[^\n]*\n)*+(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_FRONT_LINE: Final = re.compile(
    r"^(title|headline|description|subtitle|summary|excerpt|tagline)[ \t]*:[ \t]*([\"']?)(.+?)\2[ \t]*\r?$",
    re.MULTILINE | re.IGNORECASE,
)


def parse(text: str, *, source: str, path: str | None = None, language: Language | None = None) -> Document:
    """The document of Markdown `text`. `language` is the language of all of it when given, else each block tells."""
    reader = _Reader(text, language)
    whole = language or majority_language(block.text for block in reader.blocks) or "en"
    return Document(source, whole, reader.settled(whole), text, path, format="markdown")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")


class _Reader:
    """One pass over the tokens. `blocks` have their language, subject and table headers still to come."""

    def __init__(self, text: str, language: Language | None) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self._language = language
        self._words = Words()
        self._lines = [match.span() for match in _LINE.finditer(text)]
        self._levels: tuple[int, ...] = ()
        self._headings: tuple[str, ...] = ()
        self._section = self._sections = self._card_count = 0
        self._cards: list[int] = [0]
        self._within: list[str] = []
        self._level = 0
        self._cell_from = 0
        self._rows: list[tables.Row] = []
        self._headers: dict[int, tables.Headers] = {}
        self._from_html: set[int] = set()
        self._masked = self._front_matter()
        for token in _parser().parse(self._masked):
            self._take(token)

    def settled(self, whole: Language) -> tuple[Block, ...]:
        """The blocks with their language, question or term, and table headers."""
        questions = Questions()
        done: list[Block] = []
        for number, block in enumerate(self.blocks):
            subject = block.subject or questions.subject(block.text, block.role, block.section, block.card)
            if number in self._from_html:
                done.append(replace(block, subject=subject))
                continue
            across, above = self._headers.get(number, ((), ()))
            spoken = self._language or script_language(block.text) or whole
            done.append(replace(block, language=spoken, subject=subject, row_headers=across, column_headers=above))
        return tuple(done)

    # -------------------------------------------------------------------------------------------- structure
    def _front_matter(self) -> str:
        """The text markdown-it reads, as long as the original: front matter blanked, footnotes' brackets masked."""
        text = self.text
        head = _FRONT_MATTER.match(text)
        if head:
            for match in _FRONT_LINE.finditer(head[0]):
                title = match[1].lower() in ("title", "headline")
                start, end = match.span(3)
                self._add([(text[start:end], start, end)], "title" if title else "meta", unseen=not title)
            text = re.sub(r"[^\r\n]", " ", head[0]) + text[head.end() :]
        elif text.startswith("\ufeff"):
            text = " " + text[1:]
        return mask_notes(text).replace("\0", " ")

    def _take(self, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._inline(token)
        elif kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind == "heading_close":
            self._level = 0
        elif kind == "html_block":
            self._html(token)
        elif kind in ("list_item_open", "blockquote_open", "tr_open"):
            self._within.append(token.tag)
            self._card_count += 1
            self._cards.append(self._card_count)
            if kind == "tr_open":
                self._cell_from = 0
                self._rows.append(tables.Row([], "thead" in self._within))
        elif kind in ("list_item_close", "blockquote_close", "tr_close"):
            self._within.pop()
            self._cards.pop()
        elif kind == "thead_open":
            self._within.append("thead")
        elif kind == "thead_close":
            self._within.pop()
        elif kind == "table_close":
            self._headers.update(tables.headers(self._rows))
            self._rows = []

    def _role(self) -> Role:
        if self._level:
            return "heading"
        if "blockquote" in self._within:
            return "quote"
        if self._rows:
            return "table_cell"
        return "list_item" if "li" in self._within else "paragraph"

    def _add(self, pieces: list[Piece], role: Role, *, unseen: bool = False) -> None:
        text, segments = flatten(pieces)
        if not any(map(str.isalnum, text)) and role != "table_cell":
            return
        if not text:
            return
        if role == "heading":
            kept = sum(level < self._level for level in self._levels)
            self._sections += 1
            self._section = self._sections
            above = self._headings[:kept]
            self._levels, self._headings = (*self._levels[:kept], self._level), (*above, text)
        else:
            above = self._headings
        self.blocks.append(
            Block(
                text,
                role,
                segments,
                headings=above,
                section=self._section,
                card=self._cards[-1],
                hidden_from_sight=unseen,
            )
        )

    def _html(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        start, end = self._lines[first][0], self._lines[max(first, last - 1)][1]
        cards = 0
        for block in lay_out(Page(self.text, start, end), self._language)[0]:
            self._from_html.add(len(self.blocks))
            cards = max(cards, block.card)
            self.blocks.append(
                replace(
                    block,
                    headings=(*self._headings, *block.headings),
                    section=block.section + self._sections if block.section else self._section,
                    card=block.card and block.card + self._card_count,
                )
            )
        self._sections = max([self._sections, *(block.section for block in self.blocks)])
        self._card_count += cards

    # -------------------------------------------------------------------------------------------- inline
    def _inline(self, token: Token) -> None:
        content = token.content
        positions = self._positions(token)
        role = self._role()
        before = len(self.blocks)
        asides: list[list[Piece]] = []
        pieces = (
            list(self._words.pieces(content, token.children or (), positions, asides))
            if positions
            else [(unmask_notes(" ".join(content.split())), *self._lines[(token.map or (0, 0))[0]])]
        )
        self._add(pieces, role)
        for aside in asides:
            self._add(aside, "alt", unseen=True)
        if role == "table_cell" and self._rows:
            text = self.blocks[before].text if len(self.blocks) > before else ""
            self._rows[-1].cells.append(tables.Cell(before, text, self._rows[-1].head))

    def _positions(self, token: Token) -> list[int]:
        """Where each character of an inline token's content stands; empty when it cannot be told."""
        number, last = token.map or (0, 0)
        found: list[int] = []
        if self._rows:
            start, end = self._lines[number]
            return found if self._cell_position(token.content, self._masked[start:end], start, found) else []
        for line in token.content.split("\n"):
            words = line.strip()
            within = -1
            while within < 0:
                if number >= last:
                    return []
                start, end = self._lines[number]
                within = _place(words, self._masked[start:end])
                number += 1
            at = start + within
            indent = len(line) - len(line.lstrip())
            found += [at] * indent
            found += range(at, at + len(line) - indent + 1)
        return found

    def _cell_position(self, words: str, original: str, start: int, found: list[int]) -> bool:
        """Follow a table cell's words through its row, in which a pipe inside a cell is escaped."""
        at = original.find(words.split("|")[0] or "\\|", self._cell_from)
        if at < 0:
            return False
        for char in words:
            if original.startswith("\\" + char, at) and char == "|":
                at += 1
            if not original.startswith(char, at):
                return False
            found.append(start + at)
            at += 1
        found.append(start + at)
        self._cell_from = at
        return True


def _place(words: str, line: str) -> int:
    """Where in a line `words` stand: at its end, else (a heading's closing marks) anywhere; -1 when they do not."""
    within = len(line.rstrip()) - len(words)
    return within if within >= 0 and line.startswith(words, within) else line.find(words)
