"""Gap ladders from a stored report: a promise and its verdict as they were judged, the standard's words beside them.

The report keeps the declared level and its reliability. Conditions, what customers want and how important it is come
from the standards as they are now, where these still say what the promise was judged by.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from promisecheck.model import Claim, Condition, Language, Level, Measured, Outcome, Place, Ruling, Standard
from promisecheck.reports.ladder import Ladder, Voice, ladder_of
from promisecheck.review.promises import Promise, Standing
from promisecheck.standards import Organisation
from promisecheck.standards.working_week import DAYS

_LEVEL: Final = ("op", "value", "unit", "min", "max", "by", "hours", "offered", "what", "per")
_NOWHERE: Final = Place("", None, None, None, None, "paragraph")


def voice_of(organisation: Organisation, language: Language) -> Voice:
    """How the pictures of an organisation speak."""
    names = {id_: _first(one.names) for id_, one in organisation.groups.items()}
    names |= {id_: _first(one.names) for id_, one in organisation.locations.items()}
    days = organisation.working_week
    starts = [day for day in sorted(days) if (day - 1) % 7 not in days]
    first = DAYS[starts[0]] if len(starts) == 1 else "Mo"
    return Voice(language, names, first, organisation.timezone)


def ladder_at(
    promise: Promise, locations: Sequence[str], organisation: Organisation, place: str = "", *, several: bool = False
) -> Ladder:
    """The ladder of a promise at locations where it stands the same. place: what they are called together."""
    standing = promise.at[locations[0]]
    return ladder_of(claim_of(promise.claim), ruling_of(promise, standing, organisation), place, several=several)


def claim_of(data: Mapping[str, Any]) -> Claim:
    """A claim of the JSON report, as far as a picture needs it."""
    conditions = tuple(Condition(one["text"], one["kind"]) for one in data["conditions"])
    return Claim(
        id=data["id"],
        place=_NOWHERE,
        quote=data["quote"],
        language=data["language"],
        characteristic=data["characteristic"],
        measure=data["measure"],
        service=data["service"],
        value=level_of(data["value"]),
        share=data["share"],
        strength=data["strength"],
        conditions=conditions,
    )


def ruling_of(promise: Promise, standing: Standing, organisation: Organisation) -> Ruling:
    """The verdict at a location as the engine had it."""
    said = standing.details
    return Ruling(
        verdict=cast(Outcome, standing.verdict),
        tier=said["tier"],
        start=dt.date.fromisoformat(said["from"]),
        end=dt.date.fromisoformat(said["until"]),
        rule=said["rule"],
        standard=_standard(promise, standing, organisation),
        gap=level_of(said["gap"]),
        slack=level_of(said["slack"]),
        because=said["because"],
        delivered=said["delivered"],
        measured=_measured(said.get("measured")),
    )


def level_of(data: Mapping[str, Any] | None) -> Level | None:
    """A level as the JSON report writes it."""
    if not data:
        return None
    values = {name: data[name] for name in _LEVEL if data.get(name) is not None}
    areas = tuple(data.get("areas") or ())
    return Level(**values, areas=areas) if values or areas else None


def _measured(data: Mapping[str, Any] | None) -> Measured | None:
    """What was measured, with the interval that follows from its figures."""
    if not data:
        return None
    from promisecheck.review.measured import interval

    return Measured(data["share"], data["lower"], data["n"], interval(data["share"], data["n"]))


def _first(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {code: said[0] for code, said in names.items() if said}


def _standard(promise: Promise, standing: Standing, organisation: Organisation) -> Standard | None:
    said = standing.details
    id_ = said["standard"]
    if id_ is None:
        return None
    declared = level_of(said["declared"])
    reliability = float((said["declared"] or {}).get("reliability", 0.95))
    declaration = organisation.declarations_by_id.get(id_)
    if declaration is not None and standing.location in organisation.locations:
        day = dt.date.fromisoformat(said["from"])
        now = organisation.resolve(declaration, standing.location, said["tier"], day)
        if now is not None and _says_the_same(now, declared, reliability):
            return now
    service, measure = promise.claim["service"] or "", promise.claim["measure"] or ""
    return Standard(id_, service, measure, declared, reliability)


def _says_the_same(now: Standard, declared: Level | None, reliability: float) -> bool:
    if (now.level is None) != (declared is None) or abs(now.reliability - reliability) > 1e-9:
        return False
    names = ("op", "value", "unit", "min", "max", "by", "hours", "offered", "areas")
    return now.level is None or all(getattr(now.level, name) == getattr(declared, name) for name in names)
