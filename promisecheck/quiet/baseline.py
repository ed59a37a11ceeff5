"""The baseline: findings that were there before, kept out of the way until they are mended.

A text file, one finding a line as a JSON object, sorted by source, rule and fingerprint: no line numbers, no times, so
that two branches merge without a conflict. A person may add `owner`, `reason` and `expires` (the last day) to a line;
writing the file again keeps them.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.model import Problem, Report
from promisecheck.quiet.json_lines import object_of, read_lines

_KEYS: Final = ("source", "rule", "fingerprint", "quote", "owner", "reason", "expires")
_REQUIRED: Final = ("source", "rule", "fingerprint")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One finding that is let stand. quote: for people only. expires: the last day it counts, None for no end."""

    source: str
    rule: str
    fingerprint: str
    quote: str = ""
    owner: str = ""
    reason: str = ""
    expires: dt.date | None = None

    def expired(self, day: dt.date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < day


Baseline = Mapping[str, Entry]
"""The entries by fingerprint."""


def read_baseline(path: Path) -> Baseline:
    """The entries of a file. Raises InputError with every line that cannot be used."""
    entries = read_lines(
        path,
        _entry,
        what="baseline",
        start="start one with: promisecheck baseline write",
        mend="one JSON object a line; after a merge, take conflict marks out",
    )
    return {entry.fingerprint: entry for entry in entries}


def baseline_of(report: Report, before: Baseline) -> dict[str, Entry]:
    """An entry for each finding of a report; owner, reason and expiry of entries known before are kept."""
    quotes = {one.claim.id: one.claim.quote for one in report.claims}
    sources = {one.claim.id: one.claim.place.source for one in report.claims}
    found = {}
    for finding in report.findings:
        first = finding.claims[0] if finding.claims else None
        source = sources[first] if first is not None else finding.place.source if finding.place else ""
        quote = quotes[first] if first is not None else finding.text
        entry = Entry(source.replace("\\", "/"), finding.rule, finding.fingerprint, quote)
        known = before.get(finding.fingerprint)
        if known is not None:
            entry = replace(entry, owner=known.owner, reason=known.reason, expires=known.expires)
        found[finding.fingerprint] = entry
    return found


def written(entries: Iterable[Entry]) -> str:
    """The entries as the text of a file."""
    ordered = sorted(entries, key=lambda entry: (entry.source, entry.rule, entry.fingerprint))
    return "".join(json.dumps(_json(entry), ensure_ascii=False) + "\n" for entry in ordered)


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file in one step. Raises InputError where it cannot be written."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(written(entries), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise InputError(Fault(f"cannot write the baseline: {error.strerror}", str(path))) from None


def without_baseline(report: Report, baseline: Baseline, day: dt.date) -> tuple[Report, int]:
    """The report without the findings of the baseline, and how many went. Expired entries hide nothing."""
    left = []
    for finding in report.findings:
        entry = baseline.get(finding.fingerprint)
        if entry is None or entry.rule != finding.rule or entry.expired(day):
            left.append(finding)
    return replace(report, findings=tuple(left)), len(report.findings) - len(left)


def emptied(report: Report, baseline: Baseline, *, whole: bool) -> Problem | None:
    """The problem of a run that finds no promise where the baseline had some; None when all is well.

    whole: folders or addresses were read and not single files, so that missing pages count as well.
    """
    if report.claims or not baseline:
        return None
    read = {document.source.replace("\\", "/") for document in report.documents}
    expected = [entry for entry in baseline.values() if whole or entry.source in read]
    if not expected:
        return None
    hint = "is the right folder read, and the site built? Promises taken out on purpose: promisecheck baseline prune"
    name = expected[0].source
    return Problem(name, f"no promise was found where the baseline has {len(expected)} findings", hint=hint)


def _entry(line: str) -> Entry:
    values = object_of(line, _KEYS)
    missing = [key for key in _REQUIRED if not values.get(key)]
    if missing:
        raise ValueError(f"'{missing[0]}' is missing")
    if not all(isinstance(value, str) for value in values.values()):
        raise ValueError("all values are texts")
    expires = values.pop("expires", None)
    try:
        return Entry(**values, expires=dt.date.fromisoformat(expires) if expires else None)
    except ValueError:
        raise ValueError(f"'{expires}' is no date; write it as 2027-01-01") from None


def _json(entry: Entry) -> dict[str, str]:
    values = {key: getattr(entry, key) for key in _KEYS if getattr(entry, key)}
    return {key: value.isoformat() if isinstance(value, dt.date) else value for key, value in values.items()}
