"""Why a verdict is what it is, told to a reader of either language, whatever the language of the copy."""

import re
from dataclasses import replace

import pytest
from judge_helpers import DAY, claim, condition, organisation, scope

from promisecheck.judge import judge
from promisecheck.judge.findings import Setting, findings_of
from promisecheck.model import LANGUAGES, JudgedClaim, Level
from promisecheck.rules import load_rules

STANDARDS = """
  delivery-time:
    service: delivery
    measure: delivery_time
    within: 45 min
    conditions: [{order_value: at least 8 JOD}]
    exceptions: [{cause: rain, disclose: {en: It takes longer in rain., ar: يطول في المطر.}}]
    limits: [{not: {en: delivery outside the city, ar: التوصيل خارج المدينة}}]
    by_tier: {plus: {within: 30 min}}
  delivery-fee: {service: delivery, measure: fee, at_most: 0}
  collection-time: {service: collection, measure: turnaround_time, within: 15 min, review_by: 2026-01-01}
  wifi: {service: restaurant, measure: offer, what: {en: [wifi], ar: [واي فاي]}, offered: true}
"""
CLAIMS = {
    "a dearer tier": claim(value=("<=", 30, "min")),
    "a condition": claim(value=("<=", 45, "min"), conditions=(condition("channel", "by phone"),)),
    "a standard past its review": claim("turnaround_time", ("<=", 15, "min"), "collection"),
    "free": claim("fee", Level("=", 0, "JOD", what="delivery"), what="delivery"),
    "an offer": claim("offer", Level(offered=True, what="wifi"), "restaurant", "free wifi", what="wifi"),
    "nothing declared": claim("offer", Level(offered=True, what="live music"), None, "live music", what="live music"),
}
ARABIC = re.compile("[\u0600-\u06ff]")


def reasons(one, **run):
    return [ruling.reasons for ruling in judge(one, organisation(STANDARDS), **({"start": DAY} | run)).rulings]


@pytest.mark.parametrize("name", CLAIMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_told_in_every_language_and_the_report_has_that_of_the_copy(name, language):
    one = replace(CLAIMS[name], language=language)
    for ruling in judge(one, organisation(STANDARDS), start=DAY).rulings:
        assert set(ruling.reasons) == set(LANGUAGES)
        assert ruling.because == ruling.reason(language)
        assert ARABIC.search(ruling.reason("ar"))
        assert not ARABIC.search(re.sub("“.*?”", "", ruling.reason("en")))


def test_figures_and_declared_words_are_those_of_the_reader():
    (said,) = reasons(CLAIMS["a dearer tier"])
    assert said["en"] == (
        "promises 30 min; declared 45 min in 95% of cases; declared on orders from 8 JOD, which the copy does not say; "
        "Olive Plus has 30 min"
    )
    assert said["ar"] == (
        "الوعد 30 دقيقة، والمعيار 45 دقيقة في 95٪ من الحالات؛ المعيار للطلبات من 8 دنانير، والنص لا يذكر ذلك؛ "
        "زيتون بلس: 30 دقيقة"
    )


def test_words_of_the_copy_are_quoted_for_a_reader_of_the_other_language():
    assert [one["ar"] for one in reasons(CLAIMS["nothing declared"])] == ["لا معيار عن «live music»"]
    arabic = claim("offer", Level(offered=True, what="عزف"), None, "عزف حي", language="ar", what="عزف")
    assert [one["en"] for one in reasons(arabic)] == ["no standard covers “عزف”"]
    assert [one["ar"] for one in reasons(arabic)] == ["لا معيار عن «عزف»"]


def test_a_service_is_named_in_the_language_of_the_reader_where_it_is_free():
    (said,) = reasons(CLAIMS["free"])
    assert said == {"en": "promises free delivery; declared free", "ar": "الوعد التوصيل مجاناً، والمعيار مجاناً"}


def test_a_place_beyond_where_the_copy_is_seen_is_told_in_both():
    one = claim(value=("<=", 45, "min"), scope=scope("jabal", "aqaba"))
    outside = [said for said in reasons(one, reach=("jabal",)) if "beyond" in said["en"]]
    assert len(outside) == 1
    assert outside[0]["ar"].endswith("خارج الأماكن التي يظهر فيها")


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_are_told_in_every_language_too(language):
    one = replace(CLAIMS["a dearer tier"], language=language)
    judged = JudgedClaim(one, "k", judge(one, organisation(STANDARDS), start=DAY))
    found = findings_of([judged], Setting(organisation(STANDARDS), load_rules(), DAY, DAY))
    assert found
    for finding in found:
        assert finding.message == finding.told(language)
        assert ARABIC.search(finding.told("ar"))
        assert not ARABIC.search(finding.told("en"))
    assert "زيتون بلس" in found[0].told("ar")
    assert "Olive Plus" in found[0].told("en")
