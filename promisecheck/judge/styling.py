"""How a wording is written so that it looks like the copy around it: digits, number words, money, capitals."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from promisecheck.folding import fold
from promisecheck.model import Claim, Condition, Language, Quantity
from promisecheck.quantities import find_quantities
from promisecheck.quantities.render import TIMES, Style, style_of
from promisecheck.quantities.spoken_numbers import Digits, in_digits

_INDIC: Final = re.compile("[٠-٩]")
_EASTERN: Final = re.compile("[۰-۹]")
_WESTERN: Final = re.compile("[0-9]")
_PART: Final = re.compile(r"\b(?:half|quarters?)\b|نصف|نص|ربع|ثلث|ارباع")
"""Halves and quarters are words of their own; another amount need not be in words because of them."""
_BARE: Final = re.compile(r"(?:an?|one) \w+|[\u0621-\u064a]{3,}(?: عمل)?")
"""A unit alone ("an hour", ساعتان), which shows no way of writing a number."""
_NUMBER: Final = re.compile(r"[\d٠-٩۰-۹]+(?:[.,٫٬][\d٠-٩۰-۹]+)*")
_COUNTRIES: Final = "(?:عُ?مان|أردن|سعود|قطر|إمارات|كويت|بحرين|مغرب|مصر|أمريك)"
_COUNTRY: Final = re.compile(rf"\s(?P<stem>{_COUNTRIES}يّ?)(?:ة|اً|ًا|ا|ين|ان)?(?![\u0621-\u064a])")
_MOST_SPOKEN: Final = 10
_GLUED: Final = re.compile("ب(?=نص|ربع|ثلث|ساع|يوم|دقي|خمس|عشر|ثلاث|اربع|ست|سبع|ثمان|تسع)")
_SMALL_WORDS: Final = "a an the and or of in on at to for from by with within before after when if per"
_SMALL: Final = frozenset(_SMALL_WORDS.split())
_NAMED_DAYS: Final = frozenset({*calendar.day_name, *calendar.day_abbr, *calendar.month_name, *calendar.month_abbr})
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_DIGITS: Final = {"arabic-indic": "٠١٢٣٤٥٦٧٨٩", "eastern": "۰۱۲۳۴۵۶۷۸۹"}


def digits_in(text: str) -> Digits | None:
    """The digits that most of a text is written in; None where it has none."""
    found: tuple[tuple[int, Digits], ...] = (
        (len(_WESTERN.findall(text)), "western"),
        (len(_INDIC.findall(text)), "arabic-indic"),
        (len(_EASTERN.findall(text)), "eastern"),
    )
    most, digits = max(found, key=lambda pair: pair[0])
    return digits if most else None


def in_digits_of(text: str, digits: Digits) -> str:
    """A text with its Western digits written as the copy around it writes them."""
    table = _DIGITS.get(digits)
    return text.translate({ord(str(n)): table[n] for n in range(10)}) if table else text


def quantity_of(claim: Claim) -> Quantity | None:
    """The words of the quote that are the claim's level."""
    value = claim.value
    if value is None:
        return None
    for found in _quantities(claim.quote, claim.language):
        same = (found.value, found.min, found.max) == (value.value, value.min, value.max)
        if (found.hours is not None and value.hours is not None) or (
            same and value.hours is None and found.unit in (value.unit, None)
        ):
            return found
    return None


@lru_cache(maxsize=1024)
def _quantities(quote: str, language: Language) -> tuple[Quantity, ...]:
    """The quantities of a quote: asked for with every wording that is tried instead of it."""
    return tuple(find_quantities(quote, language))


def style_for(claim: Claim, digits: Digits | None = None, *, most: float | None = None) -> Style:
    """How the copy writes its quantities; "free" shows no way of writing an amount.

    digits: those of the copy around the quote, for what the quote itself shows no digits of. most: the largest amount
    to be written; all are in words where the quote spells its numbers, and only small ones where it merely says "an
    hour" or "the same day".
    """
    found = quantity_of(claim)
    style = style_of(claim.quote[found.start :] if found is not None else claim.quote, claim.language)
    otherwise = digits or "western"
    if digits_in(claim.quote) is None and style.digits != "words":
        style = replace(style, digits=otherwise)
    if style.digits == "words" and (most is None or most > _MOST_SPOKEN or most != int(most)):
        core = fold(claim.quote[found.core_start : found.core_end]).text.strip() if found is not None else ""
        if not core or style.moment is not None or _PART.search(core) or _BARE.fullmatch(core):
            style = replace(style, digits=otherwise)
    nothing = claim.value is not None and claim.value.value == 0 and claim.value.unit not in TIMES
    return replace(style, money=None, units="", cents=False) if nothing else style


def with_number(core: str, old: float, new: float, language: Language) -> str | None:
    """An amount with another number and all else as it is, where both numbers take the same form of the noun."""
    found = _NUMBER.findall(core)
    if (
        len(found) != 1
        or old != int(old)
        or new != int(new)
        or number_form(old, language) != number_form(new, language)
    ):
        return None
    digits = digits_in(found[0])
    if digits is None or in_digits(old, digits, grouped="," in found[0] or "٬" in found[0]) != found[0]:
        return None
    return core.replace(found[0], in_digits(new, digits))


def number_form(number: float, language: Language) -> int:
    """Which form of a noun goes with a number: one, (in Arabic) two, 3 to 10, 11 to 99, hundreds."""
    if language == "en":
        return int(number != 1)
    rest = int(number) % 100
    return int(number) if number in (1, 2) else 3 if 3 <= rest <= 10 else 4 if rest >= 11 else 5


def of_country(core: str, number: float) -> str:
    """The adjective of a currency ("Omani") that an Arabic amount has, in the form that goes with a number; else ""."""
    found = _COUNTRY.search(core)
    if found is None:
        return ""
    ending = {1: "", 2: "ين", 3: "ة", 4: "اً", 5: ""}[number_form(number, "ar")]
    return f" {found['stem']}{ending}"


def with_particle(core: str, said: str) -> str:
    """An amount in the place of one that a particle is written onto: بنص ساعة becomes بـ40 دقيقة."""
    if not _GLUED.match(fold(core).text) or not said:
        return said
    return f"بـ{said}" if said[0].isdigit() else f"ب{said}"


def as_set(text: str, quote: str) -> str:
    """A wording in the capitals of the quote it replaces: ALL CAPS, Or A Headline, else as it is."""
    words = _WORD.findall(quote)
    letters = "".join(words)
    if len(letters) > 3 and letters.isupper():
        return _WORD.sub(lambda match: match[0].upper(), text)
    long = [word for word in words if word.lower() not in _SMALL and word not in _NAMED_DAYS]
    if len(long) < 3 or not all(word[0].isupper() for word in long):
        return text
    known = set(words)
    return _WORD.sub(lambda m: m[0] if m[0] in known or m[0] in _SMALL else m[0][0].upper() + m[0][1:], text)


def named_in(condition: Condition, language: Language, text: str) -> bool:
    """Whether a text names the amount of a condition, in whatever words."""
    level = condition.level
    if level is None or not level.value:
        return False
    return any((one.value, one.unit) == (level.value, level.unit) for one in find_quantities(text, language))
