"""What records say of declared levels, standard by standard: out of reach, or easy everywhere."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from promisecheck.insight.lint import Recorded
from promisecheck.judge.levels import Direction, Surroundings, compare
from promisecheck.measures import measures
from promisecheck.model import Level
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    from promisecheck.evidence.records import Records


def recorded(organisation: Organisation, records: Records, *, day: dt.date) -> tuple[Recorded, ...]:
    """For each standard with a record: what branches prove, at the first tier. Raises InputError for a bad record."""
    from promisecheck.errors import InputError
    from promisecheck.evidence.promisable import declared, promisable

    found: dict[str, Recorded] = {}
    for service, measure in dict.fromkeys((one.service, one.measure) for one in organisation.declarations):
        better = measures()[measure].better
        if better not in ("less", "more"):
            continue
        try:
            declared(organisation, measure, service, day)
        except InputError:
            continue
        way: Direction = "more" if better == "more" else "less"
        first = (None, organisation.first_tier())
        rows = [
            (row.standard.id, row.level, row.proven)
            for row in promisable(organisation, measure, service, day=day, records=records)
            if row.kind == "location" and row.standard is not None and row.recorded and row.tier in first
        ]
        for standard in dict.fromkeys(name for name, _, _ in rows):
            pairs = [(level, proven) for name, level, proven in rows if name == standard and level and proven]
            if pairs:
                found[standard] = _said(standard, pairs, way)
    return tuple(found.values())


def _said(standard: str, pairs: list[tuple[Level, Level]], way: Direction) -> Recorded:
    best = worst = pairs[0][1]
    for _, proven in pairs[1:]:
        best = proven if _holds(proven, best, way) else best
        worst = proven if _holds(worst, proven, way) else worst
    return Recorded(
        standard,
        pairs[0][0],
        best,
        worst,
        any(_holds(proven, level, way) for level, proven in pairs),
        all(_holds(proven, level, way) and not _holds(level, proven, way) for level, proven in pairs),
    )


def _holds(proven: Level, level: Level, way: Direction) -> bool:
    """Whether a proven level is as good as another."""
    return compare(level, proven, way, Surroundings()).holds is True
