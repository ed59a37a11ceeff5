"""A piece in its frame: what runs, loads or leads away is gone, what belongs to it is there, promises are marked."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promisecheck.app.pieces.rewriting import Mark, css_of, page_of, text_of
from promisecheck.review.engine_judge import read_copy
from promisecheck.review.models import File

Site = Any
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
PIXEL = File("img/house.png", "image/png", hashlib.sha256(PNG).hexdigest(), PNG)
STYLE = b"h1 { color: #123456; background: url(../img/house.png) } @import 'evil.css';"
SHEET = File("css/site.css", "text/css", hashlib.sha256(STYLE).hexdigest(), STYLE)

HOSTILE = """<!doctype html><html lang="en" onload="steal()"><head>
<meta http-equiv="refresh" content="0; url=https://evil.example/refresh">
<base href="https://evil.example/base/">
<title>Takeaway</title>
<script>fetch('https://evil.example/script')</script>
<script src="https://evil.example/external.js"></script>
<link rel="stylesheet" href="https://evil.example/sheet.css">
<link rel="preload" as="image" href="https://evil.example/preload.png">
<style>@import url(https://evil.example/import.css); body { background: url('https://evil.example/css.png') }
@font-face { font-family: x; src: url(https://evil.example/font.woff2) }
p { background-image: \\75 rl(https://evil.example/escaped.png);
list-style: image-set("https://evil.example/set.png" 1x) }
</style><style></ style><script>alert(1)</script></style></head>
<body background="https://evil.example/body.png" onpageshow="steal()">
<h1 onclick="steal()" style="background: url(https://evil.example/attribute.png)">Takeaway in Weibdeh</h1>
<p>Takeaway in Weibdeh is ready in <b onmouseover=steal()>20 minutes</b>.</p>
<img src="https://evil.example/image.png" onerror="steal()" srcset="https://evil.example/srcset.png 2x">
<picture><source srcset="https://evil.example/source.png"><img src=x></picture>
<iframe src="https://evil.example/frame" srcdoc="<script>steal()</script>"></iframe>
<object data="https://evil.example/object"></object><embed src="https://evil.example/embed">
<video src="https://evil.example/video.mp4" poster="https://evil.example/poster.png" autoplay></video>
<audio src="https://evil.example/audio.mp3" autoplay></audio>
<svg onload="steal()"><image href="https://evil.example/svg.png"/><use href="https://evil.example/use.svg#a"/>
<foreignObject><script>steal()</script></foreignObject><animate attributeName="href" values="javascript:steal()"/></svg>
<math><mtext><table><mglyph><style><img src=x onerror=steal()></style></mglyph></table></mtext></math>
<form action="https://evil.example/form"><input name="q" autofocus onfocus="steal()"><button formaction="https://evil.example/b">
Go</button></form>
<a href="javascript:steal()">one</a> <a href="https://evil.example/link" ping="https://evil.example/ping">two</a>
<a href="data:text/html,<script>steal()</script>">three</a>
<noscript><p title="</noscript><img src=x onerror=steal()>"></noscript>
<template><img src="https://evil.example/template.png"></template>
<!--><img src=x onerror=steal()>-->
<marquee onstart="steal()">x</marquee><p id="p1" class="pc-mark">not a promise of ours</p>
</body></html>
"""


class Elements(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _mark(copy: str, words: str, number: int = 1) -> Mark:
    start = copy.index(words)
    return Mark(start, start + len(words), number, f"p{number}", "over", words)


def test_nothing_of_a_hostile_page_is_left() -> None:
    styles, body, html, _ = page_of(HOSTILE, [], (), "")
    page = f"<html{html}><style>{styles}</style>{body}"
    assert "evil.example" not in page
    assert "steal" not in body
    assert "<" not in styles  # what looked like mark-up to one parser and like style to another is only style
    assert "javascript:" not in page
    tags = {tag for tag, _ in Elements(page).found}
    assert not tags & {
        "script", "iframe", "object", "embed", "svg", "math", "form", "input", "meta", "base", "link", "video",
        "audio", "template", "noscript", "source", "marquee",
    }  # fmt: skip
    for tag, attributes in Elements(page).found:
        assert not [name for name in attributes if name.startswith("on") or name in ("srcset", "ping", "background")]
        assert "href" not in attributes, tag
        assert attributes.get("id") != "p1"
    assert "Takeaway in Weibdeh" in page


def test_the_frame_may_show_what_is_in_it_and_nothing_else(site: Site) -> None:
    piece = site.in_review(HOSTILE, kind="html")
    answer = site.client("omar").get(f"/pieces/{piece.id}/piece")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("; sandbox")
    assert "http" not in policy
    assert "script-src" not in policy
    page = answer.get_data(as_text=True)
    assert "evil.example" not in page
    assert len(re.findall(r'<i id="p1">', page)) == 1
    review = site.client("omar").get(f"/pieces/{piece.id}").get_data(as_text=True)
    assert re.search(r'<iframe name="piece"[^>]* sandbox="">', review)


def test_stored_images_and_styles_are_written_into_the_page() -> None:
    copy = (
        '<link rel="stylesheet" href="css/site.css"><style>p { background: url("img/house.png") }</style>'
        '<body class="home" onload="x()"><h1>House</h1><img src="./img/house.png" alt="the house"><img src="no.png">'
    )
    styles, body, _, _ = page_of(copy, [], (PIXEL, SHEET), "page.zip")
    assert styles.count('url("data:image/png;base64,') == 2
    assert "#123456" in styles
    assert "@import" not in styles
    assert body.startswith('<body class="home"><h1>')
    assert body.count('src="data:image/png;base64,') == 1
    assert "no.png" not in body


def test_a_snapshots_files_are_found_by_their_addresses() -> None:
    stored = File("https://shop.example/a/house.png", "image/png", "0", PNG)
    copy = '<p><img src="house.png"><img src="/house.png"><img src="https://shop.example/a/house.png"></p>'
    body = page_of(copy, [], (stored,), "https://shop.example/a/page.html")[1]
    assert body.count("data:image/png") == 2


def test_marks_go_through_tags_and_stay_in_the_text() -> None:
    copy = "<p>Ready <b>in 20</b> minutes &amp; <i>more</i></p>"
    start, end = copy.index("Ready"), copy.index(" &amp;")
    body = page_of(copy, [Mark(start, end, 3, "p3", "over", "Ready in 20 minutes")], (), "")[1]
    assert body == (
        '<body><p><mark class="pc-mark pc-over" tabindex="0"><i id="p3">3</i>Ready </mark><b>'
        '<mark class="pc-mark pc-over">in 20</mark></b><mark class="pc-mark pc-over"> minutes</mark> &amp; '
        "<i>more</i></p>"
    )


def test_promises_out_of_sight_are_told_apart() -> None:
    copy = '<title>Ready in 20 minutes</title><p>Hello<img alt="Free delivery" src="x"></p>'
    marks = [_mark(copy, "Ready in 20 minutes", 1), _mark(copy, "Free delivery", 2), _mark(copy, "Hello", 3)]
    _, body, _, unseen = page_of(copy, marks, (), "")
    assert [one.number for one in unseen] == [1, 2]
    assert "\U000f0000" not in body
    assert 'alt="Free delivery"' not in body or "\U000f0001" not in body


def test_two_promises_in_the_same_words_have_both_their_numbers() -> None:
    copy = "<p>Free delivery in 20 minutes</p>"
    marks = [_mark(copy, "Free delivery in 20 minutes", 1), _mark(copy, "in 20 minutes", 2)]
    body = page_of(copy, marks, (), "")[1]
    assert '<i id="p1">1</i>' in body
    assert '<i id="p2">2</i>' in body


ENDLESS = [
    "<",
    "<!--",
    '<a href="',
    '<p style="url(',
    "<style>",
    "</",
    "&#",
    "<![CDATA[",
    "<body ",
    '<body "',
    "<b><i>",
]


@pytest.mark.parametrize("piece", ENDLESS)
def test_a_page_that_never_ends_comes_to_an_end(piece: str) -> None:
    """A parser that looks again at what it could not finish would be at this for many minutes."""
    _, body, _, _ = page_of("<p>Hello</p>" + piece * (300_000 // len(piece)), [], (), "")
    assert body.startswith("<body><p>Hello</p>")


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_words_alone(kind: str) -> None:
    copy = {
        "text": "Ready in 20 minutes <b>\nand more",
        "markdown": "# Ready\n\nReady in *20 minutes* here",
        "html": "<h1>Ready</h1><p>Ready in <b>20 minutes</b> here</p>",
    }[kind]
    words = "20 minutes" if kind != "text" else "Ready in 20 minutes"
    document = read_copy(copy, kind, "-", ("en",))
    shown, unseen = text_of(copy, document, [_mark(copy, words)], as_written=kind == "text")
    assert unseen == []
    assert f'<i id="p1">1</i>{words}</mark>' in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("a { b: url(http://e.example/x) }", "a { b: none }"),
        ("a { b: URL( 'http://e.example/x' ) c }", "a { b: none c }"),
        ("a { b: \\75\\72\\6c(http://e.example/x) }", "a { b: none }"),
        ("a { b: u/**/rl(x) }", "a { b: u rl(x) }"),
        ('@import "x.css"; a { b: c }', " a { b: c }"),
        ("</style><script>", "\\3c /style>\\3c script>"),
    ],
)
def test_styles_load_nothing(written: str, safe: str) -> None:
    assert css_of(written, lambda _: None) == safe


@given(st.text(alphabet="<>/\"'= abhimgsrconlopty\U000f0000\U00100000&;#x0", max_size=200), st.data())
def test_no_page_brings_a_tag_of_its_own_through(copy: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.lists(st.integers(0, len(copy)), min_size=2, max_size=2)))
    marks = [Mark(ends[0], ends[1], 1, "p1", "kept", "x")] if ends[0] < ends[1] else []
    _, body, _, _ = page_of(copy, marks, (), "")
    for tag, attributes in Elements(body).found:
        assert tag not in ("script", "form", "iframe")
        assert not [name for name in attributes if name.startswith("on") or name == "href"]
    assert not re.search("[\U000f0000-\U0010ffff]", body)
