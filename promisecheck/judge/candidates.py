"""Wording that could hold instead of a promise, strongest first.

Nothing here knows whether a wording holds; judge.suggest checks each one before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from promisecheck.folding import language_of
from promisecheck.judge.hours import only_ends, week
from promisecheck.judge.meaning import vocabulary
from promisecheck.judge.naming import drawn_together, tier_name
from promisecheck.judge.original import Original, contradicted_after, goes_on, phrase_in, says_everywhere
from promisecheck.judge.rewording import (
    added,
    conditions_added,
    direction_of,
    except_in,
    in_places,
    named_places,
    with_level,
    with_tier,
)
from promisecheck.judge.styling import number_form, style_for
from promisecheck.model import Claim, Condition, Level, Standard, SuggestionKind
from promisecheck.quantities.render import render_level
from promisecheck.quantities.week import DAY, Week, days_text, span_bits

_MOST_GROUPS = 3
"""Wording that names more different levels than this is of no use in copy."""
_FEW_GROUPS = 2
"""Two levels read well beside each other, and lose less than the weaker of them everywhere."""
_SMALL_HOURS = 360
"""Minutes after midnight up to which it is still the evening before."""
_MOST_LEFT_OUT = 4
"""More exceptions than this are no "everywhere"."""


class Wording(NamedTuple):
    """A wording to try, what it does to the promise, and the sentence that would do the same behind its own."""

    kind: SuggestionKind
    text: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A standard that is declared at some locations of the reach, and what the copy would have to say there."""

    standard: Standard
    locations: tuple[str, ...]
    missing: tuple[Condition, ...] = ()


def candidates(
    original: Original, parts: Sequence[Part], kept: Sequence[str], tier: str | None, short: bool
) -> Iterator[Wording]:
    """Wordings to try, strongest first.

    parts: what is declared in the reach. kept: the locations where the promise holds as it is. tier: the dearer tier
    that carries it. short: whether the level falls short somewhere, not only a condition.
    """
    yield from _with_conditions(original, parts)
    several = list(_place_by_place(original, parts)) if short else []
    if len(_by_level(parts, original.claim)) == _FEW_GROUPS:
        yield from several
    if short:
        yield from _common_level(original, parts)
    yield from _for_tier(original, parts, tier)
    yield from several
    yield from at_places(original, parts, kept)
    if short:
        yield from _one_group(original, parts)


def _with_conditions(original: Original, parts: Sequence[Part]) -> Iterator[Wording]:
    missing = _missing(parts)
    if missing and not contradicted_after(original, vocabulary().every_order) and not goes_on(original):
        yield Wording("condition", conditions_added(original.quote, original, missing))


def _missing(parts: Sequence[Part]) -> tuple[Condition, ...]:
    """The conditions missing in any part, each once."""
    return tuple(dict.fromkeys(condition for part in parts for condition in part.missing))


def _by_level(parts: Sequence[Part], claim: Claim) -> dict[Level, list[str]]:
    """Locations by the level that can be promised at them."""
    found: dict[Level, list[str]] = {}
    for part in parts:
        level = promisable(part.standard, claim)
        if level is not None:
            found.setdefault(level, []).extend(part.locations)
    return found


def promisable(standard: Standard, claim: Claim) -> Level | None:
    """The strongest level a standard lets a claim of this form promise: its own, on the days the claim names."""
    level, value = standard.level, claim.value
    if level is None or value is None:
        return None
    if level.hours is not None and value.hours is not None:
        declared, promised = week(level.hours), week(value.hours)
        if declared is None or promised is None:
            return None
        if promised.tails:
            return None
        days = promised.opening_days | promised.days
        if only_ends(promised):
            days = sum(1 << day for day in _ends(promised))
        if not promised.minutes:
            return Level(hours=days_text(named)) if (named := days & (declared.opening_days | declared.days)) else None
        left = declared.on(day for day in range(7) if days >> day & 1)
        if only_ends(promised):
            left = _last_minutes(left)
        return Level(hours=left.render()) if left.minutes else None
    if level.value is None or level.offered is not None or value.hours is not None:
        return None
    op = value.op if value.op not in (None, "range") else "<="
    return Level(op=op, value=level.value, unit=level.unit, by=level.by, what=_counted(value, level))


def _counted(value: Level, level: Level) -> str | None:
    """The noun of a count, which Arabic changes with the number: only where both numbers take the same form."""
    if level.unit != "count" or value.what is None or not value.value or not level.value:
        return None
    language = language_of(value.what) or "en"
    return value.what if number_form(value.value, language) == number_form(level.value, language) else None


def _last_minutes(hours: Week) -> Week:
    """Until when it is open each day, as a promise of the end alone ("until 11 pm") has it."""
    ends = ((day, hours.day_spans(day)[-1][1]) for day in range(7) if hours.day_spans(day))
    return Week(open=sum(span_bits(day, end - 1, end) for day, end in ends))


