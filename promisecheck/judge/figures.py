"""Levels as short figures for messages: "45 min", "3 business days", "1.50 JOD"; «45 دقيقة», «3 أيام عمل».

Copy is written by quantities.render_level in the style of the copy; this is the house style of reports: figures, short
units, Western digits.
"""

from __future__ import annotations

import datetime as dt
import re

from promisecheck.model import Language, Level, Number

_EN = {
    "s": ("s", "s"),
    "min": ("min", "min"),
    "h": ("h", "h"),
    "day": ("day", "days"),
    "business_day": ("business day", "business days"),
    "week": ("week", "weeks"),
    "month": ("month", "months"),
    "year": ("year", "years"),
    "km": ("km", "km"),
    "mile": ("mile", "miles"),
    "star": ("star", "stars"),
    "Mbit/s": ("Mbit/s", "Mbit/s"),
}
_AR = {  # one, two, two in the oblique case, 3 to 10, 11 to 99, hundreds
    "s": ("ثانية واحدة", "ثانيتان", "ثانيتين", "ثوانٍ", "ثانية", "ثانية"),
    "min": ("دقيقة واحدة", "دقيقتان", "دقيقتين", "دقائق", "دقيقة", "دقيقة"),
    "h": ("ساعة واحدة", "ساعتان", "ساعتين", "ساعات", "ساعة", "ساعة"),
    "day": ("يوم واحد", "يومان", "يومين", "أيام", "يوماً", "يوم"),
    "business_day": ("يوم عمل واحد", "يوما عمل", "يومي عمل", "أيام عمل", "يوم عمل", "يوم عمل"),
    "week": ("أسبوع واحد", "أسبوعان", "أسبوعين", "أسابيع", "أسبوعاً", "أسبوع"),
    "month": ("شهر واحد", "شهران", "شهرين", "أشهر", "شهراً", "شهر"),
    "year": ("سنة واحدة", "سنتان", "سنتين", "سنوات", "سنة", "سنة"),
    "star": ("نجمة واحدة", "نجمتان", "نجمتين", "نجوم", "نجمة", "نجمة"),
    "mile": ("ميل واحد", "ميلان", "ميلين", "أميال", "ميلاً", "ميل"),
    "km": ("كيلومتر واحد", "كيلومتران", "كيلومترين", "كيلومترات", "كيلومتراً", "كيلومتر"),
    "branch": ("فرع واحد", "فرعان", "فرعين", "فروع", "فرعاً", "فرع"),
    "JOD": ("دينار واحد", "ديناران", "دينارين", "دنانير", "ديناراً", "دينار"),
    "AED": ("درهم واحد", "درهمان", "درهمين", "دراهم", "درهماً", "درهم"),
    "SAR": ("ريال واحد", "ريالان", "ريالين", "ريالات", "ريالاً", "ريال"),
    "QAR": ("ريال واحد", "ريالان", "ريالين", "ريالات", "ريالاً", "ريال"),
    "OMR": ("ريال واحد", "ريالان", "ريالين", "ريالات", "ريالاً", "ريال"),
    "KWD": ("دينار واحد", "ديناران", "دينارين", "دنانير", "ديناراً", "دينار"),
    "BHD": ("دينار واحد", "ديناران", "دينارين", "دنانير", "ديناراً", "دينار"),
    "MAD": ("درهم واحد", "درهمان", "درهمين", "دراهم", "درهماً", "درهم"),
    "EGP": ("جنيه واحد", "جنيهان", "جنيهين", "جنيهات", "جنيهاً", "جنيه"),
}
_MONTHS = (
    ("January", "يناير", "كانون الثاني"),
    ("February", "فبراير", "شباط"),
    ("March", "مارس", "آذار"),
    ("April", "أبريل", "نيسان"),
    ("May", "مايو", "أيار"),
    ("June", "يونيو", "حزيران"),
    ("July", "يوليو", "تموز"),
    ("August", "أغسطس", "آب"),
    ("September", "سبتمبر", "أيلول"),
    ("October", "أكتوبر", "تشرين الأول"),
    ("November", "نوفمبر", "تشرين الثاني"),
    ("December", "ديسمبر", "كانون الأول"),
)
_LEVANT = frozenset(
    {"Asia/Amman", "Asia/Beirut", "Asia/Damascus", "Asia/Baghdad", "Asia/Hebron", "Asia/Gaza", "Asia/Jerusalem"}
)


