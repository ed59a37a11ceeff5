"""A stored page made fit to be shown: as its customers will see it, but unable to run, load or lead anywhere.

What came with the page (images, styles) is written into it, so that a frame shows it without a single request. Promises
are marked by way of private characters that go through the cleaning as text.
"""

from __future__ import annotations

import base64
import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

import nh3

from promisecheck.model import Block, Document
from promisecheck.review.models import File

_FIRST, _LAST, _MOST = 0xF0000, 0x100000, 60_000


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_TAGS: Final = _set(
    "a abbr address article aside b bdi bdo big blockquote br button caption center cite code col colgroup data dd "
    "del details dfn div dl dt em fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img "
    "ins kbd label legend li main mark nav ol p picture pre q rp rt ruby s samp section small span strike strong "
    "sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr "
)
_GONE: Final = _set(
    "script style title noscript template iframe object embed applet svg math audio video canvas select textarea "
    "frameset noframes noembed plaintext xmp "
)
_EVERYWHERE: Final = _set("class id style lang dir title hidden align valign width height bgcolor ")
_ATTRIBUTES: Final = {
    "*": set(_EVERYWHERE),
    "a": {"href"},
    "details": {"open"},
    "font": {"color", "face", "size"},
    "img": {"src", "alt", "border"},
    "li": {"value"},
    "ol": {"start", "type", "reversed"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
}
_OURS: Final = re.compile(r"(?:p\d|pc-).*", re.IGNORECASE | re.DOTALL)
_TOKEN: Final = re.compile(r'<(?:[^>"]|"[^"]*")*>|[^<]+|<')
_COMMENT: Final = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_ESCAPED: Final = re.compile(r"\\0{0,4}([46][1-9a-f]|[57][0-9a])[ \t\r\n\f]?|\\([g-z(])", re.IGNORECASE)
_IMPORT: Final = re.compile(r"@(?:import|charset|namespace)\b[^;{}]{0,4000};?", re.IGNORECASE)
_URL: Final = re.compile(
    r"""\b(?:url|src|image-set|-webkit-image-set|image)\(\s*("[^"]{0,4000}"|'[^']{0,4000}'|[^"'()]{0,4000})\s*\)?""",
    re.IGNORECASE,
)

_INLINE: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*")

Find = Callable[[str], str | None]
"""The content of a stored file as a data: address, by how the page names it; None for what was not stored."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words to be marked. start, end: in the copy. number: of the promise. id: where links lead. css: its verdict."""

    start: int
    end: int
    number: int
    id: str
    css: str
    quote: str


@dataclass
class _Outside:
    """What stands around the content of a page."""

    styles: list[str] = field(default_factory=list)
    html: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    base: str = ""


def page_of(copy: str, marks: Sequence[Mark], files: Sequence[File], source: str) -> tuple[str, str, str, list[Mark]]:
    """The page's styles, its body with the opening tag, the attributes of `html`, and marks that are not in sight."""
    outside = _outside(copy)
    stored = Stored(files, source, outside.base)
    body, unseen = _marked(_clean(_with_signs(copy, marks), stored.image), marks)
    styles = "\n".join(_sheet(one, stored) for one in outside.styles)
    around = f"<body{_attributes(outside.body)}>{body}"
    return styles, around, _attributes(outside.html), unseen


def text_of(copy: str, document: Document, marks: Sequence[Mark], *, as_written: bool) -> tuple[str, list[Mark]]:
    """The words alone, and marks that are not in them. as_written: plain text, whose line breaks stay."""
    if as_written:
        shown, unseen = _marked(escape(_with_signs(copy, marks), quote=False), marks)
        return f'<div class="pc-plain" dir="auto">{shown}</div>', unseen
    ordered = sorted(marks, key=lambda one: one.start)
    starts = [one.start for one in ordered]
    left = dict.fromkeys(ordered)
    out: list[str] = []
    row = 0
    for block in document.blocks:
        span = block.source_span(0, len(block.text)) if block.text else None
        near = ordered[bisect_left(starts, span[0]) : bisect_left(starts, span[1])] if span else []
        here = [one for one in near if one in left]
        for one in here:
            del left[one]
        inside = _moved(block, here) if here else []
        shown, _ = _marked(escape(_with_signs(block.text, inside), quote=False), inside)
        tag = {"title": "h1", "heading": "h2", "quote": "blockquote"}.get(block.role, "p")
        same_row = block.role == "table_cell" and block.card and block.card == row
        row = block.card if block.role == "table_cell" else 0
        if same_row and out:
            out[-1] = out[-1].removesuffix("</p>") + f" · {shown}</p>"
            continue
        css = f' class="pc-{block.role}{" pc-hidden" if block.hidden_from_sight else ""}"'
        out.append(f'<{tag}{css} dir="auto" lang="{block.language}">{shown}</{tag}>')
    return "\n".join(out), list(left)


def unseen_list(unseen: Sequence[Mark], title: str) -> str:
    """Promises that a page makes out of sight (in its title, a description, an image's text), for links to find."""
    if not unseen:
        return ""
    items = "".join(f"<li dir=auto>{_open(one, [one])}{escape(one.quote)}</mark></li>" for one in unseen)
    return f'<aside class="pc-unseen"><h2>{escape(title)}</h2><ul>{items}</ul></aside>'


class Stored:
    """Finds the files of a page by the addresses that the page uses."""

    def __init__(self, files: Sequence[File], source: str, base: str = "") -> None:
        self._by_path = {one.path: one for one in files}
        self._home = urljoin(source, base) if urlsplit(source).scheme in ("http", "https") else ""

    def image(self, reference: str, beside: str = "") -> str | None:
        """An image as a data: address, as it is where it is one already. beside: the stylesheet that names it."""
        if _INLINE.fullmatch(reference):
            return reference
        found = self.file(reference, beside)
        if found is None or not found.media_type.startswith("image/"):
            return None
        return f"data:{found.media_type};base64,{base64.b64encode(found.data).decode()}"

    def file(self, reference: str, beside: str = "") -> File | None:
        """The file itself."""
        reference = reference.strip()
        if self._home:
            return self._by_path.get(urljoin(urljoin(self._home, beside), reference))
        parts = urlsplit(reference)
        if parts.scheme or parts.netloc:
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(beside), parts.path.lstrip("/")))
        return self._by_path.get(path)


