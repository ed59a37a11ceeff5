"""What keeps a check quiet: options, and the findings they take out of the report."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from promisecheck.cli.output import exit_status
from promisecheck.cli.running import Done
from promisecheck.errors import Fault, InputError
from promisecheck.model import Report

if TYPE_CHECKING:
    from promisecheck.quiet.approvals import Approval

_RANK = {"error": 3, "warning": 2, "note": 1, "never": 4}


def quiet_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--baseline`, `--approvals`, `--gate`, `--changed-since`, `--max-findings` and `--exit-zero`."""
    options = [
        click.option("--baseline", type=click.Path(path_type=Path), help="Findings to let stand: `baseline write`."),
        click.option(
            "--approvals", type=click.Path(path_type=Path), help="Promises approved in the app: `approvals export`."
        ),
        click.option(
            "--gate",
            metavar="URL",
            help="Ask the review app there what is approved; its token, scope 'gate', is in PROMISECHECK_TOKEN.",
        ),
        click.option(
            "--changed-since", metavar="REV", help="Only findings on lines that changed since this git revision."
        ),
        click.option(
            "--max-findings", type=click.IntRange(0), default=0, help="Exit 1 only when there are more. Default: 0."
        ),
        click.option("--exit-zero", is_flag=True, help="Exit 0 whatever was found; a run in doubt still exits 2."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def quieted(done: Done, options: Mapping[str, Any]) -> Report:
    """The report without what stands in the baseline and what no change touches; says on standard error what went."""
    report = done.report
    told = []
    if done.baseline is not None:
        from promisecheck.quiet.baseline import emptied, read_baseline, without_baseline

        baseline = read_baseline(done.baseline)
        problem = emptied(report, baseline, whole=done.whole)
        report, gone = without_baseline(report, baseline, done.day)
        told.append(f"{gone} in the baseline")
        if problem is not None:
            report = replace(report, problems=(*report.problems, problem))
    if done.approvals is not None or options["gate"]:
        report, gone = _approved(report, done, options)
        told.append(f"{gone} approved")
    if options["changed_since"]:
        from promisecheck.quiet.changed import changes_since, on_changes

        report, gone = on_changes(report, changes_since(options["changed_since"], Path.cwd()))
        told.append(f"{gone} on lines unchanged since {options['changed_since']}")
    if told and not options["quiet"]:
        click.echo(f"findings left out: {', '.join(told)}", err=True)
    return report


def status(report: Report, fail_on: str, options: Mapping[str, Any]) -> int:
    """The exit status; findings up to --max-findings, or any with --exit-zero, are no failure."""
    found = exit_status(report, fail_on)
    if found != 1:
        return found
    grave = sum(_RANK[finding.severity] >= _RANK[fail_on] for finding in report.findings)
    return int(grave > options["max_findings"] and not options["exit_zero"])


def _approved(report: Report, done: Done, options: Mapping[str, Any]) -> tuple[Report, int]:
    """The report without what is approved, and how many findings went; names approvals that let nothing through."""
    from promisecheck.quiet.approvals import flagged_claims, without_approved
    from promisecheck.review.standings import standings

    flagged = flagged_claims(report)
    known = (*_in_file(done), *_at_gate({one.key for one in flagged}, done, options))
    report, told = without_approved(report, known, standings(flagged), done.day)
    if not options["quiet"]:
        for one in told.expired:
            click.echo(f"approval expired {one.expires}: {one.quote} at {one.location} ({one.piece})", err=True)
        for one in told.outdated:
            click.echo(f"approval of another standard: {one.quote} at {one.location} ({one.piece})", err=True)
        if done.whole:
            for one in told.unused:
                click.echo(f"approval not needed: {one.quote} at {one.location} ({one.piece})", err=True)
    return report, told.through


def _in_file(done: Done) -> tuple[Approval, ...]:
    """The approvals of the signed file, if there is one."""
    from promisecheck.quiet.approvals import read_approvals, verifier

    if done.approvals is None:
        return ()
    if done.config.approvals_key is None:
        hint = "set approvals_key in the settings to the public key: promisecheck approvals keys prints it"
        raise InputError(Fault("approvals without a key count for nothing", str(done.approvals), hint=hint))
    return read_approvals(done.approvals, verifier(done.config.approvals_key))


def _at_gate(keys: set[str], done: Done, options: Mapping[str, Any]) -> tuple[Approval, ...]:
    """What the review app says is approved of the promises that were flagged; nothing is asked when none was."""
    if not options["gate"] or not keys:
        return ()
    from promisecheck.quiet.review_app import ReviewApp

    hosts = (*done.config.allow_hosts, *options["allow_hosts"])
    with ReviewApp(options["gate"], os.environ.get("PROMISECHECK_TOKEN"), allow_hosts=hosts) as app:
        return app.approvals(keys)
