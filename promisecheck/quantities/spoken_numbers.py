"""Numbers written out: digits of three kinds with separators, English words, Arabic words with gender and case."""

from __future__ import annotations

from typing import Final, Literal

from promisecheck.model import Language, Number

Digits = Literal["western", "arabic-indic", "eastern", "words"]
Gender = Literal["m", "f"]

MOST_IN_WORDS: Final = 999
"""Larger numbers are written in digits."""

_TO_ARABIC: Final = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٬")
_TO_EASTERN: Final = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬")

_EN_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_EN_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_AR_UNITS: Final = "ثلاث أربع خمس ست سبع ثماني تسع عشر"
_AR_TENS: Final = "عشر ثلاث أربع خمس ست سبع ثمان تسع"


def in_digits(value: Number, digits: Digits, decimals: int | None = None, grouped: bool = True) -> str:
    """A number in digits; thousands grouped from 1,000 on, as many decimals as asked for (else as few as it needs)."""
    text = f"{value:{',' if grouped else ''}.{6 if decimals is None else decimals}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    if digits == "arabic-indic":
        return text.translate(_TO_ARABIC)
    return text.translate(_TO_EASTERN) if digits == "eastern" else text


def speakable(value: Number) -> bool:
    """Whether a number is written in words here: a whole one that is not too large."""
    return value == int(value) and 0 <= value <= MOST_IN_WORDS


def english(value: int) -> str:
    """A number up to 999 in English words."""
    small, tens = _EN_SMALL.split(), _EN_TENS.split()
    if value < 20:
        return small[value]
    if value < 100:
        return tens[value // 10 - 2] + (f"-{small[value % 10]}" if value % 10 else "")
    rest = f" and {english(value % 100)}" if value % 100 else ""
    return f"{small[value // 100]} hundred{rest}"


def arabic(value: int, gender: Gender, subject: bool = False) -> str:
    """A number up to 999 in Arabic words for a noun of `gender`; in the oblique case unless it is the subject.

    From 3 to 10 the number takes the other gender than its noun, so does the unit of a compound (خمس وأربعون دقيقة).
    """
    if value < 11:
        return _arabic_small(value, gender)
    if value < 20:
        return _arabic_teen(value, gender, subject)
    if value < 100:
        ten = _AR_TENS.split()[value // 10 - 2] + ("ون" if subject else "ين")
        if value % 10 == 0:
            return ten
        unit = {1: {"m": "واحد", "f": "إحدى"}[gender], 2: _two(gender, subject, counted=True)}.get(value % 10)
        return f"{unit or _arabic_small(value % 10, gender)} و{ten}"
    hundreds = value // 100
    hundred = {1: "مئة", 2: "مئتان" if subject else "مئتين"}.get(hundreds, f"{_arabic_small(hundreds, 'f')}مئة")
    return hundred + (f" و{arabic(value % 100, gender, subject)}" if value % 100 else "")


def _two(gender: Gender, subject: bool, counted: bool) -> str:
    stem = "اثن" if gender == "m" else "اثنت"
    return stem + (("ان" if subject else "ين") if counted else ("ا" if subject else "ي"))


def _arabic_small(value: int, gender: Gender) -> str:
    if value == 0:
        return "صفر"
    if value == 1:
        return "واحد" if gender == "m" else "واحدة"
    if value == 2:
        return _two(gender, subject=False, counted=True)
    word = _AR_UNITS.split()[value - 3]
    if gender == "f":
        return word
    return "ثمانية" if value == 8 else f"{word}ة"


def _arabic_teen(value: int, gender: Gender, subject: bool) -> str:
    ten = "عشر" if gender == "m" else "عشرة"
    if value == 11:
        return f"{'أحد' if gender == 'm' else 'إحدى'} {ten}"
    if value == 12:
        return f"{_two(gender, subject, counted=False)} {ten}"
    return f"{_arabic_small(value - 10, gender)} {ten}"


def in_words(value: int, language: Language, gender: Gender = "m", subject: bool = False) -> str:
    """A number up to 999 in words."""
    return english(value) if language == "en" else arabic(value, gender, subject)
