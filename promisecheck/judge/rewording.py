"""The words of a promise changed: another level, a condition added, confined to places, in its own style."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from promisecheck.folding import fold
from promisecheck.judge.hours import week
from promisecheck.judge.meaning import vocabulary
from promisecheck.judge.naming import drawn_together, in_language, place_name, places_in_words
from promisecheck.judge.phrases import condition_phrase
from promisecheck.model import Cause, Claim, Condition, Language, Level, Quantity
from promisecheck.quantities import find_quantities
from promisecheck.quantities.render import TIMES, Style, render_level, style_of
from promisecheck.quantities.week_words import hours_style_of, say_week
from promisecheck.standards.organisation import Organisation

_TRAILING = re.compile(r"[\s.,;:!؟،؛*†]+$")
_MOST_PLACES = 12
"""Wording that names more places than this is of no use in copy."""
_FREE_EN = re.compile(r"^free (?P<thing>[\w' -]+?)$", re.IGNORECASE)
_FREE_AR = re.compile(r"^(?P<thing>[\u0621-\u064a ]+?) (?:مجاني|مجانية|مجاناً|مجانا)$")


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
    everywhere = phrase_in(text, vocabulary().everywhere)
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
        every = phrase_in(text, vocabulary().every_order)
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


def named_places(original: Original, locations: Sequence[str]) -> str:
    """Places in words; "" where they are too many to name."""
    organisation = original.organisation
    if len(drawn_together(organisation, locations)) > _MOST_PLACES:
        return ""
    return places_in_words(organisation, locations, original.claim.language, _MOST_PLACES)


def contradicted_after(original: Original, phrases: Sequence[str]) -> bool:
    """Whether what follows the quote says "on every order", "at all branches", which an addition would contradict."""
    following = fold(original.after[:40]).text.lstrip(" ,،-")
    return any(following.startswith(fold(phrase).text) for phrase in phrases)


def phrase_in(text: str, phrases: Sequence[str]) -> tuple[int, int] | None:
    """Where one of the phrases stands in a text, the longest first."""
    folded = fold(text)
    for phrase in phrases:
        found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", folded.text)
        if found:
            return folded.start(found.start()), folded.end(found.end())
    return None


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
    found = phrase_in(original.quote, vocabulary().absolute)
    if found is None:
        return None
    text = " ".join((original.quote[: found[0]] + original.quote[found[1] :]).split())
    return text[:1].upper() + text[1:] if original.quote[:1].isupper() else text
