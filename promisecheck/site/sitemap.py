"""Sitemaps: lists of pages, and lists of lists, packed or not. No XML parser reads them, which they could explode.

The format is that of sitemaps.org, version 0.9: at most 50,000 addresses and 50 MB in one file.
"""

from __future__ import annotations

import html
import re
import zlib
from dataclasses import dataclass
from typing import Final

_LOC: Final = re.compile(rb"<(?:\w{1,20}:)?loc>\s{0,20}(?:<!\[CDATA\[)?([^<\]]{1,2048})", re.IGNORECASE)
_LINK: Final = re.compile(rb"<(?:\w{1,20}:)?link\s([^<>]{1,4096})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(rb"(hreflang|href)\s{0,20}=\s{0,20}([\"'])([^\"']{1,2048})\2", re.IGNORECASE)
_INDEX: Final = re.compile(rb"<(?:\w{1,20}:)?sitemapindex[\s>]", re.IGNORECASE)
_MOST: Final = 50_000
_SIZE: Final = 50 * 1024 * 1024
_RATIO: Final = 100
_RATIO_FROM: Final = 1024 * 1024


class SitemapError(ValueError):
    """A sitemap that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses of a sitemap. index: they are sitemaps themselves. alternates: language tag and address."""

    addresses: tuple[str, ...]
    index: bool
    alternates: tuple[tuple[str, str], ...] = ()


def read_sitemap(data: bytes) -> Sitemap:
    """The addresses of a sitemap: XML, plain text with one address a line, or either of them as gzip.

    Raises SitemapError for one that is packed wrongly, unpacks to too much, or names no address.
    """
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    alternates: dict[tuple[str, str], None] = {}
    if data.lstrip()[:1] == b"<":
        found = [_text(one) for one in _LOC.findall(data)]
        for link in _LINK.findall(data)[: _MOST * 4]:
            given = {name.lower(): _text(value) for name, _, value in _ATTRIBUTE.findall(link)}
            if b"hreflang" in given and b"href" in given:
                alternates[given[b"hreflang"].lower(), given[b"href"]] = None
    else:
        found = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines() if "://" in line]
    if not found:
        raise SitemapError("names no address")
    return Sitemap(tuple(dict.fromkeys(found))[:_MOST], _INDEX.search(data[:2000]) is not None, tuple(alternates))


def _text(value: bytes) -> str:
    return html.unescape(value.decode("utf-8", "replace")).strip()


def _unpacked(data: bytes) -> bytes:
    unpack = zlib.decompressobj(47)
    try:
        out = unpack.decompress(data, _SIZE + 1)
    except zlib.error as error:
        raise SitemapError(f"is packed wrongly: {error}") from None
    if len(out) > _SIZE or (len(out) > _RATIO_FROM and len(out) > _RATIO * len(data)):
        raise SitemapError(f"unpacks to more than {_RATIO} times its size, or to more than 50 MB")
    if not unpack.eof:
        raise SitemapError("ends too early")
    return out
