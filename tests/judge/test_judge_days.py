"""Business days against a plain count over a calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.judge.days import WorkingDays, longest_span, shortest_span
from promisecheck.standards.working_week import read_working_week

WEEKS = st.frozensets(st.integers(0, 6), min_size=1)


def counted(count, start, weekdays):
    day = start
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() in weekdays
    return (day - start).days


@given(st.integers(0, 40), WEEKS)
def test_spans_are_those_of_a_calendar(count, weekdays):
    monday = dt.date(2026, 11, 23)
    spans = [counted(count, monday + dt.timedelta(days=n), weekdays) for n in range(7)]
    assert longest_span(count, WorkingDays(weekdays)) == max(spans)
    assert shortest_span(count, WorkingDays(weekdays)) == min(spans)


@pytest.mark.parametrize(
    ("week", "days", "longest", "shortest"),
    [
        ("Mo-Fr", 1, 3, 1),
        ("Mo-Fr", 2, 4, 2),
        ("Mo-Fr", 5, 7, 5),
        ("Mo-Fr", 6, 10, 8),
        ("Su-Th", 1, 3, 1),
        ("Su-Th", 3, 5, 3),
        ("Mo-Sa", 1, 2, 1),
        ("Mo-Su", 4, 4, 4),
    ],
)
def test_spans_of_common_weeks(week, days, longest, shortest):
    working = WorkingDays(read_working_week(week))
    assert (longest_span(days, working), shortest_span(days, working)) == (longest, shortest)


def test_known_holidays_of_the_run_lengthen_the_span():
    holidays = frozenset({dt.date(2026, 12, 25), dt.date(2026, 12, 28)})
    before = WorkingDays(holidays=holidays, first=dt.date(2026, 12, 1), last=dt.date(2026, 12, 10))
    across = WorkingDays(holidays=holidays, first=dt.date(2026, 12, 1), last=dt.date(2026, 12, 24))
    assert longest_span(1, before) == 3
    assert longest_span(1, across) == 5  # ordered on Thursday 24th, delivered on Tuesday 29th
