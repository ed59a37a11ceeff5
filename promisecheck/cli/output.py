"""Reports to files and to the terminal, and what a run's exit status is."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from promisecheck.errors import Fault, InputError
from promisecheck.model import Report

_RANK = {"error": 3, "warning": 2, "note": 1}


def write_reports(report: Report, outputs: Sequence[tuple[str, Path | None]], language: str | None) -> None:
    """Write each output. Raises InputError when two of them claim standard output, or a file cannot be written."""
    from promisecheck.reports import writer

    outputs = outputs or (("text", None),)
    to_stdout = [name for name, file in outputs if file is None]
    if len(to_stdout) > 1:
        raise InputError(Fault(f"{' and '.join(to_stdout)} cannot both go to the terminal", hint="json=report.json"))
    for name, file in outputs:
        form = writer(name)
        shape = form.terminal(sys.stdout) if file is None and hasattr(form, "terminal") else {}
        text = form.write(report, language=language or "auto", **shape)
        if file is None:
            click.echo(text, nl=not text.endswith("\n"))
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InputError(Fault(f"cannot write the report: {error.strerror}", str(file))) from None


def tell_problems(report: Report, outputs: Sequence[tuple[str, Path | None]]) -> None:
    """Name what could not be read on standard error, where the terminal does not show it in a text report."""
    if any(name == "text" and file is None for name, file in outputs or (("text", None),)):
        return
    for problem in report.problems:
        click.echo(
            str(Fault(problem.message, problem.source, problem.line, problem.column, hint=problem.hint)), err=True
        )
    if not report.documents and not report.problems:
        click.echo("nothing was read: no file here holds copy", err=True)


def tell_records(report: Report, wanted: str) -> None:
    """Say on standard error how much each record holds and how much of it was left out, in the report's language."""
    if not report.records:
        return
    from promisecheck.reports.records import record_line
    from promisecheck.reports.words import language_of

    language = language_of(report, wanted)
    for record in report.records:
        click.echo(record_line(record, language), err=True)


def exit_status(report: Report, fail_on: str) -> int:
    """0, 1 or 2 as the contract says; problems and a run that read nothing are never a success."""
    if report.problems or not report.documents:
        return 2
    if fail_on == "never":
        return 0
    return int(any(_RANK[finding.severity] >= _RANK[fail_on] for finding in report.findings))
