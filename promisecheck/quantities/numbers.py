"""Numbers and spans of numbers in digits and words: 1,299.00 · 1.299,00 · 2½ · 1.2k · one (1) · 3-5 · خمسة وأربعين."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from promisecheck.model import Number, Op
from promisecheck.quantities import direction
from promisecheck.quantities.number_words import ARABIC_STARTS, ENGLISH, SCALES, read_arabic, read_english
from promisecheck.quantities.tokens import Phrases, Tokens, words_of
from promisecheck.quantities.vocabulary import PARTICLES, vocabulary

DIGITS: Final = frozenset("0123456789")
VULGAR: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
MAX_DIGITS: Final = 15
"""Longer runs of digits are numbers of something (an account, an order), not how many."""

_GLUED: Final = {"k": 1000, "bn": 1_000_000_000, "mn": 1_000_000}
_ARABIC_SCALES: Final = {"الف": 1000, "الاف": 1000, "الفا": 1000, "مليون": 1_000_000, "ملايين": 1_000_000}
_TO: Final = frozenset({"to", "الي", "ل", "حتي", "لحد", "till"})
_DASH: Final = frozenset({"-", "~"})
_OR: Final = frozenset({"or", "او"})
_AND: Final = frozenset({"and", "&", "و"})
_BETWEEN: Final = frozenset({"between", "بين", "مابين", "وبين"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or a span of numbers when `high` is set, without its unit: words `start` to before `end`.

    raw: the digits of a plain number, separators included. op: a direction written between it and
    its unit ("25+ years", "3 or more nights"). fraction: a word such as
    "half". digits: written in digits.
    """

    start: int
    end: int
    value: Number
    high: Number | None = None
    raw: str = ""
    op: Op | None = None
    fraction: bool = False
    digits: bool = False


@cache
def fractions() -> Phrases[str]:
    """Words for parts of one."""
    return vocabulary().phrases("fractions", PARTICLES)


def with_in(word: str) -> bool:
    """Whether the Arabic particle "in" is written onto a word that says how long: بساعة, بنصف, بعشرين."""
    if word[:1] != "ب":
        return False
    return word[1:] in ARABIC_STARTS or word[1:] in _timed_words()


@cache
def _timed_words() -> frozenset[str]:
    found = vocabulary()
    wordings = (
        *found.lists["singles"],
        *(wording for wording, _ in found.mappings["duals"] + found.mappings["fractions"]),
    )
    return frozenset(words_of(wording)[0] for wording in wordings)


@cache
def starts() -> frozenset[str]:
    """Words, digits aside, that a number can begin with."""
    return frozenset((*ENGLISH, *ARABIC_STARTS, *VULGAR, *fractions().first_words))


def tidy(value: float) -> Number:
    """A whole number as an int, anything else without the noise of binary fractions."""
    value = round(value, 9)
    return int(value) if value == int(value) else value


def plain_number(raw: str, dot_groups: bool = False) -> Number:
    """The value of digits with separators, in either convention.

    A separator that stands twice, or before another kind, groups thousands. A single comma before exactly three digits
    groups; a single dot is decimal unless `dot_groups` (amounts in euros).
    """
    dot, comma = raw.rfind("."), raw.rfind(",")
    if dot >= 0 and comma >= 0:
        decimal = "." if dot > comma else ","
    elif comma >= 0:
        decimal = "" if raw.count(",") > 1 or len(raw) - comma == 4 else ","
    elif dot >= 0:
        decimal = "" if raw.count(".") > 1 or (dot_groups and len(raw) - dot == 4) else "."
    else:
        return int(raw)
    whole, _, part = raw.rpartition(decimal) if decimal else (raw, "", "")
    digits = whole.replace(".", "").replace(",", "") or "0"
    return tidy(float(f"{digits}.{part or '0'}"))


def _digits(tokens: Tokens, index: int, money: bool) -> Amount | None:
    words = tokens.words
    raw = words[index]
    if len(raw) > MAX_DIGITS:
        return None
    value, end = plain_number(raw), index + 1
    following = words[end]
    if following in VULGAR:
        return Amount(index, end + 1, tidy(value + VULGAR[following]), digits=True)
    if following == "/" and words[end + 1] in ("2", "3", "4") and raw in ("1", "2", "3") and tokens.glued(end):
        return Amount(index, end + 2, int(raw) / int(words[end + 1]), digits=True)
    if following in ("1", "3") and words[end + 1] == "/" and words[end + 2] in ("2", "4") and raw.isdecimal():
        return Amount(index, end + 3, tidy(value + int(following) / int(words[end + 2])), digits=True)
    scale = SCALES.get(following) or _ARABIC_SCALES.get(following)
    if scale is None and tokens.glued(end):
        scale = 1_000_000 if money and following == "m" else _GLUED.get(following)
    if scale:
        return Amount(index, end + 1, tidy(value * scale), digits=True)
    return Amount(index, end, value, raw=raw, digits=True)


