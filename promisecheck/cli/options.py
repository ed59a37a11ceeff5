"""Options that several commands share, and how they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from promisecheck.config import FAIL_ON, LANGUAGES, Config, find_config, read_config
from promisecheck.errors import Fault, InputError

FORMATS = ("text", "json", "jsonl", "github", "gitlab", "junit", "sarif", "rdjson", "html", "markdown")


class Day(click.ParamType[dt.date]):
    """A date as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date; a usage error for anything else."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no date; write it as {dt.date(2026, 11, 25)}", param, ctx)


class Output(click.ParamType[tuple[str, Path | None]]):
    """A format, or FORMAT=FILE."""

    name = "FORMAT[=FILE]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path | None]:
        """The format and the file it goes to; None is standard output."""
        if isinstance(value, tuple):
            return value
        name, _, file = value.partition("=")
        if name not in FORMATS:
            self.fail(f"'{name}' is no output format; one of {', '.join(FORMATS)}", param, ctx)
        return name, Path(file) if file else None


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options of `check` and `extract`."""
    options = [
        click.option("--output-format", "outputs", type=Output(), multiple=True, help="Repeatable. Default: text."),
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the copy. Default: auto, by block."),
        click.option("--report-lang", type=click.Choice(["en", "ar"]), help="Language of the report itself."),
        click.option(
            "--rules", "rule_dirs", type=_folder(), multiple=True, help="Rule packs added to the bundled ones."
        ),
        click.option("--include", multiple=True, metavar="GLOB", help="Read only files that match. Repeatable."),
        click.option("--exclude", multiple=True, metavar="GLOB", help="Leave out files that match. Repeatable."),
        click.option("--allow-host", "allow_hosts", multiple=True, metavar="NAME", help="A private host to open."),
        click.option("--config", "config_file", type=click.Path(path_type=Path), help="Settings file."),
        click.option("--quiet", is_flag=True, help="Print the report of --output-format only, nothing beside it."),
        click.option("--no-progress", is_flag=True, help="Show no progress bar."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def fail_on(default: str | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--fail-on`."""
    help_text = "Exit 1 at findings of this severity or worse." + (f" Default: {default}." if default else "")
    return click.option("--fail-on", type=click.Choice(FAIL_ON), help=help_text)


def _folder() -> click.Path:
    return click.Path(exists=True, file_okay=False, path_type=Path)


def settings(config_file: Path | None) -> Config:
    """The project's settings: the named file, else the nearest one upwards from here."""
    if config_file is None:
        return find_config(Path.cwd())
    if not config_file.is_file():
        raise InputError(Fault("there is no such settings file", str(config_file)))
    return read_config(config_file)


def specs_folder(given: Path | None, config: Config) -> Path:
    """The folder of standards: the option, the setting, else `service_specs/` here.

    Raises InputError when it does not exist.
    """
    folder = given or config.specs or Path("service_specs")
    if not folder.exists():
        hint = "name it with --specs, or start one with: promisecheck init"
        raise InputError(Fault(f"no standards: there is no folder '{folder}'", hint=hint))
    return folder


def period(date: dt.date | None, start: dt.date | None, until: dt.date | None) -> tuple[dt.date, dt.date]:
    """First and last day the copy runs; today where nothing is given.

    Raises InputError for --date beside --from/--until, or an end before the start.
    """
    if date and (start or until):
        raise InputError(Fault("--date is one day, --from and --until are a stretch", hint="give one or the other"))
    first = date or start or dt.date.today()
    last = date or until or first
    if last < first:
        raise InputError(Fault(f"the run ends ({last}) before it starts ({first})", hint="swap --from and --until"))
    return first, last
