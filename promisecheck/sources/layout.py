"""From the texts of a page to blocks: cards, table headers, questions and terms, language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

from promisecheck.model import Block, Language, Role
from promisecheck.sources import tables
from promisecheck.sources.actions import FOOTER, QUOTE, UNIT
from promisecheck.sources.language import declared_language, script_language
from promisecheck.sources.page import Node, Page, Said
from promisecheck.sources.questions import Questions
from promisecheck.sources.quick import make_block
from promisecheck.sources.tags import UNITS

_CARD_WORDS: Final = 150
"""A longer container is a chapter, not a card."""
_LABEL_WORDS: Final = 6
_CARD_TAGS: Final = frozenset(("div", "section", "a", "aside", "form", "fieldset", "blockquote", "header", "dl"))
_NO_HEADERS: Final[tables.Headers] = ((), ())


def lay_out(page: Page, language: Language | None) -> tuple[tuple[Block, ...], Language]:
    """The blocks of a page in the order of their positions, and the page's language (`language` when given)."""
    said = sorted(page.said, key=itemgetter(0))
    spoken = [language or script_language(item[1]) for item in said]
    whole = language or _majority(said, spoken) or declared_language(page.language) or "en"
    cards = _Cards()
    headers = _Cells(page.cells, said) if page.cells else None
    subjects = _subjects(said)
    questions = Questions()
    blocks: list[Block] = []
    for (_, text, segments, role, node, headings, section, unseen), own in zip(said, spoken, strict=True):
        card, row_like = cards.of(node)
        across, above = headers.of(node) if headers else _NO_HEADERS
        subject = ""
        if not unseen:
            if row_like:
                across = across or cards.label(card, text, role)
            subject = questions.subject(text, role, section, card)
        if subjects and role != "term":
            subject = _above(node, subjects, but=text) or subject
        if node.flags and role in ("paragraph", "list_item"):
            role = "quote" if node.flags & QUOTE else "footer" if node.flags & FOOTER else role
        blocks.append(
            make_block(text, role, segments, own or whole, headings, across, above, subject, section, card, unseen)
        )
    return tuple(blocks), whole


def _majority(said: Sequence[Said], spoken: Sequence[Language | None]) -> Language | None:
    """The language of most of the text; None for a draw."""
    lead = 0
    for item, language in zip(said, spoken, strict=True):
        if language:
            lead += len(item[1]) if language == "en" else -len(item[1])
    return None if not lead else "en" if lead > 0 else "ar"


class _Cards:
    """Numbers the containers that read as one unit.

    List items, rows, articles, answers are units by nature; other containers are when their like stands beside them,
    each with two texts or more. A card of two texts is row-like: a short one names the other (a day, then its hours).
    """

    def __init__(self) -> None:
        self._found: dict[Node, tuple[int, bool]] = {}
        self._count = 0
        self._labels: dict[int, str] = {}

    def of(self, node: Node) -> tuple[int, bool]:
        """The number of the innermost card around a text in `node`, 0 for none; whether it is row-like."""
        found = self._found.get(node)
        if found is None:
            found = self._found[node] = self._sought(node)
        return found

    def _sought(self, node: Node) -> tuple[int, bool]:
        way: list[Node] = []
        at: Node | None = node
        found = (0, False)
        while at is not None:
            if at in self._found:
                found = self._found[at]
                break
            way.append(at)
            if _is_card(at):
                self._count += 1
                found = (self._count, at.texts == 2 and at.element.tag not in ("tr", "details", "pair"))
                break
            at = at.parent
        self._found.update(dict.fromkeys(way, found))
        return found

    def label(self, card: int, text: str, role: Role) -> tuple[str, ...]:
        """The first text of a row-like card as row header of the second; () for the first."""
        if card in self._labels:
            label = self._labels[card]
            return (label,) if label else ()
        self._labels[card] = text if role != "heading" and text.count(" ") < _LABEL_WORDS else ""
        return ()


def _is_card(node: Node) -> bool:
    if node.words > _CARD_WORDS:
        return False
    tag = node.element.tag
    return tag in UNITS or bool(node.element.flags & UNIT) or (node.alike and node.texts > 1 and tag in _CARD_TAGS)


def _subjects(said: Sequence[Said]) -> Mapping[Node, str]:
    """The term, summary or caption that a container explains."""
    own: dict[Node, str] = {}
    for _, text, _, role, node, _, _, unseen in said:
        if unseen:
            continue
        tag = node.element.tag
        if role == "term":
            owner: Node | None = node
            while owner is not None and owner.element.tag not in ("pair", "details"):
                owner = owner.parent
            if owner is not None:
                own[owner] = f"{own[owner]}, {text}" if owner in own and owner.element.tag == "pair" else text
        elif tag == "caption" and node.parent is not None:
            own[node.parent] = text
        elif tag == "details":
            own.setdefault(node, text)
    return own


def _above(node: Node | None, subjects: Mapping[Node, str], *, but: str) -> str:
    """What the innermost container with a subject is about, unless that is the text itself."""
    while node is not None:
        if node in subjects:
            return "" if subjects[node] == but else subjects[node]
        node = node.parent
    return ""


class _Cells:
    """The headers of the table cells that texts lie in."""

    def __init__(self, cells: Sequence[Node], said: Sequence[Said]) -> None:
        self._cell_of: dict[Node, Node | None] = {cell: cell for cell in cells}
        texts: dict[Node, str] = {}
        for item in said:
            cell = self._cell(item[4])
            if cell is not None and not item[7]:
                texts[cell] = f"{texts[cell]} {item[1]}" if cell in texts else item[1]
        rows: dict[Node | None, dict[Node | None, tables.Row]] = {}
        for number, cell in enumerate(cells):
            row = cell.parent
            table = row
            while table is not None and table.element.tag != "table":
                table = table.parent
            in_head = row is not None and row.parent is not None and row.parent.element.tag == "thead"
            kind = cell.element
            rows.setdefault(table, {}).setdefault(row, tables.Row([], in_head)).cells.append(
                tables.Cell(number, texts.get(cell, ""), kind.tag == "th", kind.rows, kind.columns, kind.scope)
            )
        self._headers: dict[Node, tables.Headers] = {}
        for table_rows in rows.values():
            for number, found in tables.headers(list(table_rows.values())).items():
                self._headers[cells[number]] = found

    def of(self, node: Node) -> tables.Headers:
        """Row headers and column headers of a text in `node`."""
        cell = self._cell(node)
        return self._headers.get(cell, _NO_HEADERS) if cell is not None else _NO_HEADERS

    def _cell(self, node: Node | None) -> Node | None:
        way: list[Node] = []
        while node is not None and node not in self._cell_of:
            way.append(node)
            node = node.parent
        found = self._cell_of[node] if node is not None else None
        for passed in way:
            self._cell_of[passed] = found
        return found
