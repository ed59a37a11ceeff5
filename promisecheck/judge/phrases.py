"""Conditions and other parts of a standard as phrases, for messages and for wording that holds."""

from __future__ import annotations

from collections.abc import Callable

from promisecheck.folding import language_of
from promisecheck.judge.figures import figure, number
from promisecheck.judge.naming import place_name
from promisecheck.model import Condition, ConditionKind, Language, Level
from promisecheck.quantities import find_quantities
from promisecheck.standards.organisation import Organisation

Say = Callable[[Level], str]
"""How a level is written: as a short figure in messages, in the style of the copy in a suggestion."""

_EN: dict[ConditionKind, str] = {
    "order_value": "on orders from {0}",
    "ordered_before": "on orders placed before {0}",
    "booked_ahead": "when booked {0} ahead",
    "reported_within": "when reported within {0}",
    "distance": "within {0} of a branch",
    "area": "in {0}",
    "days": "on {0}",
    "audience": "for {0}",
    "membership": "for {0}",
    "payment_method": "when paid by {0}",
    "channel": "when ordered by {0}",
    "other": "under the condition: {0}",
}
_AR: dict[ConditionKind, str] = {
    "order_value": "للطلبات من {0}",
    "ordered_before": "للطلبات قبل الساعة {0}",
    "booked_ahead": "عند الحجز قبل {0}",
    "reported_within": "عند الإبلاغ خلال {0}",
    "distance": "ضمن {0} من الفرع",
    "area": "في {0}",
    "days": "أيام {0}",
    "audience": "لـ{0}",
    "membership": "لـ{0}",
    "payment_method": "عند الدفع بواسطة {0}",
    "channel": "عند الطلب عبر {0}",
    "other": "بشرط: {0}",
}
_IN_COPY: dict[ConditionKind, tuple[str, str]] = {
    "order_value": ("on orders of {0} or more", "للطلبات من {0} فأكثر"),
    "ordered_before": ("if you order before {0}", "عند الطلب قبل الساعة {0}"),
    "reported_within": ("if you report it within {0}", "عند الإبلاغ خلال {0}"),
    "booked_ahead": ("if booked {0} ahead", "عند الحجز قبل {0}"),
    "quantity": ("for {0} or more", "لـ{0} فأكثر"),
    "payment_method": ("if you pay by {0}", "عند الدفع عبر {0}"),
    "channel": ("if you order by {0}", "عند الطلب عبر {0}"),
}
"""How copy says the same, at least as much or as early."""
_BOUNDED: dict[tuple[ConditionKind, bool], tuple[str, str]] = {
    ("weight", True): ("from {0}", "من {0}"),
    ("weight", False): ("up to {0}", "حتى {0}"),
    ("quantity", True): ("from {0}", "من {0} فأكثر"),
    ("quantity", False): ("up to {0}", "حتى {0}"),
    ("age", True): ("from the age of {0}", "من عمر {0}"),
    ("age", False): ("up to the age of {0}", "حتى عمر {0}"),
}


def condition_phrase(
    condition: Condition, language: Language, organisation: Organisation, say: Say | None = None
) -> str:
    """A declared condition as it can stand behind a promise: "on orders from 10 JOD"."""
    level = condition.level
    words = dict(condition.texts).get(language, condition.text)
    write = say or (lambda one: figure(one, language, organisation.currency, oblique=True))
    if condition.kind == "ordered_before":
        shown = level.by if level is not None and level.by else condition.text
    elif condition.kind == "area":
        shown = _areas(condition, language, organisation)
    elif condition.kind == "quantity" and level is not None and level.value is not None:
        noun = _noun(words, level, language) or ("items" if language == "en" else "")
        shown = f"{number(level.value)} {noun}".strip()
    elif level is not None and level.value is not None:
        shown = write(Level(op="=", value=level.value, unit=level.unit))
    elif level is not None and level.hours is not None:
        shown = figure(level, language)
    else:
        shown = words
    if condition.kind == "other" and say is not None:
        return f"({shown})"
    least = level is None or level.op in (">=", ">", "=") or condition.kind not in ("order_value", "quantity")
    in_copy = _IN_COPY.get(condition.kind)
    if say is not None and in_copy is not None and least:
        return in_copy[language == "ar"].format(shown)
    bounded = _BOUNDED.get((condition.kind, level is not None and level.op in (">=", ">", "=")))
    if bounded is not None:
        return bounded[language == "ar"].format(shown)
    return (_AR if language == "ar" else _EN)[condition.kind].format(shown)


def _noun(words: str, level: Level, language: Language) -> str:
    """What a condition counts, in a language: the noun read with its level, or that of its words in the language."""
    if level.what and language_of(level.what) == language:
        return level.what
    told = (q for q in find_quantities(words, language) if q.kind == "count" and q.value == level.value)
    what = next((q.level.what for q in told if q.level.what), None)
    return what if what and language_of(what) == language else ""


def _areas(condition: Condition, language: Language, organisation: Organisation) -> str:
    areas = condition.level.areas if condition.level is not None and condition.level.areas else (condition.text,)
    names = [place_name(organisation, area, language) for area in areas]
    return " و".join(names) if language == "ar" else " and ".join(names)


def both(parts: list[str], language: Language) -> str:
    """Phrases joined by "and"."""
    if language == "ar":
        return " و".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 2 else " and ".join(parts)
