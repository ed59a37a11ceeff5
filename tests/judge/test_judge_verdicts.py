"""Verdicts and rules at every location, as the contract orders them."""

import datetime as dt
from dataclasses import replace

import pytest
from judge_helpers import DAY, claim, condition, organisation, outcomes, scope

from promisecheck.judge import judge
from promisecheck.judge.verdicts import recorded
from promisecheck.model import Level, Measured

EVERYWHERE = ("jabal", "khalda", "irbid", "aqaba")

STANDARDS = """
  delivery-time:
    service: delivery
    measure: delivery_time
    within: 45 min
    limits: [{not: {en: delivery outside the city}, why: {en: it would arrive cold}}]
    by_location: {irbid: {within: 50 min}, aqaba: {within: 75 min}}
    by_tier: {plus: {within: 30 min}}
  delivery-fee: {service: delivery, measure: fee, at_most: 0, conditions: [{order_value: at least 15 JOD}]}
  collection-time: {service: collection, measure: turnaround_time, within: 15 min, review_by: 2026-01-01}
  party-time:
    service: restaurant
    measure: turnaround_time
    within: 2 h
    effective: {from: 2026-01-01, until: 2026-12-10}
  hours:
    service: restaurant
    measure: opening_hours
    hours: "Mo-Su 10:00-23:00"
    by_location: {aqaba: {hours: "24/7"}}
  wifi: {service: restaurant, measure: offer, what: {en: [wifi], ar: [واي فاي]}, offered: true}
  drive: {service: restaurant, measure: offer, what: {en: [drive-through]}, offered: false}
  coffee:
    {service: restaurant, measure: price, what: {en: [coffee]}, at_most: 3 JOD, by_location: {aqaba: {at_most: 4 JOD}}}
"""


def judged(one, **run):
    return outcomes(judge(one, organisation(STANDARDS), **({"start": DAY} | run)))


def test_kept_at_the_declared_level_and_looser():
    assert judged(claim(value=("<=", 75, "min"))) == dict.fromkeys(EVERYWHERE, ("kept", None))


def test_gap_and_slack_are_counted_in_the_unit_of_the_promise():
    found = judge(claim(value=("<=", 1, "h")), organisation(STANDARDS), start=DAY)
    assert [v.ruling.slack and v.ruling.slack.value for v in found] == [0.25, 0.25, 0.17, None]
    assert [v.ruling.gap and v.ruling.gap.value for v in found] == [None, None, None, 0.25]
    assert {v.ruling.gap.unit for v in found if v.ruling.gap} == {"h"}


def test_a_level_of_a_dearer_tier_is_tier_only_where_that_tier_carries_it():
    assert judged(claim(value=("<=", 30, "min"))) == {
        "jabal": ("over", "tier-only"),
        "khalda": ("over", "tier-only"),
        "irbid": ("over", "over-promise"),
        "aqaba": ("over", "over-promise"),
    }


def test_the_tier_that_the_copy_names_is_judged():
    plus = claim(value=("<=", 30, "min"), scope=scope("jabal", tier="plus"))
    assert judged(plus) == {"jabal": ("kept", None)}


def test_the_tier_of_the_run_is_judged_where_the_copy_names_none():
    assert judged(claim(value=("<=", 30, "min")), reach=("jabal",), tier="plus") == {"jabal": ("kept", None)}


def test_kept_elsewhere_in_the_reach_is_location_only():
    found = judged(claim(value=("<=", 50, "min")))
    assert found["irbid"] == ("kept", None)
    assert found["aqaba"] == ("over", "location-only")
    assert judged(claim(value=("<=", 50, "min")), reach=("aqaba",)) == {"aqaba": ("over", "over-promise")}


def test_a_condition_that_is_not_stated():
    free = claim("fee", ("=", 0, None), what="delivery", quote="free delivery")
    assert judged(free)["jabal"] == ("over", "undisclosed-condition")


