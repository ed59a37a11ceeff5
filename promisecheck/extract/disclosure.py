"""What stands where it counts as said with a promise: card, section, a short piece, the footnote of its mark."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Final, NamedTuple

from promisecheck.model import Block, Document

SHORT_PIECE: Final = 60  # words; in a piece that short everything is said together
MOST_SECTION: Final = 40  # blocks of one section that are read for disclosures
MOST_MARKED: Final = 8  # blocks with the mark of a footnote that may tell what the footnote is about

_SIGNS: Final = "*†‡§※"
_SIGNS_OR_FIGURES: Final = rf"[{_SIGNS}]{{1,4}}|[¹²³⁴⁵⁶⁷⁸⁹⁰]{{1,2}}"
_MARK: Final = re.compile(rf"(?:{_SIGNS_OR_FIGURES}|[\[(]\d{{1,2}}[\])])")
_NOTE: Final = re.compile(rf"(?:\A|(?<=[.;!?؟؛]))\s*({_MARK.pattern})\s*(?=\S)")
"""The mark of a footnote in front of its text; one paragraph may hold several."""
_BEHIND: Final = re.compile(rf"(?<=[.!?؟])\s+({_SIGNS_OR_FIGURES})\s?(?=\w)")
"""The same behind the sentence that it qualifies, in one paragraph with it."""
_CALLS: Final = re.compile(rf"(?<=[\w\u064b-\u0652%٪)»”\"'])(?<![^\W\d_]m)(?<!\bm)(?:{_SIGNS_OR_FIGURES})(?!\w)")
"""A mark right behind a word, which calls for a footnote; the square of a metre is none."""
_REACH: Final = 4  # characters after a sentence in which a mark still belongs to it


class _Note(NamedTuple):
    """A footnote: its mark, its block, and where its text stands there."""

    mark: str
    block: int
    start: int
    end: int


def is_footnote(text: str) -> bool:
    """Whether a text begins with the mark of a footnote."""
    return _NOTE.match(text) is not None


class Surroundings:
    """The blocks of a document by the card and the section they stand in, and its footnotes by their mark."""

    def __init__(self, document: Document) -> None:
        self.blocks = document.blocks
        self.short = document.is_short(SHORT_PIECE)
        self._cards: defaultdict[int, list[int]] = defaultdict(list)
        self._sections: defaultdict[int, list[int]] = defaultdict(list)
        self._notes: defaultdict[str, list[_Note]] = defaultdict(list)
        self._noted: dict[int, list[_Note]] = {}
        for number, block in enumerate(self.blocks):
            if block.role in ("structured", "title", "meta"):
                continue
            if block.card:
                self._cards[block.card].append(number)
            if block.section:
                self._sections[block.section].append(number)
            notes = _notes_of(number, block.text)
            if notes:
                self._noted[number] = notes
            for note in notes:
                self._notes[note.mark].append(note)

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
        text, end = self.blocks[number].text, self._end(number, until)
        return [
            self.blocks[note.block].text[note.start : note.end]
            for mark in _MARK.finditer(text, start, end)
            for note in self._notes.get(mark.group(), ())
            if note.block != number or note.start > mark.end()
        ]

    def unexplained(self, number: int, start: int, until: int) -> str:
        """The first mark between two offsets of a block that calls for a footnote which is nowhere; "" without one."""
        text, end = self.blocks[number].text, self._end(number, until)
        calls = (mark.group() for mark in _CALLS.finditer(text, start, end) if not _emphasised(text, mark.start()))
        return next((mark for mark in calls if mark not in self._notes), "")

    def _end(self, number: int, until: int) -> int:
        """Where the marks end that still belong to a sentence: a few signs behind it."""
        text, end = self.blocks[number].text, until
        while end < len(text) and not text[end].isalnum() and end - until < _REACH:
            end += 1
        return end

    def qualified(self, number: int, at: int) -> tuple[Block, ...]:
        """The blocks whose mark points to the footnote that stands at an offset of a block; () outside of footnotes."""
        mark = next((note.mark for note in self._noted.get(number, ()) if note.start <= at < note.end), None)
        return tuple(self.blocks[k] for k in self._marked.get(mark, ())) if mark else ()

    @cached_property
    def _marked(self) -> dict[str, list[int]]:
        """The blocks that bear the mark of a footnote, by the mark."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, block in enumerate(self.blocks):
            if number not in self._noted and block.role != "structured":
                for mark in dict.fromkeys(_MARK.findall(block.text)):
                    found[mark].append(number)
        return {mark: blocks[:MOST_MARKED] for mark, blocks in found.items()}


def _emphasised(text: str, at: int) -> bool:
    """Whether an asterisk closes what another opened: *so*."""
    opened = text.rfind("*", 0, at)
    return text[at] == "*" and opened >= 0 and text[opened + 1].isalnum() and not text[opened - 1 : opened].isalnum()


def _notes_of(number: int, text: str) -> list[_Note]:
    """The footnotes of a block: all that it holds where it begins with one, else those behind its sentences."""
    marks = list((_NOTE if _NOTE.match(text) else _BEHIND).finditer(text))
    ends = (*(mark.start() for mark in marks[1:]), len(text))
    return [_Note(mark[1], number, mark.end(), end) for mark, end in zip(marks, ends, strict=False)]
