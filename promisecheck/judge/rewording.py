"""The words of a promise changed: another level, a condition added, confined to places, in its own style."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from promisecheck.folding import fold
from promisecheck.judge.hours import week
from promisecheck.judge.meaning import vocabulary
from promisecheck.judge.naming import drawn_together, place_name, places_in_words
from promisecheck.judge.phrases import condition_phrase
from promisecheck.judge.styling import in_digits_of, of_country, quantity_of, style_for, with_number, with_particle
from promisecheck.model import Claim, Condition, Language, Level, Quantity
from promisecheck.quantities import find_quantities
from promisecheck.quantities.render import TIMES, Style, render_level, style_of
from promisecheck.quantities.spoken_numbers import Digits
from promisecheck.quantities.week_words import hours_style_of, say_week
from promisecheck.standards.organisation import Organisation

_TRAILING = re.compile(r"[\s.,;:!؟،؛*†]+$")
_MOST_PLACES = 12
"""Wording that names more places than this is of no use in copy."""
_DAYS = re.compile(r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH))*\s+)")
"""The days in front of hours in OSM notation."""
_NEXT_DAYS = re.compile("، (?=الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|من ا)")
_MORNING = re.compile(r"(?:\b[1-5]|(?<![٠-٩])[١-٥])(?:[:.][\d٠-٩]+)?\s*صباح")
_LATE = re.compile("فجراً|بعد منتصف الليل")
_GUARANTEED_TO = re.compile(r"\s+to(?:\s+(?P<verb>be)(?!\w))?(?!\w)", re.IGNORECASE)
_COMMA = re.compile(r"\s*[,،–—-]\s*\Z")
_SPACED = re.compile(r"\s+([.,;:!?،؛؟])")
_EVERYBODY = ("for everyone", "for everybody", "for all", "للجميع")
_FIRST = frozenset({"order_value", "quantity", "weight", "area"})
"""Kinds of condition that stand before the others: what is ordered, then how."""
_SENTENCE_END = re.compile(r"[.!?؟…](?=\s|\Z)")
_STREETS = re.compile(
    r"\b(?:Street|Road|Avenue|Square|Circle|Mall|Centre|Center|Plaza|Station|Airport|Beach|Market|Park|Boulevard|Lane"
    r"|Quay|Pier|Terminal|Corner|Gate)\b"
)
_TIMES_ALONE = re.compile(
    r"(?:\b(?:from|between)\s+|(?<!\w)(?:من|بين)\s+(?:الساعة\s+)?)?[\d٠-٩](?!.*\b(?:on|Mon|Tue|Wed|Thu|Fri|Sat|Sun)).*\Z"
)
_BETWEEN_HOURS = re.compile(
    r"\b(?:our|all|restaurants?|branch(?:es)?|stores?|we|are|is|open|kitchens?)\b|فروع|مطاعم|مفتوح", re.IGNORECASE
)
"""Words inside written hours that are more than days and times: they must not get lost."""
_FROM = re.compile(r"\bfrom\s+\d", re.IGNORECASE)
_BARE_TIME = re.compile(r"(?<!to )(?<!\d)(?<![:.\d])\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)? to (?=\d|midnight|noon)")
_ADJECTIVE = re.compile(r"\w-[^\W\d]+\Z")
_WORD_NEXT = re.compile(r"\s+\w")
_LISTED = re.compile(r"(?:[,،&]|\b(?:and|or)(?: an?)?|[\s،]و)\s*\Z")
"""What stands before the last of several things, which share what follows them."""
_ENDS = re.compile(r"\s*(?:[.!?؟…]|\Z)")
_GOES_ON = re.compile(r"\s+(?:of|per|a|an|each|after|from|من تاريخ|من وقت|بعد)(?!\w)|-\w", re.IGNORECASE)
_FREE_EN = re.compile(r"^free (?P<thing>[\w' -]+?)$", re.IGNORECASE)
_FREE_AR = re.compile(r"^(?P<thing>[\u0621-\u064a ]+?) (?:مجاني|مجانية|مجاناً|مجانا)$")


@dataclass(frozen=True, slots=True)
class Original:
    """A promise in its block: the quote, what stands before and behind it, the digits of the copy around it."""

    claim: Claim
    after: str
    organisation: Organisation
    before: str = ""
    digits: Digits | None = None

    @property
    def quote(self) -> str:
        """The words of the promise."""
        return self.claim.quote


def with_level(original: Original, level: Level, most: float | None = None) -> str | None:
    """The quote with another level in place of its own; None where its own cannot be found.

    most: the largest amount that the wording will hold, so that all are written one way.
    """
    claim = original.claim
    found = quantity_of(claim)
    priced = _priced(original, level)
    if found is None or priced is not None:
        return priced
    start = found.core_start if found.core_start is not None else found.start
    end = found.core_end if found.core_end is not None else found.end
    if level.hours is not None:
        start, end = _hours_span(found, claim, level.hours)
        said = _say_hours(level.hours, quantity_hours(claim.quote[start:end], claim), claim) if start < end else ""
    else:
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


def _hours_span(found: Quantity, claim: Claim, hours: str) -> tuple[int, int]:
    """The words of a quote that say its hours; only the times where the days stay or other words stand between.

    An empty span where both cannot be told apart.
    """
    words = claim.quote[found.start : found.end]
    times = _TIMES_ALONE.search(words)
    own, other = _DAYS.match(found.hours or ""), _DAYS.match(hours)
    same = own is not None and other is not None and own[0] == other[0] and ";" not in f"{found.hours}{hours}"
    if times is not None and same:
        return found.start + times.start(), found.end
    return (found.start, found.end) if not _BETWEEN_HOURS.search(words) else (0, 0)


def quantity_hours(words: str, claim: Claim) -> str:
    """The hours that some words of a quote say by themselves, as they are read."""
    return next((one.hours for one in find_quantities(words, claim.language) if one.hours is not None), "")


def _say_hours(hours: str, own: str, claim: Claim) -> str:
    """Hours in the style of the quote; without their days where the quote leaves those to its surroundings."""
    if own and own != "24/7" and not _DAYS.match(own) and ";" not in hours:
        hours = _DAYS.sub("", hours)
    found = week(hours)
    if found is None:
        return ""
    said = say_week(found, claim.language, hours_style_of(claim.quote, claim.language))
    said = _NEXT_DAYS.sub("، و", said)
    if _FROM.search(claim.quote) and " to " in said:
        said = _BARE_TIME.sub(r"from \g<0>", said)
    if said.count(", ") == 1 and hours.count(";") == 1 and " to " in said:
        said = said.replace(", ", " and ")
    dash = next((char for char in claim.quote if char in "–—"), None)
    if dash is not None:
        said = said.replace(" - ", f" {dash} ").replace(" – ", f" {dash} ")
    return _LATE.sub("صباحاً", said) if _MORNING.search(claim.quote) else said


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


def except_in(text: str, original: Original, places: str) -> str:
    """A wording that leaves some places out, behind "at every branch" where it says so, else at its end."""
    arabic = original.claim.language == "ar"
    everywhere = phrase_in(text, vocabulary().everywhere)
    said = f"باستثناء {places}" if arabic else f"except {_at(places, original.organisation)} {places}"
    if everywhere is not None and _LISTED.search(original.before):
        return f"{text[: everywhere[0]].rstrip()} ({said}) {text[everywhere[0] :]}"
    if everywhere is not None:
        said = f" باستثناء {places}" if arabic else f" except {places}"
        return text[: everywhere[1]] + said + text[everywhere[1] :]
    if _ENDS.match(original.after):
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


def contradicted_after(original: Original, phrases: Sequence[str]) -> bool:
    """Whether what follows the quote says "on every order", "at all branches", which an addition would contradict."""
    following = fold(original.after[:40]).text.lstrip(" ,،-")
    return any(following.startswith(fold(phrase).text) for phrase in phrases)


def says_everywhere(original: Original) -> bool:
    """Whether the sentence says "at every branch", in the quote or around it, or what follows adds it."""
    before = _SENTENCE_END.split(original.before)[-1]
    around = f"{before} {original.quote} {original.after}"
    return original.claim.scope.everywhere or phrase_in(around, vocabulary().everywhere) is not None


def goes_on(original: Original) -> bool:
    """Whether what follows belongs to the last words of the quote: "within 7 days of your order", "next-day help"."""
    adjective = _ADJECTIVE.search(original.quote) is not None and _WORD_NEXT.match(original.after) is not None
    return adjective or _GOES_ON.match(original.after) is not None


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
