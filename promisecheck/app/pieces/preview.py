"""The frame in which a piece is shown: no script, no request, no way out.

Three walls, each enough by itself: the page is rewritten (`rewriting`), the answer's policy allows nothing but what is
written into it, and the frame is sandboxed, by its element and by the policy.
"""

from __future__ import annotations

from html import escape
from typing import Final

from flask import Response, request
from flask.typing import ResponseReturnValue

from promisecheck.app.language import direction, language, t
from promisecheck.app.pieces import blueprint, rewriting
from promisecheck.app.pieces.cards import first_number, marks_of
from promisecheck.app.services import actor, services
from promisecheck.paths import data_dir
from promisecheck.review import views
from promisecheck.review.engine_judge import read_copy

POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""Styles stand in the page itself, images are data: addresses; nothing can be fetched from anywhere."""


@blueprint.get("/<int:draft_id>/piece")
def preview(draft_id: int) -> ResponseReturnValue:
    """One version of a piece with its promises marked. view=text: the words alone."""
    here, somebody = services(), actor()
    piece = views.view(here.db, somebody, draft_id, request.args.get("version", type=int))
    version, marks = piece.version, marks_of(piece)
    as_text = version.kind != "html" or request.args.get("view") == "text"
    styles = html = ""
    if as_text:
        document = read_copy(version.copy, version.kind, version.source, piece.draft.languages)
        plain = version.kind == "text"
        body, unseen = rewriting.text_of(version.copy, document, marks, as_written=plain)
        html = f' lang="{document.language}" dir="{direction(document.language)}" class="pc-text"'
        body = f"<body>{body}"
    else:
        files = [views.file(here.db, somebody, draft_id, version.number, one.path) for one in piece.files]
        styles, body, html, unseen = rewriting.page_of(version.copy, marks, files, version.source)
    own = (data_dir("web") / "static" / "piece.css").read_text(encoding="utf-8")
    here_now = first_number(piece)
    first = f"html:not(:has(:target)) .pc-mark:has(#p{here_now}) {{ {_RING} }}" if here_now else ""
    page = (
        f'<!doctype html><html{html}><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(piece.draft.title)}</title>"
        f"<style>{styles}</style><style>{own}{first}</style></head>{body}"
        f"{rewriting.unseen_list(unseen, t('review.unseen'))}</body></html>"
    )
    answer = Response(page, mimetype="text/html")
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Content-Language"] = language()
    return answer


_RING: Final = (
    "outline: 3px solid #1f4fa8 !important; outline-offset: 2px !important; box-shadow: 0 0 0 6px #fff !important;"
)
