"""Punctuality without a figure ("never late", «في الموعد دائماً») said with the declared share of cases."""

from __future__ import annotations

import re
from typing import Final

from promisecheck.judge.styling import style_for
from promisecheck.model import Claim, Language, Level
from promisecheck.quantities.render import render_level
from promisecheck.quantities.spoken_numbers import Digits

_ON_TIME: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(r"\bon (?:time|schedule)\b", re.IGNORECASE),
    "ar": re.compile(r"(?:في|ب)\s?(?:الموعد|الوقت)(?: (?:المحدد|المتفق عليه|نفسه))?|بالموعد|بالوقت"),
}
_NEVER_LATE: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(r"\b(?:never(?: ever)? late|no delays?|zero delays?|without (?:any )?delays?)\b", re.IGNORECASE),
    "ar": re.compile(r"(?:بلا|دون|بدون|من غير) (?:أي )?تأخير|(?:لا|ما|لن) نتأخر(?: (?:أبداً|أبدا|عليك|عليكم))*"),
}
_ALWAYS: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(r"\s*,?\s*\b(?:always|every (?:single )?time|all the time|guaranteed)\b", re.IGNORECASE),
    "ar": re.compile(r"\s*،?\s*(?:دائماً|دائما|دوماً|كل مرة|في كل مرة)(?!\w)"),
}
_SAID: Final[dict[Language, tuple[str, str]]] = {
    "en": ("on time", "in {0} of cases"),
    "ar": ("في الموعد", "في {0} من الحالات"),
}


def with_punctual_share(claim: Claim, level: Level, digits: Digits | None = None) -> str | None:
    """The quote with the share of cases that are on time; None where it does not speak of punctuality in words."""
    if claim.measure != "on_time_rate" or level.unit != "%":
        return None
    language = claim.language
    on_time, share = _SAID[language]
    amount = render_level(Level(op="=", value=level.value, unit="%"), language, style_for(claim, digits))
    said = share.format(amount)
    late = _NEVER_LATE[language].search(claim.quote)
    if late is not None:
        text = f"{claim.quote[: late.start()]}{on_time} {said}{claim.quote[late.end() :]}"
    else:
        quote = _ALWAYS[language].sub("", claim.quote).strip(" ,،")
        found = _ON_TIME[language].search(quote)
        if found is None:
            return None
        text = f"{quote[: found.end()]} {said}{quote[found.end() :]}"
    return text[:1].upper() + text[1:] if claim.quote[:1].isupper() else text
