"""Copy that disagrees with itself, and copy that only looks so."""

from dataclasses import replace

import pytest
from judge_helpers import DAY, claim, condition, organisation, scope

from promisecheck.judge import judge
from promisecheck.judge.contradictions import contradictions
from promisecheck.judge.findings import contradiction_findings
from promisecheck.judge.keys import claim_key
from promisecheck.model import JudgedClaim, Level
from promisecheck.rules import load_rules


def placed(one, number, role="paragraph", heading=None, source="ad.txt"):
    place = replace(one.place, block=number, role=role, heading=heading, source=source)
    one = replace(one, id=f"c{number}", place=place)
    return JudgedClaim(one, claim_key(one))


def wait(value, **more):
    return claim(value=("<=", value, "min"), quote=f"in {value} minutes", **more)


def open_at(hours, quote=None, **more):
    return claim("opening_hours", Level(hours=hours), more.pop("service", "restaurant"), quote=quote or hours, **more)


def pairs(*claims, roles=(), headings=()):
    judged = [
        placed(one, n, roles[n] if n < len(roles) else "paragraph", headings[n] if n < len(headings) else None)
        for n, one in enumerate(claims)
    ]
    return [(one.claim.id, other.claim.id) for one, other in contradictions(judged)]


def test_two_levels_of_one_thing():
    assert pairs(wait(30), wait(45)) == [("c0", "c1")]
    assert pairs(wait(60), claim(value=("<=", 1, "h"))) == []
    assert pairs(wait(30), wait(45, service=None)) == [("c0", "c1")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (wait(30), wait(45, service="collection")),
        (wait(30), wait(45, scope=scope(tier="plus"))),
        (wait(30), wait(45, scope=scope("aqaba"))),
        (wait(30), wait(45, conditions=(condition("days", level=Level(hours="Fr")),))),
        (wait(30), wait(45, hedge="usually", strength="aim")),
        (wait(30), wait(45, absolute=True)),
        (wait(30), wait(45, share=0.9)),
        (wait(45), claim(value=Level("range", unit="min", min=30, max=45))),
        (wait(40), claim(value=Level("range", unit="min", min=30, max=45))),
        (wait(30), claim(value=(">=", 20, "min"))),
        (claim(value=("<=", 2, "business_day")), claim(value=("<=", 3, "day"))),
        (claim("price", ("=", 3, "JOD"), None, what="coffee"), claim("price", ("=", 4, "JOD"), None, what="tea")),
        (claim("price", ("=", 3, "JOD"), None), claim("price", ("=", 4, "JOD"), None)),
        (claim("discount", ("=", 10, "%")), claim("discount", ("=", 20, "%"))),
        (claim("count", (">", 50, "count"), what="branches"), claim("count", (">", 500, "count"), what="cooks")),
    ],
)
def test_no_contradiction(one, other):
    assert pairs(one, other) == []
    assert pairs(other, one) == []


def test_more_for_less():
    early = (condition("ordered_before", "by 3 pm", Level("<=", by="15:00")),)
    assert pairs(wait(45, conditions=early), wait(30)) == [("c0", "c1")]
    assert pairs(wait(30, conditions=early), wait(45)) == []


def test_a_promise_within_a_ceiling():
    never = claim(value=("<=", 50, "min"), quote="never more than 50 minutes")
    arabic = claim(value=("<=", 50, "min"), quote="لا تتجاوز ٥٠ دقيقة", language="ar")
    assert pairs(wait(45), never) == pairs(wait(45), arabic) == []
    assert pairs(wait(60), never) == [("c0", "c1")]


def test_rows_of_a_table_are_different_things():
    def in_row(one, *headers):
        return replace(one, place=replace(one.place, row=headers))

    assert pairs(in_row(wait(30), "North"), in_row(wait(45), "South")) == []
    assert pairs(in_row(wait(30), "North"), in_row(wait(45), "North")) == [("c0", "c1")]
    assert pairs(in_row(wait(30), "North"), wait(45)) == [("c0", "c1")]
    assert pairs(in_row(open_at("Mo-Fr 08:00-18:00"), "North"), in_row(open_at("Mo-Fr 09:00-18:00"), "South")) == []


