"""The strongest promise that every location keeps, with all that it rests on: how often, and under which conditions.

A level without its share of cases and its conditions is no promise yet. Of all locations it is the weakest level, the
lowest share, and every condition and exception that some location has; of two conditions of one kind the one that asks
more of the customer, where one of them holds whenever the other does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from promisecheck.judge.levels import Direction, Surroundings, compare
from promisecheck.model import Cause, Condition, Level, Standard
from promisecheck.quantities.week import parse_hours


@dataclass(frozen=True, slots=True)
class Common:
    """What holds everywhere. reliability: share of cases, 0-1."""

    level: Level
    reliability: float
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Cause, ...] = ()


def common(standards: Sequence[Standard | None], better: str) -> Common | None:
    """What all keep; None where some declare nothing, or their levels cannot be drawn together.

    standards: of each location. better: as the measure has it.
    """
    known = [one for one in standards if one is not None]
    if not known or len(known) < len(standards):
        return None
    level = _level([one.level for one in known], better)
    if level is None:
        return None
    causes = dict.fromkeys(cause.cause for one in known for cause in one.exceptions)
    first = {cause.cause: cause for one in reversed(known) for cause in one.exceptions}
    return Common(
        level,
        min(one.reliability for one in known),
        strictest(condition for one in known for condition in one.conditions),
        tuple(first[cause] for cause in causes),
    )


def strictest(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """The conditions without those that hold anyway where another of them does, in their order."""
    once: list[Condition] = []
    for condition in conditions:
        if not any(_holds_with(condition, other) for other in once):
            once = [other for other in once if not _holds_with(other, condition)]
            once.append(condition)
    return tuple(once)


def _holds_with(condition: Condition, other: Condition) -> bool:
    """Whether a condition is met by whoever meets the other."""
    if condition.kind != other.kind:
        return False
    one, two = condition.level, other.level
    if one is None or two is None or one.op is None or one.op[0] != (two.op or "")[:1]:
        return (condition.texts or condition.text, one) == (other.texts or other.text, two)
    if one.by is not None or two.by is not None:
        return one.by is not None and two.by is not None and two.by <= one.by
    if one.what != two.what or one.op[0] not in "<>":
        return one == two
    way: Direction = "less" if one.op[0] == ">" else "more"
    return compare(two, one, way, Surroundings()).holds is True


def _level(levels: Sequence[Level | None], better: str) -> Level | None:
    """The strongest level that every location keeps; None where some have none, or they cannot be drawn together."""
    known = [level for level in levels if level is not None]
    if not known or len(known) < len(levels):
        return None
    if better == "hours" and all(level.hours for level in known):
        week = parse_hours(known[0].hours or "")
        for level in known[1:]:
            week = week & parse_hours(level.hours or "")
        return Level(hours=week.render()) if week.minutes else None
    if all(level.offered is not None for level in known):
        return known[0] if all(level.offered == known[0].offered for level in known) else None
    if all(level.areas for level in known):
        shared = [area for area in known[0].areas if all(area in level.areas for level in known)]
        return Level(areas=tuple(shared)) if shared else None
    if better not in ("less", "more"):
        return known[0] if all(level == known[0] for level in known) else None
    weakest = known[0]
    for level in known[1:]:
        result = compare(weakest, level, cast(Direction, better), Surroundings())
        if result.holds is None:
            return None
        weakest = weakest if result.holds else level
    return weakest
