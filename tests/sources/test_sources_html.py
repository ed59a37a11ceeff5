"""HTML: what a visitor, a search engine or a screen reader gets, and where it stands."""

from collections.abc import Callable

import pytest

from promisecheck.model import Document
from promisecheck.sources import parse_html


def page(text: str) -> Document:
    return parse_html(text, source="page.html")


def rows(text: str) -> list[tuple[str, str]]:
    return [(block.role, block.text) for block in page(text).blocks]


def test_roles_in_the_order_of_the_page() -> None:
    assert rows(
        "<!DOCTYPE html><html lang=en><head><title>Olive &amp; Thyme</title>"
        '<meta name="Description" content="Lunch in 20 minutes"><meta name="keywords" content="lunch, soup">'
        '<meta property="og:title" content="Olive"><link title="no" href="x"></head><body>'
        '<h1>Lunch</h1><p>Soup <b>every</b> day</p><ul><li>Free bread<li>Tea</ul><img alt="Cook with ladle" src="c">'
        '<a class="btn" href="#">Order now</a><button>Book</button><input type=submit value="Send it">'
        '<input placeholder="Your street"><label>Street</label><blockquote><p>Warm!</p></blockquote>'
        "<footer><p>Open daily</p></footer></body></html>"
    ) == [
        ("title", "Olive & Thyme"),
        ("meta", "Lunch in 20 minutes"),
        ("meta", "Olive"),
        ("heading", "Lunch"),
        ("paragraph", "Soup every day"),
        ("list_item", "Free bread"),
        ("list_item", "Tea"),
        ("alt", "Cook with ladle"),
        ("button", "Order now"),
        ("button", "Book"),
        ("button", "Send it"),
        ("label", "Your street"),
        ("label", "Street"),
        ("quote", "Warm!"),
        ("footer", "Open daily"),
    ]


# ------------------------------------------------------------------------------------------------ text
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>In <b>30</b> <i>minutes</i></p>", "In 30 minutes"),
        ("<p>un<b>believ</b>able</p>", "unbelievable"),
        ("<p>deli<!-- soft -->very</p>", "delivery"),
        ("<p> a\r\n\t b&nbsp;&nbsp;c </p>", "a b c"),
        ("<p>Fish &amp; chips &pound;5 &#x661;&#1634;</p>", "Fish & chips £5 ١٢"),
        ("<p>AT&T &copy2026 &unknown; &amp</p>", "AT&T ©2026 &unknown; &"),
        ("<p>from 9<br>to 5<br/><br>daily</p>", "from 9\nto 5\ndaily"),
        ("<p>in 45 minutes<sup>1</sup></p>", "in 45 minutes¹"),
        ("<p>in 45 minutes<sup><a href='#fn12'>12</a></sup></p>", "in 45 minutes¹²"),
        ("<p>in 45 minutes<a href='#footnote-2'>2</a></p>", "in 45 minutes²"),
        ("<p>45 minutes<sup>*</sup> on the 5<sup>th</sup></p>", "45 minutes* on the 5th"),
        ("<p>Sat&#8203;urday\u200f</p>", "Sat\u200burday\u200f"),
        ("<p>a\0b &#0;</p>", "ab \ufffd"),
        ("<p>3 < 5 and 5 > 3</p>", "3 < 5 and 5 > 3"),
        ("<p>was <del>20</del> <s>18</s> now 15 JOD</p>", "was now 15 JOD"),
        ("<div><b>Mon</b><span>9-5</span></div>", "Mon 9-5"),
        ("<div><span>5</span><span>min</span></div>", "5 min"),
        ("<div><span>F</span><span>R</span><span>E</span><span>E</span></div>", "FREE"),
        ("<p>Home | Menu · Tea • <a href=x>Book</a></p>", "Home | Menu · Tea • Book"),
    ],
)
def test_text_as_a_reader_sees_it(text: str, shown: str, check_places: Callable[[Document], None]) -> None:
    document = page(text)
    assert [block.text for block in document.blocks] == [shown]
    check_places(document)


