"""`specs lint`: whether the standards are any good."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from promisecheck.cli.options import Day, settings, specs_folder
from promisecheck.cli.records import evidence_for, record_options
from promisecheck.config import FAIL_ON
from promisecheck.model import Language

if TYPE_CHECKING:
    from promisecheck.insight.lint import Lint

_RANK = {"error": 3, "warning": 2, "note": 1, "never": 4}
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}
_EXAMPLES = """\b
Examples:
  promisecheck specs lint service_specs/dar-naranj
  promisecheck specs lint --copy site --copy mails --fail-on error
"""


@click.command("lint", epilog=_EXAMPLES)
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--copy", "copies", multiple=True, metavar="PATH", help="All copy: tells what is promised nowhere.")
@record_options
@click.option("--no-records", is_flag=True, help="Leave the records of what really happened aside.")
@click.option("--date", type=Day(), help="The day on which reviews are due. Default: today.")
@click.option("--fail-on", type=click.Choice(FAIL_ON), help="Exit 1 from this severity on. Default: error.")
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
@click.option("--output-format", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
def lint(
    folder: Path | None,
    copies: tuple[str, ...],
    measured: tuple[str, ...],
    queries: tuple[str, ...],
    no_records: bool,
    date: dt.date | None,
    fail_on: str | None,
    lang: Language,
    output_format: str,
) -> int:
    """What is missing, stale, out of reach, too easy or unexplained in the declared standards.

    Exit status: 0 nothing at or above --fail-on, 1 findings, 2 the run could not be trusted.
    """
    from promisecheck.insight.lint import lint as looked_over
    from promisecheck.insight.lint import worst_first
    from promisecheck.standards import load_organisation

    config = settings(None)
    specs = specs_folder(folder, config)
    organisation = load_organisation(specs)
    day = date or dt.date.today()
    recorded: Any = ()
    problems: list[str] = []
    evidence = None if no_records else evidence_for(organisation, specs, day, measured, queries)
    if evidence is not None:
        from promisecheck.insight.records import recorded as in_records

        recorded = in_records(organisation, evidence.records, day=day)
        from promisecheck.reports.records import fault_words

        problems += [fault_words(fault, "en" if output_format == "json" else lang) for fault in evidence.records.faults]
    copy = None
    if copies:
        from promisecheck import check

        copy = check(list(copies), specs=specs, start=day)
        problems += [f"{problem.source}: {problem.message}" for problem in copy.problems]
    found = worst_first(looked_over(organisation, day=day, recorded=recorded, copy=copy))
    _write(found, output_format, lang, organisation.name)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        return 2
    least = _RANK[fail_on or config.fail_on or "error"]
    return int(any(_RANK[one.rule.severity] >= least for one in found))


def _write(found: list[Lint], output_format: str, lang: Language, name: str) -> None:
    from promisecheck.reports.words import counted, say

    if output_format == "json":
        values = [
            {
                "rule": one.rule.name,
                "severity": one.rule.severity,
                "standard": one.standard,
                "where": one.where,
                "line": int(one.where.rpartition(":")[2]),
                "column": one.column,
                "message": one.message(lang),
                "why": one.rule.why[lang],
                "mend": one.rule.mend[lang],
            }
            for one in found
        ]
        click.echo(json.dumps({"version": 1, "organisation": name, "findings": values}, ensure_ascii=False, indent=1))
        return
    for one in found:
        file, _, line = one.where.rpartition(":")
        if output_format == "github":
            level = {"note": "notice"}.get(one.rule.severity, one.rule.severity)
            message = f"{one.message(lang)}. {one.rule.mend[lang]}".replace("%", "%25").replace("\n", "%0A")
            click.echo(f"::{level} file={file},line={line},col={one.column},title={one.rule.name}::{message}")
            continue
        click.secho(f"{one.place}: {say(one.rule.severity, lang)} ", nl=False, fg=_COLOURS[one.rule.severity])
        click.echo(f"{one.rule.name}: {one.message(lang)}\n  {one.rule.mend[lang]}")
    if output_format == "text":
        told = [counted(sum(one.rule.severity == each for one in found), each, lang) for each in _COLOURS]
        click.echo(f"{name}: {say('comma', lang).join(told)}")
