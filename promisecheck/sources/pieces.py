"""From pieces of an original to the text a reader sees, with the way back.

A piece is `(text, start, end)`: what `original[start:end]` shows. Where both are equally long they correspond character
by character; otherwise (an entity, a decoded escape) the piece is read as a whole. The piece BREAK ends a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from promisecheck.model import Segment

Piece = tuple[str, int, int]
BREAK: Final = "\n"
"""The whole text of a piece that ends a line inside a block (a tag or mark, never mere white space)."""

_RUN: Final = re.compile(r"\S++(?: \S++)*+")


def flatten(pieces: Iterable[Piece]) -> tuple[str, tuple[Segment, ...]]:
    """The visible text of `pieces` and its segments.

    White space of any kind collapses to one space, at both ends to nothing. BREAK becomes a line feed, without spaces
    around it.
    """
    out: list[str] = []
    runs: list[list[int]] = []
    length = 0
    gap: Piece | None = None

    def add(text: str, start: int, end: int) -> None:
        nonlocal length
        last = runs[-1] if runs else None
        if last and last[2] == start and len(text) == end - start and length - last[0] == start - last[1]:
            last[2] = end
        else:
            runs.append([length, start, end])
        out.append(text)
        length += len(text)

    for text, start, end in pieces:
        if text == BREAK:
            gap = (BREAK, start, end) if gap is None or gap[0] != BREAK else gap
            continue
        if len(text) != end - start:
            if text.isspace():
                gap = gap or (" ", start, end)
            elif text:
                if gap and length:
                    add(*gap)
                gap = None
                add(text, start, end)
            continue
        done = 0
        for run in _RUN.finditer(text):
            first, last_ = run.span()
            if first > done and gap is None:
                gap = (" ", start + done, start + first)
            if gap and length:
                add(*gap)
            gap = None
            add(run[0], start + first, start + last_)
            done = last_
        if done < len(text) and gap is None:
            gap = (" ", start + done, end)
    return "".join(out), tuple(Segment(*run) for run in runs)
