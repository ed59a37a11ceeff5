"""The reason of a verdict in one sentence, figures named, in the language of whoever reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promisecheck.folding import language_of
from promisecheck.judge.conditions import Checked
from promisecheck.judge.disclosure import cause_in
from promisecheck.judge.figures import counted, figure
from promisecheck.judge.naming import in_language, place_name, service_name, tier_name
from promisecheck.judge.phrases import both, condition_phrase
from promisecheck.measures import measures
from promisecheck.model import Claim, Language, Level, Standard
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    from promisecheck.judge.answers import Answer, Asked

_COUNTED = frozenset({"speed", "reliability"})


def promised_in_words(claim: Claim, language: Language, organisation: Organisation) -> str:
    """What a claim promises, as a short figure; what is offered, or the quote, where it has no figure."""
    value = claim.value
    thing = thing_in_words(claim, language, organisation)
    if value is None or value.offered is not None:
        return thing or (claim.quote if language == claim.language else quoted(claim.quote, language))
    if value.areas:
        return both([place_name(organisation, area, language) for area in value.areas], language)
    if value.value == 0 and value.unit not in ("day", "business_day", "%"):
        free = "free" if language == "en" else "مجاناً"
        return f"{free} {thing}" if thing and language == "en" else f"{thing} {free}" if thing else free
    return figure(value, language, organisation.currency)


def in_share(shown: str, claim: Claim, language: Language) -> str:
    """A promise in words with the share of cases it is about, where it names one."""
    if claim.share is None:
        return shown
    share = counted(round(100 * claim.share, 2), "%", language)
    return f"{shown} في {share} من الحالات" if language == "ar" else f"{shown} in {share} of cases"


def thing_in_words(claim: Claim, language: Language, organisation: Organisation) -> str:
    """What is offered, free or counted; "" where it cannot be said in the language.

    What the copy says in another language is quoted, unless the service it names has a name in the reader's.
    """
    thing = claim.what or (claim.value.what if claim.value is not None else None) or ""
    arabic = language_of(thing) == "ar"
    if not thing or arabic == (language == "ar") or claim.language == language == "en":
        return thing
    if claim.service is not None and claim.service in organisation.services and claim.measure in ("fee", "price"):
        return service_name(organisation, claim.service, language)
    return quoted(thing, language) if claim.language != language else ""


def quoted(text: str, language: Language) -> str:
    """A quote in the marks of a language."""
    return f"«{text}»" if language == "ar" else f"“{text}”"


def declared_in_words(standard: Standard, language: Language, organisation: Organisation) -> str:
    """A declared level as a short figure, with the share of cases where one is counted."""
    level = standard.level or Level()
    if level.areas:
        return both([place_name(organisation, area, language) for area in level.areas], language)
    if level.value == 0 and level.unit not in ("day", "business_day", "%"):
        return "free" if language == "en" else "مجاناً"
    shown = figure(level, language, organisation.currency)
    measure = measures().get(standard.measure)
    if measure is not None and measure.characteristic in _COUNTED and level.offered is None and level.unit != "%":
        share = counted(round(100 * standard.reliability, 2), "%", language)
        return f"{shown} in {share} of cases" if language == "en" else f"{shown} في {share} من الحالات"
    return shown


def conditions_in_words(checked: tuple[Checked, ...], language: Language, organisation: Organisation) -> str:
    """The declared conditions of a list, as phrases."""
    return both([condition_phrase(one.condition, language, organisation) for one in checked], language)


def reason(
    claim: Claim,
    asked: Asked,
    answer: Answer,
    rule: str | None,
    higher: tuple[str, Answer] | None,
    language: Language,
) -> str:
    """The reason of a verdict. higher: the dearer tier that carries the promise, and its answer."""
    organisation, standard = asked.organisation, answer.standard
    arabic = language == "ar"
    if answer.why == "undeclared" or (standard is None and answer.why != "unclear"):
        thing = thing_in_words(claim, language, organisation)
        if thing:
            return f"لا معيار عن {quoted(thing.strip('«»'), language)}" if arabic else f"no standard covers {thing}"
        return "لا معيار يشمل هذا الوعد" if arabic else "no standard covers this promise"
    if standard is None:
        return _several(answer, language, organisation)
    promised = in_share(promised_in_words(claim, language, organisation), claim, language)
    declared = declared_in_words(standard, language, organisation)
    if answer.standing in ("ended", "not_yet"):
        return _out_of_force(standard, answer.standing, language)
    parts = [f"الوعد {promised}، والمعيار {declared}" if arabic else f"promises {promised}; declared {declared}"]
    entailment = answer.entailment
    if entailment is not None and rule == "beyond-limit" and entailment.limit is not None:
        impossible, why = (
            in_language(words, language) for words in (entailment.limit.impossible, entailment.limit.why)
        )
        parts = [f"غير ممكن: {impossible}" if arabic else f"declared impossible: {impossible}"]
        parts += [why] if why else []
    elif entailment is not None:
        parts += _what_is_missing(entailment.conditions, language, organisation)
        if answer.why == "unclear":
            parts.append("لا يمكن المقارنة بينهما" if arabic else "the two cannot be compared")
        if answer.outcome == "kept" and entailment.exceptions:
            causes = both([cause_in(cause, language) for cause in entailment.exceptions], language)
            parts.append(f"لا يذكر النص: {causes}" if arabic else f"not disclosed: {causes}")
    if higher is not None and higher[1].standard is not None:
        carrying, above = higher[0], higher[1].standard
        have = figure(above.level, language, organisation.currency)
        if above.level is not None and above.level.value == 0:
            have = declared_in_words(above, language, organisation)
        name = tier_name(organisation, carrying, language)
        parts.append(f"{name}: {have}" if arabic else f"{name} has {have}")
    if rule == "location-only":
        parts.append("يصحّ في فروع أخرى" if arabic else "kept at other locations")
    if answer.standing == "review_overdue" and standard.review_by is not None:
        due = standard.review_by.isoformat()
        parts.append(f"كان موعد مراجعة المعيار {due}" if arabic else f"its review was due on {due}")
    parts += _notice(standard, language)
    return ("؛ " if arabic else "; ").join(parts)


def _out_of_force(standard: Standard, state: str, language: Language) -> str:
    arabic = language == "ar"
    if state == "ended" and standard.effective.end is not None:
        end = standard.effective.end.isoformat()
        return f"انتهى المعيار في {end}" if arabic else f"the standard ended on {end}"
    start = standard.effective.start.isoformat() if standard.effective.start is not None else ""
    return f"يبدأ المعيار في {start}" if arabic else f"the standard starts on {start}"


def _what_is_missing(checked: tuple[Checked, ...], language: Language, organisation: Organisation) -> list[str]:
    arabic = language == "ar"
    found = []
    for one in checked:
        phrase = condition_phrase(one.condition, language, organisation)
        if one.stated is not None:
            said = one.stated.text
            unread = one.fate == "unreadable"
            if arabic:
                found.append(f"المعيار {phrase}، والنص يقول «{said}»" + ("، وهذا لا يُقرأ" if unread else ""))
            else:
                found.append(
                    f"declared {phrase}, the copy says '{said}'" + (", which cannot be read" if unread else "")
                )
        else:
            found.append(
                f"المعيار {phrase}، والنص لا يذكر ذلك" if arabic else f"declared {phrase}, which the copy does not say"
            )
    return found


def _several(answer: Answer, language: Language, organisation: Organisation) -> str:
    arabic = language == "ar"
    options = []
    for one in answer.fits:
        name = service_name(organisation, one.standard.service, language)
        options.append(f"{name} {figure(one.standard.level, language, organisation.currency)}")
    listed = ("، " if arabic else ", ").join(dict.fromkeys(options))
    return f"أيّ خدمة هي المقصودة؟ {listed}" if arabic else f"which service is meant? {listed}"


def _notice(standard: Standard, language: Language) -> list[str]:
    if not standard.notice:
        return []
    words = in_language(standard.notice, language)
    days = standard.notice_days
    if days is None or days.end is None:
        return [words]
    return [f"{words} حتى {days.end.isoformat()}" if language == "ar" else f"{words} until {days.end.isoformat()}"]
