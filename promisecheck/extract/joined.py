"""Arabic things joined by a written-on و: which of them an adjective is said of."""

from __future__ import annotations

from typing import Final

from promisecheck.extract.tape import Sentence
from promisecheck.extract.word_lists import PlainWords

SHORTEST_JOINED: Final = 3


def freed_from(sentence: Sentence, first: int, last: int, words: PlainWords) -> int:
    """Where the words first..last-1 begin to be free of charge.

    An adjective is said of the last thing alone ("a hall and free parking": صالة ومواقف مجانية), the adverb of all.
    """
    if sentence.words[last - 1] not in words.free_adjective:
        return first
    own = tuple(words.own_waw)
    for k in range(last - 2, first, -1):
        word = sentence.words[k]
        if word[0] == "و" and len(word) > SHORTEST_JOINED and not word.startswith(own):
            return k
    return first
