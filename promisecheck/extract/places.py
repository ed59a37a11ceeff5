"""Where a claim stands: offsets, line and column in the original."""

from __future__ import annotations

from bisect import bisect_right

from promisecheck.model import Block, Document, Place


class Lines:
    """The starts of a text's lines, for lines and columns that count from 1."""

    def __init__(self, text: str | None) -> None:
        self._starts = [0]
        at = text.find("\n") if text is not None else -1
        while text is not None and at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def place_of(document: Document, number: int, block: Block, span: tuple[int, int], lines: Lines) -> Place:
    """The place of `block.text[span]`, the block being number `number` of the document."""
    source = block.source_span(*span)
    start, end = source if source else (None, None)
    line, column = lines.at(start) if start is not None else (None, None)
    return Place(
        source=document.source,
        start=start,
        end=end,
        line=line,
        column=column,
        role=block.role,
        heading=block.headings[-1] if block.headings else None,
        where=block.where,
        block=number,
        span=span,
        row=block.row_headers,
    )
