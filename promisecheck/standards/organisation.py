"""An organisation with everything it declares, frozen, and the questions that are asked of it.

organisation = load_organisation(Path("service_specs"))
for declaration in organisation.standards_for("delivery", "delivery_time", day=day):
variants, codes = organisation.column(declaration, tier, day)   # codes[i]: variant at location number i
standing(variants[0], day)                                      # in_force, not_yet, ended, review_overdue
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from promisecheck.errors import Fault
from promisecheck.model import Standard, Stretch
from promisecheck.standards.declarations import Declaration, Notice, as_standard, merge, things
from promisecheck.standards.holidays import NO_HOLIDAYS, Holidays
from promisecheck.standards.pages import PagePatterns
from promisecheck.standards.working_week import MONDAY_TO_FRIDAY

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from promisecheck.standards.columns import Columns

NamedKind = Literal["service", "tier", "location", "group", "what", "area"]
NamesByLanguage = Mapping[str, tuple[str, ...]]
_REMEMBERED = 64
"""Places whose locations are remembered: a list of them may hold fifty thousand."""


@dataclass(frozen=True, slots=True)
class Service:
    """What customers get. names: what ads call it, per language."""

    id: str
    names: NamesByLanguage
    where: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """A level of service at a price. Its price is the declaration `Organisation.tier_price(id)`.

    where: "file:line", with the column in it (from 1) apart.
    """

    id: str
    names: NamesByLanguage
    where: str = ""
    column: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Locations that belong together. groups: the groups it belongs to itself."""

    id: str
    names: NamesByLanguage
    groups: tuple[str, ...] = ()
    working_week: frozenset[int] | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A branch. pages: patterns of the pages that are about it. extra: further columns of a branch file."""

    id: str
    names: NamesByLanguage
    groups: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    url: str | None = None
    working_week: frozenset[int] | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    where: str = ""


class Name(NamedTuple):
    """A name by which copy may call something declared.

    For `what` the id is the declaration's, for `area` it is the name as it stands in `areas`.
    """

    text: str
    language: str
    kind: NamedKind
    id: str


class Column(NamedTuple):
    """A declaration at every location, in the order of `Organisation.locations`.

    `codes[i]` indexes the variant at location number i; a variant is None where nothing is declared. The array is
    read-only.
    """

    variants: tuple[Standard | None, ...]
    codes: NDArray[int32]


@dataclass(frozen=True)
class Organisation:
    """Everything that is declared. Mappings keep the order of the files; tiers are lowest first.

    currency: ISO 4217, None where none is declared. working_week: weekdays, 0 is Monday. warnings: what does not
    keep it from being used but should be mended (ambiguous entries, overlapping notices, no level).
    digest: hash of the files it was read from.
    """

    name: str
    languages: tuple[str, ...] = ("en",)
    currency: str | None = None
    timezone: str | None = None
    working_week: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: Holidays = NO_HOLIDAYS
    services: Mapping[str, Service] = field(default_factory=dict)
    tiers: Mapping[str, Tier] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    declarations: tuple[Declaration, ...] = ()
    notices: tuple[Notice, ...] = ()
    files: tuple[str, ...] = ()
    warnings: tuple[Fault, ...] = ()
    digest: str = ""

    # -------------------------------------------------------------------------------------------- places
    @cached_property
    def location_ids(self) -> tuple[str, ...]:
        """The ids in the order that columns use."""
        return tuple(self.locations)

    @cached_property
    def urls(self) -> tuple[tuple[str, str], ...]:
        """The locations that have an address of their own, each with it."""
        return tuple((id_, place.url) for id_, place in self.locations.items() if place.url is not None)

    @cached_property
    def drawn(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Sets of locations that were drawn together into groups already; kept by judge.naming."""
        return {}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Number of each location in columns."""
        return {id_: n for n, id_ in enumerate(self.locations)}

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """The locations of each group, those of its sub-groups included, in the order of `locations`."""
        found: dict[str, list[str]] = {id_: [] for id_ in self.groups}
        for id_ in self.locations:
            for place in self.distances(id_):
                if place in found and place != id_:
                    found[place].append(id_)
        return {id_: tuple(ids) for id_, ids in found.items()}

    def distances(self, location: str) -> Mapping[str, int]:
        """The location itself at 0, its groups at 1, their groups at 2 ..."""
        found = {location: 0}
        ring = list(self.locations[location].groups)
        distance = 1
        while ring:
            for group in ring:
                found.setdefault(group, distance)
            ring = [up for group in ring if group in self.groups for up in self.groups[group].groups if up not in found]
            distance += 1
        return found

    def expand(self, places: Iterable[str]) -> tuple[str, ...]:
        """Location ids of locations and groups, each once, in the order of `locations`; unknown ids are left out."""
        wanted = tuple(dict.fromkeys(places))
        if wanted not in self._expanded:
            if len(self._expanded) >= _REMEMBERED:
                self._expanded.clear()
            ids = {id_ for place in wanted for id_ in self.members.get(place, (place,))}
            self._expanded[wanted] = tuple(id_ for id_ in self.locations if id_ in ids)
        return self._expanded[wanted]

    @cached_property
    def _expanded(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """The locations of places that were asked for before."""
        return {}

    def working_days(self, location: str) -> frozenset[int]:
        """The working week at a location: its own, else that of its nearest group, else the organisation's."""
        own = self.locations[location].working_week
        if own is not None:
            return own
        for place in self.distances(location):
            group = self.groups.get(place)
            if group is not None and group.working_week is not None:
                return group.working_week
        return self.working_week

    @cached_property
    def working_weeks(self) -> tuple[tuple[frozenset[int], ...], NDArray[int32]]:
        """The working weeks that occur and, for each location, which one it has."""
        return self._columns.working_weeks()

    def locations_for_path(self, path: str) -> tuple[str, ...]:
        """The locations whose `pages:` patterns match the path of an address, or a path below the checked folder."""
        return self._pages.matching(path)

    # -------------------------------------------------------------------------------------------- standards
    @cached_property
    def declarations_by_id(self) -> Mapping[str, Declaration]:
        """Declarations by their key under `standards:`; the price of a tier by "tiers.ID"."""
        return {declaration.id: declaration for declaration in self.declarations}

    def tier_price(self, tier: str) -> Declaration | None:
        """The price declared for a tier, as a standard of measure `price`."""
        return self.declarations_by_id.get(f"tiers.{tier}")

    def first_tier(self) -> str | None:
        """The tier that everybody gets; None where no tiers are declared."""
        return next(iter(self.tiers), None)

    def standards_for(
        self, service: str | None, measure: str, *, tier: str | None = None, day: dt.date
    ) -> tuple[Declaration, ...]:
        """The declarations of a measure for a service (None: of any service, and the price of the tier).

        One for each thing that is declared (`what`): the one in force on the day, else the one that was last in
        force, else the next one. Whether it can be used, and where, `column` and `standing` tell.
        """
        tier = tier or self.first_tier()
        found = []
        for thing in self._things.get(measure, ()):
            first = thing[0]
            if service in (None, first.service) and first.tier in (None, tier):
                found.append(min(thing, key=lambda declaration: _usability(declaration, day)))
        return tuple(found)

    def column(self, declaration: Declaration, tier: str | None, day: dt.date) -> Column:
        """A declaration at all locations for a tier (None: the first) on a day, notices in force included."""
        return self._columns.column(declaration, tier or self.first_tier(), self.notices_on(declaration, tier, day))

    def resolve(self, declaration: Declaration, location: str, tier: str | None, day: dt.date) -> Standard | None:
        """A declaration at one location, as `column` has it. Raises KeyError for an unknown location."""
        distances = self.distances(location)
        notices = [n for n in self.notices_on(declaration, tier, day) if not n.places or set(n.places) & set(distances)]
        return as_standard(declaration, merge(declaration, distances, tier or self.first_tier()), tuple(notices))

    def notices_on(self, declaration: Declaration, tier: str | None, day: dt.date) -> tuple[Notice, ...]:
        """The notices for a declaration and a tier that are in force on a day, at any location."""
        tier = tier or self.first_tier()
        found = self._notices.get(declaration.id, ())
        return tuple(n for n in found if day in n.days and (not n.tiers or tier in n.tiers))

    def boundaries(
        self, start: dt.date, end: dt.date, declarations: Iterable[Declaration] | None = None
    ) -> tuple[Stretch, ...]:
        """The days from `start` to `end`, both included, cut so that within a stretch nothing changes.

        What changes are effective ranges, review dates and notices, of all declarations or of the given ones.

        Raises ValueError when the end lies before the start.
        """
        if end < start:
            raise ValueError(f"{end} lies before {start}")
        cuts: set[dt.date] = set()
        for declaration in self.declarations if declarations is None else declarations:
            cuts.update(self._dates[declaration.id])
            for notice in self._notices.get(declaration.id, ()):
                cuts.update(_changes(notice.days))
        inside = sorted(day for day in cuts if start < day <= end)
        one = dt.timedelta(days=1)
        return tuple(
            Stretch(a, b) for a, b in zip([start, *inside], [*(day - one for day in inside), end], strict=True)
        )

    @cached_property
    def _dates(self) -> Mapping[str, frozenset[dt.date]]:
        """The days on which something about each declaration changes."""
        return {declaration.id: frozenset(declaration.dates()) for declaration in self.declarations}

    # -------------------------------------------------------------------------------------------- names
    def names_index(self, language: str | None = None) -> tuple[Name, ...]:
        """Everything that copy may call by name, in one language or in all, each name once for what it means."""
        found = self._names
        return found if language is None else tuple(name for name in found if name.language == language)

    @cached_property
    def _names(self) -> tuple[Name, ...]:
        named: list[tuple[NamedKind, str, NamesByLanguage]] = []
        named += [("service", service.id, service.names) for service in self.services.values()]
        named += [("tier", tier.id, tier.names) for tier in self.tiers.values()]
        named += [("location", location.id, location.names) for location in self.locations.values()]
        named += [("group", group.id, group.names) for group in self.groups.values()]
        named += [("what", d.id, d.what) for d in self.declarations if d.tier is None]
        found = [
            Name(text, language, kind, id_)
            for kind, id_, names in named
            for language, texts in names.items()
            for text in texts
        ]
        for declaration in self.declarations:
            for entry in declaration.entries:
                for area in entry.fields["level"].areas if entry.fields.get("level") else ():
                    if area not in self.locations and area not in self.groups:
                        language = "ar" if any("\u0600" <= letter <= "\u06ff" for letter in area) else self.languages[0]
                        found.append(Name(area, language, "area", area))
        return tuple(dict.fromkeys(found))

    # -------------------------------------------------------------------------------------------- made once
    @cached_property
    def _things(self) -> Mapping[str, list[list[Declaration]]]:
        """By measure: declarations about one thing together."""
        found: dict[str, list[list[Declaration]]] = {}
        for thing in things(self.declarations):
            found.setdefault(thing[0].measure, []).append(thing)
        return found

    @cached_property
    def _notices(self) -> Mapping[str, list[Notice]]:
        found: dict[str, list[Notice]] = {}
        for notice in self.notices:
            found.setdefault(notice.standard, []).append(notice)
        return found

    @cached_property
    def _pages(self) -> PagePatterns:
        return PagePatterns((pattern, id_) for id_, place in self.locations.items() for pattern in place.pages)

    @cached_property
    def _columns(self) -> Columns:
        from promisecheck.standards.columns import Columns

        return Columns(self)


def _usability(declaration: Declaration, day: dt.date) -> tuple[int, int]:
    """Sorts the declaration in force first, then the one that ended last, then the one that starts next."""
    stretches = tuple(declaration.stretches())
    if any(day in stretch for stretch in stretches):
        return 0, 0
    ended = [day - stretch.end for stretch in stretches if stretch.end is not None and stretch.end < day]
    if ended:
        return 1, min(ended).days
    return 2, min((stretch.start - day).days for stretch in stretches if stretch.start is not None)


def _changes(days: Stretch) -> list[dt.date]:
    found = [days.start] if days.start is not None else []
    if days.end is not None and days.end < dt.date.max:
        found.append(days.end + dt.timedelta(days=1))
    return found
