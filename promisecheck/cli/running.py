"""What every command that judges copy shares: its options, and the run they ask for."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from promisecheck.cli.options import Day, period, settings, specs_folder
from promisecheck.cli.progress import progress_on_terminal, wipe
from promisecheck.cli.records import evidence_for_check, record_options
from promisecheck.config import Config, read_config
from promisecheck.errors import Fault, InputError
from promisecheck.model import Document, Problem, Report

if TYPE_CHECKING:
    from promisecheck.bulk.runs import Means, Plan
    from promisecheck.quiet.trusted import TrustedTree


def judging(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options that say by what copy is judged, and how the work is done."""
    path = click.Path(path_type=Path)
    options: list[_Option] = [
        click.option("--specs", type=path, help="Folder of standards. Default: service_specs."),
        click.option(
            "--location", "locations", multiple=True, metavar="ID", help="Where this copy will be seen. Repeatable."
        ),
        click.option("--tier", metavar="ID", help="The tier this copy speaks to."),
        record_options,
        click.option("--no-records", is_flag=True, help="Leave the records of what really happened aside."),
        click.option("--date", type=Day(), help="The day it runs. Default: today."),
        click.option("--from", "start", type=Day(), help="The first day it runs."),
        click.option("--until", type=Day(), help="The last day it runs."),
        click.option("--jobs", type=click.IntRange(0), default=1, help="Processes; 0 for one per core. Default: 1."),
        click.option("--no-cache", is_flag=True, help="Read and judge every page anew."),
        click.option("--cache-dir", type=path, help="Where reports of pages are kept between runs."),
        click.option(
            "--trusted-config",
            "trusted",
            metavar="REV",
            help="Read settings, baseline, approvals, their key and rules from this git revision, and count only "
            "suppressions that it has.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


Pages = Callable[[Config], tuple[list[Document], list[Problem]]]
"""Reads copy in another way than from paths."""
_Option = Callable[[Callable[..., Any]], Callable[..., Any]]


@dataclass(frozen=True, slots=True)
class Done:
    """A finished run: its report, the settings it was made with, the day, the files of baseline and approvals if any.

    plan, means: what was asked for and how it was done, to judge a document once more.
    """

    report: Report
    config: Config
    day: dt.date
    baseline: Path | None
    approvals: Path | None
    whole: bool
    plan: Plan
    means: Means


@contextmanager
def judged(paths: tuple[str, ...], options: Mapping[str, Any], pages: Pages | None = None) -> Iterator[Done]:
    """Run a check as the options and the settings ask for it. Raises InputError for what cannot be used.

    pages: reads the copy instead of `paths`, once the settings are known.
    """
    with tempfile.TemporaryDirectory(prefix="promisecheck-") as folder:
        tree = None
        if options["trusted"]:
            from promisecheck.quiet.trusted import TrustedTree

            tree = TrustedTree(options["trusted"], Path.cwd(), Path(folder).resolve())
        config = _config(options, tree)
        yield _run(paths or config.paths, options, config, tree, pages)


def _config(options: Mapping[str, Any], tree: TrustedTree | None) -> Config:
    """The settings; with a trusted tree everything it can loosen comes from there, the standards from the work tree."""
    given: Path | None = options["config_file"]
    if tree is None:
        return settings(given)
    file = tree.copy(given) if given else tree.config_file()
    config = read_config(file) if file is not None else Config()
    rules = tuple(tree.copy(tree.working(rule)) for rule in config.rules)
    baseline = config.baseline and tree.copy(tree.working(config.baseline))
    approvals = config.approvals and tree.copy(tree.working(config.approvals))
    kept = replace(config, rules=rules, baseline=baseline, approvals=approvals)
    return replace(kept, specs=config.specs and tree.working(config.specs))


def _run(
    paths: tuple[str, ...],
    options: Mapping[str, Any],
    config: Config,
    tree: TrustedTree | None,
    pages: Pages | None,
) -> Done:
    import os

    from promisecheck.bulk.cache import Cache, default_folder
    from promisecheck.bulk.runs import Means, Plan, checked, checked_documents
    from promisecheck.sources.reading import is_path

    if not paths:
        raise InputError(Fault("nothing to read", hint="name files, folders or addresses, or - for standard input"))
    first, last = period(options["date"], options["start"], options["until"])
    specs = specs_folder(options["specs"], config)
    given_rules = tuple(tree.copy(rule) if tree else rule for rule in options["rule_dirs"])
    plan = Plan(
        paths=tuple(paths),
        specs=specs,
        start=first,
        end=last,
        rules=(*config.rules, *given_rules),
        locations=tuple(options["locations"] or config.locations),
        tier=options["tier"] or config.tier,
        severity=config.severity,
        by_path=config.severity_by_path,
        lang=options["lang"] or config.lang or "auto",
        include=tuple(options["include"] or config.include),
        exclude=tuple(options["exclude"] or config.exclude),
        allow_hosts=(*config.allow_hosts, *options["allow_hosts"]),
    )
    evidence = None
    if not options["no_records"] and (options["measured"] or options["queries"] or _has_records(specs)):
        from promisecheck.standards import load_organisation

        evidence = evidence_for_check(load_organisation(specs), specs, first, options["measured"], options["queries"])
    progress = progress_on_terminal(off=options["quiet"] or options["no_progress"])
    cache = None if options["no_cache"] else Cache(options["cache_dir"] or default_folder())
    means = Means(cache, options["jobs"] or os.cpu_count() or 1, progress, evidence, tree.allows if tree else None)
    report = checked_documents(plan, *pages(config), means) if pages else checked(plan, means)
    if evidence is not None:
        report = evidence.told(report)
    wipe(progress)
    baseline, approvals = (
        (tree.copy(given) if tree else given) if (given := options.get(name)) else kept
        for name, kept in (("baseline", config.baseline), ("approvals", config.approvals))
    )
    whole = any(not is_path(path) or Path(path).is_dir() for path in paths)
    return Done(report, config, first, baseline, approvals, whole, plan, means)


def _has_records(specs: Path) -> bool:
    """Whether a spec file speaks of records; a quick look, so that nothing is loaded for those that do not."""
    files = [specs] if specs.is_file() else [path for path in specs.rglob("*.y*ml") if path.is_file()]
    return any(b"measured" in path.read_bytes() for path in files)
