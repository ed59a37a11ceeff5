"""What a source says about branches, whatever the source: plain frozen data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from promisecheck.errors import Fault

REGULAR = "regular"
"""The kind of the hours in which the doors are open; other kinds are what the source calls them ("delivery")."""


@dataclass(frozen=True, slots=True)
class Special:
    """Hours for a stretch of days, both included. hours: OSM opening_hours of every day in it."""

    start: dt.date
    end: dt.date
    hours: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A branch as a source has it.

    key: how the source tells it from others (store code, branch code, OSM id). id: what it would be called in a spec.
    names: by language. towns: words that may name a group. hours: OSM opening_hours by kind. areas: names of places
    it serves. where: "file:line" or the place in words.
    """

    key: str
    id: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    towns: tuple[str, ...] = ()
    url: str | None = None
    hours: Mapping[str, str] = field(default_factory=dict)
    special: tuple[Special, ...] = ()
    areas: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a source holds. faults: values that cannot be read and were left out, each with its place."""

    kind: str
    branches: tuple[Incoming, ...]
    faults: tuple[Fault, ...] = ()


def names_of(pairs: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Names by language from (language, name); where no language is given, the script tells Arabic from English."""
    found: dict[str, tuple[str, ...]] = {}
    for language, name in pairs:
        name = " ".join(name.split())
        if name:
            known = language[:2].lower() or ("ar" if any("\u0600" <= letter <= "\u06ff" for letter in name) else "en")
            found[known] = tuple(dict.fromkeys((*found.get(known, ()), name)))
    return found
