"""What limits a promise from outside of its sentence: the sentence after it, the line above its list, its heading.

"Free delivery and gift wrapping. This applies to orders over $50." A sentence, a heading or a line that holds nothing
but a condition, or whom or where a promise is for, is a rider: it belongs to the promises that it stands beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from promisecheck.extract.around import free_by_header
from promisecheck.extract.disclosure import is_footnote
from promisecheck.extract.reading import Reading, Readings, SentenceReading
from promisecheck.extract.subjects import kind_in
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block, Condition

LONGEST_RIDER: Final = 24  # words
MOST_RIDERS: Final = 4  # sentences that limit one promise
LONGEST_LEAD: Final = 30  # words of a line that leads to a list
MOST_CARD: Final = 12  # blocks of a card that are read for riders
_RUNS: Final = frozenset(
    {"list_item", "table_cell"}
)  # roles that stand in rows, above and below which one line is said
_SILENT: Final = frozenset({"title", "meta", "structured"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Conditions and scopes (texts) that stand outside of a promise's sentence."""

    conditions: tuple[Condition, ...] = ()
    scopes: tuple[str, ...] = ()

    def __add__(self, other: Limits) -> Limits:
        return Limits(self.conditions + other.conditions, self.scopes + other.scopes)


NONE: Final = Limits()


class Outside:
    """What limits the promises of a document from outside of their sentences."""

    def __init__(self, blocks: Sequence[Block], readings: Readings, words: PlainWords) -> None:
        self._blocks, self._readings, self._words = blocks, readings, words
        self._above, self._below = _neighbours(blocks)
        self._cards: dict[int, list[int]] = {}
        for number, block in enumerate(blocks):
            if block.card and block.role not in _SILENT:
                self._cards.setdefault(block.card, []).append(number)
        self._known: dict[int, Limits] = {}

    def of_block(self, number: int) -> Limits:
        """What limits every promise of a block."""
        found = self._known.get(number)
        if found is None:
            found = self._known[number] = sum(self._limits(number), NONE)
        return found

    def _limits(self, number: int) -> Iterator[Limits]:
        block = self._blocks[number]
        above, below = self._above[number], self._below[number]
        if above is not None:
            yield self._led_in(self._blocks[above])
        for text in (block.subject, *block.headings[-1:]):
            if text:
                yield self._rider(text, block)
        beside = [k for k in self._cards.get(block.card, ())[:MOST_CARD] if k != number]
        follows = (below,) if below is not None and not self._other_unit(block, self._blocks[below]) else ()
        for other in dict.fromkeys((*follows, *beside)):
            if self._blocks[other].text.replace("\n", " ") in block.row_headers:
                continue  # what a label says is read with the labels
            if free_by_header(self._blocks[other], self._readings):
                continue  # it says when that is free, not when its row holds
            yield self._rider(self._blocks[other].text, self._blocks[other])

    @staticmethod
    def _other_unit(block: Block, other: Block) -> bool:
        """Whether a block is part of a unit of its own, or names what the next one says: not what stands above it."""
        return other.role == "term" or (bool(other.card) and other.card != block.card and bool(block.card))

    def _led_in(self, line: Block) -> Limits:
        """What a line that leads to a list says of everything in it."""
        if not line.text.endswith(":") or line.text.count(" ") >= LONGEST_LEAD:
            return NONE
        last = self._readings(line.text, line.language).sentences[-1:]
        if not last:
            return NONE
        limits = _stated(last[0], self._words)
        named = None if limits.scopes else kind_in(last[0].sentence, self._words, verb=True)
        return limits if named is None else limits + Limits(scopes=(_written(last[0], *named),))

    def _rider(self, text: str, block: Block) -> Limits:
        """The limits of a text that holds nothing else."""
        if text.count(" ") >= LONGEST_RIDER or is_footnote(text):
            return NONE
        sentences = self._readings(text, block.language).sentences
        if not sentences or not all(is_rider(one, self._words) for one in sentences):
            return NONE
        return sum((_stated(one, self._words) for one in sentences), NONE)


def riders(reading: Reading, promising: Sequence[bool], words: PlainWords) -> list[Limits]:
    """For each sentence of a text, what the sentences beside it limit it to.

    promising: for each sentence, whether it holds a promise. A rider belongs to the last promise before it; one that
    stands before all promises belongs to every one of them.
    """
    found: list[Limits] = []
    general, told = NONE, 0  # what is said before all promises; how many riders the last promise has
    last: int | None = None
    for number, one in enumerate(reading.sentences):
        found.append(general if promising[number] else NONE)
        if promising[number]:
            last, told = number, 0
        elif told < MOST_RIDERS and is_rider(one, words):
            told += 1
            if last is None:
                general += _stated(one, words)
            else:
                found[last] += _stated(one, words)
    return found


def is_rider(one: SentenceReading, words: PlainWords) -> bool:
    """Whether a sentence holds nothing but a condition, or whom or where a promise is for."""
    sentence = one.sentence
    if sentence.question or len(sentence.words) > LONGEST_RIDER:
        return False
    told = [*((stated.first, stated.last) for stated in one.conditions), *_scopes(one)]
    covered = {k for first, last in told for k in range(first, last)}
    return bool(told) and all(
        k in covered or word in words.rider
        for k, word in enumerate(sentence.words)
        if word[0].isalnum() or sentence.levels[k] is not None
    )


def _stated(one: SentenceReading, words: PlainWords) -> Limits:
    """The limits that a sentence states, but for words that name nothing ("all services")."""
    told = (scope for scope in _scopes(one) if not words.rider.issuperset(one.sentence.words[slice(*scope)]))
    scopes = tuple(_written(one, *scope) for scope in told)
    return Limits(tuple(stated.condition for stated in one.conditions), scopes)


def _scopes(one: SentenceReading) -> list[tuple[int, int]]:
    """The words that say whom or where something is for, but for those that are a condition already."""
    taken = {k for stated in one.conditions for k in range(stated.first, stated.last)}
    return [mark.quote for mark in one.of("scope") if taken.isdisjoint(range(*mark.quote))]


def _written(one: SentenceReading, first: int, last: int) -> str:
    start, end = one.sentence.span(first, last)
    return one.text[start:end]


def _neighbours(blocks: Sequence[Block]) -> tuple[list[int | None], list[int | None]]:
    """For each block the one right above and right below it in its section, lists and tables passed over."""
    above: list[int | None] = [None] * len(blocks)
    below: list[int | None] = [None] * len(blocks)
    for number in range(1, len(blocks)):
        if _follows(blocks[number - 1], blocks[number]):
            above[number] = above[number - 1] if _run(blocks, number - 1, number) else number - 1
    for number in range(len(blocks) - 2, -1, -1):
        if _follows(blocks[number], blocks[number + 1]):
            below[number] = below[number + 1] if _run(blocks, number, number + 1) else number + 1
    return above, below


def _run(blocks: Sequence[Block], one: int, other: int) -> bool:
    """Whether two blocks are items of one list, or cells of one table."""
    return blocks[one].role == blocks[other].role and blocks[one].role in _RUNS


def _follows(one: Block, other: Block) -> bool:
    return one.section == other.section and one.role not in _SILENT and other.role not in _SILENT
