"""What kind of text a block stands in: an article or a guide tells of the world, and promises little.

A price in a buyer's guide or a time in a blog post is no promise, unless the organisation speaks of itself there. Cues
of reach "page" mark a whole document as such (its date line, its reading time), those of reach "below" a heading.
"""

from __future__ import annotations

from typing import Final

from promisecheck.extract.reading import Readings
from promisecheck.model import Block, Document

LONGEST_MARK: Final = 14  # words of a block that may mark the whole document
_RUNNING: Final = frozenset({"paragraph", "list_item", "heading", "answer"})  # roles that a mark may stand in


class Genre:
    """Which characteristics are heard below the headings of a document."""

    def __init__(self, document: Document, readings: Readings) -> None:
        self._readings = readings
        self._page: frozenset[str] | None = None
        for block in document.blocks:
            if block.role in _RUNNING and block.text.count(" ") < LONGEST_MARK:
                self._page = _both(self._page, self._spared(block, block.text, "page"))

    def heard_below(self, block: Block) -> frozenset[str] | None:
        """The characteristics that are heard in a block even where nobody speaks to customers; None for all."""
        heard = self._page if block.role in _RUNNING else None
        if block.headings:
            heard = _both(heard, self._spared(block, block.headings[-1], "below"))
        return heard

    def _spared(self, block: Block, text: str, reach: str) -> frozenset[str] | None:
        spared: frozenset[str] | None = None
        for mark in self._readings(text, block.language).genres:
            if mark.rule.reach == reach:
                spared = _both(spared, mark.rule.spares)
        return spared


def _both(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """What is heard under two silences."""
    if one is None or other is None:
        return other if one is None else one
    return one & other
