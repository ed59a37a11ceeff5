"""The words that read as the promise: as few as can be, and enough to know what is promised.

A level alone ("within 30 minutes") says too little, a whole sentence too much. A quote takes in what the level is
about, what it is counted by, and no more; it neither begins nor ends with a word that only joins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from promisecheck.extract.drafts import Draft, moved
from promisecheck.extract.joined import carries_and, list_end
from promisecheck.extract.reading import SentenceReading
from promisecheck.extract.tape import BREAKS, Sentence
from promisecheck.extract.word_lists import PlainWords

LONGEST_SUBJECT: Final = 7  # words before a price that still belong to it
SHORT_SUBJECT: Final = 3  # words before other levels
LONGEST_UNIT: Final = 2  # words after "per"
LONGEST_NOUN: Final = 3  # words of a noun that an amount stands before

LONGEST_TAIL: Final = 4  # words of the rest of its clause that a wording takes in
LONGEST_WORDING: Final = {"en": 20, "ar": 3}  # words of a wording that does
LONGEST_CLAUSE: Final = 8  # words before a time that still belong to it
_NAMING: Final = frozenset({"duration", "count"})  # kinds of level in names: "1 hour lesson £30"
_CLAUSED: Final = frozenset({"duration"})  # kinds of level whose quote takes in its clause


def refined(one: SentenceReading, draft: Draft, others: Sequence[Draft], words: PlainWords) -> Draft:
    """The draft with the quote that a reader would underline; it does not grow into the quotes of `others`."""
    sentence, language = one.sentence, one.language
    first, last = draft.first, draft.last
    if draft.rule.lists != "none":
        joins = words.or_joins if draft.rule.lists == "or" else words.list_joins
        stop = min((other.first for other in others if other.first >= last), default=len(sentence.words))
        last = next((k for k in range(first + 1, last) if sentence.words[k] in words.exemplifies), None) or list_end(
            sentence, last, stop, joins, words
        )
    if draft.level is not None and not draft.phrase:
        money = _kind(sentence, draft.level) == "money"
        floor = max((other.last for other in others if other.last <= first), default=0)
        if language == "en" and _kind(sentence, draft.level) in _CLAUSED:
            first = _clause_start(sentence, first, floor, words)
        else:
            first = _with_subject(sentence, first, floor, words, through=money)
        first = _led_in(sentence, first, draft.level, words)
        if money:
            until = sentence.whole(draft.level)[1]
            noun = _with_noun(sentence, until, words) if language == "en" else until
            last = max(last, _with_unit(sentence, until, words), noun)
    elif last - first <= LONGEST_WORDING[language] and (draft.level is None or _share(sentence, draft.level)):
        last = _completed(one, last, others, words)
    return moved(draft, *_trimmed(sentence, first, last, draft.level, words))


def _completed(one: SentenceReading, last: int, others: Sequence[Draft], words: PlainWords) -> int:
    """Where a wording ends that takes in the rest of its clause, if little is left: "no charge | for a chat".

    A clause ends before a mark, a word that begins another clause, a condition, another promise.
    """
    sentence = one.sentence
    begins = [other.first for other in others if other.first >= last]
    stop = min(
        (*begins, *(stated.first for stated in one.conditions if stated.first >= last)), default=len(sentence.words)
    )
    end = last
    while end < stop and end - last <= LONGEST_TAIL and _goes_on(sentence, end, words):
        end += 1
    return end if end - last <= LONGEST_TAIL else last


def _goes_on(sentence: Sentence, k: int, words: PlainWords) -> bool:
    """Whether a word is a level, or is no mark and begins no clause, as an Arabic word with its "and" does."""
    word = sentence.words[k]
    if sentence.levels[k] is not None:
        return True
    begins = word in words.clause_starts or word in words.clause_ends or carries_and(word, words)
    return word[0].isalnum() and not begins


def _share(sentence: Sentence, level: int) -> bool:
    """Whether a level is a part of something, which the words behind it name: "20% | off all carpets"."""
    return _kind(sentence, level) == "percent"


def _kind(sentence: Sentence, k: int) -> str:
    level = sentence.levels[k]
    return level.kind if level is not None else ""


def _with_subject(sentence: Sentence, first: int, floor: int, words: PlainWords, *, through: bool) -> int:
    """Where the words before a quote begin that say what it is about.

    through: over little words and verbs as well, to the start of the clause, where that is near.
    """
    start, most = first, LONGEST_SUBJECT if through else SHORT_SUBJECT
    while start > floor and first - start < most:
        word = sentence.words[start - 1]
        level = sentence.levels[start - 1]
        named = through and level is not None and level.kind in _NAMING
        if word in BREAKS or not (named or (level is None and word[0].isalpha())):
            break
        if not through and (word in words.halts or word.endswith("ly")):
            break
        start -= 1
        if carries_and(word, words):
            return start  # what stands before it is another thing
    if through and start > floor and sentence.words[start - 1][0].isalpha() and sentence.levels[start - 1] is None:
        return first  # the clause is long: its start is no subject
    return start


def _clause_start(sentence: Sentence, first: int, floor: int, words: PlainWords) -> int:
    """Where the clause of a quote begins, if near ("Refunds are paid | within 5 days"), else its short subject."""
    start = first
    while start > floor and first - start < LONGEST_CLAUSE:
        word = sentence.words[start - 1]
        named = sentence.levels[start - 1] is None and word[0].isalpha()
        if not named or word in BREAKS or word in words.clause_starts:
            return start
        start -= 1
    if start == floor:
        return start
    return _with_subject(sentence, first, floor, words, through=False)


def _led_in(sentence: Sentence, first: int, level: int, words: PlainWords) -> int:
    """Where the words begin that lead in an amount, unless only a short subject stands before them."""
    led = next((k for k in range(first, level) if sentence.words[k] in words.leads_amount), first)
    return led if led - first > SHORT_SUBJECT else first


def _with_unit(sentence: Sentence, at: int, words: PlainWords) -> int:
    """Where the words end that say what an amount is counted by: "per person", "/month", "a night"."""
    if at >= len(sentence.words):
        return at
    word = sentence.words[at]
    if word in words.counted:
        return at + 1
    if word in words.counts and at + 1 < len(sentence.words) and sentence.words[at + 1] not in BREAKS:
        return _with_unit(sentence, at + 2, words)
    return at


def _with_noun(sentence: Sentence, at: int, words: PlainWords) -> int:
    """Where the noun ends that an amount stands before: "£250 | priority care fee"."""
    end = at
    while end < len(sentence.words) and _named(sentence, end, words):
        end += 1
    return end if end - at <= LONGEST_NOUN else at


def _named(sentence: Sentence, k: int, words: PlainWords) -> bool:
    word = sentence.words[k]
    little = word in words.stop or word in words.clause_starts or word in words.clause_ends
    return sentence.levels[k] is None and word[0].isalpha() and not little


def _trimmed(sentence: Sentence, first: int, last: int, level: int | None, words: PlainWords) -> tuple[int, int]:
    """The quote without joining words and marks at its ends; never without its level."""
    low, high = sentence.whole(level) if level is not None else (last - 1, first + 1)
    while last > high and (sentence.words[last - 1] in words.joins or not _speaks(sentence, last - 1)):
        last -= 1
    while first < min(low, last - 1):
        word = sentence.words[first]
        if _speaks(sentence, first) and (word not in words.joins or word in words.kept_first):
            break
        first += 1
    return first, last


def _speaks(sentence: Sentence, k: int) -> bool:
    """Whether a word is more than a mark."""
    return sentence.levels[k] is not None or sentence.words[k][0].isalnum()