@pytest.mark.parametrize(("stated", "verdict"), [(20, "kept"), (15, "kept"), (10, "over")])
def test_a_condition_must_be_stated_at_least_as_strictly(stated, verdict):
    over = condition("order_value", level=Level(">=", stated, "JOD"))
    free = claim("fee", ("=", 0, None), conditions=(over,))
    near = claim("fee", ("=", 0, None), nearby=(over,))
    assert judged(free)["jabal"][0] == judged(near)["jabal"][0] == verdict


def test_what_is_declared_impossible_comes_first():
    far = claim(value=("<=", 20, "min"), quote="delivery outside the city in 20 minutes")
    assert set(judged(far).values()) == {("over", "beyond-limit")}


def test_a_stale_standard_never_passes_silently():
    ready = claim("turnaround_time", ("<=", 15, "min"), "collection")
    assert judged(ready)["jabal"] == ("unsure", "stale-standard")
    sooner = claim("turnaround_time", ("<=", 10, "min"), "collection")
    assert judged(sooner)["jabal"] == ("over", "over-promise")


def test_a_run_over_the_end_of_a_standard_is_judged_on_both_stretches():
    two_hours = claim("turnaround_time", ("<=", 2, "h"), "restaurant")
    found = judge(two_hours, organisation(STANDARDS), reach=("jabal",), start=DAY, end=dt.date(2026, 12, 31))
    assert [(v.ruling.verdict, v.ruling.start, v.ruling.end) for v in found] == [
        ("kept", DAY, dt.date(2026, 12, 10)),
        ("unsure", dt.date(2026, 12, 11), dt.date(2026, 12, 31)),
    ]


def test_stretches_that_change_nothing_are_one():
    found = judge(claim(value=("<=", 75, "min")), organisation(STANDARDS), start=DAY, end=dt.date(2027, 3, 1))
    assert len(found) == len(EVERYWHERE)


def test_hours_every_minute_must_be_declared():
    late = claim("opening_hours", Level(hours="Mo-Su 10:00-02:00"), "restaurant")
    found = judge(late, organisation(STANDARDS), start=DAY)
    assert outcomes(found)["aqaba"] == ("kept", None)
    assert outcomes(found)["jabal"] == ("over", "location-only")
    assert found[0].ruling.gap.hours == "Mo-Su 23:00-02:00"


def test_days_without_times_need_some_opening_only():
    assert judged(claim("opening_hours", Level(hours="Mo-Su"), "restaurant"))["jabal"] == ("kept", None)


def test_offers_are_found_by_what_they_are_called():
    offer = {"measure": "offer", "service": "restaurant"}
    assert judged(claim(value=Level(offered=True), what="free WiFi", **offer))["jabal"] == ("kept", None)
    assert judged(claim(value=Level(offered=True), what="واي فاي مجاني", **offer))["jabal"] == ("kept", None)
    assert judged(claim(value=Level(offered=True), what="drive-through", **offer))["jabal"] == ("over", "over-promise")
    assert judged(claim(value=Level(offered=True), what="parking", **offer))["jabal"] == ("undeclared", "undeclared")


def test_from_is_kept_when_some_price_in_its_reach_is_that_low():
    start = claim("price", (">=", 3, "JOD"), "restaurant", what="coffee")
    assert judged(start) == dict.fromkeys(EVERYWHERE, ("kept", None))
    assert judged(start, reach=("aqaba",)) == {"aqaba": ("over", "over-promise")}
    exact = claim("price", ("=", 3, "JOD"), "restaurant", what="coffee")
    assert judged(exact)["aqaba"] == ("over", "location-only")


def test_a_general_noun_takes_the_only_standard_of_the_measure():
    assert judged(claim(value=("<=", 75, "min"), service=None))["aqaba"] == ("kept", None)


