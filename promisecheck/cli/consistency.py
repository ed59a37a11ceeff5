"""`consistency`: where branches differ, and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from promisecheck.cli.options import Day, settings, specs_folder
from promisecheck.errors import Fault, InputError
from promisecheck.model import Language

if TYPE_CHECKING:
    from promisecheck.insight.consistency import Partly

_EXAMPLES = """\b
Examples:
  promisecheck consistency --specs service_specs/dar-naranj
  promisecheck consistency site mails --output-format html > branches.html
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, metavar="[PATH_OR_URL]...")
@click.option("--specs", type=click.Path(path_type=Path), help="Folder of standards. Default: service_specs.")
@click.option("--tier", metavar="ID", help="Default: the tier that everybody gets.")
@click.option("--date", type=Day(), help="Default: today.")
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
@click.option("--output-format", type=click.Choice(["text", "html", "csv", "json"]), default="text", show_default=True)
def consistency(
    paths: tuple[str, ...],
    specs: Path | None,
    tier: str | None,
    date: dt.date | None,
    lang: Language,
    output_format: str,
) -> int:
    """The same standard at every branch, or a visible reason.

    Shows each standard at every location: what most have, who differs and why, who lies far from the others, and the
    strongest level that all keep. Of copy in PATHS also the promises that hold at some branches only.

    Exit status: 0 every difference has a reason and every promise holds everywhere or nowhere; 1 not so; 2 copy that
    could not be read.
    """
    from promisecheck.insight import consistency_report as written
    from promisecheck.insight.consistency import consistency as rows_of
    from promisecheck.insight.consistency import partly
    from promisecheck.standards import load_organisation

    folder = specs_folder(specs, settings(None))
    organisation = load_organisation(folder)
    if tier is not None and tier not in organisation.tiers:
        known = ", ".join(organisation.tiers) or "none"
        raise InputError(Fault(f"no tier is called '{tier}'", hint=f"declared: {known}"))
    day = date or dt.date.today()
    rows = rows_of(organisation, day=day, tier=tier)
    problems: tuple[str, ...] = ()
    some: tuple[Partly, ...] = ()
    if paths:
        from promisecheck import check

        report = check(list(paths), specs=folder, start=day, tier=tier)
        some = partly(report)
        problems = tuple(f"{problem.source}: {problem.message}" for problem in report.problems)
    if output_format == "html":
        text = written.as_html(rows, some, organisation, lang)
    elif output_format == "csv":
        text = written.as_csv(rows, organisation, lang)
    elif output_format == "json":
        text = written.as_json(rows, some, organisation)
    else:
        text = written.as_text(rows, some, organisation, lang)
    click.echo(text, nl=False)
    for problem in problems:
        click.echo(problem, err=True)
    return 2 if problems else int(bool(some) or any(row.unexplained for row in rows))
