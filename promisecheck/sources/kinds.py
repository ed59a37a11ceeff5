"""Which module reads which kind of input. A new kind is one new file in `formats`; in `binaries` when it is no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final, Protocol, cast

from promisecheck.model import Block, Document, Language
from promisecheck.sources import binaries, formats

_HTML: Final = re.compile(
    r"\s*+<(?:!doctype|html|head|body|\?xml)\b|</(?:p|div|h[1-6]|li|td|span|a)\s*>", re.IGNORECASE
)
_MARKDOWN: Final = re.compile(r"\A---[ \t]*\r?\n\w+:|^ {0,3}#{1,6} \S", re.MULTILINE)
_SAMPLE: Final = 20_000
_PACKAGE: Final = b"PK\x03\x04"


class Format(Protocol):
    """What a module in `formats` offers; its docstring is its page in the documentation."""

    extensions: tuple[str, ...]
    media_types: tuple[str, ...]

    def parse(self, text: str, *, source: str, path: str | None = None, language: Language | None = None) -> Document:
        """The document of a decoded text."""


@lru_cache(maxsize=1)
def by_name() -> Mapping[str, Format]:
    """Every kind of input by the name of its module."""
    return {name: cast(Format, import_module(f"{formats.__name__}.{name}")) for name in _names(formats.__path__)}


def by_extension(extension: str) -> Format | None:
    """The kind of files that end so (".html"), None for files nobody reads."""
    return next((kind for kind in by_name().values() if extension.lower() in kind.extensions), None)


def by_media_type(media_type: str) -> Format | None:
    """The kind a server means by a media type."""
    return next((kind for kind in by_name().values() if media_type.lower() in kind.media_types), None)


class Binary(Protocol):
    """What a module in `binaries` offers; its docstring is its page in the documentation."""

    extensions: tuple[str, ...]
    media_types: tuple[str, ...]

    def blocks(self, data: bytes) -> tuple[Block, ...]:
        """The blocks of a file. Raises UnreadableError; only for `confined` to call."""


@lru_cache(maxsize=1)
def binaries_by_name() -> Mapping[str, Binary]:
    """Every kind of file that is no text by the name of its module."""
    found = {name: import_module(f"{binaries.__name__}.{name}") for name in _names(binaries.__path__)}
    return {name: cast(Binary, module) for name, module in found.items() if hasattr(module, "extensions")}


def binary_of(data: bytes, *, extension: str = "", media_type: str = "") -> str | None:
    """The name of the kind of a file that is no text: by its first bytes and members, a mail by its name or type."""
    if data.startswith(_PACKAGE):
        from promisecheck.sources.binaries.packages import has_member

        members = ((name, getattr(kind, "member", None)) for name, kind in binaries_by_name().items())
        return next((name for name, member in members if member and has_member(data, member)), None)
    for name, kind in binaries_by_name().items():
        starts: tuple[bytes, ...] | None = getattr(kind, "starts", None)
        if starts and data.startswith(starts):
            return name
        if starts == () and (extension.lower() in kind.extensions or media_type.lower() in kind.media_types):
            return name
    return None


def is_binary_name(extension: str) -> bool:
    """Whether files that end so are of a kind that is no text and can be read."""
    return any(extension.lower() in kind.extensions for kind in binaries_by_name().values())


def extensions() -> list[str]:
    """What the names of readable files end in, in the order of the alphabet."""
    texts = [extension for kind in by_name().values() for extension in kind.extensions]
    return sorted([*texts, *(extension for kind in binaries_by_name().values() for extension in kind.extensions)])


def binary_types() -> frozenset[str]:
    """The media types of files that are no text."""
    return frozenset(media_type for kind in binaries_by_name().values() for media_type in kind.media_types)


def _names(path: Iterable[str]) -> list[str]:
    return sorted(module.name for module in iter_modules(path))


def by_content(text: str) -> Format:
    """What text of unknown kind looks like: HTML, Markdown with a heading, else plain text."""
    sample = text[:_SAMPLE].lstrip("\ufeff")
    name = "html" if _HTML.search(sample) else "markdown" if _MARKDOWN.search(sample) else "text"
    return by_name()[name]
