"""Where in the original a wording goes: the words that differ, mapped back through entities, tags and marks.

Only slices that show words are replaced. Words that a tag cuts in two (`half <b>an hour</b>`) are written where most of
them stood; where that would leave an element without words, nothing is offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, NamedTuple

from promisecheck.fixing.edits import Edit, together
from promisecheck.model import Block, Claim, Document

FORMATS: Final = frozenset({"text", "markdown", "html"})
"""Formats whose originals can be edited."""

_RAISED: Final = "\u00b2\u00b3\u00b9\u2070-\u2079"
_TOKEN: Final = re.compile(rf"[{_RAISED}]+|(?:(?![{_RAISED}])\w)+|\s+|[^\w\s]")
"""A word, the figures of a footnote, white space, or any other character."""
_CLOSING: Final = re.compile(r"(?:</(?:b|strong|em|i|u|span|mark|small|font|time|bdi|data)\s*>)+", re.IGNORECASE)
_MARKS: Final = re.compile(r"[*_]{1,3}(?=[\s.,;:!?،؛؟)|\"'”’»]|\Z)")
_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>~]")
_PLAIN: Final = re.compile(r"[\w :,.+-]+")
"""What needs no escape in JSON, nor in the mark-up around it."""
_REFERENCE: Final = re.compile(r"&(?=#?\w)")
_NO_YAML: Final = re.compile(r"[:#\"'\\{}\[\]&*!|>%@`]")
_LINE_BREAK: Final = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t>]*")
_PAIRED: Final = frozenset({"><", "**", "__", "~~", "[]"})
"""What stands around words that are all an element or a mark holds."""


class Change(NamedTuple):
    """Other words for `text[start:end]` of a block."""

    start: int
    end: int
    text: str


class _Run(NamedTuple):
    """Words of a block that stand in one piece in the original, and where."""

    words: str
    start: int
    end: int


def changes(old: str, new: str, at: int = 0) -> list[Change]:
    """What turns one wording into another, in whole words. at: where the old one starts."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    places = [at]
    for token in before:
        places.append(places[-1] + len(token))
    differing: list[tuple[int, int, int, int]] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if differing and "".join(before[differing[-1][1] : i]).isspace():
            first, _, said, _ = differing.pop()
            differing.append((first, j, said, m))
        else:
            differing.append((i, j, k, m))
    return [Change(places[i], places[j], "".join(after[k:m])) for i, j, k, m in differing]


def edits_for(document: Document, number: int, span: tuple[int, int], wording: str) -> tuple[Edit, ...] | None:
    """The edits that make a span of a block read `wording`; None where that cannot be written in its place."""
    block, text = document.blocks[number], document.text
    if text is None or document.format not in FORMATS or not block.segments:
        return None
    if block.role == "structured" and not _a_string(text, block, wording):
        return None
    found: list[Edit] = []
    for change in changes(block.text[span[0] : span[1]], wording, span[0]):
        said = _written(change.text, document, block)
        if said is None:
            return None
        if change.start == change.end:
            at = _gap(text, document.format, block, change)
            found.append(Edit(at, at, said))
            continue
        replaced = _replaced(text, block, change, said)
        if replaced is None:
            return None
        found += replaced
    found.sort()
    return tuple(found) if all(one.end <= other.start for one, other in pairwise(found)) else None


def _a_string(text: str, block: Block, wording: str) -> bool:
    """Whether a block is one whole string of JSON, and the wording can stand in it as it is."""
    start, end = block.segments[0].source_start, block.segments[-1].source_end
    return text[start - 1 : start] == text[end : end + 1] == '"' and _PLAIN.fullmatch(wording) is not None


def edit_for(document: Document, claim: Claim, wording: str) -> Edit | None:
    """The one edit of the original after which a promise reads `wording`; None where it cannot be written there."""
    number, span = claim.place.block, claim.place.span
    if number >= len(document.blocks) or document.blocks[number].text[span[0] : span[1]] != claim.quote:
        return None
    edits = edits_for(document, number, span, wording)
    return together(document.text or "", edits) if edits else None


# ------------------------------------------------------------------------------------------------ places
def _slices(block: Block, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Each character of a stretch of a block and the slice it came from."""
    for at in range(start, end):
        slice_ = block.source_span(at, at + 1)
        if slice_ is not None:
            yield block.text[at], *slice_


def _runs(block: Block, start: int, end: int) -> list[_Run]:
    runs: list[_Run] = []
    for char, first, last in _slices(block, start, end):
        if runs and runs[-1].end in (first, last):
            runs[-1] = _Run(runs[-1].words + char, runs[-1].start, last)
        else:
            runs.append(_Run(char, first, last))
    return runs


def _whole(block: Block, at: int) -> bool:
    """Whether no slice of the original goes across this place between two characters."""
    if not 0 < at < len(block.text):
        return True
    left, right = block.source_span(at - 1, at), block.source_span(at, at + 1)
    return left is None or right is None or left[1] <= right[0]


def _gap(text: str, form: str, block: Block, change: Change) -> int:
    """Where words are put in: behind what stands before them and the tags and marks that close there."""
    spot = block.source_span(change.start - 1, change.start) if change.start else block.source_span(0, 1)
    assert spot is not None  # noqa: S101 - blocks without segments were left out
    if not change.start:
        return spot[0]
    closing = {"html": _CLOSING, "markdown": _MARKS}.get(form) if not change.text[:1].isalnum() else None
    behind = closing.match(text, spot[1]) if closing else None
    return behind.end() if behind else spot[1]


def _replaced(text: str, block: Block, change: Change, said: str) -> list[Edit] | None:
    """Other words in the place of some: in one piece, where the most of them stood."""
    if not (_whole(block, change.start) and _whole(block, change.end)):
        return None
    runs = _runs(block, change.start, change.end)
    if len(runs) == 1:
        return [_kept_lines(text, runs[0], said)]
    for chosen in sorted(runs, key=lambda run: -sum(map(str.isalnum, run.words))):
        others = [run for run in runs if run is not chosen and run.words.strip()]
        if any(text[run.start - 1 : run.start] + text[run.end : run.end + 1] in _PAIRED for run in others):
            continue
        return [_kept_lines(text, chosen, said), *(_kept_lines(text, run, "") for run in others)]
    return None


def _kept_lines(text: str, run: _Run, said: str) -> Edit:
    """An edit that keeps a line break among the words it replaces: at a space of theirs, else at the end."""
    broken = _LINE_BREAK.search(text, run.start, run.end)
    if broken:
        head, _, tail = said.rpartition(" ") if said.strip().count(" ") else (said, "", "")
        said = head + broken[0] + tail
    return Edit(run.start, run.end, said)


# ------------------------------------------------------------------------------------------------ writing
def _written(words: str, document: Document, block: Block) -> str | None:
    """Words as their format writes them in this place; None where it cannot."""
    if "\n" in words or "\r" in words:
        return None
    if document.format == "html":
        return _in_html(words, document.text or "", block)
    if document.format == "markdown":
        if block.role in ("title", "meta"):
            return None if _NO_YAML.search(words) else words
        words = _REFERENCE.sub("&amp;", _SPECIAL.sub(r"\\\g<0>", words))
        return words.replace("|", "\\|") if block.role == "table_cell" else words
    return words


def _in_html(words: str, text: str, block: Block) -> str:
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    start = block.segments[0].source_start
    if text.rfind("<", 0, start) <= text.rfind(">", 0, start):
        return words
    return words.replace("'", "&#39;") if text[start - 1 : start] == "'" else words.replace('"', "&quot;")
