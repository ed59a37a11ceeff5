"""What holds at a location on a day: everything declared there, as rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from promisecheck.errors import Fault, InputError
from promisecheck.model import Standard
from promisecheck.standards.declarations import Declaration, Standing, merge, standing
from promisecheck.standards.faults import known_hint
from promisecheck.standards.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Row:
    """One standard at a location for a tier on a day.

    standing: in_force, or why it cannot be relied on. differs: whether it is not what everybody gets elsewhere
    (an override or a notice decided).
    """

    location: str
    tier: str | None
    standard: Standard
    standing: Standing
    differs: bool


def counting(organisation: Organisation, tier: str | None, day: dt.date) -> tuple[Declaration, ...]:
    """The declarations that count for a tier on a day, in the order of the files: of those of one thing, one."""
    measures = dict.fromkeys(one.measure for one in organisation.declarations)
    chosen = {one.id for measure in measures for one in organisation.standards_for(None, measure, tier=tier, day=day)}
    return tuple(one for one in organisation.declarations if one.id in chosen)


def offered_to_customers(standard: Standard | None) -> object:
    """What customers get of a standard, to be compared: level, share, conditions, exceptions and limits.

    Its wording, owner, dates and record aside.
    """
    if standard is None:
        return None
    return standard.level, standard.reliability, standard.conditions, standard.exceptions, standard.limits


def show(organisation: Organisation, location: str, tier: str | None, day: dt.date) -> tuple[Row, ...]:
    """Everything declared at a location for a tier (None: the first) on a day, in the order of the files.

    Of several standards of one thing the one that counts that day. Raises InputError for an unknown id.
    """
    if location not in organisation.locations:
        hint = known_hint(location, organisation.locations, "locations")
        raise InputError(Fault(f"there is no location '{location}'", hint=hint))
    if tier is not None and tier not in organisation.tiers:
        raise InputError(Fault(f"there is no tier '{tier}'", hint=known_hint(tier, organisation.tiers, "tiers")))
    tier = tier or organisation.first_tier()
    rows = []
    for declaration in counting(organisation, tier, day):
        standard = organisation.resolve(declaration, location, tier, day)
        if standard is not None:
            decided_by = merge(declaration, organisation.distances(location), tier).decided_by
            differs = decided_by is not declaration.entries[0] or standard.notice is not None
            rows.append(Row(location, tier, standard, standing(standard, day), differs))
    return tuple(rows)
