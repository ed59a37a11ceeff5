"""What only shows when everything is read: standards that overlap, entries and notices that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from promisecheck.errors import Fault
from promisecheck.model import Stretch
from promisecheck.standards.declarations import Ambiguity, Declaration, Entry, Notice, compose_level, merge, same_thing
from promisecheck.standards.faults import Faults
from promisecheck.standards.organisation import NamedKind, Organisation


def overlapping_standards(declarations: tuple[Declaration, ...], faults: Faults) -> Iterator[Fault]:
    """Two standards of one service, measure and thing that are in force on the same day."""
    buckets: dict[tuple[str, str], list[Declaration]] = {}
    for declaration in declarations:
        earlier = buckets.setdefault((declaration.service, declaration.measure), [])
        for other in earlier:
            shared = _shared_days(other, declaration) if same_thing(other, declaration) else None
            if shared is not None:
                thing = f"{declaration.measure} of {declaration.service}"
                yield faults.at_place(
                    declaration.where,
                    f"'{other.id}' ({other.where}) and '{declaration.id}' both declare {thing}{_since(shared)}",
                    "give them effective ranges that do not overlap, or a different what:",
                )
        earlier.append(declaration)


def _shared_days(one: Declaration, other: Declaration) -> Stretch | None:
    for a in one.stretches():
        for b in other.stretches():
            start = max((day for day in (a.start, b.start) if day is not None), default=None)
            end = min((day for day in (a.end, b.end) if day is not None), default=None)
            if start is None or end is None or start <= end:
                return Stretch(start, end)
    return None


def _since(days: Stretch) -> str:
    if days.start is not None:
        return f" from {days.start}"
    return f" until {days.end}" if days.end is not None else ""


def warnings(organisation: Organisation, faults: Faults) -> Iterator[Fault]:
    """What should be mended although judging copes with it."""
    for declaration in organisation.declarations:
        if not any(compose_level(entry.fields) is not None for entry in declaration.entries):
            yield faults.at_place(declaration.where, f"'{declaration.id}' declares no level", "add one")
        yield from _ambiguous(organisation, declaration, faults)
    yield from _overlapping_notices(organisation, faults)
    yield from _shared_names(organisation, faults)
    if len(organisation.tiers) > 1 and len({tier.where.rpartition(":")[0] for tier in organisation.tiers.values()}) > 1:
        first = next(iter(organisation.tiers.values()))
        yield faults.at_place(
            first.where, "tiers stand in several files, so their order is that of the files", "keep them in one"
        )


def _ambiguous(organisation: Organisation, declaration: Declaration, faults: Faults) -> Iterator[Fault]:
    """Entries for a place and for a tier (or for two groups) that both set the level and are not nested."""
    if len(declaration.entries) == 1:
        return
    told: set[tuple[str, str]] = set()
    tiers = [*dict.fromkeys(entry.tier for entry in declaration.entries)]
    places = {entry.place for entry in declaration.entries if entry.place is not None}
    seen: set[tuple[tuple[str, int], ...]] = set()
    for location in organisation.locations:
        distances = organisation.distances(location)
        signature = tuple((place, distance) for place, distance in distances.items() if place in places)
        if not signature or signature in seen:
            continue
        seen.add(signature)
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
    earlier: dict[str, list[Notice]] = {}
    for notice in organisation.notices:
        for other in earlier.setdefault(notice.standard, []):
            if _overlap(organisation, notice, other):
                message = (
                    f"two notices for '{notice.standard}' overlap (the other: {other.where}); the weaker level counts"
                )
                yield faults.at_place(notice.where, message, "let one end before the other starts")
        earlier[notice.standard].append(notice)


def _overlap(organisation: Organisation, one: Notice, other: Notice) -> bool:
    days = one.days.start and one.days.end and other.days.start and other.days.end
    if not days or one.days.start > other.days.end or other.days.start > one.days.end:  # type: ignore[operator]
        return False
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
