"""Findings: grouping, severity and what they say, in both languages."""

from dataclasses import replace

import pytest
from judge_helpers import DAY, claim, condition, organisation, scope

from promisecheck.judge import judge
from promisecheck.judge.findings import ORDER, Setting, findings_of, rank_of
from promisecheck.judge.keys import claim_key, fingerprint, normalised
from promisecheck.judge.messages import fill
from promisecheck.judge.severity import severity_of
from promisecheck.judge.verdicts import recorded
from promisecheck.model import JudgedClaim, Level, Measured, Verdicts
from promisecheck.rules import load_rules

RULES = load_rules()

STANDARDS = """
  delivery-time:
    service: delivery
    measure: delivery_time
    within: 45 min
    exceptions: [{cause: severe weather, disclose: {en: It may take longer in severe weather.}}]
    limits: [{not: {en: delivery outside the city}, why: {en: it would arrive cold}}]
    measured: {file: deliveries.csv, location: branch, value: minutes, unit: min}
    by_location: {irbid: {within: 50 min}, aqaba: {within: 75 min}}
    by_tier: {plus: {within: 30 min}}
  delivery-fee: {service: delivery, measure: fee, at_most: 0, conditions: [{order_value: at least 15 JOD}]}
  late:
    service: delivery
    measure: guarantee
    what: {en: [free if late]}
    offered: true
    by_location: {irbid: {offered: false}}
  collection: {service: collection, measure: turnaround_time, within: 15 min, review_by: 2026-10-01}
  hours:
    service: restaurant
    measure: opening_hours
    hours: "Mo-Su 10:00-23:00"
    by_location: {aqaba: {hours: "24/7"}}
"""


def findings(one, severities=None, record=None, **run):
    here = organisation(STANDARDS)
    verdicts = judge(one, here, start=DAY, record=record, **run)
    setting = Setting(here, RULES, DAY, run.get("end", DAY), severities or {})
    return {f.rule: f for f in findings_of([JudgedClaim(one, claim_key(one), verdicts)], setting)}


def messages(one, **run):
    return {rule: finding.message for rule, finding in findings(one, **run).items()}


EN = {
    "tier-only": "Promises home delivery in 30 min to everybody; that holds for Olive Plus only. "
    "Everybody: 45 min in 95% of cases.",
    "over-promise": "Promises home delivery in 30 min. Declared: 50 min in Irbid, 75 in Aqaba.",
}
AR = {
    "tier-only": "الوعد للجميع: التوصيل خلال 30 دقيقة، ولا يصحّ إلا مع زيتون بلس. "
    "المعيار للجميع: 45 دقيقة في 95٪ من الحالات.",
    "over-promise": "الوعد: التوصيل خلال 30 دقيقة. المعيار: 50 دقيقة في إربد، و75 في العقبة.",
}


@pytest.mark.parametrize(("language", "expected"), [("en", EN), ("ar", AR)])
def test_figures_place_by_place(language, expected):
    assert messages(claim(value=("<=", 30, "min"), language=language)) == expected


def test_location_only_counts_the_branches():
    late = claim("opening_hours", Level(hours="Mo-Su 10:00-02:00"), "restaurant", quote="open until 2 am")
    assert messages(late) == {
        "location-only": "“open until 2 am” holds at 1 of 4 branches. Declared: every day 10:00–23:00."
    }


def test_a_missing_condition_is_named():
    free = claim("fee", ("=", 0, None), what="delivery")
    assert messages(free)["undisclosed-condition"] == (
        "Promises free delivery. It holds only on orders from 15 JOD; the copy does not say so."
    )
    arabic = replace(free, language="ar", what="التوصيل")
    assert messages(arabic)["undisclosed-condition"] == (
        "الوعد: التوصيل مجاناً. لا يصحّ إلا للطلبات من 15 ديناراً، والنص لا يذكر ذلك."
    )


def test_the_age_of_a_standard_is_named():
    ready = claim("turnaround_time", ("<=", 15, "min"), "collection")
    assert messages(ready) == {
        "stale-standard": "The standard (15 min in 95% of cases) was to be reviewed by 1 October 2026."
    }
    assert messages(replace(ready, language="ar")) == {
        "stale-standard": "المعيار (15 دقيقة في 95٪ من الحالات) كان موعد مراجعته 1 تشرين الأول 2026."
    }
    sooner = claim("turnaround_time", ("<=", 10, "min"), "collection")
    assert messages(sooner)["over-promise"].endswith("The standard was to be reviewed by 1 October 2026.")


def test_what_is_impossible_and_why():
    far = claim(value=("<=", 90, "min"), quote="delivery outside the city")
    assert messages(far) == {
        "beyond-limit": "Declared impossible: delivery outside the city. Why: it would arrive cold."
    }