@pytest.mark.parametrize("digits", [12, 5000])
def test_a_number_beyond_all_characters(digits: int) -> None:
    number = "&#" + "1" * digits
    assert [block.text for block in page(f"<p>{number};1</p><img alt='{number}x'>").blocks] == ["\ufffd1", "\ufffdx"]


def test_what_is_not_shown() -> None:
    hidden = (
        "<script>a</script><style>b</style><template><p>c</p></template><noscript>d</noscript><!-- e -->"
        "<p hidden>f</p><div style='color:red; DISPLAY : none'><div>g</div>h</div><input type=hidden value=i>"
        "<span style='visibility:hidden'>j</span><iframe>k</iframe><video>l</video><svg><path d='M0'/></svg>"
        "<button hidden>m</button><img alt='n' hidden><img alt='' src=x><ul><li hidden>o<li>kept</ul>"
    )
    assert rows(f"{hidden}<p>Open</p>{hidden}") == [("list_item", "kept"), ("paragraph", "Open"), ("list_item", "kept")]


def test_what_a_visitor_can_open_counts() -> None:
    text = (
        "<details><summary>Prices</summary>3 JOD</details>"
        "<div role=tabpanel hidden>Tab</div><div class='accordion-body' style='display:none'>Answer</div>"
        "<a href='#more'>More</a><div id=more hidden>Terms</div>"
        "<button aria-controls=deep>Show</button><div hidden id=deep><p>Deep</p></div>"
        "<div hidden=until-found>Found</div>"
        "<span class=sr-only>For readers</span><div hidden id=never>never</div>"
    )
    assert [text for _, text in rows(text)] == [
        *("Prices", "3 JOD", "Tab", "Answer", "More", "Terms", "Show", "Deep", "Found", "For readers"),
    ]


def test_texts_of_attributes() -> None:
    text = (
        "<p>Call <img alt='our &#34;hot&#34; line' src=x> now</p><a href=x aria-label='Order &amp; pay'>&gt;</a>"
        "<p><abbr title='every working day'>ewd</abbr></p><img alt=dropped aria-hidden=true>"
        "<div aria-hidden=true>seen<p><img alt=dropped></p></div><textarea placeholder='Say &lt;hi&gt;'>x</textarea>"
    )
    found = page(text).blocks
    assert [(b.role, b.text, b.hidden_from_sight) for b in found] == [
        ("paragraph", "Call now", False),
        ("alt", 'our "hot" line', True),
        ("label", "Order & pay", True),
        ("alt", "every working day", False),
        ("paragraph", "ewd", False),
        ("paragraph", "seen", False),
        ("label", "Say <hi>", False),
    ]


def test_links_in_a_row_stay_apart_and_links_in_a_sentence_do_not() -> None:
    assert rows("<nav><a href=a>Home</a> <a href=b>Menu</a><a href=c>Book</a></nav>") == [
        ("paragraph", "Home"),
        ("paragraph", "Menu"),
        ("paragraph", "Book"),
    ]
    assert rows("<p><a href=a>Order</a> or <a href=b>call</a> <a href=c>us</a></p>") == [
        ("paragraph", "Order or call us")
    ]


def test_end_tags_that_were_left_out() -> None:
    assert rows("<ul><li>a<li>b<ul><li>c</ul><li>d</ul><p>e<p>f<table><tr><td>g<td>h<tr><td>i</table>j") == [
        *(("list_item", letter) for letter in "abcd"),
        *(("paragraph", letter) for letter in "ef"),
        *(("table_cell", letter) for letter in "ghi"),
        ("paragraph", "j"),
    ]


def test_an_end_tag_does_not_reach_out_of_its_cell() -> None:
    found = page("<div class=a><table><tr><td>x</div>y</td><td>z</td></tr></table></div><p>w</p>").blocks
    assert [(b.role, b.text, b.row_headers) for b in found] == [
        ("table_cell", "x", ()),
        ("table_cell", "y", ()),
        ("table_cell", "z", ("x y",)),
        ("paragraph", "w", ()),
    ]


