"""Which declared standards answer a promise: its service and measure, near kin of the measure, and what is promised.

A promise is read against one *slot* at a time: the standards of one service and measure that are about the same thing
and follow one another in time. Several slots mean that the copy does not say which is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from promisecheck.judge.meaning import (
    alike_services,
    free_in,
    is_general,
    is_said,
    likeness,
    remedies_in,
    vocabulary,
    words_of,
)
from promisecheck.kin import kin
from promisecheck.measures import measures
from promisecheck.model import Claim, Condition, Level
from promisecheck.standards.declarations import Declaration
from promisecheck.standards.organisation import Service

Services = Mapping[str, Service]
Wanted = tuple[str, ...] | None
"""Services a claim may be about: None where it names none, () where it names one that nobody declares."""
ENOUGH = 0.6
"""Least likeness at which a declared `what:` is the thing promised."""
_TIE = 0.05


@dataclass(frozen=True, slots=True)
class Slot:
    """Standards that answer a promise, by id, and the promise as they count it.

    by_reliability: the promise is a share of cases that are on time, held against the reliability of a waiting time.
    """

    service: str
    measure: str
    standards: tuple[str, ...]
    claim: Claim
    by_reliability: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A claim that looks for its standards: what is declared, the services it may be about, all services by id."""

    claim: Claim
    declared: Sequence[Declaration]
    wanted: Wanted
    services: Services


def slots_for(claim: Claim, declared: Sequence[Declaration], services: Mapping[str, Service]) -> tuple[Slot, ...]:
    """The slots that answer a claim; empty when nothing declared is about it.

    services: the declared services by id. The price of a tier answers a price for that tier which names no service.
    """
    if claim.characteristic == "superlative":
        return _superlatives(claim, declared)
    if claim.measure is None:
        return ()
    wanted = _services(claim, services)
    if claim.measure == "price" and claim.scope.tier is not None and wanted is None:
        prices = tuple(d.id for d in declared if d.tier == claim.scope.tier)
        of_services = any(d.measure in ("price", "fee") and _differs_by_tier(d) for d in declared)
        if prices and not (of_services and (claim.value is None or claim.value.per is None)):
            return (Slot("", "price", prices, claim),)
    declared = [one for one in declared if one.tier is None]
    question = Question(claim, declared, wanted, services)
    for pick in (_exact, _as_coverage, _as_price, _akin, _by_what, _by_reliability):
        found = pick(question)
        if found:
            return tuple(found)
    return ()


def _differs_by_tier(declaration: Declaration) -> bool:
    """Whether a standard says something of its own about a tier; copy about tiers speaks of what they differ in."""
    return any(entry.tier is not None for entry in declaration.entries)


def _services(claim: Claim, known: Services) -> Wanted:
    """The services a claim may be about: the one it names, those it may mean, or the one that is free or priced."""
    if claim.service is not None and claim.service in known:
        return (claim.service,)
    if claim.service is not None and not is_general(claim.service):
        return _called(claim.service, known)
    if claim.candidates:
        return tuple(service for service in claim.candidates if service in known) or None
    return _called(_thing(claim), known) or None


def _called(name: str, known: Services) -> tuple[str, ...]:
    """The services that go by a name."""
    said = frozenset(words_of(name))
    return tuple(
        service.id
        for service in known.values()
        if said and any(said == frozenset(words_of(own)) for names in service.names.values() for own in names)
    )


def _thing(claim: Claim) -> str:
    """What is offered, free or counted, in the words of the copy."""
    return claim.what or (claim.value.what if claim.value is not None else None) or ""


def _said(claim: Claim) -> str:
    """The words that name what is promised: the quote, and what its level is of, which may stand before it."""
    return " ".join(filter(None, (claim.quote, claim.scope.text)))


def _about(claim: Claim, standard: Declaration) -> float:
    """How well a standard's `what:` names what is promised: 0-1; 0.5 where neither says what."""
    names = [name for language in standard.what.values() for name in language]
    thing = _thing(claim)
    if names:
        # "free delivery" is named by words that say free, not by a fee "for delivery"
        best = max(likeness(name, thing, claim.quote if free_in(name) else _said(claim)) for name in names)
        if standard.measure in ("guarantee", "refund") and best < ENOUGH:
            shared = remedies_in(claim.quote) & remedies_in(" . ".join(names))
            best = max(best, 0.7 if shared else 0.0)
        return best
    return 0.5


