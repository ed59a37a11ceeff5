"""What is remembered while somebody types is what a fresh check says, whatever was typed before."""

import datetime as dt
import random

import pytest

from promisecheck.engine import Run, check_documents
from promisecheck.extract import Extractor
from promisecheck.judge.known import KnownVerdicts, Told, asks_of
from promisecheck.paths import data_dir
from promisecheck.reports.json_report import report_json
from promisecheck.rules import load_rules
from promisecheck.sources import parse_text
from promisecheck.standards import Organisation, load_organisation

DAY = dt.date(2026, 11, 25)
LINES = (
    "Home delivery in Amman takes 45 minutes on orders of 8 JOD or more.",
    "Home delivery in 25 minutes, guaranteed.",
    "Takeaway is ready in 15 minutes in every restaurant.",
    "Delivery may take longer in severe weather.",
    "In heavy traffic or during security closures we may be late.",
    "On orders of 8 JOD or more.",
    "For Circle members only.",
    "Order by 3 pm.",
    "Our catering is ready within two business days, for ten guests or more.",
    "We answer every message within 10 minutes.",
    "Breakfast is served from 8 am.",
    "The knafeh is made with orange blossom water.",
    "نوصل طلبك خلال 30 دقيقة في عمّان.",
    "قد يتأخر التوصيل في الطقس السيئ.",
    "للطلبات التي تبلغ 8 دنانير أو أكثر.",
)


@pytest.fixture(scope="module")
def restaurants() -> Organisation:
    return load_organisation(data_dir("service_specs") / "dar-naranj")


@pytest.mark.parametrize("seed", range(4))
def test_known_verdicts_are_those_of_a_fresh_check(restaurants: Organisation, seed: int) -> None:
    rules = load_rules()
    extractor, known, dice = Extractor(rules, restaurants), KnownVerdicts(), random.Random(seed)
    lines = dice.choices(LINES, k=7)
    told = 0
    for _ in range(25):
        lines[dice.randrange(len(lines))] = dice.choice(LINES)
        document = parse_text(dice.choice(("\n", "\n\n")).join(lines), source="draft")
        run = Run(DAY, DAY + dt.timedelta(days=dice.choice((0, 40))))
        remembering = known if run.end == DAY else KnownVerdicts()
        remembered, fresh = (
            check_documents([document], restaurants, rules, run, extractor=extractor, worded=False, known=one)
            for one in (remembering, None)
        )
        assert report_json(remembered) == report_json(fresh)
        told += len(remembered.claims)
    assert 0 < len(known) < told / 2


def test_words_around_matter_only_where_a_standard_asks_for_them(restaurants: Organisation) -> None:
    extractor = Extractor(load_rules(), restaurants)

    def told(copy: str) -> Told:
        claim = extractor.claims(parse_text(copy, source="draft"))[0]
        return asks_of(claim, restaurants).told(claim)

    plain = told("Home delivery in Amman takes 45 minutes.\nThe knafeh is fresh.")
    assert len(plain[0]) > 0
    assert plain == told("Home delivery in Amman takes 45 minutes.\nThe soup is hot, and so is the tea.")
    assert plain != told("Home delivery in Amman takes 45 minutes.\nDelivery may take longer in severe weather.")
