"""Documents: blocks of visible text, and where in the original each character came from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from promisecheck.model.vocabulary import Language, Role


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a block's text and the slice of the original it came from.

    When both have the same length the characters correspond one to one; otherwise (an entity, collapsed
    white space, a decoded escape) the whole run maps to the whole slice.
    """

    start: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of visible text with its role and surroundings.

    text: what a reader sees, entities decoded, white space collapsed, no leading or trailing space.
    segments: the way back to the original, in order of `start`; empty where there is no text original.
    headings: the headings above it, outermost first.
    row_headers, column_headers: of a table cell.
    subject: the question of an answer, the term of a definition, the label of a control; "" where there is none.
    section: number of the stretch under one heading; equal numbers lie under the same heading.
    card: number of the innermost container that reads as one unit (card, list item, table row, answer); 0 for none.
    hidden_from_sight: text for screen readers, search engines or programs only.
    where: position in words where the original is no text, e.g. "page 3" or "slide 2, title".
    data: structured data in a form that reads: OSM opening hours, or an amount with its unit ("25 JOD"); the text
    is then the slice of JSON it was read from.
    """

    text: str
    role: Role
    segments: tuple[Segment, ...] = ()
    language: Language = "en"
    headings: tuple[str, ...] = ()
    row_headers: tuple[str, ...] = ()
    column_headers: tuple[str, ...] = ()
    subject: str = ""
    section: int = 0
    card: int = 0
    hidden_from_sight: bool = False
    where: str | None = None
    data: str | None = None

    def source_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The slice of the original that `text[start:end]` came from; None without a text original.

        Raises ValueError when the span is empty or lies outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} outside a block of {len(self.text)} characters")
        if not self.segments:
            return None
        return self._at(start)[0], self._at(end - 1)[1]

    def _at(self, index: int) -> tuple[int, int]:
        k = bisect_right(self.segments, index, key=lambda s: s.start) - 1
        segment = self.segments[k]
        following = self.segments[k + 1].start if k + 1 < len(self.segments) else len(self.text)
        if following - segment.start == segment.source_end - segment.source_start:
            at = segment.source_start + index - segment.start
            return at, at + 1
        return segment.source_start, segment.source_end


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of copy.

    source: what reports call it: a path as given, an address, "-" for standard input.
    text: the decoded original, line ends kept; None where the original is no text (PDF, image ...).
    path: the path that `pages:` patterns match: below the checked folder, or of the address; None for pasted text.
    places: names of places its structured data gives (schema.org address), for locating the page.
    format: "text", "markdown", "html", ...
    regions: the countries its alternates say it is for ("jo", as in hreflang="ar-jo"), for locating the page.
    rendered: the original is what a browser made of a page, not what the server sent.
    """

    source: str
    language: Language
    blocks: tuple[Block, ...]
    text: str | None = None
    path: str | None = None
    places: tuple[str, ...] = ()
    format: str = "text"
    regions: tuple[str, ...] = ()
    rendered: bool = False

    def is_short(self, words: int) -> bool:
        """Whether it holds no more than so many visible words."""
        left = words
        for block in self.blocks:
            if not block.hidden_from_sight:
                left -= len(block.text.split())
                if left < 0:
                    return False
        return True

    @property
    def words(self) -> int:
        """Number of visible words."""
        return sum(len(block.text.split()) for block in self.blocks if not block.hidden_from_sight)
