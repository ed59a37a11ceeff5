"""Things in a list: which of them an adjective is said of, and where the list ends."""

from __future__ import annotations

from collections import Counter
from typing import Final

from promisecheck.extract.tape import BREAKS, Sentence
from promisecheck.extract.word_lists import PlainWords

SHORTEST_JOINED: Final = 3
LONGEST_ITEM: Final = 3  # words of a thing in a list
MOST_ITEMS: Final = 8
FEWEST_TERMS: Final = 6
LONGEST_TERM: Final = 4  # words of a search term
OFTEN: Final = 0.4  # of the search terms hold the same word
COMMAS: Final = frozenset({",", "،"})


def freed_from(sentence: Sentence, first: int, last: int, words: PlainWords) -> int:
    """Where the words first..last-1 begin to be free of charge.

    An adjective is said of the last thing alone ("a hall and free parking": صالة ومواقف مجانية), the adverb of all.
    """
    if sentence.words[last - 1] not in words.free_adjective:
        return first
    return next((k for k in range(last - 2, first, -1) if carries_and(sentence.words[k], words)), first)


def list_end(sentence: Sentence, last: int, stop: int, joins: frozenset[str], words: PlainWords) -> int:
    """Where the list ends whose first thing ends before word `last`, at most `stop`; `last` where there is no list.

    A list has short things without a level, and one of `joins` before its last one.
    """
    while sentence.words[last - 1] in BREAKS:
        last -= 1
    written_on = not joins.isdisjoint("و")
    at, end = last, last
    for _ in range(MOST_ITEMS):
        start, joined = at, False
        while at < stop and (sentence.words[at] in COMMAS or sentence.words[at] in words.list_joins):
            joined |= sentence.words[at] in joins
            at += 1
        joined |= written_on and at < stop and carries_and(sentence.words[at], words)
        if at == start and not joined:
            break
        begin = at
        while at < stop and at - begin < LONGEST_ITEM and _names(sentence, at, words):
            if at > begin and carries_and(sentence.words[at], words):
                break
            at += 1
        ends = at == len(sentence.words) or sentence.words[at] in BREAKS or not _speaks(sentence.words[at])
        ends = ends or sentence.words[at] in words.stop  # "shoes, bags and belts | for most brands"
        goes_on = not ends and (sentence.words[at] in words.list_joins or carries_and(sentence.words[at], words))
        if at == begin or not (ends or goes_on):
            break
        if joined:
            end = at
    return end


def is_keyword_list(sentence: Sentence, words: PlainWords) -> bool:
    """Whether a sentence is a list of search terms: many short ones in small letters, or with one word again and again.

    A list that people read has an "and" before its last thing, or ends with a stop.
    """
    if sum(word in COMMAS for word in sentence.words) < FEWEST_TERMS - 1 or sentence.words[-1] in ".!?؟":
        return False
    terms: list[list[str]] = [[]]
    for word in sentence.words:
        if word in COMMAS:
            terms.append([])
        else:
            terms[-1].append(word)
    if any(len(term) > LONGEST_TERM for term in terms) or not words.list_joins.isdisjoint(terms[-1]):
        return False
    again = Counter(word for term in terms for word in set(term) - words.stop).most_common(1)
    repeated = bool(again) and again[0][1] >= OFTEN * len(terms)
    arabic = "ء" <= sentence.words[0][0] <= "ۿ"
    return repeated or not (arabic or "^" in sentence.tape)


def carries_and(word: str, words: PlainWords) -> bool:
    """Whether an "and" is written onto an Arabic word."""
    return word[0] == "و" and len(word) > SHORTEST_JOINED and not word.startswith(tuple(words.own_waw))


def _names(sentence: Sentence, k: int, words: PlainWords) -> bool:
    word = sentence.words[k]
    named = sentence.levels[k] is None and word[0].isalpha()
    return named and word not in words.stop and word not in words.list_joins


def _speaks(word: str) -> bool:
    return word[0].isalnum()