# ------------------------------------------------------------------------------------------------ surroundings
def test_headings_and_sections() -> None:
    found = page(
        "<h1>Bakery</h1><p>a</p><h3>Bread</h3><p>b</p><h2>Cake</h2><p>c</p><div role=heading aria-level=3>Tea</div>d"
    ).blocks
    assert [(b.text, b.headings, b.section) for b in found] == [
        ("Bakery", (), 1),
        ("a", ("Bakery",), 1),
        ("Bread", ("Bakery",), 2),
        ("b", ("Bakery", "Bread"), 2),
        ("Cake", ("Bakery",), 3),
        ("c", ("Bakery", "Cake"), 3),
        ("Tea", ("Bakery", "Cake"), 4),
        ("d", ("Bakery", "Cake", "Tea"), 4),
    ]


CARDS = (
    "<section><h2>Plans</h2><div class=grid>"
    "<div class=card><h3>Basic</h3><p>In 5 days</p></div><div class=card><h3>Plus</h3><p>In 2 days</p></div>"
    "</div><p>All prices include tax.</p></section><p>Elsewhere</p>"
)


def test_a_card_keeps_its_heading_to_itself() -> None:
    found = {block.text: block for block in page("<h1>Parcels</h1>" + CARDS).blocks}
    assert found["In 5 days"].headings == ("Parcels", "Plans", "Basic")
    assert found["In 2 days"].headings == ("Parcels", "Plans", "Plus")
    assert found["All prices include tax."].headings == ("Parcels", "Plans")
    assert found["All prices include tax."].section == found["Plans"].section
    assert found["Elsewhere"].headings == ("Parcels",)


def test_cards() -> None:
    found = {block.text: block.card for block in page(CARDS).blocks}
    assert found["Basic"] == found["In 5 days"] != found["Plus"] == found["In 2 days"]
    assert 0 == found["Plans"] == found["All prices include tax."] not in (found["Basic"], found["Plus"])


@pytest.mark.parametrize(
    "one",
    [
        "<li><b>{0}</b><p>{1}</p></li>",
        "<article><h3>{0}</h3>{1}</article>",
        "<a class=tile href=x><h3>{0}</h3><p>{1}</p></a>",
        "<details><summary>{0}</summary>{1}</details>",
        "<div role=listitem><p>{0}</p><p>{1}</p></div>",
        "<table><tr><td>{0}<td>{1}</table>",
        "<dt>{0}<dd>{1}",
        "<div><div>{0}</div><div>{1}</div></div>",
    ],
)
def test_what_reads_as_one_unit(one: str) -> None:
    found = page("<div>" + one.format("a1", "a2") + one.format("b1", "b2") + "</div>").blocks
    cards = {block.text: block.card for block in found}
    assert cards["a1"] == cards["a2"] != cards["b1"] == cards["b2"]
    assert 0 not in cards.values()


def test_a_card_among_others_may_have_an_extra_class() -> None:
    found = page(
        "<div class='plan'><p>Solo</p><p>£5</p></div><div class='plan plan--popular'><p>Duo</p><p>£9</p></div>"
        "<div class='note plan'><p>Tax</p><p>included</p></div>"
    ).blocks
    cards = {block.text: block.card for block in found}
    assert cards["Solo"] == cards["£5"] != cards["Duo"] == cards["£9"]
    assert 0 not in (cards["Solo"], cards["Duo"])
    assert cards["Tax"] == 0


def test_a_chapter_is_no_card() -> None:
    long = "word " * 200
    found = page(f"<article><h2>Story</h2><p>{long}</p></article><article><h2>News</h2><p>short</p></article>").blocks
    assert [bool(block.card) for block in found] == [False, False, True, True]


def test_a_day_beside_its_hours() -> None:
    day = "<div class=row><p>{}</p><p>{}</p></div>"
    found = page("<h2>Hours</h2>" + day.format("Sunday", "9-5") + day.format("Monday", "closed")).blocks
    assert [(b.text, b.row_headers) for b in found[1:]] == [
        ("Sunday", ()),
        ("9-5", ("Sunday",)),
        ("Monday", ()),
        ("closed", ("Monday",)),
    ]


