"""A report as a page or a picture that stands alone: no script, nothing loaded, the style of a page allowed by hash."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Final

from markupsafe import Markup

from promisecheck.model import Language
from promisecheck.paths import data_dir
from promisecheck.reports.ladder import definitions
from promisecheck.reports.safe import tame

_STYLES: Final = ("tokens", "base", "verdicts", "ladder", "report")
_DRAWN: Final = ("tokens", "verdicts", "ladder")
"""The style sheets of a picture."""
_PAGE: Final = Markup(
    '<!doctype html>\n<html lang="{lang}" dir="{dir}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    '<meta name="color-scheme" content="light dark">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n'
    '<body>\n{definitions}\n<main class="report" id="main">\n<header><h1>{title}</h1>'
    '<ul class="facts">{facts}</ul></header>\n{body}\n</main>\n'
    "</body>\n</html>\n"
)


def page(title: str, facts: Sequence[str], body: Markup, language: Language) -> str:
    """The page. facts: short lines under the title; they may hold anything that was read."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(str(style).encode()).digest()).decode()
    return str(
        _PAGE.format(
            lang=language,
            dir="rtl" if language == "ar" else "ltr",
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            title=title,
            style=style,
            definitions=definitions(),
            facts=Markup().join(Markup("<li><bdi>{}</bdi></li>").format(tame(fact)) for fact in facts),
            body=body,
        )
    )


@cache
def _style() -> Markup:
    folder = data_dir("web") / "static"
    text = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in _STYLES)
    return Markup(f"\n{text}")  # noqa: S704 - the project's own style sheets


def svg(title: str, width: int, height: int, body: Markup, language: Language) -> str:
    """A picture as a file of its own; in Arabic texts start at the right. body: its marks, in pixels."""
    side = Markup(' direction="rtl"') if language == "ar" else Markup()
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img" '
        'lang="{lang}"{side}><title>{title}</title><style>{style}</style>{definitions}'
        '<rect width="100%" height="100%" fill="var(--paper)"/>{body}</svg>\n'
    )
    return str(
        head.format(
            w=width,
            h=height,
            lang=language,
            side=side,
            title=title,
            style=_style_of_pictures(),
            definitions=definitions(),
            body=body,
        )
    )


@cache
def _style_of_pictures() -> Markup:
    folder = data_dir("web") / "static"
    text = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in _DRAWN)
    text = text.replace("</", "<\\/").replace("&", "&amp;").replace("<", "&lt;")
    own = "text{font:14px var(--font);fill:var(--ink)}.t{font-weight:650}.q{fill:var(--ink-2);font-size:13px}"
    return Markup(text + own)  # noqa: S704 - the project's own style sheets, escaped
