"""Plain text: lines, wrapped paragraphs, bullets, headings, and the way back to the original."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promisecheck.sources import parse_text


def rows(text: str) -> list[tuple[str, str]]:
    return [(block.role, block.text) for block in parse_text(text, source="-").blocks]


def test_lines_of_an_advertisement_stay_apart_under_their_headline() -> None:
    document = parse_text("Bread at dawn\nRolls at your door by 6.\nCall 555 0100\n", source="-")
    assert [(b.role, b.text, b.headings, b.card) for b in document.blocks] == [
        ("heading", "Bread at dawn", (), 1),
        ("paragraph", "Rolls at your door by 6.", ("Bread at dawn",), 1),
        ("paragraph", "Call 555 0100", ("Bread at dawn",), 1),
    ]


def test_a_line_alone_is_no_heading() -> None:
    assert rows("Free delivery today") == [("paragraph", "Free delivery today")]


def test_wrapped_prose_is_joined_across_line_ends() -> None:
    text = (
        "Dear neighbours,\n\n"
        "Our bakers start at three in the morning so that your order is with you within\r\n"
        "twenty minutes of the first bus, and on Sundays the bread is still warm when the\r\n"
        "Abdali market opens its gates.\r\n"
    )
    assert rows(text)[1:] == [
        (
            "paragraph",
            "Our bakers start at three in the morning so that your order is with you within twenty minutes of the "
            "first bus, and on Sundays the bread is still warm when the Abdali market opens its gates.",
        )
    ]


def test_arabic_lines_of_an_advertisement_stay_apart() -> None:
    text = "خبز ساخن كل صباح\nنوصل طلبك قبل السابعة صباحاً إلى باب بيتك أينما كنت في المدينة\nللطلب اتصل بنا"
    assert [role for role, _ in rows(text)] == ["heading", "paragraph", "paragraph"]


def test_bullets_numbers_and_quotations() -> None:
    text = "Why us:\n- Open daily\n• Free parking\n2) Cash or card\n٣- توصيل مجاني\n> They came in an hour!\n"
    assert rows(text) == [
        ("heading", "Why us:"),
        ("list_item", "Open daily"),
        ("list_item", "Free parking"),
        ("list_item", "Cash or card"),
        ("list_item", "توصيل مجاني"),
        ("quote", "They came in an hour!"),
    ]


def test_a_footnote_keeps_its_mark() -> None:
    assert rows("Delivered in an hour*, every day.\n\n* Orders over 20 JOD.")[1] == (
        "paragraph",
        "* Orders over 20 JOD.",
    )


def test_a_quotation_of_two_wrapped_lines_leaves_its_marks_out() -> None:
    quote = "> The driver was here before I had found my purse, honestly, and the soup was\n> still too hot to eat."
    assert rows(quote) == [
        (
            "quote",
            "The driver was here before I had found my purse, honestly, and the soup was still too hot to eat.",
        )
    ]


def test_headings_and_sections() -> None:
    document = parse_text(
        "The Oven News\n\nDelivery\n\nWe bring it within 40 minutes.\n\nHours:\nDaily 9-5\n", source="-"
    )
    assert [(b.text, b.headings, b.section) for b in document.blocks] == [
        ("The Oven News", (), 1),
        ("Delivery", ("The Oven News",), 2),
        ("We bring it within 40 minutes.", ("The Oven News", "Delivery"), 2),
        ("Hours:", ("The Oven News",), 3),
        ("Daily 9-5", ("The Oven News", "Hours:"), 3),
    ]


@pytest.mark.parametrize("text", ["", "\ufeff", "\n\n", "---\n***\n", "\x00"])
def test_no_copy(text: str) -> None:
    assert parse_text(text, source="-").blocks == ()


def test_languages_of_blocks_and_document() -> None:
    document = parse_text("توصيل سريع\nFree delivery for everybody\n9:00 - 17:00", source="-")
    assert [b.language for b in document.blocks] == ["ar", "en", "en"]
    assert parse_text("توصيل خلال ساعة\n9:00", source="-").blocks[1].language == "ar"


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.sampled_from("aZ9 \t\r\n\u00a0\u2028-*>:.،سا٣\ufeff"), max_size=120))
def test_every_span_reads_the_same_in_the_original(text: str) -> None:
    for block in parse_text(text, source="-").blocks:
        assert block.text == " ".join(block.text.split())
        for start in range(len(block.text)):
            for end in range(start + 1, len(block.text) + 1):
                span = block.source_span(start, end)
                assert span is not None
                original = re.sub(r"[\r\n]\s*>+ ?", "\n", text[span[0] : span[1]])
                assert " ".join(original.split()) == " ".join(block.text[start:end].split())
