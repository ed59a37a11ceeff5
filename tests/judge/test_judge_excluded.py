"""Places that copy leaves out: "at every branch except Irbid" promises nothing there."""

import pytest
from judge_helpers import DAY, claim, organisation, scope

from promisecheck import engine
from promisecheck.extract import Extractor
from promisecheck.judge.verdicts import reach_of
from promisecheck.rules import load_rules
from promisecheck.sources import parse_markdown, parse_text

STANDARDS = """
  terrace:
    service: restaurant
    measure: offer
    what: {en: [terrace], ar: [تراس]}
    offered: true
    by_location: {irbid: {offered: false}, aqaba: {offered: false}}
"""
HERE = organisation(STANDARDS)
RULES = load_rules()
EXTRACTOR = Extractor(RULES, HERE)


def reached(copy):
    document = parse_text(copy, source="ad.txt")
    report = engine.check_documents([document], HERE, RULES, engine.Run(DAY, DAY), extractor=EXTRACTOR)
    return [(tuple(one.verdicts.locations), one.verdicts.worst) for one in report.claims]


@pytest.mark.parametrize(
    "copy",
    [
        "Terrace at every branch except Irbid and Aqaba.",
        "All our restaurants have a terrace, except in Irbid and Aqaba.",
        "All our restaurants, apart from Irbid and Aqaba, have a terrace.",
        "A terrace at every branch with the exception of Irbid and Aqaba.",
        "تراس في جميع فروعنا باستثناء إربد والعقبة.",
        "تراس في كل فروعنا ما عدا إربد والعقبة.",
    ],
)
def test_places_that_are_left_out_are_not_reached(copy):
    assert reached(copy) == [(("jabal", "khalda"), "kept")]


@pytest.mark.parametrize("copy", ["Terrace at every branch.", "Terrace in Amman and Irbid.", "تراس في إربد والعقبة."])
def test_places_that_are_named_are_reached(copy):
    assert [worst for _, worst in reached(copy)] == ["over"]


def test_nothing_left_is_everything():
    every = HERE.location_ids
    assert reach_of(claim(scope=scope(excluded=("amman",))), HERE, ()) == ("irbid", "aqaba")
    assert reach_of(claim(scope=scope("irbid", excluded=("irbid",))), HERE, ()) == ("irbid",)
    assert reach_of(claim(scope=scope(everywhere=True, excluded=("irbid",))), HERE, ("aqaba",)) == (
        "jabal",
        "khalda",
        "aqaba",
    )
    assert reach_of(claim(), HERE, ()) == every


@pytest.mark.parametrize(
    ("parse", "copy"),
    [
        (parse_markdown, "# Amman\n\nA terrace (except in Khalda)."),
        (parse_markdown, "# عمّان\n\nتراس (باستثناء خلدا)."),
        (parse_text, "A terrace (except in Khalda) in Amman, and a garden in Irbid."),
        (parse_text, "تراس (باستثناء خلدا) في عمّان، وحديقة في إربد."),
    ],
)
def test_places_left_out_are_taken_from_those_around(parse, copy):
    report = engine.check_documents([parse(copy, source="ad")], HERE, RULES, engine.Run(DAY, DAY), extractor=EXTRACTOR)
    assert tuple(report.claims[0].verdicts.locations) == ("jabal",)


def test_a_footnote_mark_belongs_to_no_name():
    assert reached("Terrace in Aqaba¹ only.") == reached("Terrace in Aqaba only.")
    assert reached("Terrace in Aqaba² only.") == [(("aqaba",), "over")]
