"""What a bare level is for, where several stand side by side: the plan whose price it is, the post that takes so long.

"£9 a month" below "Starter" and "£29 a month" below "Studio" are prices of two things. A single amount below a heading
is not: "Fair prices" names no thing among others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from promisecheck.extract.reading import Readings
from promisecheck.extract.subjects import LONGEST_SUBJECT, names_kind
from promisecheck.extract.tape import Sentence
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block, Document, QuantityKind

LONGEST_BARE: Final = 60  # characters of a text that holds a level and little else
MOST_BESIDE: Final = 2  # words in it that say more than that it is a price or a time
_KINDS: Final = frozenset({"money", "duration"})
_SAYING: Final = frozenset({"paragraph", "list_item", "definition", "heading"})


class _Bare(NamedTuple):
    """A text that holds a level and little else, what names it, and whether its card does."""

    number: int
    kind: QuantityKind
    section: int
    name: str
    in_card: bool


def compared(document: Document, readings: Readings, words: PlainWords) -> Mapping[int, str]:
    """The names of what the bare levels of a document are for, by the number of their block.

    A heading names none where cards below it have names of their own.
    """
    found = list(_bare(document, readings, words))
    carded = {(one.kind, one.section) for one in found if one.in_card}
    kept = [one for one in found if one.in_card or (one.kind, one.section) not in carded]
    names: dict[QuantityKind, set[str]] = {}
    for one in kept:
        names.setdefault(one.kind, set()).add(one.name)
    return {one.number: one.name for one in kept if len(names[one.kind]) > 1}


def _bare(document: Document, readings: Readings, words: PlainWords) -> Iterator[_Bare]:
    """The bare levels of a document that anything names: a text before them in their card, else the heading above."""
    names: dict[int, Block] = {}
    for number, block in enumerate(document.blocks):
        text = block.text
        if (
            block.role in _SAYING
            and not block.row_headers
            and len(text) <= LONGEST_BARE
            and any(map(str.isdigit, text))
        ):
            named = names.get(block.card)
            heading = next(iter(block.headings[-1:]), "") if block.role != "heading" else ""
            name = named.text if named is not None else heading
            kind = _bare_kind(block, readings, words) if _is_name(name) else None
            if kind is not None and names_kind(name, block.language, readings, words):
                yield _Bare(number, kind, block.section, name, named is not None)
        if block.card and not block.hidden_from_sight and _is_name(text):
            names[block.card] = _better(names.get(block.card), block)


def _better(one: Block | None, other: Block) -> Block:
    """Which of two texts of a card names it: a heading, else the one with fewer words, else the later one."""
    if one is None or (one.role == other.role == "heading"):
        return one or other
    if "heading" in (one.role, other.role):
        return one if one.role == "heading" else other
    return one if one.text.count(" ") < other.text.count(" ") else other


def _is_name(text: str) -> bool:
    """Whether a text may be the name of something: a few words without figures or marks of a sentence."""
    few = 0 <= text.count(" ") < LONGEST_SUBJECT
    return bool(text) and few and not any(map(str.isdigit, text)) and text[-1] not in ".?!؟:"


def _bare_kind(block: Block, readings: Readings, words: PlainWords) -> QuantityKind | None:
    """The kind of the one level that a text holds with little beside it; None for any other text."""
    sentences = readings(block.text, block.language).sentences
    if len(sentences) != 1:
        return None
    sentence = sentences[0].sentence
    levels = [k for k, level in enumerate(sentence.levels) if level is not None]
    if len(levels) != 1 or _words_beside(sentence, levels[0], words) > MOST_BESIDE:
        return None
    level = sentence.levels[levels[0]]
    return level.kind if level is not None and level.kind in _KINDS else None


def _words_beside(sentence: Sentence, level: int, words: PlainWords) -> int:
    """How many words say more than that a level is a price or a time, and by what it is counted."""
    first, last = sentence.whole(level)
    little = (words.stop, words.no_kind, words.counts, words.counted)
    return sum(
        word[0].isalpha() and not any(word in some for some in little)
        for k, word in enumerate(sentence.words)
        if not first <= k < last
    )
