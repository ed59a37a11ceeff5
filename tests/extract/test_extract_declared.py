"""What copy says in the terms of an organisation: its services, tiers, places and declared things."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from promisecheck.extract import Extractor
from promisecheck.model import Claim
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html, parse_text
from promisecheck.standards import load_organisation

SPEC = """
organisation: Fern Laundry
languages: [en, ar]
currency: GBP
timezone: Europe/London
services:
  wash: {names: {en: [wash and fold, laundry], ar: [الغسيل]}}
  dry: {names: {en: [dry cleaning], ar: [التنظيف الجاف]}}
tiers:
  basic: {names: {en: [Basic], ar: [أساسي]}, price: 0}
  leaf: {names: {en: [Fern Leaf, Leaf members], ar: [سرخس ورقة, أعضاء ورقة]}, price: 9 GBP per month}
locations:
  hove: {names: {en: [Hove], ar: [هوف]}, groups: [coast]}
  lewes: {names: {en: [Lewes], ar: [لويس]}}
groups:
  coast: {names: {en: [the coast], ar: [الساحل]}}
standards:
  wash-time: {service: wash, measure: turnaround_time, within: 24 h}
  dry-time: {service: dry, measure: turnaround_time, within: 3 days}
  lockers: {service: wash, measure: offer, what: {en: [night lockers], ar: [خزائن ليلية]}, offered: true}
"""


@cache
def extractor() -> Extractor:
    with TemporaryDirectory() as folder:
        Path(folder, "spec.yaml").write_text(SPEC, encoding="utf-8")
        return Extractor(load_rules(), load_organisation(Path(folder)))


def claims(text: str) -> tuple[Claim, ...]:
    return extractor().claims(parse_text(text, source="copy.txt"))


def page(body: str) -> tuple[Claim, ...]:
    return extractor().claims(parse_html(f"<!DOCTYPE html><html lang='en'><body>{body}</body></html>", source="p.html"))


def test_the_words_of_a_promise_name_its_service() -> None:
    wash, dry = claims("Laundry ready in 24 hours. Dry cleaning ready in 3 days.")
    assert (wash.service, dry.service) == ("wash", "dry")


def test_a_heading_names_the_service_of_what_stands_below() -> None:
    (claim,) = page("<h2>Dry cleaning</h2><p>Ready within 3 days.</p>")
    assert (claim.service, claim.candidates) == ("dry", ())


def test_two_services_in_one_promise_are_candidates() -> None:
    (claim,) = claims("Laundry and dry cleaning ready in 24 hours.")
    assert claim.service is None
    assert claim.candidates == ("wash", "dry")


def test_places_and_groups_are_found_in_both_languages() -> None:
    (english,) = claims("Laundry ready in 24 hours in Lewes and on the coast.")
    assert set(english.scope.locations) == {"lewes", "coast"}
    (arabic,) = claims("الغسيل جاهز خلال 24 ساعة في هوف.")
    assert arabic.scope.locations == ("hove",)


def test_a_tier_is_named_by_the_word_its_names_share() -> None:
    (short,) = claims("Laundry ready in 12 hours for Leaf customers.")
    assert short.scope.tier == "leaf"
    (common,) = claims("سرخس: الغسيل جاهز خلال 12 ساعة.")
    assert common.scope.tier is None


def test_a_declared_thing_is_a_promise_wherever_it_stands() -> None:
    (claim,) = claims("Night lockers at the door.")
    assert (claim.measure, claim.rule, claim.what) == ("offer", "declared-thing", "Night lockers")


def test_what_stands_in_the_same_card_is_said_with_the_promise() -> None:
    (claim,) = page(
        "<div class='card'><h3>Laundry</h3><p>Ready in 24 hours.</p><p>Not on bank holidays, subject to load.</p></div>"
    )
    assert "bank holidays" in claim.disclosed
    assert "subject to load" in [condition.text for condition in claim.conditions]


def test_amounts_without_a_currency_are_in_the_declared_one() -> None:
    (claim,) = claims("Free collection in Hove.")
    assert claim.value is not None
    assert (claim.value.value, claim.value.unit) == (0, "GBP")


def test_a_footnote_is_about_what_its_mark_stands_at() -> None:
    page = (
        "<table><tr><th></th><th>Time</th></tr><tr><th>Dry cleaning</th><td>3 days<sup>§</sup></td></tr>"
        "<tr><th>Laundry</th><td>24 hours<sup>†</sup></td></tr></table>"
        "<p>† Ready the same day on Mondays. § Ready in 2 days on Mondays.</p>"
    )
    told = {one.quote: one.service for one in extractor().claims(parse_html(page, source="page.html"))}
    assert [service for quote, service in told.items() if "same day" in quote] == ["wash"]
    assert [service for quote, service in told.items() if "2 days" in quote] == ["dry"]


def test_each_of_several_footnotes_in_a_paragraph_counts() -> None:
    page = (
        "<p>Laundry in 24 hours‡ at your door.</p><p>Dry cleaning in 3 days† at your door.</p>"
        "<p>† On orders over 20 GBP. ‡ On orders over 50 GBP.</p>"
    )
    told = [one for one in extractor().claims(parse_html(page, source="page.html")) if one.measure != "price"]
    assert [[c.level.value for c in one.conditions if c.level] for one in told] == [[50], [20]]
