"""The gap ladder as data: what is promised, declared, delivered and wanted about one promise at one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from promisecheck.measures import measures
from promisecheck.model import Claim, Condition, Level, Measured, Number, Outcome, Ruling
from promisecheck.reports.levels import is_money

Kind = Literal["scale", "week", "offered", "areas", "words"]
Better = Literal["less", "more"]

_TIME: Final = {
    "s": 1.0,
    "min": 60.0,
    "h": 3600.0,
    "day": 86400.0,
    "business_day": 86400.0 * 7 / 5,
    "week": 7 * 86400.0,
    "month": 365 / 12 * 86400.0,
    "year": 365 * 86400.0,
}
"""Seconds; good enough to place a mark, judging is done elsewhere."""
TIME_UNITS: Final = frozenset(_TIME)
_LENGTH: Final = {"m": 1.0, "km": 1000.0, "mile": 1609.344}


@dataclass(frozen=True, slots=True)
class Ladder:
    """One promise at one place, or at all places of one standard.

    kind: how it is drawn: on a scale, as a week, as yes or no, as areas; `words` where levels cannot be compared.
    better: which way is better for the customer. conditions: declared ones. stated: those the copy states.
    standard: False where none covers the promise. place: the place in words, "" where it need not be said;
    several: it is more than one.
    """

    kind: Kind
    verdict: Outcome | None = None
    better: Better = "less"
    promised: Level | None = None
    declared: Level | None = None
    standard: bool = False
    reliability: float | None = None
    conditions: tuple[Condition, ...] = ()
    stated: tuple[Condition, ...] = ()
    share: float | None = None
    absolute: bool = False
    wanted: Level | None = None
    importance: float | None = None
    measured: Measured | None = None
    too_few: bool = False
    gap: Level | None = None
    slack: Level | None = None
    review_due: dt.date | None = None
    notice: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    several: bool = False

    @property
    def share_declared(self) -> float | None:
        """The declared share of cases, where one can be less than all: hours, areas and offers hold or do not."""
        if self.kind in ("week", "offered", "areas") or self.reliability is None or self.reliability >= 1:
            return None
        return self.reliability


def ladder_of(claim: Claim, ruling: Ruling | None = None, place: str = "", *, several: bool = False) -> Ladder:
    """The ladder of a claim under one ruling; without a ruling only the promise stands on it."""
    better = _better(claim)
    if ruling is None:
        return Ladder(_kind(claim.value, None, better), None, better, claim.value, stated=claim.conditions)
    standard = ruling.standard
    declared = standard.level if standard else None
    due = standard.review_by if standard and standard.review_by and standard.review_by < ruling.start else None
    return Ladder(
        kind=_kind(claim.value, declared, better),
        verdict=ruling.verdict,
        better=better,
        promised=claim.value,
        declared=declared,
        standard=standard is not None,
        reliability=standard.reliability if standard else None,
        conditions=standard.conditions if standard else (),
        stated=claim.conditions,
        share=claim.share,
        absolute=claim.absolute,
        wanted=standard.expected if standard else None,
        importance=standard.importance if standard else None,
        measured=ruling.measured,
        too_few=ruling.delivered == "too_few",
        gap=ruling.gap,
        slack=ruling.slack,
        review_due=due,
        notice=(standard.notice if standard else None) or {},
        place=place,
        several=several,
    )


def bound(level: Level | None, better: Better) -> Number | None:
    """The number that counts of a level: the outer end of a range where less is better, the inner one where more is."""
    if level is None:
        return None
    if level.op == "range":
        return level.max if better == "less" else level.min
    return level.value


def in_unit(value: float, unit: str | None, target: str | None) -> float | None:
    """A number of one unit in another, to be placed on a scale; None where they do not compare.

    Amounts of an unknown currency count as being in the other one's.
    """
    if unit == target or (is_money(unit) and is_money(target) and None in (unit, target)):
        return float(value)
    for table in (_TIME, _LENGTH):
        if unit in table and target in table:
            return value * table[unit] / table[target]
    return None


def unit_of(ladder: Ladder) -> str | None:
    """The unit of a ladder's scale: the one of the promise, where it has one."""
    promised, declared = ladder.promised, ladder.declared
    if promised is not None and (promised.unit is not None or declared is None):
        return promised.unit
    return declared.unit if declared is not None else None


def _better(claim: Claim) -> Better:
    measure = measures().get(claim.measure or "")
    if measure is not None:
        return "less" if measure.better == "less" else "more"
    value = claim.value
    return "more" if value is not None and value.op in (">=", ">") and not is_money(value.unit) else "less"


def _kind(promised: Level | None, declared: Level | None, better: Better) -> Kind:
    levels = [level for level in (promised, declared) if level is not None]
    if any(level.hours is not None for level in levels):
        return "week" if all(level.hours is not None for level in levels) else "words"
    if any(level.offered is not None for level in levels):
        return "offered"
    if any(level.areas for level in levels):
        return "areas"
    numbers = [(value, level.unit) for level in levels if (value := bound(level, better)) is not None]
    if not numbers or len(numbers) < len(levels):
        return "words"
    unit = numbers[0][1] if numbers[0][1] is not None else numbers[-1][1]
    return "scale" if all(in_unit(value, of, unit) is not None for value, of in numbers) else "words"