def _place_by_place(original: Original, parts: Sequence[Part]) -> Iterator[Wording]:
    """The level of each group of places, the one of most places first."""
    by_level = _by_level(parts, original.claim)
    if not 1 < len(by_level) <= _MOST_GROUPS or any(level.hours for level in by_level):
        return
    if says_everywhere(original) or goes_on(original):
        return
    language = original.claim.language
    ordered = sorted(by_level.items(), key=lambda item: -len(item[1]))
    most = max(level.value or 0 for level in by_level)
    first = with_level(original, ordered[0][0], most)
    named = [(level, named_places(original, ids)) for level, ids in ordered]
    if first is None or any(not places for _, places in named):
        return
    inside = "في" if language == "ar" else "in"
    style = style_for(original.claim, original.digits, most=most)
    lead = direction_of(original)
    rest = [f"{lead}{render_level(level, language, style)} {inside} {places}" for level, places in named[1:]]
    text = added(first, f"{inside} {named[0][1]}")
    if language == "ar":
        text = "، و".join((text, *rest))
    else:
        listed = " and " in named[0][1] or len(rest) > 1
        text = ", ".join((text, *rest[:-1])) + (", and " if listed else " and ") + rest[-1]
    yield Wording("by-place", conditions_added(text, original, _missing(parts)))


def _for_tier(original: Original, parts: Sequence[Part], tier: str | None) -> Iterator[Wording]:
    if tier is not None and not goes_on(original):
        text = with_tier(original, tier_name(original.organisation, tier, original.claim.language))
        yield Wording("tier", text)
        missing = _missing(parts)
        if missing:
            yield Wording("tier", conditions_added(text, original, missing))


def _common_level(original: Original, parts: Sequence[Part]) -> Iterator[Wording]:
    """The level that holds everywhere: the weakest of those declared, the hours that all are open."""
    level = common_level(parts, original.claim)
    text = with_level(original, level) if level is not None else None
    if text is not None:
        yield Wording("level", conditions_added(text, original, _missing(parts)))


def common_level(parts: Sequence[Part], claim: Claim) -> Level | None:
    """The strongest level that all parts let a claim of this form promise; None where they have none in common."""
    levels = list(_by_level(parts, claim))
    if not levels:
        return None
    if levels[0].hours is not None:
        weeks = [found for level in levels if (found := week(level.hours or "")) is not None]
        common = weeks[0]
        for other in weeks[1:]:
            common = _first_ends(common, other) if only_ends(common) and only_ends(other) else common & other
        return Level(hours=common.render()) if common.minutes or common.days else None
    from promisecheck.standards.weakness import weakness

    return max(levels, key=lambda level: weakness(level, claim.measure or "delivery_time"))


def _first_ends(one: Week, other: Week) -> Week:
    """The earlier of two ends of each day, on the days that have both."""
    ends, others = _ends(one), _ends(other)
    first = {day: min(end, others[day]) for day, end in ends.items() if day in others}
    return Week(open=sum(span_bits(day, end - 1, end) for day, end in first.items()))


def _ends(hours: Week) -> dict[int, int]:
    """When each day ends, in minutes; what ends in the small hours belongs to the evening before."""
    found: dict[int, int] = {}
    for day in range(7):
        for _, end in hours.day_spans(day):
            if end <= _SMALL_HOURS:
                found[(day - 1) % 7] = end + DAY
            else:
                found.setdefault(day, end)
    return found


def at_places(original: Original, parts: Sequence[Part], kept: Sequence[str]) -> Iterator[Wording]:
    """The promise as it is, at the places where it holds; where it says everywhere, without those where it does not."""
    reach = dict.fromkeys(location for part in parts for location in part.locations)
    if not kept or len(kept) >= len(reach) or goes_on(original):
        return
    holding = frozenset(kept)
    others = [location for location in reach if location not in holding]
    if len(others) < len(kept) and len(drawn_together(original.organisation, others)) <= _MOST_LEFT_OUT:
        left_out = named_places(original, others)
        yield Wording("places", except_in(original.quote, original, left_out))
        yield Wording("places", except_in(original.quote, original, left_out, shared=False))
    inside = phrase_in(original.quote, vocabulary().everywhere) is not None
    if not inside and (original.claim.scope.everywhere or says_everywhere(original)):
        return
    places = named_places(original, kept)
    if places:
        yield Wording("places", in_places(original.quote, original, places))


def _one_group(original: Original, parts: Sequence[Part]) -> Iterator[Wording]:
    """The strongest level, at the places that have it."""
    by_level = _by_level(parts, original.claim)
    if len(by_level) < 2 or says_everywhere(original) or goes_on(original):
        return
    from promisecheck.standards.weakness import weakness

    strongest = min(by_level, key=lambda level: weakness(level, original.claim.measure or "delivery_time"))
    text = with_level(original, strongest)
    places = named_places(original, by_level[strongest])
    own = (
        original.claim.value is not None
        and strongest.hours is not None
        and original.claim.value.hours == strongest.hours
    )
    if text is not None and places and not own:
        missing = tuple(
            dict.fromkeys(c for p in parts if set(p.locations) & set(by_level[strongest]) for c in p.missing)
        )
        yield Wording("places", conditions_added(in_places(text, original, places), original, missing))
