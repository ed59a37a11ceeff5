"""Copy of every kind, read into `Document`: files, folders, addresses, standard input, pasted text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promisecheck.lazily import loader

if TYPE_CHECKING:
    from promisecheck.sources.formats.html import parse as parse_html
    from promisecheck.sources.formats.markdown import parse as parse_markdown
    from promisecheck.sources.formats.text import parse as parse_text
    from promisecheck.sources.reading import ReadOptions, read
else:
    __getattr__ = loader(
        __name__,
        {
            "ReadOptions": "reading",
            "read": "reading",
            "parse_html": "formats.html:parse",
            "parse_markdown": "formats.markdown:parse",
            "parse_text": "formats.text:parse",
        },
    )

__all__ = ["ReadOptions", "parse_html", "parse_markdown", "parse_text", "read"]
