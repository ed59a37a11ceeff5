"""The fast path against a plain reading with Beautiful Soup, and every place against the original."""

import html
import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from promisecheck.model import Document
from promisecheck.sources import parse_html

JOIN, LINE = "\x01", "\x02"
INLINE_THAT_MAY_TOUCH = {"span", "b", "em", "i", "small", "strong"}
BLOCKS = {
    *("p", "div", "section", "ul", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "h2", "h3", "blockquote"),
    *("details", "summary", "button", "label", "footer", "article", "option", "select", "caption"),
}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Reference:
    """Reads a parsed page element by element, in the plainest way."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.texts: list[str] = []
        self.parts: list[str] = []
        self.loose = False
        self.closed = self.touching = self.other = self.space = False
        self.raised = False
        self.links = 0
        self.walk(soup)
        self.flush()

    def flush(self) -> None:
        joined = ""
        for part in self.parts:
            if part != JOIN:
                joined += part
        text = "\n".join(line for line in (" ".join(piece.split()) for piece in self.separated().split(LINE)) if line)
        if any(map(str.isalnum, joined)):
            self.texts.append(text)
        self.parts, self.loose = [], False
        self.quiet()

    def separated(self) -> str:
        """The parts put together, with a space where two touching elements hold words."""
        out = ""
        parts = self.parts
        for at, part in enumerate(parts):
            if part == JOIN:
                left, right = parts[at - 1].lstrip(), parts[at + 1].rstrip()
                words = left[-1:].isalnum() and right[:1].isalnum()
                if words and all(len(side) > 1 or side.isdigit() for side in (left, right)):
                    out += " "
            else:
                out += part
        return out

    def quiet(self) -> None:
        self.closed = self.touching = self.other = self.space = False

    def walk(self, element: Tag) -> None:
        for child in element.children:
            if isinstance(child, Comment):
                continue
            if isinstance(child, NavigableString):
                self.say(str(child))
            elif isinstance(child, Tag):
                self.enter(child)

    def say(self, text: str) -> None:
        if not text.strip(" \t\r\n\f"):
            self.space = True
            if self.parts:
                self.parts.append(" ")
            return
        if self.parts and self.touching and not self.other and not self.space and text[0] not in " \t\r\n\f":
            self.parts.append(JOIN)
        if self.raised and re.fullmatch(r"\s*\d{1,3}\s*", text):
            text = text.translate(RAISED)
        self.parts.append(text)
        self.loose = self.loose or not self.links
        self.quiet()
        self.space = text[-1] in " \t\r\n\f"

    def enter(self, tag: Tag) -> None:
        if tag.name == "script":
            self.other = True
            return
        if tag.name == "del" or "hidden" in tag.attrs or "none" in str(tag.get("style", "")):
            self.quiet()
            return
        if tag.name == "br":
            if self.parts:
                self.parts.append(LINE)
            self.other = True
            return
        if tag.name in BLOCKS:
            self.flush()
            self.walk(tag)
            self.flush()
            return
        if tag.name == "a":
            if self.parts and not self.loose:
                self.flush()
            self.other = True
            self.links += 1
            self.walk(tag)
            self.links -= 1
            return
        touch = tag.name in INLINE_THAT_MAY_TOUCH
        if touch and self.closed:
            self.touching = True
        elif not touch:
            self.other = True
        self.raised = self.raised or tag.name == "sup"
        self.walk(tag)
        self.raised = self.raised and tag.name != "sup"
        self.closed = self.closed or touch


def reference(page: str) -> list[str]:
    return Reference(BeautifulSoup(page, "html.parser")).texts


WORDS = st.lists(
    st.sampled_from(
        [
            *("Delivery", "in", "a", "30", "9", "min", "خلال", "٣٠ دقيقة", "ساعةً", "–", "(now)", ".", "«و»", "x²"),
            *("&amp;", "&nbsp;", "&ndash;", "&#1632;", "&#x41;", "&lt;b&gt;", "&hellip;", "a < b", "😀", "e\u0301"),
            *(" ", "  ", "\n", "\r\n ", "\t", "\u00a0", "\u200f", "\u2003"),
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)


def wrapped(*opening: str) -> Callable[[str], st.SearchStrategy[str]]:
    def around(inner: str) -> st.SearchStrategy[str]:
        return st.sampled_from(opening).map(lambda tag: f"<{tag}>{inner}</{tag.split()[0]}>")

    return around


ASIDE = st.sampled_from(["<!-- aside -->", "<br>", "<wbr>", "<i></i>", "<sup>1</sup>", "<sup>th</sup>", "<br />"])
HIDDEN = st.sampled_from(
    ["<b hidden>no</b>", "<del>no</del>", "<script>no</script>", "<span style='display: none'>no <i>no</i></span>"]
)


def inline(*extra: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    atoms = st.one_of(WORDS, WORDS, ASIDE, *extra)
    return st.recursive(
        atoms,
        lambda inner: (
            st.lists(inner, min_size=1, max_size=3)
            .map("".join)
            .flatmap(wrapped("b", "span class='x y'", "em", "a href='/a&amp;b'", "u", "i title=''"))
        ),
        max_leaves=6,
    )


def blocks(lines: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    text = st.lists(lines, max_size=4).map("".join)
    leaf = text.flatmap(wrapped("p", "h2", "h3 class=t", "button", "label", "li", "p id='a>b'"))
    row = st.lists(text.flatmap(wrapped("td", "th", "td colspan=2")), max_size=3).map("".join).flatmap(wrapped("tr"))
    table = st.lists(row, max_size=3).map("\n".join).flatmap(wrapped("table"))
    pair = st.tuples(text.flatmap(wrapped("dt")), text.flatmap(wrapped("dd"))).map("".join).flatmap(wrapped("dl"))
    answer = text.map(lambda inner: f"<details><summary>{inner}</summary>{inner}</details>")
    return st.recursive(
        st.one_of(leaf, leaf, table, pair, answer, text),
        lambda inner: (
            st.lists(inner, max_size=4)
            .map("\n".join)
            .flatmap(wrapped("div", "div class='card'", "section", "article", "footer", "blockquote"))
        ),
        max_leaves=12,
    )


def visible(page: str) -> list[str]:
    return [block.text for block in parse_html(page, source="x").blocks if not block.hidden_from_sight]


@settings(derandomize=True, deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(blocks(inline(HIDDEN)))
def test_it_reads_what_a_plain_reading_reads(page: str) -> None:
    assume(not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", page, re.DOTALL))  # links do not nest in HTML
    expected = [text for text in reference(page) if any(map(str.isalnum, text))]
    assert [text for text in visible(page) if any(map(str.isalnum, text))] == expected


@settings(
    derandomize=True,
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(blocks(inline()), st.sampled_from(["", "\ufeff"]), st.data())
def test_every_span_reads_the_same_in_the_original(
    check_places: Callable[[Document], None], page: str, mark: str, data: st.DataObject
) -> None:
    document = parse_html(mark + page, source="x")
    check_places(document)
    for block in document.blocks:
        start = data.draw(st.integers(0, len(block.text) - 1))
        end = data.draw(st.integers(start + 1, len(block.text)))
        span = block.source_span(start, end)
        assert span is not None
        assert document.text is not None
        original = html.unescape(re.sub(r"<!--.*?-->|</?[a-z][^<]*>", "", document.text[slice(*span)]))
        shown = block.text[start:end]
        for raised, plain in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True):
            shown = shown.replace(raised, plain)
        assert "".join(original.replace("²", "2").split()) == "".join(shown.split())


SOUP = [
    *("<p>", "</p>", "<div class=a>", "</div>", "<li>", "<ul>", "</ul>", "<table>", "<tr>", "<td>", "<th colspan=999>"),
    *(
        "</table>",
        "<a href=#>",
        "</a>",
        "<a class=btn>",
        "<h1>",
        "<h2>",
        "</h1>",
        "<br>",
        "<b>",
        "</b>",
        "<sup>",
        "</sup>",
    ),
    *(
        "<dl>",
        "<dt>",
        "<dd>",
        "</dl>",
        "<details>",
        "<summary>",
        "</details>",
        "<span hidden>",
        "</span>",
        "<p hidden>",
    ),
    *("<img alt='A &amp; b'>", "<input placeholder=c>", "<title>", "</title>", "<!--", "-->", "<script>", "</script>"),
    *("<section>", "</section>", "<button>", "</button>", "<label>", "<x", '"', "Word", "9", " ", "\r\n", "&", "&amp;"),
    *("&notit;", "&#0;", "\0", "&nbsp", "سا", "<svg><text>t</text></svg>", "<caption>", "<thead>", "</td>", "<option>"),
    *(
        '<script type="application/ld+json">{"description": "a\\u0021 \\n&lt;", "offers": {"price": 3',
        "<li hidden>",
        "?",
    ),
]


@settings(
    derandomize=True, deadline=None, max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(SOUP), max_size=25))
def test_any_soup_is_read_with_its_places(check_places: Callable[[Document], None], parts: list[str]) -> None:
    check_places(parse_html("".join(parts), source="x"))
