"""Which declared standard answers a promise."""

import pytest
from judge_helpers import claim, condition, organisation, scope

from promisecheck.judge.matching import slots_for
from promisecheck.kin import akin_to, kin
from promisecheck.measures import measures
from promisecheck.model import Level

STANDARDS = """
  delivery-time: {service: delivery, measure: delivery_time, within: 45 min}
  delivery-fee: {service: delivery, measure: fee, at_most: 2 JOD}
  late: {service: delivery, measure: guarantee, what: {en: [free if late]}, offered: true}
  match: {service: delivery, measure: guarantee, what: {en: [price match]}, offered: true}
  refund: {service: delivery, measure: refund, offered: true, conditions: [{reported_within: 24 h}]}
  collection: {service: collection, measure: turnaround_time, within: 15 min}
  hours: {service: restaurant, measure: opening_hours, hours: "Mo-Su 10:00-23:00"}
  coffee: {service: restaurant, measure: price, what: {en: [coffee]}, at_most: 3 JOD}
  returns: {service: restaurant, measure: return_window, at_least: 14 days}
  wifi: {service: restaurant, measure: offer, what: {en: [wifi]}, offered: true}
  kids: {service: restaurant, measure: offer, what: {en: [kids' corner], ar: [ركن الأطفال]}, offered: true}
  cash: {service: delivery, measure: payment, what: {en: [cash on delivery], ar: [الدفع عند الاستلام]}, offered: true}
  chefs: {service: restaurant, measure: staff, what: {en: [certified chefs]}, offered: true}
  winter:
    {service: restaurant, measure: turnaround_time, within: 20 min, effective: {from: 2026-01-01, until: 2026-03-31}}
  summer: {service: restaurant, measure: turnaround_time, within: 30 min, effective: {from: 2026-04-01}}
  cheapest:
    service: delivery
    measure: deposit
    at_most: 0
    comparison: {claim: lowest deposit in Amman, source: price survey}
"""


def found(*args, **more):
    here = organisation(STANDARDS)
    return [slot.standards for slot in slots_for(claim(*args, **more), here.declarations, here.services)]


def test_the_very_measure_of_the_service():
    assert found(value=("<=", 30, "min")) == [("delivery-time",)]


def test_a_general_noun_takes_the_standards_of_the_measure():
    assert found(value=("<=", 30, "min"), service="your order") == [("delivery-time",)]
    assert found(value=("<=", 30, "min"), service=None) == [("delivery-time",)]


def test_a_service_that_is_not_declared_has_no_standard():
    assert found(value=("<=", 30, "min"), service="laundry") == []


def test_candidates_settle_which_services_are_meant():
    assert found("turnaround_time", ("<=", 9, "min"), None, candidates=("collection",)) == [("collection",)]


def test_standards_that_follow_one_another_are_one_slot():
    assert found("turnaround_time", ("<=", 9, "min"), "restaurant") == [("winter", "summer")]


@pytest.mark.parametrize(
    ("measure", "service", "standard"),
    [
        ("turnaround_time", "delivery", "delivery-time"),
        ("response_time", "collection", "collection"),
        ("delivery_hours", "restaurant", "hours"),
        ("fee", "restaurant", None),
    ],
)
def test_near_kin_where_only_one_is_declared(measure, service, standard):
    level = Level(hours="Mo-Su") if measure.endswith("hours") else Level("<=", 9, "min")
    assert found(measure, level, service) == ([(standard,)] if standard else [])


def test_free_is_a_fee_of_nothing():
    offer = Level(offered=True, what="delivery")
    assert found("offer", offer, what="delivery", quote="free delivery") == [("delivery-fee",)]
    assert found("fee", Level("=", 0), what="delivery", quote="free delivery") == [("delivery-fee",)]


def test_free_things_are_found_by_what_they_are_called():
    assert found("fee", Level("=", 0), "restaurant", what="wifi", quote="free wifi") == [("wifi",)]
    assert found("price", Level("=", 0), "restaurant", what="parking", quote="free parking") == []


def test_offers_are_found_whatever_service_the_copy_names():
    payment = Level(offered=True)
    assert found("payment", payment, None, what="cash on delivery") == [("cash",)]
    assert found("offer", payment, "restaurant", what="الدفع كاش عند الاستلام", language="ar") == [("cash",)]
    assert found("offer", payment, "restaurant", what="ركن ألعاب للأطفال", language="ar") == [("kids",)]
    assert found("offer", payment, "restaurant", what="our chefs are certified") == [("chefs",)]
    assert found("offer", payment, "restaurant", what="live music") == []


