"""What stands where it counts as said with a promise: card, section, a short piece, the footnote of its mark."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from promisecheck.model import Block, Document

SHORT_PIECE: Final = 60  # words; in a piece that short everything is said together
MOST_SECTION: Final = 40  # blocks of one section that are read for disclosures

_SIGNS: Final = "*†‡§※"
_MARK: Final = re.compile(rf"(?:[{_SIGNS}]{{1,4}}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{{1,2}}|[\[(]\d{{1,2}}[\])])")
_NOTE: Final = re.compile(rf"\s*({_MARK.pattern})\s*")
_REACH: Final = 4  # characters after a sentence in which a mark still belongs to it


class Surroundings:
    """The blocks of a document by the card and the section they stand in, and its footnotes by their mark."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self.short = document.is_short(SHORT_PIECE)
        self._cards: defaultdict[int, list[int]] = defaultdict(list)
        self._sections: defaultdict[int, list[int]] = defaultdict(list)
        self._notes: defaultdict[str, list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if block.role in ("structured", "title", "meta"):
                continue
            if block.card:
                self._cards[block.card].append(number)
            if block.section:
                self._sections[block.section].append(number)
            note = _NOTE.match(block.text)
            if note:
                self._notes[note.group(1)].append(number)

    def card(self, number: int) -> Iterator[Block]:
        """The other blocks of the block's card."""
        block = self.blocks[number]
        return (self.blocks[k] for k in self._cards.get(block.card, ()) if k != number and block.card)

    def together(self, number: int) -> Iterator[Block]:
        """All other blocks whose words count as said with this one: card, section, or a piece that is short."""
        block = self.blocks[number]
        if self.short:
            return (other for k, other in enumerate(self.blocks) if k != number and other.role != "structured")
        near = dict.fromkeys(self._cards.get(block.card, ()) if block.card else ())
        near |= dict.fromkeys(self._sections.get(block.section, ())[:MOST_SECTION] if block.section else ())
        return (self.blocks[k] for k in sorted(near) if k != number)

    def notes(self, number: int, start: int, until: int) -> list[str]:
        """The footnotes that marks between two offsets of a block point to; [] without a mark or a note."""
        if not self._notes:
            return []
        text = self.blocks[number].text
        end = until
        while end < len(text) and not text[end].isalnum() and end - until < _REACH:
            end += 1
        return [
            _NOTE.sub("", self.blocks[k].text, count=1)
            for mark in _MARK.finditer(text, start, end)
            for k in self._notes.get(mark.group(), ())
            if k != number
        ]
