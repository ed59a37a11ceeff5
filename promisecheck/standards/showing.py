"""What holds at a location on a day: everything declared there, as rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from promisecheck.errors import Fault, InputError
from promisecheck.model import Standard
from promisecheck.standards.declarations import Standing, merge, standing
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
    measures = dict.fromkeys(declaration.measure for declaration in organisation.declarations)
    chosen = {
        declaration.id
        for measure in measures
        for declaration in organisation.standards_for(None, measure, tier=tier, day=day)
    }
    rows = []
    for declaration in organisation.declarations:
        standard = organisation.resolve(declaration, location, tier, day) if declaration.id in chosen else None
        if standard is not None:
            decided_by = merge(declaration, organisation.distances(location), tier).decided_by
            differs = decided_by is not declaration.entries[0] or standard.notice is not None
            rows.append(Row(location, tier, standard, standing(standard, day), differs))
    return tuple(rows)
