"""Levels written back into words: grammar, style, and that what is written is read as the same level again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.model import Language, Level, Number, Op
from promisecheck.quantities import find_quantities
from promisecheck.quantities.render import PLAIN, Style, render_level, style_of


def at_most(value: Number, unit: str | None, by: str | None = None) -> Level:
    return Level("<=", value, unit, by=by)


def span(low: Number, high: Number, unit: str | None) -> Level:
    return Level("range", unit=unit, min=low, max=high)


@pytest.mark.parametrize(
    ("sample", "level", "words"),
    [
        ("in 30 minutes", at_most(45, "min"), "45 minutes"),
        ("30 min", at_most(45, "min"), "45 min"),
        ("30 mins", at_most(45, "min"), "45 mins"),
        ("30min", at_most(45, "min"), "45min"),
        ("48hrs", at_most(72, "h"), "72hrs"),
        ("thirty minutes", at_most(45, "min"), "forty-five minutes"),
        ("half an hour", at_most(45, "min"), "forty-five minutes"),
        ("an hour", at_most(30, "min"), "half an hour"),
        ("within an hour", at_most(1.5, "h"), "an hour and a half"),
        ("one day", at_most(2, "day"), "two days"),
        ("2 days", at_most(1, "day"), "1 day"),
        ("a 24-hour service", at_most(48, "h"), "48-hour"),
        ("2-year warranty", Level("=", 1, "year"), "1-year"),
        ("same-day delivery", at_most(1, "day"), "next-day"),
        ("same-day delivery", at_most(3, "day"), "three-day"),
        ("Next day delivery", at_most(0, "day"), "same day"),
        ("Next day delivery", at_most(2, "business_day"), "two-business-day"),
        ("Repaired the same day", at_most(1, "business_day"), "the next working day"),
        ("Repaired on the same day", at_most(2, "day"), "within two days"),
        ("Delivered next day across Jordan", at_most(2, "day"), "within two days"),
        ("delivered overnight", at_most(0, "day"), "the same day"),
        ("an answer within the hour", at_most(2, "h"), "within two hours"),
        ("within 2 days", at_most(0, "day"), "the same day"),
        ("30+ years", Level(">=", 25, "year"), "25+ years"),
        ("between 3 and 5 days", span(5, 7, "day"), "5-7 days"),
        ("next day by 9am", at_most(1, "day", by="12:00"), "the next day by noon"),
        ("next day by 9am", at_most(1, "day", by="10:30"), "the next day by 10:30 am"),
        ("3-5 working days", span(5, 7, "business_day"), "5-7 working days"),
        ("3 – 5 days", span(5, 7, "day"), "5 – 7 days"),
        ("3 to 5 days", span(5, 7, "day"), "5 to 7 days"),
        ("three to five days", span(5, 7, "day"), "five to seven days"),
        ("£9.50", Level("=", 12, "GBP"), "£12"),
        ("£9", Level("=", 12.5, "GBP"), "£12.50"),
        ("£9.00", Level("=", 12, "GBP"), "£12.00"),
        ("£1,299", Level("=", 2500, "GBP"), "£2,500"),
        ("JOD 5", Level("=", 1.5, "JOD"), "JOD 1.50"),
        ("JOD 5", Level("=", 1.255, "JOD"), "JOD 1.255"),
        ("5 JD", Level("=", 1.5, "JOD"), "1.50 JD"),
        ("5 dinars", Level("=", 1.5, "JOD"), "1.5 dinars"),
        ("$10-$20", span(15, 25, "USD"), "$15-$25"),
        ("JOD 10-20", span(15, 25, "JOD"), "JOD 15-25"),
        ("95%", Level(">=", 90, "%"), "90%"),
        ("ninety percent", Level(">=", 95, "%"), "ninety-five percent"),
        ("12 branches", Level(">=", 11, "count", what="branches"), "11 branches"),
        ("5-star", Level("=", 4, "star"), "4-star"),
        ("30 miles", at_most(10, "km"), "10 km"),
        ("from £5", Level("=", 0, None), "free"),
        ("nothing here", at_most(45, "min"), "45 minutes"),
    ],
)
def test_english(sample: str, level: Level, words: str) -> None:
    assert render_level(level, "en", style_of(sample, "en")) == words


@pytest.mark.parametrize(
    ("sample", "level", "words"),
    [
        ("خلال ٣٠ دقيقة", at_most(45, "min"), "٤٥ دقيقة"),
        ("خلال ٣٠ دقيقة", at_most(10, "min"), "١٠ دقائق"),
        ("خلال ٣٠ دقيقة", at_most(103, "min"), "١٠٣ دقائق"),
        ("خلال ٣٠ دقيقة", at_most(100, "min"), "١٠٠ دقيقة"),
        ("خلال 30 دقيقة", at_most(2, "min"), "دقيقتين"),
        ("خلال 30 دقيقة", at_most(1, "h"), "ساعة واحدة"),
        ("خلال ۳۰ دقيقة", at_most(45, "min"), "۴۵ دقيقة"),
        ("خلال ساعتين", at_most(3, "h"), "ثلاث ساعات"),
        ("مدة التوصيل ساعتان", at_most(45, "min"), "خمس وأربعون دقيقة"),
        ("خلال ساعة", at_most(45, "min"), "خمس وأربعين دقيقة"),
        ("خلال ساعة", at_most(1.5, "h"), "ساعة ونصف"),
        ("خلال ثلاثة أيام", at_most(11, "day"), "أحد عشر يوماً"),
        ("خلال ثلاث ساعات", at_most(12, "h"), "اثنتي عشرة ساعة"),
        ("خلال ثلاثة أيام", at_most(21, "day"), "واحد وعشرين يوماً"),
        ("خلال ثلاث ساعات", at_most(22, "h"), "اثنتين وعشرين ساعة"),
        ("خلال ثلاثة أيام", at_most(120, "day"), "مئة وعشرين يوماً"),
        ("خلال يومي عمل", at_most(3, "business_day"), "ثلاثة أيام عمل"),
        ("خلال ٣ أيام عمل", at_most(2, "business_day"), "يومي عمل"),
        ("١٤ يوماً", at_most(30, "day"), "٣٠ يوماً"),
        ("14 يوم", at_most(30, "day"), "30 يوم"),
        ("5 أعوام", Level("=", 12, "year"), "12 عاماً"),
        ("٣ إلى ٥ أيام عمل", span(5, 7, "business_day"), "٥ إلى ٧ أيام عمل"),
        ("٣-٥ أيام", span(10, 14, "day"), "١٠-١٤ يوماً"),
        ("١٫٥٠ د.أ", Level("=", 2.25, "JOD"), "٢٫٢٥ د.أ"),
        ("5 دنانير", Level("=", 1.5, "JOD"), "1.5 دينار"),
        ("٥ دنانير", Level("=", 12, "JOD"), "١٢ ديناراً"),
        ("دينار ونصف", Level("=", 2.5, "JOD"), "دينارين ونصف"),
        ("٩٩ ريالاً", Level(">=", 1500, "SAR"), "١٬٥٠٠ ريال"),
        ("٩٩ ريالاً", Level(">=", 5, None), "٥ ريالات"),
        ("في نفس اليوم", at_most(1, "day"), "في اليوم التالي"),
        ("اليوم التالي", at_most(0, "day"), "في اليوم نفسه"),
        ("في اليوم نفسه", at_most(2, "day"), "خلال يومين"),
        ("خلال ساعة", at_most(0, "day"), "اليوم نفسه"),
        ("اليوم التالي قبل الظهر", at_most(1, "day", by="10:00"), "في اليوم التالي قبل الساعة 10 صباحاً"),
        ("خصم ٢٠٪", Level("=", 10, "%"), "١٠٪"),
        ("5 نجوم", Level("=", 4, "star"), "4 نجوم"),
        ("ضمن 5 كم", at_most(10, "km"), "10 كم"),
        ("٥ دنانير", Level("=", 0, "JOD"), "مجاناً"),
    ],
)
def test_arabic(sample: str, level: Level, words: str) -> None:
    assert render_level(level, "ar", style_of(sample, "ar")) == words


@pytest.mark.parametrize(
    ("level", "english", "arabic"),
    [
        (at_most(45, "min"), "within 45 minutes", "خلال 45 دقيقة"),
        (Level("<", 1, "h"), "in less than 1 hour", "في أقل من ساعة واحدة"),
        (Level(">=", 2, "year"), "at least 2 years", "لا تقل عن سنتين"),
        (at_most(20, "JOD"), "up to 20 JOD", "حتى 20 د.أ"),
        (Level(">=", 9.5, "GBP"), "from £9.50", "ابتداءً من 9.50 GBP"),
        (Level(">", 95, "%"), "more than 95%", "أكثر من 95٪"),
        (span(3, 5, "day"), "3-5 days", "3 إلى 5 أيام"),
        (Level(offered=True, what="parking"), "parking", "parking"),
        (Level(areas=("amman", "aqaba")), "amman, aqaba", "amman، aqaba"),
    ],
)
def test_with_its_direction(level: Level, english: str, arabic: str) -> None:
    assert render_level(level, "en", direction=True) == english
    assert render_level(level, "ar", direction=True) == arabic


TIME_UNITS = ("s", "min", "h", "day", "business_day", "week", "month", "year")
CODES = ("USD", "GBP", "EUR", "JOD", "AED", "SAR", "KWD", "EGP", "QAR", "ILS")
SAMPLES: dict[Language, tuple[str, ...]] = {
    "en": (
        "30 minutes",
        "30 min",
        "thirty minutes",
        "2-3 days",
        "three to four days",
        "£9.50",
        "JOD 5",
        "5 dinars",
        "x",
    ),
    "ar": ("٣٠ دقيقة", "30 دقيقة", "ساعتين", "ساعتان", "ثلاثة أيام", "٣-٥ أيام", "١٫٥٠ د.أ", "5 دنانير أردنية", "س"),
}
times = st.tuples(st.integers(3, 400), st.sampled_from(TIME_UNITS))
money = st.tuples(st.integers(1, 500_000).map(lambda n: n / 100), st.sampled_from(CODES)).map(
    lambda pair: (int(pair[0]) if pair[0] == int(pair[0]) else pair[0], pair[1])
)
others = st.tuples(st.integers(3, 400), st.sampled_from(("%", "star", "km", "mile")))


def read_back(text: str, language: Language) -> Level:
    (found,) = find_quantities(text, language)
    return found.level


@settings(deadline=None)
@given(st.sampled_from(("en", "ar")), st.data())
def test_what_is_written_is_read_as_the_same_level(language: Language, data: st.DataObject) -> None:
    value, unit = data.draw(times | money | others)
    sample = data.draw(st.sampled_from(SAMPLES[language]))
    style = style_of(sample, language)
    again = read_back(render_level(Level("=", value, unit), language, style), language)
    known = unit if style.money != "name" or unit not in CODES else again.unit
    assert (again.value, again.unit) == (value, known)


@settings(deadline=None)
@given(st.sampled_from(("en", "ar")), st.sampled_from(("<=", "<", ">=", ">")), times | money)
def test_directions_are_read_back(language: Language, op: Op, level: tuple[Number, str]) -> None:
    again = read_back(render_level(Level(op, *level), language, direction=True), language)
    assert (again.op, again.value, again.unit) == (op, *level)


@settings(deadline=None)
@given(st.sampled_from(("en", "ar")), st.integers(3, 50), st.integers(1, 49), st.sampled_from(TIME_UNITS), st.data())
def test_spans_are_read_back(language: Language, low: int, more: int, unit: str, data: st.DataObject) -> None:
    style = style_of(data.draw(st.sampled_from(SAMPLES[language])), language)
    again = read_back(render_level(span(low, low + more, unit), language, style), language)
    assert (again.op, again.min, again.max, again.unit) == ("range", low, low + more, unit)


def test_a_style_without_a_sample_is_the_plain_one() -> None:
    assert style_of("", "en") == PLAIN == Style()
