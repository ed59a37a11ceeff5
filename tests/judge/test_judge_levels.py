"""Levels against levels: bounds, units, days, times of day; and what must hold of any comparison."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.judge.days import WorkingDays
from promisecheck.judge.hours import compare_hours
from promisecheck.judge.levels import Surroundings, bound, compare
from promisecheck.judge.places import Atlas, compare_areas
from promisecheck.model import Level
from promisecheck.standards.working_week import read_working_week

AROUND = Surroundings("JOD")
FRIDAY_FREE = Surroundings("JOD", WorkingDays(read_working_week("Sa-Th")))


def within(value, unit, by=None):
    return Level("<=", value, unit, by=by)


def holds(promised, declared, direction="less", around=AROUND):
    return compare(promised, declared, direction, around).holds


@pytest.mark.parametrize(
    ("promised", "declared", "kept"),
    [
        (within(45, "min"), within(45, "min"), True),
        (Level("<", 45, "min"), within(45, "min"), True),  # "in under 45" against 45
        (within(30, "min"), within(45, "min"), False),
        (within(0.5, "h"), within(30, "min"), True),
        (Level("range", unit="day", min=3, max=5), within(5, "day"), True),  # a range promises its outer bound
        (Level("range", unit="day", min=3, max=5), within(6, "day"), False),
        (within(2, "day"), within(48, "h"), True),
        (within(48, "h"), within(2, "day"), True),
        (within(1, "week"), within(7, "day"), True),
        (within(1, "year"), within(12, "month"), True),
        (within(0, "day"), within(45, "min"), True),  # same day, declared in minutes
        (within(0, "day"), within(24, "h"), False),
        (within(4, "h"), within(0, "day"), False),  # declared "same day" may take all of it
        (within(1, "day", "10:00"), within(1, "day"), False),  # tomorrow before 10 is stricter than next day
        (within(1, "day"), within(1, "day", "12:00"), True),
        (within(1, "day", "12:00"), within(24, "h"), False),
        (Level("<=", by="22:00"), within(0, "day", "20:00"), True),
    ],
)
def test_waits(promised, declared, kept):
    assert holds(promised, declared) is kept


@pytest.mark.parametrize(
    ("promised", "declared", "kept"),
    [
        (within(2, "business_day"), within(2, "business_day"), True),
        (within(1, "business_day"), within(2, "business_day"), False),
        (within(2, "day"), within(2, "business_day"), False),  # a weekend may lie between
        (within(4, "day"), within(2, "business_day"), True),
        (within(95, "h"), within(2, "business_day"), False),
        (within(96, "h"), within(2, "business_day"), True),
        (within(2, "business_day"), within(2, "day"), True),  # at least as long on every start day
        (within(2, "business_day"), within(3, "day"), False),
        (within(1, "business_day"), within(24, "h"), True),
        (within(1, "week"), within(5, "business_day"), True),
    ],
)
def test_business_days_are_never_silently_days(promised, declared, kept):
    assert holds(promised, declared) is kept


def test_the_working_week_of_the_location_decides():
    promised, declared = within(3, "day"), within(2, "business_day")
    assert holds(promised, declared) is False  # Mo-Fr: Thursday to Monday is four days
    assert holds(promised, declared, around=FRIDAY_FREE) is True  # Sa-Th: only one day is free


@pytest.mark.parametrize(
    ("promised", "declared", "kept"),
    [
        (Level("=", 30, "day"), Level(">=", 30, "day"), True),
        (Level("=", 31, "day"), Level(">=", 30, "day"), False),
        (Level("range", unit="day", min=14, max=60), Level(">=", 30, "day"), True),  # its inner bound
        (Level("=", 2, "year"), Level(">=", 24, "month"), True),
        (Level("=", 99.9, "%"), Level(">=", 99.5, "%"), False),
        (Level(">", 50, "count"), Level(">=", 50, "count"), True),
        (Level("=", 5, "mile"), Level(">=", 8, "km"), False),
        (Level("=", 5, "mile"), Level(">=", 9, "km"), True),
        (Level("=", 10, "business_day"), Level(">=", 14, "day"), True),  # two weekends at the longest
        (Level("=", 10, "business_day"), Level(">=", 13, "day"), False),
    ],
)
def test_more_is_better(promised, declared, kept):
    assert holds(promised, declared, "more") is kept


@pytest.mark.parametrize(
    ("promised", "declared", "kept"),
    [
        (Level("=", 2, "JOD"), Level("<=", 1.5, "JOD"), True),
        (Level("=", 1, None), Level("<=", 1.5, "JOD"), False),  # a bare amount is in the organisation's currency
        (Level("=", 1, "USD"), Level("<=", 1.5, "JOD"), None),
        (Level("=", 10, "%"), Level("<=", 1.5, "JOD"), None),
        (Level("=", 5, "JOD", per="month"), Level("<=", 5, "JOD", per="week"), None),
    ],
)
def test_money(promised, declared, kept):
    assert holds(promised, declared) is kept


def test_gap_and_slack_are_in_the_unit_of_the_promise():
    assert compare(within(2, "day"), within(3, "business_day"), "less", AROUND).gap == Level(value=3, unit="day")
    assert compare(within(1, "business_day"), within(3, "day"), "less", AROUND).gap == Level(
        value=2, unit="business_day"
    )
    assert compare(within(1, "day"), within(1, "day", "12:00"), "less", AROUND).slack == Level(value=12, unit="h")
    assert compare(within(45, "min"), within(1, "h"), "less", AROUND).gap == Level(value=15, unit="min")


UNITS = st.sampled_from(["s", "min", "h", "day", "business_day", "week", "month", "year"])
TIMES = st.one_of(st.none(), st.sampled_from(["09:00", "12:00", "18:30"]))
WAITS = st.builds(
    lambda value, unit, by: within(value, unit, by if unit in ("day", "business_day") else None),
    st.integers(0, 60),
    UNITS,
    TIMES,
)


@given(WAITS, WAITS, st.integers(0, 30))
def test_a_weaker_promise_of_a_kept_one_is_kept(promised, declared, more):
    weaker = within(promised.value + more, promised.unit, promised.by)
    if holds(promised, declared):
        assert holds(weaker, declared)


@given(WAITS, WAITS, st.integers(0, 30))
def test_a_looser_standard_never_keeps_what_a_tighter_one_does_not(promised, declared, more):
    looser = within(declared.value + more, declared.unit, declared.by)
    if holds(promised, looser):
        assert holds(promised, declared)


@given(WAITS)
def test_a_standard_carries_itself_said_in_its_own_words(declared):
    assert holds(declared, declared)


@given(WAITS, WAITS)
def test_the_gap_is_what_is_missing(promised, declared):
    result = compare(promised, declared, "less", AROUND)
    same_unit = result.gap is not None and result.gap.unit == promised.unit
    if same_unit and promised.value and promised.by is None and declared.by is None:
        assert holds(within(promised.value + result.gap.value + 0.01, promised.unit), declared)


@given(st.integers(0, 100), st.integers(0, 100))
def test_the_bound_of_a_range_lies_on_the_side_that_is_promised(one, other):
    level = Level("range", unit="day", min=min(one, other), max=max(one, other))
    assert bound(level, "less") == max(one, other)
    assert bound(level, "more") == min(one, other)


# ------------------------------------------------------------------------------------------------ hours, areas
@pytest.mark.parametrize(
    ("promised", "declared", "kept"),
    [
        ("Mo-Fr 09:00-17:00", "Mo-Su 08:00-20:00", True),
        ("Mo-Su 09:00-17:00", "Mo-Fr 08:00-20:00", False),
        ("24/7", "Mo-Su 00:00-24:00", True),
        ("Mo-Su", "Mo-Su 10:00-12:00", True),
        ("Mo-Su", "Tu-Su 10:00-12:00", False),
        ("Fr 18:00-02:00", "Fr 18:00-02:00; Sa 10:00-20:00", True),
        ("Mo-Su 18:00+", "Mo-Su 18:00-23:00", None),  # "till late" carries no level
        ("Mo-Su 16:00+", "Mo-Su 18:00-23:00", False),
        ("Mo-Su 18:00+", "Mo-Su 18:00+", True),
    ],
)
def test_hours(promised, declared, kept):
    assert compare_hours(promised, declared).holds is kept


def test_the_gap_of_hours_is_the_missing_minutes():
    assert compare_hours("Mo-Su 10:00-24:00", "Mo-Th 10:00-22:00; Fr-Su 10:00-24:00").gap.hours == "Mo-Th 22:00-24:00"


def test_the_gap_of_an_end_reaches_back_to_the_declared_one():
    until_two = compare_hours("Mo-Su 01:59-02:00", "Mo-Su 11:00-24:00")
    assert until_two.gap.hours == "Mo-Su 00:00-02:00"
    assert compare_hours("Mo-Su 22:59-23:00", "Mo-Th 10:00-22:00; Fr-Su 10:00-24:00").gap.hours == "Mo-Th 22:00-23:00"
    assert compare_hours("Mo-Su 22:59-23:00", "Mo-Su 10:00-23:00").holds is True


ATLAS = Atlas(("jabal", "khalda", "irbid"), {"amman": ("jabal", "khalda")})


@pytest.mark.parametrize(
    ("promised", "declared", "everywhere", "missing"),
    [
        (("amman",), ("jabal", "khalda"), False, ()),
        (("jabal",), ("amman",), False, ()),
        (("amman", "irbid"), ("amman",), False, ("irbid",)),
        (("Salt",), ("amman", "salt"), False, ()),
        (("Salt",), ("amman",), False, ("Salt",)),
        ((), ("amman",), True, ("irbid",)),
    ],
)
def test_areas_are_a_closed_list(promised, declared, everywhere, missing):
    result = compare_areas(Level(areas=promised), Level(areas=declared), ATLAS, everywhere)
    assert result.holds is not bool(missing)
    assert (result.gap.areas if result.gap else ()) == missing
