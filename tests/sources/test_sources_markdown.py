"""Markdown: structure, words between marks, footnotes, tables, HTML inside, and the way back to the original."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promisecheck.model import Block, Document
from promisecheck.sources import parse_markdown


def blocks(text: str) -> tuple[Block, ...]:
    return parse_markdown(text, source="letter.md").blocks


def rows(text: str) -> list[tuple[str, str]]:
    return [(block.role, block.text) for block in blocks(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("In **30** *minutes*", "In 30 minutes"),
        ("Fish &amp; chips \\* now", "Fish & chips * now"),
        ('[Book](/book "now (or later)") a table', "Book a table"),
        ("[Book][b] a table\n\n[b]: /book", "Book a table"),
        ("See <https://olive.example> today", "See https://olive.example today"),
        ("Use `CODE` today", "Use today"),
        ("was ~~20~~ now 15 JOD", "was now 15 JOD"),
        ("one  \ntwo", "one\ntwo"),
        ("one\ntwo", "one two"),
        ("one<br>two", "one\ntwo"),
        ("in 45 minutes<sup>1</sup>", "in 45 minutes¹"),
        ("snow[^s] and rain[^2] and snow[^s]", "snow¹ and rain² and snow¹"),
        ("[^1]: Orders over 10 JOD\n[^2]: Weekdays", "¹ Orders over 10 JOD\n² Weekdays"),
        ("[^1]: Weekdays", "¹ Weekdays"),
        ("خلال **٣٠** دقيقة", "خلال ٣٠ دقيقة"),
    ],
)
def test_words_between_marks(text: str, shown: str, check_places: Callable[[Document], None]) -> None:
    for given_text in (text, text.replace("\n", "\r\n"), "\ufeff" + text):
        document = parse_markdown(given_text, source="x")
        assert [block.text for block in document.blocks] == [shown]
        check_places(document)


def test_structure() -> None:
    text = (
        "# News\n\nHello.\n\n## Delivery #\n\n- In an hour\n- Free\n  of charge\n\n1. Call\n\n> Great! — Rana\n\n"
        "    code is no copy\n\n```\nnor here\n```\n\nContact\n-------\n\n![Our van at dawn](van.png)\n"
    )
    assert [(b.role, b.text, b.headings, b.section, b.card) for b in blocks(text)] == [
        ("heading", "News", (), 1, 0),
        ("paragraph", "Hello.", ("News",), 1, 0),
        ("heading", "Delivery", ("News",), 2, 0),
        ("list_item", "In an hour", ("News", "Delivery"), 2, 1),
        ("list_item", "Free of charge", ("News", "Delivery"), 2, 2),
        ("list_item", "Call", ("News", "Delivery"), 2, 3),
        ("quote", "Great! — Rana", ("News", "Delivery"), 2, 4),
        ("heading", "Contact", ("News",), 3, 0),
        ("alt", "Our van at dawn", ("News", "Contact"), 3, 0),
    ]


def test_table_cells_know_their_headers() -> None:
    text = "| Branch | Delivery | Hours |\n|---|---|---|\n| Abdoun | 30 min | 9-5 |\n| Aqaba | 45 \\| 60 min | |\n"
    cells = {block.text: block for block in blocks(text)}
    assert cells["30 min"].row_headers == ("Abdoun",)
    assert cells["30 min"].column_headers == ("Delivery",)
    assert cells["45 | 60 min"].row_headers == ("Aqaba",)
    assert cells["30 min"].card == cells["9-5"].card != cells["45 | 60 min"].card


def test_front_matter_gives_title_and_description_only() -> None:
    text = "---\ntitle: 'Lunch in 20 minutes'\ndescription: Open daily\nlayout: post\n---\nText.\n"
    assert rows(text) == [("title", "Lunch in 20 minutes"), ("meta", "Open daily"), ("paragraph", "Text.")]
    assert [block.hidden_from_sight for block in blocks(text)] == [False, True, False]


def test_html_inside_is_read_as_html() -> None:
    text = (
        "# Menu\n\n<!-- draft -->\n\n<div>\n<p>Soup &lt; 3&nbsp;JOD</p><h2>Tea</h2><p>Free</p>\n</div>\n\n"
        "After <!-- not this --> it\n"
    )
    assert [(b.role, b.text, b.headings) for b in blocks(text)] == [
        ("heading", "Menu", ()),
        ("paragraph", "Soup < 3 JOD", ("Menu",)),
        ("heading", "Tea", ("Menu",)),
        ("paragraph", "Free", ("Menu", "Tea")),
        ("paragraph", "After it", ("Menu",)),
    ]


def test_a_question_heading_is_the_subject_of_its_answer() -> None:
    found = blocks("## How long does it take?\n\nAn hour.\n\n## Hours\n\nDaily.\n")
    assert [block.subject for block in found] == ["", "How long does it take?", "", ""]


@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "**",
                    "*",
                    "_",
                    "`",
                    "~~",
                    "[",
                    "](/x)",
                    "][r]",
                    "![",
                    "<b>",
                    "</b>",
                    "<br>",
                    "&amp;",
                    "&nbsp;",
                    "\\*",
                ),
                *("\\|", "|", "\n", "\r\n", "\n\n", "  \n", "\\\n", "> ", "- ", "1. ", "# ", "    ", "\t", "|---|\n"),
                *("a", "Zz", "٣ سا", "9", " ", "[^1]", "[^1]: ", "<sup>1</sup>", "```\n", "\u00a0", "---\n", "\0"),
            ]
        ),
        max_size=30,
    )
)
def test_every_run_reads_the_same_in_the_original(check_places: Callable[[Document], None], parts: list[str]) -> None:
    check_places(parse_markdown("".join(parts), source="x"))
