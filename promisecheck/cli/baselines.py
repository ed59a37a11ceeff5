"""`baseline`: write down what is there today, so that only what is new fails."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from promisecheck.cli.options import Day, settings, shared
from promisecheck.cli.output import tell_problems
from promisecheck.cli.running import Done, judged, judging
from promisecheck.errors import Fault, InputError

_DEFAULT = Path("promisecheck-baseline.jsonl")


@click.group()
def baseline() -> None:
    """Let the findings of today stand, and fail on new ones only (`check --baseline FILE`)."""


@baseline.command()
@click.argument("paths", nargs=-1, metavar="PATH_OR_URL...")
@shared
@judging
@click.option("--baseline", "file", type=click.Path(path_type=Path), help=f"Default: the setting, else {_DEFAULT}.")
def write(paths: tuple[str, ...], file: Path | None, **options: Any) -> int:
    """Write all findings to the baseline. Owner, reason and expiry of lines that stay are kept."""
    from promisecheck.quiet.baseline import baseline_of, read_baseline, save

    with judged(paths, options) as done:
        target = file or done.baseline or _DEFAULT
        if not _trustworthy(done):
            return 2
        before = read_baseline(target) if target.exists() else {}
        entries = baseline_of(done.report, before)
        save(target, entries.values())
    click.echo(f"{target}: {len(entries)} findings")
    return 0


@baseline.command()
@click.argument("paths", nargs=-1, metavar="PATH_OR_URL...")
@shared
@judging
@click.option("--baseline", "file", type=click.Path(path_type=Path), help=f"Default: the setting, else {_DEFAULT}.")
@click.option("--allow-empty", is_flag=True, help="Go on when no promise is left in the copy.")
def prune(paths: tuple[str, ...], file: Path | None, allow_empty: bool, **options: Any) -> int:
    """Drop the lines whose finding is gone. Nothing is added."""
    from promisecheck.quiet.baseline import baseline_of, emptied, read_baseline, save

    with judged(paths, options) as done:
        target = file or done.baseline or _DEFAULT
        before = read_baseline(target)
        problem = emptied(done.report, before, whole=True)
        if problem is not None and not allow_empty:
            raise InputError(Fault(problem.message, str(target), hint="if that is so, add --allow-empty"))
        if not _trustworthy(done):
            return 2
        now = baseline_of(done.report, before)
        left = [entry for fingerprint, entry in before.items() if fingerprint in now]
        save(target, left)
    click.echo(f"{target}: {len(before) - len(left)} dropped, {len(left)} left")
    return 0


@baseline.command()
@click.option("--baseline", "file", type=click.Path(path_type=Path), help=f"Default: the setting, else {_DEFAULT}.")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Settings file.")
@click.option("--date", type=Day(), help="The day to judge expiry by. Default: today.")
def audit(file: Path | None, config_file: Path | None, date: dt.date | None) -> int:
    """List who answers for what, and what has expired or has no owner or reason. Exits 1 when a line has expired."""
    from promisecheck.quiet.baseline import read_baseline

    target = file or settings(config_file).baseline or _DEFAULT
    day = date or dt.date.today()
    entries = sorted(read_baseline(target).values())
    owners: dict[str, int] = {}
    expired = 0
    for entry in entries:
        owners[entry.owner or "nobody"] = owners.get(entry.owner or "nobody", 0) + 1
        ended = entry.expired(day)
        expired += ended
        lacks = [key for key in ("owner", "reason") if not getattr(entry, key)]
        notes = ([f"expired {entry.expires}"] if ended else []) + ([f"no {' and no '.join(lacks)}"] if lacks else [])
        if notes:
            click.echo(f"{entry.source}: {entry.rule}: {entry.quote}: {'; '.join(notes)}")
    tally = ", ".join(f"{owner} {count}" for owner, count in sorted(owners.items()))
    click.echo(f"{target}: {len(entries)} findings, {expired} expired" + (f" ({tally})" if tally else ""))
    return int(expired > 0)


def _trustworthy(done: Done) -> bool:
    """Whether a baseline may be made from this run; names what could not be read."""
    tell_problems(done.report, (("json", None),))
    return bool(done.report.documents) and not done.report.problems
