"""Labels that only say when: "Under $50", "2-5 miles", "Below target" beside what is then charged or given.

The headers of a table cell, the term of a definition, the first text of a row say what the other one is about. One that
holds nothing but a bound or another condition is a condition of what it labels: it promises nothing by itself, and it
names no part of the offer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from promisecheck.extract.outside import is_rider
from promisecheck.extract.reading import Readings
from promisecheck.extract.subjects import names_kind
from promisecheck.extract.tape import Sentence
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block, Condition, ConditionKind, Language, Quantity

LONGEST_LABEL: Final = 60  # characters
_BOUNDS: Final = frozenset({"<", "<=", ">", ">=", "range"})
_SHORTFALLS: Final = frozenset(
    {"<", "range"}
)  # bounds of a share: a level that is missed; at least so much is promised
_KINDS: Final = frozenset({"money", "percent", "count"})  # kinds of level that bound an order, a place, a shortfall
_DISTANCES: Final = frozenset({"km", "mile", "m"})
_WHOM: Final = frozenset(
    {"days", "audience", "area", "age", "membership"}
)  # conditions that also say what part is meant


class Labels:
    """The labels of a document."""

    def __init__(self, blocks: Sequence[Block], readings: Readings, words: PlainWords) -> None:
        self._readings, self._words = readings, words
        self._texts = frozenset(text for block in blocks for text in labels_of(block))

    def promises_nothing(self, block: Block) -> bool:
        """Whether a block is a label that only says when something else is promised."""
        return block.text.replace("\n", " ") in self._texts and self.only_says_when(block.text, block.language)

    def conditions(self, block: Block, *, free: bool) -> list[Condition]:
        """The conditions that the labels of a block state for what it promises; free: that costs nothing.

        When something is free ("Standard, free over $50") is no condition of what it costs else.
        """
        found: list[Condition] = []
        for text in labels_of(block):
            reading = self._readings(text, block.language)
            if free or not any(mark.rule.value == "free" for one in reading.sentences for mark in one.phrases):
                bound = self._bound(text, block.language)
                found += [bound] if bound is not None else reading.conditions
        return found

    def without_conditions(self, block: Block) -> Block:
        """A block whose labels say what it is about, those that only say when left out.

        Where the whole row says when, the column says what is meant, if it names a kind: "Express" over its fee.
        """
        if not labels_of(block):
            return block
        rows, columns = (
            tuple(text for text in texts if not self.only_says_when(text, block.language))
            for texts in (block.row_headers, block.column_headers)
        )
        if block.row_headers and not rows:
            rows = tuple(text for text in columns if names_kind(text, block.language, self._readings, self._words))
        about = block.role != "definition" or not self.only_says_when(block.subject, block.language)
        return replace(block, row_headers=rows, column_headers=columns, subject=block.subject if about else "")

    def only_says_when(self, text: str, language: Language) -> bool:
        """Whether a text holds nothing but a bound, or a condition that names neither days nor customers."""
        if not text or len(text) > LONGEST_LABEL:
            return False
        if self._bound(text, language) is not None:
            return True
        sentences = self._readings(text, language).sentences
        stated = [stated.condition.kind for one in sentences for stated in one.conditions]
        return bool(stated) and _WHOM.isdisjoint(stated) and all(is_rider(one, self._words) for one in sentences)

    def _bound(self, text: str, language: Language) -> Condition | None:
        """The condition of a text that is nothing but a bound: "Under $50", "$50 to $100", "Orders over 2 kg"."""
        if len(text) > LONGEST_LABEL or not any(map(str.isdigit, text)):
            return None
        sentences = self._readings(text, language).sentences
        sentence = sentences[0].sentence if len(sentences) == 1 else None
        if sentence is None or sentence.question:
            return None
        levels = [level for level in sentence.levels if level is not None]
        kind = _kind(levels[0], self._words) if levels else None
        if kind is None or any(level.kind != levels[0].kind for level in levels):
            return None
        others = _words_beside(sentence)
        bounded = len(levels) == 2 or _bounds(levels[0]) or not self._words.bounds.isdisjoint(others)
        known = all(word in self._words.bounded or word in self._words.bounds for word in others)
        return Condition(text, kind, levels[0].level) if bounded and known and len(levels) <= 2 else None


def labels_of(block: Block) -> tuple[str, ...]:
    """The texts that label a block: its headers, its term."""
    term = (block.subject,) if block.role == "definition" and block.subject else ()
    return (*block.column_headers, *block.row_headers, *term)


def _kind(level: Quantity, words: PlainWords) -> ConditionKind | None:
    """The kind of condition that a bound of this kind is; None for levels that bound nothing else."""
    if level.kind not in _KINDS or (level.kind == "count" and not _bounds(level)):
        return None
    if level.kind == "money":
        return "order_value"
    if level.kind == "percent":
        return "other"
    if level.unit in _DISTANCES:
        return "distance"
    return "weight" if (level.level.what or "") in words.weights else "quantity"


def _bounds(level: Quantity) -> bool:
    return level.explicit and level.op in (_SHORTFALLS if level.kind == "percent" else _BOUNDS)


def _words_beside(sentence: Sentence) -> list[str]:
    """The words of a sentence beside its levels and what they count."""
    inside: set[int] = set()
    for k, level in enumerate(sentence.levels):
        if level is not None:
            first, last = sentence.whole(k)
            inside.update(range(first, last))
            counted = (level.level.what or "").count(" ") + 1 if level.kind == "count" else 0
            inside.update(range(last, min(last + counted, len(sentence.words))))
    return [word for k, word in enumerate(sentence.words) if k not in inside and word[0].isalnum()]