def css_of(text: str, find: Find) -> str:
    """A stylesheet, or the value of a style attribute, that loads nothing but what is stored."""

    def known(match: re.Match[str]) -> str:
        address = find(match[1].strip("\"' \t\r\n"))
        return f'url("{address}")' if address else "none"

    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)
    plain = _COMMENT.sub(" ", plain)
    return _URL.sub(known, _IMPORT.sub("", plain)).replace("<", "\\3c ")


def _outside(page: str) -> _Outside:
    """What stands around the content: styles in their order (":name" for one that is linked), attributes.

    Read in one pass that never goes back, whatever is left open: parsers that do take hours over a page made for it.
    """
    found, at = _Outside(), 0
    for _ in range(_MOST_HEADS):
        match = _HEAD.search(page, at)
        if match is None:
            break
        if match[1] is None:  # a comment
            at = page.find("-->", match.end()) + 3
            if at < 3:
                break
            continue
        name = match[1].lower()
        values, at = _values(page, match.end())
        if name in ("script", "style", "textarea", "title"):
            end = re.compile(f"</{name}", re.IGNORECASE).search(page, at)
            if name == "style":
                found.styles.append(page[at : end.start() if end else len(page)])
            if end is None:
                break
            at = end.end()
        elif name == "link" and "stylesheet" in values.get("rel", "").lower().split() and values.get("href"):
            found.styles.append(f":{values['href']}")
        elif name == "base" and not found.base:
            found.base = values.get("href", "")
        elif name in ("html", "body"):
            kept = {key: value for key, value in values.items() if key in ("class", "id", "lang", "dir", "style")}
            (found.html if name == "html" else found.body).update(kept)
    return found


def _values(page: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag from behind its name, and where the tag ends; of a tag without end, its beginning."""
    values: dict[str, str] = {}
    last = min(len(page), at + _LONGEST_HEAD)
    while at < last:
        match = _ATTRIBUTE.match(page, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        if match[1]:
            break
        values.setdefault(match[2].lower(), unescape((match[3] or "").strip("\"'")))
    return values, at


_HEAD: Final = re.compile(r"<!--|<(script|style|textarea|title|link|base|html|body)\b", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""[\s/]{0,200}(?:(>)|([^\s"'<>/=]{1,100})(?:\s{0,50}=\s{0,50}("[^"]{0,4000}"|'[^']{0,4000}'|[^\s"'>]{1,4000}))?)"""
)
_LONGEST_HEAD: Final = 8_000
_MOST_HEADS: Final = 500


