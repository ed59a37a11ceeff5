"""Levels written back into words, in the style of a sample: "45 mins", "forty-five minutes", ٤٥ دقيقة, "JOD 1.50"."""

from __future__ import annotations

import re
from typing import Final, cast

from promisecheck.folding import fold
from promisecheck.model import Language, Level, Number
from promisecheck.quantities.duration import IN_MONTHS, IN_SECONDS
from promisecheck.quantities.money import THREE_DECIMALS
from promisecheck.quantities.saying import Forms, local_signs, sayings, signs
from promisecheck.quantities.spoken_numbers import Digits, Gender, in_digits, in_words, speakable
from promisecheck.quantities.style import PLAIN, Style, style_of

__all__ = ["PLAIN", "Style", "render_level", "style_of"]

TIMES: Final = frozenset({*IN_SECONDS, *IN_MONTHS, "business_day"})
COUNTS: Final = frozenset({"count", "star", "km", "mile", "Mbit/s", "%"})
_BOTH: Final = frozenset({"and", "و"})
"""Words between the ends of a span that need a "between" in front."""
_NO_DECIMALS: Final = frozenset({"JPY", "KRW", "VND", "IQD"})


def render_level(level: Level, language: Language, style: Style = PLAIN, direction: bool = False) -> str:
    """A level in words, in a style. `direction` puts "within", "from", خلال ... in front.

    Weekly hours, areas and offers are said without a style. The amount of a span is said from its lower to its upper
    bound. "" for a level that says nothing.
    """
    if level.hours is not None:
        return _hours(level.hours, language)
    if level.areas:
        return (", " if language == "en" else "، ").join(level.areas)
    if level.op is None:
        return level.what or ""
    said = sayings(language)
    kind = "duration" if level.unit in TIMES else "other" if level.unit in COUNTS else "money"
    if (moment := _moment(level, language, style)) is not None:
        core = moment
    elif kind == "money" and level.op == "=" and level.value == 0:
        return said.free
    elif level.op == "range" and level.min is not None and level.max is not None:
        core = _span(level, kind, language, style)
    else:
        core = _amount(level.value or 0, level, kind, language, style)
    if level.by is not None:
        core = f"{core} {said.by} {_time(level.by, language)}"
    if direction or (style.moment == "adverb" and kind == "duration"):
        front = said.directions[kind].get(level.op, "") if moment is None else ""
    else:
        front = ""
    return f"{front} {core}" if front else core


def _hours(hours: str, language: Language) -> str:
    from promisecheck.quantities.week import parse_hours
    from promisecheck.quantities.week_words import say_week

    return say_week(parse_hours(hours), language)


def _time(by: str, language: Language) -> str:
    hour, _, minutes = by.partition(":")
    value = int(hour)
    if by in ("12:00", "24:00"):
        return {"12:00": ("noon", "الظهر"), "24:00": ("midnight", "منتصف الليل")}[by][language == "ar"]
    clock = f"{value % 12 or 12}" + (f":{minutes}" if minutes != "00" else "")
    if language == "en":
        return f"{clock} {'am' if value < 12 else 'pm'}"
    return f"الساعة {clock} {'صباحاً' if value < 12 else 'مساءً'}"


def _moment(level: Level, language: Language, style: Style) -> str | None:
    """A day by name: always for the same day, else where the sample names one too."""
    if level.op != "<=" or level.value is None or (level.value != 0 and not (style.moment or level.by)):
        return None
    unit = "day" if level.value == 0 and level.unit in ("business_day", "h", "min") else level.unit
    said = sayings(language).moments.get(f"{level.value} {unit}")
    if said is None:
        return None
    if language == "ar":
        return said if style.moment or style == PLAIN else said.removeprefix("في ")
    if style.moment == "adjective" or style.hyphen:
        return said.replace(" ", "-") if style.hyphen else said
    return said if style == PLAIN else f"the {said}"


def _span(level: Level, kind: str, language: Language, style: Style) -> str:
    low, high = cast(Number, level.min), cast(Number, level.max)
    last = _amount(high, level, kind, language, style)
    first = _number(low, level, kind, language, style)
    if style.between and style.between.strip() not in _BOTH:
        separator = style.between
    elif style.digits == "words" or language == "ar":
        separator = f" {sayings(language).to} "
    else:
        separator = "-"
    if kind == "money" and not last[:1].isdecimal():  # a sign or code stands in front: "$15-$25", "JOD 15-25"
        first = _amount(low, level, kind, language, style)
        if last[:1].isalpha():
            last = _number(high, level, kind, language, style)
    return f"{first}{separator}{last}"


def _in_words(value: Number, style: Style) -> bool:
    return style.digits == "words" and speakable(value)


def _number(value: Number, level: Level, kind: str, language: Language, style: Style) -> str:
    if kind != "money" and _in_words(value, style):
        forms = _forms(level, kind, language, style)
        gender = cast(Gender, forms[-1]) if language == "ar" and forms else "m"
        return in_words(int(value), language, gender, style.subject)
    digits: Digits = "western" if style.digits == "words" else style.digits
    return in_digits(value, digits, _decimals(value, level.unit, style) if kind == "money" else None)


