"""Levels in the words of a report: short, figures as figures, in English and Arabic.

These are the labels beside a picture and in a table; wording for copy is made where suggestions are made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from promisecheck.model import Condition, ConditionKind, Language, Level, Number, Standard
from promisecheck.reports.words import DAYS, listed, number, plural, say

Named = Mapping[str, Mapping[str, str]]

_ENGLISH: Final[dict[str, tuple[str, str]]] = {
    "s": ("s", "s"),
    "min": ("min", "min"),
    "h": ("h", "h"),
    "day": ("day", "days"),
    "business_day": ("business day", "business days"),
    "week": ("week", "weeks"),
    "month": ("month", "months"),
    "year": ("year", "years"),
    "star": ("star", "stars"),
    "km": ("km", "km"),
    "m": ("m", "m"),
    "mile": ("mile", "miles"),
    "Mbit/s": ("Mbit/s", "Mbit/s"),
}

# one, two, a few (3-10), many (11-99), other
_ARABIC: Final[dict[str, tuple[str, str, str, str, str]]] = {
    "s": ("ثانية واحدة", "ثانيتان", "ثوانٍ", "ثانية", "ثانية"),
    "min": ("دقيقة واحدة", "دقيقتان", "دقائق", "دقيقة", "دقيقة"),
    "h": ("ساعة واحدة", "ساعتان", "ساعات", "ساعة", "ساعة"),
    "day": ("يوم واحد", "يومان", "أيام", "يوماً", "يوم"),
    "business_day": ("يوم عمل واحد", "يوما عمل", "أيام عمل", "يوم عمل", "يوم عمل"),
    "week": ("أسبوع واحد", "أسبوعان", "أسابيع", "أسبوعاً", "أسبوع"),
    "month": ("شهر واحد", "شهران", "أشهر", "شهراً", "شهر"),
    "year": ("سنة واحدة", "سنتان", "سنوات", "سنة", "سنة"),
    "star": ("نجمة واحدة", "نجمتان", "نجوم", "نجمة", "نجمة"),
    "km": ("كيلومتر واحد", "كيلومتران", "كيلومترات", "كيلومتراً", "كيلومتر"),
    "m": ("متر واحد", "متران", "أمتار", "متراً", "متر"),
    "mile": ("ميل واحد", "ميلان", "أميال", "ميلاً", "ميل"),
    "Mbit/s": ("1 ميغابت/ث", "2 ميغابت/ث", "ميغابت/ث", "ميغابت/ث", "ميغابت/ث"),
    "JOD": ("دينار واحد", "ديناران", "دنانير", "ديناراً", "دينار"),
    "KWD": ("دينار كويتي واحد", "ديناران كويتيان", "دنانير كويتية", "ديناراً كويتياً", "دينار كويتي"),
    "BHD": ("دينار بحريني واحد", "ديناران بحرينيان", "دنانير بحرينية", "ديناراً بحرينياً", "دينار بحريني"),
    "SAR": ("ريال واحد", "ريالان", "ريالات", "ريالاً", "ريال"),
    "QAR": ("ريال قطري واحد", "ريالان قطريان", "ريالات قطرية", "ريالاً قطرياً", "ريال قطري"),
    "OMR": ("ريال عُماني واحد", "ريالان عُمانيان", "ريالات عُمانية", "ريالاً عُمانياً", "ريال عُماني"),
    "AED": ("درهم واحد", "درهمان", "دراهم", "درهماً", "درهم"),
    "EGP": ("جنيه واحد", "جنيهان", "جنيهات", "جنيهاً", "جنيه"),
    "USD": ("دولار واحد", "دولاران", "دولارات", "دولاراً", "دولار"),
    "EUR": ("يورو واحد", "2 يورو", "يورو", "يورو", "يورو"),
    "GBP": ("جنيه إسترليني واحد", "جنيهان إسترلينيان", "جنيهات إسترلينية", "جنيهاً إسترلينياً", "جنيه إسترليني"),
}
_ARABIC_FORMS: Final = ("one", "two", "few", "many", "other")

_SHORT_ARABIC: Final = {"s": "ث", "min": "د", "h": "س", "km": "كم", "m": "م"}

_PER_ARABIC: Final = {
    "h": "في الساعة",
    "day": "في اليوم",
    "week": "في الأسبوع",
    "month": "في الشهر",
    "year": "في السنة",
    "person": "للشخص",
    "guest": "للضيف",
    "night": "لليلة",
    "visit": "للزيارة",
    "order": "للطلب",
    "item": "للقطعة",
    "room": "للغرفة",
    "hour": "في الساعة",
}

_NEAR: Final[dict[tuple[str, Number], str]] = {
    ("day", 0): "same_day",
    ("day", 1): "next_day",
    ("business_day", 0): "same_day",
    ("business_day", 1): "next_business_day",
}

_CONDITIONS: Final[dict[ConditionKind, tuple[str, str]]] = {
    "order_value": ("orders from {level}", "الطلبات من {level}"),
    "ordered_before": ("ordered before {level}", "الطلب قبل الساعة {level}"),
    "booked_ahead": ("booked {level} ahead", "الحجز قبل {level}"),
    "reported_within": ("reported within {level}", "الإبلاغ خلال {level}"),
    "distance": ("within {level}", "ضمن {level}"),
}
"""Conditions whose level says little without a word beside it; all others are shown as the spec words them."""

_DIRECTION: Final[dict[str, tuple[str, str]]] = {
    "<=": ("at most {amount}", "{amount} على الأكثر"),
    ">=": ("at least {amount}", "{amount} على الأقل"),
    "<": ("under {amount}", "أقل من {amount}"),
    ">": ("more than {amount}", "أكثر من {amount}"),
}


def is_money(unit: str | None) -> bool:
    """Whether a unit is a currency (ISO 4217), or money of an unknown one."""
    return unit is None or (len(unit) == 3 and unit.isupper())


def amount(value: Number, unit: str | None, language: Language, *, oblique: bool = False) -> str:
    """A number with its unit: "45 min", "1.50 JOD", «يومان», "95%". Nothing of a currency is "free".

    oblique: in Arabic after a preposition or in a genitive, where a dual is «يومين».
    """
    if unit is None or is_money(unit):
        if value == 0:
            return say("free", language)
        figure = number(value, language) if float(value).is_integer() else _cents(value)
        if unit is None:
            return figure
        if language == "en" or unit not in _ARABIC:
            return f"{figure} {unit}"
        return _arabic(value, figure, unit, oblique)
    figure = number(value, language)
    if unit == "%":
        return figure + ("٪" if language == "ar" else "%")
    if unit == "count":
        return figure
    if language == "ar":
        return _arabic(value, figure, unit, oblique)
    return f"{figure} {_ENGLISH.get(unit, (unit, unit))[value != 1]}"


def _cents(value: Number) -> str:
    text = f"{value:,.3f}"
    return text.removesuffix("0")


def _arabic(value: Number, figure: str, unit: str, oblique: bool) -> str:
    forms = _ARABIC.get(unit)
    if forms is None:
        return f"{figure} {unit}"
    if not float(value).is_integer():
        return f"{figure} {forms[4]}"
    category = plural(abs(int(value)), "ar")
    form = forms[_ARABIC_FORMS.index(category)] if category in _ARABIC_FORMS else forms[4]
    if category == "two" and oblique:
        return " ".join(_oblique(word) for word in form.split())
    return form if category in ("one", "two") else f"{figure} {form}"


def _oblique(word: str) -> str:
    if word.endswith("ان"):
        return word[:-2] + "ين"
    return word[:-1] + "ي" if word.endswith("ا") else word


def axis_label(value: Number, figure: str, unit: str | None, language: Language) -> str:
    """The last label of an axis: a figure, written as the others are, with its unit."""
    if unit is None or unit == "count":
        return figure
    if unit == "%":
        return figure + ("٪" if language == "ar" else "%")
    if language == "ar" and unit in _SHORT_ARABIC:
        return f"{figure} {_SHORT_ARABIC[unit]}"
    if is_money(unit):
        if language == "en" or unit not in _ARABIC:
            return f"{figure} {unit}"
        return f"{figure} {_ARABIC[unit][4]}" if "." in figure else _arabic(value, figure, unit, False)
    return amount(value, unit, language)


def level_words(
    level: Level | None,
    language: Language,
    names: Named | None = None,
    *,
    direction: bool = False,
    oblique: bool = False,
) -> str:
    """A level in words.

    direction: say "at most", "at least" where the level has one. names: what areas are called. oblique: see `amount`.
    """
    if level is None:
        return say("no_level", language)
    if level.offered is not None:
        return say("yes" if level.offered else "no", language)
    if level.areas:
        return listed([_name(area, names, language) for area in level.areas], language)
    if level.hours is not None:
        return _hours(level.hours, language)
    if level.op == "range" and level.min is not None and level.max is not None:
        low = number(level.min, language) if not is_money(level.unit) or level.min else say("free", language)
        return f"{low}–{amount(level.max, level.unit, language, oblique=oblique)}" + _beside(level, language)
    if level.value is None:
        return _beside(level, language).strip() or say("no_level", language)
    near = _NEAR.get((level.unit or "", level.value))
    if near is not None and level.op == "<=":
        return say(near, language) + _beside(level, language)
    text = amount(level.value, level.unit, language, oblique=oblique)
    if direction and level.op in _DIRECTION and not (level.value == 0 and is_money(level.unit)):
        text = _DIRECTION[level.op][language == "ar"].format(amount=text)
    return text + _beside(level, language)


def _beside(level: Level, language: Language) -> str:
    per = ""
    if level.per and language == "ar":
        per = f" {_PER_ARABIC.get(level.per, f'لكل {level.per}')}"
    elif level.per:
        noun = "hour" if level.per == "h" else level.per
        per = f" {'an' if noun[0] in 'aeio' or noun == 'hour' else 'a'} {noun}"
    return f"{per} {say('by_time', language, time=level.by)}" if level.by else per


def _hours(osm: str, language: Language) -> str:
    """OSM opening_hours with the names of days in full: "Mon–Fri 09:00–17:00; Sat closed"."""
    text = osm.replace("Mo-Su", say("every_day", language))
    for code, name in DAYS[language].items():
        text = re.sub(rf"\b{code}\b", name, text)
    text = re.sub(r"\b(?:off|closed)\b", say("closed", language), text).replace("-", "–")
    return text.replace(";", "؛").replace(",", "، ") if language == "ar" else text.replace(",", ", ")


def _name(identifier: str, names: Named | None, language: Language) -> str:
    return in_language((names or {}).get(identifier, {}), language) or identifier


def in_language(words: Mapping[str, str], language: Language) -> str:
    """Words given per language: those of this one, else of the first; "" when there are none."""
    return words.get(language) or next(iter(words.values()), "")


def condition_words(condition: Condition, language: Language) -> str:
    """A declared condition: as the spec words it in this language, else its level in words, else as it is written."""
    own = dict(condition.texts).get(language)
    level = condition.level
    if own or level is None or condition.kind not in _CONDITIONS or (level.value is None and level.by is None):
        return own or condition.text
    words = level.by or level_words(level, language, oblique=True)
    return _CONDITIONS[condition.kind][language == "ar"].format(level=words)


def declared_words(standard: Standard | None, language: Language, names: Named | None = None) -> str:
    """The declared level with its direction; "nothing" without a standard."""
    if standard is None:
        return say("nothing", language)
    return level_words(standard.level, language, names, direction=True)