def _sheet(one: str, stored: Stored) -> str:
    if not one.startswith(":"):
        return css_of(one, stored.image)
    found = stored.file(one[1:])
    if found is None or found.media_type != "text/css":
        return ""
    beside = found.path
    return css_of(found.data.decode("utf-8", "replace"), lambda reference: stored.image(reference, beside))


def _attributes(values: Mapping[str, str]) -> str:
    out = []
    for name, value in values.items():
        if name == "style":
            value = css_of(value, lambda _: None)
        elif name == "id" and _OURS.fullmatch(value):
            continue
        out.append(f' {name}="{escape(value)}"')
    return "".join(out)


def _with_signs(text: str, marks: Sequence[Mark]) -> str:
    """The text with a private character where each mark begins and ends; its own of that kind are taken out."""
    places = sorted(
        [(one.end, 0, -one.start, _LAST + at) for at, one in enumerate(marks[:_MOST])]
        + [(one.start, 1, -one.end, _FIRST + at) for at, one in enumerate(marks[:_MOST])]
    )
    out, last = [], 0
    for at, _, _, sign in places:
        out += [_unsigned(text[last:at]), chr(sign)]
        last = at
    return "".join([*out, _unsigned(text[last:])])


def _unsigned(text: str) -> str:
    return _SIGNS.sub("", text)


_SIGNS: Final = re.compile("[\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


def _clean(page: str, image: Find) -> str:
    def keep(tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return css_of(value, image)
        if name == "src":
            return image(_unsigned(value)) if tag == "img" else None
        if name == "href":
            return "data:,"  # nowhere; looks like a link all the same, see `_marked`
        if name == "id":
            return None if _OURS.fullmatch(value) else value
        if name == "class":
            return " ".join(one for one in value.split() if not _OURS.fullmatch(one))
        return value

    return nh3.clean(
        page,
        tags=set(_TAGS),
        clean_content_tags=set(_GONE),
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "data"},  # `keep` decides; what it does not see is taken out
        link_rel=None,
        strip_comments=True,
    )


def _marked(page: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """Clean mark-up with its signs turned into marks, and the marks whose words are not in sight."""
    out: list[str] = []
    active: list[Mark] = []
    waiting: list[Mark] = []
    unseen = dict.fromkeys(marks)
    for token in _TOKEN.findall(page):
        if token[0] == "<":
            out.append(_unsigned(token).replace(' href="data:,"', ' class="pc-link"' if " class=" not in token else ""))
            continue
        for run, sign in _runs(token):
            if run and active and run.strip():
                for one in waiting:
                    unseen.pop(one, None)
                out.append(f"{_open(active[-1], waiting)}{run}</mark>")
                waiting = []
            else:
                out.append(run)
            if sign is None:
                continue
            if sign < _LAST:
                active.append(marks[sign - _FIRST])
                waiting.append(active[-1])
            elif marks[sign - _LAST] in active:
                active.remove(marks[sign - _LAST])
    return "".join(out), list(unseen)


def _runs(text: str) -> Iterator[tuple[str, int | None]]:
    last = 0
    for sign in _SIGNS.finditer(text):
        yield text[last : sign.start()], ord(sign[0])
        last = sign.end()
    yield text[last:], None


def _open(mark: Mark, numbered: Sequence[Mark]) -> str:
    """The opening tag of a mark with the numbers of the promises that begin here.

    Links lead to a number, not to the mark around it: what can be focused would take the focus away from the page
    around the frame.
    """
    badges = "".join(f'<i id="{one.id}">{one.number}</i>' for one in numbered)
    reached = ' tabindex="0"' if numbered else ""
    return f'<mark class="pc-mark pc-{mark.css}"{reached}>{badges}'


def _moved(block: Block, marks: Sequence[Mark]) -> list[Mark]:
    """Marks of the copy as marks of a block's text."""
    spans = [block.source_span(at, at + 1) or (0, 0) for at in range(len(block.text))]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    out = []
    for one in marks:
        first, last = bisect_right(ends, one.start), bisect_left(starts, one.end)
        if first >= last:
            first, last = 0, len(block.text)
        out.append(Mark(first, last, one.number, one.id, one.css, one.quote))
    return out
