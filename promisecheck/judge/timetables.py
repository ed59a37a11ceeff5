"""Hours put in the place of others, as the copy writes them: its days or none, its dashes, its names of the hours."""

from __future__ import annotations

import re

from promisecheck.judge.hours import week
from promisecheck.model import Claim, Quantity
from promisecheck.quantities import find_quantities
from promisecheck.quantities.week_words import hours_style_of, say_week

_DAYS = re.compile(r"(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH))*\s+)")
"""The days in front of hours in OSM notation."""
_NEXT_DAYS = re.compile("، (?=الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|من ا)")
_MORNING = re.compile(r"(?:\b[1-5]|(?<![٠-٩])[١-٥])(?:[:.][\d٠-٩]+)?\s*صباح")
_LATE = re.compile("فجراً|بعد منتصف الليل")
_TIMES_ALONE = re.compile(
    r"(?:\b(?:from|between|until|till)\s+|(?<!\w)(?:من|بين|حتى|لغاية)\s+(?:الساعة\s+)?)?[\d٠-٩](?!.*\b(?:on|Mon|Tue|Wed|Thu|Fri|Sat|Sun)).*\Z"
)
_BETWEEN_HOURS = re.compile(
    r"\b(?:our|all|restaurants?|branch(?:es)?|stores?|we|are|is|open|kitchens?)\b|فروع|مطاعم|مفتوح", re.IGNORECASE
)
"""Words inside written hours that are more than days and times: they must not get lost."""
_TIME_FIRST = re.compile(r"(?:until|till|to|from|between|open until)\b|(?!24)\d")
_FROM = re.compile(r"\bfrom\s+\d", re.IGNORECASE)
_BARE_TIME = re.compile(r"(?<!to )(?<!\d)(?<![:.\d])\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)? to (?=\d|midnight|noon)")


def with_hours(claim: Claim, found: Quantity, hours: str) -> str | None:
    """The quote of a claim with other hours (OSM opening_hours) in the place of its own; None where they have none."""
    start, end = _hours_span(found, claim, hours)
    words = claim.quote[start:end]
    own = next((one.hours for one in find_quantities(words, claim.language) if one.hours is not None), "")
    said = _in_order_of(words, _say_hours(hours, own, claim)) if words else ""
    return claim.quote[:start] + said + claim.quote[end:] if said else None


def _in_order_of(words: str, said: str) -> str:
    """Times before "every day" where the copy has it so, and "every night" where it speaks of nights."""
    plain = words.lower()
    night = "every night" in plain
    every = "every night" if night else "every day"
    if not said.startswith("every day "):
        return said
    rest = said.removeprefix("every day ")
    return f"{rest} {every}" if _TIME_FIRST.match(plain) else f"{every} {rest}"


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
