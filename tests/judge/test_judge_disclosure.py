"""Conditions, exceptions and limits: what counts as said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge_helpers import claim, condition, scope

from promisecheck.judge.conditions import check_conditions
from promisecheck.judge.disclosure import contradicted, is_disclosed
from promisecheck.judge.levels import Surroundings
from promisecheck.judge.places import Atlas
from promisecheck.model import Cause, Level, Limit

AROUND = Surroundings("JOD")
ATLAS = Atlas(("jabal", "khalda", "irbid"), {"amman": ("jabal", "khalda")})


def fate(declared, stated=None, **more):
    conditions = (stated,) if stated is not None else ()
    one = claim(value=("<=", 45, "min"), conditions=conditions, **more)
    return check_conditions((declared,), one, ("Olive Plus", "Plus members"), AROUND, ATLAS)[0].fate


@pytest.mark.parametrize(
    ("kind", "declared", "stated", "expected"),
    [
        ("order_value", Level(">=", 15, "JOD"), Level(">=", 20, "JOD"), "stated"),
        ("order_value", Level(">=", 15, "JOD"), Level(">", 15, None), "stated"),
        ("order_value", Level(">=", 15, "JOD"), Level(">=", 10, "JOD"), "looser"),
        ("order_value", Level(">=", 15, "JOD"), Level(">=", 20, "USD"), "unreadable"),
        ("order_value", Level(">=", 15, "JOD"), None, "unreadable"),
        ("ordered_before", Level("<=", by="14:00"), Level("<=", by="12:00"), "stated"),
        ("ordered_before", Level("<=", by="14:00"), Level("<=", by="16:00"), "looser"),
        ("booked_ahead", Level(">=", 1, "day"), Level(">=", 24, "h"), "stated"),
        ("booked_ahead", Level(">=", 2, "day"), Level(">=", 24, "h"), "looser"),
        ("reported_within", Level("<=", 24, "h"), Level("<=", 1, "day"), "stated"),
        ("reported_within", Level("<=", 24, "h"), Level("<=", 48, "h"), "looser"),
        ("distance", Level("<=", 5, "km"), Level("<=", 3, "mile"), "stated"),
        ("distance", Level("<=", 5, "km"), Level("<=", 4, "mile"), "looser"),
        ("weight", Level("<=", 20, "kg"), Level("<=", 10, "kg"), "stated"),
        ("weight", Level(">=", 20, "kg"), Level(">=", 10, "kg"), "looser"),
        ("quantity", Level(">=", 3, "count"), Level(">=", 4, "count"), "stated"),
        ("age", Level("<=", 12, "year"), Level("<=", 5, "year"), "stated"),
        ("age", Level("<=", 12, "year"), Level("<=", 14, "year"), "looser"),
        ("days", Level(hours="Mo-Fr"), Level(hours="Tu"), "stated"),
        ("days", Level(hours="Mo-Fr"), Level(hours="Mo-Su"), "looser"),
    ],
)
def test_a_condition_is_stated_when_it_is_at_least_as_strict(kind, declared, stated, expected):
    assert fate(condition(kind, level=declared), condition(kind, level=stated)) == expected


def test_a_condition_of_another_kind_does_not_disclose():
    declared, stated = Level(">=", 15, "JOD"), Level("<=", 5, "km")
    assert fate(condition("order_value", level=declared), condition("distance", level=stated)) == "missing"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("if you order before 2 pm", "stated"),
        ("order by noon", "stated"),
        ("order before 15:30", "looser"),
        ("order early", "unreadable"),
        ("للطلبات قبل الثانية ظهراً", "stated"),
        ("اطلب قبل الساعة ٦ مساءً", "looser"),
    ],
)
def test_a_time_of_day_is_read_from_the_words_of_a_condition(stated, expected):
    declared = condition("ordered_before", level=Level("<=", by="14:00"))
    assert fate(declared, condition("ordered_before", stated)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parcels handed over by 1 pm arrive tomorrow.", "stated"),
        ("Posted before 14:00, there tomorrow.", "stated"),
        ("Posted before 4 pm, there tomorrow.", "missing"),
        ("There by noon tomorrow.", "missing"),
        ("We open before 9 am.", "missing"),
        ("الطلبات المسلّمة قبل الساعة ١ ظهراً تصل غداً.", "stated"),
    ],
)
def test_a_cut_off_may_stand_around_the_promise(text, expected):
    declared = condition("ordered_before", level=Level("<=", by="14:00"))
    assert fate(declared, disclosed=text) == expected


@pytest.mark.parametrize(
    ("kind", "declared", "stated", "expected"),
    [
        ("audience", "students", "for students", "stated"),
        ("audience", "students", "for teachers", "looser"),
        ("payment_method", "credit card", "when you pay by credit card", "stated"),
        ("channel", "app", "if you order in the app", "stated"),
    ],
)
def test_conditions_in_words(kind, declared, stated, expected):
    assert fate(condition(kind, declared), condition(kind, stated)) == expected


def test_other_words_may_stand_anywhere_that_counts():
    weather = condition("other", "unopened boxes with receipt")
    assert fate(weather) == "missing"
    assert fate(weather, disclosed="Bring the unopened box and your receipt; boxes must be whole.") == "stated"


def test_the_tier_that_is_named_states_its_membership():
    assert fate(condition("membership", "Plus members"), scope=scope(tier="plus")) == "stated"
    assert fate(condition("membership", "Plus members")) == "missing"


def test_a_place_that_is_named_states_the_area():
    assert fate(condition("area", "amman"), scope=scope("jabal")) == "stated"
    assert fate(condition("area", "amman"), scope=scope("jabal", "irbid")) == "missing"


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
def test_a_stricter_declared_condition_never_turns_missing_into_stated(declared, stated, more):
    own = condition("order_value", level=Level(">=", stated, "JOD"))
    before = fate(condition("order_value", level=Level(">=", declared, "JOD")), own)
    after = fate(condition("order_value", level=Level(">=", declared + more, "JOD")), own)
    assert (before, after) != ("looser", "stated")


# ------------------------------------------------------------------------------------------------ exceptions
WEATHER = Cause(
    "severe weather",
    {"en": "Delivery may take longer in severe weather.", "ar": "قد يتأخر التوصيل في الأحوال الجوية السيئة."},
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Delivery may take longer in severe weather.", True),
        ("We may be slower when the weather is severe.", True),
        ("Except in a storm.", True),
        ("Snow may slow our riders down.", True),
        ("قد يتأخر التوصيل في الأحوال الجوية السيئة.", True),
        ("باستثناء الأحوال الجوية الصعبة.", True),
        ("إلا عند تساقط الثلوج.", True),
        ("Delivery may take longer at peak times.", False),
        ("Order now from our app.", False),
        ("قد يتأخر التوصيل في أوقات الذروة.", False),
        ("", False),
    ],
)
def test_a_cause_is_disclosed_by_the_meaning_of_its_words(text, said):
    assert is_disclosed(WEATHER, text) is said


def test_a_cause_without_words_for_it_goes_by_its_name():
    assert is_disclosed(Cause("road closures on race days"), "Roads may be closed on race days.")
    assert not is_disclosed(Cause("road closures on race days"), "Our chefs race to serve you.")
    assert not is_disclosed(Cause("road closures on race days"), "We are closed on Mondays.")


def test_what_else_the_wording_speaks_of_is_no_disclosure():
    ice = Cause("ice and snow", {"en": "Riders stop when roads are icy."})
    assert not is_disclosed(ice, "Our riders are on the road from 5 pm to 10 pm.")
    assert is_disclosed(ice, "No riders on icy roads.")


# ------------------------------------------------------------------------------------------------ limits
FAR = Limit({"en": "delivery more than five miles from a branch", "ar": "التوصيل لأكثر من 8 كم من الفرع"})
OUTSIDE = Limit({"en": "delivery outside the city", "ar": "التوصيل خارج المدينة"})


@pytest.mark.parametrize(
    ("quote", "limit", "over"),
    [
        ("we deliver up to 10 miles away", FAR, True),
        ("we deliver up to 4 miles away", FAR, False),
        ("we deliver within 20 km", FAR, True),
        ("we deliver in 45 minutes", FAR, False),
        ("delivery outside the city too", OUTSIDE, True),
        ("delivery all over the city", OUTSIDE, False),
        ("نوصل حتى خارج المدينة، التوصيل مجاني", OUTSIDE, True),
        ("نوصل حتى 15 كم", FAR, True),
        ("نوصل داخل المدينة", OUTSIDE, False),
    ],
)
def test_a_promise_that_falls_under_a_limit(quote, limit, over):
    assert (contradicted((limit,), claim(quote=quote, value=("<=", 45, "min"))) is not None) is over
