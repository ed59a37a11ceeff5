"""The last day of an offer in the forms that copy uses."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.quantities.dates import last_day

MONTHS_AR = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
]
FORMS_EN = (
    lambda day: f"until {day.day} {day:%B} {day.year}",
    lambda day: f"Offer ends {day:%b} {day.day}, {day.year}!",
    lambda day: f"Valid until the {day.day}th of {day:%B} {day.year}.",
    lambda day: f"expires on {day.isoformat()}",
)
FORMS_AR = (
    lambda day: f"العرض سارٍ حتى {day.day} {MONTHS_AR[day.month - 1]} {day.year}",
    lambda day: f"ينتهي في {day.year}-{day.month:02}-{day.day:02}",
)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back(day):
    assert {last_day(form(day), "en") for form in FORMS_EN} == {day}
    assert {last_day(form(day), "ar") for form in FORMS_AR} == {day}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("until 31.12.26", dt.date(2026, 12, 31)),
        ("until 12/31/2026", dt.date(2026, 12, 31)),
        ("until 4/5/2026", dt.date(2026, 5, 4)),  # 4 May, or 5 April: the later one
        ("until 1 June 2026, in Leeds until 1 July 2026", dt.date(2026, 7, 1)),
        ("until 31 February 2026", None),
        ("open until 10 pm", None),
        ("since 30 June 2020", None),
    ],
)
def test_what_can_be_read_two_ways_or_not_at_all(text, day):
    assert last_day(text, "en") == day


def test_arabic_digits_and_weekdays():
    assert last_day("لغاية يوم الخميس ٥ تشرين الثاني ٢٠٢٦", "ar") == dt.date(2026, 11, 5)
