"""What only shows when everything is read: standards that overlap, entries and notices that contradict each other."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping

from promisecheck.errors import Fault
from promisecheck.standards.declarations import (
    Ambiguity,
    Declaration,
    Entry,
    Notice,
    Thing,
    compose_level,
    keys_of,
    merge,
)
from promisecheck.standards.faults import Faults
from promisecheck.standards.organisation import NamedKind, Organisation

_MOST_PER_STANDARD = 20
"""Most warnings of one kind about one standard."""
Classes = dict[tuple[str, ...], list[str]]
"""Locations that lie in the same groups: what holds at one without an entry of its own holds at all of them."""


def overlapping_standards(declarations: tuple[Declaration, ...], faults: Faults) -> Iterator[Fault]:
    """Two standards of one service, measure and thing that are in force on the same day."""
    about: dict[Thing, list[Declaration]] = {}
    for declaration in declarations:
        for thing in keys_of(declaration):
            about.setdefault(thing, []).append(declaration)
    told: set[tuple[str, str]] = set()
    for same in about.values():
        for one, other, day in _in_force_together(same):
            if (one.id, other.id) in told:
                continue
            told.add((one.id, other.id))
            what = f"{other.measure} of {other.service}"
            since = f" from {day}" if day != dt.date.min else ""
            yield faults.at_place(
                other.where,
                f"'{one.id}' ({one.where}) and '{other.id}' both declare {what}{since}",
                "give them effective ranges that do not overlap, or a different what:",
            )


def _in_force_together(same: list[Declaration]) -> Iterator[tuple[Declaration, Declaration, dt.date]]:
    """Pairs of declarations that share days, in the order of the files, and the first such day.

    One pass over all stretches by their first day: one that starts before the latest end so far shares days with it.
    """
    if len(same) < 2:
        return
    order = {declaration.id: n for n, declaration in enumerate(same)}
    stretches = [
        (days.start or dt.date.min, days.end or dt.date.max, order[declaration.id])
        for declaration in same
        for days in declaration.stretches()
    ]
    latest: tuple[dt.date, int] | None = None
    for start, end, number in sorted(stretches):
        if latest is not None and start <= latest[0] and latest[1] != number:
            one, other = sorted((latest[1], number))
            yield same[one], same[other], start
        if latest is None or end > latest[0]:
            latest = (end, number)


def warnings(organisation: Organisation, faults: Faults) -> Iterator[Fault]:
    """What should be mended although judging copes with it."""
    classes: Classes = {}
    for location in organisation.locations.values():
        classes.setdefault(location.groups, []).append(location.id)
    for declaration in organisation.declarations:
        if not any(compose_level(entry.fields) is not None for entry in declaration.entries):
            yield faults.at_place(declaration.where, f"'{declaration.id}' declares no level", "add one")
        yield from itertools.islice(_ambiguous(organisation, declaration, classes, faults), _MOST_PER_STANDARD)
    yield from _overlapping_notices(organisation, faults)
    yield from _shared_names(organisation, faults)
    if len(organisation.tiers) > 1 and len({tier.where.rpartition(":")[0] for tier in organisation.tiers.values()}) > 1:
        first = next(iter(organisation.tiers.values()))
        yield faults.at_place(
            first.where, "tiers stand in several files, so their order is that of the files", "keep them in one"
        )


def _ambiguous(
    organisation: Organisation, declaration: Declaration, classes: Classes, faults: Faults
) -> Iterator[Fault]:
    """Entries for a place and for a tier (or for two groups) that both set the level and are not nested."""
    if len(declaration.entries) == 1:
        return
    told: set[tuple[str, str]] = set()
    tiers = [*dict.fromkeys(entry.tier for entry in declaration.entries)]
    own = [place for place in declaration.by_place if place in organisation.locations]
    others = (next((id_ for id_ in members if id_ not in declaration.by_place), None) for members in classes.values())
    for location in (*own, *others):
        if location is None:
            continue
        distances = organisation.distances(location)
        for tier in tiers:
            found = merge(declaration, distances, tier).ambiguity
            if found is not None and (found.one.where, found.other.where) not in told:
                told.add((found.one.where, found.other.where))
                yield _ambiguity(declaration, found, location, faults)


def _ambiguity(declaration: Declaration, found: Ambiguity, location: str, faults: Faults) -> Fault:
    tier = found.one.tier or found.other.tier
    places = {entry.place for entry in (found.one, found.other) if entry.place is not None}
    place = next(iter(places)) if len(places) == 1 else location
    message = (
        f"'{declaration.id}' is ambiguous at {place}{f' for {tier}' if tier else ''}: "
        f"{_entry(found.one)} and {_entry(found.other)} both set the level; the weaker counts ({_entry(found.taken)})"
    )
    hint = f"nest one: by_location: {{{place}: {{by_tier: {{{tier}: …}}}}}}" if tier else f"add an entry for {location}"
    return faults.at_place(found.one.where, message, hint)


def _entry(entry: Entry) -> str:
    place = f"by_location {entry.place}" if entry.place else ""
    tier = f"by_tier {entry.tier}" if entry.tier else ""
    return f"{' > '.join(part for part in (place, tier) if part)} in line {entry.where.rpartition(':')[2]}"


def _overlapping_notices(organisation: Organisation, faults: Faults) -> Iterator[Fault]:
    """Notices that set the level of one standard at one place on the same day; the first few of each standard."""
    by_standard: dict[str, list[Notice]] = {}
    for notice in organisation.notices:
        by_standard.setdefault(notice.standard, []).append(notice)
    for notices in by_standard.values():
        yield from itertools.islice(_overlapping(organisation, notices, faults), _MOST_PER_STANDARD)


def _overlapping(organisation: Organisation, notices: list[Notice], faults: Faults) -> Iterator[Fault]:
    lasting: list[Notice] = []
    for notice in sorted(notices, key=lambda notice: notice.days.start or dt.date.min):
        start = notice.days.start or dt.date.min
        lasting = [other for other in lasting if (other.days.end or dt.date.max) >= start]
        for other in lasting:
            if _overlap(organisation, notice, other):
                message = f"two notices for '{notice.standard}' overlap (the other: {other.where})"
                yield faults.at_place(
                    notice.where, message, "let one end before the other starts; the weaker level counts"
                )
        lasting.append(notice)


def _overlap(organisation: Organisation, one: Notice, other: Notice) -> bool:
    """Whether two notices that share days set the level at one place for one tier."""
    if one.tiers and other.tiers and not set(one.tiers) & set(other.tiers):
        return False
    if compose_level(one.fields) is None or compose_level(other.fields) is None:
        return False
    places = [set(organisation.expand(n.places)) if n.places else set(organisation.locations) for n in (one, other)]
    return bool(places[0] & places[1])


def _shared_names(organisation: Organisation, faults: Faults) -> Iterator[Fault]:
    """Two services, two tiers, or two places with one name: copy that uses it could mean either."""
    where: Mapping[NamedKind, Mapping[str, object]] = {
        "service": organisation.services,
        "tier": organisation.tiers,
        "location": organisation.locations,
        "group": organisation.groups,
    }
    seen: dict[tuple[str, str], tuple[NamedKind, str]] = {}
    for name in organisation.names_index():
        if name.kind not in where:
            continue
        kind = "place" if name.kind in ("location", "group") else name.kind
        owner = (name.kind, name.id)
        other = seen.setdefault((kind, " ".join(name.text.casefold().split())), owner)
        if other != owner:
            place = getattr(where[name.kind][name.id], "where", "")
            message = f"'{name.text}' is a name of {other[0]} '{other[1]}' and of {name.kind} '{name.id}'"
            yield faults.at_place(place, message, "copy that uses it could mean either; keep it for one of them")
