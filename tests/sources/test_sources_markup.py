"""The grammar of HTML against turbohtml's tokenizer, and what no page can do to it."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from turbohtml import TokenType, tokenize

from promisecheck.sources.markup import ITEM_OR_SPACE, RAW, STRETCH, TAG, attributes, end_of_element

SOUP = [
    *("<p>", "</p>", "<p class='a > b'>", '<a href="x>y" title=z>', "<a href=x'y>", "<a b='", '<a b="', "<br/>", "<b"),
    *(
        "</b ",
        "</b x='>'>",
        "</>",
        "</ x>",
        "<!-- c -->",
        "<!-->",
        "<!--->",
        "<!-- a --!>",
        "<!--a->b--",
        "<!doctype x>",
    ),
    *(
        "<!x",
        "<?php echo '>' ?>",
        "<![CDATA[x]]>",
        "<script>",
        "</script>",
        "<SCRIPT type=x>",
        "</ScRiPt >",
        "</scriptx>",
    ),
    *("<style>", "</style>", "<title>", "</title>", "<textarea>", "</textarea >", "<titles>", "<script/>", "<svg/>"),
    *(
        "a",
        "Ab 1",
        " ",
        "\n",
        "<",
        "< ",
        "<3",
        "&amp;",
        "&",
        ">",
        '"',
        "'",
        "=",
        "/",
        "-",
        "--",
        "سا",
        "</",
        "<a/b=c/>",
    ),
]


def merged(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for kind, text in parts:
        if kind == "text" and out and out[-1][0] == "text":
            out[-1] = ("text", out[-1][1] + text)
        elif text:
            out.append((kind, text))
    return out


def ours(page: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for match in STRETCH.finditer(page):
        parts.append(("text", match[1]))
        for item in ITEM_OR_SPACE.findall(match[2]):
            tag = TAG.match(item)
            if item.isspace():
                parts.append(("text", item))
            elif tag and tag.end() > tag.end(3):
                parts.append(("end" if tag[1] else "start", tag[2].lower()))
                if tag[2].lower() in RAW and not tag[1]:
                    parts.append(("text", item[tag.end() :]))
    return merged(parts)


def theirs(page: str) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for token in tokenize(page, resolve_references=False):
        if token.type is TokenType.TEXT:
            parts.append(("text", token.data or ""))
        elif token.type is TokenType.CHARACTER_REFERENCE:
            parts.append(("text", token.source or ""))
        elif token.type is TokenType.START_TAG:
            parts.append(("start", token.tag or ""))
        elif token.type is TokenType.END_TAG:
            parts.append(("end", token.tag or ""))
    return merged(parts)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(st.lists(st.sampled_from(SOUP), max_size=12))
def test_it_reads_pages_as_turbohtml_does(parts: list[str]) -> None:
    page = "".join(parts)
    assume(not re.search(r"<script.*<!--|[\s/\"']=|</\Z", page, re.IGNORECASE | re.DOTALL))
    assert ours(page) == theirs(page)


@settings(derandomize=True, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/!-?ab \"'=&\n\0سا"), max_size=60))
def test_stretches_cover_any_page(page: str) -> None:
    assert "".join(match[0] for match in STRETCH.finditer(page)) == page
    assert all(match.start() == end for match, end in zip(STRETCH.finditer(page), ends(page), strict=False))


def ends(page: str) -> list[int]:
    return [0, *(match.end() for match in STRETCH.finditer(page))]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<a HREF="x" href="y">', {"href": "x"}),
        ("<a b=c d='e f' g>", {"b": "c", "d": "e f", "g": ""}),
        ('<a b = "c&amp;d&quot;">', {"b": 'c&d"'}),
        ("<a b=>", {"b": ""}),
        ("<img alt=it's src=/x/>", {"alt": "it's", "src": "/x/"}),
        ('<a b="c"d="e"/>', {"b": "c", "d": "e"}),
        ('<a b="never closed', {"b": "never closed"}),
    ],
)
def test_attributes(tag: str, expected: dict[str, str]) -> None:
    head = TAG.match(tag)
    assert head is not None
    assert attributes(tag, *head.span(3)) == expected
    if tag.endswith(">"):
        (token,) = tokenize(tag)
        assert dict(reversed(token.attrs or [])) == expected


@pytest.mark.parametrize(
    ("tag", "text", "rest"),
    [
        ("div", "a<div>b</div>c</div>d", "d"),
        ("div", "a<script>'</div>'</script>b</div>d", "d"),
        ("div", "a<!-- </div> -->b</div>d", "d"),
        ("div", "never closed", ""),
        ("span", "a<span>b</span></span>d", "d"),
        ("span", "a<p>b</p><div>c</div></div>d", "</div>d"),
        ("p", "a <b>b</b><div>d", "<div>d"),
        ("p", "a</p>d", "d"),
        ("li", "a<ul><li>b</ul><li>d", "<li>d"),
        ("li", "a<ul><li>b</li></ul></li>d", "d"),
        ("li", "a</ul>d", "</ul>d"),
        ("td", "a<table><tr><td>b</table><td>d", "<td>d"),
        ("tr", "<td>a</td><tr>d", "<tr>d"),
        ("dd", "a<dt>d", "<dt>d"),
    ],
)
def test_where_elements_end(tag: str, text: str, rest: str) -> None:
    page = f"<{tag} hidden>{text}"
    assert page[end_of_element(tag, page, len(tag) + 9) :] == rest
