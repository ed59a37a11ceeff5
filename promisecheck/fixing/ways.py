"""The ways in which a wording can be written into copy: in the place of the quote, or as a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from promisecheck.fixing.edits import Edit, together
from promisecheck.fixing.placing import Change, edits_for
from promisecheck.model import Block, Claim, Document, Suggestion

_PROSE: Final = frozenset({"paragraph", "list_item", "definition", "meta", "alt", "quote", "footer"})
_NEAR: Final = 3
"""How many blocks further on a sentence still stands with a heading or a row."""
_END: Final = re.compile(r"[.!?؟…][\"'”’»)]*(?=\s+[^a-z\s]|\s*\Z)|(?=\s+\|\s)")
_OPEN: Final = re.compile(r"[\w%٪\"'”’»)]\Z")
"""What a sentence without a full stop ends with; behind an emoji none is missed."""
_MARK: Final = re.compile(r"[.!?؟…:][\"'”’»)]*\Z")


class Way(NamedTuple):
    """The edits of the original, and what changes in which block."""

    edits: tuple[Edit, ...]
    change: Change
    block: int


def ways(document: Document, claim: Claim, suggestion: Suggestion) -> Iterator[Way]:
    """How a suggestion can be written, the better way first: a sentence behind that of the quote, or in its place."""
    number, span = claim.place.block, claim.place.span
    if number >= len(document.blocks) or document.blocks[number].text[span[0] : span[1]] != claim.quote:
        return
    host = sentence_host(document, number, span[1]) if suggestion.sentence else None
    if host is not None:
        block, at = host
        said = said_there(document, block, at, suggestion.sentence)
        edits = edits_for(document, block, (at, at), said)
        if edits:
            yield Way(edits, Change(at, at, said), block)
    edits = edits_for(document, number, span, suggestion.text)
    if edits:
        yield Way(edits, Change(*span, suggestion.text), number)


def edit_of(document: Document, claim: Claim, suggestion: Suggestion) -> Edit | None:
    """The one edit of the original that makes a suggestion; None where it cannot be written there."""
    way = next(ways(document, claim, suggestion), None)
    return together(document.text or "", way.edits) if way is not None else None


def sentence_host(document: Document, number: int, at: int) -> tuple[int, int] | None:
    """The block and the place in it behind which a sentence can stand: where the sentence around `at` ends.

    For a heading, a button or a cell of a table: where the paragraph ends that follows; None where there is none.
    """
    block = document.blocks[number]
    if block.role in _PROSE:
        return number, _sentence_end(block.text, at)
    for other in range(number + 1, min(number + 1 + _NEAR, len(document.blocks))):
        near = document.blocks[other]
        if near.role == "paragraph" and _together(near, block):
            return other, len(near.text)
    return None


def said_there(document: Document, number: int, at: int, sentence: str) -> str:
    """A sentence as it is written at that place: with a space, and a full stop before it where none stands."""
    before = document.blocks[number].text[:at]
    return f" {sentence}" if _MARK.search(before) or not _OPEN.search(before) else f". {sentence}"


def _sentence_end(text: str, at: int) -> int:
    found = _END.search(text, max(0, at - 1))
    return found.end() if found else len(text)


def _together(one: Block, other: Block) -> bool:
    return one.section == other.section and one.language == other.language and not one.hidden_from_sight
