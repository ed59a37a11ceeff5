"""Web pages and HTML mail: every text a visitor, a search engine or a screen reader gets."""

from __future__ import annotations

from typing import Final

from promisecheck.model import Document, Language
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
        blocks = tuple(sorted((*blocks, *structured), key=lambda block: block.segments[0].source_start))
    return Document(source, whole, blocks, text, path, places, "html")
