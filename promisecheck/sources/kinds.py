"""Which module reads which kind of input. A new kind is one new file in `formats`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Protocol, cast

from promisecheck.model import Document, Language
from promisecheck.sources import formats

_HTML: Final = re.compile(
    r"\s*+<(?:!doctype|html|head|body|\?xml)\b|</(?:p|div|h[1-6]|li|td|span|a)\s*>", re.IGNORECASE
)
_MARKDOWN: Final = re.compile(r"\A---[ \t]*\r?\n\w+:|^ {0,3}#{1,6} \S", re.MULTILINE)
_SAMPLE: Final = 20_000


class Format(Protocol):
    """What a module in `formats` offers; its docstring is its page in the documentation."""

    extensions: tuple[str, ...]
    media_types: tuple[str, ...]

    def parse(self, text: str, *, source: str, path: str | None = None, language: Language | None = None) -> Document:
        """The document of a decoded text."""


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, Format]:
    """Every kind of input by the name of its module."""
    names = sorted(module.name for module in iter_modules(formats.__path__))
    return {name: cast(Format, import_module(f"{formats.__name__}.{name}")) for name in names}


def by_extension(extension: str) -> Format | None:
    """The kind of files that end so (".html"), None for files nobody reads."""
    return next((kind for kind in by_name().values() if extension.lower() in kind.extensions), None)


def by_media_type(media_type: str) -> Format | None:
    """The kind a server means by a media type."""
    return next((kind for kind in by_name().values() if media_type.lower() in kind.media_types), None)


def by_content(text: str) -> Format:
    """What text of unknown kind looks like: HTML, Markdown with a heading, else plain text."""
    sample = text[:_SAMPLE].lstrip("\ufeff")
    name = "html" if _HTML.search(sample) else "markdown" if _MARKDOWN.search(sample) else "text"
    return by_name()[name]
