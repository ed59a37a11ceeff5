"""What HTML's elements mean for copy: which ones separate blocks, hold them, name them, are never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from promisecheck.model import Role

CONTAINERS: Final[Mapping[str, Role | None]] = {
    **dict.fromkeys(("div", "section", "article", "main", "aside", "nav", "header", "footer", "figure", "form")),
    **dict.fromkeys(("fieldset", "dialog", "details", "blockquote", "ul", "ol", "menu", "dl", "hgroup")),
    **dict.fromkeys(("table", "thead", "tbody", "tfoot", "tr")),
    "li": "list_item",
    "dt": "term",
    "dd": "definition",
    "td": "table_cell",
    "th": "table_cell",
    "caption": "label",
    "figcaption": "paragraph",
}
"""Block-level elements that hold others; the role of the text in them, None where it is their parent's."""

LEAVES: Final[Mapping[str, Role]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    "button": "button",
    "label": "label",
    "legend": "label",
    "option": "label",
    "summary": "term",
}
"""Block-level elements that hold one text, and its role."""

PLAIN_BLOCKS: Final = frozenset(
    ("p", "hr", "pre", "address", "center", "body", "head", "html", "optgroup", "select", "search", "listing", "text")
)
"""Elements that only separate blocks ("text" is SVG's)."""

VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
NEVER_SHOWN: Final = frozenset(
    ("template", "datalist", "audio", "video", "canvas", "object", "del", "s", "strike", "rp")
)
"""Elements whose content a visitor does not get, or (struck out) no longer."""

JOINABLE: Final = frozenset(("span", "strong", "b", "em", "i", "small", "time", "font", "mark", "data", "bdi"))
"""Inline elements that stand apart by style when they touch: `<b>Mon</b><span>9-5</span>`."""

IMPLIED_ENDS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol", "menu", "table"))),
    **dict.fromkeys(("dt", "dd"), (frozenset(("dt", "dd")), frozenset(("dl", "table")))),
    **dict.fromkeys(("td", "th"), (frozenset(("td", "th", "caption")), frozenset(("tr", "table")))),
    "tr": (frozenset(("tr", "caption")), frozenset(("table",))),
    **dict.fromkeys(
        ("thead", "tbody", "tfoot"), (frozenset(("thead", "tbody", "tfoot", "caption")), frozenset(("table",)))
    ),
}
"""What an opening tag closes, and the elements beyond which it closes nothing."""

CELLS: Final = frozenset(("td", "th", "caption"))
TABLE_PARTS: Final = frozenset(("table", "thead", "tbody", "tfoot", "tr", *CELLS))

EXPLAINING: Final = frozenset(("dt", "details", "caption"))
"""Elements with a text that the rest of their container explains."""

SCOPED: Final = frozenset(("section", "article", "aside", "nav", "footer", "li", "td", "th", "details", "dialog", "dd"))
"""Elements outside of which the headings they hold count no more."""

UNITS: Final = frozenset(("li", "tr", "article", "details", "figure", "pair"))
"""Elements that read as one unit whatever is around them ("pair": a term and what it means)."""

SHOWN_IN_HEAD: Final = frozenset(
    (
        "description",
        "title",
        "og:title",
        "og:description",
        "twitter:title",
        "twitter:description",
        "dc.description",
        "dcterms.description",
    )
)
"""Names of `meta` elements whose content search engines and social networks show."""

_BUTTON_CLASS: Final = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])")
_FOOTER_CLASS: Final = re.compile(r"(?:^|\s)(?:site-?|page-?)?footer(?:$|\s)")
_QUOTE_CLASS: Final = re.compile(r"testimonial|(?:^|\s)reviews?(?:$|\s|[-_](?:card|text|body|item|content))")
_OPENABLE_CLASS: Final = re.compile(r"tab-?(?:pane|panel|content)|accordion|collapse|faq|answer")


def _class(attributes: Mapping[str, str]) -> str:
    return attributes.get("class", "").lower()


def names_button(attributes: Mapping[str, str]) -> bool:
    """Whether a link or span is drawn as a button."""
    return attributes.get("role") == "button" or bool(_BUTTON_CLASS.search(_class(attributes)))


def names_footer(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is the foot of a page or section."""
    if name == "footer" or attributes.get("role") == "contentinfo":
        return True
    words = f"{_class(attributes)} {attributes.get('id', '').lower()}"
    return "footer" in words and bool(_FOOTER_CLASS.search(words))


def names_quote(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element holds the words of somebody else."""
    return name == "blockquote" or bool(_QUOTE_CLASS.search(_class(attributes)))


def can_be_opened(attributes: Mapping[str, str]) -> bool:
    """Whether a hidden element is one a visitor opens: a tab, an answer, found in the page."""
    return (
        attributes.get("hidden", "").lower() == "until-found"
        or attributes.get("role") == "tabpanel"
        or bool(_OPENABLE_CLASS.search(_class(attributes)))
    )
