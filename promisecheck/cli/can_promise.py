"""`can-promise`: the strongest level that each location, each group and all together can promise."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from promisecheck.cli.options import Day, settings, specs_folder
from promisecheck.cli.records import evidence_for, record_options
from promisecheck.errors import Fault, InputError, MissingExtraError
from promisecheck.model import Language


class Share(click.ParamType[float]):
    """A share of cases: 95%, 0.95."""

    name = "SHARE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The share, more than 0 and less than 1; a usage error for anything else."""
        if isinstance(value, float):
            return value
        from promisecheck.standards.faults import UnreadableError
        from promisecheck.standards.values import read_share

        try:
            share = read_share(value)
        except UnreadableError as error:
            self.fail(f"{error}; {error.hint}", param, ctx)
        if share >= 1:
            self.fail(f"'{value}' is every case, which no record proves; ask for less than 100%", param, ctx)
        return share


@click.command("can-promise")
@click.argument("measure")
@click.option("--service", metavar="ID", help="Id of the service; needed where several have a standard of the measure.")
@click.option(
    "--location", "locations", multiple=True, metavar="ID", help="Location or group. Repeatable. Default: all."
)
@click.option("--tier", "tiers", multiple=True, metavar="ID", help="Repeatable. Default: every tier.")
@click.option("--share", type=Share(), help="Share of cases to be sure of. Default: as declared at each place.")
@click.option("--confidence", type=Share(), default="95%", show_default=True, help="How sure to be.")
@record_options
@click.option("--specs", type=click.Path(path_type=Path), help="Folder of standards. Default: service_specs.")
@click.option(
    "--date", type=Day(), help="The day it is asked for; windows of records look back from it. Default: today."
)
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
@click.option("--output-format", type=click.Choice(["text", "json", "html", "svg"]), default="text", show_default=True)
def can_promise(
    measure: str,
    service: str | None,
    locations: tuple[str, ...],
    tiers: tuple[str, ...],
    share: float | None,
    confidence: float,
    measured: tuple[str, ...],
    queries: tuple[str, ...],
    specs: Path | None,
    date: dt.date | None,
    lang: Language,
    output_format: str,
) -> int:
    """The strongest level of MEASURE that can be promised, by place: from the standards and from the record.

    From the record it is the level that, with the confidence asked for, at least the share asked for of all cases
    meets, whatever their distribution. Where there are too few cases it says how many more are needed. Exits 2 when
    rows of the record had to be left out because they cannot be read.
    """
    try:
        from promisecheck.evidence.promisable import declared, promisable
        from promisecheck.evidence.records import Records
    except ModuleNotFoundError:
        raise MissingExtraError("'can-promise'", "evidence") from None
    from promisecheck.reports.records import fault_words, record_line, record_words
    from promisecheck.standards import load_organisation

    folder = specs_folder(specs, settings(None))
    organisation = load_organisation(folder)
    _known("service", (service,) if service else (), organisation.services)
    _known("location", locations, {**organisation.locations, **organisation.groups})
    _known("tier", tiers, organisation.tiers)
    day = date or dt.date.today()
    standards = declared(organisation, measure, service, day)
    services = sorted({one.service for one in standards})
    if service is None and len(services) > 1:
        raise InputError(Fault(f"several services have a '{measure}'", hint=f"--service {' or '.join(services)}"))
    evidence = evidence_for(organisation, folder, day, measured, queries, [one.id for one in standards])
    records = evidence.records if evidence is not None else Records(organisation, day, specs=folder)
    found = promisable(
        organisation,
        measure,
        service,
        day=day,
        records=records,
        locations=locations,
        tiers=tiers,
        share=share,
        confidence=confidence,
    )
    said: Language = "en" if output_format == "json" else lang
    summaries = evidence.summaries if evidence is not None else ()
    lines = tuple(record_words(summary, said) for summary in summaries)
    problems = tuple(fault_words(fault, said) for fault in records.faults)
    click.echo(_written(found, organisation, share, confidence, lines, problems, lang, output_format), nl=False)
    for line in (*(record_line(summary, said) for summary in summaries), *problems):
        click.echo(line, err=True)
    return 2 if problems else 0


def _written(
    found: Any,
    organisation: Any,
    share: float | None,
    confidence: float,
    lines: tuple[str, ...],
    problems: tuple[str, ...],
    lang: Language,
    output_format: str,
) -> str:
    from promisecheck.reports.promisable import as_html, as_json, as_svg, as_text
    from promisecheck.reports.promisable.view import Asked
    from promisecheck.reports.text import terminal

    asked = Asked(share, confidence)
    if output_format == "json":
        return as_json(found, asked, lines, problems) + "\n"
    if output_format == "html":
        return as_html(found, organisation, asked, language=lang, facts=(*lines, *problems))
    if output_format == "svg":
        return as_svg(found, organisation, asked, language=lang)
    return as_text(found, organisation, asked, language=lang, **terminal(sys.stdout))


def _known(kind: str, given: tuple[str, ...], known: Any) -> None:
    """Raises InputError for ids that are not declared."""
    import difflib

    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known, 3, 0.5)
            hint = f"did you mean: {', '.join(near)}" if near else f"declared: {', '.join(list(known)[:20])}"
            raise InputError(Fault(f"no {kind} is called '{name}'", hint=hint))
