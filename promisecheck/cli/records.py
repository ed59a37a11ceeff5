"""Options on measured records, shared by `check` and `can-promise`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from promisecheck.errors import Fault, InputError, MissingExtraError

if TYPE_CHECKING:
    from promisecheck.evidence import Evidence
    from promisecheck.evidence.sources import Source
    from promisecheck.standards import Organisation


def record_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--measured` and `--measured-query`."""
    options = [
        click.option(
            "--measured",
            multiple=True,
            metavar="STANDARD=SOURCE",
            help="The record of what happened: a .csv, .parquet or .xlsx file, a SQLite file or postgresql:// address. "
            "Wins over `measured:` in the specs. Repeatable.",
        ),
        click.option(
            "--measured-query",
            "queries",
            multiple=True,
            metavar="STANDARD=SQL",
            help="What to ask the database of --measured: one row for each case, or counts. Repeatable.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def evidence_for(
    organisation: Organisation,
    specs: Path,
    day: dt.date,
    measured: Sequence[str] = (),
    queries: Sequence[str] = (),
    standards: Sequence[str] = (),
) -> Evidence | None:
    """What looks up the records of an organisation; None where it has none and none is given.

    standards: those a source without a name before it is for; else every source needs one. day: the last day that
    windows look back from.

    Raises InputError for a source that is not there or a standard that is not declared, MissingExtraError when a
    source is given and the extra `evidence` is not installed.
    """
    given = bool(measured or queries)
    if not given and not any(
        entry.fields.get("measured") for one in organisation.declarations for entry in one.entries
    ):
        return None
    try:
        import duckdb  # noqa: F401 - the record is opened later, in the middle of a run
        import scipy.special  # noqa: F401

        from promisecheck.evidence import Evidence
        from promisecheck.evidence.sources import source_of
    except ImportError:
        raise MissingExtraError("looking at records", "evidence") from None
    named = [_named(text, organisation, standards) for text in queries]
    asked = {standard: query for found, query in named for standard in found}
    sources: dict[str, Source] = {}
    for text in measured:
        found, source = _named(text, organisation, standards)
        sources |= {standard: source_of(source, asked.get(standard)) for standard in found}
    for standard in asked:
        if standard not in sources:
            raise InputError(
                Fault(f"a query of '{standard}' without a database", hint=f"add --measured {standard}=FILE")
            )
    return Evidence(organisation, day, specs=specs, project=Path.cwd(), given=sources)


def evidence_for_check(
    organisation: Organisation, specs: Path, day: dt.date, measured: Sequence[str], queries: Sequence[str]
) -> Evidence | None:
    """The same for a check, which is made without the records of the specs where the extra is not installed."""
    try:
        return evidence_for(organisation, specs, day, measured, queries)
    except MissingExtraError as error:
        if measured or queries:
            raise
        click.echo(f"records are not looked at: {error}", err=True)
        return None


def _named(text: str, organisation: Organisation, standards: Sequence[str]) -> tuple[Sequence[str], str]:
    """The standards that a STANDARD=SOURCE is for, and the source."""
    from promisecheck.standards.faults import known_hint

    name, equals, rest = text.partition("=")
    ids = [one.id for one in organisation.declarations if one.tier is None]
    if equals and name in ids:
        return [name], rest
    if standards:
        return standards, text
    plain = name if equals and name.replace("-", "").replace("_", "").isalnum() else None
    message = f"no standard is called '{plain}'" if plain else f"'{text}' does not say which standard it is for"
    raise InputError(Fault(message, hint=f"write STANDARD=SOURCE; {known_hint(plain or '', ids, 'standards')}"))
