"""Edits of an original: other text for a slice of it, all else as it was, in characters and in bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from promisecheck.sources.decode import decode


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What to write for `original[start:end]`; an empty slice is an insertion. Offsets count code points."""

    start: int
    end: int
    text: str


class UnwritableError(ValueError):
    """A file in which an edit cannot be written so that all else stays byte for byte. The message says why."""


def overlap(one: Iterable[Edit], other: Iterable[Edit]) -> bool:
    """Whether two sets of edits touch the same characters, or the same place between two."""
    return any(a.start <= b.end and b.start <= a.end for a in one for b in other)


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made. Raises ValueError where they overlap or lie outside."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits):
        if not at <= edit.start <= edit.end <= len(text):
            raise ValueError(f"edit {edit.start}:{edit.end} overlaps another or lies outside the text")
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*parts, text[at:]))


def together(text: str, edits: Sequence[Edit]) -> Edit:
    """Several edits as one, with the original between them. Raises ValueError for none."""
    start, end = min(edit.start for edit in edits), max(edit.end for edit in edits)
    moved = [Edit(edit.start - start, edit.end - start, edit.text) for edit in edits]
    return Edit(start, end, applied(text[start:end], moved))


def written_again(data: bytes, before: str, after: str, *, markup: bool) -> bytes:
    """The bytes of a file whose text `before` becomes `after`, in its own encoding, byte order mark and line ends kept.

    markup: a character that the encoding does not have is written as a reference, as HTML and Markdown allow.
    Raises UnwritableError for bytes that are not all that text, and for characters that cannot be written.
    """
    decoded = next((one for one in (decode(data), decode(data, markup=True)) if one.text == before), None)
    if decoded is None:
        raise UnwritableError("it has changed since it was read")
    encoding = decoded.encoding
    if decoded.note is not None or before.encode(encoding, "replace") != data:
        raise UnwritableError(f"not all of it is {encoding}")
    try:
        return after.encode(encoding, "xmlcharrefreplace" if markup else "strict")
    except UnicodeEncodeError as error:
        missing = error.object[error.start : error.end]
        raise UnwritableError(f"its encoding ({encoding}) has no “{missing}”") from None
