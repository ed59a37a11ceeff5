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
from promisecheck.model import Block

LONGEST_THING: Final = 12  # words of a thing in such a list
LONGEST_INTRODUCTION: Final = 30  # words of a line that leads to a list
_ITEM: Final = "list_item"


class Introductions:
    """Which blocks of a document stand in a list of what one gets."""

    def __init__(self, blocks: Sequence[Block], readings: Readings) -> None:
        self._introduced: set[int] = set()
        above: Block | None = None
        getting = False
        for number, block in enumerate(blocks):
            if block.role != _ITEM:
                above = block
                continue
            if number == 0 or blocks[number - 1].role != _ITEM:
                getting = above is not None and _introduces(block, above, readings)
            if getting:
                self._introduced.add(number)

    def __contains__(self, number: int) -> bool:
        return number in self._introduced


def _introduces(item: Block, above: Block, readings: Readings) -> bool:
    """Whether the line above a list, or else its heading, says what one gets."""
    if above.section == item.section and above.role != "heading":
        return above.text.endswith(":") and _says(above.text, above, readings)
    return bool(item.headings) and _says(item.headings[-1], item, readings)


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


def thing(reading: Reading, rule: ClaimRule) -> Draft | None:
    """The promise of a thing in such a list, in all its words; None for one that is a longer text."""
    first = reading.sentences[0].sentence
    if len(reading.sentences) != 1 or first.question or len(first.words) > LONGEST_THING:
        return None
    last = len(first.words)
    while last > 1 and not first.words[last - 1][0].isalnum() and first.levels[last - 1] is None:
        last -= 1
    return Draft(rule, 0, last, what=(0, last), phrase=True)
