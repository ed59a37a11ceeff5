"""The promises of one sentence in its block: every finder in turn, from the surest to the weakest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from promisecheck.extract import around
from promisecheck.extract import drafts as drafting
from promisecheck.extract.declared import DeclaredThings
from promisecheck.extract.drafts import Draft
from promisecheck.extract.lexicon import ClaimRule
from promisecheck.extract.names import NameBook
from promisecheck.extract.quotes import QuoteOf
from promisecheck.extract.reading import Reading, Readings, SentenceReading
from promisecheck.extract.tape import Sentence
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block

SHORT_CELL: Final = 10  # words of a table cell whose headers say what it is about, and which is quoted whole
_CELLS: Final = frozenset({"table_cell", "definition"})
_FORMS: Final = frozenset({"label"})  # roles whose times and amounts are choices, not promises


class Finder:
    """Finds drafts by the rules, and by the words of declared things."""

    def __init__(
        self,
        rules: Mapping[str, ClaimRule],
        names: NameBook,
        declared: DeclaredThings,
        readings: Readings,
        words: PlainWords,
        quote: QuoteOf,
    ) -> None:
        self._defaults = tuple(rule for rule in rules.values() if rule.default)
        self._names, self._declared, self._readings = names, declared, readings
        self._words, self._quote = words, quote

    def drafts(
        self, reading: Reading, one: SentenceReading, block: Block, before: Draft | None, asked: str | None = None
    ) -> list[Draft]:
        """The drafts of a sentence.

        before: the last draft with a level in the sentence before it. asked: that sentence, where it is a question.
        """
        sentence = one.sentence
        if sentence.question or not (any(sentence.levels) or one.phrases or self._declared):
            return []
        taken = {k for stated in one.conditions for k in range(stated.first, stated.last) if sentence.levels[k]}
        taken |= _shares(one)
        whole = [
            drafting.shortened(one, draft, self._words)
            for draft in drafting.phrases(sentence, one.phrases, self._words)
            if not drafting.only_lacks(one, draft, self._words)
        ]
        whole = [draft for draft in whole if draft.level not in taken] or whole  # else what is said is no condition
        whole = [draft for draft in whole if _heard(reading, one, draft)]
        found = [draft for draft in whole if draft.rule.priority > drafting.WEAK]
        if block.role in _FORMS:
            return drafting.settle(found)
        if _is_header(block, sentence):
            found = [draft for draft in found if draft.level is not None]
        headers = around.headers(block) if len(sentence.words) <= SHORT_CELL else ()
        finders: tuple[Callable[[set[int]], list[Draft]], ...] = (
            lambda used: around.measured_around(one, headers, block, self._readings, used),
            lambda used: drafting.measured(one, used),
            lambda used: drafting.continued(sentence, found, before, used),
            lambda used: around.measured_by_question(one, asked, block, self._readings, used),
            lambda used: around.measured_around(one, around.surroundings(block), block, self._readings, used),
            lambda used: drafting.weak(whole, used) if block.role not in _CELLS else [],
            lambda used: drafting.defaults(one, self._defaults, used),
        )
        used = taken.union(*(draft.inner for draft in drafting.settle(found)))
        for finder in finders:
            fresh = finder(used)
            used |= {draft.level for draft in fresh if draft.level is not None}
            found += [draft for draft in fresh if _heard(reading, one, draft)]
        found += [d for d in self._declared.drafts(sentence, self._names.find(sentence)) if _heard(reading, one, d)]
        settled = drafting.with_subjects(sentence, drafting.settle(drafting.timed(found)), self._words)
        settled = drafting.in_lists(one, settled, self._words)
        alternatives = len({draft.rule for draft in settled}) == 1 and self._words.or_joins & set(sentence.words)
        if (len(settled) == 1 or alternatives) and _is_cell(block, reading, one):
            return [drafting.moved(settled[0], 0, len(sentence.words))]
        return drafting.settle(self._quoted(one, draft, settled) for draft in settled)

    def _quoted(self, one: SentenceReading, draft: Draft, drafts: Sequence[Draft]) -> Draft:
        """The draft with the quote that a reader would underline."""
        return drafting.moved(draft, *self._quote(one, draft, [other for other in drafts if other is not draft]))


def _is_header(block: Block, sentence: Sentence) -> bool:
    """Whether a cell is a header of its table: what it says, the cells below and beside it promise."""
    headed = block.column_headers or block.row_headers
    return block.role == "table_cell" and not headed and len(sentence.words) <= SHORT_CELL


def _is_cell(block: Block, reading: Reading, one: SentenceReading) -> bool:
    """Whether all of a block is one short answer, which is quoted whole: "£50 or 10% of the cost" is one fee."""
    return block.role in _CELLS and len(reading.sentences) == 1 and len(one.sentence.words) <= SHORT_CELL


def _heard(reading: Reading, one: SentenceReading, draft: Draft) -> bool:
    """Whether nothing around a draft says that it promises nothing."""
    characteristic = draft.rule.characteristic
    if reading.spared is not None and characteristic not in reading.spared:
        return False
    core = (draft.level,) if draft.level is not None else range(draft.first, draft.last)
    return all((spared := one.dead[k]) is None or characteristic in spared for k in core)


def _shares(one: SentenceReading) -> set[int]:
    """The percentages that say how often another level of the sentence is met."""
    levels = one.sentence.levels
    if not any(level is not None and level.kind == "duration" for level in levels):
        return set()
    words = {k for mark in one.of("share") for k in range(mark.first, mark.last)}
    return {k for k in words if (level := levels[k]) is not None and level.kind == "percent"}
