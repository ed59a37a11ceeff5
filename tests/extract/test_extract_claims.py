"""What is found in copy, end to end: values, hedges, conditions, scope, layout, and what is no promise."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.extract import Extractor
from promisecheck.model import Claim, Document, Level
from promisecheck.rules import load_rules
from promisecheck.sources import parse_html, parse_text

EXTRACTOR = Extractor(load_rules())


def claims(text: str) -> tuple[Claim, ...]:
    return EXTRACTOR.claims(parse_text(text, source="copy.txt"))


def page(body: str, language: str = "en") -> tuple[Claim, ...]:
    html = f"<!DOCTYPE html><html lang='{language}'><body>{body}</body></html>"
    return EXTRACTOR.claims(parse_html(html, source="page.html"))


def only(found: tuple[Claim, ...], measure: str) -> Claim:
    same = [claim for claim in found if claim.measure == measure]
    assert len(same) == 1, [(claim.measure, claim.quote) for claim in found]
    return same[0]


def seen(text: str) -> list[str]:
    """The words of a text; control characters are spaces to a reader."""
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in text).split()


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("Your parcel arrives within 3 working days.", "delivery_time", Level("<=", 3, "business_day")),
        ("We answer every message in under 2 hours.", "response_time", Level("<", 2, "h")),
        ("Pizza at your door in 30 minutes.", "delivery_time", Level("<=", 30, "min")),
        ("Suits cleaned and ready the same day.", "turnaround_time", Level("<=", 0, "day")),
        ("Uptime of 99.9% across all plans.", "uptime", Level(">=", 99.9, "%")),
        ("All repairs carry a 2-year warranty.", "warranty_period", Level("=", 2, "year")),
        ("20% off your first order.", "discount", Level("=", 20, "%")),
        ("Open Monday to Friday 9am-5pm.", "opening_hours", Level(hours="Mo-Fr 09:00-17:00")),
        ("يصلك طلبك خلال ٤٥ دقيقة.", "delivery_time", Level("<=", 45, "min")),
        ("نرد على رسالتك خلال يومي عمل.", "response_time", Level("<=", 2, "business_day")),
        ("ضمان سنتين على جميع الأعمال.", "warranty_period", Level("=", 2, "year")),
        ("رسوم التوصيل 2 دينار.", "fee", Level("=", 2, None)),
        ("نعمل يوميا من 9 صباحا حتى 10 مساء.", "opening_hours", Level(hours="Mo-Su 09:00-22:00")),
    ],
)
def test_levels(text: str, measure: str, value: Level) -> None:
    level = only(claims(text), measure).value
    assert level is not None
    assert (level.op, level.value, level.hours) == (value.op, value.value, value.hours)
    assert value.unit is None or level.unit == value.unit


@pytest.mark.parametrize(
    ("text", "hedge", "strength"),
    [
        ("We aim to reply within 2 hours.", "aim to", "aim"),
        ("Delivered within 2 days.", None, "promise"),
        ("Guaranteed delivery within 2 days.", None, "guarantee"),
        ("Prices from £9.", "from", "possibility"),
        ("نسعى إلى الرد خلال ساعتين.", "نسعى إلى", "aim"),
        ("نضمن التوصيل خلال ساعتين.", None, "guarantee"),
    ],
)
def test_strength(text: str, hedge: str | None, strength: str) -> None:
    found = [claim for claim in claims(text) if claim.value is not None and claim.value.value is not None]
    assert [(claim.hedge, claim.strength) for claim in found] == [(hedge, strength)]


@pytest.mark.parametrize(
    ("text", "kind", "op", "value"),
    [
        ("Free delivery on orders over £30.", "order_value", ">", 30),
        ("Free delivery when you spend £25 or more.", "order_value", ">=", 25),
        ("Full refund if you tell us within 24 hours.", "reported_within", "<=", 24),
        ("Delivered in 30 minutes within 3 km.", "distance", "<=", 3),
        ("توصيل مجاني للطلبات فوق 20 دينارا.", "order_value", ">", 20),
        ("بلغنا خلال ساعتين ونعيد لك مالك.", "reported_within", "<=", 2),
    ],
)
def test_conditions_have_their_kind_and_level(text: str, kind: str, op: str, value: float) -> None:
    found = [(c.kind, c.level.op, c.level.value) for claim in claims(text) for c in claim.conditions if c.level]
    assert (kind, op, value) in found


def test_a_condition_ends_where_its_brackets_close() -> None:
    (claim,) = claims("You get 10% back (if we miss the target) of your bill.")
    assert [condition.text for condition in claim.conditions] == ["if we miss the target"]


def test_the_nearest_header_says_what_a_level_is_of() -> None:
    heads = "<tr><th rowspan=2>Line</th><th colspan=2>Uptime</th></tr><tr><th>Level</th><th>Credit if missed</th></tr>"
    level, credit = page(f"<table><thead>{heads}</thead><tr><td>Fibre</td><td>99.9%</td><td>10%</td></tr></table>")
    assert (level.characteristic, credit.characteristic) == ("reliability", "guarantee")
    assert [condition.text for condition in credit.conditions] == ["if missed"]


def test_a_stated_share_is_no_promise_of_its_own() -> None:
    claim = only(claims("Nine in ten deliveries arrive within 40 minutes."), "delivery_time")
    assert claim.share == 0.9
    assert claim.value is not None
    assert claim.value.value == 40


def test_one_wording_may_promise_two_things() -> None:
    found = claims("Free next-day delivery.")
    assert {claim.characteristic for claim in found} == {"price", "speed"}


def test_a_footnote_is_bound_by_its_mark() -> None:
    found = page("<p>Delivered in 30 minutes.*</p><p>Tea.</p><footer><p>* On orders over £20.</p></footer>")
    claim = only(found, "delivery_time")
    assert [condition.kind for condition in claim.conditions] == ["order_value"]


def test_headers_tell_what_a_cell_is_about() -> None:
    rows = "<tr><th>Basic</th><td>4 hours</td><td>£20</td></tr><tr><th>Plus</th><td>15 minutes</td><td>£45</td></tr>"
    found = page(f"<table><tr><th>Plan</th><th>Response time</th><th>Price</th></tr>{rows}</table>")
    assert [claim.measure for claim in found] == ["response_time", "price"] * 2
    assert [claim.quote for claim in found] == ["4 hours", "£20", "15 minutes", "£45"]


def test_the_days_of_a_row_make_its_hours_whole() -> None:
    rows = "<tr><td>Monday to Friday</td><td>9am - 5pm</td></tr><tr><td>Sunday</td><td>Closed</td></tr>"
    found = page(f"<h2>Opening hours</h2><table>{rows}</table>")
    assert [claim.value.hours for claim in found if claim.value] == ["Mo-Fr 09:00-17:00", "Su off"]


def test_a_tick_promises_the_feature_of_its_row() -> None:
    table = "<table><tr><th></th><th>Bronze</th><th>Gold</th></tr>"
    table += "<tr><th>Phone support</th><td>No</td><td>✓</td></tr></table>"
    [claim] = page(table)
    assert (claim.quote, claim.what) == ("✓", "Phone support")
    assert not page(table.replace("✓", "Yes"))


def test_alternatives_in_a_cell_are_one_promise() -> None:
    rows = "<tr><th>Plan</th><th>Set-up fee</th></tr><tr><th>Silver</th><td>£50 or £5 a month</td></tr>"
    [claim] = page(f"<table>{rows}</table>")
    assert (claim.quote, claim.value and claim.value.value) == ("£50 or £5 a month", 50)


def test_a_card_heading_tells_the_measure() -> None:
    assert (
        only(page("<div class=card><h3>Fast delivery</h3><p>30 minutes</p></div>"), "delivery_time").quote
        == "30 minutes"
    )


def test_each_sentence_is_read_in_its_language() -> None:
    found = claims("Delivery in 45 minutes | الدفع عند الاستلام متاح")
    assert {(claim.language, claim.characteristic) for claim in found} == {("en", "speed"), ("ar", "capability")}


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 it took us 90 minutes to deliver a pizza.",
        "How long does delivery take?",
        "Please give us 48 hours' notice.",
        "We do not guarantee delivery within 2 days.",
        "Personal data is kept for 90 days.",
        "The average household saves £200 a year.",
        "We recommend ordering 3 days in advance.",
        "Other companies deliver in 5 days.",
        "DNS changes can take up to 48 hours to propagate.",
        "The show starts at 7.30pm on Friday 12 June.",
        "Our office is 10 minutes' walk from the station.",
        "I ordered at nine and it arrived in 20 minutes. Amazing!",
        "A cancellation fee of $50 applies.",
        "تأسست الشركة عام 2005.",
        "هل توصلون خلال ساعة؟",
        "يرجى الحضور قبل الموعد بعشر دقائق.",
        "لا نضمن التوصيل خلال يومين.",
        "وصلني الطلب خلال ثلث ساعة.",
        "ننصحك بتغيير الفلتر كل 3 أشهر.",
        "نحتفظ ببياناتك الشخصية لمدة 5 سنوات.",
    ],
)
def test_no_promise(text: str) -> None:
    assert [claim.quote for claim in claims(text)] == []


def test_the_organisation_s_own_clause_is_heard_after_a_duty() -> None:
    assert only(claims("Please fill in the form, and we reply within 2 hours."), "response_time").value is not None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Free",
                "delivery",
                "within",
                "30 minutes",
                "*",
                "٤٥ دقيقة",
                "خلال",
                "£5",
                "&amp;",
                "\u200f",
                "<b>",
                "!",
                "\n",
            ]
        )
        | st.text(max_size=6),
        max_size=30,
    )
)
def test_a_quote_is_the_text_at_its_offsets(parts: list[str]) -> None:
    text = " ".join(parts)
    document: Document = parse_text(text, source="any.txt")
    for claim in EXTRACTOR.claims(document):
        assert document.text is not None
        assert claim.place.start is not None
        written = document.text[claim.place.start : claim.place.end]
        assert seen(written) == seen(claim.quote)
        assert document.blocks[claim.place.block].text[slice(*claim.place.span)] == claim.quote


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_arbitrary_pages_never_crash(text: str) -> None:
    assert isinstance(page(f"<p>{text}</p><table><tr><td>-</td><td>{text}</td></tr></table>"), tuple)


def test_a_line_of_days_above_makes_the_hours_below_it_whole() -> None:
    found = page("<h4>Hours</h4><div><p>Monday - Saturday</p><p>9am - 6pm</p><p>Sunday: Closed</p></div>")
    assert [claim.value.hours for claim in found if claim.value] == ["Mo-Sa 09:00-18:00", "Su off"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("No charge for stairs, ladders or parking.", "No charge for stairs, ladders or parking"),
        ("No hidden fees and friendly staff.", "No hidden fees"),
        ("Pay by cash, card or bank transfer.", "Pay by cash, card or bank transfer"),
        ("We serve all of Leeds, including Headingley and Roundhay.", "We serve all of Leeds"),
        ("نغطي جدة ومكة والطائف.", "نغطي جدة ومكة والطائف"),
        ("الدفع نقدا أو بالبطاقة أو بالتحويل.", "الدفع نقدا أو بالبطاقة أو بالتحويل"),
        ("بدون رسوم خفية أو عمولات.", "بدون رسوم خفية أو عمولات"),
    ],
)
def test_a_quote_takes_in_its_list(text: str, quote: str) -> None:
    assert claims(text)[0].quote == quote


@pytest.mark.parametrize(
    ("text", "subject"),
    [("Each lesson lasts 45 minutes.", "Each lesson"), ("A crown takes 2 weeks.", "A crown")],
)
def test_a_level_is_of_the_words_before_its_verb(text: str, subject: str) -> None:
    assert [claim.scope.text for claim in claims(text)] == [subject]


def test_what_a_level_is_of_is_no_offer_of_its_own() -> None:
    found = claims("Open 6 days, same day and late afternoon appointments available.")
    assert [claim.characteristic for claim in found] == ["availability", "speed"]


def test_a_word_between_two_amounts_is_of_the_nearer_one() -> None:
    found = claims("Wills from £180 single, £290 for a couple.")
    assert [(claim.quote, claim.value and claim.value.value) for claim in found] == [
        ("Wills from £180 single", 180),
        ("£290 for a couple", 290),
    ]


@pytest.mark.parametrize(
    "terms",
    [
        "cheap vans, same day delivery, free quotes, man and van, 24 hour removals, movers, leeds",
        "نقل عفش، شركة نقل عفش، نقل عفش ٢٤ ساعة، نقل عفش مجاني، ارقام نقل عفش، نقل اثاث",
    ],
)
def test_search_terms_promise_nothing(terms: str) -> None:
    assert not claims(terms)


def test_a_list_for_readers_is_heard() -> None:
    assert claims("Free Wi-Fi, free parking, pool, gym, sauna, 24 hour reception")


@pytest.mark.parametrize(
    ("text", "measure", "op"),
    [
        ("How long does shipping take? Usually four to six days.", "turnaround_time", "range"),
        ("**كم يستغرق التوصيل؟** لا يزيد على ثلاثة أيام.", "delivery_time", "<="),
    ],
)
def test_a_question_tells_the_time_in_its_answer(text: str, measure: str, op: str) -> None:
    level = only(claims(text), measure).value
    assert level is not None
    assert level.op == op


def test_an_offer_that_ends_in_a_time_is_that_time() -> None:
    assert [claim.characteristic for claim in claims("نراجع مستنداتك خلال ثلاثة أيام.")] == ["speed"]
    assert [claim.characteristic for claim in claims("نراجع مستنداتك.")] == ["capability"]


def test_a_time_before_something_free_is_heard() -> None:
    found = claims("توصيل سريع خلال ٥٠ دقيقة ومجاني للطلبات فوق ٩٠ ريالاً.")
    assert {claim.characteristic for claim in found} == {"speed", "price"}


def test_a_word_for_paying_tells_no_time() -> None:
    found = claims("Refunds go back to your payment method within four working days.")
    assert [claim.measure for claim in found] == ["refund_time"]


def test_what_is_joined_on_has_its_own_level() -> None:
    found = claims("حقائب أصلية بضمان الشركة وتوصيل خلال ثلاثة أيام.")
    assert {(claim.measure, claim.value.value if claim.value else None) for claim in found} >= {("delivery_time", 3)}
    assert all(claim.value is None for claim in found if claim.measure == "warranty_period")


def test_a_heading_of_a_page_only_names_a_feature() -> None:
    said, speaking = "Gift wrapping available", "We wrap and post your present"
    assert page(f"<p>{said}</p>")
    assert not page(f"<h2>{said}</h2><p>Ask at the till.</p>")
    assert {claim.place.role for claim in page(f"<h2>{said}</h2><p>{said}.</p>")} == {"paragraph"}
    assert {claim.place.role for claim in page(f"<h2>{speaking}</h2>")} == {"heading"}
    assert [claim.quote for claim in page("<h2>Free gift wrapping</h2>")] == ["Free gift wrapping"]


def test_things_of_one_list_are_one_offer() -> None:
    (found,) = claims("We mend and sharpen pruning shears, lawn mowers, and garden tools for most makes and models.")
    assert found.quote.startswith("We mend and sharpen pruning shears, lawn mowers, and garden tools")
    apart = claims("Every lamp we sell is fully tested and works with all makes and models.")
    assert len({claim.quote for claim in apart}) == len(apart)


def test_an_arabic_verb_stands_before_its_subject() -> None:
    (found,) = claims("يستغرق طلاء الفيلا من ٦ إلى ٨ أيام عمل.")
    assert found.scope.text == "طلاء الفيلا"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Delivery within 2 hours (only in town).", "Delivery within 2 hours"),
        ("Rush jobs are done in 3 days if you call before noon.", "Rush jobs are done in 3 days"),
        ("🌷 Bouquets are ready in 20 minutes.", "Bouquets are ready in 20 minutes"),
        ("28-day guarantee against re-blocking.", "28-day guarantee against re-blocking"),
    ],
)
def test_a_quote_ends_where_words_and_clauses_do(text: str, quote: str) -> None:
    assert claims(text)[0].quote == quote


THINGS = "✓ A map of the dunes<br>✓ Two torches<br>✓ Tea from the flask"


@pytest.mark.parametrize(
    "led", ["<p>What you get: ", "<p>Every voucher gets you:</p><p>", "<p>What does the fee include?</p><p>"]
)
def test_things_behind_ticks_are_a_list(led: str) -> None:
    found = page(f"{led}{THINGS}</p>")
    assert {claim.quote for claim in found} >= {"A map of the dunes", "Tea from the flask"}


@pytest.mark.parametrize("led", ["<p>", "<p>The dunes in winter:</p><p>", "<p>The fee does not include:</p><p>"])
def test_ticks_alone_promise_nothing(led: str) -> None:
    assert not page(f"{led}{THINGS}</p>")
