"""Digits that are no quantity: telephone numbers, dates, times, versions, model numbers, ordinals."""

from __future__ import annotations

import re
from typing import Final

from promisecheck.quantities import duration
from promisecheck.quantities.numbers import MAX_DIGITS
from promisecheck.quantities.tokens import Tokens

_PHONE_SIGNS: Final = frozenset("-().")
_PHONE_DIGITS: Final = 7
_PHONE_GROUPS: Final = 3
_MOST_PHONE_WORDS: Final = 16
_ORDINALS: Final = frozenset({"st", "nd", "rd", "th"})
_VERSION: Final = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+(?:[.,][0-9]+)?")
_CURRENCY_BEFORE: Final = frozenset(
    {"usd", "eur", "gbp", "jod", "aed", "sar", "kwd", "egp", "qar", "bhd", "omr", "ils"}
)


def skip(tokens: Tokens, index: int) -> int | None:
    """Where to go on when the digits at word `index` are no quantity; None when they may be one."""
    words = tokens.words
    raw = words[index]
    if len(raw) > MAX_DIGITS or (words[index + 1] in _ORDINALS and tokens.glued(index + 1)):
        return index + 1
    if _VERSION.fullmatch(raw) and not _THOUSANDS.fullmatch(raw):
        return index + 1
    if tokens.glued(index) and _model_number(tokens, index):
        return index + 1
    for sign in (":", "/", "-"):
        if (end := _joined(tokens, index, sign, 1 if sign == ":" else 2)) is not None:
            return end
    return _phone(tokens, index)


def _model_number(tokens: Tokens, index: int) -> bool:
    """Whether a Latin word is written onto the number: "E311", "covid-19", "#5"."""
    words, before = tokens.words, tokens.words[index - 1]
    if before.isalpha():
        return before < "\u0600" and before not in _CURRENCY_BEFORE
    if before == "-" and tokens.glued(index - 1):
        letters = words[index - 2] if index > 1 else ""
        return letters.isalpha() and letters < "\u0600"
    return before in ("#", "№", "_", "@")


def _joined(tokens: Tokens, index: int, sign: str, times: int) -> int | None:
    """The index after numbers that `sign` joins without spaces at least `times` times: 10:30, 12/03/2025."""
    words, end, found = tokens.words, index + 1, 0
    while words[end] == sign and words[end + 1].isdecimal() and tokens.glued(end) and tokens.glued(end + 1):
        end, found = end + 2, found + 1
    return end if found >= times else None


def _phone(tokens: Tokens, index: int) -> int | None:
    """The index after a telephone number that begins at word `index`."""
    words, end = tokens.words, index
    groups: list[int] = []
    while end - index < _MOST_PHONE_WORDS and (words[end].isdecimal() or words[end] in _PHONE_SIGNS) and words[end]:
        if words[end].isdecimal():
            groups.append(end)
        end += 1
    leading = (words[index][0] == "0" and len(words[index]) > 1) or (index > 0 and words[index - 1] == "+")
    if len(groups) > 1 and duration.units().at(words, groups[-1] + 1):
        groups.pop()
    digits = sum(len(words[group]) for group in groups)
    if digits >= _PHONE_DIGITS and (leading or len(groups) >= _PHONE_GROUPS) and not _grouped(words, groups):
        return groups[-1] + 1
    return None


def _grouped(words: list[str], groups: list[int]) -> bool:
    """Thousands between spaces: 10 000 000."""
    return words[groups[0]][0] != "0" and len(words[groups[0]]) <= 3 and all(len(words[g]) == 3 for g in groups[1:])
