"""Small print: marks without a footnote, footnotes that take the promise back, offers that are over."""

import datetime as dt

import pytest

from promisecheck.extract import Extractor
from promisecheck.judge.findings import in_order
from promisecheck.judge.small_print import small_print_findings
from promisecheck.model import JudgedClaim, Verdicts
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html, parse_markdown, parse_text

DAY = dt.date(2026, 11, 23)
RULES = load_rules()
EXTRACTOR = Extractor(RULES)


def found(copy, parse=parse_text, severities=None):
    claims = EXTRACTOR.claims(parse(copy, source="ad"))
    judged = [JudgedClaim(claim, claim.quote, Verdicts((), (), ())) for claim in claims]
    return in_order(small_print_findings(judged, RULES, severities or {}, DAY), judged)


@pytest.mark.parametrize(
    ("parse", "copy"),
    [
        (parse_text, "We deliver within 30 minutes*."),
        (parse_text, "Save 20%† on your first order."),
        (parse_text, "نوصل طلبك مجاناً* كل يوم."),
        (parse_html, "<p>Free delivery<sup>1</sup></p><p>Order today.</p>"),
        (parse_html, "<table><tr><th>Delivery time</th><td>30 minutes‡</td></tr></table><p>† In the city.</p>"),
    ],
)
def test_a_mark_calls_for_a_footnote(parse, copy):
    assert [one.rule for one in found(copy, parse)] == ["missing-footnote"]


@pytest.mark.parametrize(
    ("parse", "copy"),
    [
        (parse_text, "*Free delivery* on every order."),
        (parse_text, "Free delivery* on every order. * In the city."),
        (parse_text, "Free delivery on every order. Rooms of 30 m²."),
        (parse_text, "Delivery in 3*24 hours."),
        (parse_markdown, "**Free delivery** and *free returns*"),
        (parse_markdown, "Free delivery[^1] on every order.\\n\\n[^1]: In the city."),
        (parse_html, "<p>Free delivery<sup>*</sup></p><p><sup>*</sup> In the city.</p>"),
    ],
)
def test_no_mark_no_finding(parse, copy):
    assert found(copy.replace("\\n", "\n"), parse) == []


def test_what_takes_a_promise_back_is_quoted_in_both_languages():
    (one,) = found("Delivered in 30 minutes*.\n\n* Delivery times are not guaranteed.")
    assert (one.rule, one.severity) == ("taken-back", "warning")
    assert one.message == "Promises “Delivered in 30 minutes”; its footnote says “Delivery times are not guaranteed”."
    assert one.messages["ar"].startswith("الوعد:")


def test_the_same_promise_twice_is_one_finding_and_projects_choose_its_severity():
    copy = "Free delivery* in Leeds.\n\nFree delivery* in Leeds."
    assert [len(one.claims) for one in found(copy)] == [2]
    assert [one.severity for one in found(copy, severities={"missing-footnote": "error"})] == ["error"]


def test_a_condition_is_no_withdrawal():
    assert found("Delivered in 30 minutes*.\n\n* On orders over 20 pounds, in the city.") == []


@pytest.mark.parametrize(
    ("copy", "said"),
    [
        ("20% off until 22 November 2026.", "“20% off until 22 November 2026” ended on 22 November 2026."),
        ("20% off. Offer ends November 22nd, 2026.", "“20% off” ended on 22 November 2026."),
        ("Free delivery†.\n\n† Valid until 2026-10-01.", "“Free delivery” ended on 1 October 2026."),
        ("خصم 20% حتى ٢٢ تشرين الثاني ٢٠٢٦.", "«خصم 20%» انتهى في 22 نوفمبر 2026."),
    ],
)
def test_an_offer_that_is_over(copy, said):
    (one,) = found(copy)
    assert one.rule == "expired-offer"
    assert one.message.replace("تشرين الثاني/نوفمبر", "نوفمبر") == said


@pytest.mark.parametrize(
    "copy",
    [
        "20% off until 23 November 2026.",
        "20% off until 11/12/2025 in Leeds, in York until 1/1/2027.",
        "20% off until midnight.",
        "خصم 20% حتى نهاية الشهر.",
    ],
)
def test_an_offer_that_runs(copy):
    assert found(copy) == []
