"""Wording that could hold instead of a promise: candidates, written into the quote in its own language and style.

Nothing here knows whether a candidate holds; judge.suggest checks each one before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from promisecheck.folding import fold
from promisecheck.judge.hours import only_ends, week
from promisecheck.judge.meaning import vocabulary
from promisecheck.judge.naming import drawn_together, in_language, place_name, places_in_words, tier_name
from promisecheck.judge.phrases import condition_phrase
from promisecheck.model import Cause, Claim, Condition, Language, Level, Quantity, Standard
from promisecheck.quantities import find_quantities
from promisecheck.quantities.render import TIMES, Style, render_level, style_of
from promisecheck.quantities.week import Week, days_text, span_bits
from promisecheck.quantities.week_words import hours_style_of, say_week
from promisecheck.standards.organisation import Organisation

_TRAILING = re.compile(r"[\s.,;:!؟،؛*†]+$")
_MOST_GROUPS = 4
_MOST_PLACES = 12
"""Wording that names more places than this is of no use in copy."""
_FREE_EN = re.compile(r"^free (?P<thing>[\w' -]+?)$", re.IGNORECASE)
_FREE_AR = re.compile(r"^(?P<thing>[\u0621-\u064a ]+?) (?:مجاني|مجانية|مجاناً|مجانا)$")


@dataclass(frozen=True, slots=True)
class Part:
    """A standard that is declared at some locations of the reach, and what the copy would have to say there."""

    standard: Standard
    locations: tuple[str, ...]
    missing: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Original:
    """A promise in its block: the quote and what follows it."""

    claim: Claim
    after: str
    organisation: Organisation

    @property
    def quote(self) -> str:
        """The words of the promise."""
        return self.claim.quote


# ------------------------------------------------------------------------------------------------ pieces of text
def quantity_of(claim: Claim) -> Quantity | None:
    """The words of the quote that are the claim's level."""
    value = claim.value
    if value is None:
        return None
    for found in find_quantities(claim.quote, claim.language):
        same = (found.value, found.min, found.max, found.unit) == (value.value, value.min, value.max, value.unit)
        if (found.hours is not None and value.hours is not None) or (same and value.hours is None):
            return found
    return None


def style_for(claim: Claim) -> Style:
    """How the copy writes its quantities; "free" shows no way of writing an amount."""
    style = style_of(claim.quote, claim.language)
    nothing = claim.value is not None and claim.value.value == 0 and claim.value.unit not in TIMES
    return replace(style, money=None, units="", cents=False) if nothing else style


def with_level(claim: Claim, level: Level) -> str | None:
    """The quote with another level in place of its own; None where its own cannot be found."""
    found = quantity_of(claim)
    if found is None:
        return _priced(claim, level)
    start = found.core_start if found.core_start is not None else found.start
    end = found.core_end if found.core_end is not None else found.end
    said = render_level(level, claim.language, style_for(claim))
    if level.hours is not None:
        start, end = found.start, found.end
        said = _say_hours(level.hours, claim)
    return claim.quote[:start] + said + claim.quote[end:] if said else None


def _say_hours(hours: str, claim: Claim) -> str:
    found = week(hours)
    return say_week(found, claim.language, hours_style_of(claim.quote, claim.language)) if found is not None else ""


def _priced(claim: Claim, level: Level) -> str | None:
    """Turn "free delivery" into "delivery for 1.50 JOD" where that fee is declared."""
    if claim.value is None or claim.value.value != 0 or level.value is None:
        return None
    found = (_FREE_AR if claim.language == "ar" else _FREE_EN).match(claim.quote.strip())
    if found is None or level.value == 0:
        return None
    amount = render_level(level, claim.language, style_for(claim))
    thing = found["thing"]
    if claim.quote[:1].isupper():
        thing = thing[:1].upper() + thing[1:]
    return f"{thing} بـ{amount}" if claim.language == "ar" else f"{thing} for {amount}"


def added(text: str, phrase: str, *, comma: bool = False) -> str:
    """A phrase put behind a wording, before the punctuation that ends it."""
    if not phrase:
        return text
    end = _TRAILING.search(text)
    tail = end.group() if end else ""
    body = text[: len(text) - len(tail)] if tail else text
    return f"{body}{', ' if comma else ' '}{phrase}{tail}"


def in_places(text: str, original: Original, places: str) -> str:
    """A wording confined to some places; "at every branch" gives way to them."""
    language = original.claim.language
    said = f"في {places}" if language == "ar" else f"in {places}"
    everywhere = _phrase_in(text, vocabulary().everywhere)
    if everywhere is not None:
        return text[: everywhere[0]] + said + text[everywhere[1] :]
    return added(text, said)


