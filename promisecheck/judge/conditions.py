"""Whether the copy states the conditions under which a standard holds, at least as strictly as they are declared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from promisecheck.folding import fold
from promisecheck.judge.hours import compare_hours
from promisecheck.judge.levels import WEIGHTS, Direction, Surroundings, compare, time_of_day
from promisecheck.judge.meaning import is_meant, is_said, likeness, stem, vocabulary
from promisecheck.judge.places import Atlas
from promisecheck.model import Claim, Condition, ConditionKind, Level
from promisecheck.quantities.daytime import read_time
from promisecheck.quantities.tokens import tokenise

Fate = Literal["stated", "missing", "looser", "unreadable"]

_STRICTER: dict[ConditionKind, Direction] = {
    "order_value": "less",
    "booked_ahead": "less",
    "reported_within": "more",
    "distance": "more",
}
"""Which way a stated condition may differ: "less" where a larger number asks more of the customer, so that the stated
one (as if it were a promise in which less is better) has to be at least the declared one; "more" where a smaller does.
The other counted kinds go by the operator they are declared with."""
_COUNTED = frozenset({"order_value", "booked_ahead", "reported_within", "distance", "weight", "quantity", "age"})
_WORDED = frozenset({"audience", "payment_method", "channel", "other", "membership"})
_ALIKE = 0.8
"""Least likeness at which a stated condition in words is the declared one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A declared condition and what became of it in the copy; `stated` is the wording that fell short."""

    condition: Condition
    fate: Fate
    stated: Condition | None = None


def check_conditions(
    declared: Iterable[Condition], claim: Claim, tier_names: Iterable[str], around: Surroundings, atlas: Atlas
) -> tuple[Checked, ...]:
    """What becomes of each declared condition. `tier_names` are the names of the tier that the claim is judged at."""
    return tuple(_check(condition, claim, tuple(tier_names), around, atlas) for condition in declared)


def _check(
    condition: Condition, claim: Claim, tier_names: tuple[str, ...], around: Surroundings, atlas: Atlas
) -> Checked:
    stated = [own for own in (*claim.conditions, *claim.nearby) if own.kind == condition.kind]
    best: Checked | None = None
    for own in stated:
        fate = _compare(condition, own, around, atlas)
        if fate == "stated":
            return Checked(condition, "stated", own)
        if best is None or fate == "looser":
            best = Checked(condition, fate, own)
    if _said_otherwise(condition, claim, tier_names, atlas):
        return Checked(condition, "stated")
    return best or Checked(condition, "missing")


def _compare(condition: Condition, own: Condition, around: Surroundings, atlas: Atlas) -> Fate:
    """A stated condition against the declared one of its kind."""
    kind = condition.kind
    if kind == "ordered_before":
        want, have = _time(condition), _time(own)
        if want is None or have is None:
            return "unreadable"
        return "stated" if have <= want else "looser"
    if kind == "days":
        return _compare_days(condition, own)
    if kind == "area":
        return "stated" if _same_area(condition, own.text, atlas) else "looser"
    if kind in _COUNTED and condition.level is not None:
        if own.level is None:
            return "unreadable"
        result = compare(_plain(own.level), _plain(condition.level), _direction(condition), around)
        return "unreadable" if result.holds is None else "stated" if result.holds else "looser"
    alike = any(likeness(text, own.text) >= _ALIKE or is_meant(text, own.text) for text in wordings(condition))
    return "stated" if alike else "looser"


def wordings(condition: Condition) -> tuple[str, ...]:
    """The words of a condition in every language it is declared in."""
    return tuple(dict.fromkeys((condition.text, *(text for _, text in condition.texts))))


def _direction(condition: Condition) -> Direction:
    """Which way the stated number may go: see _STRICTER."""
    if condition.kind in _STRICTER:
        return _STRICTER[condition.kind]
    at_least = condition.level is not None and condition.level.op in (">=", ">", "=")
    return "less" if at_least else "more"


def _plain(level: Level) -> Level:
    """The number of a condition's level; its operator is known from its kind."""
    value = level.value if level.op != "range" else level.min
    counted = level.unit in (None, "count") and level.what in WEIGHTS  # "2 kg" read as a count of kg
    return Level(op="=", value=value, unit=level.what if counted else level.unit, by=level.by)


