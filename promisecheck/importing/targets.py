"""Which standards take the hours and areas of an import: named by hand, as last time, or the only one that fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from promisecheck.errors import Fault, InputError
from promisecheck.importing.incoming import REGULAR, Read
from promisecheck.importing.memory import Memory
from promisecheck.importing.outcome import Targets
from promisecheck.measures import measures
from promisecheck.standards.faults import known_hint
from promisecheck.standards.organisation import Organisation

AREAS: Final = "areas"
_MEASURES: Final[Mapping[str, str]] = {
    REGULAR: "opening_hours",
    "delivery": "delivery_hours",
    AREAS: "coverage",
}
"""The measure that a kind means when nobody says otherwise."""
_NEW: Final = "opening-hours"
Choose = Callable[[str, Sequence[str]], str | None]
"""Asks which of several ids is meant; None when nobody can be asked."""


def targets_for(
    organisation: Organisation,
    read: Read,
    given: Mapping[str, str],
    memory: Memory,
    service: str | None,
    choose: Choose,
    day: dt.date,
) -> Targets:
    """The standards for every kind of hours in a source, and for areas.

    given: kind -> standard, from the command line. service: of a standard that has to be made. Where no standard of
    opening hours is declared one is made; other kinds without a standard are left aside.

    Raises InputError for a standard that is not declared or holds something else, and where a choice has to be made.
    """
    kinds = list(dict.fromkeys(kind for branch in read.branches for kind in branch.hours))
    if any(branch.special for branch in read.branches) and REGULAR not in kinds:
        kinds.append(REGULAR)
    if any(branch.areas for branch in read.branches):
        kinds.append(AREAS)
    unknown = [kind for kind in given if kind not in kinds]
    if unknown:
        raise InputError(Fault(f"the source has no hours called '{unknown[0]}'", hint=known_hint(unknown[0], kinds)))
    found: dict[str, str] = {}
    made: dict[str, str] = {}
    service = service or memory.service
    if service is not None and service not in organisation.services:
        hint = known_hint(service, organisation.services, "services")
        raise InputError(Fault(f"no service is called '{service}'", hint=hint))
    for kind in kinds:
        chosen = given.get(kind) or memory.standards.get(kind)
        if chosen is None:
            chosen = _only(organisation, kind, service, choose, day)
        if chosen is None and kind == REGULAR:
            service = service or _service(organisation, choose)
            chosen = _NEW
            made[chosen] = _MEASURES[REGULAR]
        if chosen is not None:
            if chosen not in made:
                _check(organisation, kind, chosen)
            found[kind] = chosen
    return Targets({kind: id_ for kind, id_ in found.items() if kind != AREAS}, found.get(AREAS), service, made)


def _only(organisation: Organisation, kind: str, service: str | None, choose: Choose, day: dt.date) -> str | None:
    measure = _MEASURES.get(kind)
    if measure is None:
        return None
    ids = [one.id for one in organisation.standards_for(service, measure, day=day) if one.tier is None]
    if len(ids) < 2:
        return next(iter(ids), None)
    chosen = choose(f"Which standard takes the {kind} hours?" if kind != AREAS else "Which standard takes areas?", ids)
    if chosen is None:
        hint = f"--hours {kind}={' or '.join(ids)}"
        raise InputError(Fault(f"several standards could take {_words(kind)}", hint=hint))
    return chosen


def _service(organisation: Organisation, choose: Choose) -> str:
    ids = list(organisation.services)
    if len(ids) == 1:
        return ids[0]
    chosen = choose("Which service has these opening hours?", ids) if ids else None
    if chosen is None:
        hint = f"--service {' or '.join(ids)}" if ids else "declare a service first"
        raise InputError(
            Fault("no standard of opening hours is declared, and several services could have them", hint=hint)
        )
    return chosen


def _check(organisation: Organisation, kind: str, id_: str) -> None:
    declaration = organisation.declarations_by_id.get(id_)
    fits = [
        one.id
        for one in organisation.declarations
        if one.tier is None and measures()[one.measure].better == (AREAS if kind == AREAS else "hours")
    ]
    if declaration is None:
        raise InputError(Fault(f"no standard is called '{id_}'", hint=known_hint(id_, fits, "those that fit")))
    if id_ not in fits:
        message = f"'{id_}' declares {declaration.measure}, which cannot take {_words(kind)}"
        raise InputError(Fault(message, hint=known_hint(id_, fits, "those that fit")))


def _words(kind: str) -> str:
    return "areas" if kind == AREAS else f"{kind} hours"
