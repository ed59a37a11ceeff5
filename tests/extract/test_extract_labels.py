"""Labels that only say when: headers, terms and first texts of rows as conditions of what they label."""

import pytest

from promisecheck.extract import Extractor
from promisecheck.model import Claim
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html

EXTRACTOR = Extractor(load_rules())


def page(body: str) -> tuple[Claim, ...]:
    return EXTRACTOR.claims(parse_html(f"<!DOCTYPE html><body>{body}</body>", source="page.html"))


def told(claim: Claim) -> tuple[str, list[tuple[str, str]], str | None]:
    return claim.quote, [(stated.text, stated.kind) for stated in claim.conditions], claim.scope.text


def test_bounds_in_row_headers_are_conditions_and_the_column_is_what_is_meant() -> None:
    rows = "<tr><td>Under £40</td><td>£3</td><td>£8</td></tr><tr><td>£40 &amp; over</td><td>Free</td><td>£4</td></tr>"
    found = page(f"<table><tr><th>Basket</th><th>Standard delivery</th><th>Express delivery</th></tr>{rows}</table>")
    small, big = ("Under £40", "order_value"), ("£40 & over", "order_value")
    assert [told(claim) for claim in found] == [
        ("£3", [small], "Standard delivery"),
        ("£8", [small], "Express delivery"),
        ("Free", [big], "Standard delivery"),
        ("£4", [big], "Express delivery"),
    ]
    assert found[2].value is not None
    assert (found[2].value.value, found[2].value.what) == (0, "Standard delivery")


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("$20 - $60", "order_value"),
        ("$0 - $19.99", "order_value"),
        ("Orders over $60", "order_value"),
        ("0-5 km", "distance"),
        ("Up to 2 kg", "weight"),
        ("3 to 5 parcels", "quantity"),
        ("If you book by phone", "other"),
        ("أقل من 100 ريال", "order_value"),
    ],
)
def test_labels_of_rows_terms_and_columns(label: str, kind: str) -> None:
    fee = "£6"
    table = f"<table><tr><td>When</td><td>Delivery fee</td></tr><tr><td>{label}</td><td>{fee}</td></tr></table>"
    turned = f"<table><tr><th>Area</th><th>{label}</th></tr><tr><th>Irbid</th><td>{fee}</td></tr></table>"
    term = f"<dl><dt>{label}</dt><dd>{fee}</dd></dl>"
    rows = f"<div class=r><p>{label}</p><p>{fee}</p></div><div class=r><p>Else</p><p>ask us</p></div>"
    for body in (table, turned, term, rows):
        [claim] = page(body)
        assert claim.quote == fee, body
        assert [(stated.text, stated.kind) for stated in claim.conditions] == [(label, kind)], body
        assert claim.scope.text in (None, "Irbid"), body


@pytest.mark.parametrize("label", ["£5", "5 km run", "Wash and iron", "2-3 days", "99.9%"])
def test_labels_that_bound_nothing(label: str) -> None:
    found = page(f"<table><tr><td>What</td><td>Price</td></tr><tr><td>{label}</td><td>£6</td></tr></table>")
    assert found[-1].quote == "£6"
    assert found[-1].conditions == ()


def test_a_cell_that_only_says_when_is_what_its_header_gives() -> None:
    found = page(
        "<table><tr><th>Country</th><th>Post</th><th>Free post</th></tr>"
        "<tr><td>Jordan</td><td>£3</td><td>Orders over £30</td></tr></table>"
    )
    assert [told(claim) for claim in found] == [
        ("£3", [], "Jordan"),
        ("Orders over £30", [("Orders over £30", "order_value")], "Jordan"),
    ]
    assert found[1].value is not None
    assert found[1].value.value == 0


def test_the_next_term_is_no_condition_of_the_one_before() -> None:
    found = page("<dl><dt>Parcels</dt><dd>£4</dd><dt>Orders over £90</dt><dd>Free</dd></dl>")
    assert [told(claim) for claim in found] == [
        ("£4", [], "Parcels"),
        ("Free", [("Orders over £90", "order_value")], None),
    ]


def test_when_it_is_free_is_no_condition_of_what_it_costs_else() -> None:
    found = page(
        "<table><tr><td>Service</td><td>Price</td></tr><tr><td>Post (free over £50)</td><td>£4</td></tr></table>"
    )
    assert found[-1].quote == "£4"
    assert found[-1].conditions == ()


def test_days_stay_what_hours_are_for() -> None:
    [claim] = page("<table><tr><th>Weekends</th><td>9am - 1pm</td></tr></table>")
    assert claim.scope.text == "Weekends"


def test_a_label_on_two_lines() -> None:
    rows = "<tr><td>Orders<br>over £40</td><td>£2</td></tr>"
    [claim] = page(f"<table><tr><td>When</td><td>Delivery<br>fee</td></tr>{rows}</table>")
    assert [stated.text for stated in claim.conditions] == ["Orders over £40"]
