"""What the workflow wants from the engine: a piece in, a report with its hashes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from promisecheck.review.actors import Places
from promisecheck.review.models import Draft, Version
from promisecheck.review.reasons import Reasons


@dataclass(frozen=True, slots=True)
class Job:
    """A piece as the engine should see it. places: ids of locations and groups, or `*`.

    start, end: the days on which it is judged, both included. measured_on: the last day that records of what really
    happened look back from; None to leave them out.
    """

    copy: str
    kind: str
    source: str
    languages: tuple[str, ...]
    places: tuple[str, ...]
    tier: str | None
    start: dt.date
    end: dt.date
    measured_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """The engine's answer. report: version 1 of the JSON report. standards: see `promises.read`.

    content_hash: of the visible text. specs_hash (standards with their records), rules_hash: of all that the
    judgement rests on. engine: its version. reasons: see `reasons.Reasons`.
    """

    report: Mapping[str, Any]
    standards: Mapping[str, Sequence[str]]
    content_hash: str
    specs_hash: str
    rules_hash: str
    engine: str
    reasons: Reasons = field(default_factory=dict)


class Judge(Protocol):
    """The engine, as the workflow knows it. Tests use one that reads a toy language."""

    def places(self) -> Places:
        """The declared locations and groups, as they are now."""

    def check(self, job: Job) -> Checked:
        """Judge by the standards as they are now. Raises InputError when copy or specs cannot be read."""


def job_for(piece: Draft, version: Version, today: dt.date) -> Job:
    """The part of a piece's run that is still to come; an open-ended run is judged on its first day to come."""
    start = max(piece.runs_from, today)
    end = start if piece.runs_until is None else max(piece.runs_until, start)
    return Job(version.copy, version.kind, version.source, piece.languages, piece.places, piece.tier, start, end, today)
