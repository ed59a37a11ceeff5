"""Shares: 20%, per cent, ٪٥٠, 9 out of 10, تسعة من كل عشرة, half price."""

from __future__ import annotations

from functools import cache
from typing import Final

from promisecheck.quantities import duration
from promisecheck.quantities.numbers import DIGITS, Amount, read_amount, read_number, tidy
from promisecheck.quantities.reading import Reading
from promisecheck.quantities.tokens import Phrases, Tokens
from promisecheck.quantities.vocabulary import PARTICLES, vocabulary

KIND: Final = "percent"
RANK: Final = 1
_STARS: Final = frozenset({"star", "stars", "نجوم", "نجمه"})
_RATING: Final = frozenset({"rated", "rating", "score", "scored", "scores", "reviews", "تقييم", "تقييمنا", "بتقييم"})
_BEST_RATING: Final = 5
_TOTALS: Final = frozenset({2, 3, 4, 5, 6, 8, 10, 20, 50, 100, 1000})


@cache
def _signs() -> Phrases[bool]:
    return vocabulary().listed("percent")


@cache
def _shares() -> Phrases[bool]:
    return vocabulary().listed("share_words")


@cache
def _ratings() -> Phrases[bool]:
    return vocabulary().listed("rating_words")


@cache
def _half_price() -> Phrases[str]:
    return vocabulary().phrases("half_price", PARTICLES)


@cache
def starts() -> frozenset[str]:
    """Words that a share can begin with, apart from numbers."""
    return frozenset((*_half_price().first_words, "%"))


def after(tokens: Tokens, amount: Amount) -> Reading | None:
    """The share or the rating that `amount` and what follows it make."""
    words, at = tokens.words, amount.end
    if words[at] == "-":
        at += 1
    if found := _signs().at(words, at):
        return Reading("percent", amount.start, found[1], amount.value, "%", amount.high, amount.op)
    return None if amount.high is not None or amount.fraction else _of_total(tokens, amount)


def _of_total(tokens: Tokens, amount: Amount) -> Reading | None:
    """Some of a total: "9 out of 10" is 90%; "4.8 out of 5" is a rating in stars."""
    words = tokens.words
    rated, share = _ratings().at(words, amount.end), _shares().at(words, amount.end)
    found = share or rated
    total = read_number(tokens, found[1]) if found else None
    if found is None or total is None or not 0 < amount.value <= total.value:
        return None
    stars = words[total.end] in _STARS
    scored = not _RATING.isdisjoint(words[max(0, amount.start - 3) : amount.start])
    if rated and total.value == _BEST_RATING and (stars or scored or amount.raw.count(".")):
        return Reading("count", amount.start, total.end + stars, amount.value, "star")
    if not share or total.value not in _TOTALS or amount.value != int(amount.value):
        return None
    if words[total.end] in ("%", "-", ":") or duration.units().at(words, total.end):
        return None
    return Reading("percent", amount.start, total.end, tidy(100 * amount.value / total.value), "%")


def read(tokens: Tokens, index: int, floor: int | None) -> Reading | None:  # noqa: ARG001 - the same for every kind
    """The share that begins at word `index` with something other than a number: "half price", ٪٥٠."""
    words = tokens.words
    if found := _half_price().at(words, index):
        return Reading("percent", index, found[1], int(found[0]), "%")
    if words[index] == "%" and words[index + 1][:1] in DIGITS and words[index + 1] and tokens.glued(index + 1):
        amount = read_amount(tokens, index + 1)
        if amount and words[amount.end] != "%":
            return Reading("percent", index, amount.end, amount.value, "%", amount.high)
    return None
