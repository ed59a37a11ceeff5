"""PDF files: paragraphs, headings (larger or bold), lists and tables of each page, in English and Arabic.

Scanned pages hold pictures, no letters: such a file is refused with a hint instead of read as empty.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from promisecheck.model import Block
from promisecheck.sources.binaries.building import Builder, UnreadableError
from promisecheck.sources.binaries.pdf_layout import Glyph, Line, Paragraph, grids, lines, paragraphs
from promisecheck.sources.binaries.reading_order import in_reading_order
from promisecheck.sources.binaries.visual_order import Direction, direction_of

extensions: Final = (".pdf",)
media_types: Final = ("application/pdf",)
starts: Final = (b"%PDF-",)

MOST_PAGES: Final = 150
_MOST_GLYPHS: Final = 40_000
"""Letters of one page; more is a drawing."""
_HEADING: Final = 1.15
"""How much larger than the text a heading's letters are."""
_Box = tuple[float, float, float, float]
_HEADING_WORDS: Final = 14
_FILLED: Final = 0.5
"""Of a table's cells, how many hold something; a grid with less is decoration."""


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a PDF. Raises UnreadableError when it is broken, locked, too long, or has no letters."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > MOST_PAGES:
                raise UnreadableError(f"{len(file.pages)} pages; {MOST_PAGES} are read at most", "split the file")
            pages = [_page(page) for page in file.pages]
            title = (file.metadata or {}).get("Title")
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise UnreadableError("this PDF is locked with a password", "save it without one") from error
        raise UnreadableError("this PDF is broken", "print it anew to PDF") from error
    return _blocks(pages, title if isinstance(title, str) else "")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its rows of words, first column first, its box, and the height of letters that is usual in one."""

    rows: list[list[str]]
    box: _Box
    size: float = 12.0


def _page(page: Any) -> list[Paragraph | _Table]:
    if len(page.chars) > _MOST_GLYPHS:
        raise UnreadableError(f"page {page.page_number} has more than {_MOST_GLYPHS:,} letters", "split the file")
    height = float(page.height)
    glyphs = [_glyph(char, height) for char in page.chars if char["upright"] and char["text"].strip("\0")]
    base = direction_of([glyph.text for glyph in glyphs])
    found: list[_Table] = []
    for table in page.find_tables():
        read = _table(table, glyphs, base)
        if read is not None:
            found.append(read)
            glyphs = [one for one in glyphs if not _inside(one, read.box)]
    rest = lines(glyphs, base)
    for grid in grids(rest):
        cells = [line for row in grid for line in row]
        words = [[line.text() for line in (row[::-1] if base == "rtl" else row)] for row in grid]
        found.append(_Table(words, Paragraph(cells).box))
        rest = [line for line in rest if not any(line is cell for cell in cells)]
    parts: list[Paragraph | _Table] = [*paragraphs(rest), *found]
    return list(in_reading_order(parts, base))


def _glyph(char: dict[str, Any], height: float) -> Glyph:
    font = str(char.get("fontname", "")).lower()
    size = float(char.get("size") or char["bottom"] - char["top"])
    return Glyph(
        char["text"], char["x0"], char["x1"], height - char["matrix"][5], size, "bold" in font or "black" in font
    )


def _table(table: Any, glyphs: list[Glyph], base: Direction) -> _Table | None:
    """A table's words; None for a grid that holds too little. In Arabic tables the first column is the right one."""
    rows = [
        ["\n".join(one.text() for one in _cell_lines(cell, glyphs, base)) if cell else "" for cell in row.cells]
        for row in table.rows
    ]
    cells = [cell for row in rows for cell in row]
    columns = max((len(row) for row in rows), default=0)
    if len(rows) < 2 or columns < 2 or sum(map(bool, cells)) < _FILLED * len(cells):
        return None
    if base == "rtl":
        rows = [row[::-1] for row in rows]
    return _Table(rows, table.bbox)


def _cell_lines(cell: _Box, glyphs: list[Glyph], base: Direction) -> list[Line]:
    return lines((one for one in glyphs if _inside(one, cell)), base)


def _inside(glyph: Glyph, box: _Box) -> bool:
    across, down = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]


def _blocks(pages: list[list[Paragraph | _Table]], title: str) -> tuple[Block, ...]:
    every = [part for page in pages for part in page if isinstance(part, Paragraph)]
    sizes = Counter(round(line.size, 1) for part in every for line in part.lines for _ in line.glyphs)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted((size for size in sizes if size > _HEADING * body), reverse=True)
    out = Builder()
    out.add(title, "title", "title", unseen=True)
    tables = 0
    for number, page in enumerate(pages, 1):
        for part in page:
            if isinstance(part, Paragraph):
                _add(out, part, f"page {number}, {_box(part.box)}", larger)
            else:
                tables += 1
                out.table(part.rows, f"page {number}, table {tables}")
    if not any(block.role != "title" for block in out.blocks):
        hint = "save its pages as PNG, or print it anew"
        raise UnreadableError("no letters in this PDF: its pages are pictures", hint)
    return tuple(out.blocks)


def _add(out: Builder, paragraph: Paragraph, where: str, larger: list[float]) -> None:
    text, size = paragraph.text(), round(paragraph.lines[0].size, 1)
    short = len(text.split()) <= _HEADING_WORDS and not text.endswith((".", "؟", "،", ","))
    if paragraph.is_item:
        out.add(text, "list_item", where, card=out.new_card())
    elif short and size in larger:
        out.heading(" ".join(text.split()), larger.index(size) + 1, where)
    elif short and paragraph.lines[0].bold and len(paragraph.lines) == 1 and not any(map(str.isdigit, text)):
        out.heading(text, len(larger) + 1, where)
    else:
        out.add(text, "paragraph", where, card=out.new_card())


def _box(box: _Box) -> str:
    left, top, right, bottom = (round(side) for side in box)
    return f"box {left},{top} to {right},{bottom}"
