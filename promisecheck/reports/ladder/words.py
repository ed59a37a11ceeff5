"""What a ladder says in words: the text beside each rung, the sentence above it, the label of a small one.

The words are the text alternative of every picture; a drawing adds nothing that is not said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from promisecheck.model import Language, Level
from promisecheck.reports.ladder.model import TIME_UNITS, Ladder
from promisecheck.reports.levels import Named, amount, condition_words, in_language, level_words
from promisecheck.reports.words import counted, date, number, percent, say

RungName = Literal["promised", "declared", "delivered", "wanted"]

_SHARE_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung in words: its name, what stands in bold, what follows it, what is added in small."""

    name: RungName
    title: str
    value: str
    note: str = ""
    beside: str = ""


def rungs(ladder: Ladder, language: Language, names: Named | None = None) -> tuple[Rung, ...]:
    """Promised, declared, delivered, and wanted where anything is known of it."""
    found = [
        _rung("promised", language, level_words(ladder.promised, language, names), _promised_note(ladder, language)),
        _declared(ladder, language, names),
        _delivered(ladder, language),
    ]
    if ladder.wanted is not None:
        found.append(
            _rung("wanted", language, level_words(ladder.wanted, language, names), _importance(ladder, language))
        )
    elif ladder.importance is not None:
        found.append(_rung("wanted", language, _importance(ladder, language)))
    return tuple(found)


def _rung(name: RungName, language: Language, value: str, note: str = "") -> Rung:
    return Rung(name, say(name, language), value, note)


def _joined(parts: list[str], language: Language) -> str:
    return ("، " if language == "ar" else ", ").join(part for part in parts if part)


def _promised_note(ladder: Ladder, language: Language) -> str:
    parts = [condition_words(condition, language) for condition in ladder.stated]
    if ladder.share is not None:
        parts.insert(0, say("in_share", language, share=percent(ladder.share, language, _SHARE_DIGITS)))
    elif ladder.absolute:
        parts.insert(0, say("every_case", language))
    return _joined(parts, language)


def _declared(ladder: Ladder, language: Language, names: Named | None) -> Rung:
    if not ladder.standard:
        return _rung("declared", language, say("nothing", language), say("no_standard", language))
    parts = []
    if ladder.reliability is not None and ladder.reliability < 1:
        parts.append(say("in_share", language, share=percent(ladder.reliability, language, _SHARE_DIGITS)))
    parts += [condition_words(condition, language) for condition in ladder.conditions]
    if ladder.review_due is not None:
        parts.append(say("review_due", language, date=date(ladder.review_due, language)))
    if ladder.notice:
        parts.append(say("notice", language, reason=in_language(ladder.notice, language)))
    return _rung("declared", language, level_words(ladder.declared, language, names), _joined(parts, language))


def _delivered(ladder: Ladder, language: Language) -> Rung:
    measured = ladder.measured
    if measured is None:
        return _rung("delivered", language, say("not_measured", language))
    parts = [counted(measured.n, "case", language)]
    if measured.interval is not None:
        low, high = (percent(end, language) for end in measured.interval)
        parts.insert(0, f"{low.rstrip('%٪')}–{high}")
    if ladder.too_few:
        parts.append(say("too_few", language))
    beside = ""
    if ladder.promised is not None and ladder.promised.unit in TIME_UNITS and ladder.better == "less":
        beside = say("within", language, level=level_words(ladder.promised, language, oblique=True))
    share = percent(measured.share, language)
    return Rung("delivered", say("delivered", language), share, _joined(parts, language), beside)


def _importance(ladder: Ladder, language: Language) -> str:
    if ladder.importance is None:
        return ""
    return say("importance", language, value=number(ladder.importance, language))


def sentence(ladder: Ladder, language: Language, names: Named | None = None) -> str:
    """What the picture shows, in one sentence or two."""
    place = ladder.place or say("our_standard", language)
    if not ladder.standard:
        return say("say_undeclared", language, place=place)
    gap, slack, over = ladder.gap, ladder.slack, ladder.verdict == "over"
    if over and ladder.kind == "week" and gap is not None and gap.value:
        return say("say_week", language, hours=_amount(gap, language))
    if over and gap is not None and gap.areas:
        return say("say_missing", language, what=level_words(gap, language, names))
    declared = level_words(ladder.declared, language, names, direction=True)
    key = ("insides" if ladder.several else "inside") if ladder.verdict == "kept" else ""
    text = say(key or ("declare" if ladder.several else "declares"), language, place=place, declared=declared)
    if over and gap is not None and gap.value:
        than = say(_comparative(ladder, gap), language)
        text += " " + say("by_gap", language, gap=_amount(gap, language), than=than)
    if ladder.verdict == "kept" and slack is not None and slack.value:
        text += " " + say("say_slack", language, slack=_amount(slack, language))
    return text


def _comparative(ladder: Ladder, gap: Level) -> str:
    less = ladder.better == "less"
    if gap.unit in TIME_UNITS:
        return "shorter" if less else "longer"
    return "lower" if less else "higher"


def _amount(level: Level, language: Language) -> str:
    return amount(level.value or 0, level.unit, language, oblique=True)


def label(ladder: Ladder, language: Language, names: Named | None = None) -> str:
    """One sentence for a small picture."""
    promised = level_words(ladder.promised, language, names)
    if not ladder.standard:
        return say("label_none", language, promised=promised)
    return say("label", language, promised=promised, declared=level_words(ladder.declared, language, names))
