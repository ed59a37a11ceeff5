"""What bare levels that stand side by side are for: the name of their card, else the heading above them."""

import pytest

from promisecheck.extract import Extractor
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html

EXTRACTOR = Extractor(load_rules())


def scopes(body: str) -> dict[str, str | None]:
    document = parse_html(f"<!DOCTYPE html><body><h1>Studio Lark</h1>{body}</body>", source="page.html")
    return {claim.quote: claim.scope.text for claim in EXTRACTOR.claims(document)}


def test_prices_of_plans() -> None:
    plan = "<div class='{0}'><p class=tag>{1}</p><p>{2}</p><p>{3} a month</p><ul><li>Free parking</li></ul></div>"
    body = plan.format("plan", "Solo", "For a teacher on her own", "£9")
    body += plan.format("plan plan--best", "Ensemble", "For schools and choirs with many rooms", "£29")
    found = scopes(f"<h2>Simple prices</h2>{body}")
    assert found["£9 a month"] == "Solo"
    assert found["£29 a month"] == "Ensemble"
    assert found["Free parking"] is None


def test_prices_and_times_below_headings() -> None:
    found = scopes("<h3>Piano tuning</h3><p>£80</p><h3>Harp repair</h3><p>£140</p><p>3-5 working days</p>")
    assert (found["£80"], found["£140"]) == ("Piano tuning", "Harp repair")
    assert found.get("3-5 working days") is None


def test_arabic_packages() -> None:
    card = "<div class=box><h3>{}</h3><h4>{} ريال</h4><p>تفاصيل</p></div>"
    body = card.format("باقة العائلة", 90) + card.format("باقة الطلاب", 40)
    found = {quote: scope for quote, scope in scopes(body).items() if scope}
    assert sorted(found.values()) == ["باقة الطلاب", "باقة العائلة"]


@pytest.mark.parametrize(
    "body",
    [
        "<h3>Honest rates</h3><p>£80</p>",
        "<h3>Piano tuning</h3><p>£80</p><h3>Piano tuning</h3><p>£85</p>",
        "<h3>Price</h3><p>£80</p><h3>Prices</h3><p>£85</p>",
        "<h3>What does it cost?</h3><p>£80</p><h3>And a harp?</h3><p>£85</p>",
    ],
)
def test_what_names_nothing_among_others(body: str) -> None:
    assert set(scopes(body).values()) == {None}
