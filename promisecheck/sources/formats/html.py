"""Web pages and HTML mail: every text a visitor, a search engine or a screen reader gets.

Read are: title and descriptions (also Open Graph and Twitter), headings, paragraphs, list items, terms and what they
mean, table cells with their headers, buttons and links, labels and options of forms, alternative texts, labels for
screen readers, tooltips, placeholders, quotations, feet, and structured data (JSON-LD). What a visitor can open counts:
collapsed answers, tabs, hidden parts that something on the page opens.

Not read are: scripts, styles, templates, comments, `noscript`, elements that are hidden (`hidden`, `display: none` or
`visibility: hidden` in their own style) and words that are struck out (`del`, `s`). A style sheet is not consulted.

In a block inline tags leave no trace, white space is one space, `<br>` is a line feed, a raised figure (`<sup>1</sup>`)
a superscript figure. Inline elements that touch (`<b>Mon</b><span>9-5</span>`) read as two words. Links that follow
each other without words between are blocks of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from promisecheck.model import Block, Document, Language
from promisecheck.sources.layout import lay_out
from promisecheck.sources.page import Page
from promisecheck.sources.structured import read_structured

extensions: Final = (".html", ".htm", ".xhtml")
media_types: Final = ("text/html", "application/xhtml+xml")


def parse(text: str, *, source: str, path: str | None = None, language: Language | None = None) -> Document:
    """The document of an HTML page. `language` is the language of all of it when given, else each block tells."""
    page = Page(text)
    blocks, whole = lay_out(page, language)
    places: tuple[str, ...] = ()
    if page.data:
        section = max((block.section for block in blocks), default=0)
        card = max((block.card for block in blocks), default=0)
        structured, places = read_structured(text, page.data, whole, section=section, card=card)
        blocks = _merged(blocks, structured)
    return Document(source, whole, blocks, text, path, places, "html")


def _merged(blocks: tuple[Block, ...], others: Sequence[Block]) -> tuple[Block, ...]:
    """Two sequences of blocks by their places; the first is long and in order."""
    starts = [block.segments[0].source_start for block in blocks]
    merged: list[Block] = []
    done = 0
    for other in sorted(others, key=lambda block: block.segments[0].source_start):
        at = bisect_left(starts, other.segments[0].source_start, done)
        merged += blocks[done:at]
        merged.append(other)
        done = at
    return (*merged, *blocks[done:])
