"""Comments in copy that address promisecheck, in the syntax of each format: they are no copy themselves.

In HTML and Markdown they are comments (`<!-- promisecheck: … -->`); Markdown also knows `[//]: # (promisecheck: …)`; in
plain text they stand on a line of their own behind `#` or `//`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_MARK: Final = "promisecheck:"
_LONGEST: Final = 1000
"""Characters of a comment that are looked at."""
_TEXT_LINE: Final = re.compile(r"^[ \t]{0,8}(?:#|//)[ \t]{0,4}promisecheck:([^\r\n]{0,1000})$", re.MULTILINE)
_OPENERS: Final = (("<!--", "-->"), ("[//]: # (", ")"))


def comments_in(text: str, form: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and body of the comments that address promisecheck. form: text, markdown, html."""
    if _MARK not in text:
        return
    if form == "text":
        for match in _TEXT_LINE.finditer(text):
            yield match.start(), match.end(), match[1].strip()
        return
    at = text.find(_MARK)
    while at >= 0:
        before = text[max(0, at - 16) : at].rstrip()
        for opener, closer in _OPENERS:
            if before.endswith(opener.rstrip()):
                close = text.find(closer, at, at + _LONGEST)
                if close >= 0:
                    yield text.rindex(opener, 0, at), close + len(closer), text[at + len(_MARK) : close].strip()
        at = text.find(_MARK, at + len(_MARK))


def blanked(text: str) -> str:
    """Plain text with its comments made white space, every other character where it was."""
    if _MARK not in text:
        return text
    return _TEXT_LINE.sub(lambda match: " " * len(match[0]), text)