def _grouped(claim: Claim, found: Iterable[Declaration], by_reliability: bool = False) -> list[Slot]:
    """Slots of the standards that name the thing best, one slot per service, measure and declared thing."""
    scored = [(score, standard) for standard in found if (score := _about(claim, standard)) >= 0.5]
    named = [(score, standard) for score, standard in scored if standard.what and score >= ENOUGH]
    if named:
        best = max(score for score, _ in named)
        scored = [(score, standard) for score, standard in named if score >= best - _TIE]
    else:
        scored = [(score, standard) for score, standard in scored if not standard.what]
    slots: dict[tuple[object, ...], list[str]] = {}
    for _, standard in scored:
        what = tuple(sorted((language, names) for language, names in standard.what.items()))
        slots.setdefault((standard.service, standard.measure, what), []).append(standard.id)
    return [Slot(str(key[0]), str(key[1]), tuple(ids), claim, by_reliability) for key, ids in slots.items()]


def _exact(ask: Question) -> list[Slot]:
    """Standards of the very measure."""
    claim, declared, wanted = ask.claim, ask.declared, ask.wanted
    same = [s for s in declared if s.measure == claim.measure and (wanted is None or s.service in wanted)]
    if _names_a_thing(claim):
        same = [s for s in same if s.what or _is_thing_of(claim, s, ask.services)]
    found = _grouped(claim, same)
    if not found and wanted == () and claim.measure not in _OFFERED:  # a thing that is priced or counted, not a service
        thing = replace(claim, what=claim.what or claim.service)
        found = _grouped(thing, [s for s in declared if s.measure == claim.measure and s.what])
    return found


_OFFERED = frozenset(name for name, measure in measures().items() if measure.better == "offered")


def _names_a_thing(claim: Claim) -> bool:
    """Whether what is promised matters for which standard answers: things offered and things free of charge."""
    offered = claim.measure in ("offer", "payment", "staff", "stock")
    free = claim.measure in ("price", "fee") and claim.value is not None and claim.value.value == 0
    return (offered or free) and bool(words_of(_thing(claim)))


def _is_thing_of(claim: Claim, standard: Declaration, known: Services) -> bool:
    """Whether a standard without `what:` is about what is free: its service is the thing ("free delivery")."""
    if claim.measure not in ("price", "fee") or standard.service not in known:
        return False
    thing = [word for word in words_of(_thing(claim)) if word not in vocabulary().general]
    names = [name for named in known[standard.service].names.values() for name in named]
    return not thing or any(alike_services(thing, words_of(name)) for name in names)


def _as_coverage(ask: Question) -> list[Slot]:
    """Read "home visits in Irbid" as a promise of coverage, where the service declares its areas."""
    claim, declared, wanted = ask.claim, ask.declared, ask.wanted
    if claim.measure != "offer" or not wanted or not (claim.scope.locations or claim.scope.unknown_places):
        return []
    areas = [s for s in declared if s.measure == "coverage" and s.service in wanted]
    names = [name for s in areas for named in ask.services[s.service].names.values() for name in named]
    thing = words_of(_thing(claim))
    named = any(alike_services(thing, words_of(name)) if thing else is_said(name, _said(claim)) for name in names)
    if not named:
        return []
    return _grouped(replace(claim, measure="coverage", value=None, what=None), areas)


def _as_price(ask: Question) -> list[Slot]:
    """Read "free X" as a fee or a price of 0, whichever is declared."""
    claim, declared, wanted = ask.claim, ask.declared, ask.wanted
    offered = claim.value is not None and claim.value.offered is True
    nothing = claim.value is not None and claim.value.value == 0
    if not nothing and not (claim.measure == "offer" and offered and free_in(claim.quote)):
        return []
    free = replace(claim, value=Level(op="=", value=0, what=_thing(claim) or None))
    priced = [s for s in declared if s.measure in ("fee", "price") and (not wanted or s.service in wanted)]
    for measure in ("fee", "price"):
        asked = replace(free, measure=measure)
        found = _grouped(
            free, [s for s in priced if s.measure == measure and (s.what or _is_thing_of(asked, s, ask.services))]
        )
        if found:
            return found
    return []


