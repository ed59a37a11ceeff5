"""From the texts of a page to blocks: cards, table headers, questions and terms, language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

from promisecheck.model import Block, Language
from promisecheck.sources import tables
from promisecheck.sources.actions import FOOTER, QUOTE, UNIT
from promisecheck.sources.language import declared_language, majority_language, script_language
from promisecheck.sources.page import Node, Page, Said
from promisecheck.sources.questions import Questions, question
from promisecheck.sources.quick import Draft, finished
from promisecheck.sources.tags import UNITS

_CARD_WORDS: Final = 150
"""A longer container is a chapter, not a card."""
_LABEL_WORDS: Final = 6
_CARD_TAGS: Final = frozenset(("div", "section", "a", "aside", "form", "fieldset", "blockquote", "header", "dl"))
_NO_HEADERS: Final[tables.Headers] = ((), ())


def lay_out(page: Page, language: Language | None) -> tuple[tuple[Block, ...], Language]:
    """The blocks of a page in the order of their positions, and the page's language (`language` when given)."""
    said = sorted(page.said, key=itemgetter(0))
    whole = (
        language or majority_language([draft.text for _, draft, _ in said]) or declared_language(page.language) or "en"
    )
    ascii_means_whole = language is not None or whole == "en"
    headers = _Cells(page.cells, said) if page.cells else None
    subjects = _subjects(said) if page.explains else {}
    cards = _Cards()
    questions = Questions()
    blocks: list[Block] = []
    for _, draft, node in said:
        text = draft.text
        if language or (ascii_means_whole and text.isascii()):
            draft.language = whole
        else:
            draft.language = script_language(text) or whole
        card = draft.card = node.card if node.card >= 0 else cards.number(node)
        if headers and node.cell >= 0:
            draft.row_headers, draft.column_headers = headers.of(node)
        if not draft.hidden_from_sight:
            if card in cards.row_like:
                draft.row_headers = draft.row_headers or cards.label(card, draft)
            if questions.asked or question(text):
                draft.subject = questions.subject(text, draft.role, draft.section, card)
        if subjects and draft.role != "term":
            draft.subject = _above(node, subjects, but=text) or draft.subject
        if node.flags and draft.role in ("paragraph", "list_item"):
            draft.role = "quote" if node.flags & QUOTE else "footer" if node.flags & FOOTER else draft.role
        blocks.append(finished(draft))
    return tuple(blocks), whole


class _Cards:
    """Numbers the containers that read as one unit.

    List items, rows, articles, answers are units by nature; other containers are when their like stands beside them,
    each with two texts or more. A card of two texts is row-like: a short one names the other (a day, then its hours).
    """

    def __init__(self) -> None:
        self.row_like: set[int] = set()
        self._count = 0
        self._labels: dict[int, str] = {}

    def number(self, node: Node) -> int:
        """The number of the innermost card around a text in `node`, 0 for none; remembered at the nodes."""
        way: list[Node] = []
        at: Node | None = node
        found = 0
        while at is not None:
            if at.card >= 0:
                found = at.card
                break
            way.append(at)
            if _is_card(at):
                self._count += 1
                found = self._count
                if at.texts == 2 and at.element.tag not in ("tr", "details", "pair"):
                    self.row_like.add(found)
                break
            at = at.parent
        for passed in way:
            passed.card = found
        return found

    def label(self, card: int, draft: Draft) -> tuple[str, ...]:
        """The first text of a row-like card as row header of the second; () for the first."""
        if card in self._labels:
            label = self._labels[card]
            return (label,) if label else ()
        short = draft.role != "heading" and draft.text.count(" ") < _LABEL_WORDS
        self._labels[card] = draft.text if short else ""
        return ()


def _is_card(node: Node) -> bool:
    if node.words > _CARD_WORDS:
        return False
    tag = node.element.tag
    return tag in UNITS or bool(node.element.flags & UNIT) or (node.alike and node.texts > 1 and tag in _CARD_TAGS)


def _subjects(said: Sequence[Said]) -> Mapping[Node, str]:
    """The term, summary or caption that a container explains."""
    own: dict[Node, str] = {}
    for _, draft, node in said:
        if draft.hidden_from_sight:
            continue
        text, role = draft.text, draft.role
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
        texts: dict[int, str] = {}
        for _, draft, node in said:
            cell = node.cell
            if cell >= 0 and not draft.hidden_from_sight:
                said_here = draft.text.replace("\n", " ")
                texts[cell] = f"{texts[cell]} {said_here}" if cell in texts else said_here
        found: dict[Node | None, dict[Node | None, tables.Row]] = {}
        for number, node in enumerate(cells):
            row = node.parent
            table = row
            while table is not None and table.element.tag != "table":
                table = table.parent
            rows = found.setdefault(table, {})
            if row not in rows:
                in_head = row is not None and row.parent is not None and row.parent.element.tag == "thead"
                rows[row] = tables.Row([], in_head)
            kind = node.element
            rows[row].cells.append(
                tables.Cell(number, texts.get(number, ""), kind.tag == "th", kind.rows, kind.columns, kind.scope)
            )
        self._headers: dict[int, tables.Headers] = {}
        for rows in found.values():
            self._headers.update(tables.headers(list(rows.values())))

    def of(self, node: Node) -> tables.Headers:
        """Row headers and column headers of a text in `node`."""
        return self._headers.get(node.cell, _NO_HEADERS)