def test_many_levels_are_a_list():
    assert pairs(wait(30), wait(45), wait(60)) == []


def test_prices_of_one_thing_disagree():
    dear, cheap = (claim("price", ("=", n, "JOD"), "restaurant", what="a coffee", quote=f"{n}") for n in (3, 4))
    assert pairs(dear, cheap) == [("c0", "c1")]


def test_other_sources_are_other_pieces():
    here, there = placed(wait(30), 0), placed(wait(45), 1, source="other.txt")
    assert contradictions([here, there]) == []


def test_timetables_that_open_one_day_at_different_times():
    assert pairs(open_at("Mo-Fr 09:00-17:00"), open_at("Mo-Sa 10:00-18:00")) == [("c0", "c1")]
    assert pairs(open_at("Mo-Fr 09:00-17:00"), open_at("Sa 10:00-14:00")) == []
    assert pairs(open_at("Mo-Fr 12:00-15:00"), open_at("Mo-Fr 18:00-22:00")) == []  # lunch and dinner
    assert pairs(open_at("Mo-Su 22:59-23:00"), open_at("Mo-Su 09:00-22:00")) == []  # an end alone
    three = [open_at(f"Mo-Fr {hour:02}:00-17:00") for hour in (8, 9, 10)]
    assert pairs(*three) == []  # the branches of a list


def test_hours_of_the_house_are_not_those_of_a_service():
    assert pairs(open_at("Mo-Su 09:00-17:00", service=None), open_at("Mo-Su 10:00-18:00", service="delivery")) == []


def test_hours_under_different_headings_need_a_service():
    unnamed = [open_at("Mo-Fr 09:00-17:00", service=None), open_at("Mo-Fr 10:00-18:00", service=None)]
    assert pairs(*unnamed, headings=("Shop", "Office")) == []
    assert pairs(*unnamed, headings=("Hours", "Hours")) == [("c0", "c1")]


def test_structured_data_against_visible_hours():
    data, text = open_at("Fr 13:00-24:00", service=None), open_at("Fr 11:00-24:00", service=None)
    assert pairs(data, text, roles=("structured",), headings=(None, "Hours")) == [("c0", "c1")]


def test_seven_days_a_week_beside_a_timetable_that_leaves_a_day_out():
    week, timetable = open_at("Mo-Su", "seven days a week"), open_at("Tu-Su 12:00-21:00")
    assert pairs(week, timetable) == [("c0", "c1")]
    assert pairs(week, open_at("Tu-Su 12:00-21:00"), open_at("Mo 14:00-18:00")) == []
    assert pairs(week, open_at("Th 10:00-22:00")) == []  # a late night, no timetable


def test_places_are_compared_where_the_claims_are_judged():
    here = organisation("\n  t: {service: delivery, measure: delivery_time, within: 45 min}\n")

    def judged(one, number, reach):
        made = placed(one, number)
        return replace(made, verdicts=judge(made.claim, here, reach=reach, start=DAY))

    same = [judged(wait(30), 0, ("jabal",)), judged(wait(45, service=None), 1, ("jabal",))]
    assert len(contradictions(same)) == 1
    apart = [judged(wait(30), 0, ("jabal",)), judged(wait(45), 1, ("irbid",))]
    assert contradictions(apart) == []


def test_the_finding_names_both_quotes_and_all_their_places():
    judged = [placed(wait(30), 0), placed(wait(45), 1), placed(wait(30), 2)]
    (finding,) = contradiction_findings(judged, load_rules(), {})
    assert finding.claims == ("c0", "c1", "c2")
    assert finding.severity == "warning"
    assert finding.message == "Says “in 30 minutes” and also “in 45 minutes”."
    data = open_at("Fr 13:00-24:00", service=None, language="ar")
    text = open_at("Fr 11:00-24:00", "من ١١ صباحاً", service=None, language="ar")
    (finding,) = contradiction_findings([placed(data, 0, "structured"), placed(text, 1)], load_rules(), {})
    assert finding.message == "يقول الجمعة 13:00–24:00 (البيانات المنظّمة)، ويقول أيضاً «من ١١ صباحاً»."