def test_several_services_that_disagree_need_a_person():
    ready = claim("turnaround_time", ("<=", 30, "min"), None)
    assert judged(ready, start=dt.date(2025, 12, 31))["jabal"] == ("kept", None)  # only collection is in force
    found = judge(ready, organisation(STANDARDS), reach=("jabal",), start=dt.date(2026, 1, 1))
    assert outcomes(found) == {"jabal": ("unsure", "unclear-service")}
    assert found[0].ruling.because == "which service is meant? collection 15 min, restaurant 2 h"
    assert judged(claim("turnaround_time", ("<=", 3, "h"), None), start=dt.date(2026, 1, 1))["jabal"] == ("kept", None)
    assert judged(claim("turnaround_time", ("<=", 5, "min"), None))["jabal"] == ("over", "over-promise")


def test_places_that_the_copy_names_come_before_the_document():
    named = claim(value=("<=", 45, "min"), scope=scope("jabal", "khalda"))
    assert set(judged(named, reach=("aqaba",))) == {"jabal", "khalda"}
    widened = claim(value=("<=", 45, "min"), scope=scope(everywhere=True))
    assert set(judged(widened, reach=("aqaba",))) == set(EVERYWHERE)


def test_a_named_place_where_the_copy_is_not_seen_is_judged_and_noted():
    named = claim(value=("<=", 45, "min"), scope=scope("jabal", "aqaba"))
    found = {v.location: v.ruling for v in judge(named, organisation(STANDARDS), reach=("jabal",), start=DAY)}
    assert found["jabal"].because == "promises 45 min; declared 45 min in 95% of cases"
    assert found["aqaba"].verdict == "over"
    assert found["aqaba"].because.endswith("named by the copy, beyond where it is seen")


@pytest.mark.parametrize(
    ("share", "minutes", "verdict"),
    [(0.9, 45, "kept"), (0.95, 45, "kept"), (0.99, 45, "over"), (0.99, 60, "unsure"), (0.99, 30, "over")],
)
def test_a_stated_share_must_not_exceed_the_reliability(share, minutes, verdict):
    promise = claim(value=("<=", minutes, "min"), share=share)
    found = judge(promise, organisation(STANDARDS), reach=("jabal",), start=DAY)
    assert found[0].ruling.verdict == verdict
    if (share, minutes) == (0.99, 45):
        assert found[0].ruling.gap == Level(value=4, unit="%")


def test_the_record_proves_a_share_or_does_not():
    spec = STANDARDS.replace(
        "    within: 45 min\n", "    within: 45 min\n    measured: {file: d.csv, value: minutes}\n", 1
    )
    promise = claim(value=("<=", 60, "min"), share=0.99)

    def verdict(lower):
        def record(claim, verdicts):
            told = [recorded(claim, one, "kept", Measured(0.995, lower, 2000)) for one in verdicts.rulings]
            return replace(verdicts, rulings=tuple(told))

        found = judge(promise, organisation(spec), reach=("jabal",), start=DAY, record=record)
        assert found[0].ruling.delivered == "kept"
        return found[0].ruling.verdict

    assert verdict(0.992) == "kept"
    assert verdict(0.985) == "unsure"


def test_the_price_of_a_tier_is_a_standard():
    plus = claim("price", Level("=", 4, "JOD", per="month"), None, scope=scope(tier="plus"))
    assert judged(plus)["jabal"] == ("kept", None)
    cheap = claim("price", Level("=", 3, "JOD", per="month"), None, scope=scope(tier="plus"))
    assert judged(cheap)["jabal"] == ("over", "over-promise")


def test_figures_are_named_in_the_reason():
    found = judge(claim(value=("<=", 30, "min")), organisation(STANDARDS), start=DAY)
    assert found[0].ruling.because == "promises 30 min; declared 45 min in 95% of cases; Olive Plus has 30 min"
    arabic = judge(claim(value=("<=", 3, "min"), language="ar"), organisation(STANDARDS), start=DAY)
    assert arabic[3].ruling.because == "الوعد 3 دقائق، والمعيار 75 دقيقة في 95٪ من الحالات"
