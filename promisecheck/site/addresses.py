"""Addresses of a site: written one way, inside or outside it, and the ones a page leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from promisecheck.site.tree import parsed

_PORTS: Final = {"http": 80, "https": 443}
_NO_PAGE: Final = re.compile(
    r"\.(?:7z|avi|bmp|css|csv|docx?|eot|exe|gif|gz|ico|ics|jpe?g|js|json|mov|mp[34]|mpeg|ogg|otf|pdf|png|pptx?|rar|rss"
    r"|svg|tar|tgz|tiff?|ttf|wav|web[mp]|woff2?|xlsx?|xml|zip)$",
    re.IGNORECASE,
)
_TRACKING: Final = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")
_LONGEST: Final = 2000
_REPEATS: Final = 3
"""So often one segment may stand in a path before it is taken for a loop."""


def plain(address: str, base: str | None = None) -> str | None:
    """An address as it is compared: absolute, small letters in the host, no fragment, no default port, no tracking.

    None for what is no page on the web (mail, scripts, other schemes, passwords, addresses too long).
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or len(address) > _LONGEST:
        return None
    where = f"[{host}]" if ":" in host else host
    if port is not None and port != _PORTS[parts.scheme]:
        where += f":{port}"
    query = parts.query
    if any(mark in query for mark in _TRACKING):
        kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not pair[0].startswith(_TRACKING)]
        query = urlencode(kept)
    return urlunsplit((parts.scheme, where, _written_out(parts.path) or "/", _written_out(query), ""))


def _written_out(part: str) -> str:
    """A part of an address with spaces and control characters written as %XX, so that nothing strips them later."""
    return "".join(letter if letter.isprintable() and letter != " " else quote(letter) for letter in part)


@dataclass(frozen=True, slots=True)
class Scope:
    """What belongs to a site: addresses on its host. include, exclude: patterns of paths as in `.gitignore`."""

    start: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def holds(self, address: str) -> bool:
        """Whether an address (a plain one) is a page of the site, whatever its scheme."""
        from pathspec import GitIgnoreSpec

        parts = urlsplit(address)
        if parts.netloc != urlsplit(self.start).netloc:
            return False
        if _NO_PAGE.search(parts.path):
            return False
        below = parts.path.lstrip("/")
        if self.exclude and GitIgnoreSpec.from_lines(self.exclude).match_file(below):
            return False
        return not self.include or address == self.start or GitIgnoreSpec.from_lines(self.include).match_file(below)


def loops(address: str) -> bool:
    """Whether a path repeats itself (/a/b/a/b/a/b/a/b), as pages with wrong relative links make it."""
    segments = [segment for segment in urlsplit(address).path.split("/") if segment]
    return any(segments.count(segment) > _REPEATS for segment in set(segments))


@dataclass(frozen=True, slots=True)
class Leads:
    """Where a page leads: the addresses it links to (other languages included), and its canonical one.

    alternates: language tag and address, as `hreflang` gives them. asks_password: whether it has a field for one.
    """

    links: tuple[str, ...] = ()
    canonical: str | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    asks_password: bool = False


def leads_of(body: bytes, address: str, charset: str | None = None) -> Leads:
    """The links of an HTML page, plain, each once. A page that no parser understands leads nowhere."""
    root = parsed(body, charset)
    if root is None:
        return Leads()
    base = next((element.get("href") for element in root.iter("base") if element.get("href")), None)
    base = (plain(base, address) if base else None) or address
    canonical = None
    asks_password = False
    found: dict[str, None] = {}
    alternates: dict[tuple[str, str], None] = {}
    for element in root.iter("a", "area", "iframe", "frame", "link", "input"):
        if element.tag == "input":
            asks_password = asks_password or (element.get("type") or "").strip().lower() == "password"
            continue
        rel = (element.get("rel") or "").lower().split()
        target = element.get("src") if element.tag in ("iframe", "frame") else element.get("href")
        tag = element.get("hreflang") if element.tag == "link" and "alternate" in rel else None
        leads = element.tag != "link" or tag or "next" in rel
        link = plain(target, base) if target else None
        if link is None:
            continue
        if element.tag == "link" and "canonical" in rel:
            canonical = link
        elif leads:
            found[link] = None
            if tag:
                alternates[tag.strip().lower(), link] = None
    return Leads(tuple(found), canonical, tuple(alternates), asks_password)


def same_page(address: str, canonical: str) -> bool:
    """Whether two addresses name one page: they differ in their query, a last slash or a start page's name alone."""

    def bare(one: str) -> Sequence[str]:
        parts = urlsplit(one)
        path = parts.path.rstrip("/")
        for name in ("/index.html", "/index.htm", "/index.php"):
            path = path.removesuffix(name)
        return parts.netloc, path

    return bare(address) == bare(canonical)
