"""Directions: which way a level is bounded, by words before ("within", لا تتجاوز) or after ("or less", كحد أقصى)."""

from __future__ import annotations

from functools import cache
from typing import Final, cast

from promisecheck.model import Op, QuantityKind
from promisecheck.quantities.tokens import Phrases, Tokens
from promisecheck.quantities.vocabulary import vocabulary

_MOST_STEPS: Final = 6
"""Fillers and directions that are looked through, leftwards; it keeps the search linear."""
_MOST_SUBJECT_WORDS: Final = 5
"""Words between a direction and its number, the subject of the sentence."""
_MOST_DENIAL_WORDS: Final = 4
_JOINING: Final = frozenset({"and", "or", "but", "only", "و", "او"})
_PARTICLES: Final = ("و", "ف", "ب", "ل")


@cache
def _before() -> Phrases[str]:
    return vocabulary().phrases("directions_before", _PARTICLES)


@cache
def _after() -> Phrases[str]:
    return vocabulary().phrases("directions_after")


@cache
def _far() -> Phrases[str]:
    return vocabulary().phrases("directions_far", ("و", "ف"))


@cache
def _negations() -> Phrases[bool]:
    return vocabulary().listed("negations")


@cache
def _fillers() -> frozenset[str]:
    return vocabulary().words("fillers")


@cache
def _soft() -> tuple[frozenset[str], frozenset[str]]:
    """The words for "in" before durations and for "from" before money."""
    return vocabulary().words("soft_in"), vocabulary().words("soft_from")


@cache
def _range_starts() -> Phrases[bool]:
    return vocabulary().listed("range_starts", _PARTICLES)


def opening(tokens: Tokens, index: int, floor: int) -> int:
    """Where a span begins with "from" or "between" in front of word `index`; no further back than `floor`."""
    found = _range_starts().before(tokens.words, index)
    return found[1] if found and found[1] >= floor else index


def before(tokens: Tokens, index: int, kind: QuantityKind, floor: int) -> tuple[Op | None, int]:
    """The direction given before word `index`, and the index its words begin at.

    The nearest one counts, further ones belong to it ("within a maximum of"). Looks no further back than `floor`.
    """
    words = tokens.words
    op: Op | None = None
    start = at = index
    for _ in range(_MOST_STEPS):
        if at <= floor:
            break
        found = _before().before(words, at)
        if found and kind == "count" and found[1] == at - 1 and words[at - 1] == "from":
            break  # "choose from 45 flavours"
        if found and found[1] >= floor:
            op = op or cast(Op, found[0])
            start = at = found[1]
        elif words[at - 1] in _soft()[0] and kind == "duration" and "قبل" not in words[max(0, at - 4) : at]:
            op = op or "<="
            start = at = at - 1
        elif words[at - 1] in _soft()[1] and kind == "money" and op is None:
            op = ">="
            start = at = at - 1
        elif words[at - 1] in _fillers():
            at -= 1
        elif words[at - 1] == "+" and kind != "percent" and tokens.glued(at) and not tokens.glued(at - 1):
            op = op or ">="
            start = at = at - 1
        else:
            break
    if op in (">", "<") and words[start][0] != "و" and _denied(tokens, start, floor):
        op = "<=" if op == ">" else ">="
    return (op, start) if op else _from_afar(tokens, start, floor)


def _denied(tokens: Tokens, start: int, floor: int) -> bool:
    """Whether the clause before a direction denies it: "you never wait more than", لن تنتظر أكثر من."""
    words = tokens.words
    for at in range(start - 1, max(floor, start - _MOST_DENIAL_WORDS) - 1, -1):
        if not words[at].isalpha() or words[at] in _JOINING:
            return False
        if _negations().before(words, at + 1):
            return True
    return False


def bounded(tokens: Tokens, index: int, floor: int | None) -> bool:
    """Whether a direction stands before word `index`; taken for granted when `floor` is None."""
    return floor is None or before(tokens, index, "count", floor)[0] is not None


def _from_afar(tokens: Tokens, start: int, floor: int) -> tuple[Op | None, int]:
    """A direction with its subject between it and the number: لا تتجاوز مدة التوصيل ٣ أيام."""
    words = tokens.words
    for at in range(start - 1, max(floor, start - _MOST_SUBJECT_WORDS) - 1, -1):
        if not words[at].isalpha():
            break
        if found := _far().before(words, at):
            return cast(Op, found[0]), max(found[1], floor)
    return None, start


def after(tokens: Tokens, index: int) -> tuple[Op | None, int]:
    """The direction given after the quantity that ends before word `index`, and the index after its words."""
    words = tokens.words
    bracket = words[index] in ("(", ",")
    found = _after().at(words, index + bracket)
    if found is None or (words[index] == "," and words[index + 1] in ("plus", "and", "+", "min", "over")):
        return None, index
    op, end = cast(Op, found[0]), found[1]
    if words[end] in ("than", "من"):
        return None, index  # "... and more than 50 branches"
    if words[index + bracket] == "plus" and (words[end][:1].isdecimal() or words[end] in ("$", "£", "€")):
        return None, index
    if words[index] == "(":
        return (op, end + 1) if words[end] == ")" else (None, index)
    return op, end
