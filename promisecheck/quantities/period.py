"""What a quantity is counted by: "$35 per day", "6 days a week", ٢٠ ديناراً شهرياً."""

from __future__ import annotations

from functools import cache
from typing import Final

from promisecheck.quantities import duration
from promisecheck.quantities.numbers import DIGITS
from promisecheck.quantities.tokens import Phrases, Tokens
from promisecheck.quantities.vocabulary import vocabulary

_TIME_ONLY: Final = frozenset({"a", "an", "في", "بال", "لل", "كل", "each", "every", "عن"})
"""Words that say "per" before a unit of time only."""


@cache
def _per() -> Phrases[bool]:
    return vocabulary().listed("per")


@cache
def _adverbs() -> Phrases[str]:
    return vocabulary().phrases("per_words")


def after(tokens: Tokens, index: int) -> tuple[str | None, int]:
    """What follows at word `index`: a unit of time ("month", "7 day"), a noun as written ("person"), or None.

    With the index to go on at: after a number of its own, which is no quantity beside it.
    """
    words = tokens.words
    if found := _adverbs().at(words, index):
        return found[0], index
    said = _per().at(words, index)
    if said is None:
        return None, index
    at = said[1]
    number = words[at] if words[at][:1] in DIGITS and words[at] and words[index] != "/" else ""
    if unit := duration.units().at(words, at + bool(number)):
        return f"{number} {unit[0]}".strip(), unit[1] if number else index
    if number or words[index] in _TIME_ONLY or not words[at].isalpha():
        return None, index
    return tokens.original(at, at + 1).lower(), index
