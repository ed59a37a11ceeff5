"""What kind of thing a promise is for, where no words limit it outright: a row of a table, a label, its subject.

"Semi-detached houses from £6,000" is no price for any other house. A subject that is no kind among others ("Delivery
takes two days") limits nothing, and neither does a verb ("Pay in three instalments").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from promisecheck.extract.around import ReadText
from promisecheck.extract.drafts import Draft
from promisecheck.extract.reading import SentenceReading, clause
from promisecheck.extract.tape import Sentence
from promisecheck.extract.word_lists import PlainWords
from promisecheck.model import Block, Language
from promisecheck.quantities.hours import days_in

LONGEST_SUBJECT: Final = 7
LONGEST_LABEL: Final = 5  # words before the first colon of a sentence that may name what it is about


def subject_of(
    one: SentenceReading, draft: Draft, block: Block, days: Sequence[str], read: ReadText, words: PlainWords
) -> str | None:
    """What a promise is limited to by its place or its subject; None where that is no kind among others.

    days: the texts that may name the days of its hours.
    """
    level = one.sentence.levels[draft.level] if draft.level is not None else None
    if level is not None and level.kind == "time_range":
        when = _days(block.text[level.start : level.end], block.language)
        when = when or next((text for text in days if days_in(text, block.language)), None)
        if when or not block.row_headers:
            return when
    if level is None and draft.rule.measure == "opening_hours":
        return next((text for text in days if days_in(text, block.language)), None)
    if block.row_headers:
        return _kind_of_cell(block, read, words)
    if level is None and draft.rule.characteristic != "speed":
        return None
    found = _before(one.sentence, draft, words) or _label(one.sentence, draft, words)
    if found is not None and any(stated.first < found[1] and found[0] < stated.last for stated in one.conditions):
        return None
    if found is not None:
        start, end = one.sentence.span(*found)
        return block.text[start:end]
    if block.role == "definition" and block.subject and not block.subject.endswith(("?", "؟")):
        named = read(block.subject, block.language).sentences
        return block.subject if named and kind_in(named[0].sentence, words, verb=False) else None
    return None


def kind_in(sentence: Sentence, words: PlainWords, *, verb: bool) -> tuple[int, int] | None:
    """The words of a line that say whom or what is meant by what follows: "Gold members | also receive:".

    verb: whether a verb must follow them.
    """
    return _noun_phrase(sentence, 0, len(sentence.words), words, verb=verb)


def names_kind(text: str, language: Language, read: ReadText, words: PlainWords) -> bool:
    """Whether a header names a kind among others: "Express delivery", not "Delivery fee"."""
    sentences = read(text, language).sentences
    return bool(sentences) and not _common(sentences[0].sentence, 0, len(sentences[0].sentence.words), words)


def _kind_of_cell(block: Block, read: ReadText, words: PlainWords) -> str:
    """The header of a cell that says what it is for, rather than what of it is told: the plan beside "Price"."""
    row, column = ", ".join(block.row_headers), ", ".join(block.column_headers)
    if column and not _tells(column, block, read, words) and _tells(row, block, read, words):
        return column
    return row


def _tells(header: str, block: Block, read: ReadText, words: PlainWords) -> bool:
    """Whether a header begins with what is told of things: "Price per month", "Support"."""
    sentences = read(header, block.language).sentences
    if not sentences:
        return True
    first = sentences[0]
    common = _common(first.sentence, 0, len(first.sentence.words), words)
    return common or any(mark.first == 0 for mark in first.nears)


def _common(sentence: Sentence, start: int, end: int, words: PlainWords) -> bool:
    """Whether no word names a kind among others."""
    said = [word for word in sentence.words[start:end] if word[0].isalpha()]
    return all(word in words.no_kind or word in words.stop for word in said)


def _before(sentence: Sentence, draft: Draft, words: PlainWords) -> tuple[int, int] | None:
    """The subject of a level: what stands before it in its clause, up to the verb, else what stands behind a verb."""
    stop = sentence.whole(draft.level)[0] if draft.level is not None else draft.last
    start = clause(sentence, stop, stop)[0]
    found = _noun_phrase(sentence, start, stop, words, verb=draft.level is None)
    if found is not None or draft.level is None:
        return found
    verb = next((k for k in range(start, stop) if sentence.words[k] in words.verbs_first), None)
    return _noun_phrase(sentence, verb + 1, stop, words, verb=False) if verb is not None else None


def _label(sentence: Sentence, draft: Draft, words: PlainWords) -> tuple[int, int] | None:
    """The words before the first colon of a sentence: "Highlands: 5 to 7 days, £7.95"."""
    if ":" not in sentence.words:
        return None
    colon = sentence.words.index(":")
    if not 0 < colon <= LONGEST_LABEL or (draft.level or draft.first) < colon or any(sentence.levels[:colon]):
        return None
    return _noun_phrase(sentence, 0, colon, words, verb=False)


def _noun_phrase(sentence: Sentence, start: int, stop: int, words: PlainWords, *, verb: bool) -> tuple[int, int] | None:
    """The words from `start` up to a verb or a word that leads to a level; None where they name no kind.

    verb: whether a verb must end them.
    """
    begin = start
    while start < stop and sentence.words[start] in words.articles:
        start += 1
    if start >= stop or sentence.words[start] in words.no_subject:
        return None
    end = start
    while end < stop and _goes_on(sentence, end, words):
        end += 1
    ended = end < stop and sentence.words[end] in words.subject_ends
    while end > start and sentence.words[end - 1] in words.halts:
        end -= 1
    long = not 0 < end - start <= LONGEST_SUBJECT
    if long or (verb and not ended) or _common(sentence, start, end, words):
        return None
    return begin, end


def _goes_on(sentence: Sentence, k: int, words: PlainWords) -> bool:
    """Whether a word may be one of a subject."""
    word = sentence.words[k]
    named = word[0].isalnum() or sentence.levels[k] is not None
    return named and word not in words.subject_ends and not _acts(sentence, k, words)


def _acts(sentence: Sentence, k: int, words: PlainWords) -> bool:
    """Whether a word stands before an article or a pronoun, as verbs do: "Refunds reach | your card"."""
    if k + 1 >= len(sentence.words) or sentence.words[k] in words.stop:
        return False
    return sentence.words[k + 1] in words.articles or sentence.words[k + 1] in words.objects


def _days(hours: str, language: Language) -> str | None:
    """The days that stand before the times of written hours ("Mon-Fri" of "Mon-Fri: 9-5"); None without both."""
    times = next((k for k, char in enumerate(hours) if char.isdigit()), 0)
    named = hours[:times].rstrip(" :-–—,.(")
    return named if days_in(named, language) else None
