"""Gap ladders from a stored report: the claim and its verdict as they were judged, the standard's words beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from promisecheck.model import Claim, Condition, Language, Level, Measured, Outcome, Place, Ruling, Standard
from promisecheck.reports.ladder import BranchRow, Ladder, Voice, branch_table, full, inline, ladder_of
from promisecheck.review.promises import Promise, Standing
from promisecheck.standards import Organisation

_LEVEL = ("op", "value", "unit", "min", "max", "by", "hours", "offered", "what", "per")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def voice_of(organisation: Organisation, language: Language) -> Voice:
    """How the pictures of an organisation speak."""
    names = {
        id_: {code: said[0] for code, said in named.items() if said}
        for id_, named in (
            *((one.id, one.names) for one in organisation.groups.values()),
            *((one.id, one.names) for one in organisation.locations.values()),
        )
    }
    rest = [day for day in range(7) if day not in organisation.working_week]
    first = min((day for day in organisation.working_week if (day - 1) % 7 in rest), default=0)
    return Voice(language, names, _DAYS[first], organisation.timezone)


def level(data: Mapping[str, Any] | None) -> Level | None:
    """A level as the JSON report writes it."""
    if not data:
        return None
    values = {name: data[name] for name in _LEVEL if data.get(name) is not None}
    return Level(**values, areas=tuple(data.get("areas") or ()))


def ladder_at(promise: Promise, standing: Standing, organisation: Organisation, place: str = "") -> Ladder:
    """The ladder of a promise at one location, as the stored report judged it."""
    details = standing.details
    claim = claim_of(promise.claim)
    ruling = Ruling(
        cast(Outcome, standing.verdict),
        details.get("tier"),
        dt.date.fromisoformat(details["from"]),
        dt.date.fromisoformat(details["until"]),
        details.get("rule"),
        _standard(promise, standing, organisation),
        level(details.get("gap")),
        level(details.get("slack")),
        details.get("because", ""),
        details.get("delivered"),
        _measured(details.get("measured")),
    )
    return ladder_of(claim, ruling, place)


def claim_of(data: Mapping[str, Any]) -> Claim:
    """A claim as the JSON report writes it, as far as a picture needs it."""
    conditions = tuple(Condition(one.get("text", ""), one.get("kind", "other")) for one in data.get("conditions", ()))
    return Claim(
        data["id"],
        Place(data.get("source", "-"), None, None, None, None, "paragraph"),
        data["quote"],
        data["language"],
        data["characteristic"],
        data.get("measure"),
        data.get("service"),
        level(data.get("value")),
        data.get("share"),
        data.get("strength", "promise"),
        conditions=conditions,
    )


def picture(promise: Promise, standing: Standing, organisation: Organisation, place: str, voice: Voice) -> Any:
    """The whole ladder."""
    return full(ladder_at(promise, standing, organisation, place), voice)


def small(promise: Promise, standing: Standing, organisation: Organisation, voice: Voice) -> Any:
    """The ladder in one line of a list."""
    return inline(ladder_at(promise, standing, organisation), voice)


def table(promise: Promise, organisation: Organisation, names: Mapping[str, str], voice: Voice) -> Any:
    """One promise at many locations: a row for each group of locations at which it stands the same."""
    groups: dict[tuple[Any, ...], list[Standing]] = {}
    for standing in promise.at.values():
        declared = standing.details.get("declared")
        groups.setdefault((standing.verdict, standing.details.get("standard"), str(declared)), []).append(standing)
    rows = []
    for found in groups.values():
        first = names.get(found[0].location, found[0].location)
        shared = _common_group(organisation, [one.location for one in found], voice.language)
        name, count = (shared, str(len(found))) if shared else (first, f"+{len(found) - 1}" if len(found) > 1 else "")
        rows.append(BranchRow(ladder_at(promise, found[0], organisation), name, count))
    return branch_table(rows[:12], promise.quote, voice)


def _common_group(organisation: Organisation, locations: list[str], language: Language) -> str:
    for id_, members in organisation.members.items():
        if set(members) == set(locations) and len(locations) > 1:
            named = organisation.groups[id_].names
            said = named.get(language) or next(iter(named.values()), (id_,))
            return said[0]
    return ""


def _standard(promise: Promise, standing: Standing, organisation: Organisation) -> Standard | None:
    """The standard with all its words, where it still says what the report was judged by; else what the report has."""
    details = standing.details
    id_ = details.get("standard")
    if id_ is None:
        return None
    declared = level(details.get("declared"))
    declaration = organisation.declarations_by_id.get(id_)
    if declaration is not None and standing.location in organisation.locations:
        day = dt.date.fromisoformat(details["from"])
        today = organisation.resolve(declaration, standing.location, details.get("tier"), day)
        if today is not None and (declared is None or today.level is None or _same(today.level, declared)):
            return today
    reliability = float((details.get("declared") or {}).get("reliability") or 0.95)
    return Standard(id_, promise.claim.get("service") or "", promise.claim.get("measure") or "", declared, reliability)


def _same(one: Level, other: Level) -> bool:
    names = ("value", "unit", "min", "max", "hours", "offered", "areas")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _measured(data: Mapping[str, Any] | None) -> Measured | None:
    if not data:
        return None
    interval = data.get("interval")
    return Measured(data["share"], data.get("lower", 0.0), data["n"], tuple(interval) if interval else None)
