"""The verdict on a claim at every location it reaches, on every stretch of days of its run."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from promisecheck.judge.answers import Answer, Asked, answers
from promisecheck.judge.because import reason
from promisecheck.judge.columns import cells, positions
from promisecheck.judge.days import WorkingDays
from promisecheck.judge.entail import share_gap
from promisecheck.judge.matching import slots_for
from promisecheck.judge.place_words import undeclared_places
from promisecheck.model import LANGUAGES, Claim, Language, Measured, Outcome, Ruling, Verdicts
from promisecheck.standards.organisation import Organisation

if TYPE_CHECKING:
    from numpy.typing import NDArray

Delivered = Literal["kept", "not_kept", "too_few"]
Record = Callable[[Claim, Verdicts], Verdicts]
"""Puts on the verdicts of a claim what was measured at each location whose standard has a record."""


@dataclass(frozen=True, slots=True)
class Run:
    """When, where and for whom a piece of copy is seen: its first and last day, locations, and tier."""

    start: dt.date
    end: dt.date
    locations: tuple[str, ...] = ()
    tier: str | None = None


def reach_of(claim: Claim, organisation: Organisation, locations: Sequence[str]) -> tuple[str, ...]:
    """Where a claim is judged: everywhere it says so, else the places it names, else `locations`, else all.

    Without the places it leaves out, unless nothing would be left.
    """
    named = organisation.expand(claim.scope.locations) if claim.scope.locations else ()
    reach = named or tuple(locations) or organisation.location_ids
    if claim.scope.everywhere:
        reach = organisation.location_ids
    if not claim.scope.excluded:
        return reach
    without = frozenset(organisation.expand(claim.scope.excluded))
    return tuple(location for location in reach if location not in without) or reach


def judge(
    claim: Claim,
    organisation: Organisation,
    *,
    reach: Sequence[str] = (),
    start: dt.date,
    end: dt.date | None = None,
    tier: str | None = None,
    record: Record | None = None,
) -> Verdicts:
    """The verdicts on a claim.

    reach: ids of the locations where the document is seen, () for all; places that the claim names come first.
    start, end: first and last day of the run (one day without `end`). tier: whom it speaks to where the copy names no
    tier; the first one without it. record: looks up measured performance.

    Raises ValueError when the end lies before the start, KeyError for an unknown location.
    """
    tier = claim.scope.tier or tier or organisation.first_tier()
    run = Run(start, end or start, reach_of(claim, organisation, reach), tier)
    if claim.measure == "coverage" and not claim.scope.unknown_places:
        claim = replace(claim, scope=replace(claim.scope, unknown_places=undeclared_places(claim, organisation)))
    slots = slots_for(claim, organisation.declarations, organisation.services)
    declared = [organisation.declarations_by_id[id_] for slot in slots for id_ in slot.standards]
    where = positions(organisation, run.locations)
    known = organisation.holidays.between(run.start, run.end + dt.timedelta(days=60)) or ()
    working = WorkingDays(holidays=frozenset(known), first=run.start, last=run.end)
    parts: list[tuple[list[Ruling], NDArray[np.int64]]] = []
    for stretch in organisation.boundaries(run.start, run.end, declared):
        assert stretch.start is not None and stretch.end is not None  # noqa: S101, PT018 - boundaries cuts closed stretches
        asked = Asked(organisation, slots, stretch.start, working)
        rulings, codes = _stretch(claim, asked, run, where, (stretch.start, stretch.end))
        if parts and _same(parts[-1], (rulings, codes)):
            parts[-1] = ([replace(ruling, end=stretch.end) for ruling in parts[-1][0]], codes)
        else:
            parts.append((rulings, codes))
    verdicts = _joined(run.locations, parts)
    if claim.scope.locations and reach:
        verdicts = _noted(verdicts, frozenset(reach), claim.language)
    return record(claim, verdicts) if record is not None else verdicts


def _stretch(
    claim: Claim, asked: Asked, run: Run, where: NDArray[np.int64] | None, days: tuple[dt.date, dt.date]
) -> tuple[list[Ruling], NDArray[np.int64]]:
    """Rulings of one stretch of days and, for each location of the reach, which one it has."""
    organisation, size = asked.organisation, len(run.locations)
    ids = tuple(id_ for slot in asked.slots for id_ in slot.standards)
    found, codes = cells(organisation, [(id_, run.tier) for id_ in ids], asked.day, where, size)
    here = answers(asked, found, run.tier)
    dearer = _dearer(organisation, run.tier) if any(answer.outcome == "over" for answer in here) else ()
    above: dict[str, list[Answer]] = {}
    if dearer:
        keys = [(id_, tier) for tier in (run.tier, *dearer) for id_ in ids]
        found, codes = cells(organisation, keys, asked.day, where, size)
        here = answers(asked, found, run.tier)
        above = {tier: answers(asked, found, tier) for tier in dearer}
    kept_somewhere = any(answer.outcome == "kept" for answer in here)
    rulings = []
    for n, answer in enumerate(here):
        carrying = next((tier for tier in dearer if _carries(answer, above[tier][n])), None)
        rule = rule_of(answer, carrying, kept_somewhere)
        higher = (carrying, above[carrying][n]) if carrying is not None else None
        rulings.append(_ruling(claim, asked, answer, rule, higher, run.tier, days))
    return _merged(rulings, codes)


def _merged(rulings: list[Ruling], codes: NDArray[np.int64]) -> tuple[list[Ruling], NDArray[np.int64]]:
    """Equal rulings once."""
    distinct: list[Ruling] = []
    table = np.zeros(max(len(rulings), 1), dtype=np.int64)
    for n, ruling in enumerate(rulings):
        if ruling not in distinct:
            distinct.append(ruling)
        table[n] = distinct.index(ruling)
    return distinct, table[codes]


def _dearer(organisation: Organisation, tier: str | None) -> tuple[str, ...]:
    tiers = tuple(organisation.tiers)
    return tiers[tiers.index(tier) + 1 :] if tier in tiers else ()


def _carries(answer: Answer, above: Answer) -> bool:
    """Whether a dearer tier carries what this one does not: the promise, or at least its level."""
    if answer.outcome != "over" or answer.entailment is None or above.entailment is None:
        return False
    if above.outcome == "kept":
        return True
    return answer.entailment.level.holds is False and above.entailment.only_conditions_missing


def rule_of(answer: Answer, carrying: str | None, kept_somewhere: bool) -> str | None:
    """The rule of a verdict: of those that fit, the first in the order of the contract."""
    if answer.outcome == "kept":
        return None
    if answer.outcome == "undeclared":
        return "undeclared"
    if answer.outcome == "unsure":
        return "stale-standard" if answer.why == "stale" else "unclear-service"
    if answer.entailment is not None and answer.entailment.limit is not None:
        return "beyond-limit"
    if carrying is not None:
        return "tier-only"
    if kept_somewhere:
        return "location-only"
    if answer.entailment is not None and answer.entailment.only_conditions_missing:
        return "undisclosed-condition"
    return "over-promise"


def _ruling(
    claim: Claim,
    asked: Asked,
    answer: Answer,
    rule: str | None,
    higher: tuple[str, Answer] | None,
    tier: str | None,
    days: tuple[dt.date, dt.date],
) -> Ruling:
    gap = slack = None
    if answer.entailment is not None and answer.standard is not None:
        gap = answer.entailment.level.gap
        if gap is None and answer.entailment.share == "over":
            gap = share_gap(claim, answer.standard)
        slack = answer.entailment.level.slack if answer.outcome != "over" else None
    outcome: Outcome = answer.outcome
    reasons = {language: reason(claim, asked, answer, rule, higher, language) for language in LANGUAGES}
    because = reasons[claim.language]
    carried_by = higher[0] if higher is not None and rule == "tier-only" else None
    return Ruling(
        outcome, tier, *days, rule, answer.standard, gap, slack, because, carried_by=carried_by, reasons=reasons
    )


def _same(one: tuple[list[Ruling], NDArray[np.int64]], other: tuple[list[Ruling], NDArray[np.int64]]) -> bool:
    dateless = [[replace(ruling, start=dt.date.min, end=dt.date.min) for ruling in part[0]] for part in (one, other)]
    return dateless[0] == dateless[1] and bool(np.array_equal(one[1], other[1]))


def _joined(locations: tuple[str, ...], parts: list[tuple[list[Ruling], NDArray[np.int64]]]) -> Verdicts:
    """The stretches one after another."""
    rulings: list[Ruling] = []
    numbered = []
    for some, codes in parts:
        numbered.append(codes + len(rulings))
        rulings.extend(some)
    return Verdicts(locations * len(parts), packed(np.concatenate(numbered)), tuple(rulings))


def packed(codes: NDArray[np.int64]) -> Sequence[int]:
    """Codes as a plain compact sequence, equal when its numbers are."""
    return array("q", codes.astype(np.int64).tobytes())


def unpacked(codes: Sequence[int]) -> NDArray[np.int64]:
    """Codes as numpy has them."""
    return (
        np.frombuffer(codes, dtype=np.int64) if isinstance(codes, array) and codes else np.array(codes, dtype=np.int64)
    )


def recorded(claim: Claim, ruling: Ruling, delivered: Delivered, measured: Measured | None) -> Ruling:
    """A ruling with what was measured. A share that only the record can prove is kept where it does."""
    ruling = replace(ruling, delivered=delivered, measured=measured)
    if claim.share is None or measured is None or ruling.rule != "unclear-service" or ruling.slack is None:
        return ruling
    if delivered == "kept" and measured.lower >= claim.share:
        return replace(ruling, verdict="kept", rule=None)
    return ruling


_OUTSIDE: dict[Language, str] = {
    "en": "; named by the copy, beyond where it is seen",
    "ar": "؛ يسمّيه النص وهو خارج الأماكن التي يظهر فيها",
}


def _outside(ruling: Ruling, language: Language) -> Ruling:
    """A ruling that says, in every language, that the copy is not seen where it holds."""
    reasons = {reader: said + _OUTSIDE[reader] for reader, said in ruling.reasons.items()}
    return replace(ruling, because=ruling.because + _OUTSIDE[language], reasons=reasons)


def _noted(verdicts: Verdicts, seen: frozenset[str], language: Language) -> Verdicts:
    """The verdicts with a note on those locations that the copy names although it is not seen there."""
    outside = {n for n, location in enumerate(verdicts.locations) if location not in seen}
    if not outside:
        return verdicts
    rulings = [
        *verdicts.rulings,
        *(_outside(ruling, language) for ruling in verdicts.rulings),
    ]
    shift = len(verdicts.rulings)
    numbers = [code + shift if n in outside else code for n, code in enumerate(verdicts.codes)]
    used = sorted(set(numbers))
    codes = array("q", (used.index(number) for number in numbers))
    return Verdicts(verdicts.locations, codes, tuple(rulings[number] for number in used))
