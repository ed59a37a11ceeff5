"""Weekly hours back in words: "Monday to Friday 9 am to 5 pm", من الأحد إلى الخميس من ٩ صباحاً حتى ٥ مساءً.

What is written is read back by `find_hours` as the same week, but for comments of one's own and days that are open at
times not told beside days with times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.quantities.week_algebra import DAY, DAYS, EVERY_DAY, Week, clock, span_bits

Digits = Literal["western", "arabic-indic", "eastern"]
_LATEST_NIGHT: Final = 360
"""A lone minute up to 06:00 is the end of the night before ("until 2 am")."""
_DIGITS: Final = {"arabic-indic": "٠١٢٣٤٥٦٧٨٩", "eastern": "۰۱۲۳۴۵۶۷۸۹"}
_WORD_END: Final = "(?![\u0621-\u064a])"
_HALVES: Final = ((1, "بعد منتصف الليل"), (6, "فجراً"), (12, "صباحاً"), (15, "ظهراً"), (17, "عصراً"), (24, "مساءً"))
"""What Arabic calls the hours, each up to before an hour of the day."""
_HOLIDAYS: Final = {"PH": ("public holidays", "العطل الرسمية"), "SH": ("school holidays", "العطل المدرسية")}
_TIME: Final = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class HoursStyle:
    """How a piece of copy writes hours.

    clock: the 12-hour or the 24-hour clock. short: "Mon", not "Monday". dashes: "9 am – 5 pm", not "9 am to 5 pm".
    spaced: spaces around dashes. glued: "9am", not "9 am". upper: "AM". minutes: "9:00 am", not "9 am".
    digits: of Arabic copy. letters: Arabic ص and م for صباحاً and مساءً.
    """

    clock: Literal[12, 24] = 12
    short: bool = False
    dashes: bool = False
    spaced: bool = False
    glued: bool = False
    upper: bool = False
    minutes: bool = False
    digits: Digits = "western"
    letters: bool = False


PLAIN_HOURS: Final = HoursStyle()


def hours_style_of(sample: str, language: Language = "en") -> HoursStyle:
    """The style in which a text writes its hours; the plain one where it has none."""
    text = fold(sample).text
    digits: Digits = "western"
    if re.search("[٠-٩]", sample):
        digits = "arabic-indic"
    elif re.search("[۰-۹]", sample):
        digits = "eastern"
    letters = re.search(f"[0-9] ?[صم]{_WORD_END}", text)
    halves = re.search(r"[0-9] ?(?:am|pm|a\.m|p\.m|a\b|p\b)|\b(?:noon|midnight)\b", text)
    if language == "ar":
        halves = halves or letters or re.search("صباح|مساء|ظهر|عصر|ليل|فجر|صبح", text)
    dash = re.search(r"[0-9a-z.\u0621-\u064a]( ?)-", text)
    return HoursStyle(
        clock=24 if not halves and re.search(r"(?:1[3-9]|2[0-4]|0[0-9])[:.][0-9]{2}", text) else 12,
        short=re.search(r"\b(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\b", text) is not None,
        dashes=dash is not None,
        spaced=dash is not None and dash[1] == " ",
        glued=re.search(f"[0-9](?:am|pm|[صم]{_WORD_END})", text) is not None,
        upper=re.search(r"[0-9] ?(?:AM|PM)\b", sample) is not None,
        minutes=re.search(r"[0-9][:.]00", text) is not None,
        digits=digits,
        letters=letters is not None,
    )


def say_week(week: Week, language: Language, style: HoursStyle = PLAIN_HOURS, week_start: int | None = None) -> str:
    """Hours in words; "" for a week that says nothing.

    week_start: the day that comes first, 0 for Monday; by default Monday in English and Saturday in Arabic.
    """
    first = (0 if language == "en" else 5) if week_start is None else week_start
    said = _Speaker(language, style, [(first + step) % 7 for step in range(7)]).say(week)
    digits = _DIGITS.get(style.digits) if language == "ar" else None
    return said.translate({ord(str(k)): digits[k] for k in range(10)}) if digits else said


@dataclass(frozen=True, slots=True)
class _Rule:
    """Days that share what is said about them: spans (start, end, tail), a comment, or a bare word."""

    kind: str
    spans: tuple[tuple[int, int, bool], ...] = ()
    comment: str = ""


def _rules(week: Week, order: Sequence[int]) -> list[tuple[_Rule, int]]:
    """What is said, in order of the first day it is said of, with those days as bits; what is closed comes last."""
    found: dict[_Rule, int] = {}
    spans: list[list[tuple[int, int, bool]]] = [[] for _ in DAYS]
    for day in range(7):
        for start, end in week.day_spans(day):
            tail = bool(week.tails & span_bits(day, end - 1, end))
            if end == start + 1 and not tail and end <= _LATEST_NIGHT:
                spans[day - 1].append((start + DAY, end + DAY, False))
            else:
                spans[day].append((start, end, tail))
    for day in order:
        if spans[day]:
            rule = _Rule("times", tuple(sorted(spans[day])))
            found[rule] = found.get(rule, 0) | 1 << day
        elif week.days >> day & 1:
            found[_Rule("days")] = found.get(_Rule("days"), 0) | 1 << day
        for comment, bits in week.unsure:
            some = Week(open=bits).day_spans(day)
            if some:
                whole = some == ((0, DAY),)
                rule = _Rule("unsure", () if whole else tuple((s, e, False) for s, e in some), comment)
                found[rule] = found.get(rule, 0) | 1 << day
    if week.off:
        found[_Rule("closed")] = week.off
    return list(found.items())


@dataclass(frozen=True, slots=True)
class _Wording:
    """How a language says the parts: templates with {a} and {b}, and what joins them."""

    days: tuple[str, ...]
    day_range: str
    day_comma: str
    day_and: str
    every: str
    bare_week: str
    always: str
    all_hours: str
    span: str
    span_later: str
    since: str
    until: str
    span_and: str
    closed: str
    comma: str
    by_appointment: str
    unknown: str


_ENGLISH: Final = _Wording(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    day_range="{a} to {b}",
    day_comma=", ",
    day_and=" and ",
    every="every day",
    bare_week="7 days a week",
    always="24 hours a day, 7 days a week",
    all_hours="24 hours",
    span="{a} to {b}",
    span_later="{a} to {b} or later",
    since="from {a}",
    until="until {b}",
    span_and=" and ",
    closed="closed on {a}",
    comma=", ",
    by_appointment="by appointment",
    unknown="at times that vary",
)
_SHORT_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ARABIC: Final = _Wording(
    days=("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    day_range="من {a} إلى {b}",
    day_comma=" و",
    day_and=" و",
    every="يومياً",
    bare_week="طوال أيام الأسبوع",
    always="على مدار الساعة طوال أيام الأسبوع",
    all_hours="على مدار الساعة",
    span="من {a} حتى {b}",
    span_later="من {a} حتى {b} وما بعد",
    since="من {a}",
    until="حتى {b}",
    span_and=" و",
    closed="{a} مغلق",
    comma="، ",
    by_appointment="بموعد مسبق",
    unknown="في أوقات متغيرة",
)


def _wording(language: Language, style: HoursStyle) -> _Wording:
    """The wording of a language in a style."""
    words = _ENGLISH if language == "en" else _ARABIC
    if style.short and language == "en":
        words = replace(
            words, days=_SHORT_DAYS, day_and=" & ", span_and=" & ", every="daily", closed="{a} closed", always="24/7"
        )
    if style.dashes:
        dash = "–" if language == "en" else "-"
        dash = f" {dash} " if style.spaced or language == "ar" else dash
        between = f"{{a}}{dash}{{b}}"
        later = words.span_later.rpartition("{b}")[2]
        words = replace(words, day_range=between, span=between, span_later=between + later, always="24/7")
        if language == "ar":
            words = replace(words, closed="{a}: مغلق")
    return words


class _Speaker:
    """One week in one language and style."""

    def __init__(self, language: Language, style: HoursStyle, order: Sequence[int]) -> None:
        self.language = language
        self.style = style
        self.order = order
        self.words = _wording(language, style)

    def say(self, week: Week) -> str:
        parts = [self.words.always] if week.always else []
        for rule, days in [] if week.always else _rules(week, self.order):
            named = "" if week.dayless and days == EVERY_DAY else self.days(days)
            if rule.kind == "closed":
                parts.append(self.words.closed.format(a=named))
            elif rule.kind == "days":
                parts.append(self.words.bare_week if days == EVERY_DAY else named)
            else:
                parts.append(f"{named} {self.times(rule)}".strip())
        return self.words.comma.join([*parts, *(self.holiday(rule) for rule in week.holidays)])

    def days(self, days: int) -> str:
        """Days in words: ranges of three and more, also around the end of the week where they are one range."""
        if days == EVERY_DAY:
            return self.words.every
        starts = [day for day in self.order if days >> day & 1 and not days >> (day - 1) % 7 & 1]
        first = starts[0] if len(starts) == 1 else self.order[0]
        runs: list[list[int]] = []
        for day in ((first + step) % 7 for step in range(7)):
            if days >> day & 1:
                if runs and (runs[-1][-1] + 1) % 7 == day:
                    runs[-1].append(day)
                else:
                    runs.append([day])
        names: list[str] = []
        for run in runs:
            said = [self.words.days[day] for day in run]
            names += [self.words.day_range.format(a=said[0], b=said[-1])] if len(run) > 2 else said
        if len(names) == 1:
            return names[0]
        return self.words.day_comma.join(names[:-1]) + self.words.day_and + names[-1]

    def times(self, rule: _Rule) -> str:
        said = self.words.span_and.join(self.span(*span) for span in rule.spans)
        if rule.kind != "unsure":
            return said
        comment = {"": self.words.unknown, "by appointment": self.words.by_appointment}.get(rule.comment)
        return f"{said} {comment or f'({rule.comment})'}".strip()

    def span(self, start: int, end: int, tail: bool) -> str:
        words = self.words
        if (start, end) == (0, DAY):
            return words.all_hours
        a, b = self.time(start), self.time(end)
        if end == start + 1:
            return words.since.format(a=a) if tail else words.until.format(b=b)
        return (words.span_later if tail else words.span).format(a=a, b=b)

    def time(self, minute: int) -> str:
        if self.style.clock == 24:
            return clock(minute if minute <= DAY else minute - DAY)
        hour, minutes = minute // 60 % 24, minute % 60
        figure = f"{hour % 12 or 12}" + (f":{minutes:02}" if minutes or self.style.minutes else "")
        if self.language == "en":
            if minutes == 0 and hour % 12 == 0:
                return "noon" if hour else "midnight"
            half = "am" if hour < 12 else "pm"
            return f"{figure}{'' if self.style.glued else ' '}{half.upper() if self.style.upper else half}"
        if minute % DAY == 0:
            return "منتصف الليل"
        if self.style.letters and hour:
            half = "ص" if hour < 12 else "م" if hour > 12 else "ظهراً"
            return f"{figure}{'' if self.style.glued and len(half) == 1 else ' '}{half}"
        return f"{figure} {next(name for latest, name in _HALVES if hour < latest)}"

    def holiday(self, rule: str) -> str:
        """A rule for holidays, "PH off", "PH 10:00-16:00"."""
        name, _, said = rule.partition(" ")
        named = _HOLIDAYS[name][self.language == "ar"]
        if said == "off":
            return self.words.closed.format(a=named)
        times = [(int(a) * 60 + int(b), int(c) * 60 + int(d)) for a, b, c, d in _TIME.findall(said)]
        spans = tuple((start, end if end > start else end + DAY, False) for start, end in times)
        return f"{named} {self.times(_Rule('times', spans))}".strip()
