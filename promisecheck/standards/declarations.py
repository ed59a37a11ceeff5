"""A standard as it is declared: a base and what differs by location, group, tier and notice; and how they merge.

An entry beats another when it is at least as near in place (the location itself, its groups from near to far, the
base) and at least as specific in tier. Where two entries that set one key do not beat each other, the declaration is
ambiguous: the one with the weaker level counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import inf
from typing import Any, Literal

from promisecheck.measures import measures
from promisecheck.model import Level, Standard, Stretch
from promisecheck.standards.weakness import weakness

Standing = Literal["in_force", "not_yet", "ended", "review_overdue"]

Thing = tuple[str, str, str | None, str]
"""Service, measure, tier (of a tier's price) and folded name of what is declared."""
BASE = 1_000
"""Distance of the base from any location; a location is 0, its groups 1, theirs 2 ..."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one entry of a declaration sets, and for whom.

    place: id of a location or group, None for all. tier: id, None for all. fields: names of fields of Standard
    (`level` among them) and, beside them, "by": the time of day that belongs to the level. where: "file:line", with
    the column in it (from 1) apart.
    """

    place: str | None
    tier: str | None
    fields: Mapping[str, Any]
    where: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """A temporary entry: it overrides a standard from `days.start` to `days.end`, both included.

    places: ids of locations and groups, empty for all. tiers: ids, empty for all.
    """

    standard: str
    places: tuple[str, ...]
    tiers: tuple[str, ...]
    days: Stretch
    fields: Mapping[str, Any]
    reason: Mapping[str, str]
    disclose: Mapping[str, str]
    where: str


@dataclass(frozen=True)
class Declaration:
    """A declared standard before it is known where, for whom and when.

    entries: the base first. what: names of what is offered, priced or counted, per language. tier: set on the price
    of a tier, which is declared under `tiers:` and has no service (""). where: "file:line", with the column in it
    (from 1) apart.
    """

    id: str
    service: str
    measure: str
    what: Mapping[str, tuple[str, ...]]
    entries: tuple[Entry, ...]
    where: str
    tier: str | None = None
    column: int = 1

    @cached_property
    def by_place(self) -> Mapping[str | None, tuple[tuple[int, Entry], ...]]:
        """The entries of each place, numbered in the order of the declaration."""
        found: dict[str | None, list[tuple[int, Entry]]] = {}
        for number, entry in enumerate(self.entries):
            found.setdefault(entry.place, []).append((number, entry))
        return {place: tuple(entries) for place, entries in found.items()}

    @property
    def effective(self) -> Stretch:
        """The days on which the base is in force."""
        found: Stretch = self.entries[0].fields.get("effective", Stretch())
        return found

    def stretches(self) -> Iterator[Stretch]:
        """The effective ranges of all entries that have one, or one open range."""
        found = [entry.fields["effective"] for entry in self.entries if "effective" in entry.fields]
        if "effective" not in self.entries[0].fields:
            found.insert(0, Stretch())
        yield from found

    def dates(self) -> Iterator[dt.date]:
        """The days on which something about it changes: the first day of each new state."""
        for entry in self.entries:
            effective: Stretch = entry.fields.get("effective", Stretch())
            if effective.start is not None:
                yield effective.start
            for last in (effective.end, entry.fields.get("review_by")):
                if last is not None and last < dt.date.max:
                    yield last + dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Two entries of which neither beats the other and which both set the level differently."""

    one: Entry
    other: Entry
    taken: Entry


@dataclass(slots=True)
class Merged:
    """What the entries of a declaration come to for one place and tier."""

    fields: dict[str, Any] = field(default_factory=dict)
    decided_by: Entry | None = None
    ambiguity: Ambiguity | None = None


def merge(declaration: Declaration, distances: Mapping[str, int], tier: str | None) -> Merged:
    """Merge the entries that apply at a location for a tier, key by key.

    distances: of the location itself (0), its groups (1) and theirs (2 ...); other places do not apply. Of two groups
    that are equally near the one that the declaration names first counts, in whatever order a location lists them.
    """
    numbered = sorted(
        (distance, number, entry)
        for place, distance in (*distances.items(), (None, BASE))
        for number, entry in declaration.by_place.get(place, ())
        if entry.tier in (None, tier)
    )
    applying = [(distance, entry) for distance, _, entry in numbered]
    merged = Merged()
    levels = _unbeaten(applying, ("level", "by"))
    if len(levels) > 1:
        ranked = sorted(
            levels, key=lambda entry: weakness(compose_level(entry.fields), declaration.measure), reverse=True
        )
        merged.decided_by = ranked[0]
        if compose_level(ranked[0].fields) != compose_level(ranked[1].fields):
            merged.ambiguity = Ambiguity(levels[0], levels[1], ranked[0])
    elif levels:
        merged.decided_by = levels[0]
    for key in {key for _, entry in applying for key in entry.fields}:
        setters = _unbeaten(applying, (key,))
        chosen = merged.decided_by if merged.decided_by in setters else setters[0]
        merged.fields[key] = chosen.fields[key]
    if "level" in merged.fields and "by" in merged.fields and merged.decided_by is not None:
        _drop_stale_time(merged)
    return merged


def _drop_stale_time(merged: Merged) -> None:
    """A level with its own time of day ("next day 12:00") does not take the `by:` of what it overrides."""
    level: Level = merged.fields["level"]
    if level.by is not None and "by" not in (merged.decided_by.fields if merged.decided_by else {}):
        del merged.fields["by"]


def _unbeaten(applying: list[tuple[int, Entry]], keys: tuple[str, ...]) -> list[Entry]:
    """The entries that set one of the keys and that no other such entry beats; the nearest place first."""
    setters = [(distance, entry) for distance, entry in applying if any(key in entry.fields for key in keys)]
    found = [
        (distance, entry)
        for distance, entry in setters
        if not any(_beats(d, e, distance, entry) for d, e in setters if e is not entry)
    ]
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _beats(distance: int, entry: Entry, other_distance: int, other: Entry) -> bool:
    nearer = distance < other_distance or entry.place == other.place
    return nearer and (entry.tier == other.tier or other.tier is None)


def compose_level(fields: Mapping[str, Any]) -> Level | None:
    """The level of a set of fields, with its time of day; None where they set none."""
    level: Level | None = fields.get("level")
    by: str | None = fields.get("by")
    if by is None:
        return level
    return Level(op="<=", value=0, unit="day", by=by) if level is None else replace(level, by=by)


def as_standard(declaration: Declaration, merged: Merged, notices: tuple[Notice, ...] = ()) -> Standard | None:
    """The standard that the merged fields make, under the notices in force there (the weakest level counts).

    None where they set no level: nothing is declared there.
    """
    fields = dict(merged.fields)
    where = merged.decided_by.where if merged.decided_by else declaration.where
    for notice in sorted(notices, key=lambda notice: _notice_rank(notice, declaration.measure)):
        fields |= notice.fields
        if "level" in notice.fields and "by" not in notice.fields:
            fields.pop("by", None)
        fields |= {"notice": notice.reason, "notice_days": notice.days, "notice_disclose": notice.disclose}
        where = notice.where if "level" in notice.fields or "by" in notice.fields else where
    level = compose_level(fields)
    if level is None:
        return None
    fields.pop("by", None)
    fields["level"] = level
    return Standard(
        declaration.id, declaration.service, declaration.measure, what=declaration.what, where=where, **fields
    )


def _notice_rank(notice: Notice, measure: str) -> float:
    """Order in which notices are laid over each other: the weakest level last, so that it counts."""
    level = compose_level(notice.fields)
    return -inf if level is None else weakness(level, measure)


def standing(standard: Standard, day: dt.date) -> Standing:
    """Whether a standard can be used on a day: it is in force, or why not.

    "review_overdue" is in force, but nobody has looked at it since its `review_by`.
    """
    if day not in standard.effective:
        start = standard.effective.start
        return "not_yet" if start is not None and day < start else "ended"
    return "review_overdue" if standard.review_by is not None and standard.review_by < day else "in_force"


def keys_of(declaration: Declaration) -> tuple[Thing, ...]:
    """What a declaration is about, once for each of its names; two that share one are about the same thing.

    Of what is about the same thing only one may be in force at a time.
    """
    head = (declaration.service, declaration.measure, declaration.tier)
    names = dict.fromkeys(" ".join(name.casefold().split()) for names in declaration.what.values() for name in names)
    return tuple((*head, name) for name in names or ("",))


def things(declarations: Iterable[Declaration]) -> list[list[Declaration]]:
    """The declarations, those about the same thing together, in order."""
    groups: list[list[Declaration]] = []
    group_of: dict[Thing, list[Declaration]] = {}
    for declaration in declarations:
        keys = keys_of(declaration)
        group = next((group_of[key] for key in keys if key in group_of), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(declaration)
        group_of.update(dict.fromkeys(keys, group))
    return groups


def better(declaration: Declaration) -> str:
    """Which way is better for the customer, from the measure vocabulary."""
    return measures()[declaration.measure].better
