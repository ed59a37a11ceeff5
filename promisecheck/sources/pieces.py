"""From pieces of an original to the text a reader sees, with the way back.

A piece is `(text, start, end)`: what `original[start:end]` shows. Where both are equally long they correspond character
by character; otherwise (an entity, a decoded escape) the piece is read as a whole. The piece BREAK ends a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from promisecheck.model import Segment
from promisecheck.sources.quick import make_segment

Piece = tuple[str, int, int]
BREAK: Final = "\n"
"""The whole text of a piece that ends a line inside a block (a tag or mark, never mere white space)."""

_RUN: Final = re.compile(r"[^\s\0]++(?: [^\s\0]++)*+")


def flatten(pieces: Iterable[Piece]) -> tuple[str, tuple[Segment, ...]]:
    """The visible text of `pieces` and its segments.

    White space of any kind collapses to one space, at both ends to nothing. BREAK becomes a line feed, without spaces
    around it.
    """
    out: list[str] = []
    segments: list[Segment] = []
    length = run_at = run_start = 0
    run_end = -1
    even = False
    gap: Piece | None = None
    for piece in pieces:
        text, start, end = piece
        after: Piece | None = None
        runs: Iterable[Piece] = (piece,)
        if text == BREAK:
            gap = piece if gap is None or gap[0] != BREAK else gap
            continue
        if len(text) != end - start:
            if not text or text.isspace():
                gap = gap or ((" ", start, end) if text else None)
                continue
        elif not text.isprintable() or "  " in text:
            runs = _runs(text, start)
        elif text[0] == " " or text[-1] == " ":
            if text[0] == " ":
                gap = gap or (" ", start, start + 1)
                start += 1
            if text[-1] == " " and start < end:
                end -= 1
                after = (" ", end, end + 1)
            runs = ((text.strip(" "), start, end),) if start < end else ()
        for run in runs:
            if run[0] == " ":
                gap = gap or run
                continue
            for shown, first, last in (gap, run) if gap and length else (run,):
                size = len(shown)
                if first == run_end and even and size == last - first:
                    run_end = last
                else:
                    if run_end >= 0:
                        segments.append(make_segment(run_at, run_start, run_end))
                    run_at, run_start, run_end, even = length, first, last, size == last - first
                out.append(shown)
                length += size
            gap = None
        gap = after or gap
    if run_end >= 0:
        segments.append(make_segment(run_at, run_start, run_end))
    return "".join(out), tuple(segments)


def _runs(text: str, start: int) -> Iterator[Piece]:
    """Stretches of words with single spaces between, and the white space between such stretches as one space.

    Zero characters are nothing, as in browsers.
    """
    done = 0
    for run in _RUN.finditer(text):
        first, last = run.span()
        if text[done:first].strip("\0"):
            yield " ", start + done, start + first
        yield run[0], start + first, start + last
        done = last
    if text[done:].strip("\0"):
        yield " ", start + done, start + len(text)
