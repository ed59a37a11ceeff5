"""One page of a site: asked for, shown by a browser where it has to be, and kept in the journal's terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, Literal

from promisecheck.site.addresses import Leads, leads_of, plain
from promisecheck.site.journal import Journal, Page
from promisecheck.site.polite import Polite
from promisecheck.site.render import Rendered, Renderer, RenderError
from promisecheck.site.shell import shell_words
from promisecheck.sources.fetch import Fetched, FetchError

Render = Literal["auto", "always", "never"]
"""Which pages a browser shows: empty shells, all of them, none."""
GONE: Final = frozenset((404, 410))
_CLOSED: Final = frozenset((401, 403))
_HTML: Final = frozenset(("text/html", "application/xhtml+xml", ""))


class Asking:
    """Asks for the pages of the site that starts at `start`.

    renderer: starts a browser with the first page that it has to show. logged_in: whether a login is sent along.
    """

    def __init__(
        self, start: str, polite: Polite, journal: Journal, render: Render, renderer: Renderer, *, logged_in: bool
    ) -> None:
        self._start = start
        self._polite = polite
        self._journal = journal
        self._render = render
        self._renderer = renderer
        self._logged_in = logged_in

    def page(self, address: str, allowed: Callable[[str], bool]) -> Page:
        """The page at an address, with its body kept. allowed: whether robots.txt leaves an address open."""
        before = self._journal.before.get(address)
        known = before is not None and before.body and self._journal.body(before.body) is not None
        headers: dict[str, str] = {}
        if before is not None and known:
            headers |= {"If-None-Match": before.etag} if before.etag else {}
            headers |= {"If-Modified-Since": before.modified} if before.modified else {}
        try:
            answer = self._polite.get(address, headers)
        except FetchError as error:
            if "which is no page" in error.message:
                return Page(address, address, 200)
            return Page(address, address, 0, problem=error.message, hint=error.hint)
        final = plain(answer.address) or address
        if answer.status == 304 and before is not None:
            return replace(before, status=304)
        if answer.status != 200:
            return self._refused(address, final, answer.status)
        if answer.media_type not in _HTML:
            return self._kept(address, final, answer, Leads())
        leads = leads_of(answer.body, final, answer.charset)
        if self._logged_in and final != address and leads.asks_password:
            hint = "the session may be over: log in again, and save the cookies or set the variable anew"
            return Page(address, final, 200, problem="it leads to a page that asks for a password", hint=hint)
        words = shell_words(answer.body, answer.charset)
        if self._render == "always" or (words is not None and self._render == "auto"):
            return self._shown(address, final, answer, allowed, words)
        return self._kept(address, final, answer, leads, shell=words is not None)

    def _refused(self, address: str, final: str, status: int) -> Page:
        """A page that was answered with another status than 200; a missing one is no problem of the run."""
        if status in GONE and address != self._start:
            return Page(address, final, status)
        hint = None
        if status in _CLOSED:
            hint = "is the login still good?" if self._logged_in else "log in with --cookies or --header"
        return Page(address, final, status, problem=f"the server answers {status}", hint=hint)

    def _kept(self, address: str, final: str, answer: Fetched, leads: Leads, *, shell: bool = False) -> Page:
        return Page(
            address,
            final,
            200,
            self._journal.keep(answer.body),
            answer.media_type,
            answer.charset,
            answer.headers.get("etag", ""),
            answer.headers.get("last-modified", ""),
            leads.links,
            leads.canonical,
            alternates=leads.alternates,
            shell=shell,
        )

    def _shown(
        self, address: str, final: str, answer: Fetched, allowed: Callable[[str], bool], words: tuple[str, ...] | None
    ) -> Page:
        """A page as the browser shows it; what it was sent with does not tell when that changes.

        words: of the shell that it was sent as, None for a page that was none.
        """
        try:
            shown = self._renderer.show(final, answer.body, answer.headers, allowed)
        except RenderError as error:
            what = "the page cannot be shown" if words is None else "the page is empty until its scripts run"
            hint = error.hint or "leave it out with --exclude, or read it as it is sent: --render never"
            return Page(address, final, 200, problem=f"{what}: {error.message}", hint=hint)
        body = shown.html.encode("utf-8", "replace")
        leads = leads_of(body, final, "utf-8")
        links = (*leads.links, *(link for one in shown.led_to if (link := plain(one))))
        kept = Page(
            address,
            final,
            200,
            self._journal.keep(body),
            "text/html",
            "utf-8",
            links=links,
            canonical=leads.canonical,
            alternates=leads.alternates,
            rendered=True,
        )
        now = shell_words(body, "utf-8")
        doubt, mend = _doubt(shown, still_empty=now is not None and now in ((), words))
        return replace(kept, problem=doubt, hint=mend)


def _doubt(shown: Rendered, *, still_empty: bool) -> tuple[str, str | None]:
    """Why a page that was shown may not be complete, and what may help; "" when all is well."""
    if still_empty and shown.closed:
        return (
            f"the page stays empty: robots.txt closes {shown.closed} addresses that its scripts ask for",
            "ask who runs the site to open them",
        )
    if still_empty and not shown.led_to:
        return (
            "the page stays empty after its scripts have run",
            "do they fail, or ask by POST? Look at it in a browser, or leave it out with --exclude",
        )
    if not shown.rest:
        return "the page did not come to rest in time; read as it was then", "give it longer: --timeout"
    return "", None
