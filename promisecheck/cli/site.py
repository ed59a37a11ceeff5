"""`site`: a whole website, crawled or from a folder."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from promisecheck.cli.crawling import Crawled, compared, crawl_options, crawled
from promisecheck.cli.options import fail_on, shared
from promisecheck.cli.output import tell_problems, write_reports
from promisecheck.cli.quietly import quiet_options, quieted, status
from promisecheck.cli.running import judged, judging
from promisecheck.config import Config
from promisecheck.errors import Fault, InputError
from promisecheck.model import Document, Problem


@click.command()
@click.argument("source", metavar="URL_OR_FOLDER")
@shared
@judging
@quiet_options
@crawl_options
@fail_on("error")
def site(source: str, **options: Any) -> int:
    """Crawl a website (or read its folder) and judge every promise on it; one in a shared header counts once.

    robots.txt and its crawl delay are kept; pages are found by links, sitemaps and hreflang, on the host of URL alone.
    A crawl that was stopped goes on where it was. Pages that cannot be read, no page at all, or a crawl that was cut
    short exit 2; so does a site, or a page that is still there, without a promise where an earlier crawl had some.
    """
    from promisecheck.site.together import together

    if "://" not in source and (options["headers"] or options["cookies"]):
        raise InputError(Fault("a folder needs no login", source, hint="leave out --header and --cookies"))
    crawl: Crawled | None = None

    def pages(config: Config) -> tuple[list[Document], list[Problem]]:
        nonlocal crawl
        crawl = crawled(source, options, config)
        return crawl.documents, crawl.problems

    with judged((source,), options, pages if "://" in source else None) as done:
        report = quieted(replace(done, report=together(done.report, _site(source))), options)
        if crawl is not None:
            report = compared(report, crawl, accepted=options["accept_fewer"])
        write_reports(report, options["outputs"], options["report_lang"])
        tell_problems(report, options["outputs"])
        return status(report, options["fail_on"] or done.config.fail_on or "error", options)


def _site(source: str) -> str:
    """What fingerprints of a site name it: its host, or the folder as given."""
    from urllib.parse import urlsplit

    return urlsplit(source).netloc if "://" in source else source.rstrip("/")
