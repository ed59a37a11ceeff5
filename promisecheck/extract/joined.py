"""Arabic things joined by a written-on و: which of them an adjective is said of."""

from __future__ import annotations

from typing import Final

from promisecheck.extract.tape import Sentence

SHORTEST_JOINED: Final = 3
_FREE: Final = frozenset({"مجاني", "مجانيه", "المجاني", "المجانيه"})
_WAW_ROOTS: Final = (  # words that begin with a و of their own
    *("واي", "وجب", "وصول", "وصل", "ورش", "ورق", "ورد", "وقت", "وثيق", "وثائق", "وثايق", "وكيل", "وسيل", "وسايل"),
    *("وحده", "وحدات", "وزن", "واقي", "والد", "ونش", "وظيف", "واحد", "وسط", "وزار", "وقود", "واجه", "وشم", "ولاد"),
)


def freed_from(sentence: Sentence, first: int, last: int) -> int:
    """Where the words first..last-1 begin to be free of charge.

    An adjective is said of the last thing alone ("a hall and free parking": صالة ومواقف مجانية), the adverb of all.
    """
    if sentence.words[last - 1] not in _FREE:
        return first
    for k in range(last - 2, first, -1):
        word = sentence.words[k]
        if word[0] == "و" and len(word) > SHORTEST_JOINED and not word.startswith(_WAW_ROOTS):
            return k
    return first
