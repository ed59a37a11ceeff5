"""Reads who and where from nodes: the organisation's own keys, services, tiers, groups, locations."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from promisecheck.standards.currencies import CODES
from promisecheck.standards.faults import Faults, UnreadableError, known_hint, near
from promisecheck.standards.holidays import NO_HOLIDAYS, Holidays, known_countries
from promisecheck.standards.organisation import Group, Location, Service, Tier
from promisecheck.standards.values import Words, items_of, read, read_date, text_of
from promisecheck.standards.working_week import MONDAY_TO_FRIDAY, read_working_week
from promisecheck.yaml_lines import Node

_ID = re.compile(r"[^\W_](?:[\w.-]*\w)?")
LONGEST_ID = 80
Entries = Mapping[str, tuple[Node, Node]]
"""The entries of one section, over all files: id -> (key, value)."""


@dataclass(frozen=True, slots=True)
class Header:
    """What is declared of the organisation as a whole."""

    languages: tuple[str, ...] = ()
    currency: str | None = None
    timezone: str | None = None
    working_week: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: Holidays = NO_HOLIDAYS


@dataclass(frozen=True, slots=True)
class Places:
    """All ids that standards may refer to, with their nodes' readings."""

    services: Mapping[str, Service] = field(default_factory=dict)
    tiers: Mapping[str, Tier] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)


def read_header(keys: Mapping[str, tuple[Node, Node]], faults: Faults) -> Header:
    """The organisation's own keys."""
    values = {key: value for key, (_, value) in keys.items()}
    languages = tuple(text for item in items_of(values.get("languages")) if (text := text_of(item)))
    for item in items_of(values.get("languages")):
        if (text := text_of(item)) is not None and not re.fullmatch("[a-z]{2}", text):
            faults.add(item, f"'{text}' is no language", "the code of a language: en, ar ...")
    return Header(
        languages=tuple(dict.fromkeys(languages)),
        currency=read(values.get("currency"), _currency, faults),
        timezone=read(values.get("timezone"), _timezone, faults),
        working_week=read(values.get("working_week"), _week, faults) or MONDAY_TO_FRIDAY,
        holidays=_holidays(values.get("holidays"), faults),
    )


def _currency(text: str) -> str:
    if text not in CODES:
        close = near(text, CODES, most=3) if len(text) <= 5 else []
        raise UnreadableError(
            f"'{text}' is no currency", f"an ISO 4217 code such as {' or '.join(close or ['JOD', 'EUR'])}"
        )
    return text


def _timezone(text: str) -> str:
    from zoneinfo import available_timezones

    known = available_timezones()
    if text not in known:
        raise UnreadableError(f"'{text}' is no time zone", known_hint(text, sorted(known), "IANA names"))
    return text


def _week(text: str) -> frozenset[int]:
    try:
        return read_working_week(text)
    except ValueError as error:
        raise UnreadableError(str(error), "days such as Mo-Fr, Su-Th, Mo-Sa") from None


def _holidays(node: Node | None, faults: Faults) -> Holidays:
    items = items_of(node)
    if len(items) == 1 and re.fullmatch("[A-Z]{2}(-[A-Z0-9]{1,4})?", text_of(items[0]) or ""):
        country = text_of(items[0]) or ""
        known = known_countries()
        if known is not None and country[:2] not in known:
            faults.add(items[0], f"no holidays are known for '{country}'", "list the dates: [2026-12-25, 2027-01-01]")
        return Holidays(country=country)
    dates: list[dt.date] = []
    for item in items:
        day = read(item, _holiday, faults)
        if day is not None:
            dates.append(day)
    return Holidays(dates=tuple(sorted(set(dates))))


def _holiday(text: str) -> dt.date:
    try:
        return read_date(text)
    except UnreadableError as error:
        raise UnreadableError(str(error), "a country code (JO), or dates as YYYY-MM-DD") from None


