"""Blocks and segments made in a fourth of the time.

A frozen dataclass sets each of its fields through `object.__setattr__`; on a page that is a third of the whole work. A
class with the same slots takes plain assignments and then becomes what it stands for.
"""

from __future__ import annotations

from typing import cast

from promisecheck.model import Block, Language, Role, Segment


class _SegmentToBe:
    __slots__ = Segment.__slots__

    def __init__(self, start: int, source_start: int, source_end: int) -> None:
        self.start = start
        self.source_start = source_start
        self.source_end = source_end
        self.__class__ = Segment  # type: ignore[assignment]


class _BlockToBe:
    __slots__ = Block.__slots__

    def __init__(
        self,
        text: str,
        role: Role,
        segments: tuple[Segment, ...] = (),
        language: Language = "en",
        headings: tuple[str, ...] = (),
        row_headers: tuple[str, ...] = (),
        column_headers: tuple[str, ...] = (),
        subject: str = "",
        section: int = 0,
        card: int = 0,
        hidden_from_sight: bool = False,
    ) -> None:
        self.text = text
        self.role = role
        self.segments = segments
        self.language = language
        self.headings = headings
        self.row_headers = row_headers
        self.column_headers = column_headers
        self.subject = subject
        self.section = section
        self.card = card
        self.hidden_from_sight = hidden_from_sight
        self.where = None
        self.data = None
        self.__class__ = Block  # type: ignore[assignment]


make_segment = cast(type[Segment], _SegmentToBe)
"""As `Segment`."""

make_block = cast(type[Block], _BlockToBe)
"""As `Block`, without `where` and `data`."""
