"""`emphasis`: what the copy talks about against what customers care about."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from promisecheck.cli.options import Day, settings, specs_folder
from promisecheck.errors import Fault, InputError
from promisecheck.model import Language

_EXAMPLES = """\b
Examples:
  promisecheck emphasis site mails --specs service_specs/dar-naranj
  promisecheck emphasis site --research survey.csv --output-format html > emphasis.html
"""


@click.command(epilog=_EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="PATH_OR_URL...")
@click.option("--specs", type=click.Path(path_type=Path), help="Folder of standards. Default: service_specs.")
@click.option(
    "--research",
    type=click.Path(path_type=Path),
    help="What customers said: a .csv or .xlsx table of service, measure and importance, rating (0-10) or complaints. "
    "Default: the importance declared in the standards.",
)
@click.option("--date", type=Day(), help="Default: today.")
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
@click.option("--output-format", type=click.Choice(["text", "html", "svg", "json"]), default="text", show_default=True)
def emphasis(
    paths: tuple[str, ...],
    specs: Path | None,
    research: Path | None,
    date: dt.date | None,
    lang: Language,
    output_format: str,
) -> int:
    """Loud about the unimportant, silent on the important? What copy promises against what customers care about.

    Each promise counts by where it stands: a title three times, a heading twice, small print half. Topics are services
    with a measure. Exit status: 0 in balance, 1 something is loud or silent, 2 copy that could not be read.
    """
    from promisecheck import check
    from promisecheck.insight import emphasis_report as written
    from promisecheck.insight.emphasis import emphasis as topics_of
    from promisecheck.insight.emphasis import spoken_in
    from promisecheck.insight.emphasis_picture import as_svg
    from promisecheck.insight.importance import importance_of
    from promisecheck.insight.research import read_research
    from promisecheck.standards import load_organisation

    folder = specs_folder(specs, settings(None))
    organisation = load_organisation(folder)
    importance = read_research(research, organisation) if research else importance_of(organisation)
    if not importance:
        hint = "declare importance: in the standards, or give --research FILE"
        raise InputError(Fault("nothing says what customers care about", str(folder), hint=hint))
    report = check(list(paths), specs=folder, start=date or dt.date.today())
    if not report.claims and not report.problems:
        raise InputError(Fault("no promise was found in the copy", hint="is the right folder read?"))
    found = topics_of(spoken_in(report), importance)
    if output_format == "html":
        text = written.as_html(found, organisation, lang)
    elif output_format == "svg":
        text = as_svg(found, organisation, lang)
    elif output_format == "json":
        text = written.as_json(found, organisation)
    else:
        encoding = (sys.stdout.encoding or "").lower()
        text = written.as_text(found, organisation, lang, unicode=encoding.startswith("utf"))
    click.echo(text, nl=False)
    for problem in report.problems:
        click.echo(f"{problem.source}: {problem.message}", err=True)
    return 2 if report.problems else int(any(one.loud or one.silent for one in found))
