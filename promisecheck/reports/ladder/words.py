"""What a ladder says in words: the text beside each rung, the sentence above it, the label of a small one.

The words are the text alternative of every picture; a drawing adds nothing that is not said here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from promisecheck.model import Level
from promisecheck.reports.ladder.model import TIME_UNITS, Ladder
from promisecheck.reports.ladder.voice import Voice
from promisecheck.reports.levels import amount, condition_words, in_language, level_words
from promisecheck.reports.words import counted, date, number, percent, say

RungName = Literal["promised", "declared", "delivered", "wanted"]

_SHARE_DIGITS: Final = 2


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung in words: its name, what stands in bold, what follows it, what is added in small."""

    name: RungName
    title: str
    value: str
    notes: tuple[str, ...] = ()
    beside: str = ""


def rungs(ladder: Ladder, voice: Voice) -> tuple[Rung, ...]:
    """Promised, declared, delivered, and wanted where anything is known of it."""
    found = [_promised(ladder, voice), _declared(ladder, voice), _delivered(ladder, voice)]
    if ladder.wanted is not None:
        found.append(_rung("wanted", voice, _words(ladder.wanted, voice), *_importance(ladder, voice)))
    elif ladder.importance is not None:
        found.append(_rung("wanted", voice, *_importance(ladder, voice)))
    return tuple(found)


def _rung(name: RungName, voice: Voice, value: str, *notes: str) -> Rung:
    return Rung(name, say(name, voice.language), value, notes)


def _words(level: Level | None, voice: Voice) -> str:
    return level_words(level, voice.language, voice.names)


def promised_words(ladder: Ladder, voice: Voice) -> str:
    """The level of the promise; "from" and "up to" where it only reaches for it."""
    words, promised = _words(ladder.promised, voice), ladder.promised
    if promised is None or promised.value is None:
        return words
    if ladder.better == "less" and promised.op in (">=", ">"):
        return say("from", voice.language, level=words)
    if ladder.better == "more" and promised.op in ("<=", "<"):
        return say("up_to", voice.language, level=words)
    return words


def _promised(ladder: Ladder, voice: Voice) -> Rung:
    notes = [condition.text for condition in ladder.stated]
    if ladder.share is not None:
        notes.insert(0, say("in_share", voice.language, share=percent(ladder.share, voice.language, _SHARE_DIGITS)))
    elif ladder.absolute:
        notes.insert(0, say("every_case", voice.language))
    return _rung("promised", voice, promised_words(ladder, voice), *notes)


def _declared(ladder: Ladder, voice: Voice) -> Rung:
    language = voice.language
    if not ladder.standard:
        return _rung("declared", voice, say("nothing", language), say("no_standard", language))
    notes = []
    if ladder.share_declared is not None:
        notes.append(say("in_share", language, share=percent(ladder.share_declared, language, _SHARE_DIGITS)))
    notes += [condition_words(condition, language) for condition in ladder.conditions]
    if ladder.review_due is not None:
        notes.append(say("review_due", language, date=date(ladder.review_due, language, voice.timezone)))
    if ladder.notice:
        notes.append(say("notice", language, reason=in_language(ladder.notice, language)))
    return _rung("declared", voice, _words(ladder.declared, voice), *notes)


def _delivered(ladder: Ladder, voice: Voice) -> Rung:
    measured, language = ladder.measured, voice.language
    if measured is None:
        return _rung("delivered", voice, say("not_measured", language))
    notes = [counted(measured.n, "case", language)]
    if measured.interval is not None:
        low, high = (percent(end, language) for end in measured.interval)
        notes.insert(0, f"{low.rstrip('%٪')}–{high}")
    if ladder.too_few:
        notes.append(say("too_few", language))
    beside = ""
    if ladder.promised is not None and ladder.promised.unit in TIME_UNITS and ladder.better == "less":
        beside = say("within", language, level=level_words(ladder.promised, language, oblique=True))
    share = percent(measured.share, language)
    return Rung("delivered", say("delivered", language), share, tuple(notes), beside)


def _importance(ladder: Ladder, voice: Voice) -> tuple[str, ...]:
    if ladder.importance is None:
        return ()
    return (say("importance", voice.language, value=number(ladder.importance, voice.language)),)


def sentence(ladder: Ladder, voice: Voice) -> str:
    """What the picture shows, in one sentence or two."""
    language = voice.language
    place = ladder.place or say("our_standard", language)
    if not ladder.standard:
        return say("say_undeclared", language, place=place)
    gap, slack, over = ladder.gap, ladder.slack, ladder.verdict == "over"
    if over and ladder.kind == "week" and gap is not None and gap.value:
        return say("say_week", language, hours=_amount(gap, voice))
    if over and gap is not None and gap.areas:
        return say("say_missing", language, what=_words(gap, voice))
    if ladder.kind == "offered" and ladder.declared is not None and ladder.declared.offered is not None:
        return say("say_offered" if ladder.declared.offered else "say_not_offered", language, place=place)
    declared = level_words(ladder.declared, language, voice.names, direction=True)
    key = ("insides" if ladder.several else "inside") if ladder.verdict == "kept" else ""
    text = say(key or ("declare" if ladder.several else "declares"), language, place=place, declared=declared)
    if over and gap is not None and gap.value:
        than = say(_comparative(ladder, gap), language)
        text += " " + say("by_gap", language, gap=_amount(gap, voice), than=than)
    if ladder.verdict == "kept" and slack is not None and slack.value:
        text += " " + say("say_slack", language, slack=_amount(slack, voice))
    return text


def _comparative(ladder: Ladder, gap: Level) -> str:
    less = ladder.better == "less"
    if gap.unit in TIME_UNITS:
        return "shorter" if less else "longer"
    return "lower" if less else "higher"


def _amount(level: Level, voice: Voice) -> str:
    return amount(level.value or 0, level.unit, voice.language, oblique=True)


def label(ladder: Ladder, voice: Voice) -> str:
    """One sentence for a small picture."""
    promised = promised_words(ladder, voice)
    if not ladder.standard:
        return say("label_none", voice.language, promised=promised)
    return say("label", voice.language, promised=promised, declared=_words(ladder.declared, voice))
