"""The words of a promise changed: another level, a condition added, confined to places, in its own style."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from promisecheck.judge.meaning import vocabulary
from promisecheck.judge.naming import drawn_together, place_name, places_in_words
from promisecheck.judge.original import Original, ends_sentence, goes_on, phrase_in, shares_what_follows
from promisecheck.judge.phrases import condition_phrase
from promisecheck.judge.punctuality import with_punctual_share
from promisecheck.judge.styling import in_digits_of, of_country, quantity_of, style_for, with_number, with_particle
from promisecheck.judge.timetables import with_hours
from promisecheck.model import Claim, Condition, Language, Level
from promisecheck.quantities import find_quantities
from promisecheck.quantities.render import TIMES, Style, render_level, style_of
from promisecheck.standards.organisation import Organisation

_TRAILING = re.compile(r"[\s.,;:!؟،؛*†‡§¶⁰¹²³⁴-⁹]+$")
_MOST_PLACES = 12
"""Wording that names more places than this is of no use in copy."""
_GUARANTEED_TO = re.compile(r"\s+to(?:\s+(?P<verb>be)(?!\w))?(?!\w)", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,،–—-]\s*\Z")
_SPACED = re.compile(r"\s+([.,;:!?،؛؟])")
_EVERYBODY = ("for everyone", "for everybody", "for all", "للجميع")
_FIRST = frozenset({"order_value", "quantity", "weight", "area"})
"""Kinds of condition that stand before the others: what is ordered, then how."""
_STREETS = re.compile(
    r"\b(?:Street|Road|Avenue|Square|Circle|Mall|Centre|Center|Plaza|Station|Airport|Beach|Market|Park|Boulevard|Lane"
    r"|Quay|Pier|Terminal|Corner|Gate)\b"
)
_FREE_EN = re.compile(r"^free (?P<thing>[\w' -]+?)$", re.IGNORECASE)
_FREE_AR = re.compile(r"^(?P<thing>[\u0621-\u064a ]+?) (?:مجاني|مجانية|مجاناً|مجانا)$")


def with_level(original: Original, level: Level, most: float | None = None) -> str | None:
    """The quote with another level in place of its own; None where its own cannot be found.

    most: the largest amount that the wording will hold, so that all are written one way.
    """
    claim = original.claim
    found = quantity_of(claim)
    priced = _priced(original, level)
    if found is None or priced is not None:
        return priced or with_punctual_share(claim, level, original.digits)
    start = found.core_start if found.core_start is not None else found.start
    end = found.core_end if found.core_end is not None else found.end
    if level.hours is not None:
        return with_hours(claim, found, level.hours)
    said = _say_amount(level, claim.quote[start:end], original, most)
    return claim.quote[:start] + said + claim.quote[end:] if said else None


def _say_amount(level: Level, core: str, original: Original, most: float | None) -> str:
    """An amount in the place of another: the number alone changes where it can."""
    claim = original.claim
    value = claim.value
    if value is not None and value.value and level.value and value.unit == level.unit and not level.by:
        said = with_number(core, value.value, level.value, claim.language)
        if said is not None:
            return said
    largest = max(level.value or 0, most or 0)
    style = style_for(claim, original.digits, most=largest)
    if style.hyphen:
        style = replace(style, moment="adjective")
    if level.unit not in TIMES and level.value and level.value != int(level.value):
        style = replace(style, cents=True)
    said = render_level(level, claim.language, style)
    if claim.language == "ar" and value is not None and value.value == 0 and level.unit not in TIMES:
        priced = replace(_in_words_of(original), cents=bool(level.value and level.value % 1))
        return f"بـ{render_level(level, claim.language, priced)}"
    if claim.language == "ar" and level.value:
        said = with_particle(core, said) + of_country(core, level.value)
    return said


def direction_of(original: Original) -> str:
    """The words that stand before the amount and give its direction ("within "), to be said again before another."""
    found = quantity_of(original.claim)
    if found is None or found.core_start is None:
        return ""
    return original.quote[found.start : found.core_start].lower()


def _priced(original: Original, level: Level) -> str | None:
    """Turn "free delivery" into "delivery for 1.50 JOD" where that fee is declared."""
    claim = original.claim
    if claim.value is None or claim.value.value != 0 or level.value is None:
        return None
    quote = _without(claim.quote, vocabulary().every_order).strip()
    found = (_FREE_AR if claim.language == "ar" else _FREE_EN).match(quote)
    if found is None or level.value == 0:
        return None
    amount = render_level(level, claim.language, _in_words_of(original))
    thing = found["thing"]
    if claim.quote[:1].isupper():
        thing = thing[:1].upper() + thing[1:]
    return f"{thing} بـ{amount}" if claim.language == "ar" else f"{thing} for {amount}"


def added(text: str, phrase: str) -> str:
    """A phrase put behind a wording, before the punctuation that ends it."""
    if not phrase:
        return text
    end = _TRAILING.search(text)
    tail = end.group() if end else ""
    body = text[: len(text) - len(tail)] if tail else text
    return f"{body}{'' if phrase[0] in ',،' else ' '}{phrase}{tail}"


def in_places(text: str, original: Original, places: str) -> str:
    """A wording confined to some places; "at every branch" gives way to them."""
    language = original.claim.language
    said = f"في {places}" if language == "ar" else f"{_at(places, original.organisation)} {places}"
    everywhere = phrase_in(text, vocabulary().everywhere)
    if everywhere is not None:
        return text[: everywhere[0]] + said + text[everywhere[1] :]
    return added(text, said)


def except_in(text: str, original: Original, places: str, *, shared: bool = True) -> str:
    """A wording that leaves some places out, behind "at every branch" where it says so, else at its end.

    shared: what other things in a list share stays theirs, and the places stand in brackets before it.
    """
    arabic = original.claim.language == "ar"
    everywhere = phrase_in(text, vocabulary().everywhere)
    said = f"باستثناء {places}" if arabic else f"except {_at(places, original.organisation)} {places}"
    if everywhere is not None and shared and shares_what_follows(original):
        return f"{text[: everywhere[0]].rstrip()} ({said}) {text[everywhere[0] :]}"
    if everywhere is not None:
        said = f" باستثناء {places}" if arabic else f" except {places}"
        return text[: everywhere[1]] + said + text[everywhere[1] :]
    if ends_sentence(original):
        return added(text, f"{'،' if arabic else ','} {said}")
    return added(text, f"({said})")


def _at(places: str, organisation: Organisation) -> str:
    """The preposition of places in English: at a street or a mall, in a town."""
    groups = {name for group in organisation.groups.values() for name in group.names.get("en", ())}
    return "at" if _STREETS.search(places) and not groups & set(re.split(", | and ", places)) else "in"


def conditions_added(text: str, original: Original, missing: Sequence[Condition]) -> str:
    """A wording with the missing conditions behind it; "on every order" gives way to one on orders."""
    claim = original.claim
    style = _in_words_of(original)
    if missing and goes_on(original):
        return text
    for condition in sorted(missing, key=lambda one: one.kind not in _FIRST):
        if condition.kind == "ordered_before" and condition.level is not None and condition.level.by is not None:
            clock = in_digits_of(clock_in_words(condition.level.by, claim.language), style.digits)
            condition = replace(condition, level=Level(by=clock))
        phrase = condition_phrase(condition, claim.language, original.organisation, _sayer(claim, style))
        every = phrase_in(text, vocabulary().every_order)
        if every is not None and condition.kind in ("order_value", "ordered_before"):
            text = text[: every[0]].rstrip() + text[every[1] :]
        text = added(text, phrase)
    return text


def _in_words_of(original: Original) -> Style:
    """The style of amounts beside a promise; Arabic copy names its currency unless it shows another way."""
    style = style_for(original.claim, original.digits)
    value = original.claim.value
    if original.claim.language == "ar" and style.money is None:
        style = replace(style, money="name")
    if value is not None and value.value and value.value != int(value.value):
        style = replace(style, tanwin=True)
    return style


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


def without_places(original: Original, missing: Sequence[str]) -> str | None:
    """A list of places without those that are not declared; None when nothing was taken out."""
    text = original.quote
    for area in missing:
        for language in (original.claim.language, "en", "ar"):
            name = place_name(original.organisation, area, language)
            text = re.sub(rf"(?:,\s*|\s+and\s+|\s*&\s*|،\s*|\s+و){re.escape(name)}(?!\w)", "", text)
            text = re.sub(rf"(?<!\w){re.escape(name)}(?:,\s*|\s+and\s+|\s*&\s*|،\s*|\s+و)", "", text)
    if text == original.quote:
        return None
    before, comma, last = text.rpartition(", ")
    return (
        f"{before} and {last}"
        if comma and not re.search(r"\band\b|&", text) and original.claim.language == "en"
        else text
    )


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


def with_tier(original: Original, name: str) -> str:
    """The quote offered with a tier."""
    arabic = original.claim.language == "ar"
    shown = in_digits_of(name, original.digits or "western") if arabic else name
    quote = _without(original.quote, _EVERYBODY)
    return added(quote, f"مع {shown}" if arabic else f"with {shown}")


def _without(text: str, phrases: Sequence[str]) -> str:
    """A text without the first of some phrases that it holds."""
    found = phrase_in(text, phrases)
    return text if found is None else text[: found[0]].rstrip() + text[found[1] :]


def without_absolute(original: Original) -> str | None:
    """The quote without the word that claims every case; None where it holds none."""
    quote = original.quote
    found = phrase_in(quote, vocabulary().absolute)
    if found is None:
        return None
    start, end = found
    tail = _GUARANTEED_TO.match(quote, end)
    if tail is not None:
        if tail["verb"] is None:
            return None
        end = tail.end()
    elif _COMMA.search(quote, 0, start) and not quote[end:].strip(" .!*"):
        start = _COMMA.search(quote, 0, start).start()  # type: ignore[union-attr]
    text = " ".join((quote[:start] + " " + quote[end:]).split())
    text = _SPACED.sub(r"\1", text)
    return text[:1].upper() + text[1:] if quote[:1].isupper() else text