def _fraction(words: list[str], index: int) -> Amount | None:
    """A part of one and the words that tie it to its unit: "half (an)", "three quarters of an", نصف."""
    at, times = index, 1
    if words[index] == "three" and words[index + 1] in ("quarters", "quarter"):
        at, times = index + 1, 3
    if words[at] == "quarters":
        value, end = 0.25, at + 1
    elif found := fractions().at(words, at):
        value, end = float(found[0]), found[1]
    else:
        return None
    if words[index] < "\u0600":
        if words[end] == "of":
            end += 1
        if words[end] in ("a", "an"):
            end += 1
        if words[end] == "-":
            end += 1
    return Amount(index, end, value * times, fraction=True)


def _words(tokens: Tokens, index: int) -> Amount | None:
    words = tokens.words
    word = words[index]
    if word in VULGAR:
        return Amount(index, index + 1, tidy(VULGAR[word]))
    if fraction := _fraction(words, index):
        if words[index] == "half" and words[fraction.end] == "dozen":
            return Amount(index, fraction.end + 1, 6)
        scale = SCALES.get(words[fraction.end]) or _ARABIC_SCALES.get(words[fraction.end])
        return Amount(index, fraction.end + 1, tidy(fraction.value * scale)) if scale else fraction
    read = read_arabic(words, index) if word in ARABIC_STARTS else read_english(words, index)
    return Amount(index, read[1], read[0]) if read else None


def _twice(tokens: Tokens, amount: Amount) -> Amount:
    """The same number in brackets belongs to a number: "one (1)", "3 (ثلاثة)"."""
    words = tokens.words
    if words[amount.end] != "(":
        return amount
    inner = amount.end + 1
    again = _digits(tokens, inner, False) if words[inner][:1] in DIGITS else _words(tokens, inner)
    if again is None or again.value != amount.value or words[again.end] != ")":
        return amount
    return replace(amount, end=again.end + 1)


def _and_a_half(words: list[str], amount: Amount) -> Amount:
    """A part added before the unit: "two and a half"."""
    at = amount.end
    if words[at] == "-":
        at += 1
    if words[at] != "and" or amount.raw.count("."):
        return amount
    at += 2 if words[at + 1] in ("a", "-") else 1
    if words[at] == "a":
        at += 1
    part = {"half": 0.5, "quarter": 0.25}.get(words[at])
    return replace(amount, end=at + 1, value=tidy(amount.value + part), raw="") if part else amount


def read_number(tokens: Tokens, index: int, money: bool = False) -> Amount | None:
    """The number that begins at word `index`. `money`: an "m" written onto it means million."""
    words = tokens.words
    amount = _digits(tokens, index, money) if words[index][:1] in DIGITS else _words(tokens, index)
    if amount is None:
        return None
    if not amount.fraction:
        amount = _twice(tokens, _and_a_half(words, amount))
    if words[amount.end] == "+" and tokens.glued(amount.end):
        return replace(amount, end=amount.end + 1, op=">=")
    if words[amount.end] in _OR and (said := direction.after(tokens, amount.end))[0] and words[said[1]].isalpha():
        return replace(amount, end=said[1], op=said[0])
    return amount


def separator(tokens: Tokens, index: int, between: bool) -> int | None:
    """The index after what separates the ends of a span ("-", "to", "-to-", "or"; "and" after "between")."""
    words = tokens.words
    at = index + 1 if words[index] in _DASH else index
    if words[at] in _TO or (at == index and (words[at] in _OR or (between and words[at] in _AND))):
        at += 1
        if words[at] in _DASH:
            at += 1
    return at if at > index else None


def after_between(tokens: Tokens, index: int) -> bool:
    """Whether "between" stands before word `index`."""
    return index > 0 and tokens.words[index - 1] in _BETWEEN


def read_amount(tokens: Tokens, index: int, money: bool = False) -> Amount | None:
    """The number or the span of numbers that begins at word `index`."""
    first = read_number(tokens, index, money)
    if first is None or first.fraction or first.op:
        return first
    between = after_between(tokens, index)
    at = separator(tokens, first.end, between)
    if at is None and tokens.words[first.end][:1] == ("و" if between else "ل"):
        at = first.end  # "and", "to" written onto the second number
    if at is None or not (tokens.words[at][:1] in DIGITS or tokens.words[at] in starts()):
        return first
    second = read_number(tokens, at, money)
    if second is None or second.fraction:
        return first
    low = first.value
    scale = _GLUED.get(tokens.words[second.end - 1]) if second.digits else None
    if scale and first.raw and low * scale < second.value:
        low = tidy(low * scale)  # "$1-2k"
    if low >= second.value:
        return first
    return Amount(index, second.end, low, second.value, first.raw, second.op, digits=first.digits)
