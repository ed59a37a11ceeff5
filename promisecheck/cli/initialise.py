"""`init`: a settings file, a commented spec and an ignore file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from promisecheck.errors import Fault, InputError
from promisecheck.paths import data_dir

SAMPLES = ("dar-naranj", "falaj-fibre")
"""Restaurants in Jordan, and broadband in Oman."""

_CONFIG = """\
# Settings of promisecheck. Options on the command line win over them.
specs = "service_specs"        # the folder of declared standards
paths = ["."]                  # what `promisecheck check` reads when no path is given
exclude = ["service_specs/**", "node_modules/**"]
fail_on = "error"              # error, warning, note or never

# [severity]                   # a rule's severity in this project
# undisclosed-exception = "note"
"""

_SPEC = """\
# What is promised to customers, per location. Write it as you would say it; every key is checked.
# promisecheck specs validate    tells what is wrong, with line and column
# promisecheck specs show        tells what holds at a location on a day
organisation: My Organisation
languages: [en, ar]
currency: USD                    # amounts without a currency mean this one (ISO 4217)
timezone: UTC
working_week: Mo-Fr              # Su-Th, Mo-Sa ...

services:                        # names are what advertisements call it
  delivery:
    names: {en: [delivery, home delivery], ar: [توصيل, توصيل للمنازل]}
  shop:
    names: {en: [shop, store, branch], ar: [متجر, فرع]}

locations:
  main-street:
    names: {en: [Main Street], ar: [الشارع الرئيسي]}

standards:
  delivery-time:
    service: delivery
    measure: delivery_time       # promisecheck measures lists them all
    within: 45 min               # the level
    reliability: 95%             # share of cases in which it is met
    conditions:                  # it holds only if ...
      - {order_value: at least 10 USD}
    exceptions:                  # causes nobody controls, and how to say so
      - cause: severe weather
        disclose: {en: Delivery may take longer in severe weather., ar: قد يتأخر التوصيل في الأحوال الجوية السيئة.}
  hours:
    service: shop
    measure: opening_hours
    hours: "Mo-Sa 09:00-21:00"
"""

_IGNORE = """\
# Files that `promisecheck` leaves out, one pattern a line, as in .gitignore.
service_specs/
node_modules/
"""

_FILES = {
    "promisecheck.toml": _CONFIG,
    "service_specs/organisation.yaml": _SPEC,
    ".promisecheckignore": _IGNORE,
}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--sample", is_flag=True, help="Copy a sample organisation (standards, records and copy) instead.")
@click.option("--organisation", type=click.Choice(SAMPLES), default=SAMPLES[0], show_default=True, help="Which sample.")
def init(folder: Path, sample: bool, organisation: str) -> None:
    """Write a settings file, a commented spec and an ignore file into FOLDER. Nothing is overwritten."""
    files = _sample_files(organisation) if sample else {name: text.encode() for name, text in _FILES.items()}
    there = [name for name in files if (folder / name).exists()]
    if there:
        raise InputError(
            Fault(f"{there[0]} exists already", str(folder), hint="nothing was written; name an empty folder")
        )
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        if not sample:
            click.echo(f"wrote {path}")
    if sample:
        click.echo(f"copied {len(files)} files to {folder}; next, in there: promisecheck check examples")
    else:
        click.echo("next: promisecheck specs validate, then promisecheck check")


def _sample_files(organisation: str) -> dict[str, bytes]:
    """A sample organisation's standards, records and copy, by path below the folder they go to."""
    files = {}
    for room in ("service_specs", "examples"):
        top = data_dir(room)
        for path in sorted((top / organisation).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                files[f"{room}/{path.relative_to(top).as_posix()}"] = path.read_bytes()
    return files
