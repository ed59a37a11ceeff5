"""`check` and `extract`: the main job."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from promisecheck.cli.options import Day, fail_on, period, settings, shared, specs_folder
from promisecheck.cli.output import exit_status, tell_problems, write_reports
from promisecheck.cli.progress import progress_on_terminal, wipe
from promisecheck.cli.records import evidence_for_check, record_options
from promisecheck.errors import Fault, InputError


@click.command()
@click.argument("paths", nargs=-1, metavar="PATH_OR_URL...")
@shared
@click.option("--specs", type=click.Path(path_type=Path), help="Folder of standards. Default: service_specs.")
@click.option("--location", "locations", multiple=True, metavar="ID", help="Where this copy will be seen. Repeatable.")
@click.option("--tier", metavar="ID", help="The tier this copy speaks to.")
@record_options
@click.option("--no-records", is_flag=True, help="Leave the records of what really happened aside.")
@click.option("--date", type=Day(), help="The day it runs. Default: today.")
@click.option("--from", "start", type=Day(), help="The first day it runs.")
@click.option("--until", type=Day(), help="The last day it runs.")
@fail_on("error")
def check(
    paths: tuple[str, ...],
    specs: Path | None,
    locations: tuple[str, ...],
    tier: str | None,
    measured: tuple[str, ...],
    queries: tuple[str, ...],
    no_records: bool,
    date: dt.date | None,
    start: dt.date | None,
    until: dt.date | None,
    **shared_options: Any,
) -> int:
    """Find the promises and judge each at every location it reaches. `-` reads standard input."""
    from promisecheck import engine
    from promisecheck.standards import load_organisation

    config = settings(shared_options["config_file"])
    first, last = period(date, start, until)
    reading = _reading(shared_options, config)
    folder = specs_folder(specs, config)
    organisation = load_organisation(folder)
    evidence = None
    if not no_records:
        evidence = evidence_for_check(organisation, folder, first, measured, queries)
    report = engine.check(
        _paths(paths, config.paths),
        specs=organisation,
        locations=locations or config.locations,
        tier=tier or config.tier,
        start=first,
        end=last,
        severity=config.severity,
        record=evidence,
        **reading,
    )
    if evidence is not None:
        report = evidence.told(report)
    wipe(reading["progress"])
    if not shared_options["quiet"]:
        for summary in report.records:
            click.echo(f"record {summary}", err=True)
    write_reports(report, shared_options["outputs"], shared_options["report_lang"])
    tell_problems(report, shared_options["outputs"])
    return exit_status(report, shared_options["fail_on"] or config.fail_on or "error")


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