def conditions_added(text: str, original: Original, missing: Sequence[Condition]) -> str:
    """A wording with the missing conditions behind it; "on every order" gives way to one on orders."""
    claim = original.claim
    style = style_for(claim)
    for condition in missing:
        if condition.kind == "ordered_before" and condition.level is not None and condition.level.by is not None:
            at = Level(by=clock_in_words(condition.level.by, claim.language))
            condition = replace(condition, level=at)
        phrase = condition_phrase(condition, claim.language, original.organisation, _sayer(claim, style))
        every = _phrase_in(text, vocabulary().every_order)
        if every is not None and condition.kind in ("order_value", "ordered_before"):
            text = text[: every[0]].rstrip() + text[every[1] :]
        text = added(text, phrase)
    return text


def clock_in_words(by: str, language: Language) -> str:
    """A time of day as copy says it: "2 pm", «2 ظهراً»."""
    hour, minutes = (int(part) for part in by.split(":"))
    figure = f"{hour % 12 or 12}" + (f":{minutes:02}" if minutes else "")
    if language == "en":
        named = {0: "midnight", 12: "noon", 24: "midnight"}.get(hour) if not minutes else None
        return named or f"{figure} {'am' if hour < 12 else 'pm'}"
    half = "صباحاً" if hour < 12 else "ظهراً" if hour < 15 else "عصراً" if hour < 18 else "مساءً"
    return f"{figure} {half}"


def _sayer(claim: Claim, style: Style) -> Callable[[Level], str]:
    return lambda level: render_level(level, claim.language, style)


def _named(original: Original, locations: Sequence[str]) -> str:
    """Places in words; "" where they are too many to name."""
    organisation = original.organisation
    if len(drawn_together(organisation, locations)) > _MOST_PLACES:
        return ""
    return places_in_words(organisation, locations, original.claim.language, _MOST_PLACES)


def contradicted_after(original: Original, phrases: Sequence[str]) -> bool:
    """Whether what follows the quote says "on every order", "at all branches", which an addition would contradict."""
    following = fold(original.after[:40]).text.lstrip(" ,،-")
    return any(following.startswith(fold(phrase).text) for phrase in phrases)


def _phrase_in(text: str, phrases: Sequence[str]) -> tuple[int, int] | None:
    """Where one of the phrases stands in a text, the longest first."""
    folded = fold(text)
    for phrase in phrases:
        found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded.text)
        if found:
            return folded.start(found.start()), folded.end(found.end())
    return None


# ------------------------------------------------------------------------------------------------ candidates
def candidates(
    original: Original, parts: Sequence[Part], kept: Sequence[str], tier: str | None, short: bool
) -> Iterator[str]:
    """Wordings to try, strongest first.

    parts: what is declared in the reach. kept: the locations where the promise holds as it is. tier: the dearer tier
    that carries it. short: whether the level falls short somewhere, not only a condition.
    """
    yield from _with_conditions(original, parts)
    if short:
        yield from _place_by_place(original, parts)
    yield from _for_tier(original, parts, tier)
    if short:
        yield from _common_level(original, parts)
    yield from _at_places(original, parts, kept)
    if short:
        yield from _one_group(original, parts)


def _with_conditions(original: Original, parts: Sequence[Part]) -> Iterator[str]:
    missing = _missing(parts)
    if missing and not contradicted_after(original, vocabulary().every_order):
        yield conditions_added(original.quote, original, missing)


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
        days = promised.opening_days | promised.days
        if not promised.minutes:
            return Level(hours=days_text(named)) if (named := days & (declared.opening_days | declared.days)) else None
        left = declared.on(day for day in range(7) if days >> day & 1)
        if only_ends(promised):
            left = _last_minutes(left)
        return Level(hours=left.render()) if left.minutes else None
    if level.value is None or level.offered is not None or value.hours is not None:
        return None
    op = value.op if value.op not in (None, "range") else "<="
    return Level(op=op, value=level.value, unit=level.unit, by=level.by)


def _last_minutes(hours: Week) -> Week:
    """Until when it is open each day, as a promise of the end alone ("until 11 pm") has it."""
    ends = ((day, hours.day_spans(day)[-1][1]) for day in range(7) if hours.day_spans(day))
    return Week(open=sum(span_bits(day, end - 1, end) for day, end in ends))


