"""The icons of the visual language as inline SVG. They take the colour of the text and are never the only sign."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from promisecheck.model import Language, Outcome
from promisecheck.reports.words import say

_PATHS: Final[dict[str, str]] = {
    "kept": '<circle cx="8" cy="8" r="6.6"/><path d="M5 8.3l2.1 2.1L11.2 6"/>',
    "over": '<path d="M1.5 9.5h3.2M11.3 9.5h3.2"/><path d="M8 14V2.5M4.6 5.8L8 2.4l3.4 3.4"/>',
    "undeclared": '<circle cx="8" cy="8" r="6.4" stroke-dasharray="2.6 2.4"/>',
    "unsure": '<path d="M8 .9L15.1 8 8 15.1.9 8z"/><path d="M6.3 6.5A1.8 1.8 0 1 1 8 8.6v.7"/>'
    '<circle class="f" cx="8" cy="11.6" r=".95"/>',
    "promised": '<path class="f" d="M2.5 3h11L8 11z"/><path d="M8 10v5"/>',
    "declared": '<path class="f" d="M3 2h2.2v12H3z"/><path class="f" d="M5 5.5h10v5H5z" opacity=".4"/>',
    "delivered": '<path d="M1 8h14M1.2 5.5v5M14.8 5.5v5"/><circle class="f" cx="8" cy="8" r="3.4"/>',
    "wanted": '<path d="M8 4.5l5 8.5H3z"/>',
}


def icon(name: str) -> Markup:
    """An icon, hidden from assistive technology: a word stands beside it. Raises KeyError for an unknown one."""
    svg = f'<svg class="ic" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{_PATHS[name]}</svg>'
    return Markup(svg)  # noqa: S704 - only the fixed paths above


def chip(outcome: Outcome | None, language: Language, *, quiet: bool = False) -> Markup:
    """A verdict as an icon with its word. quiet: in a table that already stands under a chip."""
    word = say(outcome or "unjudged", language)
    if outcome is None:
        return Markup('<span class="chip quiet"><span class="w">{}</span></span>').format(word)
    css = f"chip quiet v-{outcome}" if quiet else f"chip v-{outcome}"
    return Markup('<span class="{}">{}<span class="w">{}</span></span>').format(css, icon(outcome), word)
