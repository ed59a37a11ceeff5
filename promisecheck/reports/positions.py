"""Places in the original for formats that name regions: where a quote ends, columns in bytes, how a file is named."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from promisecheck.fixing.placing import edit_for
from promisecheck.model import Claim, Document

_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_STDIN: Final = "-"


@dataclass(frozen=True, slots=True)
class Region:
    """From a line and column to another, 1-based, the end exclusive; columns count code points."""

    line: int
    column: int
    end_line: int
    end_column: int


def region(claim: Claim, document: Document | None, *, in_bytes: bool = False) -> Region | None:
    """Where the quote of a claim stands; None without a text original.

    in_bytes: columns count the bytes of UTF-8 instead of code points; that needs the copy, as does a quote over several
    lines. Without the copy the quote is taken to end on its line.
    """
    place = claim.place
    if place.line is None or place.column is None or place.start is None or place.end is None:
        return None
    text = document.text if document is not None else None
    if text is None:
        return Region(place.line, place.column, place.line, place.column + place.end - place.start)

    def width(part: str) -> int:
        return len(part.encode("utf-8", "surrogatepass")) if in_bytes else len(part)

    before = text[place.start - place.column + 1 : place.start]
    inside = _LINE_END.split(text[place.start : place.end])
    last = width(inside[-1]) + (width(before) if len(inside) == 1 else 0)
    return Region(place.line, width(before) + 1, place.line + len(inside) - 1, last + 1)


def is_file(source: str) -> bool:
    """Whether a source is a file, and no address or standard input."""
    return source != _STDIN and not _ADDRESS.match(source)


def path_of(source: str) -> str:
    """A source as other programs name a file: slashes, nothing before it that means "here"."""
    return source.replace("\\", "/").removeprefix("./") if is_file(source) else source


def uri_of(source: str) -> str:
    """A source as a URI: relative for a path, `stdin` for standard input."""
    if _ADDRESS.match(source):
        return source
    if source == _STDIN:
        return "stdin"
    path = quote(path_of(source), safe="/", errors="surrogatepass")
    return f"file://{path}" if path.startswith("/") else path


def replacement(claim: Claim, document: Document | None, wording: str) -> str | None:
    """What to write in the place of a quote so that it reads `wording`.

    None where that takes more than other words in its place: tags in the midst of them, or no text original.
    """
    place = claim.place
    if document is None or document.text is None or place.start is None or place.end is None:
        return None
    if place.role == "structured":
        return None
    if document.text[place.start : place.end] == claim.quote:
        return html.escape(wording, quote=True) if document.format in ("html", "markdown") else wording
    edit = edit_for(document, claim, wording)
    if edit is None or not place.start <= edit.start <= edit.end <= place.end:
        return None
    return document.text[place.start : edit.start] + edit.text + document.text[edit.end : place.end]
