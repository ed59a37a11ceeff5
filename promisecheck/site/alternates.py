"""Which countries the pages of a site are for, as `hreflang` says: `ar-JO` is Arabic for Jordan.

What a page says of itself counts, else what other pages and sitemaps say of it. Languages need no saying: each text
tells its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from promisecheck.site.journal import Page


def region_of(tag: str) -> str | None:
    """The country of a language tag in small letters (`zh-Hant-TW` is "tw"); None for one without, as `x-default`."""
    first, *more = tag.lower().split("-")
    if first == "x":
        return None
    return next((part for part in more if len(part) == 2 and part.isalpha()), None)


class Alternates:
    """What has been said of which address so far."""

    def __init__(self) -> None:
        self._own: dict[str, dict[str, None]] = {}
        self._others: dict[str, dict[str, None]] = {}

    def say(self, alternates: Iterable[tuple[str, str]], page: Page | None = None) -> None:
        """Note tags and the addresses they are for, as a page gives them, or a sitemap (None)."""
        mine = set() if page is None else {page.address, page.final, page.canonical or page.final}
        for tag, address in alternates:
            region = region_of(tag)
            if region is not None and page is not None and address in mine:
                self._own.setdefault(page.address, {})[region] = None
            elif region is not None:
                self._others.setdefault(address, {})[region] = None

    def regions(self, page: Page) -> tuple[str, ...]:
        """The countries a page is for, in small letters; () where nobody says."""
        own = self._own.get(page.address)
        if own is None:
            own = self._others.get(page.address) or self._others.get(page.final) or {}
        return tuple(sorted(own))