def _decimals(value: Number, code: str | None, style: Style) -> int | None:
    """Money has no decimals or all of them; thousandths only where the currency has them and the amount needs them."""
    whole = value == int(value)
    if code in _NO_DECIMALS:
        return 0
    if style.money == "name" and not style.cents:
        return None
    if whole and not style.cents:
        return 0
    return 3 if code in THREE_DECIMALS and round(value, 2) != round(value, 3) else 2


def _forms(level: Level, kind: str, language: Language, style: Style) -> Forms:
    """The forms of the unit, in the wording of the sample where it has one for this unit."""
    said = sayings(language)
    if kind == "money":
        return said.money.get(level.unit or "", ()) or _named(language, style)
    ways = said.units.get(level.unit or "", ())
    words = set(re.findall(r"[^\W\d]+|%", style.units))
    for most in ("several", "any"):
        for forms in ways:
            candidates = forms[:5] if language == "ar" else forms[1:2] if most == "several" else forms[:2]
            if any(set(fold(form).text.split()) <= words for form in candidates):
                return forms
    short = language == "en" and bool(words & {"min", "mins", "hr", "hrs", "h", "sec", "secs", "s", "wk", "yr", "yrs"})
    return ways[1] if short and len(ways) > 1 else ways[0] if ways else ()


def _named(language: Language, style: Style) -> Forms:
    """The currency the sample names without telling whose (دينار), where the level does not know it either."""
    for forms in sayings(language).money.values():
        if any(fold(form).text in style.units.split() for form in forms[:-1]):
            return forms
    return ()


def _amount(value: Number, level: Level, kind: str, language: Language, style: Style) -> str:
    if kind == "money" and style.money != "name":
        return _money(value, level, language, style)
    forms = _forms(level, kind, language, style)
    if not forms:
        unit = level.what or ""
        return f"{_number(value, level, kind, language, style)} {unit}".strip()
    if language == "ar":
        return _arabic(value, level, kind, forms, style)
    if level.op != "range" and (fraction := _fraction(value, level.unit, style)) is not None:
        return fraction
    number = _number(value, level, kind, language, style) + ("+" if style.plus else "")
    hyphen = style.hyphen or (style.moment == "adjective" and kind == "duration")
    unit = forms[0] if value == 1 or hyphen else forms[1]
    if unit == "%" or (style.glued and style.digits != "words"):
        return f"{number}{unit}"
    return f"{number}-{unit.replace(' ', '-')}" if hyphen else f"{number} {unit}"


def _fraction(value: Number, unit: str | None, style: Style) -> str | None:
    """Halves of hours, in words where the sample is."""
    if style.digits != "words" or style.hyphen or style.moment == "adjective":
        return None
    return {
        (30, "min"): "half an hour",
        (0.5, "h"): "half an hour",
        (1.5, "h"): "an hour and a half",
        (1.5, "year"): "a year and a half",
    }.get((value, unit or ""))


def _arabic(value: Number, level: Level, kind: str, forms: Forms, style: Style) -> str:
    one, two_subject, two_object, few, many, gender = forms
    two = two_subject if style.subject else two_object
    if one == many == few and kind != "money" and level.unit in COUNTS:  # كم, ٪
        number = _number(value, level, kind, "ar", style)
        return f"{number}{one}" if one in "٪%" else f"{number} {one}"
    if value == 1:
        return _one(one, cast(Gender, gender))
    if value == 2:
        return two
    if style.digits == "words" and level.op != "range":
        half = {0.5: f"نصف {one}", 1.5: f"{one} ونصف", 2.5: f"{two} ونصف", 0.25: f"ربع {one}"}.get(value)
        if half or (level.unit == "min" and value == 30):
            return half or "نصف ساعة"
    number = _number(value, level, kind, "ar", style)
    rest = value % 100
    if value != int(value):
        unit = one
    elif 3 <= rest <= 10:
        unit = few
    else:
        unit = (many if style.tanwin else one) if 11 <= rest <= 99 else one
    return f"{number} {unit}"


def _one(unit: str, gender: Gender) -> str:
    return f"{unit} {'واحد' if gender == 'm' else 'واحدة'}"


def _money(value: Number, level: Level, language: Language, style: Style) -> str:
    code = level.unit
    number = _number(value, level, "money", language, style)
    form = style.money or ("sign" if code in signs() and language == "en" else "local" if language == "ar" else "code")
    before = style.before if style.money else form == "sign"
    if code is None:
        forms = _named(language, style)
        return f"{number} {forms[0] if language == 'ar' else forms[1]}" if forms else number
    if form == "sign" and code in signs():
        sign = signs()[code]
        return f"{sign}{number}" if before else f"{number} {sign}"
    written = style.currency if style.currency and style.code == code else code
    word = local_signs().get(code, code) if form == "local" else written
    return f"{word} {number}" if before else f"{number} {word}"
