"""`specs import`: branches from what a business already holds, merged into the specs."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from promisecheck.cli.options import Day, settings, specs_folder
from promisecheck.errors import Fault, InputError, MissingExtraError

if TYPE_CHECKING:
    from promisecheck.importing.outcome import Plan
    from promisecheck.importing.reading import Raw

_EXAMPLES = """\b
Examples:
  promisecheck specs import https://darnaranj.example/branches/weibdeh
  promisecheck specs import profile.json --specs service_specs/dar-naranj
  promisecheck specs import branches.xlsx --map id="Branch code" --map name_en=Branch --write
"""
_MARKS = {"new": ("+", "green"), "add": ("+", "green"), "update": ("~", "yellow"), "conflict": ("!", "red")}


@click.command("import", epilog=_EXAMPLES)
@click.argument("sources", nargs=-1, required=True, metavar="FILE_OR_URL...")
@click.option("--specs", "folder", type=click.Path(path_type=Path), help="Folder of standards. Default: service_specs.")
@click.option(
    "--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="Which column of a table holds what. Repeatable."
)
@click.option(
    "--hours",
    "standards",
    multiple=True,
    metavar="KIND=STANDARD",
    help="The standard that takes hours of a kind (regular, delivery ...), or areas. Repeatable.",
)
@click.option("--service", metavar="ID", help="The service of the opening hours, where no standard has them yet.")
@click.option("--as", "name", metavar="NAME", help="Name of the source, to keep several of one kind apart.")
@click.option("--write", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show what would change; never ask, never write.")
@click.option("--overwrite", is_flag=True, help="Take the source's value where somebody has edited one.")
@click.option("--allow-host", "allow_hosts", multiple=True, metavar="NAME", help="A private host to open.")
@click.option("--date", type=Day(), help="Dates that ended before this day are left aside. Default: today.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def import_(
    sources: tuple[str, ...],
    folder: Path | None,
    columns: tuple[str, ...],
    standards: tuple[str, ...],
    service: str | None,
    name: str | None,
    write: bool,
    dry_run: bool,
    overwrite: bool,
    allow_hosts: tuple[str, ...],
    date: dt.date | None,
    output_format: str,
) -> int:
    """Bring in branches: names, pages, opening and special hours, service areas.

    Read are schema.org JSON-LD out of web pages and files, Google Business Profile (JSON and CSV), OpenStreetMap
    extracts (JSON, GeoJSON, XML), and tables (CSV, TSV, XLSX), whose columns are asked for once. What would change is
    shown as a diff; it is written after a yes, or with --write. Run it again whenever the source changes: what you
    edited in the specs since is kept, and told as a conflict once. Branches that the source dropped are told and
    never deleted.

    Exit status: 0 done; 1 conflicts were kept; 2 something could not be read.
    """
    if write and dry_run:
        raise InputError(Fault("--write and --dry-run cannot both be meant", hint="leave one out"))
    try:
        import ruamel.yaml  # noqa: F401 - what writes the specs back with their comments
    except ImportError:
        raise MissingExtraError("'specs import'", "evidence") from None
    from promisecheck.importing.memory import memory_file, memory_text, read_memory
    from promisecheck.importing.plan import work_out
    from promisecheck.importing.reading import read_sources
    from promisecheck.importing.targets import targets_for
    from promisecheck.standards import load_organisation
    from promisecheck.standards.branch_exports import slug
    from promisecheck.standards.writing import check_with

    config = settings(None)
    specs = specs_folder(folder, config)
    organisation = load_organisation(specs)
    day = date or dt.date.today()
    asking = output_format == "text" and not dry_run and sys.stdin.isatty() and sys.stdout.isatty()
    raws = [_opened(source, (*config.allow_hosts, *allow_hosts)) for source in sources]
    given = _pairs("--map", "FIELD=COLUMN", columns)
    remembered = _Columns(given, specs, slug(name) if name else None, asking)
    read = read_sources(raws, remembered, day)
    file = memory_file(specs, slug(name or read.kind) or read.kind)
    memory = read_memory(file)
    memory.columns = remembered.used or memory.columns
    wanted = _pairs("--hours", "KIND=STANDARD", standards)
    targets = targets_for(organisation, read, wanted, memory, service, _choose if asking else _nobody, day)
    plan = work_out(read, organisation, specs, targets, memory, day=day, overwrite=overwrite)
    if plan.texts:
        check_with(specs, {path: after for path, (_, after) in plan.texts.items()})
    text = memory_text(plan.memory)
    known = file.exists() and file.read_text(encoding="utf-8") == text
    pending = bool(plan.texts) or not known
    if write and pending:  # before anything is shown: whoever reads the diff may go away
        _write(plan, file, text)
    if output_format == "text":
        _show(plan, specs)
    written = write and pending
    if asking and not write and plan.texts and _agreed(plan):
        _write(plan, file, text)
        written = True
    if output_format == "json":
        click.echo(json.dumps(_as_json(plan, read, specs, written), ensure_ascii=False))
    else:
        _tell_end(plan, written, dry_run)
    for fault in read.faults:
        click.echo(str(fault), err=True)
    return 2 if read.faults else 1 if plan.conflicts else 0


def _opened(source: str, allow_hosts: Sequence[str]) -> Raw:
    from promisecheck.importing.reading import fetch, open_file

    return fetch(source, allow_hosts) if "://" in source else open_file(Path(source))


def _pairs(option: str, shape: str, given: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not (equals and key.strip() and value.strip()):
            raise InputError(Fault(f"'{text}' is no {shape}", hint=f"{option} {shape}"))
        found[key.strip()] = value.strip()
    return found


# ------------------------------------------------------------------------------------------------ asking
class _Columns:
    """Answers which column holds what: from the options, as last time, or by asking; remembers what was used."""

    def __init__(self, given: dict[str, str], specs: Path, name: str | None, asking: bool) -> None:
        self._given = given
        self._specs = specs
        self._name = name
        self._asking = asking
        self.used: dict[str, str] = {}

    def __call__(self, headings: Sequence[str], rows: Sequence[Sequence[str]], shown: str) -> dict[str, str]:
        from promisecheck.importing.memory import memory_file, read_memory
        from promisecheck.importing.tables import KIND, guess

        known = self._given or read_memory(memory_file(self._specs, self._name or KIND)).columns
        if not known:
            if not self._asking:
                raise InputError(_unmapped(headings, guess(headings), shown))
            known = _ask(headings, rows, guess(headings), shown)
        self.used = dict(known)
        return self.used


def _unmapped(headings: Sequence[str], guessed: dict[str, str], shown: str) -> Fault:
    import shlex

    pairs = guessed or {"id": headings[0]}
    hint = " ".join(f"--map {shlex.quote(f'{field}={heading}')}" for field, heading in pairs.items())
    told = ", ".join(heading for heading in headings if heading)
    return Fault(f"which column holds what? columns: {told}", shown, 1, hint=f"say it once, it is kept: {hint}")


def _ask(headings: Sequence[str], rows: Sequence[Sequence[str]], guessed: dict[str, str], shown: str) -> dict[str, str]:
    """One question for each column; an empty answer takes the guess, "-" leaves the column out."""
    from promisecheck.importing.tables import FIELDS, is_field

    click.echo(f"{shown}: what do its columns hold? Enter takes the guess, - leaves a column out.")
    click.echo(f"  {', '.join(FIELDS)}")
    by_heading = {heading: field for field, heading in guessed.items()}
    found: dict[str, str] = {}
    for number, heading in enumerate(headings):
        if not heading:
            continue
        sample = next((row[number] for row in rows if number < len(row) and row[number].strip()), "")
        while True:
            asked = f"{heading} ({sample[:40]})" if sample else heading
            answer = click.prompt(asked, default=by_heading.get(heading, "-")).strip()
            if answer == "-" or (is_field(answer) and answer not in found):
                break
            click.echo(f"  '{answer}' is {'taken already' if answer in found else 'not one of the list'}")
        if answer != "-":
            found[answer] = heading
    return found


def _choose(question: str, ids: Sequence[str]) -> str | None:
    return str(click.prompt(question, type=click.Choice(list(ids))))


def _nobody(_question: str, _ids: Sequence[str]) -> str | None:
    return None


def _agreed(plan: Plan) -> bool:
    count = len(plan.texts)
    return click.confirm(f"Write {count} {'file' if count == 1 else 'files'}?", default=False)


# ------------------------------------------------------------------------------------------------ showing, writing
def _show(plan: Plan, specs: Path) -> None:
    from promisecheck.reports.safe import one_line, tame
    from promisecheck.standards.writing import unified

    colours = {"+": "green", "-": "red", "@": "cyan"}
    for path, (before, after) in plan.texts.items():
        for line in unified(_below(path, specs), before, after).splitlines():
            head = line.startswith(("+++", "---"))
            click.secho(tame(line), bold=head, fg=None if head else colours.get(line[:1]))
        click.echo()
    for change in plan.changes:
        mark, colour = _MARKS[change.kind]
        was = f"{change.mine} -> " if change.mine is not None else ""
        kept = "; kept, edited by hand" if change.kind == "conflict" else ""
        value = (
            f"{was}{change.theirs}"
            if change.kind != "conflict"
            else f"{change.mine or 'taken out'}, not {change.theirs}"
        )
        click.secho(f"{mark} {change.location}  {change.field}: {one_line(value)}{kept}", fg=colour)
    for gone in plan.gone:
        click.secho(f"? {one_line(gone)}: no longer in the source; still in the specs", fg="magenta")
    for id_ in plan.removed:
        click.echo(f"  {id_}: taken out of the specs by hand; stays out")
    for note in plan.notes:
        click.echo(f"  {one_line(note)}")


def _tell_end(plan: Plan, written: bool, dry_run: bool) -> None:
    new = len({change.location for change in plan.changes if change.kind == "new"})
    values = sum(change.kind in ("add", "update") for change in plan.changes)
    told = ", ".join(
        (
            _counted(new, "new branch", "new branches"),
            _counted(values, "value", "values"),
            _counted(len(plan.conflicts), "conflict", "conflicts"),
            f"{len(plan.gone)} gone",
        )
    )
    if written:
        end = "written"
    elif not plan.texts:
        end = "nothing to change"
    else:
        end = "nothing was written" + ("" if dry_run else "; --write does it")
    click.echo(f"{told} · {end}")


def _counted(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _write(plan: Plan, file: Path, text: str) -> None:
    from promisecheck.standards.writing import replace_file

    file.parent.mkdir(parents=True, exist_ok=True)
    for path, content in (*((path, after) for path, (_, after) in plan.texts.items()), (file, text)):
        if not replace_file(path, content):
            raise InputError(Fault("cannot be written", str(path), hint="--dry-run shows the patch to apply"))


def _below(path: Path, specs: Path) -> str:
    return path.relative_to(specs).as_posix() if specs.is_dir() else path.name


def _as_json(plan: Plan, read: Any, specs: Path, written: bool) -> dict[str, Any]:
    from dataclasses import asdict

    from promisecheck.standards.writing import unified

    return {
        "version": 1,
        "kind": read.kind,
        "branches": len(read.branches),
        "changes": [asdict(change) for change in plan.changes],
        "gone": plan.gone,
        "removed": plan.removed,
        "notes": plan.notes,
        "problems": [str(fault) for fault in read.faults],
        "diff": "".join(unified(_below(path, specs), *texts) for path, texts in plan.texts.items()),
        "written": written,
    }
