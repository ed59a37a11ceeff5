"""What `site` crawls with: its options, and the pages they lead to."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from promisecheck.config import Config
from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.model import Document, Problem, Report

if TYPE_CHECKING:
    from promisecheck.site.alternates import Alternates
    from promisecheck.site.asking import Render
    from promisecheck.site.journal import Page
    from promisecheck.sources.login import Login

_EVERY: Final = 0.2
_SIZE: Final = 10 * 1024 * 1024
_RENDER: Final = ("auto", "always", "never")


def crawl_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How a site is asked for."""
    path = click.Path(path_type=Path)
    options: list[Callable[[Callable[..., Any]], Callable[..., Any]]] = [
        click.option("--state", type=path, help="Where the crawl is kept, to be resumed."),
        click.option(
            "--delay", type=click.FloatRange(0), default=0.25, help="Seconds between two requests. Default: 0.25."
        ),
        click.option(
            "--timeout", type=click.FloatRange(0.1), default=30.0, help="Seconds one page may take. Default: 30."
        ),
        click.option(
            "--retries", type=click.IntRange(0), default=2, help="Tries after a failure that may pass. Default: 2."
        ),
        click.option("--max-pages", type=click.IntRange(1), default=10_000, help="A crawl that has more exits 2."),
        click.option(
            "--header",
            "headers",
            multiple=True,
            metavar="NAME=VARIABLE",
            help="A header for URL's own host, with its value from an environment variable; 'NAME: VALUE' for what is "
            "no secret. Repeatable.",
        ),
        click.option(
            "--cookies", type=path, help="Cookies for URL's own host: a file in Netscape's format, as curl writes it."
        ),
        click.option(
            "--render",
            type=click.Choice(_RENDER),
            default="auto",
            help="Read pages as a browser shows them: those that are empty until their scripts run (auto, the "
            "default), all, or none.",
        ),
        click.option(
            "--accept-fewer",
            is_flag=True,
            help="Promises that earlier crawls had and that are gone are gone on purpose.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Crawled:
    """The pages of the site that starts at `start`, what could not be read, and the folder where the crawl is kept."""

    start: str
    documents: list[Document]
    problems: list[Problem]
    folder: Path


def crawled(source: str, options: Mapping[str, Any], config: Config) -> Crawled:
    """Crawl the site at an address. Raises InputError for an address, a login or a state that cannot be used."""
    from promisecheck.site.addresses import Scope, plain
    from promisecheck.site.asking import Asking
    from promisecheck.site.crawl import Crawl, Most
    from promisecheck.site.journal import Journal
    from promisecheck.site.polite import Polite
    from promisecheck.site.render import Renderer, RenderError
    from promisecheck.sources.fetch import Fetcher, Limits
    from promisecheck.sources.reading import ReadOptions, read_answer

    try:
        import lxml  # noqa: F401 - named here, so that a missing part is said before the crawl
        import protego  # noqa: F401
    except ImportError:
        raise MissingExtraError("crawling a site", "site") from None
    start = plain(source)
    if start is None:
        raise InputError(Fault(f"'{source}' is no address of a site", hint="write it as https://host/"))
    scope = Scope(start, tuple(options["include"] or config.include), tuple(options["exclude"] or config.exclude))
    login = _login(start, options)
    render: Render = options["render"]
    folder = _state(scope, options)
    journal = Journal(folder)
    progress = None if options["quiet"] or options["no_progress"] or not sys.stderr.isatty() else _progress()
    reading = ReadOptions({"en": "en", "ar": "ar"}.get(options["lang"] or config.lang or ""))  # type: ignore[arg-type]
    hosts = (*config.allow_hosts, *options["allow_hosts"])
    seconds: float = options["timeout"]
    documents: list[Document] = []
    problems: list[Problem] = []
    read: dict[str, Page] = {}
    with Fetcher(allow_hosts=hosts, limits=Limits(size=_SIZE, seconds=seconds), login=login) as fetcher:
        polite = Polite(fetcher, options["delay"], options["retries"])
        with Renderer(polite, seconds) as renderer:
            if render == "always":
                try:
                    renderer.start()
                except RenderError as error:
                    raise InputError(Fault(error.message, hint=error.hint)) from None
            asking = Asking(start, polite, journal, render, renderer, logged_in=login is not None)
            crawl = Crawl(scope, polite, asking, journal, Most(options["max_pages"]), progress=progress)
            for page, body in crawl.pages():
                read[page.address] = page
                for item in read_answer(body, page.address, page.final, page.media_type, page.charset, reading):
                    if isinstance(item, Problem):
                        problems.append(item)
                    else:
                        documents.append(item)
    if not options["quiet"]:
        rendered = sum(page.rendered for page in read.values())
        _tell(crawl.skipped, rendered, sum(page.shell for page in read.values()), folder)
    documents = [_known(one, read[one.source], crawl.alternates) for one in documents]
    documents.sort(key=lambda document: document.source)
    return Crawled(start, documents, [*crawl.problems, *problems], folder)


def _known(document: Document, page: Page, alternates: Alternates) -> Document:
    """A document with what only the crawl knows of its page."""
    return replace(document, regions=alternates.regions(page), rendered=page.rendered)


def compared(report: Report, crawl: Crawled, *, accepted: bool) -> Report:
    """The report with the problem of a site or a page that had promises on an earlier crawl, and none on this one."""
    from promisecheck.site.earlier import missed, read_earlier, remembered, write_earlier

    now = {document.source: document.claims for document in report.documents}
    before = read_earlier(crawl.folder)
    problem = None if accepted else missed(before, now, crawl.start)
    whole = not report.problems and bool(now)
    write_earlier(crawl.folder, remembered(before, now, whole=whole, accepted=accepted and whole))
    return replace(report, problems=(*report.problems, problem)) if problem is not None else report


def _login(start: str, options: Mapping[str, Any]) -> Login | None:
    """What is sent along to the site, None for nothing."""
    if not options["headers"] and not options["cookies"]:
        return None
    from promisecheck.sources.login import Login, read_cookies, read_headers

    headers = read_headers(options["headers"], os.environ)
    return Login(start, headers, read_cookies(options["cookies"]) if options["cookies"] else None)


def _state(scope: Any, options: Mapping[str, Any]) -> Path:
    """The folder of the crawl: one for each site and scope, and apart for each login and way of reading.

    A login goes into its name as it was asked for (names of headers, variables and the file), never by its values.
    """
    from promisecheck.bulk.cache import default_folder

    base: Path | None = options["state"]
    if base is None:
        base = (options["cache_dir"] or default_folder()) / "sites" / _hash(scope.start, scope.include, scope.exclude)
    if not options["headers"] and not options["cookies"] and options["render"] == "auto":
        return base
    cookies = options["cookies"] and str(options["cookies"].resolve())
    return base / f"apart-{_hash(options['headers'], cookies, options['render'])}"


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _tell(skipped: int, rendered: int, shells: int, folder: Path) -> None:
    if skipped:
        click.echo(f"{skipped} addresses left out as robots.txt asks", err=True)
    if rendered:
        told = "1 page was" if rendered == 1 else f"{rendered} pages were"
        where = f"their lines are those of the HTML that came out, kept in {folder / 'pages'}"
        click.echo(f"{told} read as a browser shows it; {where}", err=True)
    if shells:
        told = "1 page is" if shells == 1 else f"{shells} pages are"
        click.echo(f"{told} empty until scripts run, and left so (--render never)", err=True)


def _progress() -> Callable[[int, int, str], None]:
    """Redraws one line on standard error: pages done and known, rate, time left."""
    started = last = time.monotonic()

    def show(done: int, known: int, name: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _EVERY:
            return
        last = now
        rate = done / max(now - started, 1e-6)
        minutes, seconds = divmod(int((known - done) / rate), 60)
        told = f"{done}/{known} pages, {rate:.1f}/s, {minutes}:{seconds:02} left  {name[-50:]}"
        sys.stderr.write(f"\r\033[K{told}\r")
        sys.stderr.flush()

    return show
