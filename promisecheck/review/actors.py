"""Who acts: a person with roles, through a session, an API token, a review link, or the program's own jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Role = Literal["submitter", "reviewer", "owner", "observer", "admin", "auditor"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
Scope = Literal["read", "write", "decide", "gate", "admin"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
EVERYWHERE: Final = "*"


@dataclass(frozen=True, slots=True)
class Places:
    """The declared locations and groups of the day; what `*` and a group's id stand for.

    zone: IANA name of the organisation's time zone.
    """

    locations: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    zone: str = "UTC"

    def expand(self, names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        """Location ids that the ids of locations and groups (or `*`) stand for, in declared order.

        Unknown names stand for nothing.
        """
        if EVERYWHERE in names:
            return self.locations
        wanted = set(names)
        for name in names:
            wanted.update(self.groups.get(name, ()))
        return tuple(location for location in self.locations if location in wanted)

    def unknown(self, names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
        """Names that are neither a location nor a group."""
        known = {*self.locations, *self.groups, EVERYWHERE}
        return tuple(name for name in names if name not in known)


@dataclass(frozen=True, slots=True)
class Grant:
    """One role. A reviewer's names the stage and the place: a location, a group, or `*`.

    locations: what the place stands for today; None for everywhere.
    """

    role: Role
    stage: str = ""
    place: str = ""
    locations: frozenset[str] | None = frozenset()


@dataclass(frozen=True, slots=True)
class Pass:
    """What a review link opens: one location (or the whole piece, "") of one stage of one piece."""

    draft_id: int
    stage: str
    location: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts.

    id: the person; None for the program itself. scopes: what an API token is limited to; None without such a limit.
    link: set when the person came by a review link and may see that piece only. fresh_at: the last time a password or
    a second factor was given in this session.
    """

    id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    via: Literal["session", "token", "link", "job"] = "session"
    scopes: frozenset[Scope] | None = None
    link: Pass | None = None
    fresh_at: dt.datetime | None = None

    def has(self, *roles: Role) -> bool:
        """Whether one of the roles was granted."""
        return any(grant.role in roles for grant in self.grants)

    def reviews(self, stage: str, location: str) -> bool:
        """Whether a reviewer's grant covers the location; the whole piece ("") takes a grant for everywhere."""
        return any(
            grant.role == "reviewer"
            and grant.stage == stage
            and (grant.locations is None or location in grant.locations)
            for grant in self.grants
        )

    def covers(self, locations: frozenset[str]) -> bool:
        """Whether a reviewer's grant, of any stage, reaches one of the locations."""
        return any(
            grant.role == "reviewer" and (grant.locations is None or not grant.locations.isdisjoint(locations))
            for grant in self.grants
        )

    @property
    def places(self) -> frozenset[str] | None:
        """All locations the person reviews at; None for everywhere."""
        found: set[str] = set()
        for grant in self.grants:
            if grant.role == "reviewer":
                if grant.locations is None:
                    return None
                found |= grant.locations
        return frozenset(found)


PROGRAM: Final = Actor(None, "promisecheck", via="job")
"""The program itself: jobs, rechecks, expiry."""
