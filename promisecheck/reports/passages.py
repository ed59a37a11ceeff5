"""The copy with its promises marked: what the page of a report shows of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from promisecheck.model import Block, Document, JudgedClaim, Language, Outcome, Role

_BETWEEN_CELLS: Final = " · "


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. marked: the claim it belongs to; starts: the claims that begin here, in order."""

    text: str
    marked: JudgedClaim | None = None
    starts: tuple[JudgedClaim, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """The worst verdict on the claim it belongs to."""
        return self.marked.verdicts.worst if self.marked else None


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of a document in pieces. cut: passages before it were left out."""

    role: Role
    language: Language
    pieces: tuple[Piece, ...]
    hidden: bool = False
    where: str | None = None
    cut: bool = False


def passages(document: Document, claims: Iterable[JudgedClaim], *, marked_only: bool = False) -> tuple[Passage, ...]:
    """The blocks of a document with its claims marked, the cells of a table row in one passage.

    marked_only: leave out blocks without a claim.
    """
    by_block: dict[int, list[JudgedClaim]] = {}
    for judged in claims:
        by_block.setdefault(judged.claim.place.block, []).append(judged)
    found: list[Passage] = []
    cut, row = False, 0
    for index, block in enumerate(document.blocks):
        inside = by_block.get(index, [])
        if marked_only and not inside:
            cut = True
            continue
        pieces = _pieces(block, inside)
        cell = block.card if block.role == "table_cell" else 0
        if cell and cell == row and not cut:
            before = found[-1]
            found[-1] = replace(before, pieces=(*before.pieces, Piece(_BETWEEN_CELLS), *pieces))
        else:
            found.append(Passage(block.role, block.language, pieces, block.hidden_from_sight, block.where, cut))
        cut, row = False, cell
    return tuple(found)


def _pieces(block: Block, claims: Sequence[JudgedClaim]) -> tuple[Piece, ...]:
    """The block cut wherever a claim starts or ends. Where claims overlap, the innermost one has the text."""
    length = len(block.text)
    spans = [(judged.claim.place.span, judged) for judged in claims]
    spans = [(span, judged) for span, judged in spans if 0 <= span[0] < span[1] <= length]
    cuts = sorted({0, length, *(end for span, _ in spans for end in span)})
    pieces = []
    for start, end in pairwise(cuts):
        covering = [(span, judged) for span, judged in spans if span[0] <= start and end <= span[1]]
        inner = max(covering, key=lambda entry: (entry[0][0], -entry[0][1]), default=None)
        starts = tuple(judged for span, judged in spans if span[0] == start)
        pieces.append(Piece(block.text[start:end], inner[1] if inner else None, starts))
    return tuple(pieces)