def test_exceptions_are_said_in_the_words_of_the_spec():
    kept = claim(value=("<=", 75, "min"))
    assert messages(kept) == {
        "undisclosed-exception": "Kept, but the copy does not say: It may take longer in severe weather."
    }
    assert messages(replace(kept, disclosed="Bad weather may slow us down.")) == {}


def test_nothing_is_declared():
    music = claim("offer", Level(offered=True), "restaurant", what="live music")
    assert messages(music) == {"undeclared": "No standard covers live music."}
    refunds = claim("refund_time", ("<=", 5, "day"))
    assert messages(refunds) == {"undeclared": "No standard covers refund time (home delivery)."}


def test_absolute_words_need_a_remedy():
    always = claim(value=("<=", 75, "min"), absolute=True, disclosed="Not in severe weather.")
    found = findings(always)["absolute"]
    assert found.locations == ("irbid",)  # a remedy is declared everywhere else
    assert found.message == "Claims every case; declared 50 min in 95% of cases, and no remedy is declared in Irbid."


def test_a_record_that_says_otherwise():
    def record(claim, verdicts):
        told = [
            recorded(claim, ruling, "not_kept", Measured(0.61, 0.59, 1204))
            if location == "jabal"
            else recorded(claim, ruling, "kept", Measured(0.99, 0.97, 900))
            for location, ruling in ((one.location, one.ruling) for one in verdicts)
        ]
        return Verdicts(verdicts.locations, tuple(range(len(told))), tuple(told))

    promise = claim(value=("<=", 75, "min"), disclosed="severe weather")
    found = findings(promise, record=record)["not-delivered"]
    assert found.locations == ("jabal",)
    assert found.message == "Declared 45 min in 95% of cases; the record has it in 61% of 1,204 cases in Jabal Amman."
    assert "not-delivered" not in findings(claim(value=("<=", 30, "min")), record=record)


# ------------------------------------------------------------------------------------------------ severity, identity
def test_a_hedge_is_one_step_milder_and_never_silences():
    plain = claim(value=("<=", 20, "min"), scope=scope("aqaba"))
    assert findings(plain)["over-promise"].severity == "error"
    assert findings(replace(plain, hedge="usually", strength="aim"))["over-promise"].severity == "warning"
    assert findings(replace(plain, hedge="usually"), {"over-promise": "note"})["over-promise"].severity == "note"


@pytest.mark.parametrize(
    ("measure", "severity"), [("delivery_time", "warning"), ("offer", "note"), ("staff", "note"), ("uptime", "warning")]
)
def test_the_severity_of_undeclared_goes_by_what_the_promise_is_about(measure, severity):
    assert severity_of("undeclared", claim(measure), RULES, {}) == severity


def test_every_rule_has_its_place_in_the_order():
    assert set(ORDER) <= {rule.name for rule in RULES.of_kind("finding")}
    assert sorted([*ORDER, "of-a-later-stage"], key=rank_of) == [*ORDER, "of-a-later-stage"]


def test_a_key_does_not_change_with_typesetting_place_or_tier():
    one = claim(value=("<=", 30, "min"), quote="At your door in 30 minutes!")
    same = replace(one, id="c9", quote="“at your door  in ٣٠ minutes”", scope=scope(tier="plus"), hedge="usually")
    assert claim_key(one) == claim_key(same)
    assert len(claim_key(one)) == 32
    over = condition("order_value", "over 10 JOD", Level(">=", 10, "JOD"))
    others = [
        replace(one, quote="at your table in 30 minutes"),
        replace(one, service="catering"),
        replace(one, measure="turnaround_time"),
        replace(one, value=Level("<=", 31, "min")),
        replace(one, conditions=(over,)),
    ]
    assert len({claim_key(other) for other in (one, *others)}) == 6


def test_the_order_of_conditions_is_no_part_of_a_key():
    first, second = condition("audience", "students"), condition("order_value", "10", Level(">=", 10, "JOD"))
    one = claim(value=("<=", 30, "min"), conditions=(first, second))
    assert claim_key(one) == claim_key(replace(one, conditions=(second, first)))


def test_a_fingerprint_is_rule_key_and_source():
    assert fingerprint("absolute", ["a", "b"], "x\\y.html") == fingerprint("absolute", ["b", "a"], "x/y.html")
    assert len({fingerprint(r, [k], s) for r in ("p", "q") for k in ("a", "b") for s in ("x", "y")}) == 8


def test_normalised_quotes():
    assert normalised(" «التوصيل  خلال ٣٠ دقيقةً»، ") == normalised("التوصيل خلال 30 دقيقه")


def test_templates_are_filled_and_nothing_else_is_read_from_them():
    assert fill("{promised} {0} {promised.__class__} {unknown}", {"promised": "30 min"}) == (
        "30 min {0} {promised.__class__} {unknown}"
    )
