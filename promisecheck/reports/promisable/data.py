"""What can be promised, as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from promisecheck.evidence.promisable import Promisable
from promisecheck.model import Level, Measured
from promisecheck.reports.promisable.view import Asked


def as_json(found: Sequence[Promisable], asked: Asked, records: Sequence[str], problems: Sequence[str]) -> str:
    """One object: what was asked, a row for each place and tier, what was read, and what is wrong with it."""
    return json.dumps(
        {
            "version": 1,
            "share": asked.share,
            "confidence": asked.confidence,
            "rows": [_row(one) for one in found],
            "records": list(records),
            "problems": list(problems),
        },
        ensure_ascii=False,
    )


def _row(one: Promisable) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "place": one.place or None,
        "tier": one.tier,
        "standard": one.standard.id if one.standard is not None else None,
        "share": one.share or None,
        "can_promise": _level(one.promise),
        "declared": _level(one.level),
        "proven": _level(one.proven),
        "measured": _measured(one.measured),
        "cases_needed": one.needed,
        "limited_by": one.limited_by,
    }


def _level(level: Level | None) -> dict[str, object] | None:
    return level.to_json() if level is not None else None


def _measured(measured: Measured | None) -> dict[str, object] | None:
    if measured is None:
        return None
    return {
        "share": measured.share,
        "lower": measured.lower,
        "n": measured.n,
        "interval": list(measured.interval) if measured.interval else None,
        "reached": measured.reached,
        "reached_interval": list(measured.reached_interval) if measured.reached_interval else None,
    }