def test_guarantees_are_told_apart_by_their_remedy():
    on_us = claim("guarantee", Level(offered=True), quote="If the clock beats us, your order is on us")
    here = organisation(STANDARDS)
    assert [slot.standards for slot in slots_for(on_us, here.declarations, here.services)] == [("late",)]
    assert found("guarantee", Level(offered=True), quote="We match any lower price") == [("match",)]


def test_a_priced_thing_is_found_by_its_name():
    assert found("price", ("=", 3, "JOD"), "restaurant", what="a coffee") == [("coffee",)]
    assert found("price", ("=", 3, "JOD"), "flat white coffee", quote="coffee 3 JOD") == [("coffee",)]


def test_returns_answer_a_refund_by_its_time_and_the_other_way_round():
    here = organisation(STANDARDS)
    window = (condition("reported_within", level=Level("<=", 14, "day")),)
    (slot,) = slots_for(
        claim("refund", Level(offered=True), "restaurant", conditions=window), here.declarations, here.services
    )
    assert (slot.standards, slot.claim.value.value) == (("returns",), 14)
    (slot,) = slots_for(claim("return_window", ("=", 2, "day")), here.declarations, here.services)
    assert slot.standards == ("refund",)
    assert slot.claim.conditions[-1].kind == "reported_within"


def test_a_punctuality_claim_is_held_against_the_reliability_of_the_wait():
    here = organisation(STANDARDS)
    (slot,) = slots_for(claim("on_time_rate", ("=", 98, "%")), here.declarations, here.services)
    assert slot.by_reliability
    assert slot.standards == ("delivery-time",)


def test_a_superlative_needs_a_comparison():
    lowest = {"characteristic": "superlative", "quote": "the lowest deposit in Amman"}
    assert found("rank", None, None, **lowest) == [("cheapest",)]
    assert found("rank", None, None, characteristic="superlative", quote="the fastest delivery in Amman") == []


def test_the_price_of_a_tier_needs_the_tier():
    price = ("=", 4, "JOD")
    assert found("price", price, None, scope=scope(tier="plus")) == [("tiers.plus",)]
    assert found("price", price, None, quote="4 JOD") == []


TIERED = """
  plain: {service: delivery, measure: delivery_time, within: 45 min, by_tier: {plus: {within: 30 min}}}
  reply: {service: restaurant, measure: response_time, within: 1 day}
  price: {service: delivery, measure: price, at_most: 5 JOD, by_tier: {plus: {at_most: 9 JOD}}}
  area: {service: delivery, measure: coverage, areas: [amman]}
"""


def tiered(*args, **more):
    here = organisation(TIERED)
    return [
        (slot.standards, slot.claim.measure)
        for slot in slots_for(claim(*args, **more), here.declarations, here.services)
    ]


def test_copy_about_a_tier_is_about_what_the_tiers_differ_in():
    assert tiered("turnaround_time", ("<=", 30, "min"), None, scope=scope(tier="plus")) == [
        (("plain",), "turnaround_time")
    ]
    assert tiered("price", ("=", 9, "JOD"), None, scope=scope(tier="plus")) == [(("price",), "price")]
    monthly = Level("=", 4, "JOD", per="month")
    assert tiered("price", monthly, None, scope=scope(tier="plus")) == [(("tiers.plus",), "price")]


def test_a_service_offered_in_a_place_is_a_promise_of_coverage():
    assert tiered("offer", Level(offered=True), what="home delivery", scope=scope("irbid")) == [(("area",), "coverage")]
    assert tiered("offer", Level(offered=True), what="live tracking", scope=scope("irbid")) == []
    assert tiered("offer", Level(offered=True), quote="tea for all", scope=scope("irbid")) == []
    said = tiered("offer", Level(offered=True), quote="home delivery in Irbid", scope=scope("irbid"))
    assert said == [(("area",), "coverage")]
    assert tiered("offer", Level(offered=True), what="home delivery") == []


def test_the_table_of_kin_names_measures():
    assert {name for group in kin() for name in group.measures} <= set(measures())
    assert akin_to("fee") == {"fee", "price"}
    assert akin_to("uptime") == {"uptime"}
