"""What is said of emphasis and importance, in English and Arabic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from promisecheck.insight.emphasis import Emphasis, rank_correlation
from promisecheck.judge.naming import service_name
from promisecheck.measures import measures
from promisecheck.model import Language
from promisecheck.reports.words import counted
from promisecheck.standards.organisation import Organisation

_SAID: Final = {
    "title": ("What the copy talks about, and what customers care about", "ما تتحدث عنه النصوص وما يهم الزبائن"),
    "topic": ("Topic", "الموضوع"),
    "wanted": ("Customers care", "يهم الزبائن"),
    "promised": ("The copy promises", "تَعِد النصوص"),
    "loud": ("louder than it matters", "أعلى صوتًا من أهميته"),
    "silent": ("important, and hardly said", "مهم ولا يكاد يُذكر"),
    "unknown": ("importance not known", "أهميته غير معروفة"),
    "rho": (
        "rank correlation {rho:.2f} over {topics} (Spearman); few topics tell little",
        "ارتباط الرتب {rho:.2f}، وعدد المواضيع {n} (سبيرمان)؛ والقليل منها لا يدل على كثير",
    ),
    "hardly": ("hardly said", "لا يكاد يُذكر"),
    "axis_wanted": ("share of what customers care about →", "الحصة مما يهم الزبائن ←"),
    "axis_promised": ("↑ share of what the copy promises", "↑ الحصة مما تَعِد به النصوص"),
    "of": ("of 10", "من 10"),
    "general": ("in general", "عمومًا"),
}


def say(key: str, language: Language, **values: object) -> str:
    """Words of this report. Raises KeyError for an unknown key."""
    return _SAID[key][language == "ar"].format(**values)


def topic_words(one: Emphasis, organisation: Organisation, language: Language) -> str:
    """A service and its measure."""
    measure = next(iter(measures()[one.measure].names.get(language, ())), one.measure.replace("_", " "))
    return f"{service_name(organisation, one.service, language) or say('general', language)} · {measure}"


def note(one: Emphasis, language: Language) -> str:
    """Whether a topic is loud or silent, or nobody knows how important it is; "" otherwise."""
    if one.importance is None:
        return say("unknown", language)
    return say("silent", language) if one.silent else say("loud", language) if one.loud else ""


def closing(found: Sequence[Emphasis], language: Language) -> list[str]:
    """What is said of all topics together."""
    rho = rank_correlation(found)
    return (
        [] if rho is None else [say("rho", language, rho=rho[0], n=rho[1], topics=counted(rho[1], "topic", language))]
    )
