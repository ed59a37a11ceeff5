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
_INDEX: Final = re.compile(rb"<(?:\w{1,20}:)?sitemapindex[\s>]", re.IGNORECASE)
_MOST: Final = 50_000
_SIZE: Final = 50 * 1024 * 1024
_RATIO: Final = 100
_RATIO_FROM: Final = 1024 * 1024


class SitemapError(ValueError):
    """A sitemap that cannot be used, and why."""


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The addresses of a sitemap. index: they are sitemaps themselves."""

    addresses: tuple[str, ...]
    index: bool


def read_sitemap(data: bytes) -> Sitemap:
    """The addresses of a sitemap: XML, plain text with one address a line, or either of them as gzip.

    Raises SitemapError for one that is packed wrongly, unpacks to too much, or names no address.
    """
    if data[:2] == b"\x1f\x8b":
        data = _unpacked(data)
    if data.lstrip()[:1] == b"<":
        found = [html.unescape(one.decode("utf-8", "replace")).strip() for one in _LOC.findall(data)]
    else:
        found = [line.strip() for line in data.decode("utf-8-sig", "replace").splitlines() if "://" in line]
    if not found:
        raise SitemapError("names no address")
    return Sitemap(tuple(dict.fromkeys(found))[:_MOST], _INDEX.search(data[:2000]) is not None)


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
