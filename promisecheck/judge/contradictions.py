"""Copy that disagrees with itself: two different levels of one thing in one piece, its structured data included.

Needs no standards. It is meant to stay quiet: ranges, "from" and "usually", other tiers, places, conditions, services
and things, and lists of many prices or timetables are no contradictions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from promisecheck.judge.days import WorkingDays
from promisecheck.judge.hours import only_ends, week
from promisecheck.judge.keys import normalised
from promisecheck.judge.levels import CALENDAR, CLOCK, Direction, Surroundings, bound, compare, reaches
from promisecheck.judge.meaning import is_ceiling, is_general, words_of
from promisecheck.measures import measures
from promisecheck.model import Claim, JudgedClaim, Level
from promisecheck.quantities.week import Week

Pair = tuple[JudgedClaim, JudgedClaim]
_LIST = 3
"""So many different levels of one thing are a list (of dishes, of branches), no contradiction."""
_MOST = 60
"""More different statements about one thing are a list as well, and are not compared one by one."""
_CUT_OFFS = frozenset({"ordered_before", "booked_ahead"})
"""Conditions that everybody can meet and that set no case apart."""
_SCHEDULE = 3
"""Days that hours must name to be read as the whole timetable."""
_NEVER = frozenset({"discount", "rating", "rank", "stock", "staff", "deposit", "booking_hours", "frequency"})
"""Measures of which one piece may promise several levels."""
_HOURS = frozenset(name for name, measure in measures().items() if measure.better == "hours")
"""Measures of hours: hours that name no service are those of the house, not of the one service that is named."""
_THINGS = frozenset({"price", "fee", "count", "experience", "offer"})
"""Measures whose level belongs to a thing: only promises about the same named thing can disagree."""


def contradictions(judged: Sequence[JudgedClaim]) -> list[Pair]:
    """Pairs of claims of one source that cannot both be meant, each pair of wordings once, in the order of the copy."""
    by_measure: dict[tuple[str, str], list[JudgedClaim]] = {}
    for one in judged:
        claim = one.claim
        if claim.measure is not None and claim.value is not None and claim.measure not in _NEVER:
            by_measure.setdefault((claim.place.source, claim.measure), []).append(one)
    found: list[Pair] = []
    for (_, measure), members in by_measure.items():
        kind = measures()[measure].better
        for same in _about_one_thing(members):
            if kind == "hours":
                found.extend(_of_hours(same))
            elif kind in ("less", "more"):
                found.extend(_of_numbers(same, kind == "more"))
    position = {id(one): n for n, one in enumerate(judged)}
    unique = {(frozenset((a.key, b.key)), a.claim.place.source): (a, b) for a, b in reversed(found)}
    return sorted(unique.values(), key=lambda pair: (position[id(pair[0])], position[id(pair[1])]))


# ------------------------------------------------------------------------------------------------ the same thing
def _about_one_thing(members: Iterable[JudgedClaim]) -> list[list[JudgedClaim]]:
    """Claims of one measure grouped by service, thing, tier and share of cases.

    A claim that names no service is about the only one that the others name.
    """
    listed = list(members)
    services = {_service(one) for one in listed} - {None}
    hours = bool(listed) and listed[0].claim.measure in _HOURS
    only = next(iter(services)) if len(services) == 1 and not hours else None
    groups: dict[tuple[object, ...], list[JudgedClaim]] = {}
    for one in listed:
        claim = one.claim
        thing = tuple(sorted(words_of(claim.what or (claim.value.what if claim.value else None) or "")))
        if claim.measure in _THINGS and not thing and _service(one) is None:
            continue
        key = (_service(one) or only, thing, _tier(one), claim.share)
        groups.setdefault(key, []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def _service(one: JudgedClaim) -> str | None:
    """The service a claim is about: the one it was judged under, else the one it names."""
    judged = {ruling.standard.service for ruling in one.verdicts.rulings if ruling.standard is not None}
    if len(judged) == 1:
        return normalised(judged.pop())
    if one.claim.service is None or is_general(one.claim.service):
        return None
    return normalised(one.claim.service)


def _tier(one: JudgedClaim) -> str | None:
    """The tier a claim was judged at, else the one it names."""
    return one.verdicts.rulings[0].tier if one.verdicts.rulings else one.claim.scope.tier


def _conditions(claim: Claim) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((condition.kind, normalised(condition.text)) for condition in claim.conditions))


def _same_conditions(one: Claim, other: Claim, more: bool) -> bool:
    """Whether the same conditions stand with both, or a cut-off with the weaker and none with the stronger.

    The stronger one then promises more for less. "45 minutes on Fridays" beside "30 minutes" is an exception instead.
    """
    here, there = _conditions(one), _conditions(other)
    if here == there:
        return True
    cut_offs = {kind for kind, _ in (*here, *there)} <= _CUT_OFFS
    if (here and there) or not cut_offs or one.value is None or other.value is None:
        return False
    bare, bound_to = (one.value, other.value) if not here else (other.value, one.value)
    around = Surroundings(working=WorkingDays())
    return compare(bound_to, bare, "more" if more else "less", around).holds is True


def _structured(one: JudgedClaim) -> bool:
    return one.claim.place.role == "structured"


def _same_reach(one: JudgedClaim, other: JudgedClaim) -> bool:
    """Whether two claims are about the same places; structured data need only share one with visible text.

    Two rows of a table are two things: branches, plans, sizes.
    """
    rows = one.claim.place.row, other.claim.place.row
    if all(rows) and rows[0] != rows[1]:
        return False
    if one.verdicts.locations and one.verdicts.locations == other.verdicts.locations:
        return True
    here, there = _reach(one), _reach(other)
    if here == there:
        return True
    return _structured(one) != _structured(other) and bool(here & there)


def _reach(one: JudgedClaim) -> frozenset[str]:
    scope = one.claim.scope
    if one.verdicts.locations:
        return frozenset(one.verdicts.locations)
    return frozenset((*scope.locations, *scope.unknown_places)) or frozenset({"*"})


def _same_manner(one: Claim, other: Claim) -> bool:
    """Whether both are meant as strictly: "usually 20, never more than 45" is no contradiction."""
    soft = [claim.hedge is not None or claim.strength in ("aim", "possibility") for claim in (one, other)]
    return soft[0] == soft[1] and one.absolute == other.absolute


# ------------------------------------------------------------------------------------------------ numbers
def _of_numbers(members: list[JudgedClaim], more: bool) -> Iterator[Pair]:
    found = _representatives(members)
    levels: dict[object, set[tuple[object, ...]]] = {}
    for one in found:
        if one.claim.value is not None:
            levels.setdefault(_where(one), set()).add(_bare(one.claim.value))
    for one, other in combinations(found, 2):
        first, second = one.claim.value, other.claim.value
        if first is None or second is None or not _same_reach(one, other) or not _same_manner(one.claim, other.claim):
            continue
        if len(levels[_where(one)]) >= _LIST or not _same_conditions(one.claim, other.claim, more):
            continue
        if _differ(first, second, more) and not _under_ceiling(one.claim, other.claim, more):
            yield one, other


def _under_ceiling(one: Claim, other: Claim, more: bool) -> bool:
    """Whether one promise lies within the ceiling that the other gives: "in 45 minutes", "never more than 50"."""
    for ceiling, plain in ((one, other), (other, one)):
        capped = is_ceiling(ceiling.quote) and not is_ceiling(plain.quote)
        if capped and not more and ceiling.value is not None and plain.value is not None:
            around = Surroundings(working=WorkingDays())
            return compare(ceiling.value, plain.value, "less", around).holds is True
    return False


def _where(one: JudgedClaim) -> object:
    """Where a claim is judged, as a key."""
    scope = one.claim.scope
    return id(one.verdicts.locations) if one.verdicts.locations else (scope.locations, scope.unknown_places)


def _representatives(members: Iterable[JudgedClaim]) -> list[JudgedClaim]:
    """The first claim of each level, place and manner; nobody when they are so many that the piece is a list."""
    found: dict[tuple[object, ...], JudgedClaim] = {}
    for one in members:
        claim, value = one.claim, one.claim.value
        soft = claim.hedge is not None or claim.strength in ("aim", "possibility")
        level = (*_bare(value), value.hours) if value is not None else ()
        key = (
            level,
            _where(one),
            _conditions(claim),
            claim.place.role == "structured",
            claim.place.heading,
            soft,
            claim.absolute,
        )
        found.setdefault(key, one)
    return list(found.values()) if len(found) <= _MOST else []


def _bare(level: Level) -> tuple[object, ...]:
    return level.value, level.min, level.max, level.unit, level.by


def _differ(one: Level, other: Level, more: bool) -> bool:
    """Whether two levels of one thing are different levels, in units that can be told apart for sure."""
    direction: Direction = "more" if more else "less"
    if reaches(one, direction) or reaches(other, direction) or one.per != other.per:
        return False
    if _family(one) != _family(other):
        return False
    for ranged, plain in ((one, other), (other, one)):
        if ranged.op == "range" and (ranged.min is None or ranged.max is None or _inside(ranged, plain)):
            return False
    if (bound(one, direction) or 0) == 0 and (bound(other, direction) or 0) == 0:
        return one.by is not None and other.by is not None and one.by != other.by
    result = compare(one, other, "less", Surroundings(working=WorkingDays()))
    return result.holds is not None and bool((result.gap or result.slack or Level(value=0)).value)


def _inside(ranged: Level, plain: Level) -> bool:
    """Whether a range and another level overlap."""
    low = plain.min if plain.op == "range" else plain.value
    high = plain.max if plain.op == "range" else plain.value
    if low is None or high is None or ranged.unit != plain.unit:
        return True
    assert ranged.min is not None and ranged.max is not None  # noqa: S101, PT018 - the caller has looked
    return low <= ranged.max and high >= ranged.min


def _family(level: Level) -> str | None:
    if level.unit in CLOCK:
        return "clock"
    return "calendar" if level.unit in CALENDAR else level.unit


# ------------------------------------------------------------------------------------------------ hours
def _of_hours(members: list[JudgedClaim]) -> Iterator[Pair]:
    timed: list[tuple[JudgedClaim, Week]] = []
    named: list[tuple[JudgedClaim, Week]] = []
    for one in _representatives(members):
        hours = week(one.claim.value.hours or "") if one.claim.value is not None else None
        if hours is None or hours.dayless or hours.unsure or hours.tails or only_ends(hours):
            continue
        (timed if hours.minutes else named).append((one, hours))
    yield from _different_times(timed)
    yield from _days_without_times(named, timed)


def _different_times(timed: list[tuple[JudgedClaim, Week]]) -> Iterator[Pair]:
    """Two timetables that open a day at different times."""
    crowded = _crowded(timed)
    for (one, first), (other, second) in combinations(timed, 2):
        beside = _structured(one) != _structured(other)
        if not _same_reach(one, other) or (crowded and not beside):
            continue
        apart = one.claim.place.heading != other.claim.place.heading
        if apart and not beside and _service(one) is None:
            continue
        if any(_clash(first, second, day) for day in range(7)):
            yield one, other


def _clash(one: Week, other: Week, day: int) -> bool:
    """Whether both open on a day, at times that overlap and differ."""
    here, there = one.day_spans(day), other.day_spans(day)
    if not here or not there or here == there:
        return False
    return any(start < end2 and start2 < end for start, end in here for start2, end2 in there)


def _crowded(timed: list[tuple[JudgedClaim, Week]]) -> bool:
    """Whether some day has so many different times that the piece lists several places."""
    visible = [hours for one, hours in timed if not _structured(one)]
    return any(len({hours.day_spans(day) for hours in visible if hours.day_spans(day)}) >= _LIST for day in range(7))


def _days_without_times(named: list[tuple[JudgedClaim, Week]], timed: list[tuple[JudgedClaim, Week]]) -> Iterator[Pair]:
    """Find "seven days a week" beside a timetable that leaves a day out."""
    for one, days in named:
        around = [(other, hours) for other, hours in timed if _same_reach(one, other)]
        opens = 0
        for _, hours in around:
            opens |= hours.opening_days | hours.days
        if opens.bit_count() >= _SCHEDULE and days.days & ~opens:
            widest = max(around, key=lambda pair: (not _structured(pair[0]), pair[1].opening_days.bit_count()))[0]
            yield (one, widest) if _before(one, widest) else (widest, one)


def _before(one: JudgedClaim, other: JudgedClaim) -> bool:
    here, there = one.claim.place, other.claim.place
    return (here.block, here.span) <= (there.block, there.span)
