"""`check` and `extract`: the main job."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from promisecheck.cli.fixing import StandardInput, fix_options, fixing_asked, put_in, remaining
from promisecheck.cli.options import fail_on, settings, shared
from promisecheck.cli.output import exit_status, tell_problems, tell_records, write_reports
from promisecheck.cli.progress import progress_on_terminal, wipe
from promisecheck.cli.quietly import quiet_options, quieted, status
from promisecheck.cli.running import judged, judging
from promisecheck.errors import Fault, InputError


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH_OR_URL...")
@shared
@judging
@quiet_options
@fix_options
@fail_on("error")
def check(paths: tuple[str, ...], **options: Any) -> int:
    """Find the promises and judge each at every location it reaches. `-` reads standard input."""
    if fixing_asked(paths, options):
        return check_and_fix(paths, options)
    with judged(paths, options) as done:
        report = quieted(done, options)
        if not options["quiet"]:
            tell_records(report, options["report_lang"])
        write_reports(report, options["outputs"], options["report_lang"])
        tell_problems(report, options["outputs"])
        return status(report, options["fail_on"] or done.config.fail_on or "error", options)


def check_and_fix(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Put wordings in, or show them; then report on what remains. The status of --diff is that of the copy as it is."""
    given = StandardInput()
    pages = given.pages(options) if "-" in paths else None
    with judged(paths, options, pages) as done:
        report = quieted(done, options | {"quiet": True})
        outcome = put_in(done, report, options, given)
        fail_on = options["fail_on"] or done.config.fail_on or "error"
        if outcome.mended is not None and options["fix"]:
            report = remaining(done, report, outcome.mended)
    if options["fix"] and outcome.written and not outcome.mended:
        with judged(paths, options) as done:
            report = quieted(done, options)
    shown = options["outputs"] or () if options["diff"] or outcome.mended else options["outputs"] or (("text", None),)
    if shown:
        write_reports(report, shown, options["report_lang"])
    tell_problems(report, shown or (("none", None),))
    return status(report, fail_on, options)


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH_OR_URL...")
@shared
@fail_on(None)
def extract(paths: tuple[str, ...], **shared_options: Any) -> int:
    """Find the promises alone; no standards needed. `-` reads standard input."""
    from promisecheck import engine

    config = settings(shared_options["config_file"])
    reading = _reading(shared_options, config)
    report = engine.extract(_paths(paths, config.paths), start=dt.date.today(), severity=config.severity, **reading)
    wipe(reading["progress"])
    write_reports(report, shared_options["outputs"], shared_options["report_lang"])
    tell_problems(report, shared_options["outputs"])
    return exit_status(report, shared_options["fail_on"] or "never")


def _paths(given: tuple[str, ...], configured: tuple[str, ...]) -> tuple[str, ...]:
    if not given and not configured:
        raise InputError(Fault("nothing to read", hint="name files, folders or addresses, or - for standard input"))
    return given or configured


def _reading(options: dict[str, Any], config: Any) -> dict[str, Any]:
    """What both commands pass on to the engine: which rules, what is read, how progress is shown."""
    return {
        "rules": (*config.rules, *options["rule_dirs"]),
        "lang": options["lang"] or config.lang or "auto",
        "include": options["include"] or config.include,
        "exclude": options["exclude"] or config.exclude,
        "allow_hosts": (*config.allow_hosts, *options["allow_hosts"]),
        "progress": progress_on_terminal(off=options["quiet"] or options["no_progress"]),
    }
