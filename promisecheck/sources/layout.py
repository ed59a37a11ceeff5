"""From the texts of a page to blocks: cards, table headers, questions and terms, language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from promisecheck.model import Block, Language
from promisecheck.sources import tables
from promisecheck.sources.language import declared_language, majority_language, script_language
from promisecheck.sources.markup import FOOTER, QUOTE, UNIT
from promisecheck.sources.page import Container, Page, Said
from promisecheck.sources.questions import Questions
from promisecheck.sources.tags import UNITS

_CARD_WORDS: Final = 150
"""A longer container is a chapter, not a card."""
_LABEL_WORDS: Final = 6
_CARD_TAGS: Final = frozenset(("div", "section", "a", "aside", "form", "fieldset", "blockquote", "header", "dl"))


def lay_out(page: Page, language: Language | None) -> tuple[tuple[Block, ...], Language]:
    """The blocks of a page in the order of their positions, and the page's language (`language` when given)."""
    said = sorted(page.said, key=lambda item: item.segments[0].source_start)
    whole = language or majority_language(item.text for item in said) or declared_language(page.language) or "en"
    containers = page.containers
    count, words = _contents(said, containers)
    cards = _cards(containers, count, words)
    rows, columns = _cell_headers(said, containers)
    beside = _labels(said, containers, cards, count)
    subjects = _subjects(said, containers)
    blocks: list[Block] = []
    questions = Questions()
    for index, (text, segments, role, at, headings, section, unseen) in enumerate(said):
        flags = containers[at].flags
        card = cards[at]
        subject = subjects[at] if role != "term" and text != subjects[at] else ""
        if not unseen:
            subject = subject or questions.subject(text, role, section, card)
        if flags and role in ("paragraph", "list_item"):
            role = "quote" if flags & QUOTE else "footer" if flags & FOOTER else role
        blocks.append(
            Block(
                text,
                role,
                segments,
                language or ("en" if whole == "en" and text.isascii() else script_language(text) or whole),
                headings,
                rows.get(at) or beside.get(index, ()),
                columns.get(at, ()),
                subject,
                section,
                card,
                unseen,
            )
        )
    return tuple(blocks), whole


def _contents(said: Sequence[Said], containers: Sequence[Container]) -> tuple[list[int], list[int]]:
    """How many texts and words each container holds, those inside inner ones included."""
    count, words = [0] * len(containers), [0] * len(containers)
    for item in said:
        if not item.unseen:
            count[item.container] += 1
            words[item.container] += item.text.count(" ") + 1
    for at in range(len(containers) - 1, 0, -1):
        parent = containers[at].parent
        count[parent] += count[at]
        words[parent] += words[at]
    return count, words


def _cards(containers: Sequence[Container], count: Sequence[int], words: Sequence[int]) -> list[int]:
    """For each container the number of the innermost one that reads as one unit; 0 for none.

    List items, rows, articles, answers are units by nature; other containers are when their like stands beside them,
    each with two texts or more.
    """
    like = Counter((container.parent, container.signature) for container in containers)
    cards = [0] * len(containers)
    for at in range(1, len(containers)):
        parent, tag, signature, flags, _ = containers[at]
        natural = tag in UNITS or flags & UNIT
        repeated = tag in _CARD_TAGS and count[at] > 1 and like[parent, signature] > 1
        cards[at] = at if (natural or repeated) and words[at] <= _CARD_WORDS else cards[parent]
    return cards


def _labels(
    said: Sequence[Said], containers: Sequence[Container], cards: Sequence[int], count: Sequence[int]
) -> Mapping[int, tuple[str, ...]]:
    """Row headers of texts that share a row-like unit with one short text before them (a day, then its hours)."""
    beside: dict[int, tuple[str, ...]] = {}
    first: dict[int, int] = {}
    for index, item in enumerate(said):
        card = cards[item.container]
        if not card or item.unseen or count[card] != 2 or containers[card].tag in ("tr", "details", "pair"):
            continue
        if card not in first:
            first[card] = index
        elif (label := said[first[card]]).role != "heading" and label.text.count(" ") < _LABEL_WORDS:
            beside[index] = (label.text,)
    return beside


def _subjects(said: Sequence[Said], containers: Sequence[Container]) -> list[str]:
    """For each container the term, summary or caption that it explains; "" for none."""
    own: dict[int, str] = {}
    for item in said:
        if item.unseen:
            continue
        at = item.container
        if item.role == "term":
            while at and containers[at].tag not in ("pair", "details"):
                at = containers[at].parent
            own[at] = f"{own[at]}, {item.text}" if at in own and containers[at].tag == "pair" else item.text
        elif containers[at].tag == "caption":
            own[containers[at].parent] = item.text
        elif containers[at].tag == "details":
            own.setdefault(at, item.text)
    subjects = [""] * len(containers)
    for at in range(1, len(containers)):
        subjects[at] = own.get(at) or subjects[containers[at].parent]
    return subjects


def _cell_headers(
    said: Sequence[Said], containers: Sequence[Container]
) -> tuple[Mapping[int, tuple[str, ...]], Mapping[int, tuple[str, ...]]]:
    """Row headers and column headers of each container that lies in a table cell."""
    cell_of = [0] * len(containers)
    table_of = [0] * len(containers)
    for at in range(1, len(containers)):
        parent, tag = containers[at].parent, containers[at].tag
        cell_of[at] = at if tag in ("td", "th") else cell_of[parent]
        table_of[at] = at if tag == "table" else table_of[parent]
    if not any(cell_of):
        return {}, {}
    texts: dict[int, str] = {}
    for item in said:
        if (cell := cell_of[item.container]) and not item.unseen:
            texts[cell] = f"{texts[cell]} {item.text}" if cell in texts else item.text
    rows_of: dict[int, dict[int, tables.Row]] = {}
    for at, (parent, tag, _, _, (rows, columns, scope)) in enumerate(containers):
        if tag in ("td", "th"):
            table = rows_of.setdefault(table_of[at], {})
            row = table.setdefault(parent, tables.Row([], containers[containers[parent].parent].tag == "thead"))
            row.cells.append(tables.Cell(at, texts.get(at, ""), tag == "th", rows, columns, scope))
    found: dict[int, tables.Headers] = {}
    for table in rows_of.values():
        found.update(tables.headers(list(table.values())))
    inside = [(at, found[cell]) for at, cell in enumerate(cell_of) if cell in found]
    return {at: across for at, (across, _) in inside}, {at: above for at, (_, above) in inside}