def _place_by_place(original: Original, parts: Sequence[Part]) -> Iterator[str]:
    by_level = _by_level(parts, original.claim)
    if not 1 < len(by_level) <= _MOST_GROUPS or any(level.hours for level in by_level):
        return
    claim, language = original.claim, original.claim.language
    first = with_level(claim, next(iter(by_level)))
    if first is None or _phrase_in(original.quote, vocabulary().everywhere):
        return
    style = style_for(claim)
    named = [(level, _named(original, ids)) for level, ids in by_level.items()]
    if any(not places for _, places in named):
        return
    inside = "في" if language == "ar" else "in"
    rest = [f"{render_level(level, language, style)} {inside} {places}" for level, places in named[1:]]
    joined = " و".join(rest) if language == "ar" else _listed(rest)
    text = added(first, f"{inside} {named[0][1]}")
    text = f"{text} و{joined}" if language == "ar" else f"{text}{',' if len(rest) > 1 else ' and'} {joined}"
    yield conditions_added(text, original, _missing(parts))


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _for_tier(original: Original, parts: Sequence[Part], tier: str | None) -> Iterator[str]:
    if tier is not None:
        name = tier_name(original.organisation, tier, original.claim.language)
        text = added(original.quote, f"مع {name}" if original.claim.language == "ar" else f"with {name}")
        yield text
        missing = _missing(parts)
        if missing:
            yield conditions_added(text, original, missing)


def _common_level(original: Original, parts: Sequence[Part]) -> Iterator[str]:
    """The level that holds everywhere: the weakest of those declared, the hours that all are open."""
    by_level = _by_level(parts, original.claim)
    if not by_level:
        return
    for level in _weakest(list(by_level), original.claim):
        text = with_level(original.claim, level)
        if text is not None:
            yield conditions_added(text, original, _missing(parts))


def _weakest(levels: Sequence[Level], claim: Claim) -> Iterator[Level]:
    if levels[0].hours is not None:
        weeks = [found for level in levels if (found := week(level.hours or "")) is not None]
        common = weeks[0]
        for other in weeks[1:]:
            common = common & other
        if common.minutes or common.days:
            yield Level(hours=common.render())
        return
    from promisecheck.standards.weakness import weakness

    yield max(levels, key=lambda level: weakness(level, claim.measure or "delivery_time"))


def _at_places(original: Original, parts: Sequence[Part], kept: Sequence[str]) -> Iterator[str]:
    """The promise as it is, at the places where it holds."""
    claim = original.claim
    reach = {location for part in parts for location in part.locations}
    if not kept or len(kept) >= len(reach) or contradicted_after(original, vocabulary().everywhere):
        return
    if claim.scope.everywhere and _phrase_in(original.quote, vocabulary().everywhere) is None:
        return
    places = _named(original, kept)
    if places:
        yield in_places(original.quote, original, places)


def _one_group(original: Original, parts: Sequence[Part]) -> Iterator[str]:
    """The strongest level, at the places that have it."""
    by_level = _by_level(parts, original.claim)
    if len(by_level) < 2 or contradicted_after(original, vocabulary().everywhere):
        return
    from promisecheck.standards.weakness import weakness

    strongest = min(by_level, key=lambda level: weakness(level, original.claim.measure or "delivery_time"))
    text = with_level(original.claim, strongest)
    places = _named(original, by_level[strongest])
    if text is not None and places:
        missing = tuple(
            dict.fromkeys(c for p in parts if set(p.locations) & set(by_level[strongest]) for c in p.missing)
        )
        yield conditions_added(in_places(text, original, places), original, missing)


def without_places(original: Original, missing: Sequence[str]) -> str | None:
    """A list of places without those that are not declared; None when nothing was taken out."""
    text = original.quote
    for area in missing:
        for language in (original.claim.language, "en", "ar"):
            name = place_name(original.organisation, area, language)
            text = re.sub(rf"(?:,\s*|\s+and\s+|\s*&\s*|،\s*|\s+و){re.escape(name)}(?!\w)", "", text)
            text = re.sub(rf"(?<!\w){re.escape(name)}(?:,\s*|\s+and\s+|\s*&\s*|،\s*|\s+و)", "", text)
    return text if text != original.quote else None


def with_share(claim: Claim, reliability: float) -> str | None:
    """The quote with the declared share of cases instead of its own."""
    for found in find_quantities(claim.quote, claim.language):
        if found.kind == "percent" and claim.share is not None and found.value == round(100 * claim.share, 2):
            start = found.core_start if found.core_start is not None else found.start
            end = found.core_end if found.core_end is not None else found.end
            share = Level(op="=", value=int(100 * reliability), unit="%")
            said = render_level(share, claim.language, style_of(claim.quote[start:end], claim.language))
            return claim.quote[:start] + said + claim.quote[end:]
    return None


def with_exceptions(original: Original, causes: Sequence[Cause]) -> str:
    """The quote with the declared disclosures behind it, in brackets."""
    said = [in_language(cause.disclose, original.claim.language) or cause.cause for cause in causes]
    sentences = [text.strip().rstrip(".") for text in said]
    return added(original.quote, f"({'. '.join(sentences)})")


def without_absolute(original: Original) -> str | None:
    """The quote without the word that claims every case; None where it holds none."""
    found = _phrase_in(original.quote, vocabulary().absolute)
    if found is None:
        return None
    text = " ".join((original.quote[: found[0]] + original.quote[found[1] :]).split())
    return text[:1].upper() + text[1:] if original.quote[:1].isupper() else text