@pytest.mark.parametrize(
    ("table", "cell", "across", "above"),
    [
        ("<tr><th>City<th>Time<tr><th>Irbid<td>2 days", "2 days", ("Irbid",), ("Time",)),
        ("<tr><td>City<td>Time<tr><td>Irbid<td>2 days", "2 days", ("Irbid",), ("Time",)),
        ("<tr><td>Sun<td>9-5<tr><td>Mon<td>8-4", "9-5", ("Sun",), ()),
        ("<tr><th scope=row>Sun<td>9-5<tr><th scope=row>Mon<td>8-4", "9-5", ("Sun",), ()),
        ("<thead><tr><th colspan=2>Plans<tr><th>A<th>B<tbody><tr><td>1<td>2", "2", ("1",), ("Plans", "B")),
        ("<tr><th>City<th colspan=2>Days<tr><td>Irbid<td>2<td>3", "3", ("Irbid",), ("Days",)),
        ("<tr><th>City<th>Kind<th>Days<tr><th rowspan=2>Irbid<td>x<td>2<tr><td>y<td>3", "3", ("Irbid",), ("Days",)),
        ("<tr><th>City<th>Days<tr><th colspan=2>North<tr><td>Irbid<td>2", "2", ("North", "Irbid"), ("Days",)),
        ("<tr><th>A<th>B<tr><td>1<td>2<tr><th>C<th>D<tr><td>3<td>4", "4", ("3",), ("D",)),
        ("<caption>Times</caption><tr><th>A<th>B<tr><td>1<td>2", "2", ("1",), ("B",)),
        ("<tr><td>Flat<td>from £90<tr><td>House<td>from £190", "from £190", ("House",), ()),
        ("<tr><td>only<tr><td>column", "column", (), ()),
        (
            "<tr><td>Box<td>Post, 2 days<td>Van 1 day<tr><td>S<td>£3<td>£9<tr><td>L<td>£5<td>-",
            "£9",
            ("S",),
            ("Van 1 day",),
        ),
        ("<tr><td>Bike<td>Pump 2<td>Repair<tr><td>Car<td>Jack<td>Wash", "Wash", ("Car",), ()),
        ("<tr><td>Wifi<td>Free<tr><td>Sauna<td>Free", "Free", ("Sauna",), ()),
        ("<tr><td>S<td>Bus<td>2nd day<td>Van 1 h<tr><td>A<td>£3<td>£9<td>£4", "£9", ("A",), ("2nd day",)),
        (
            "<tr><td colspan=2>Post<tr><td>S<td>Cost<tr><td>A<td>£3<tr><td colspan=2>plus tax",
            "£3",
            ("A",),
            ("Post", "Cost"),
        ),
    ],
)
def test_table_headers(table: str, cell: str, across: tuple[str, ...], above: tuple[str, ...]) -> None:
    found = {block.text: block for block in page(f"<table>{table}</table>").blocks}[cell]
    assert (found.role, found.row_headers, found.column_headers) == ("table_cell", across, above)
    assert found.subject == ("Times" if "caption" in table else "")


def test_a_table_in_a_cell_has_headers_of_its_own() -> None:
    inner = "<table><tr><th>City<th>Days<tr><td>Irbid<td>2</table>"
    found = {block.text: block for block in page(f"<table><tr><td>menu<td>{inner}</table>").blocks}
    assert (found["2"].row_headers, found["2"].column_headers) == (("Irbid",), ("Days",))


def test_signs_that_open_an_answer_are_no_part_of_its_question() -> None:
    asked = (
        "<div class=q><button>How long? <span>▼</span></button><p>An hour</p></div><div class=q><p>x</p><p>y</p></div>"
    )
    found = {block.text: block.subject for block in page(asked).blocks}
    assert found["An hour"] == "How long?"
    assert found["y"] == ""


@pytest.mark.parametrize(
    "text",
    [
        "<h3>How long?</h3><p>An hour</p><h3>Next</h3>",
        "<details><summary>How long?</summary><p>An hour</p></details>",
        "<details><summary><h3>How long?</h3></summary><p>An hour</p></details>",
        "<dl><dt>How long?</dt><dd>An hour</dd><dt>Next</dt></dl>",
        "<div class=q><h4><button>How long?</button></h4><div>An hour</div></div><div class=q><h4>Next</h4>y</div>",
        "<div class=q><div>How long?</div><div>An hour</div></div><div class=q><p>x</p><p>y</p></div>",
        "<ul><li><p>How long?</p><p>An hour</p></li><li>Next</li></ul>",
    ],
)
def test_an_answer_knows_its_question(text: str) -> None:
    found = {block.text: block.subject for block in page(text).blocks}
    assert found["An hour"] == "How long?"
    assert found["How long?"] == ""
    assert all(subject == "" for said, subject in found.items() if said != "An hour")


