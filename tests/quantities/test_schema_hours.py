"""Opening hours of structured data."""

import pytest

from promisecheck.errors import InputError
from promisecheck.quantities.schema_hours import week_from_schema


@pytest.mark.parametrize(
    ("given", "hours"),
    [
        ("Mo-Su 11:00-24:00", "Mo-Su 11:00-24:00"),
        (["Mo,We 09:00-17:00", "Sa 10:00-14:00"], "Mo,We 09:00-17:00; Sa 10:00-14:00"),
        (["Mo-Fr 09:00-12:00", "Mo-Fr 14:00-17:00"], "Mo-Fr 09:00-12:00,14:00-17:00"),
        ("Mo-Su", "Mo-Su"),
        ({"dayOfWeek": "Friday", "opens": "13:00", "closes": "00:00"}, "Fr 13:00-24:00"),
        (
            {"dayOfWeek": ["https://schema.org/Monday", "Tue"], "opens": "09:00:00", "closes": "17:00:00+03:00"},
            "Mo,Tu 09:00-17:00",
        ),
        ({"opens": "00:00", "closes": "23:59"}, "24/7"),
        ({"dayOfWeek": {"name": "Sunday"}, "opens": "00:00", "closes": "00:00"}, "Su off"),
        ({"dayOfWeek": "Sunday"}, "Su off"),
        (
            {"dayOfWeek": ["Sunday", "PublicHolidays"], "opens": "T10:00", "closes": "T16:00"},
            "Su 10:00-16:00; PH 10:00-16:00",
        ),
        ([{"dayOfWeek": "Friday", "opens": "18:00", "closes": "02:00"}], "Fr 18:00-02:00"),
        (
            [{"opens": "09:00", "closes": "17:00"}, {"opens": "00:00", "closes": "00:00", "validFrom": "2026-12-25"}],
            "Mo-Su 09:00-17:00",
        ),
    ],
)
def test_schema_hours(given: object, hours: str) -> None:
    assert week_from_schema(given).render() == hours  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("Mo-Fr 9am-5pm", "24-hour clock"),
        ({"dayOfWeek": "Someday", "opens": "09:00", "closes": "10:00"}, "'Someday' is not a day"),
        ({"dayOfWeek": "Monday", "opens": "nine", "closes": "10:00"}, "'nine' is not a time"),
        ({"dayOfWeek": "Monday", "opens": "09:00"}, "only one of opens and closes"),
        ([5], "'5' is no opening hours"),
        ([None], "'None' is no opening hours"),
        ([["Mo-Fr 09:00-17:00"]], "is no opening hours"),
    ],
)
def test_what_cannot_be_read_is_said(given: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        week_from_schema(given)  # type: ignore[arg-type]
