"""`site`: a whole website, crawled or from a folder."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from promisecheck.cli.options import fail_on, shared
from promisecheck.cli.output import tell_problems, write_reports
from promisecheck.cli.quietly import quiet_options, quieted, status
from promisecheck.cli.running import judged, judging
from promisecheck.config import Config
from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.model import Document, Problem

_EVERY = 0.2
_SIZE = 10 * 1024 * 1024


@click.command()
@click.argument("source", metavar="URL_OR_FOLDER")
@shared
@judging
@quiet_options
@click.option("--state", type=click.Path(path_type=Path), help="Where the crawl is kept, to be resumed.")
@click.option("--delay", type=click.FloatRange(0), default=0.25, help="Seconds between two requests. Default: 0.25.")
@click.option("--timeout", type=click.FloatRange(0.1), default=30.0, help="Seconds one page may take. Default: 30.")
@click.option("--retries", type=click.IntRange(0), default=2, help="Tries after a failure that may pass. Default: 2.")
@click.option("--max-pages", type=click.IntRange(1), default=10_000, help="A crawl that has more exits 2.")
@fail_on("error")
def site(source: str, **options: Any) -> int:
    """Crawl a website (or read its folder) and judge every promise on it; one in a shared header counts once.

    robots.txt and its crawl delay are kept; pages are found by links, sitemaps and hreflang, on the host of URL alone.
    A crawl that was stopped goes on where it was. Pages that cannot be read, no page at all, or a crawl that was cut
    short exit 2.
    """
    from promisecheck.site.together import together

    crawled = "://" in source

    def pages(config: Config) -> tuple[list[Document], list[Problem]]:
        return _crawled(source, options, config)

    with judged((source,), options, pages if crawled else None) as done:
        report = quieted(replace(done, report=together(done.report, _site(source))), options)
        write_reports(report, options["outputs"], options["report_lang"])
        tell_problems(report, options["outputs"])
        return status(report, options["fail_on"] or done.config.fail_on or "error", options)


def _site(source: str) -> str:
    """What fingerprints of a site name it: its host, or the folder as given."""
    from urllib.parse import urlsplit

    return urlsplit(source).netloc if "://" in source else source.rstrip("/")


def _crawled(source: str, options: dict[str, Any], config: Config) -> tuple[list[Document], list[Problem]]:
    from promisecheck.bulk.cache import default_folder
    from promisecheck.site.addresses import Scope, plain
    from promisecheck.site.crawl import Crawl, Manners
    from promisecheck.site.journal import Journal
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
    include, exclude = options["include"] or config.include, options["exclude"] or config.exclude
    kept = hashlib.sha256(repr((start, include, exclude)).encode()).hexdigest()[:16]
    journal = Journal(options["state"] or (options["cache_dir"] or default_folder()) / "sites" / kept)
    manners = Manners(options["delay"], options["retries"], options["max_pages"])
    progress = None if options["quiet"] or options["no_progress"] or not sys.stderr.isatty() else _progress()
    reading = ReadOptions({"en": "en", "ar": "ar"}.get(options["lang"] or config.lang or ""))  # type: ignore[arg-type]
    hosts = (*config.allow_hosts, *options["allow_hosts"])
    documents: list[Document] = []
    problems: list[Problem] = []
    with Fetcher(allow_hosts=hosts, limits=Limits(size=_SIZE, seconds=options["timeout"])) as fetcher:
        crawl = Crawl(Scope(start, tuple(include), tuple(exclude)), fetcher, journal, manners, progress=progress)
        for page, body in crawl.pages():
            for item in read_answer(body, page.address, page.final, page.media_type, page.charset, reading):
                if isinstance(item, Problem):
                    problems.append(item)
                else:
                    documents.append(item)
    if crawl.skipped and not options["quiet"]:
        click.echo(f"{crawl.skipped} addresses left out as robots.txt asks", err=True)
    return sorted(documents, key=lambda document: document.source), [*crawl.problems, *problems]


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
