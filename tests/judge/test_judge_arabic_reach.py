"""Arabic copy against an organisation: names with particles and pronouns, conditions declared in another language."""

import pytest
from judge_helpers import DAY, organisation

from promisecheck import engine
from promisecheck.extract import Extractor
from promisecheck.judge.meaning import is_meant
from promisecheck.rules import load_rules
from promisecheck.sources import parse_text

HEAD = """
organisation: Qasr Service Centres
languages: [ar, en]
currency: OMR
timezone: Asia/Muscat
working_week: Su-Th
services:
  licence: {names: {en: [trade licence], ar: [الرخصة التجارية]}}
  stamp: {names: {en: [attestation], ar: [تصديق الوثائق]}}
  hall: {names: {en: [hall], ar: [قاعة الخدمة]}}
tiers:
  normal: {names: {en: [Normal], ar: [العادية]}, price: 0}
  vip: {names: {en: [VIP], ar: [كبار الشخصيات]}, price: 25 OMR}
locations:
  seeb: {names: {en: [Seeb], ar: [السيب]}}
  sohar: {names: {en: [Sohar], ar: [صحار]}}
  salalah: {names: {en: [Salalah], ar: [صلالة]}}
standards:
  licence-time:
    {service: licence, measure: turnaround_time, within: 2 business days, conditions: [{other: complete documents}]}
  stamp-time: {service: stamp, measure: turnaround_time, within: same day, conditions: [{ordered_before: "11:00"}]}
  wait: {service: hall, measure: waiting_time, within: 15 min, by_location: {seeb: {within: 25 min}}}
  wheelchair: {service: hall, measure: offer, what: {en: [wheelchair access], ar: [مدخل لذوي الإعاقة]}, offered: true}
  parking:
    service: hall
    measure: offer
    what: {en: [parking], ar: [مواقف]}
    offered: true
    by_location: {seeb: {offered: false}}
"""
HERE = organisation("", HEAD)
RULES = load_rules()
EXTRACTOR = Extractor(RULES, HERE)


def verdicts(copy):
    document = parse_text(copy, source="ad.txt")
    report = engine.check_documents([document], HERE, RULES, engine.Run(DAY, DAY), extractor=EXTRACTOR)
    return [(tuple(one.verdicts.locations), one.verdicts.worst) for one in report.claims]


@pytest.mark.parametrize(
    "copy",
    [
        "لا يتجاوز الانتظار 15 دقيقة في صحار وصلالة.",
        "في صلالة وصحار لا يتجاوز وقت الانتظار 15 دقيقة.",
        "انتظارك ما يطول عن ربع ساعة بصحار وبصلالة.",
        "مش هتستنى أكتر من ربع ساعة في صحار وصلالة.",
        "مواقف مجانية في جميع المراكز ما عدا السيب.",
    ],
)
def test_every_place_of_a_list_is_reached(copy):
    assert verdicts(copy) == [(("sohar", "salalah"), "kept")]


@pytest.mark.parametrize(
    "copy",
    [
        "جدد رخصتك التجارية خلال يومي عمل من استكمال المستندات.",
        "الرخصة التجارية خلال يومي عمل بعد اكتمال الأوراق.",
        "تصديق الوثائق في نفس اليوم لمن يقدم قبل الحادية عشرة صباحاً.",
    ],
)
def test_a_condition_declared_in_english_is_stated_in_arabic(copy):
    assert verdicts(copy) == [(("seeb", "sohar", "salalah"), "kept")]


@pytest.mark.parametrize(
    "copy",
    ["الرخصة التجارية خلال يومي عمل بعد زيارة المعاين.", "تصديق الوثائق في نفس اليوم لمن يقدم قبل الثانية ظهراً."],
)
def test_another_condition_is_not_the_declared_one(copy):
    assert [worst for _, worst in verdicts(copy)] == ["over"]


def test_a_service_named_in_another_clause_lends_no_measure_it_lacks():
    (_, licence), (places, wait) = verdicts(
        "الرخصة التجارية خلال يومي عمل بعد استكمال المستندات، وانتظار لا يتعدى 25 دقيقة."
    )
    assert (licence, places, wait) == ("kept", ("seeb", "sohar", "salalah"), "kept")


def test_terms_of_conditions_stand_for_one_another():
    assert is_meant("complete documents", "بعد استكمال المستندات")
    assert is_meant("دفعة مسبقة", "بعد دفعة مسبقة")
    assert not is_meant("complete documents", "بعد زيارة المعاين")
    assert not is_meant("", "بعد استكمال المستندات")
