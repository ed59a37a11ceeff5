"""The piece as customers will see it, in a frame that can run nothing, reach nothing and go nowhere.

Three walls, each enough by itself: mark-up is cleaned to a list of allowed elements; the answer's own policy forbids
everything but this app's stylesheets and stored images; the frame is sandboxed. Frames have no origin, so their images
and styles come by signed addresses instead of cookies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

import nh3
from flask import Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from promisecheck.app.assets import asset
from promisecheck.app.pieces import blueprint
from promisecheck.app.services import actor, services
from promisecheck.review import pieces, views
from promisecheck.review.promises import Promise

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'; sandbox"
)
SIGNED_FOR: Final = 3600
"""Seconds that an address of an image or style works."""
_UNSEEN: Final = frozenset({"meta", "structured", "alt", "title"})
_TAG: Final = re.compile(r"(<[^<>]{0,20000}>)")
_STYLE: Final = re.compile(r"<style\b[^>]{0,2000}>(.*?)</style\s{0,20}>", re.IGNORECASE | re.DOTALL)
_LINK: Final = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_HREF: Final = re.compile(r"""\bhref\s{0,20}=\s{0,20}["']?([^"'\s>]{1,2000})""", re.IGNORECASE)
_TAGS: Final = (nh3.ALLOWED_TAGS | {"section", "main", "figure", "figcaption", "button", "label"}) - {"form", "input"}
_ATTRIBUTES: Final = {name: set(values) for name, values in nh3.ALLOWED_ATTRIBUTES.items()} | {
    "*": {"class", "lang", "dir", "title"},
    "mark": {"class", "id"},
    "a": set(),
    "img": {"src", "alt", "width", "height"},
}


@blueprint.get("/<int:draft_id>/frame")
def frame(draft_id: int) -> ResponseReturnValue:
    """The document of the frame. `text=1` shows the text alone."""
    here, somebody = services(), actor()
    number = request.args.get("version", type=int)
    piece = views.view(here.db, somebody, draft_id, number)
    version = piece.version
    numbers = {key: at for at, key in enumerate((one.key for one in piece.promises), 1)}
    shown = marked(version.copy, piece.promises, numbers, is_html=version.kind == "html")
    sheets = [asset("tokens.css"), asset("verdicts.css"), asset("preview.css")]
    if version.kind == "html" and not request.args.get("text"):
        sign = _signer().dumps([draft_id, version.number])
        files = {one.path: one for one in piece.files}

        def stored(reference: str) -> str | None:
            path = reference.removeprefix("./")
            found = next((name for name in files if name == path or name.endswith(f"/{path.lstrip('/')}")), None)
            return url_for("pieces.frame_file", signature=sign, path=found) if found else None

        body = clean(shown, stored)
        links = (_HREF.search(one) for one in _LINK.findall(version.copy) if "stylesheet" in one.lower())
        own = [address for link in links if link and (address := stored(link[1]))]
        own.append(url_for("pieces.frame_file", signature=sign, path="inline.css"))
        sheets = own + sheets
    elif version.kind == "html":
        body = nh3.clean(
            shown,
            tags={"mark", "p", "h1", "h2", "h3", "li", "ul", "br", "td", "tr", "table"},
            attributes={"mark": {"class", "id"}},
        )
    else:
        body = "".join(f"<p>{line or '&nbsp;'}</p>" for line in shown.splitlines())
    language = piece.draft.languages[0] if len(piece.draft.languages) == 1 else ""
    return Response(_page(body, sheets, language), headers={"Content-Security-Policy": POLICY})


@blueprint.get("/frame-files/<signature>/<path:path>")
def frame_file(signature: str, path: str) -> ResponseReturnValue:
    """An image or stylesheet that was stored with a version, for whoever was shown its frame."""
    try:
        draft_id, number = _signer().loads(signature, max_age=SIGNED_FOR)
    except (BadSignature, ValueError):
        abort(404)
    with services().db.read() as con:
        version = pieces.numbered(con, draft_id, number)
        if path == "inline.css":
            styles = "\n".join(_STYLE.findall(version.copy))
            return Response(styles, mimetype="text/css", headers={"Content-Security-Policy": POLICY})
        found = pieces.file_of(con, version.id, path)
    if found.media_type not in ("image/png", "image/jpeg", "image/gif", "image/webp", "text/css"):
        abort(404)
    return Response(found.data, mimetype=found.media_type, headers={"Content-Security-Policy": POLICY})


def marked(copy: str, found: Sequence[Promise], numbers: Mapping[str, int], *, is_html: bool) -> str:
    """The copy as mark-up with every promise in a numbered mark; text is escaped, HTML is not cleaned yet."""
    spans = sorted(
        {
            (promise.claim["start"], promise.claim["end"], numbers[promise.key], promise.worst)
            for promise in found
            if promise.claim.get("start") is not None
            and promise.claim.get("end") is not None
            and not (is_html and promise.claim.get("place", {}).get("role") in _UNSEEN)
        }
    )
    keep = str if is_html else escape
    out: list[str] = []
    at = 0
    for start, end, number, verdict in spans:
        if start < at:
            continue
        out.append(keep(copy[at:start]))
        out.append(_mark(copy[start:end], number, verdict, is_html=is_html))
        at = end
    return "".join([*out, keep(copy[at:])])


def clean(page: str, stored: Any) -> str:
    """The page without anything that runs, loads or leads elsewhere; images only where they are stored."""

    def attribute(tag: str, name: str, value: str) -> str | None:
        if name == "src":
            return stored(value) if tag == "img" else None
        return value

    return nh3.clean(
        page,
        tags=set(_TAGS) | {"mark", "img"},
        clean_content_tags={"script", "style", "title", "noscript", "template", "iframe", "object", "svg", "math"},
        attributes=_ATTRIBUTES,
        attribute_filter=attribute,
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _mark(text: str, number: int, verdict: str, *, is_html: bool) -> str:
    """The words in a mark; where tags are between them, in one for each stretch."""
    head = f'<mark class="no v-{verdict}" id="p{number}">{number}</mark>'
    parts = _TAG.split(text) if is_html else [escape(text)]
    out, first = [], True
    for part in parts:
        if (is_html and part.startswith("<")) or not part.strip():
            out.append(part)
            continue
        out.append(f'<mark class="hl v-{verdict}">{head if first else ""}{part}</mark>')
        first = False
    return "".join(out)


def _page(body: str, sheets: Sequence[str], language: str) -> str:
    links = "".join(f'<link rel="stylesheet" href="{escape(one)}">' for one in sheets)
    lang = f' lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' if language else ' dir="auto"'
    return (
        f'<!doctype html><html{lang}><head><meta charset="utf-8"><title>·</title>'
        f'<meta name="viewport" content="width=device-width">{links}</head>'
        f'<body class="piece" dir="auto">{body}</body></html>'
    )


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="frame")
