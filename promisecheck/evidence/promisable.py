"""The strongest promise that each location, each group and the whole organisation can keep.

Two levels are found at each: the declared one, and the one the record proves. The latter is a distribution-free bound:
the smallest value of which one is sure, with the confidence asked for, that at least the share asked for of all cases
to come lie within it. It is a case of the record, chosen by its rank (see `statistics.bound_rank`), so nothing is
assumed about how waiting times are distributed. Of a rate it is the exact lower bound of the share. What can be
promised is the weaker of the two.

What a group can promise holds at every location in it: the weakest of theirs. No correction is needed for their
number, because the group's level is wrong only if the bound of some one location is (intersection-union test, Berger
1982, Technometrics 24(4)). A location that has no level, or too few cases, leaves its group without one, by name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from promisecheck.errors import Fault, InputError
from promisecheck.evidence.delivered import levels_reached
from promisecheck.evidence.figures import Figures, figures
from promisecheck.evidence.levels import direction, factor, rounded, threshold
from promisecheck.evidence.records import Held, Records
from promisecheck.evidence.statistics import CONFIDENCE, Floats, bound_rank, cases_needed, exact_lower, wilson
from promisecheck.evidence.tally import Direction, Met, Values
from promisecheck.judge.levels import bound
from promisecheck.model import Level, Measured, Standard
from promisecheck.standards.declarations import Declaration, standing
from promisecheck.standards.faults import known_hint
from promisecheck.standards.organisation import Organisation

Kind = Literal["location", "group", "organisation"]
_SLIGHT = 1e-9


@dataclass(frozen=True, slots=True)
class Promisable:
    """What one place can promise to one tier.

    place: id of the location or group, "" for the organisation. standard: the declared one; of a group the weakest.
    share: of cases, which the levels are for. level: the declared one, None where there is none, it is not in force or
    it is for a smaller share. proven: from the record; None where there is none, or too few cases. promise: the weaker
    of both. needed: how many more cases without a miss would prove a level; 0 where enough. limited_by: the location
    that decides for a group, where others could promise more. recorded: whether there is a record.
    """

    place: str
    kind: Kind
    tier: str | None
    standard: Standard | None
    share: float
    level: Level | None = None
    proven: Level | None = None
    promise: Level | None = None
    measured: Measured | None = None
    needed: int = 0
    limited_by: str | None = None
    recorded: bool = False


def promisable(
    organisation: Organisation,
    measure: str,
    service: str | None,
    *,
    day: dt.date,
    records: Records,
    locations: Sequence[str] = (),
    tiers: Sequence[str] = (),
    share: float | None = None,
    confidence: float = CONFIDENCE,
) -> tuple[Promisable, ...]:
    """What can be promised of a measure of a service: by standard and tier, each location, group and all together.

    locations: ids of locations and groups, () for all; a group is told of when all of it was asked for. tiers: () for
    all. share: of cases; None is the declared reliability of each place.

    Raises InputError when nothing that can be counted is declared, or a record cannot be used.
    """
    found: list[Promisable] = []
    asked = organisation.expand(locations) if locations else organisation.location_ids
    for declaration in declared(organisation, measure, service, day):
        for tier in tiers or _tiers(organisation, declaration, day, records):
            found += _of_tier(organisation, declaration, tier, asked, day, records, share, confidence)
    return tuple(found)


def declared(organisation: Organisation, measure: str, service: str | None, day: dt.date) -> tuple[Declaration, ...]:
    """The standards of a measure of a service. Raises InputError when there is none whose level can be counted."""
    of_measure = organisation.standards_for(service, measure, day=day)
    counted = tuple(one for one in of_measure if one.tier is None and _countable(one))
    if not counted:
        there = sorted({one.measure for one in organisation.declarations if one.service == service and _countable(one)})
        name = f"'{measure}' of '{service}'" if service else f"'{measure}'"
        hint = (
            known_hint(measure, there, "declared for it") if there else "promisecheck specs show lists what is declared"
        )
        raise InputError(Fault(f"no level of {name} is declared that can be counted", hint=hint))
    return counted


def _tiers(
    organisation: Organisation, declaration: Declaration, day: dt.date, records: Records
) -> tuple[str | None, ...]:
    """The tiers that differ: only "all of them" (None) where neither the standard nor its record knows any."""
    held = [records.of(one) for one in organisation.column(declaration, None, day).variants if one is not None]
    tiered = any(entry.tier for entry in declaration.entries)
    tiered = tiered or any(notice.tiers for notice in organisation.notices if notice.standard == declaration.id)
    tiered = tiered or any(None not in one.record.tallies for one in held if one is not None)
    return tuple(organisation.tiers) if tiered and organisation.tiers else (None,)


def _countable(declaration: Declaration) -> bool:
    levels = (entry.fields.get("level") for entry in declaration.entries)
    return any(level is not None and level.op is not None for level in levels)


# ------------------------------------------------------------------------------------------------ one tier
def _of_tier(
    organisation: Organisation,
    declaration: Declaration,
    tier: str | None,
    asked: Sequence[str],
    day: dt.date,
    records: Records,
    share: float | None,
    confidence: float,
) -> Iterator[Promisable]:
    column = organisation.column(declaration, tier, day)
    variants = [
        one if one and standing(one, day) in ("in_force", "review_overdue") else None for one in column.variants
    ]
    of_variant = [_Proof.of(one, tier, records, share, confidence) if one is not None else None for one in variants]
    here: dict[str, Promisable] = {}
    for place in asked:
        number = organisation.positions[place]
        code = int(column.codes[number])
        here[place] = _at_location(place, number, tier, variants[code], of_variant[code], share)
    yield from here.values()
    inside = set(asked)
    for group, members in organisation.members.items():
        if len(members) > 1 and inside.issuperset(members):
            yield _together(group, "group", [here[place] for place in members])
    if len(asked) == len(organisation.locations) > 1:
        yield _together("", "organisation", list(here.values()))


@dataclass(frozen=True, slots=True)
class _Proof:
    """What a record proves at all locations, in the unit of the standard."""

    level: Floats
    needed: int
    figures: Figures
    unit: str | None

    @staticmethod
    def of(
        standard: Standard, tier: str | None, records: Records, share: float | None, confidence: float
    ) -> _Proof | None:
        held = records.of(standard)
        tally = held.record.tally(tier) if held is not None else None
        if held is None or tally is None or standard.level is None:
            return None
        wanted, way, unit = share or standard.reliability, direction(standard), standard.level.unit
        if isinstance(tally, Values):
            return _of_values(tally, standard, held, wanted, confidence)
        if unit == "%":
            rate = np.where(tally.cases > 0, 100 * exact_lower(tally.met, tally.cases, confidence), np.nan)
            return _Proof(rate, 1, _rates(tally), unit)
        value = bound(standard.level, way)
        sure = exact_lower(tally.met, tally.cases, confidence) >= wanted
        unknown = np.full(len(sure), np.nan)
        level = np.where(sure, float(value), np.nan) if value is not None else unknown
        return _Proof(level, _needed(wanted, confidence), figures(tally.met, tally.cases, (unknown,) * 3), unit)


def _of_values(tally: Values, standard: Standard, held: Held, share: float, confidence: float) -> _Proof | None:
    level, way = standard.level, direction(standard)
    times = factor(held.unit, level.unit if level is not None else None)
    if level is None or times is None:
        return None
    proven = times * tally.ranked(bound_rank(tally.cases, share, confidence), way)
    limit = threshold(level, way, held.unit)
    met = tally.met(limit, way) if limit is not None else np.zeros_like(tally.cases)
    reached = levels_reached(tally, share, way, times)
    return _Proof(proven, _needed(share, confidence), figures(met, tally.cases, reached), level.unit)


def _rates(tally: Met) -> Figures:
    low, high = wilson(tally.met, tally.cases)
    share = np.where(tally.cases > 0, tally.met / np.maximum(tally.cases, 1), np.nan)
    return figures(tally.met, tally.cases, (100 * share, 100 * low, 100 * high))


def _needed(share: float, confidence: float) -> int:
    return cases_needed(share, confidence) if share < 1 else 0


def _at_location(
    place: str, number: int, tier: str | None, standard: Standard | None, proof: _Proof | None, share: float | None
) -> Promisable:
    if standard is None or standard.level is None:
        return Promisable(place, "location", tier, None, share or 0.0)
    wanted = share or standard.reliability
    carried = standard.level if wanted <= standard.reliability + _SLIGHT or standard.level.unit == "%" else None
    if proof is None:
        return Promisable(place, "location", tier, standard, wanted, carried, promise=carried)
    way, cases = direction(standard), int(proof.figures.cases[number])
    value = float(proof.level[number])
    proven = None
    if not np.isnan(value):
        op = standard.level.op if standard.level.op != "range" else "<=" if way == "less" else ">="
        proven = Level(op=op, value=rounded(value, way, proof.unit), unit=proof.unit, per=standard.level.per)
    needed = max(0, proof.needed - cases) if proven is None else 0
    promise = _weaker(standard.level, proven, way)
    measured = proof.figures[number]
    return Promisable(
        place, "location", tier, standard, wanted, carried, proven, promise, measured, needed, recorded=True
    )


def _weaker(one: Level | None, other: Level | None, way: Direction) -> Level | None:
    """The level that holds when both do; None unless both are there."""
    if one is None or other is None:
        return None
    first, second = threshold(one, way, one.unit), threshold(other, way, one.unit)
    if first is None or second is None:
        return None
    return one if (first >= second if way == "less" else first <= second) else other


def _together(place: str, kind: Kind, rows: Sequence[Promisable]) -> Promisable:
    """What several locations can all promise: the weakest of them; none when one has none."""
    first = rows[0]
    share = max(row.share for row in rows)
    without = [row for row in rows if row.promise is None]
    way = direction(first.standard) if first.standard is not None else "less"
    level = _weakest([row.level for row in rows], way)
    proven = _weakest([row.proven for row in rows], way)
    recorded = any(row.recorded for row in rows)
    standard = next((row.standard for row in rows if row.level == level and row.standard), first.standard)
    if without:
        row = max(without, key=lambda row: row.needed)
        return Promisable(
            place, kind, first.tier, standard, share, level, proven, None, None, row.needed, row.place, recorded
        )
    promise = _weakest([row.promise for row in rows], way)
    decides = next(row for row in rows if row.promise == promise)
    limited_by = decides.place if any(row.promise != promise for row in rows) else None
    return Promisable(place, kind, first.tier, standard, share, level, proven, promise, None, 0, limited_by, recorded)


def _weakest(levels: Sequence[Level | None], way: Direction) -> Level | None:
    found = levels[0]
    for level in levels[1:]:
        found = _weaker(found, level, way)
    return found