def test_a_term_and_its_meanings() -> None:
    found = page("<dl><dt>Delivery<dt>Post<dd>2 days<dd>5 JOD<dt>Pickup<dd>now</dl>").blocks
    assert [(b.role, b.text, b.subject) for b in found] == [
        ("term", "Delivery", ""),
        ("term", "Post", ""),
        ("definition", "2 days", "Delivery, Post"),
        ("definition", "5 JOD", "Delivery, Post"),
        ("term", "Pickup", ""),
        ("definition", "now", "Pickup"),
    ]


def test_feet_and_the_words_of_others() -> None:
    found = page(
        "<article><footer><h4>Hours</h4><p>9-5</p><ul><li>Free parking</ul></footer></article>"
        "<div id=Footer>Terms</div>"
        "<div class='testimonial card'><p>In an hour!</p></div><div class=quote-form><p>Free quote</p></div>"
    ).blocks
    assert [(b.role, b.text) for b in found] == [
        ("heading", "Hours"),
        ("footer", "9-5"),
        ("footer", "Free parking"),
        ("footer", "Terms"),
        ("quote", "In an hour!"),
        ("paragraph", "Free quote"),
    ]


def test_languages() -> None:
    document = page("<html lang=en><p>التوصيل خلال ساعة وفي كل مكان</p><p>Free</p><p>9:00</p>")
    assert (document.language, [b.language for b in document.blocks]) == ("ar", ["ar", "en", "ar"])
    assert page("<html lang=ar-JO><p>9:00</p>").language == "ar"
    assert page("<p>9:00</p>").language == "en"


# ------------------------------------------------------------------------------------------------ what may come
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "<",
        "</",
        "<p",
        "<!--",
        "<p>x<script>",
        "<p>x<img alt='never closed ><p>y</p>",
        "<p>x</div></p></table></body></html></x>",
        "\0\0<p>x\0</p>",
        "<div>" * 10_000 + "x",
        "<ul><li>" * 10_000 + "x" + "</ul>" * 10_000,
        "<table><tr><td>" * 5_000 + "x",
        "<b><i>" * 10_000 + "x",
        "<dl><dt>" * 5_000 + "x",
        "<blockquote hidden>" * 10_000 + "x",
        "<td>" * 3_000 + "x" + "</table>" * 3_000,
    ],
)
def test_pages_that_are_cut_off_broken_or_deep(text: str, check_places: Callable[[Document], None]) -> None:
    document = page(text)
    check_places(document)
    assert [block.text for block in document.blocks] == (["x"] if "x" in text and "hidden" not in text else [])


def test_a_title_over_a_table_is_no_row_of_headers() -> None:
    html = (
        "<table><tr><td colspan=3>Service levels</td></tr><tr><td>Service</td><td>Uptime</td><td>Credit</td></tr>"
        "<tr><td>Discs</td><td>99.9%</td><td>10%</td></tr></table>"
    )
    found = {block.text: block for block in parse_html(html, source="a.html").blocks}
    assert found["10%"].row_headers == ("Discs",)
    assert found["10%"].column_headers == ("Service levels", "Credit")


def test_one_long_cell_makes_no_layout_of_a_table() -> None:
    rows = "".join(f"<tr><td>Plan {k}</td><td>{k} GB</td><td>£{k}</td></tr>" for k in range(1, 4))
    long = f"<tr><td>Plan 9</td><td>{'word ' * 30}</td><td>£9</td></tr>"
    html = f"<table><tr><td>Plan</td><td>Space</td><td>Price</td></tr>{rows}{long}</table>"
    found = {block.text: block for block in parse_html(html, source="a.html").blocks}
    assert (found["£9"].row_headers, found["£9"].column_headers) == (("Plan 9",), ("Price",))
