"""What a finding says: the values that fill the message template of its rule, in the language of whoever reads it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from promisecheck.judge.because import (
    conditions_in_words,
    declared_in_words,
    in_share,
    promised_in_words,
    quoted,
    thing_in_words,
)
from promisecheck.judge.conditions import Checked, check_conditions
from promisecheck.judge.disclosure import contradicted, undisclosed
from promisecheck.judge.figures import counted, day_in_words, figure, number
from promisecheck.judge.levels import Surroundings
from promisecheck.judge.naming import in_language, place_name, places_in_words, service_name, tier_name, tier_names
from promisecheck.judge.phrases import both
from promisecheck.judge.places import Atlas
from promisecheck.measures import measures
from promisecheck.model import Claim, Language, Ruling, Standard
from promisecheck.standards.organisation import Organisation

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Case:
    """A rule that fired on a claim: the rulings it stands in and, for each, the locations.

    reach: all locations the claim was judged at; kept: at how many of them it is kept. reader: the language that the
    finding is put in, None for that of the copy.
    """

    claim: Claim
    rulings: tuple[tuple[Ruling, tuple[str, ...]], ...]
    reach: int = 0
    kept: int = 0
    reader: Language | None = None

    @property
    def language(self) -> Language:
        """The language that the finding is put in."""
        return self.reader or self.claim.language

    @property
    def because(self) -> str:
        """The reason of the first ruling."""
        return self.rulings[0][0].reason(self.language)


def fill(template: str, values: Mapping[str, str]) -> str:
    """A template with its `{name}` slots filled; a slot that has no value stays as it is."""
    return _SLOT.sub(lambda match: values.get(match[1], match[0]), template)


def said(claim: Claim, language: Language) -> str:
    """The quote of a claim; of structured data what they mean."""
    if claim.place.role != "structured":
        return quoted(claim.quote, language)
    shown = figure(claim.value, language) or claim.quote
    return f"{shown} (البيانات المنظّمة)" if language == "ar" else f"{shown} (structured data)"


def values_for(rule: str, case: Case, organisation: Organisation) -> dict[str, str]:
    """The values for the message of a rule."""
    claim, language = case.claim, case.language
    values = {
        "quote": quoted(claim.quote, language),
        "promised": promise_in_words(claim, language, organisation),
        "declared": declared_by_place(case.rulings, language, organisation),
        "because": case.because,
        "extra": "",
        "places": "",
    }
    special = _SPECIAL.get(rule)
    return values | special(case, organisation) if special is not None else values


# ------------------------------------------------------------------------------------------------ promised, declared
def promise_in_words(claim: Claim, language: Language, organisation: Organisation) -> str:
    """What is promised, with its service and the share of cases where they are named: "delivery in 30 min"."""
    arabic = language == "ar"
    shown = promised_in_words(claim, language, organisation)
    known = claim.service is not None and claim.service in organisation.services
    value = claim.value
    if known and claim.service is not None and value is not None and value.value is not None:
        name = service_name(organisation, claim.service, language)
        if claim.characteristic == "speed" and value.value in (0, 1) and value.unit in ("day", "business_day"):
            shown = f"{name} {shown}"
        elif claim.characteristic == "speed" and value.value and value.by is None:
            shown = figure(value, language, organisation.currency, oblique=True)
            shown = f"{name} خلال {shown}" if arabic else f"{name} in {shown}"
        elif claim.characteristic == "price" and value.value and not claim.what:
            least = value.op in (">=", ">")
            shown = (
                f"{name} {'من' if least else 'بسعر'} {shown}"
                if arabic
                else f"{name} {'from' if least else 'for'} {shown}"
            )
    return in_share(shown, claim, language)


def declared_by_place(
    rulings: Sequence[tuple[Ruling, tuple[str, ...]]], language: Language, organisation: Organisation
) -> str:
    """What is declared, place by place: "45 min in Amman, 50 in Irbid, 75 in Aqaba"."""
    by_level: dict[str, list[str]] = {}
    units: dict[str, tuple[str | None, Standard]] = {}
    for ruling, locations in rulings:
        standard = ruling.standard
        if standard is None:
            continue
        shown = _short(standard, language, organisation)
        by_level.setdefault(shown, []).extend(location for location in locations)
        units[shown] = (standard.level.unit if standard.level is not None else None), standard
    if not by_level:
        return ""
    if len(by_level) == 1:
        only = next(iter(units.values()))[1]
        return declared_in_words(only, language, organisation)
    if any(standard.level is not None and standard.level.hours for _, standard in units.values()):
        return _first_hours(by_level, language, organisation)
    parts = []
    first_unit: str | None = None
    for n, (shown, there) in enumerate(by_level.items()):
        unit, standard = units[shown]
        level = standard.level
        bare = n and unit is not None and unit == first_unit and level is not None and level.value and not level.by
        amount = number(level.value, unit) if bare and level is not None and level.value is not None else shown
        first_unit = unit if n == 0 else first_unit
        places = places_in_words(organisation, dict.fromkeys(there), language)
        parts.append(f"{amount} في {places}" if language == "ar" else f"{amount} in {places}")
    return "، و".join(parts) if language == "ar" else ", ".join(parts)


def _first_hours(by_level: Mapping[str, list[str]], language: Language, organisation: Organisation) -> str:
    """Of several timetables the one of most places; a message is no place for all of them."""
    shown, there = max(by_level.items(), key=lambda item: len(item[1]))
    places = places_in_words(organisation, dict.fromkeys(there), language)
    if language == "ar":
        return f"{shown} في {places}، وأوقات أخرى في غيرها"
    return f"{shown} in {places}; other hours elsewhere"


def _short(standard: Standard, language: Language, organisation: Organisation) -> str:
    if standard.level is not None and standard.level.value is not None and standard.level.value != 0:
        return figure(standard.level, language, organisation.currency)
    return declared_in_words(standard, language, organisation)


def _places(case: Case, organisation: Organisation) -> str:
    """Where it holds, when that is not all of the reach: " in Amman and Irbid"."""
    locations = dict.fromkeys(location for _, some in case.rulings for location in some)
    if len(locations) >= case.reach:
        return ""
    named = places_in_words(organisation, locations, case.language)
    return f" في {named}" if case.language == "ar" else f" in {named}"


# ------------------------------------------------------------------------------------------------ one rule each
def _over_promise(case: Case, organisation: Organisation) -> dict[str, str]:
    values = {"extra": _age(case, organisation) + _notice(case, organisation)}
    missing = dict.fromkeys(area for ruling, _ in case.rulings if ruling.gap is not None for area in ruling.gap.areas)
    if missing:
        language = case.language
        values["promised"] = both([place_name(organisation, area, language) for area in missing], language)
    return values


def _undisclosed_condition(case: Case, organisation: Organisation) -> dict[str, str]:
    return {"conditions": _missing_conditions(case, organisation)}


def _missing_conditions(case: Case, organisation: Organisation) -> str:
    """The declared conditions that the copy does not state as strictly, as phrases."""
    missing: dict[str, Checked] = {}
    around = Surroundings(organisation.currency)
    atlas = Atlas(organisation.location_ids, organisation.members)
    for ruling, _ in case.rulings:
        if ruling.standard is not None:
            names = tier_names(organisation, ruling.tier)
            for checked in check_conditions(ruling.standard.conditions, case.claim, names, around, atlas):
                if checked.fate != "stated":
                    missing.setdefault(conditions_in_words((checked,), case.language, organisation), checked)
    return conditions_in_words(tuple(missing.values()), case.language, organisation)


def _tier_only(case: Case, organisation: Organisation) -> dict[str, str]:
    language = case.language
    tiers = dict.fromkeys(ruling.carried_by for ruling, _ in case.rulings if ruling.carried_by)
    values = {"tier": both([tier_name(organisation, tier, language) for tier in tiers], language)}
    if all(ruling.gap is None for ruling, _ in case.rulings):
        conditions = _missing_conditions(case, organisation)
        values["declared"] = f"{declared_by_place(case.rulings, language, organisation)} {conditions}".strip()
    return values


def _location_only(case: Case, _: Organisation) -> dict[str, str]:
    language = case.language
    branches = counted(case.reach, "branch", language, oblique=True) if language == "ar" else f"{case.reach} branches"
    return {"kept": str(case.kept), "all": branches}


def _beyond_limit(case: Case, _: Organisation) -> dict[str, str]:
    language = case.language
    for ruling, _there in case.rulings:
        limit = contradicted(ruling.standard.limits, case.claim) if ruling.standard is not None else None
        if limit is not None:
            why = in_language(limit.why, language)
            extra = (f" السبب: {why}." if language == "ar" else f" Why: {why}.") if why else ""
            return {"limit": in_language(limit.impossible, language), "extra": extra}
    return {}


def _undeclared(case: Case, organisation: Organisation) -> dict[str, str]:
    claim, language = case.claim, case.language
    thing = thing_in_words(claim, language, organisation)
    measure = measures().get(claim.measure or "")
    if not thing and measure is not None and claim.characteristic != "superlative":
        names = measure.names.get(language) or (measure.id.replace("_", " "),)
        known = claim.service is not None and claim.service in organisation.services
        service = service_name(organisation, claim.service or "", language) if known else claim.service
        if service:
            return {"thing": f"{names[0]} ({service})"}
        return {"thing": f"{names[0]}: {quoted(claim.quote, language)}"}
    return {"thing": thing or quoted(claim.quote, language)}


def _stale(case: Case, organisation: Organisation) -> dict[str, str]:
    return {"age": _age(case, organisation).strip().rstrip(".") or case.because}


def _age(case: Case, organisation: Organisation) -> str:
    """A sentence on a standard that is out of force or past its review; "" where it is neither."""
    language, zone = case.language, organisation.timezone
    arabic = language == "ar"
    for ruling, _ in case.rulings:
        standard = ruling.standard
        if standard is None:
            continue
        start, end = standard.effective.start, standard.effective.end
        if end is not None and end < ruling.start:
            shown = day_in_words(end, language, zone)
            return f" انتهى في {shown}." if arabic else f" ended on {shown}."
        if start is not None and start > ruling.start:
            shown = day_in_words(start, language, zone)
            return f" يبدأ في {shown}." if arabic else f" starts on {shown}."
        if standard.review_by is not None and standard.review_by < ruling.start:
            shown = day_in_words(standard.review_by, language, zone)
            late = ruling.verdict == "over"
            if arabic:
                return f" كان موعد مراجعة المعيار {shown}." if late else f" كان موعد مراجعته {shown}."
            return f" The standard was to be reviewed by {shown}." if late else f" was to be reviewed by {shown}."
    return ""


def _notice(case: Case, organisation: Organisation) -> str:
    """The notices under which the standard is judged, each as a sentence."""
    language = case.language
    found = []
    for ruling, _ in case.rulings:
        if ruling.standard is not None and ruling.standard.notice:
            words = in_language(ruling.standard.notice, language)
            until = ruling.standard.notice_days.end if ruling.standard.notice_days is not None else None
            if until is not None:
                shown = day_in_words(until, language, organisation.timezone)
                words = f"{words} حتى {shown}" if language == "ar" else f"{words} until {shown}"
            found.append(f" {words[:1].upper()}{words[1:]}.")
    return "".join(dict.fromkeys(found))


def _undisclosed_exception(case: Case, _: Organisation) -> dict[str, str]:
    language = case.language
    texts = []
    for ruling, _there in case.rulings:
        for cause in undisclosed(ruling.standard.exceptions, case.claim) if ruling.standard is not None else ():
            texts.append(in_language(cause.disclose, language) or f"{cause.cause}.")
    return {"causes": " ".join(dict.fromkeys(texts))}


def _absolute(case: Case, organisation: Organisation) -> dict[str, str]:
    return {"places": _places(case, organisation)}


def _not_delivered(case: Case, organisation: Organisation) -> dict[str, str]:
    language = case.language
    measured = min((r.measured for r, _ in case.rulings if r.measured is not None), key=lambda m: m.share, default=None)
    if measured is None:
        return {}
    share = counted(round(100 * measured.share, 1), "%", language)
    return {"share": share, "cases": f"{measured.n:,}", "places": _places(case, organisation)}


_SPECIAL: Mapping[str, Callable[[Case, Organisation], dict[str, str]]] = {
    "over-promise": _over_promise,
    "undisclosed-condition": _undisclosed_condition,
    "tier-only": _tier_only,
    "location-only": _location_only,
    "beyond-limit": _beyond_limit,
    "undeclared": _undeclared,
    "stale-standard": _stale,
    "undisclosed-exception": _undisclosed_exception,
    "absolute": _absolute,
    "not-delivered": _not_delivered,
}


def when(rulings: Iterable[Ruling], start: dt.date, end: dt.date, language: Language) -> str:
    """A sentence on the days of a finding that holds on a part of the run only; "" for all of it."""
    joined: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted({(ruling.start, ruling.end) for ruling in rulings}):
        if joined and first <= joined[-1][1] + dt.timedelta(days=1):
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    if joined == [(start, end)]:
        return ""
    if language == "ar":
        return " من " + "، ومن ".join(f"{first} حتى {last}" for first, last in joined) + "."
    return " From " + " and from ".join(f"{first} to {last}" for first, last in joined) + "."
