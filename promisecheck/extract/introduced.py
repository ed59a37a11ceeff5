"""Lists under a line that says what one gets: each thing in them is a promise, in whatever words.

"Every plan includes:" above "A second driver", "What's included" above "Bed linen": nothing in the thing itself says
that it is promised. A list of what is left out, or of what the customer has to bring, promises nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from promisecheck.extract.drafts import Draft
from promisecheck.extract.lexicon import ClaimRule
from promisecheck.extract.reading import Reading, Readings, SentenceReading
from promisecheck.extract.tape import is_bullet
from promisecheck.model import Block

LONGEST_THING: Final = 12  # words of a thing in such a list
LONGEST_INTRODUCTION: Final = 30  # words of a line that leads to a list
LONGEST_TITLE: Final = 6  # words of a line without a colon that heads a list
_FEWEST: Final = 2  # things behind ticks that make a list
_UNSEEN: Final = "\ufe0f\u200d \n\t"  # between a tick and its thing
_ITEM: Final = "list_item"


class Introductions:
    """Which blocks of a document stand in a list of what one gets."""

    def __init__(self, blocks: Sequence[Block], readings: Readings) -> None:
        self._introduced: set[int] = set()
        above: Block | None = None
        getting = False
        for number, block in enumerate(blocks):
            if not _is_item(block):
                above = block
                continue
            if number == 0 or not _is_item(blocks[number - 1]):
                getting = above is not None and _introduces(block, above, readings)
            if getting:
                self._introduced.add(number)

    def __contains__(self, number: int) -> bool:
        return number in self._introduced


def _introduces(item: Block, above: Block, readings: Readings) -> bool:
    """Whether the line above a list, or else its heading, says what one gets."""
    if above.section == item.section and above.role != "heading":
        return (above.text.endswith((":", "?")) or _is_title(above)) and _says(above.text, above, readings)
    return bool(item.headings) and _says(item.headings[-1], item, readings)


def _is_item(block: Block) -> bool:
    """Whether a block is a thing of a list, or a row of them behind ticks."""
    return block.role == _ITEM or (block.role == "paragraph" and bool(block.text) and is_bullet(block.text[0]))


def _is_title(above: Block) -> bool:
    """Whether a line heads what is below it, though it is no heading: "What you get", "Included"."""
    return above.text.count(" ") < LONGEST_TITLE and above.text[-1:].isalnum()


def _says(text: str, block: Block, readings: Readings) -> bool:
    if text.count(" ") >= LONGEST_INTRODUCTION:
        return False
    sentences = readings(text, block.language).sentences
    return bool(sentences) and bool(sentences[-1].of("introduction"))


def introduces(one: SentenceReading, draft: Draft) -> bool:
    """Whether the words of a draft only lead to a list: "every plan includes:"."""
    return draft.level is None and any(
        mark.first < draft.last and draft.first < mark.last for mark in one.of("introduction")
    )


def listed(reading: Reading, introduced: bool) -> frozenset[int]:
    """The sentences of a text that are things in such a list.

    introduced: the text is an item of one, or a row of them behind ticks. Else its first sentence may lead to such a
    row: "What you get: ✓ a map ✓ a torch".
    """
    sentences = reading.sentences
    if introduced and len(sentences) == 1:
        return frozenset({0})
    if len(sentences) <= _FEWEST or not (introduced or sentences[0].of("introduction")):
        return frozenset()
    starts = (one.sentence.starts[0] for one in sentences)
    behind = (reading.text[:start].rstrip(_UNSEEN)[-1:] for start in starts)
    return frozenset(number for number, sign in enumerate(behind) if sign and is_bullet(sign))


def thing(one: SentenceReading, rule: ClaimRule) -> Draft | None:
    """The promise of a thing in such a list, in all its words; None for one that is a longer text."""
    sentence = one.sentence
    if sentence.question or len(sentence.words) > LONGEST_THING:
        return None
    last = len(sentence.words)
    while last > 1 and not sentence.words[last - 1][0].isalnum() and sentence.levels[last - 1] is None:
        last -= 1
    return Draft(rule, 0, last, what=(0, last), phrase=True)
