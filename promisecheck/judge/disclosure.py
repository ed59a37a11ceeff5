"""Whether the copy discloses what a standard leaves open: causes nobody controls, and what is not possible.

Wording is matched by the meaning of its cause words, not letter by letter: "Delivery may take longer in severe
weather" is disclosed by "bad weather may slow us down".
"""

from __future__ import annotations

from functools import lru_cache

from promisecheck.judge.levels import LENGTHS
from promisecheck.judge.meaning import is_named, same_word, share_found, vocabulary, words_of
from promisecheck.model import Cause, Claim, Language, Limit
from promisecheck.quantities import find_quantities

_ENOUGH = 0.6
"""Least share of the words of a declared wording that has to be said."""
_SOME = 0.4
"""The same where the word that tells the cause is said."""


def is_disclosed(cause: Cause, text: str) -> bool:
    """Whether `text` (the copy that counts as disclosure) names the cause."""
    said = words_of(text)
    if not said:
        return False
    return any(_names(wording, said) for wording in (cause.cause, *cause.disclose.values()))


@lru_cache(maxsize=8192)
def _names(wording: str, said: tuple[str, ...]) -> bool:
    """Whether the words of a cause are said.

    A word that belongs to a group of like causes (weather, traffic ...) tells what the cause is: one of those must be
    said, or one like it; of the rest enough.
    """
    words, telling = _of_cause(wording)
    among = frozenset(said)
    found = [word for word in words if is_named(word, among)]
    if telling:
        return len(found) >= _SOME * len(words) and any(word in found for word in telling)
    return len(found) >= _ENOUGH * len(words) and bool(words)


@lru_cache(maxsize=1024)
def _of_cause(wording: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a cause, and those of them that tell what it is."""
    words = [word for word in words_of(wording) if not any(same_word(word, late) for late in vocabulary().delay)]
    words = words or list(words_of(wording))
    return tuple(words), tuple(word for word in words if any(word in group for group in vocabulary().alike))


def cause_in(cause: Cause, language: Language) -> str:
    """A cause in the language of the copy: as declared in English, else the wording that discloses it."""
    said = cause.disclose.get(language)
    return cause.cause if language == "en" or not said else said.rstrip(".")


def undisclosed(causes: tuple[Cause, ...], claim: Claim) -> tuple[Cause, ...]:
    """The causes that the copy does not name where it would count."""
    return tuple(cause for cause in causes if not is_disclosed(cause, claim.disclosed))


def contradicted(limits: tuple[Limit, ...], claim: Claim) -> Limit | None:
    """The first limit that the promise falls under: it says what is declared impossible."""
    conditions = (condition.text for condition in claim.conditions)
    said = " ".join((claim.quote, claim.scope.text or "", *claim.scope.unknown_places, *conditions))
    for limit in limits:
        if any(_falls_under(text, said) for text in limit.impossible.values()):
            return limit
    return None


def _falls_under(impossible: str, said: str) -> bool:
    """Whether the promise says every word of the impossible, and as far where the impossible is a distance."""
    far, promised = _kilometres(impossible), _kilometres(said)
    if far is not None:
        return promised is not None and promised > far
    words = words_of(impossible)
    return len(words) > 0 and share_found(words, words_of(said)) == 1.0


@lru_cache(maxsize=2048)
def _kilometres(text: str) -> float | None:
    """The longest distance that a wording names, in kilometres."""
    found = [q for q in find_quantities(text) if q.unit in LENGTHS]
    numbers = [(quantity.max or quantity.value or 0) * LENGTHS[quantity.unit or "km"] for quantity in found]
    return max(numbers, default=None)
