"""A small organisation whose standards have records, written into a folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from promisecheck.evidence.records import Records
from promisecheck.standards import load_organisation

DAY = dt.date(2026, 11, 25)

HEAD = """
organisation: Hudhud Couriers
languages: [en, ar]
currency: AED
timezone: Asia/Dubai
services:
  parcels: {names: {en: [parcel delivery, delivery], ar: [توصيل الطرود]}}
  support: {names: {en: [support]}}
tiers:
  plain: {names: {en: [Plain], ar: [العادية]}}
  swift: {names: {en: [Hudhud Swift], ar: [هدهد السريعة]}, price: 12 AED per month}
locations:
  deira: {names: {en: [Deira], ar: [ديرة]}, groups: [dubai]}
  barsha: {names: {en: [Al Barsha], ar: [البرشاء]}, groups: [dubai]}
  sharjah: {names: {en: [Sharjah], ar: [الشارقة]}}
groups:
  dubai: {names: {en: [Dubai], ar: [دبي]}}
standards:
"""
MINUTES = """
  parcel-time:
    service: parcels
    measure: delivery_time
    within: 60 min
    measured: {file: parcels.csv, location: depot, value: minutes, unit: min}
"""


def folder(path: Path, standards: str = MINUTES, **files: str | bytes) -> Path:
    """The organisation in a folder, with files whose names have a double underscore for a dot."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "specs.yaml").write_text(HEAD + standards, encoding="utf-8")
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (path / name.replace("__", ".")).write_bytes(data)
    return path


def read(path: Path, standard: str = "parcel-time", location: str = "deira", tier: str | None = None, **more):
    """The record of a standard as it was counted."""
    organisation = load_organisation(path)
    records = Records(organisation, more.pop("day", DAY), specs=path, **more)
    resolved = organisation.resolve(organisation.declarations_by_id[standard], location, tier, DAY)
    return records.of(resolved).record


def rows(heading: str, *lines: str) -> str:
    """A CSV file."""
    return "\n".join((heading, *lines)) + "\n"
