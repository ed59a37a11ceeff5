"""What every format of `can-promise` shows: one panel for each standard and tier, a row for each place, in words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from promisecheck.evidence.promisable import Promisable
from promisecheck.judge.naming import place_name, service_name, tier_name
from promisecheck.measures import measures
from promisecheck.model import Language, Level, Outcome
from promisecheck.reports.ladder import Ladder, Scale, Voice, scale_of
from promisecheck.reports.ladder.model import Better
from promisecheck.reports.levels import level_words
from promisecheck.reports.words import counted, number, percent
from promisecheck.standards.organisation import Organisation

_SAID: Final[dict[str, tuple[str, str]]] = {
    "title": ("What can be promised", "ما يمكن الوعد به"),
    "where": ("Where", "أين"),
    "promise": ("Can promise", "يمكن الوعد بـ"),
    "declared": ("Declared", "المعيار"),
    "proven": ("Record proves", "يثبت السجلّ"),
    "cases": ("Cases", "الحالات"),
    "note": ("Note", "ملاحظة"),
    "everywhere": ("Everywhere", "في كل الفروع"),
    "nothing": ("nothing", "لا شيء"),
    "undeclared": ("no standard in force", "لا معيار سارٍ"),
    "not_proven": ("the record does not prove it", "السجلّ لا يثبته"),
    "more": ("needs {cases}", "يلزم {cases}"),
    "held_back": ("held back by {place}", "يحدّه {place}"),
    "spare": ("could be tighter", "يمكن تشديد المعيار"),
    "share": ("{share} of cases, {confidence} sure", "{share} من الحالات، بثقة {confidence}"),
    "share_declared": ("the declared share of cases, {confidence} sure", "نسبة الحالات المحددة، بثقة {confidence}"),
}


def say(key: str, language: Language, **values: object) -> str:
    """Words of this report. Raises KeyError for an unknown key."""
    return _SAID[key][language == "ar"].format(**values)


@dataclass(frozen=True, slots=True)
class Row:
    """One place in words, with its ladder. together: it stands for several locations."""

    name: str
    promise: str
    declared: str
    proven: str
    cases: str
    note: str
    ladder: Ladder
    together: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """One standard for one tier: its places on one scale."""

    title: str
    rows: tuple[Row, ...]
    scale: Scale | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: share of cases (None: as declared at each place) and confidence."""

    share: float | None
    confidence: float

    def words(self, language: Language) -> str:
        """The same as a phrase."""
        confidence = percent(self.confidence, language, 1)
        if self.share is None:
            return say("share_declared", language, confidence=confidence)
        return say("share", language, share=percent(self.share, language, 2), confidence=confidence)


def panels(found: Sequence[Promisable], organisation: Organisation, language: Language) -> list[Panel]:
    """The panels, one for each standard and tier, those together first."""
    voice = Voice(language, timezone=organisation.timezone)
    made = []
    for (standard, tier), some in itertools.groupby(found, key=lambda one: (_standard_of(found, one), one.tier)):
        rows = sorted(some, key=lambda one: ("organisation", "group", "location").index(one.kind))
        drawn = tuple(_row(one, organisation, voice) for one in rows)
        title = _title(standard, tier, organisation, language)
        made.append(Panel(title, drawn, scale_of(row.ladder for row in drawn if row.ladder.kind == "scale")))
    return made


def _standard_of(found: Sequence[Promisable], one: Promisable) -> str:
    """The id of the standard a row is about; that of the row before it where nothing is declared there."""
    if one.standard is not None:
        return one.standard.id
    near = (other.standard.id for other in found if other.standard is not None and other.tier == one.tier)
    return next(near, "")


def _title(standard: str, tier: str | None, organisation: Organisation, language: Language) -> str:
    declaration = organisation.declarations_by_id.get(standard)
    parts = [standard]
    if declaration is not None:
        names = measures()[declaration.measure].names
        measure = next(iter(names.get(language) or names["en"]))
        parts = [service_name(organisation, declaration.service, language), measure]
        what = declaration.what.get(language) or next(iter(declaration.what.values()), ())
        parts += what[:1]
    if tier is not None and len(organisation.tiers) > 1:
        parts.append(tier_name(organisation, tier, language))
    return " · ".join(parts)


def _row(one: Promisable, organisation: Organisation, voice: Voice) -> Row:
    language = voice.language
    standard = one.standard
    name = place_name(organisation, one.place, language) if one.place else say("everywhere", language)
    words = {key: _words(level, language) for key, level in (("declared", one.level), ("proven", one.proven))}
    return Row(
        name=name,
        promise=_words(one.promise, language) if one.promise else say("nothing", language),
        declared=words["declared"],
        proven=words["proven"],
        cases=number(one.measured.n, language)
        if one.measured
        else "0"
        if one.recorded and one.kind == "location"
        else "",
        note=_note(one, organisation, language),
        ladder=_ladder(one, "" if standard is None else standard.measure),
        together=one.kind != "location",
    )


def _words(level: Level | None, language: Language) -> str:
    return level_words(level, language) if level is not None else "—"


def _note(one: Promisable, organisation: Organisation, language: Language) -> str:
    if one.limited_by and (one.promise is None or one.kind != "location"):
        held = say("held_back", language, place=place_name(organisation, one.limited_by, language))
        more = say("more", language, cases=counted(one.needed, "more_case", language)) if one.needed else ""
        return f"{held}: {more}" if more else held
    if one.standard is None:
        return say("undeclared", language)
    if one.needed:
        return say("more", language, cases=counted(one.needed, "more_case", language))
    if one.promise is None and one.recorded:
        return say("not_proven", language)
    if one.promise is not None and one.promise == one.level and one.proven not in (None, one.level):
        return say("spare", language)
    return ""


def _ladder(one: Promisable, measure: str) -> Ladder:
    """The ladder of a row: promised is what can be promised."""
    standard, known = one.standard, measures().get(measure)
    better: Better = "less" if known is None or known.better == "less" else "more"
    declared = standard.level if standard is not None else None
    verdict: Outcome = (
        "kept" if one.promise is not None and one.promise == declared else "over" if declared else "undeclared"
    )
    measured = one.measured
    if measured is not None and measured.reached is None:
        measured = replace(measured, reached_interval=None)
    return Ladder(
        kind="scale" if declared is not None or one.promise is not None else "words",
        verdict=verdict,
        better=better,
        promised=one.promise,
        declared=declared,
        standard=standard is not None,
        reliability=one.share,
        wanted=standard.expected if standard is not None else None,
        importance=standard.importance if standard is not None else None,
        measured=measured,
        too_few=bool(one.needed),
    )
