"""Structured data: what schema.org promises, in words, at its place in the page."""

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.model import Block, Document
from promisecheck.sources import parse_html
from promisecheck.sources.json_places import Value, read_json, string_pieces
from promisecheck.sources.schema_words import hours, osm, price, span


def page(*scripts: object) -> Document:
    parts = [script if isinstance(script, str) else json.dumps(script) for script in scripts]
    body = "".join(f'<script type="application/ld+json">\n{part}\n</script>' for part in parts)
    return parse_html(f"<title>Bakery</title>{body}<p>Bread</p>", source="page.html")


def promises(*scripts: object) -> list[tuple[str, str, str | None]]:
    return [(b.subject, b.text, b.data) for b in page(*scripts).blocks if b.role == "structured"]


def only(*scripts: object) -> Block:
    (block,) = [block for block in page(*scripts).blocks if block.role == "structured"]
    return block


SHOP = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Rye & Co", "description": "Bread before sunrise"},
        {
            "@type": "Bakery",
            "name": "Rye & Co Jabal",
            "slogan": "Warm or free",
            "priceRange": "2-9 JOD",
            "address": {"@type": "PostalAddress", "addressLocality": "Amman", "streetAddress": "1 Mill Road"},
            "openingHours": ["Mo-Th 06:00-18:00", "Fr 08:00 - 12:00", "ask us"],
            "openingHoursSpecification": [
                {"dayOfWeek": ["https://schema.org/Saturday", "Sunday"], "opens": "07:00:00", "closes": "00:00"},
                {"dayOfWeek": {"@id": "schema:PublicHolidays"}, "opens": "00:00", "closes": "00:00"},
                {"dayOfWeek": "Monday", "opens": "09:00", "closes": "10:00", "validFrom": "2026-12-24"},
            ],
            "amenityFeature": [{"name": "Free parking", "value": True}, {"name": "Terrace", "value": False}],
            "aggregateRating": {"@type": "AggregateRating", "ratingValue": 4.8, "reviewCount": 90},
            "review": [{"reviewBody": "Delivered in 5 minutes", "description": "Delivered in 5 minutes"}],
            "areaServed": {"description": "not a promise"},
        },
    ],
}


def test_a_business() -> None:
    document = page(SHOP)
    assert document.places == ("Amman", "Rye & Co Jabal")
    found = [block for block in document.blocks if block.role == "structured"]
    assert [(block.subject, block.text, block.data) for block in found] == [
        ("description", "Bread before sunrise", None),
        ("slogan", "Warm or free", None),
        ("priceRange", "2-9 JOD", None),
        ("openingHours", "Mo-Th 06:00-18:00", "Mo-Th 06:00-18:00"),
        ("openingHours", "Fr 08:00 - 12:00", "Fr 08:00 - 12:00"),
        ("openingHours", "ask us", None),
        (
            "openingHoursSpecification",
            '"dayOfWeek": ["https://schema.org/Saturday", "Sunday"], "opens": "07:00:00", "closes": "00:00"',
            "Sa-Su 07:00-24:00",
        ),
        (
            "openingHoursSpecification",
            '"dayOfWeek": {"@id": "schema:PublicHolidays"}, "opens": "00:00", "closes": "00:00"',
            "PH off",
        ),
        ("amenityFeature", "Free parking", None),
        ("aggregateRating", '"ratingValue": 4.8', "4.8 stars"),
    ]
    assert [block.headings for block in found[:2]] == [("Rye & Co",), ("Rye & Co Jabal",)]
    assert found[0].section != found[1].section == found[2].section
    assert all(block.hidden_from_sight for block in found)


def test_what_an_app_lists_of_itself() -> None:
    found = page({"@type": "WebApplication", "name": "ساقي", "featureList": ["توصيل خلال ساعتين", "تتبع الطلب"]}).blocks
    assert [(block.subject, block.text) for block in found if block.role == "structured"] == [
        ("featureList", "توصيل خلال ساعتين"),
        ("featureList", "تتبع الطلب"),
    ]


