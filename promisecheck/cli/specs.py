"""`specs`: check a folder of standards, show what holds where, lint it, bring in branches."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from promisecheck.cli.importing import import_
from promisecheck.cli.linting import lint
from promisecheck.cli.options import Day, settings, specs_folder
from promisecheck.model import Language

if TYPE_CHECKING:
    from promisecheck.standards import Row

_SPECS = click.option("--specs", "folder", type=click.Path(path_type=Path), help="Folder of standards.")
_FORMAT = click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)


@click.group()
def specs() -> None:
    """Check a folder of declared standards, show what holds at a location on a day, bring in branches."""


@specs.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def validate(folder: Path | None) -> None:
    """Read every file and name each mistake with its line, column and mend. Exits 2 where there is one."""
    from promisecheck.standards import load_organisation

    organisation = load_organisation(specs_folder(folder, settings(None)))
    for warning in organisation.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(
        f"{organisation.name}: {len(organisation.declarations)} standards, {len(organisation.locations)} locations, "
        f"{len(organisation.tiers)} tiers, {len(organisation.notices)} notices in {len(organisation.files)} files"
        f" · {len(organisation.warnings)} warnings"
    )


@specs.command()
@_SPECS
@click.option("--location", "locations", multiple=True, metavar="ID", help="Repeatable. Default: every location.")
@click.option("--tier", metavar="ID", help="Default: the tier that everybody gets.")
@click.option("--date", type=Day(), help="Default: today.")
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True)
@_FORMAT
def show(
    folder: Path | None,
    locations: tuple[str, ...],
    tier: str | None,
    date: dt.date | None,
    lang: Language,
    output_format: str,
) -> None:
    """What is declared at a location for a tier on a day, exceptions to the general rule marked."""
    from promisecheck.standards import load_organisation
    from promisecheck.standards import show as rows_at

    organisation = load_organisation(specs_folder(folder, settings(None)))
    day = date or dt.date.today()
    rows = [row for id_ in locations or organisation.location_ids for row in rows_at(organisation, id_, tier, day)]
    if output_format == "json":
        click.echo(json.dumps([_as_json(row) for row in rows], ensure_ascii=False))
        return
    for id_, here in itertools.groupby(rows, key=lambda row: row.location):
        _print_location(id_, list(here), day, lang)


@specs.command()
def schema() -> None:
    """Print the JSON Schema of a spec file; editors complete and check with it."""
    from promisecheck.standards import spec_schema

    click.echo(json.dumps(spec_schema(), ensure_ascii=False, indent=1))


specs.add_command(import_)
specs.add_command(lint)


def _print_location(location: str, rows: list[Row], day: dt.date, lang: Language) -> None:
    """One table: everything declared at a location."""
    from rich.console import Console
    from rich.table import Table

    from promisecheck.reports.levels import declared_words

    tier = f", tier {rows[0].tier}" if rows[0].tier else ""
    title = f"{location}{tier} on {day}: {len(rows)} standards"
    table = Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim", pad_edge=False)
    table.add_column("service", no_wrap=True)
    table.add_column("measure", no_wrap=True)
    table.add_column("level", overflow="fold", max_width=34)
    table.add_column("in", justify="right", no_wrap=True)
    table.add_column("note", overflow="fold")
    for row in rows:
        standard = row.standard
        share = f"{standard.reliability:.0%}"
        table.add_row(standard.service, standard.measure, declared_words(standard, lang), share, _note(row, lang))
    console = Console(highlight=False)
    console.print(table)
    console.print()


def _note(row: Row, lang: Language) -> str:
    """Why the standard differs here, a notice in force, or why it cannot be relied on."""
    standard = row.standard
    notes = []
    if row.standing != "in_force":
        notes.append(row.standing.replace("_", " "))
    if standard.notice is not None:
        notes.append("notice: " + (standard.notice.get(lang) or next(iter(standard.notice.values()), "")))
    elif row.differs:
        reason = standard.reason.get(lang) or next(iter(standard.reason.values()), "")
        notes.append(f"differs: {reason}" if reason else "differs")
    notes += [condition.text for condition in standard.conditions]
    return "; ".join(notes)


def _as_json(row: Row) -> dict[str, Any]:
    standard = row.standard
    return {
        "location": row.location,
        "tier": row.tier,
        "standard": standard.id,
        "service": standard.service,
        "measure": standard.measure,
        "level": standard.level.to_json() if standard.level else None,
        "reliability": standard.reliability,
        "standing": row.standing,
        "differs": row.differs,
        "conditions": [condition.to_json() for condition in standard.conditions],
        "reason": dict(standard.reason),
        "notice": dict(standard.notice) if standard.notice else None,
        "where": standard.where,
    }
