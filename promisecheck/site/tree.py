"""The tree of an HTML page, for its links and its words."""

from __future__ import annotations

import re
from typing import Any, Final

_ENDS: Final = re.compile(rb"</(?:body|html)\s{0,20}>", re.IGNORECASE)
"""Browsers read on behind these, libxml2 (2.14) does not."""


def parsed(body: bytes, charset: str | None = None) -> Any:
    """The root element (lxml) of a page; None for one that no parser understands. charset: as the server gives it."""
    from lxml import etree

    try:
        parser = etree.HTMLParser(encoding=charset, huge_tree=False, no_network=True)
    except LookupError:
        parser = etree.HTMLParser(huge_tree=False, no_network=True)
    try:
        return etree.fromstring(_ENDS.sub(b"", body), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
