"""A document that is no text, written as a plain HTML page: for people who review it and for storing it as copy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Final

from promisecheck.model import Block
from promisecheck.sources.language import majority_language

_CELL: Final = re.compile(r"row (\d+), column (\d+)\Z")
_TAGS: Final = {"paragraph": "p", "footer": "footer", "quote": "blockquote", "alt": "p", "meta": "p"}


def as_html(blocks: Sequence[Block], pictures: Iterable[str] = ()) -> str:
    """A page with the words of `blocks` under `pictures`, the names of images that show the original."""
    language = majority_language(block.text for block in blocks) or "en"
    title = next((block.text for block in blocks if block.role == "title"), "")
    body = [f'<p><img src="{escape(name)}" alt=""></p>' for name in pictures]
    body += _parts(block for block in blocks if block.role != "title")
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">\n<head>'
        f'<meta charset="utf-8"><title>{escape(title)}</title></head>\n<body>\n'
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _parts(blocks: Iterable[Block]) -> Iterator[str]:
    for kind, group in groupby(blocks, key=_kind):
        members = list(group)
        if kind == "table":
            yield from _tables(members)
        elif kind == "list":
            yield "<ul>\n" + "\n".join(f"<li>{_words(block)}</li>" for block in members) + "\n</ul>"
        else:
            for block in members:
                tag = f"h{min(len(block.headings) + 1, 6)}" if kind == "heading" else _TAGS.get(block.role, "p")
                yield f"<{tag}>{_words(block)}</{tag}>"


def _kind(block: Block) -> str:
    if block.role == "table_cell" and _CELL.search(block.where or ""):
        return "table"
    return {"list_item": "list", "heading": "heading"}.get(block.role, "text")


def _tables(cells: list[Block]) -> Iterator[str]:
    """Tables, their empty cells put back: cells say by row and column where they stand."""
    for _, group in groupby(cells, key=lambda cell: _CELL.sub("", cell.where or "")):
        placed = {_position(cell): cell for cell in group}
        width = max(column for _, column in placed)
        rows = []
        for row in range(1, max(row for row, _ in placed) + 1):
            line = [placed.get((row, column)) for column in range(1, width + 1)]
            rows.append("<tr>" + "".join(f"<td>{_words(cell) if cell else ''}</td>" for cell in line) + "</tr>")
        yield "<table>\n" + "\n".join(rows) + "\n</table>"


def _position(cell: Block) -> tuple[int, int]:
    found = _CELL.search(cell.where or "")
    return (int(found[1]), int(found[2])) if found else (1, 1)


def _words(block: Block) -> str:
    return escape(block.text, quote=False).replace("\n", "<br>")
