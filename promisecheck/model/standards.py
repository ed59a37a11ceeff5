"""Standards: what a service declares at a location, with its conditions, exceptions and limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from promisecheck.model.levels import Condition, Level


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause nobody controls and, per language, how to say so."""

    cause: str
    disclose: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limit:
    """What is not possible, and why, per language."""

    impossible: Mapping[str, str]
    why: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `start` to `end`, both included; None is open."""

    start: dt.date | None = None
    end: dt.date | None = None

    def __contains__(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Standard:
    """A declared service level as it holds at some locations, for one tier, in one stretch of days.

    id: its key under `standards:`. direction of the level comes from its measure. reliability: 0-1.
    expected: what customers want. reason: why it differs here. notice: reason of the notice in force, else None.
    what: names of what is offered, priced or counted, per language. comparison: the source of a superlative.
    measured: the mapping of the record, as declared. where: "file:line" of the entry that sets the level.
    expected_source: where `expected` comes from. notice_days, notice_disclose: when the notice in force holds and how
    to tell customers, per language.
    """

    id: str
    service: str
    measure: str
    level: Level | None
    reliability: float = 0.95
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Cause, ...] = ()
    limits: tuple[Limit, ...] = ()
    importance: float | None = None
    what: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    comparison: Mapping[str, str] | None = None
    effective: Stretch = Stretch()
    review_by: dt.date | None = None
    expected: Level | None = None
    reason: Mapping[str, str] = field(default_factory=dict)
    notice: Mapping[str, str] | None = None
    owner: str | None = None
    measured: Mapping[str, str] | None = None
    where: str = ""
    expected_source: str | None = None
    notice_days: Stretch | None = None
    notice_disclose: Mapping[str, str] = field(default_factory=dict)
