"""Documents mended: what is put in, what is left and why, and what stays exactly as it was."""

import html.parser
import re

import pytest
from fixing_helpers import check, mended, mended_text, parsed
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promisecheck.fixing.mending import mend

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Tree(html.parser.HTMLParser):
    """The elements of a page, its comments and its scripts, without the words."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.found = []
        self._raw = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self._raw = tag in ("script", "style")
        self.found.append(("<", tag, [name for name, _ in attrs]))

    def handle_endtag(self, tag):
        self._raw = False
        self.found.append((">", tag))

    def handle_comment(self, data):
        self.found.append(("!", data))

    def handle_data(self, data):
        if self._raw:
            self.found.append(("raw", data))


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("We deliver within 30 minutes.\n", "We deliver within 60 minutes.\n"),
        ("We deliver within thirty minutes.", "We deliver within sixty minutes."),
        ("نوصل طلبك خلال ٣٠ دقيقة.\n", "نوصل طلبك خلال ٤٥ دقيقة في الميناء، وخلال ٦٠ دقيقة في التل.\n"),
    ],
)
def test_a_level_is_put_in(copy, expected):
    assert mended_text(copy) == expected


def test_what_was_done_is_told():
    result = mended("Our kitchen is small.\nWe deliver within 30 minutes.\n")
    assert [(one.rule, one.kind, one.line, one.column) for one in result.fixed] == [("tier-only", "level", 2, 1)]
    assert result.changed
    assert not result.left
    assert not [finding for finding in result.report.findings if finding.severity == "error"]


def test_findings_that_are_let_stand_are_not_touched():
    copy = "We deliver within 30 minutes.\n"
    fingerprints = [finding.fingerprint for finding in check(parsed(copy)).findings]
    result = mended(copy, let_stand=fingerprints)
    assert result.after.text == copy
    assert not result.left


def test_a_suppressed_finding_is_not_mended():
    allowed = "<!-- promisecheck: allow tier-only, over-promise because it is a quotation -->"
    page = f"{allowed}\n<p>We deliver within 30 minutes.</p>"
    assert mended_text(page, "html") == page


def test_what_nobody_declares_is_left_for_a_person():
    result = mended("Free parking for every guest.\n")
    assert not result.changed
    assert {one.rule for one in result.left} == {"undeclared"}
    assert all("declare one" in one.reason for one in result.left)


def test_structured_data_comments_and_scripts_stay():
    page = (
        '<script>var text = "We deliver within 30 minutes.";</script>\n'
        '<script type="application/ld+json">{"@type": "Restaurant", "description": "We deliver within 30 minutes."}'
        "</script>\n"
        "<!-- We deliver within 30 minutes. -->\n<p title='x'>We deliver within <b>30</b> minutes.</p>"
    )
    result = mended(page, "html")
    head, _, tail = result.after.text.rpartition("<p")
    assert page.startswith(head)
    assert "<b>60</b> minutes" in tail
    assert "of structured data only a string of opening hours is written" in {one.reason for one in result.left}


def test_attributes_and_titles_are_mended():
    page = (
        "<title>We deliver within 30 minutes</title>\n"
        '<meta name="description" content="We deliver within 30 minutes.">\n'
        '<img src="30.png" alt="We deliver within 30 minutes">'
    )
    assert mended_text(page, "html") == page.replace("30 minutes", "60 minutes")


def test_equal_promises_are_mended_together():
    page = "".join(f"<section><h2>Town {n}</h2><p>We deliver within 30 minutes.</p></section>\n" for n in range(6))
    assert mended_text(page, "html") == page.replace("30 minutes", "60 minutes")


COPY = st.sampled_from(
    [
        "We deliver within 30 minutes.",
        "We deliver within 30 minutes on every order.",
        "Free delivery.",
        "Free delivery on every order!",
        "Collection is ready in 15 minutes.",
        "Collection is ready in ten minutes, guaranteed.",
        "Home cooking since 1970.",
        "نوصل طلبك خلال نصف ساعة.",
        "توصيل مجاني لكل الطلبات",
        "Free parking for guests",
    ]
)
HTML = st.sampled_from(
    [
        "<p>{}</p>",
        "<h2>{}</h2>",
        "<li><a href='/x?a=1&amp;b=2'>{}</a>",
        '<p title="a > b"><b>{}</b> &amp; more</p>',
        "<td>{}",
        '<img alt="{}">',
        "<!-- {} -->",
        "<script>// {}</script>",
        "<p>{}<br>{}</p>",
        "<div><p>{}",
        "</div>{}<",
        "<p>&nbsp;{}\r\n  <em>now</em>",
    ]
)


@QUICK
@given(st.lists(st.tuples(HTML, COPY), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", ""]))
def test_any_page_keeps_its_elements_and_mending_twice_is_mending_once(parts, end):
    page = end.join(shape.replace("{}", copy) for shape, copy in parts)
    result = mended(page, "html")
    assert Tree(result.after.text).found == Tree(page).found
    assert result.after.text.count("\r\n") == page.count("\r\n")
    again = mend(result.after, check, frozenset())
    assert again.after.text == result.after.text
    assert not again.fixed


@QUICK
@given(st.lists(COPY, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", "\n\n"]), st.sampled_from(["", "\n"]))
def test_any_text_is_mended_once_and_is_clean_of_what_was_fixed(lines, end, tail):
    copy = end.join(lines) + tail
    result = mended(copy)
    text = result.after.text
    assert text.endswith(tail)
    assert re.findall(r"[\r\n]+", text) == re.findall(r"[\r\n]+", copy)
    again = mend(parsed(text), check, frozenset())
    assert again.after.text == text
    assert [(one.rule, one.quote) for one in again.left] == [(one.rule, one.quote) for one in result.left]
    for line in copy.splitlines():
        if line in ("Home cooking since 1970.", "Free parking for guests"):
            assert line in text


@QUICK
@given(st.text("<>&\"'!-/ab 30\n*_[]()#|", max_size=40), COPY, st.sampled_from(["html", "markdown", "text"]))
def test_no_mark_up_makes_it_fail(noise, copy, form):
    page = f"{noise}\n\n{copy}\n\n{noise}"
    text = mended_text(page, form)
    assert text.startswith(noise) or text == page
    assert mended_text(text, form) == text


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        ("Collection is ready in 15 minutes 🛵", "Collection is ready in 15 minutes 🛵 Match days are busier."),
        ("Collection is ready in 15 minutes, hot.", "Collection is ready in 15 minutes, hot. Match days are busier."),
        ("Collection is ready in 15 minutes! Yum.", "Collection is ready in 15 minutes! Match days are busier. Yum."),
        ("Collection in 15 minutes… or less!", "Collection in 15 minutes… or less! Match days are busier."),
    ],
)
def test_a_sentence_stands_behind_the_one_it_belongs_to(copy, expected):
    assert mended_text(copy) == expected


def test_a_heading_has_its_exception_in_the_paragraph_below():
    page = "<section><h2>Collection in 15 minutes</h2>\n<p>Hot and <em>fresh</em></p></section>"
    assert mended_text(page, "html") == page.replace("</em></p>", "</em>. Match days are busier.</p>")


def test_one_sentence_serves_all_promises_of_a_paragraph():
    copy = "<p>Collection is ready in 15 minutes. Collection in fifteen minutes, hot.</p>"
    assert mended_text(copy, "html").count("Match days") == 1


def test_a_condition_is_said_once_where_that_is_enough():
    copy = "<p>Free delivery today. Free delivery tomorrow.</p>"
    assert mended_text(copy, "html").count("on orders of 15 JOD or more") == 1


def test_many_promises_that_need_the_same_take_few_looks():
    looks = []

    def counted(document):
        looks.append(document)
        return check(document)

    page = "<h2>Offers</h2>" + "".join(f"<p>{'Good food. ' * 30}Free delivery for table {n}.</p>" for n in range(40))
    result = mend(parsed(page, "html"), counted, frozenset())
    assert not [one for one in result.left if one.rule == "undisclosed-condition"]
    assert len(looks) < 8
