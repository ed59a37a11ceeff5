"""Weekly hours in words, and that words are read back as the hours they were made from."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from promisecheck.folding import fold
from promisecheck.model import Language
from promisecheck.quantities.hours import find_hours
from promisecheck.quantities.week import DAY, Week, parse_hours, span_bits
from promisecheck.quantities.week_words import PLAIN_HOURS, HoursStyle, hours_style_of, say_week


@pytest.mark.parametrize(
    ("hours", "english", "arabic"),
    [
        (
            "Mo-Fr 09:00-17:00; Sa 10:00-14:00",
            "Monday to Friday 9 am to 5 pm, Saturday 10 am to 2 pm",
            "السبت من 10 صباحاً حتى 2 ظهراً، من الاثنين إلى الجمعة من 9 صباحاً حتى 5 مساءً",
        ),
        (
            "Sa-Th 10:00-24:00",
            "Saturday to Thursday 10 am to midnight",
            "من السبت إلى الخميس من 10 صباحاً حتى منتصف الليل",
        ),
        ("24/7", "24 hours a day, 7 days a week", "على مدار الساعة طوال أيام الأسبوع"),
        ("Mo-Su", "7 days a week", "طوال أيام الأسبوع"),
        ("Mo-Sa", "Monday to Saturday", "من الاثنين إلى السبت"),
        ("Mo-Su 12:00-22:30", "every day noon to 10:30 pm", "يومياً من 12 ظهراً حتى 10:30 مساءً"),
        ("09:00-17:00", "9 am to 5 pm", "من 9 صباحاً حتى 5 مساءً"),
        (
            "Mo,We,Fr 18:00-02:00",
            "Monday, Wednesday and Friday 6 pm to 2 am",
            "الاثنين والأربعاء والجمعة من 6 مساءً حتى 2 فجراً",
        ),
        ("Fr,Sa 00:00-24:00", "Friday and Saturday 24 hours", "الجمعة والسبت على مدار الساعة"),
        ("Mo-Sa 09:00-13:00,16:00-20:00; Su off", None, None),
        ("Fr 18:00+", "Friday from 6 pm", "الجمعة من 6 مساءً"),
        ("Fr 10:00-22:00+", "Friday 10 am to 10 pm or later", "الجمعة من 10 صباحاً حتى 10 مساءً وما بعد"),
        ("Mo-Su 23:59-24:00", "every day until midnight", "يومياً حتى منتصف الليل"),
        ("Fr 21:59-22:00", "Friday until 10 pm", "الجمعة حتى 10 مساءً"),
        ("Sa 00:59-01:00", "Friday until 1 am", "الجمعة حتى 1 فجراً"),
        ("Su off", "closed on Sunday", "الأحد مغلق"),
        ('Sa "by appointment"', "Saturday by appointment", "السبت بموعد مسبق"),
        (
            'Sa 10:00-12:00 "in summer"',
            "Saturday 10 am to noon (in summer)",
            "السبت من 10 صباحاً حتى 12 ظهراً (in summer)",
        ),
        ("Mo-Fr 09:00-17:00; PH off", None, None),
        ("Mo-Fr 09:00-17:00; PH 10:00-16:00", None, None),
        (
            "Mo-Fr 00:30-06:00",
            "Monday to Friday 12:30 am to 6 am",
            "من الاثنين إلى الجمعة من 12:30 بعد منتصف الليل حتى 6 صباحاً",
        ),
    ],
)
def test_hours_in_words(hours: str, english: str | None, arabic: str | None) -> None:
    week = parse_hours(hours)
    for language, expected in (("en", english), ("ar", arabic)):
        said = say_week(week, language)  # type: ignore[arg-type]
        if expected is not None:
            assert said == expected
        if "(" not in said:
            said = ("Open " if language == "en" else "مفتوح ") + said
            assert [q.hours for q in find_hours(fold(said), language)] == [week.render()]  # type: ignore[arg-type]


def test_the_week_starts_where_it_is_told_to() -> None:
    week = parse_hours("Mo-Th,Su 08:00-16:00; Sa 10:00-14:00")
    assert say_week(week, "en", week_start=0) == "Sunday to Thursday 8 am to 4 pm, Saturday 10 am to 2 pm"
    assert say_week(week, "en", week_start=5) == "Saturday 10 am to 2 pm, Sunday to Thursday 8 am to 4 pm"


@pytest.mark.parametrize(
    ("sample", "language", "said"),
    [
        ("Mon-Sat 8am-8pm", "en", "Mon–Fri 9am–5:30pm, Sat & Sun closed"),
        (
            "Open Monday to Saturday, 8 am to 8 pm",
            "en",
            "Monday to Friday 9 am to 5:30 pm, closed on Saturday and Sunday",
        ),
        ("Mon-Sat 08:00-20:00", "en", "Mon–Fri 09:00–17:30, Sat & Sun closed"),
        (
            "Monday - Saturday: 8:00 AM - 8:00 PM",
            "en",
            "Monday – Friday 9:00 AM – 5:30 PM, closed on Saturday and Sunday",
        ),
        ("Mon to Sat 8am to 8pm", "en", "Mon to Fri 9am to 5:30pm, Sat & Sun closed"),
        ("من السبت إلى الخميس من ٨ صباحاً", "ar", "من الاثنين إلى الجمعة من ٩ صباحاً حتى ٥:٣٠ مساءً، السبت والأحد مغلق"),
        ("السبت - الخميس 8ص - 8م", "ar", "الاثنين - الجمعة 9ص - 5:30م، السبت والأحد: مغلق"),
        ("no hours here", "en", "Monday to Friday 9 am to 5:30 pm, closed on Saturday and Sunday"),
    ],
)
def test_in_the_style_of_a_sample(sample: str, language: Language, said: str) -> None:
    week = parse_hours("Mo-Fr 09:00-17:30; Sa,Su off")
    assert say_week(week, language, hours_style_of(sample, language)) == said


@st.composite
def spans(draw: st.DrawFn) -> list[tuple[int, int, bool]]:
    """One or two spans on the quarter hour, from 6:15 at the earliest to 5:45 of the next day at the latest."""
    start = draw(st.integers(25, 94)) * 15
    end = min(start + draw(st.integers(2, 60)) * 15, DAY + 345)
    found = [(start, end, False)]
    if end < DAY - 120 and draw(st.booleans()):
        later = end + 30
        found.append((later, draw(st.integers(later // 15 + 3, 96)) * 15, False))
    return found


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    """Hours as places have them: a few groups of days, some closed."""
    groups = draw(st.lists(spans(), min_size=1, max_size=2))
    whole, off = 0, 0
    for day in range(7):
        choice = draw(st.integers(-1, len(groups) - 1))
        for start, end, _ in groups[choice] if choice >= 0 else ():
            whole |= span_bits(day, start, end)
        off |= (choice < 0) << day
    assume(whole)
    holidays = draw(st.sampled_from([(), ("PH off",), ("PH 10:00-16:00",)]))
    return Week(open=whole, off=off, holidays=holidays)


STYLES = st.builds(
    HoursStyle,
    clock=st.sampled_from([12, 24]),
    short=st.booleans(),
    dashes=st.booleans(),
    spaced=st.booleans(),
    glued=st.booleans(),
    upper=st.booleans(),
    minutes=st.booleans(),
    digits=st.sampled_from(["western", "arabic-indic", "eastern"]),
    letters=st.booleans(),
)


@given(weeks(), st.sampled_from(["en", "ar"]), STYLES, st.integers(0, 6))
def test_words_are_read_back_as_the_same_week(week: Week, language: Language, style: HoursStyle, start: int) -> None:
    said = say_week(week, language, style, start)
    assert [q.hours for q in find_hours(fold(said), language)] == [week.render()], said


@given(st.integers(0, 127), st.sampled_from(["en", "ar"]), st.integers(0, 6))
def test_days_are_read_back_as_the_same_days(days: int, language: Language, start: int) -> None:
    week = Week(days=days, off=127 & ~days)
    said = ("Open " if language == "en" else "مفتوح ") + say_week(week, language, PLAIN_HOURS, start)
    assert [q.hours for q in find_hours(fold(said), language)] == [week.render()], said
