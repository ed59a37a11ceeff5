"""HTML: what a visitor, a search engine or a screen reader gets, and where it stands."""

from promisecheck.model import Block, Document
from promisecheck.sources import parse_html


def page(text: str) -> Document:
    return parse_html(text, source="page.html")


def rows(text: str) -> list[tuple[str, str]]:
    return [(block.role, block.text) for block in page(text).blocks]


def only(text: str) -> Block:
    (block,) = page(text).blocks
    return block


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
