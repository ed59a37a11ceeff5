"""Crawl a site: polite, bounded, and honest about what it could not read.

robots.txt is kept (RFC 9309: one that cannot be had closes the site), its crawl delay too. A page that fails for a
passing reason is asked again, later each time. Anything that keeps part of the site from being read is a problem of the
run: a page that answers with an error, an unending family of addresses, a crawl that was cut short.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from promisecheck.model import Problem
from promisecheck.site.addresses import Scope, loops, plain, same_page
from promisecheck.site.alternates import Alternates
from promisecheck.site.asking import GONE, Asking
from promisecheck.site.journal import Journal, Page
from promisecheck.site.polite import Polite
from promisecheck.site.sitemap import SitemapError, read_sitemap
from promisecheck.sources.fetch import FetchError

if TYPE_CHECKING:
    from protego import Protego

AGENT: Final = "promisecheck"
_SITEMAPS: Final = 50

Progress = Callable[[int, int, str], None]
"""Called with the pages done, the pages known and the address of the last one."""


@dataclass(frozen=True, slots=True)
class Most:
    """How much of a site is read. pages: at most. variants: addresses that differ in their query alone, at most."""

    pages: int = 10_000
    variants: int = 50


class Crawl:
    """One crawl. After `pages()` has run out, `problems` holds what could not be read, `skipped` what robots closed.

    alternates: the countries that its pages are for.
    """

    def __init__(
        self,
        scope: Scope,
        polite: Polite,
        asking: Asking,
        journal: Journal,
        most: Most,
        *,
        progress: Progress | None = None,
    ) -> None:
        self._scope = scope
        self._polite = polite
        self._asking = asking
        self._journal = journal
        self._most = most
        self._progress = progress
        self._queue: deque[str] = deque()
        self._seen: set[str] = set()
        self._variants: Counter[str] = Counter()
        self._endless: set[str] = set()
        self.problems: list[Problem] = []
        self.skipped = 0
        self.alternates = Alternates()

    def pages(self) -> Iterator[tuple[Page, bytes]]:
        """The pages of the site with their bodies, each page once."""
        start = self._scope.start
        robots = self._robots(start)
        if robots is None:
            return
        self._enqueue(start)
        self._sitemaps(robots, start)
        read: set[str] = set()
        done = 0
        while self._queue:
            if done >= self._most.pages:
                message = f"the crawl was cut short at {done} pages; {len(self._queue)} addresses are left"
                self.problems.append(Problem(start, message, hint="raise --max-pages, or narrow it with --exclude"))
                return
            address = self._queue.popleft()
            if not robots.can_fetch(address, AGENT):
                self.skipped += 1
                if address == start:
                    self.problems.append(Problem(start, "robots.txt closes this address", hint="ask who runs the site"))
                continue
            page = self._journal.finished.get(address)
            if page is None:
                page = self._asking.page(address, lambda one: robots.can_fetch(one, AGENT))
                self._journal.add(page)
            done += 1
            if self._progress is not None:
                self._progress(done, done + len(self._queue), address)
            body = self._journal.body(page.body) if page.body else None
            if page.problem:
                self.problems.append(Problem(address, page.problem, hint=page.hint))
            if address == start and page.body and not self._scope.holds(page.final):
                message = f"the start of the site leads out of it, to {page.final}"
                self.problems.append(Problem(start, message, hint="if that is the site, start there"))
            if body is None or not self._scope.holds(page.final):
                continue
            self.alternates.say(page.alternates, page)
            for link in page.links:
                self._enqueue(link)
            name = page.final
            if page.canonical and self._scope.holds(page.canonical) and same_page(page.final, page.canonical):
                name = page.canonical
            if name not in read:
                read.add(name)
                yield replace(page, final=name), body
        self._journal.done()

    # -------------------------------------------------------------------------------------------- what is asked
    def _enqueue(self, address: str) -> None:
        found = plain(address)
        if found is None or found in self._seen or not self._scope.holds(found):
            return
        self._seen.add(found)
        family = urlsplit(found)._replace(query="").geturl()
        if urlsplit(found).query:
            self._variants[family] += 1
        if loops(found) or self._variants[family] > self._most.variants:
            if family not in self._endless and not (loops(found) and self._endless):
                message = "addresses without end: only their query or a repeated folder differs"
                hint = f"the rest is left out; if they are no pages: --exclude '{urlsplit(found).path}'"
                self.problems.append(Problem(family, message, hint=hint))
            self._endless.add(family)
            return
        self._queue.append(found)

    def _robots(self, start: str) -> Protego | None:
        from protego import Protego

        address = urlsplit(start)._replace(path="/robots.txt", query="").geturl()
        try:
            answer = self._polite.get(address, types=None)
        except FetchError as error:
            self.problems.append(Problem(address, f"robots.txt cannot be read: {error.message}", hint=error.hint))
            return None
        if answer.status >= 500 or answer.status == 429:
            message = f"robots.txt answers {answer.status}; the site is taken as closed"
            self.problems.append(Problem(address, message, hint="try again later"))
            return None
        rules = Protego.parse(answer.body.decode("utf-8", "replace") if answer.status == 200 else "")
        self._polite.slow_down(rules.crawl_delay(AGENT) or 0.0)
        return rules

    def _sitemaps(self, robots: Protego, start: str) -> None:
        named = [found for one in robots.sitemaps if (found := plain(one, start))]
        usual = urlsplit(start)._replace(path="/sitemap.xml", query="").geturl()
        waiting = deque(named or [usual])
        seen: set[str] = set()
        while waiting and len(seen) < _SITEMAPS:
            address = waiting.popleft()
            if address in seen or urlsplit(address).netloc != urlsplit(start).netloc:
                continue
            seen.add(address)
            try:
                answer = self._polite.get(address, types=None)
                if answer.status != 200:
                    if named and answer.status not in GONE:
                        raise SitemapError(f"answers {answer.status}")
                    continue
                sitemap = read_sitemap(answer.body)
            except FetchError as error:
                self.problems.append(Problem(address, f"the sitemap cannot be read: {error.message}", hint=error.hint))
                continue
            except SitemapError as error:
                if named:
                    self.problems.append(Problem(address, f"the sitemap {error}"))
                continue
            if sitemap.index:
                waiting += [found for one in sitemap.addresses if (found := plain(one, address))]
            else:
                said = ((tag, plain(one, address)) for tag, one in sitemap.alternates)
                alternates = [(tag, one) for tag, one in said if one is not None]
                self.alternates.say(alternates)
                for one in (*sitemap.addresses, *(one for _, one in alternates)):
                    self._enqueue(one)