def _said_otherwise(condition: Condition, claim: Claim, tier_names: tuple[str, ...], atlas: Atlas) -> bool:
    """Conditions that copy states without the form of a condition: the tier, a place, words anywhere that counts."""
    if condition.kind == "area":
        named = claim.scope.locations
        ids, _ = atlas.expand(_areas(condition, atlas))
        return bool(named) and bool(ids) and set(named) <= ids
    if condition.kind == "membership" and claim.scope.tier is not None:
        return any(
            likeness(condition.text, name) >= _ALIKE or likeness(name, condition.text) >= _ALIKE for name in tier_names
        )
    return said_around(condition, claim)


def said_around(condition: Condition, claim: Claim) -> bool:
    """Whether the text that counts as said with a promise holds a cut-off, or the words of a condition in words."""
    if condition.kind == "ordered_before":
        return _cut_off_in(claim, condition)
    if condition.kind not in _WORDED:
        return False
    around = " ".join((claim.quote, claim.scope.text or "", *(own.text for own in (*claim.conditions, *claim.nearby))))
    return any(is_said(text, f"{around}\n{claim.disclosed}") for text in wordings(condition))


_CUT_OFF_REACH = 6
"""Words before a time of day in which an ordering word makes it a cut-off."""
_BEFORE_TIME = frozenset({"by", "before", "قبل"})


def _cut_off_in(claim: Claim, condition: Condition) -> bool:
    """Whether the copy around a promise names a cut-off at least as early: "posted by 3 pm"."""
    own = claim.value.by if claim.value is not None else None
    latest = _time(condition)
    return latest is not None and any(by != own and time_of_day(by) <= latest for by in _cut_offs(claim.disclosed))


@lru_cache(maxsize=1024)
def _cut_offs(text: str) -> tuple[str, ...]:
    """The times of day of the cut-offs that a text names."""
    folded = fold(text)
    if not any(word in folded.text for word in _BEFORE_TIME):
        return ()
    words = tokenise(folded)
    ordering = vocabulary().ordering
    found = []
    for index in range(words.count):
        if words.words[index] not in _BEFORE_TIME:
            continue
        time = next((time for step in (1, 2) if (time := read_time(words, index + step))), None)
        before = words.words[max(0, index - _CUT_OFF_REACH) : index]
        if time is not None and any(stem(word) in ordering for word in before if word):
            found.append(time[0])
    return tuple(found)


def _time(condition: Condition) -> float | None:
    """The hour of day a condition names, in its level or in its words."""
    if condition.level is not None and condition.level.by is not None:
        return time_of_day(condition.level.by)
    words = tokenise(fold(condition.text))
    found = next((time for index in range(words.count) if (time := read_time(words, index))), None)
    return time_of_day(found[0]) if found is not None else None


def _compare_days(condition: Condition, own: Condition) -> Fate:
    """Days, or hours of days, in the notation of opening hours."""
    want, have = condition.level, own.level
    if want is None or have is None or want.hours is None or have.hours is None:
        return "stated" if is_said(condition.text, own.text) else "unreadable"
    holds = compare_hours(have.hours, want.hours).holds
    return "unreadable" if holds is None else "stated" if holds else "looser"


def _areas(condition: Condition, atlas: Atlas) -> tuple[str, ...]:
    if condition.level is not None and condition.level.areas:
        return condition.level.areas
    text = condition.text.strip()
    return (text,) if text in atlas.members or text in atlas.locations else tuple(re.split(r"\s*[,،;]\s*", text))


def _same_area(condition: Condition, stated: str, atlas: Atlas) -> bool:
    return any(is_said(area.replace("_", " "), stated) for area in _areas(condition, atlas))