# ------------------------------------------------------------------------------------------------ ids and names
def check_id(key: Node, noun: str, faults: Faults) -> str:
    """The id that a key is; reported when it holds what an id cannot hold."""
    id_ = key.scalar or ""
    if not _ID.fullmatch(id_):
        mend = re.sub(r"[\W_]+", "-", id_).strip("-").lower()
        faults.add(key, f"'{id_}' is no id of a {noun}", f"letters, digits, - and _{f', e.g. {mend}' if mend else ''}")
    elif len(id_) > LONGEST_ID:
        faults.add(key, f"the id of a {noun} is longer than {LONGEST_ID} characters")
    return id_


def where(key: Node) -> str:
    """The place of a node as "file:line"."""
    return f"{key.file}:{key.line}"


def _named(key: Node, value: Node, noun: str, words: Words, faults: Faults) -> tuple[str, dict[str, tuple[str, ...]]]:
    """The id and the names; without names the id itself is the name."""
    id_ = check_id(key, noun, faults)
    plain = re.sub("[_-]+", " ", id_).strip()
    return id_, words.names(value.get("names")) or {words.language_of(plain): (plain,)}


def read_services(entries: Entries, words: Words, faults: Faults) -> dict[str, Service]:
    """Services by id."""
    found = {}
    for key, value in entries.values():
        id_, names = _named(key, value, "service", words, faults)
        found[id_] = Service(id_, names, where(key))
    return found


def read_tiers(entries: Entries, words: Words, faults: Faults) -> dict[str, Tier]:
    """Tiers by id, lowest first."""
    found = {}
    for key, value in entries.values():
        id_, names = _named(key, value, "tier", words, faults)
        found[id_] = Tier(id_, names, where(key), key.column)
    return found


def read_groups(entries: Entries, words: Words, faults: Faults) -> dict[str, Group]:
    """Groups by id; a group that belongs to an unknown group, or in the end to itself, is reported."""
    found = {}
    for key, value in entries.values():
        id_, names = _named(key, value, "group", words, faults)
        groups = _groups(value.get("groups"), entries, faults)
        found[id_] = Group(id_, names, groups, read(value.get("working_week"), _week, faults), where(key))
    told: set[str] = set()
    for id_, (key, value) in entries.items():
        circle = [] if id_ in told else _circle(id_, found)
        if circle:
            told.update(circle)
            faults.add(
                value.get("groups") or key,
                f"group '{id_}' belongs to itself: {' > '.join(circle)}",
                "remove one of these",
            )
    return found


def _circle(start: str, groups: Mapping[str, Group]) -> list[str]:
    """The way from a group back to itself, the start at both ends; empty when there is none."""
    ways = [[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for up in groups[way[-1]].groups:
            if up == start:
                return [*way, up]
            if up in groups and up not in seen:
                seen.add(up)
                ways.append([*way, up])
    return []


def _groups(node: Node | None, known: Mapping[str, object], faults: Faults) -> tuple[str, ...]:
    found = []
    for item in items_of(node):
        id_ = text_of(item)
        if id_ is None:
            continue
        if id_ in known:
            found.append(id_)
        else:
            faults.add(item, f"there is no group '{id_}'", known_hint(id_, known, "groups"))
    return tuple(dict.fromkeys(found))


def read_locations(
    entries: Entries,
    extras: Mapping[str, Mapping[str, str]],
    groups: Entries,
    words: Words,
    faults: Faults,
) -> dict[str, Location]:
    """Locations by id. extras: further columns of branch files by id. An id that is also a group's is reported."""
    found = {}
    for key, value in entries.values():
        id_, names = _named(key, value, "location", words, faults)
        if id_ in groups:
            group_key, _ = groups[id_]
            faults.add(key, f"'{id_}' is also a group ({where(group_key)})", "give one of them another id")
        url = value.get("url")
        address = text_of(url)
        if url is not None and address is not None and not re.match(r"https?://[^\s/]+", address):
            faults.add(url, f"'{address}' is no web address", "write it with https://")
        found[id_] = Location(
            id_,
            names,
            _groups(value.get("groups"), groups, faults),
            tuple(text for item in items_of(value.get("pages")) if (text := text_of(item))),
            address,
            read(value.get("working_week"), _week, faults),
            extras.get(id_, {}),
            where(key),
        )
    return found
