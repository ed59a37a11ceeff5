"""Rich text from another program's clipboard, as Markdown: headings, lists, tables, emphasis and links stay."""

from __future__ import annotations

import re
from typing import Final

from promisecheck.review.errors import InvalidError

MOST: Final = 200_000
_MOST_PASTED: Final = 10 * MOST
"""Characters of HTML: cleaned, and as they come; word processors write ten times what one sees."""
_KEPT: Final = frozenset(
    (
        "a",
        "b",
        "blockquote",
        "br",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "strong",
        "sup",
    )
) | {"table", "tbody", "td", "th", "thead", "tr", "ul"}
_BLANK: Final = re.compile(r"[ \t]*\n(?:[ \t]*\n){2,}")


def as_markdown(html: str) -> str:
    """The words of pasted HTML with their structure. Raises InvalidError for what is too long or nested too deep."""
    import nh3
    from markdownify import ATX, markdownify

    clean = nh3.clean(
        html[:_MOST_PASTED], tags=set(_KEPT), clean_content_tags={"script", "style", "title"}, link_rel=None
    )
    if len(html) > _MOST_PASTED or len(clean) > MOST:
        raise InvalidError("too-long", field="copy", most=MOST)
    try:
        text = markdownify(clean, heading_style=ATX, bullets="-", escape_misc=False)
    except RecursionError as error:
        raise InvalidError("needed", field="copy") from error
    return _BLANK.sub("\n\n", text.replace("\xa0", " ")).strip()
