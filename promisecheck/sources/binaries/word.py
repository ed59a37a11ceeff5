"""Word documents (DOCX): headings, paragraphs, lists, tables, headers and footers, footnotes, text boxes.

Text that was deleted with changes tracked is not read; text that was inserted is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from promisecheck.model import Block, Role
from promisecheck.sources.binaries.building import Builder, UnreadableError
from promisecheck.sources.binaries.packages import check_package

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

extensions: Final = (".docx",)
media_types: Final = ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",)
member: Final = "word/document.xml"

_HEADING: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of a document. Raises UnreadableError when it is broken, locked or too large."""
    import docx

    check_package(data)
    return _blocks(docx.Document(io.BytesIO(data)))


def _blocks(document: WordDocument) -> tuple[Block, ...]:
    from docx.table import Table

    out = Builder()
    title = document.core_properties.title or ""
    out.add(title, "title", "title", unseen=True)
    seen = set()
    for section in document.sections:
        for part in (section.header, section.footer):
            for paragraph in part.paragraphs:
                text = _text(paragraph._p)
                if text not in seen:
                    seen.add(text)
                    out.add(text, "footer", "header or footer")
    paragraphs = tables = 0
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            tables += 1
            rows = [[_cell(cell) for cell in _unmerged(row.cells)] for row in item.rows]
            out.table(rows, f"table {tables}")
            continue
        paragraphs += 1
        where = f"paragraph {paragraphs}"
        style = item.style.name if item.style is not None else ""
        level = 1 if style == "Title" else int(found[1]) if (found := _HEADING.match(style or "")) else 0
        if level:
            out.heading(_text(item._p), level, where)
        else:
            role = _role(item._p, style or "")
            out.add(_text(item._p), role, where, card=out.new_card() if role == "list_item" else 0)
        for box in item._p.iter(f"{_W}txbxContent"):
            if not any(parent.tag.endswith("}Fallback") for parent in box.iterancestors()):
                for inner in box.iter(f"{_W}p"):
                    out.add(_text(inner), "paragraph", f"{where}, text box")
    for mark, text in _footnotes(document):
        out.add(f"{mark} {text}", "paragraph", f"footnote {mark}")
    return tuple(out.blocks)


def _text(paragraph: Any) -> str:
    """The words of a paragraph element as they stand: inserted ones too, deleted ones and text boxes not."""
    words: list[str] = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t" and _nearest_paragraph(node) is paragraph:
            words.append(node.text or "")
        elif node.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr") and _nearest_paragraph(node) is paragraph:
            words.append(" " if node.tag == f"{_W}tab" else "\n")
        elif node.tag == f"{_W}footnoteReference" and (number := node.get(f"{_W}id")):
            words.append(number.translate(_RAISED))
    return "".join(words)


_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _nearest_paragraph(node: Any) -> Any:
    return next(node.iterancestors(f"{_W}p"), None)


def _role(paragraph: Any, style: str) -> Role:
    if style.startswith("List") or paragraph.find(f"{_W}pPr/{_W}numPr") is not None:
        return "list_item"
    return "quote" if "Quote" in style else "paragraph"


def _unmerged(cells: Any) -> Iterator[Any]:
    """A row's cells; a cell that spans several columns is named for each of them, and read once."""
    last = None
    for cell in cells:
        if last is None or cell._tc is not last:
            yield cell
        last = cell._tc


def _cell(cell: Any) -> str:
    return "\n".join(_text(paragraph._p) for paragraph in cell.paragraphs)


def _footnotes(document: WordDocument) -> Iterator[tuple[str, str]]:
    """Number, raised as in the text, and words of each footnote."""
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            try:
                root = etree.fromstring(relation.target_part.blob, parser)
            except etree.XMLSyntaxError as error:
                raise UnreadableError("the footnotes of this Word document are broken") from error
            for note in root.iter(f"{_W}footnote"):
                number = note.get(f"{_W}id") or ""
                if number.isdigit() and int(number) > 0:
                    words = " ".join(_text(paragraph) for paragraph in note.iter(f"{_W}p"))
                    yield number.translate(_RAISED), words