def _akin(ask: Question) -> list[Slot]:
    """Standards of a kindred measure of the same service."""
    claim, declared, wanted = ask.claim, ask.declared, ask.wanted
    if wanted == ():
        return []
    for group in kin():
        if claim.measure not in group.measures or group.only == "what":
            continue
        others = [s for s in declared if s.measure in group.measures and (wanted is None or s.service in wanted)]
        if wanted is None and claim.scope.tier is not None:
            others = [s for s in others if _differs_by_tier(s)] or others
        others = [s for s in others if not _names_a_thing(claim) or s.what]
        if group.only == "alone" and len({(s.service, s.measure) for s in others}) != 1:
            continue
        if wanted is None and group.only == "named":
            others = [s for s in others if s.what and _thing(claim)]
        if wanted is None and group.only == "service" and len({s.service for s in others}) > 1:
            continue
        found = [turned for slot in _grouped(claim, others) if (turned := _turned(slot)) is not None]
        if found:
            return found
    return []


def _turned(slot: Slot) -> Slot | None:
    """The slot with the promise as its measure counts it; None when it cannot be counted so."""
    claim, measure = slot.claim, slot.measure
    if measure == "return_window" and claim.measure == "refund":
        window = next((c for c in claim.conditions if c.kind == "reported_within" and c.level is not None), None)
        if window is None or window.level is None:
            return replace(slot, claim=replace(claim, value=None))
        return replace(slot, claim=replace(claim, value=replace(window.level, op="=")))
    if claim.measure == "return_window" and measure == "refund":
        if claim.value is None:
            return replace(slot, claim=replace(claim, value=Level(offered=True)))
        window = Condition(claim.quote, "reported_within", claim.value)
        return replace(slot, claim=replace(claim, value=Level(offered=True), conditions=(*claim.conditions, window)))
    if claim.measure == "return_window" and claim.value is not None and claim.value.offered is None:
        return None
    return slot


def _by_what(ask: Question) -> list[Slot]:
    """Things offered, by what they are called, whatever service and measure they are declared under."""
    claim, declared, wanted = ask.claim, ask.declared, ask.wanted
    free = claim.measure in ("fee", "price") and claim.value is not None and claim.value.value == 0
    if claim.measure not in (*_OFFERED, "coverage") and not free:
        return []
    offered = Level(offered=True, what=_thing(claim) or None)
    turned = replace(claim, value=offered) if free or claim.measure == "coverage" else claim
    named = [s for s in declared if s.measure in _OFFERED and s.what]
    at_home = _grouped(turned, [s for s in named if wanted and s.service in wanted])
    return at_home or _grouped(turned, named)


def _by_reliability(ask: Question) -> list[Slot]:
    """Hold "95% on time" against the reliability of the one waiting time that is declared."""
    claim, declared, wanted = ask.claim, ask.declared, ask.wanted
    if claim.measure != "on_time_rate" or wanted == ():
        return []
    waits = next(group.measures for group in kin() if "delivery_time" in group.measures)
    found = [s for s in declared if s.measure in waits and (wanted is None or s.service in wanted)]
    return _grouped(claim, found, by_reliability=True) if len({(s.service, s.measure) for s in found}) == 1 else []


def _superlatives(claim: Claim, declared: Sequence[Declaration]) -> tuple[Slot, ...]:
    """Standards that declare the source of a comparison which is the one claimed."""
    backed = [s for s in declared if _backs(s, claim)]
    return tuple(Slot(s.service, s.measure, (s.id,), claim) for s in backed[:1])


def _backs(standard: Declaration, claim: Claim) -> bool:
    comparisons = [entry.fields.get("comparison") or {} for entry in standard.entries]
    wordings = [text for comparison in comparisons for key, text in comparison.items() if key != "source"]
    same = claim.service in (None, standard.service) and claim.measure in (None, "rank", "rating", standard.measure)
    return same and any(likeness(text, claim.quote) >= ENOUGH for text in wordings)
