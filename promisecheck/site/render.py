"""Pages as a browser shows them, with the browser shut off from the network.

Chromium runs with a proxy that does not exist and with no names to resolve; each request it makes is answered by us
through the fetcher, or not at all. Each page has a context of its own, without storage, service workers, sockets,
downloads or further windows. The text of the result is the page's tree written out as HTML: positions are those of it.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from promisecheck.site.passage import Passage, Reply
from promisecheck.site.polite import Polite

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, Route

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DEAD: Final = "http://127.0.0.1:9"
"""A proxy on the port that discards: nothing that slips past the passage arrives anywhere."""
_ARGUMENTS: Final = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--no-pings",
    "--dns-prefetch-disable",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--block-new-web-contents",
    "--js-flags=--max-old-space-size=256",
)
_GONE: Final = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport", "SharedWorker", "open"])
  try { Object.defineProperty(window, name, {value: undefined, writable: false, configurable: false}); } catch {}
"""
"""Taken from every page before its scripts run: ways around requests, and other windows."""
_OF_THE_PAGE: Final = ("content-type", "content-security-policy")
"""Headers of the page itself that a browser is given."""
_LOOK: Final = 0.3
_QUIET, _STILL = 2, 6
"""So many looks without change and without requests, or without change alone, and a page has come to rest."""
_SIZE: Final = 10 * 1024 * 1024
_DIGITS: Final = re.compile(r"\d+")


class RenderError(Exception):
    """A page that could not be shown: why, and what may help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as a browser shows it. led_to: where its scripts wanted to go. rest: whether it came to rest in time.

    closed: addresses its scripts asked for that robots.txt closes.
    """

    html: str
    led_to: tuple[str, ...] = ()
    rest: bool = True
    closed: int = 0


class Renderer:
    """Shows pages in one browser, started with the first. Use it in one thread, in a `with` block."""

    def __init__(self, polite: Polite, seconds: float) -> None:
        """seconds: what one page may take, without the pauses between requests."""
        self._passage = Passage(polite)
        self._seconds = seconds
        self._stack = contextlib.ExitStack()
        self._browser: Browser | None = None
        self._fault: RenderError | None = None

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def start(self) -> Browser:
        """The browser, started unless it runs. Raises RenderError when there is none."""
        if self._fault is not None:
            raise self._fault
        if self._browser is None or not self._browser.is_connected():
            try:
                self._stack.close()
                self._browser = self._launched()
            except RenderError as fault:
                self._fault = fault
                raise
        return self._browser

    def show(self, address: str, body: bytes, headers: Mapping[str, str], allowed: Callable[[str], bool]) -> Rendered:
        """A page whose HTML has come already, with what its scripts make of it. Raises RenderError.

        allowed: whether robots.txt leaves an address of the page's own host open.
        """
        browser = self.start()
        from playwright.sync_api import Error
        from playwright.sync_api import TimeoutError as TooLongError

        self._passage.begin(address, self._seconds, allowed)
        try:
            context = browser.new_context(
                service_workers="block", accept_downloads=False, locale="en", timezone_id="UTC"
            )
            try:
                return self._shown(context, address, body, headers)
            finally:
                context.close()
        except TooLongError:
            raise RenderError(f"its scripts did not come to an end within {self._seconds:g} seconds") from None
        except Error as error:
            reason = str(error).partition("\n")[0][:200]
            raise RenderError(f"the browser could not show it: {reason}") from None

    def _shown(self, context: BrowserContext, address: str, body: bytes, headers: Mapping[str, str]) -> Rendered:
        from playwright.sync_api import Error

        context.add_init_script(_GONE)
        context.route_web_socket(re.compile(""), lambda socket: socket.close())
        page = context.new_page()
        context.on("page", lambda other: other.close())
        page.on("dialog", lambda dialog: dialog.dismiss())
        led_to: dict[str, None] = {}
        begun = False

        def reply(request: Request) -> Reply | None:
            nonlocal begun
            if not request.is_navigation_request():
                return self._passage.reply(request.method, request.resource_type, request.url, request.headers)
            if not _is_of(page, request):
                return None
            if begun:
                led_to[request.url] = None
                return Reply(204)  # the browser then stays where it is; refused, it would show a page of its own
            begun = True
            return Reply(200, {name: headers[name] for name in _OF_THE_PAGE if name in headers}, body)

        def answer(route: Route) -> None:
            found = reply(route.request)
            with contextlib.suppress(Error):  # the page may be gone by now
                if found is None:
                    route.abort("blockedbyclient")
                else:
                    route.fulfill(status=found.status, headers=dict(found.headers), body=found.body)

        context.route(re.compile(""), answer)
        page.goto(address, wait_until="commit", timeout=self._left)
        rest = self._rest(page)
        if not page.url.startswith(("http://", "https://")):
            raise RenderError(f"its scripts leave it for {page.url.partition(':')[0]}:")
        html = page.inner_html("html", timeout=max(self._left, 1000))
        if len(html) > _SIZE:
            raise RenderError(f"its scripts make more than {_SIZE // 1024 // 1024} MB of it")
        named = {name: page.get_attribute("html", name, timeout=max(self._left, 1000)) for name in ("lang", "dir")}
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)
        written = f"<!doctype html>\n<html{attributes}>{html}</html>\n"
        return Rendered(written, tuple(led_to), rest, self._passage.closed)

    @property
    def _left(self) -> float:
        """Milliseconds that are left, for playwright."""
        return max(self._passage.left, 0.001) * 1000

    def _rest(self, page: Page) -> bool:
        """Wait until the text of the page (digits aside: clocks run) stays the same; False when it never does."""
        quiet = still = 0
        before: tuple[str, int] | None = None
        while self._passage.left > 0:
            page.wait_for_timeout(_LOOK * 1000)
            text = _DIGITS.sub("0", page.inner_text("html", timeout=max(self._left, 1000)))
            now = (text, self._passage.answered)
            still = still + 1 if before is not None and before[0] == text else 0
            quiet = quiet + 1 if before == now else 0
            before = now
            if quiet >= _QUIET or still >= _STILL:
                return True
        return False

    def _launched(self) -> Browser:
        hint = (
            "pip install 'promisecheck[render]', and a Chromium (apt install chromium, or: playwright install chromium)"
        )
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError:
            raise RenderError("pages made by scripts need a browser, and playwright is not installed", hint) from None
        playwright: Playwright = self._stack.enter_context(sync_playwright())
        home = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="promisecheck-browser-"))
        found = next(filter(None, map(shutil.which, _NAMES)), None)
        options: dict[str, Any] = {"executable_path": found} if found else {}
        try:
            return playwright.chromium.launch(
                args=[*_ARGUMENTS],
                chromium_sandbox=os.geteuid() != 0,
                proxy={"server": _DEAD, "bypass": "<-loopback>"},
                env={"PATH": os.environ.get("PATH", os.defpath), "HOME": home},
                **options,
            )
        except Error as error:
            reason = str(error).partition("\n")[0][:200]
            raise RenderError(f"no browser can be started: {reason}", hint) from None


def _is_of(page: Page, request: Request) -> bool:
    """Whether a navigation is one of the page itself, and not of a frame in it or of another window."""
    from playwright.sync_api import Error

    try:
        return request.frame == page.main_frame
    except Error:  # a window that is about to open
        return False