def test_offers_delivery_and_returns() -> None:
    product = {
        "@type": "Product",
        "name": "Sourdough",
        "offers": {
            "price": "4.50",
            "priceCurrency": "JOD",
            "shippingDetails": {
                "shippingRate": {"value": 0, "currency": "JOD"},
                "freeShippingThreshold": {"value": "20.00", "currency": "JOD"},
                "deliveryTime": {
                    "handlingTime": {"minValue": 0, "maxValue": 1, "unitCode": "DAY"},
                    "transitTime": {"minValue": 1, "maxValue": 2, "unitCode": "DAY"},
                    "businessDays": {"dayOfWeek": ["Monday", "Tuesday"]},
                },
            },
            "hasMerchantReturnPolicy": {"merchantReturnDays": 14, "returnFees": "https://schema.org/FreeReturn"},
            "warranty": {"durationOfWarranty": {"value": 1, "unitCode": "ANN"}},
        },
    }
    assert [(subject, data) for subject, _, data in promises(product)] == [
        ("offers.price", "4.5 JOD"),
        ("shippingDetails.shippingRate", "0 JOD"),
        ("shippingDetails.freeShippingThreshold", "20 JOD"),
        ("shippingDetails.deliveryTime", "1-3 business days"),
        ("hasMerchantReturnPolicy.merchantReturnDays", "14 days"),
        ("hasMerchantReturnPolicy.returnFees", "free returns"),
        ("warranty.durationOfWarranty", "1 year"),
    ]
    assert promises(product)[0][1] == '"price": "4.50", "priceCurrency": "JOD"'
    assert only({"name": "Loaf", "offers": {"lowPrice": 2, "highPrice": 9, "priceCurrency": "JOD"}}).headings == (
        "Loaf",
    )


def test_answers_know_their_question_and_read_as_html() -> None:
    raw = (
        '{"@type":"FAQPage","mainEntity":[{"@type":"Question","name":"How  long?","acceptedAnswer":'
        '{"@type":"Answer","text":"\\u003cp>Within <b>30<\\/b>&nbsp;min\\u0075tes.</p>'
        '<p>\\u062e\\u0644\\u0627\\u0644 &amp; now\\n!"}}]}'
    )
    document = page(raw)
    (answer,) = [block for block in document.blocks if block.role == "structured"]
    assert (answer.subject, answer.text) == ("How long?", "Within 30 minutes.\nخلال & now\n!")
    span = answer.source_span(7, 17)
    assert span is not None
    assert document.text is not None
    assert document.text[slice(*span)] == "30<\\/b>&nbsp;min\\u0075tes"


def test_each_run_reads_the_same_in_the_original(check_places: Callable[[Document], None]) -> None:
    check_places(page(SHOP))


@pytest.mark.parametrize(
    "broken",
    [
        '{"description": "Open daily", "x": [1, 2,, {"slogan": "Warm"',
        '{"description": "Open daily", "slogan": "Warm" "x": }',
        '<!-- {"description": "Open daily", "slogan": "Warm"} -->',
        '{"description": "Open daily", "slogan": "Warm"}}}} trailing',
        '{"description": "Open daily", "description": "other", "slogan": "Warm"}',
        '{"description": "Open\n daily", "slogan": "Warm",}',
        "[" * 150 + '{"description": "Open daily", "slogan": "Warm"}',
    ],
)
def test_what_can_be_read_of_broken_data_counts(broken: str) -> None:
    assert [text for _, text, _ in promises(broken)] == ["Open daily", "Warm"]


@pytest.mark.parametrize("broken", ["", "null", "12", '"text"', "{", "[" * 100_000, '{"a":' * 50_000, "}", '{"x'])
def test_nothing_to_read(broken: str) -> None:
    assert promises(broken) == []


