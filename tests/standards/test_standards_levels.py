"""How levels and conditions are written in a spec."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.measures import measures
from promisecheck.model import Level
from promisecheck.standards.amounts import read_money
from promisecheck.standards.conditions import read_condition
from promisecheck.standards.faults import UnreadableError
from promisecheck.standards.keys import CONDITION_KINDS
from promisecheck.standards.levels import read_at_least, read_at_most, read_hours, read_offered, read_within
from promisecheck.standards.values import read_importance, read_share
from promisecheck.standards.weakness import weakness


@pytest.mark.parametrize(
    ("text", "value", "unit", "by"),
    [
        ("45 min", 45, "min", None),
        ("45min", 45, "min", None),
        ("30 minutes", 30, "min", None),
        ("1 minute", 1, "min", None),
        ("90 s", 90, "s", None),
        ("2 h", 2, "h", None),
        ("1.5 hours", 1.5, "h", None),
        ("1 h 30 min", 90, "min", None),
        ("48 hours", 48, "h", None),
        ("3 business days", 3, "business_day", None),
        ("1 working day", 1, "business_day", None),
        ("5 days", 5, "day", None),
        ("2 weeks", 2, "week", None),
        ("1 month", 1, "month", None),
        ("1 year", 1, "year", None),
        ("0 day", 0, "day", None),
        ("same day", 0, "day", None),
        ("Same  Day", 0, "day", None),
        ("next day", 1, "day", None),
        ("next business day", 1, "business_day", None),
        ("next business day 12:00", 1, "business_day", "12:00"),
        ("next day by 9:30", 1, "day", "09:30"),
        ("2 days before 18:00", 2, "day", "18:00"),
        ("same day 24:00", 0, "day", "24:00"),
        ("٤٥ دقيقة", 45, "min", None),
        ("3 أيام عمل", 3, "business_day", None),
        ("٢ ساعة", 2, "h", None),
        ("1,440 min", 1440, "min", None),
    ],
)
def test_waits(text: str, value: float, unit: str, by: str | None) -> None:
    assert read_within(text) == Level(op="<=", value=value, unit=unit, by=by)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "45", "45 mim", "45 JOD", "-3 days", "3-5 days", "3 to 5 days", "1,5 h", "45 min 12:00", "1 h 2 days",
     "1 day 25:00", "next fortnight", "1e3 min", "NaN min", "9" * 16 + " min"],
)  # fmt: skip
def test_waits_that_cannot_be_read(text: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        read_within(text)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("text", "value", "unit", "per"),
    [
        ("1.50 JOD", 1.5, "JOD", None),
        ("JOD 1.50", 1.5, "JOD", None),
        ("1.50JOD", 1.5, "JOD", None),
        ("jod 2", 2, "JOD", None),
        ("1,250 USD", 1250, "USD", None),
        ("1.50", 1.5, "JOD", None),
        ("0", 0, "JOD", None),
        ("free", 0, "JOD", None),
        ("مجانا", 0, "JOD", None),
        ("5 JOD per month", 5, "JOD", "month"),
        ("5 JOD/month", 5, "JOD", "month"),
        ("5 JOD a year", 5, "JOD", "year"),
        ("5 JOD monthly", 5, "JOD", "month"),
        ("3 JOD per person", 3, "JOD", "person"),
        ("10%", 10, "%", None),
    ],
)
def test_prices(text: str, value: float, unit: str, per: str | None) -> None:
    assert read_at_most(text, measures()["price"], "JOD") == Level(op="<=", value=value, unit=unit, per=per)


@pytest.mark.parametrize(
    "text", ["", "£5", "5 €", "5 JD", "cheap", "5 min", "-1 JOD", "2-3 JOD", "1,50 JOD", "5 JOD per ?"]
)
def test_prices_that_cannot_be_read(text: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        read_at_most(text, measures()["price"], "JOD")
    assert raised.value.hint


def test_money_needs_a_currency_unless_it_is_nothing() -> None:
    assert read_money("0", None).unit is None
    with pytest.raises(UnreadableError, match="has no currency"):
        read_money("5", None)


@pytest.mark.parametrize(
    ("measure", "text", "level"),
    [
        ("return_window", "30 days", Level(op=">=", value=30, unit="day")),
        ("warranty_period", "2 years", Level(op=">=", value=2, unit="year")),
        ("uptime", "99.9%", Level(op=">=", value=99.9, unit="%")),
        ("on_time_rate", "95 percent", Level(op=">=", value=95, unit="%")),
        ("discount", "10%", Level(op=">=", value=10, unit="%")),
        ("discount", "2 JOD", Level(op=">=", value=2, unit="JOD")),
        ("count", "50 branches", Level(op=">=", value=50, unit="count", what="branches")),
        ("count", "50", Level(op=">=", value=50, unit="count")),
        ("rating", "4.5 stars", Level(op=">=", value=4.5, unit="star")),
        ("speed_mbps", "100 Mbit/s", Level(op=">=", value=100, unit="Mbit/s")),
        ("speed_mbps", "1 Gbps", Level(op=">=", value=1000, unit="Mbit/s")),
        ("coverage_radius", "5 km", Level(op=">=", value=5, unit="km")),
        ("frequency", "2 per week", Level(op=">=", value=2, unit="count", per="week")),
        ("frequency", "2 weeks", Level(op=">=", value=2, unit="week")),
        ("experience", "10 years", Level(op=">=", value=10, unit="year")),
    ],
)
def test_levels_of_which_more_is_better(measure: str, text: str, level: Level) -> None:
    assert read_at_least(text, measures()[measure], "JOD") == level


@pytest.mark.parametrize(
    ("measure", "text"),
    [("uptime", "120%"), ("uptime", "often"), ("count", "50%"), ("count", "many"), ("return_window", "30 JOD"),
     ("return_window", "30%"), ("speed_mbps", "fast")],
)  # fmt: skip
def test_levels_of_the_wrong_kind(measure: str, text: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        read_at_least(text, measures()[measure], "JOD")
    assert raised.value.hint


def test_hours_stay_as_written_and_are_checked() -> None:
    assert read_hours("Mo-Th,Su 10:00-23:00; Fr,Sa 10:00-24:00").hours == "Mo-Th,Su 10:00-23:00; Fr,Sa 10:00-24:00"
    assert read_hours("24/7").hours == "24/7"
    with pytest.raises(UnreadableError) as raised:
        read_hours("Mo-Fr 9 to 5")
    assert raised.value.hint
    assert raised.value.at > 0


@pytest.mark.parametrize(("text", "offered"), [("true", True), ("yes", True), ("False", False), ("no", False)])
def test_offers(text: str, offered: bool) -> None:
    assert read_offered(text) == Level(offered=offered)


def test_offers_are_yes_or_no() -> None:
    with pytest.raises(UnreadableError, match="'offered' cannot be 'maybe'"):
        read_offered("maybe")


@pytest.mark.parametrize(
    ("kind", "text", "level"),
    [
        ("order_value", "at least 10 JOD", Level(op=">=", value=10, unit="JOD")),
        ("order_value", "10", Level(op=">=", value=10, unit="JOD")),
        ("order_value", "over 10 JOD", Level(op=">", value=10, unit="JOD")),
        ("order_value", "10 JOD or more", Level(op=">=", value=10, unit="JOD")),
        ("order_value", ">= 10 JOD", Level(op=">=", value=10, unit="JOD")),
        ("order_value", "up to 50 JOD", Level(op="<=", value=50, unit="JOD")),
        ("ordered_before", "22:00", Level(op="<=", by="22:00")),
        ("ordered_before", "before 9:00", Level(op="<=", by="09:00")),
        ("booked_ahead", "24 h", Level(op=">=", value=24, unit="h")),
        ("booked_ahead", "at least 2 business days", Level(op=">=", value=2, unit="business_day")),
        ("reported_within", "24 h", Level(op="<=", value=24, unit="h")),
        ("reported_within", "within 7 days", Level(op="<=", value=7, unit="day")),
        ("distance", "within 5 km", Level(op="<=", value=5, unit="km")),
        ("distance", "3 miles", Level(op="<=", value=3, unit="mile")),
        ("weight", "up to 20 kg", Level(op="<=", value=20, unit="kg")),
        ("quantity", "at least 10 portions", Level(op=">=", value=10, unit="count", what="portions")),
        ("quantity", "10 ضيوف على الأقل", Level(op=">=", value=10, unit="count", what="ضيوف")),
        ("order_value", "15 JOD فأكثر", Level(op=">=", value=15, unit="JOD")),
        ("quantity", "max 4", Level(op="<=", value=4, unit="count")),
        ("days", "Mo-Fr", Level(hours="Mo-Fr")),
        ("days", "Mo-Th 10:00-16:00", Level(hours="Mo-Th 10:00-16:00")),
        ("age", "at least 18", Level(op=">=", value=18, unit="year")),
        ("age", "under 12", Level(op="<", value=12, unit="year")),
        ("age", "12 years old", Level(op=">=", value=12, unit="year")),
        ("audience", "students", None),
        ("other", "while stocks last", None),
    ],
)
def test_conditions(kind: str, text: str, level: Level | None) -> None:
    known = next(one for one in CONDITION_KINDS if one == kind)
    condition = read_condition(known, text, "JOD")
    assert (condition.kind, condition.text, condition.level) == (kind, text, level)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("order_value", "a lot"), ("ordered_before", "noon"), ("booked_ahead", "at most 24 h"),
     ("distance", "at least 5 km"), ("reported_within", "at least 24 h"), ("distance", "5 minutes"),
     ("days", "weekdays"), ("age", "adult")],
)  # fmt: skip
def test_conditions_that_cannot_be_read(kind: str, text: str) -> None:
    known = next(one for one in CONDITION_KINDS if one == kind)
    with pytest.raises(UnreadableError) as raised:
        read_condition(known, text, "JOD")
    assert raised.value.hint


@pytest.mark.parametrize(("text", "share"), [("95%", 0.95), ("99.9 %", 0.999), ("0.9", 0.9), ("100%", 1.0), ("1", 1.0)])
def test_shares(text: str, share: float) -> None:
    assert read_share(text) == share


@pytest.mark.parametrize("text", ["0%", "101%", "95", "most", "-5%", "0"])
def test_shares_out_of_range(text: str) -> None:
    with pytest.raises(UnreadableError) as raised:
        read_share(text)
    assert raised.value.hint


@pytest.mark.parametrize("text", ["11", "-1", "very"])
def test_importance_out_of_range(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_importance(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (
        read_within,
        read_offered,
        lambda value: read_at_most(value, measures()["price"], "JOD"),
        lambda value: read_at_least(value, measures()["count"], None),
    ):
        try:
            level = reader(text)
        except UnreadableError:
            continue
        assert level.op is not None or level.offered is not None


@given(st.integers(1, 400), st.sampled_from(["min", "h", "day", "business day", "week"]))
def test_a_longer_wait_is_weaker(number: int, unit: str) -> None:
    one, more = read_within(f"{number} {unit}"), read_within(f"{number + 1} {unit}")
    assert weakness(one, "delivery_time") < weakness(more, "delivery_time")


def test_weakness_of_each_kind() -> None:
    assert weakness(Level(hours="Mo-Fr 10:00-12:00"), "opening_hours") > weakness(Level(hours="24/7"), "opening_hours")
    assert weakness(Level(areas=("a",)), "coverage") > weakness(Level(areas=("a", "b")), "coverage")
    assert weakness(Level(offered=False), "offer") > weakness(Level(offered=True), "offer")
    assert weakness(read_within("next day 18:00"), "delivery_time") > weakness(
        read_within("next day 12:00"), "delivery_time"
    )
    assert weakness(Level(op=">=", value=5, unit="km"), "coverage_radius") > weakness(
        Level(op=">=", value=5, unit="mile"), "coverage_radius"
    )
    assert weakness(None, "offer") > weakness(Level(offered=False), "offer")
