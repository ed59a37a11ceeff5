"""Presentations (PPTX): titles, text, tables and alternative texts of each slide, and the speaker's notes."""

from __future__ import annotations

import io
from typing import Any, Final

from promisecheck.model import Block
from promisecheck.sources.binaries.building import Builder
from promisecheck.sources.binaries.packages import check_package

extensions: Final = (".pptx",)
media_types: Final = ("application/vnd.openxmlformats-officedocument.presentationml.presentation",)
member: Final = "ppt/presentation.xml"

_DEEPEST: Final = 8
"""Groups inside groups that are followed."""


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a presentation. Raises UnreadableError when it is broken, locked or too large."""
    import pptx

    check_package(data)
    out = Builder()
    for number, slide in enumerate(pptx.Presentation(io.BytesIO(data)).slides, 1):
        _slide(out, slide, f"slide {number}")
    return tuple(out.blocks)


def _slide(out: Builder, slide: Any, where: str) -> None:
    title = slide.shapes.title
    if title is not None:
        out.heading(_words(title.text_frame), 1, f"{where}, title")
    else:
        out.heading("", 1, where)
    for shape in sorted(slide.shapes, key=lambda one: (one.top or 0, one.left or 0)):
        if title is None or shape.shape_id != title.shape_id:
            _shape(out, shape, where, 0)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            out.add(paragraph.text, "paragraph", f"{where}, notes", unseen=True)


def _shape(out: Builder, shape: Any, where: str, depth: int) -> None:
    """A shape's words; those of a group in turn."""
    here = f"{where}, {shape.name}"
    if hasattr(shape, "shapes"):
        if depth < _DEEPEST:
            for inner in shape.shapes:
                _shape(out, inner, where, depth + 1)
    elif shape.has_text_frame:
        card = out.new_card()
        several = len(shape.text_frame.paragraphs) > 1
        for paragraph in shape.text_frame.paragraphs:
            out.add(paragraph.text.replace("\v", "\n"), "list_item" if several else "paragraph", here, card=card)
    elif getattr(shape, "has_table", False):
        rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
        out.table(rows, here)
    described = shape._element.find(".//{*}cNvPr")
    if described is not None and described.get("descr"):
        out.add(described.get("descr"), "alt", here, unseen=True)


def _words(frame: Any) -> str:
    return "\n".join(paragraph.text.replace("\v", " ") for paragraph in frame.paragraphs)