@pytest.mark.parametrize(
    ("days", "opens", "closes", "expected"),
    [
        (["Monday", "Tuesday", "Wednesday"], "9:00", "17:30", "Mo-We 09:00-17:30"),
        (["Mo", "We", "http://schema.org/Friday"], "09:00", "17:00", "Mo,We,Fr 09:00-17:00"),
        ([], "00:00", "23:59", "Mo-Su 00:00-24:00"),
        (["Friday"], "18:00", "02:00", "Fr 18:00-02:00"),
        (["Sunday"], "", "", "Su off"),
        (["Sunday"], "00:00", "00:00", "Su off"),
        (["Sunday"], "noon", "14:00", None),
        (["Sunday"], "09:00", "", None),
        (["Sunday"], "09:00:00+03:00", "14:00:00Z", "Su 09:00-14:00"),
    ],
)
def test_hours_in_osm_notation(days: list[str], opens: str, closes: str, expected: str | None) -> None:
    assert hours(days, opens, closes) == expected


@pytest.mark.parametrize(
    "text", ["Mo-Fr 09:00-17:00", "Mo,We,Fr 9:00-17:00", "24/7", "Su off", "Mo-Su", "Sa, Su 10:00-12:00"]
)
def test_what_is_osm_notation(text: str) -> None:
    assert osm(text) == text


@pytest.mark.parametrize("text", ["Mon-Fri 9am-5pm", "daily", "Monday to Friday", "", "09:00-17:00"])
def test_what_is_not(text: str) -> None:
    assert osm(text) is None


@pytest.mark.parametrize(
    ("values", "unit", "expected"),
    [
        ({"price": "25.00", "priceCurrency": "JOD"}, "", "25 JOD"),
        ({"price": "0", "priceCurrency": "JOD"}, "", "0 JOD"),
        ({"lowPrice": "10", "priceCurrency": "JOD"}, "", "from 10 JOD"),
        ({"minPrice": "10", "maxPrice": "1,200", "priceCurrency": "USD"}, "", "10-1200 USD"),
        ({"price": "5", "priceCurrency": "JOD"}, "MON", "5 JOD per month"),
        ({"price": "5"}, "visit", "5 per visit"),
        ({"price": "on request", "priceCurrency": "JOD"}, "", None),
        ({"price": "1e999999999"}, "", None),
        ({"price": "NaN"}, "", None),
    ],
)
def test_prices(values: dict[str, str], unit: str, expected: str | None) -> None:
    assert price(values, unit) == expected


def test_spans_of_time() -> None:
    assert span("1", "3", "DAY", working=True) == "1-3 business days"
    assert span("", "1", "HUR") == "1 hour"
    assert span("2", "", "weeks") == "2 weeks"
    assert span("2", "3", "parsec") is None
    assert span("", "soon", "DAY") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def plain(value: Value) -> object:
    if value.kind == "object":
        return {key: plain(member) for key, (_, member) in value.members.items()}
    if value.kind == "array":
        return [plain(item) for item in value.items]
    return value.text if value.kind == "string" else json.loads(value.text)


@settings(derandomize=True, deadline=None)
@given(
    st.lists(JSON, max_size=3) | st.dictionaries(st.text(max_size=4), JSON, max_size=3), st.booleans(), st.booleans()
)
def test_json_reads_as_the_standard_library_reads_it(value: object, ascii_only: bool, spaced: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1 if spaced else None)
    root = read_json(f"x{text}x", 1, len(text) + 1)
    assert root is not None
    assert plain(root) == value
    assert (root.start, root.end) == (1, len(text) + 1)


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=20), st.booleans())
def test_pieces_of_a_string_cover_it(content: str, ascii_only: bool) -> None:
    text = json.dumps([content], ensure_ascii=ascii_only)
    root = read_json(text, 0, len(text))
    assert root is not None
    pieces = string_pieces(text, root.items[0])
    assert "".join(piece for piece, _, _ in pieces) == root.items[0].text
    assert all(end == start for (_, _, end), (_, start, _) in pairwise(pieces))
    assert text[1:-1] == '"' + "".join(text[start:end] for _, start, end in pieces) + '"'