def number(value: Number, unit: str | None = None) -> str:
    """A number as figures; amounts of money that are not whole have two decimals."""
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value)}"
    return f"{value:.2f}" if unit is not None and len(unit) == 3 and unit.isupper() else f"{value:.2f}".rstrip("0")


def counted(value: Number, unit: str, language: Language, *, oblique: bool = False) -> str:
    """A number with its unit; `oblique` is the Arabic case after a preposition."""
    figure = number(value, unit)
    if unit == "%":
        return f"{figure}%" if language == "en" else f"{figure}٪"
    if unit == "count":
        return figure
    if language == "en":
        one, many = _EN.get(unit, (unit, unit))
        return f"{figure} {one if value == 1 else many}"
    forms = _AR.get(unit)
    if forms is None:
        return f"{figure} {unit}"
    if value == 1:
        return forms[0]
    if value == 2:
        return forms[2 if oblique else 1]
    if not float(value).is_integer():
        return f"{figure} {forms[5]}"
    rest = int(value) % 100
    return f"{figure} {forms[3] if 3 <= rest <= 10 else forms[4] if rest >= 11 else forms[5]}"


def figure(level: Level | None, language: Language, currency: str | None = None, *, oblique: bool = False) -> str:
    """A level as a short figure, without its direction. `currency` is the unit of bare amounts."""
    if level is None:
        return ""
    if level.hours is not None:
        return "24/7" if level.hours == "24/7" else _hours(level.hours, language)
    if level.offered is not None:
        return _offered(level.offered, language)
    if level.areas:
        return ("، " if language == "ar" else ", ").join(level.areas)
    if level.op == "range" and level.min is not None and level.max is not None:
        return f"{number(level.min, level.unit)}–{counted(level.max, level.unit or currency or 'count', language)}"
    by = f" {'قبل' if language == 'ar' else 'by'} {level.by}" if level.by else ""
    if level.value is None:
        return by.strip()
    if level.value in (0, 1) and level.unit in ("day", "business_day"):
        return _NEAR[language][level.unit == "business_day" and level.value == 1][int(level.value)] + by
    return counted(level.value, level.unit or currency or "count", language, oblique=oblique) + by


_NEAR: dict[Language, tuple[tuple[str, str], tuple[str, str]]] = {
    "en": (("same day", "next day"), ("same day", "next business day")),
    "ar": (("اليوم نفسه", "اليوم التالي"), ("اليوم نفسه", "يوم العمل التالي")),
}


def _offered(offered: bool, language: Language) -> str:
    if language == "ar":
        return "متوفر" if offered else "غير متوفر"
    return "offered" if offered else "not offered"


_DAYS_AR = {
    "Mo": "الاثنين",
    "Tu": "الثلاثاء",
    "We": "الأربعاء",
    "Th": "الخميس",
    "Fr": "الجمعة",
    "Sa": "السبت",
    "Su": "الأحد",
}
_DAYS_EN = {"Mo": "Mon", "Tu": "Tue", "We": "Wed", "Th": "Thu", "Fr": "Fri", "Sa": "Sat", "Su": "Sun"}


def _hours(hours: str, language: Language) -> str:
    """OSM opening_hours in short words: "Mon–Thu 10:00–23:00; Fri 13:00–24:00"."""
    names = _DAYS_AR if language == "ar" else _DAYS_EN
    hours = _LONE_END.sub(lambda m: f"{'حتى' if language == 'ar' else 'until'} {m[1]}" if _is_end(m) else m[0], hours)
    every = "كل يوم" if language == "ar" else "every day"
    text = hours.replace("Mo-Su", every)
    for short, name in names.items():
        text = text.replace(short, name)
    text = text.replace("-", "–").replace("off", "مغلق" if language == "ar" else "closed")
    return text.replace(";", "؛").replace(",", "، ") if language == "ar" else text.replace(",", ", ")


_LONE_END = re.compile(r"\d\d:\d\d-(\d\d:\d\d)")


def _is_end(span: re.Match[str]) -> bool:
    """Whether a span is a lone minute, which says only until when."""
    start, _, end = span[0].partition("-")
    minutes = [int(time[:2]) * 60 + int(time[3:]) for time in (start, end)]
    return (minutes[1] - minutes[0]) % 1440 == 1


def day_in_words(day: dt.date, language: Language, timezone: str | None = None) -> str:
    """A date in words; Arabic months by region."""
    english, arabic, levantine = _MONTHS[day.month - 1]
    name = english if language == "en" else levantine if timezone in _LEVANT else arabic
    return f"{day.day} {name} {day.year}"
