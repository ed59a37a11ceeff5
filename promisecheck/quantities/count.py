"""Counts: 12 branches, 5-star, 30 miles, ٥ كم, 100 Mbit/s, زيارتين: a number and the noun it counts."""

from __future__ import annotations

from functools import cache
from typing import Final

from promisecheck.quantities import duration, period
from promisecheck.quantities.numbers import Amount, tidy
from promisecheck.quantities.reading import Reading
from promisecheck.quantities.tokens import Phrases, Tokens
from promisecheck.quantities.vocabulary import PARTICLES, vocabulary

KIND: Final = "count"
RANK: Final = 4
_MAX_ADJECTIVES: Final = 2
_YEARS: Final = range(1900, 2101)
_ONE: Final = frozenset({"واحد", "واحده"})
_PERIODS: Final = frozenset({"h", "day", "week", "month", "year"})
_SHORTEST_PLURAL: Final = 4


@cache
def _nouns() -> Phrases[str]:
    return vocabulary().phrases("counts", ("ال",))


@cache
def _duals() -> Phrases[str]:
    return vocabulary().phrases("count_duals", PARTICLES)


@cache
def _times() -> Phrases[str]:
    return vocabulary().phrases("count_times")


@cache
def _words(name: str) -> frozenset[str]:
    return vocabulary().words(name)


@cache
def starts() -> frozenset[str]:
    """Words that a count can begin with, apart from numbers."""
    return frozenset((*_duals().first_words, *_times().first_words, "★", "⭐"))


def _unit(key: str) -> tuple[int, str]:
    times, _, unit = key.rpartition(" ")
    return int(times or 1), unit


def _plural(word: str) -> bool:
    """Whether a word that no list knows looks like a plural."""
    if word < "\u0600":
        return (
            len(word) >= _SHORTEST_PLURAL
            and word.isalpha()
            and word.endswith("s")
            and not word.endswith("ss")
            and word not in _words("not_counted")
        )
    return len(word) > _SHORTEST_PLURAL and word.endswith("ات") and not word.startswith(("ال", "لل", "وال", "بال"))


def _describes(words: list[str], index: int) -> bool:
    """Whether a word that no list knows stands between a number and a plural we count: "5 written quotes"."""
    word = words[index]
    if not word.isalpha() or word >= "\u0600" or word in _words("not_counted") or word in _words("not_adjectives"):
        return False
    return duration.units().at(words, index) is None and _described(words, index)


def _described(words: list[str], index: int) -> bool:
    """Whether a plural we count follows the word at `index`."""
    return words[index + 1].endswith("s") and _nouns().at(words, index + 1) is not None


def _identifier(tokens: Tokens, amount: Amount) -> bool:
    """Whether the number is a name rather than how many: "Room 12", a year, a house number."""
    words, start = tokens.words, amount.start
    if amount.raw and len(amount.raw) == 4 and amount.raw.isdecimal() and amount.value in _YEARS:
        return True
    return start > 0 and amount.digits and words[start - 1] in _words("before_identifier")


def after(tokens: Tokens, amount: Amount) -> Reading | None:
    """The count that `amount` and the noun after it make."""
    words, at = tokens.words, amount.end
    if amount.fraction:
        return None
    if words[amount.start] in _ONE and (noun := _nouns().before(words, amount.start)) and amount.value == 1:
        what = tokens.original(noun[1], amount.start)
        return Reading("count", noun[1], amount.end, 1, _unit(noun[0])[1], what=what)
    hyphen = words[at] == "-"
    at += hyphen
    for _ in range(_MAX_ADJECTIVES + 1):
        found = _nouns().at(words, at)
        if found is None and not hyphen and _plural(words[at]):
            found = "count", at + 1
        if found is not None:
            break
        if words[at + 1] == "-" and words[at].isalpha() and _described(words, at + 2):
            at += 2  # "drop-off points"
        elif words[at] not in _words("count_adjectives") and not _describes(words, at):
            return None
        at += 1
    if found is None or _identifier(tokens, amount) or words[found[1]] in _words("streets"):
        return None
    times, unit = _unit(found[0])
    high = None if amount.high is None else tidy(amount.high * times)
    what = tokens.original(at, found[1])
    return Reading(
        "count",
        amount.start,
        found[1],
        tidy(amount.value * times),
        unit,
        high,
        amount.op,
        what=what,
    )


def read(tokens: Tokens, index: int, floor: int | None) -> Reading | None:  # noqa: ARG001 - the same for every kind
    """The count that begins at word `index` with something other than a number: a dual, a row of stars."""
    words = tokens.words
    if found := _duals().at(words, index):
        times, unit = _unit(found[0])
        return Reading("count", index, found[1], 2 * times, unit, what=tokens.original(index, found[1]))
    if (often := _times().at(words, index)) and period.after(tokens, often[1])[0] in _PERIODS:
        return Reading("count", index, often[1], int(often[0]), "count", what=tokens.original(index, often[1]))
    end = index
    while words[end] in ("★", "⭐"):
        end += 1
    return Reading("count", index, end, end - index, "star") if end > index else None
